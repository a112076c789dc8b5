"""A text read once: names, dates and keys found and masked, so that the rules after it are short patterns."""

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

from assistant.drafting.masks import DAY, KEY, PAST, PERSON, masked
from assistant.drafting.turns import infer_speakers
from assistant.nlp.dates import DateMention, find_dates
from assistant.nlp.keys import IssueIndex, KeyMention
from assistant.nlp.people import Directory, PersonMention
from assistant.nlp.sentences import Sentence, split_sentences
from assistant.schema.draft import DraftContext

_SLOT_BEFORE = re.compile(
    r"(?:assign(?:ed|ing)?(?: \w+){0,5}? to|(?:give|hand|pass|leave)(?: \w+){1,5}? (?:over |on )?(?:to|with)|"
    r"goes to|go to|"
    r"going to|belongs to|over to|owner(?: is|:| should be)?|assignee(?: is|:| should be)?|ask|@|on to|owned by|put|"
    r"sorry,?(?: to| not)?|reassign(?: \w+){0,3} to|no,? (?:to|give it to)|make (?:it|that)|handled by|or to|"
    r"either|get|not)\s*$"
)
_SLOT_AFTER = re.compile(
    r",?\s+(?:should|will|can|could|shall|must|needs to|has to|is going to|is gonna|to) (?:\w+ )?"
    r"(?:take|handle|own|do|look|pick|grab|fix|write|update|check|prepare|send|review|talk|call|get|own|make|set|draft|"
    r"finish|follow|create|add|organi[sz]e|order|run|clean|investigate|deal|arrange|book|test)\b|"
    r"\s+(?:takes|owns|handles|is taking|'s taking|is on|gets|picks up|can you|could you|please|volunteered|offered)\b"
)
_SLOT_FIRST = re.compile(
    r"(?:^|[.,;:!?\n(–—-]|\b(?:and|so|then|maybe|okay|ok|but|think|guess|because|um|uh|or|also|perhaps|let|have|"
    r"want|need|"
    r"like|yeah|yes|alright|right|well|wait|no|actually))\s*$"
)

__all__ = ["DAY", "KEY", "PAST", "PERSON", "Proposal", "Reading", "lowered", "masked", "read"]

M = TypeVar("M", PersonMention, DateMention, KeyMention)


def lowered(text: str) -> str:
    """Return the text in lower case with plain apostrophes and spaces, every character at its place."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return low.translate(_PLAIN)


_PLAIN = str.maketrans({"’": "'", "‘": "'", "\u00a0": " ", "\t": " ", PERSON: " ", DAY: " ", KEY: " ", PAST: " "})


@dataclass(frozen=True)
class Proposal:
    """A value for one field with the words that say so.

    ``text[start:end]`` is the whole phrase, cut from summaries; `quotes` are further spans that carry the value.
    `value` is None when something was said that leaves it open; then `candidates` or `note` say what.
    """

    field: str
    value: object
    start: int
    end: int
    score: float
    quotes: tuple[tuple[int, int], ...] = ()
    candidates: tuple[str, ...] = ()
    note: str = ""

    @property
    def sets(self) -> bool:
        """Whether the words do nothing but set the field: a component or a fault named in passing does more."""
        return self.field not in ("components", "issue_type") or (self.field == "components" and self.score > 0.95)


@dataclass
class Reading:
    """The text with everything found in it; `low` is the text in lower case with names, days and keys masked."""

    text: str
    context: DraftContext
    low: str
    plain: str
    people: list[PersonMention]
    dates: list[DateMention]
    keys: list[KeyMention]
    index: IssueIndex
    directory: Directory
    sentences: list[Sentence] = field(default_factory=list)
    voices: dict[int, PersonMention] = field(default_factory=dict)
    memo: dict[object, Any] = field(default_factory=dict)

    def person_at(self, start: int) -> PersonMention | None:
        """Return the person mentioned at an offset."""
        return _mention_at(self.people, start)

    def date_at(self, start: int) -> DateMention | None:
        """Return the day mentioned at an offset."""
        return _mention_at(self.dates, start)

    def key_at(self, start: int) -> KeyMention | None:
        """Return the key mentioned at an offset."""
        return _mention_at(self.keys, start)

    def keys_in(self, start: int, end: int) -> list[KeyMention]:
        """Return the keys mentioned within a span."""
        first = bisect_left(self.keys, start, key=lambda mention: mention.start)
        last = bisect_left(self.keys, end, key=lambda mention: mention.start)
        return self.keys[first:last]

    def speaker_of(self, sentence: Sentence) -> PersonMention | None:
        """Return who speaks a sentence, by the label of the turn or because they were called by name before."""
        if sentence.speaker is None or sentence.label_span is None:
            return self.voices.get(sentence.start)
        found = _speaker(self.directory, sentence.speaker)
        return PersonMention(*sentence.label_span, found.names, found.score) if found else None


@lru_cache(maxsize=2048)
def _speaker(directory: Directory, label: str) -> PersonMention | None:
    found = directory.find(label, lambda start, end: True)
    return found[0] if found else None


def _mention_at(mentions: list[M], start: int) -> M | None:
    place = bisect_left(mentions, start, key=lambda mention: mention.start)
    if place < len(mentions) and mentions[place].start == start:
        return mentions[place]
    return None


def read(text: str, context: DraftContext) -> Reading:
    """Find what the rules build on: sentences, people, days and keys."""
    plain = lowered(text)
    directory = Directory(context.people)
    index = IssueIndex(((issue.key, issue.summary) for issue in context.known_issues), context.project_key)
    keys = index.find(text)
    dates = [mention for mention in find_dates(plain, context.reference_date) if not _taken(mention, keys)]
    people = [
        mention
        for mention in directory.find(text, lambda start, end: _name_slot(plain, start, end))
        if not _taken(mention, keys) and not _taken(mention, dates)
    ]
    low = _mask(plain, people, dates, keys)
    sentences = split_sentences(text)
    voices = infer_speakers(low, sentences, people)
    return Reading(text, context, low, plain, people, dates, keys, index, directory, sentences, voices)


def _taken(mention: PersonMention | DateMention, others: list[KeyMention] | list[DateMention]) -> bool:
    place = bisect_left(others, mention.end, key=lambda other: other.start)
    return place > 0 and others[place - 1].end > mention.start


def _name_slot(plain: str, start: int, end: int) -> bool:
    if _SLOT_BEFORE.search(plain, max(0, start - 50), start):
        return True
    before = _SLOT_FIRST.search(plain, max(0, start - 12), start) or start == 0
    return bool(before and _SLOT_AFTER.match(plain, end))


def _mask(plain: str, people: list[PersonMention], dates: list[DateMention], keys: list[KeyMention]) -> str:
    marks = [(mention.start, mention.end, PERSON) for mention in people]
    marks += [(mention.start, mention.end, PAST if mention.kind == "past" else DAY) for mention in dates]
    marks += [(mention.start, mention.end, KEY) for mention in keys]
    parts: list[str] = []
    at = 0
    for start, end, mark in sorted(marks):
        parts.append(plain[at:start] + mark * (end - start))
        at = end
    return "".join(parts) + plain[at:]
