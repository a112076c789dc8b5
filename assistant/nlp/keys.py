"""Issue keys as written or spoken ("pay one twenty three", "P A Y dash 123"), and issues found by description."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import log

from rapidfuzz.fuzz import ratio

from assistant.nlp.numbers import TENS, UNITS, readings
from assistant.nlp.people import likeness
from assistant.nlp.words import content

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_WRITTEN = re.compile(r"\b([A-Za-z][A-Za-z0-9]{1,9})\s?[-–_#]\s?(\d{1,6})\b")
_JOINTS = frozenset(("dash", "minus", "hyphen", "number", "no", "ticket", "issue", "key", "hash"))
_NUMBERY = frozenset(UNITS) | frozenset(TENS)
_AMOUNT = re.compile(
    r"\s*-?(?:h|hrs?|hours?|m|mins?|minutes?|days?|weeks?|months?|years?|points?|pts?|pointers?|people|persons?|"
    r"percent|%|"
    r"times|euros?|dollars?|pounds?|items|tickets|issues|things|of\b|story|more|new|different|separate|open|am|pm|"
    r"o['’]clock)\b",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"\b(?:ticket|issue|task|bug|story|card|number)(?: number| no\.?)?[ #]+(\d{1,5})\b", re.IGNORECASE
)

#: After these only a key can follow, be it known or not.
_HANDLED = re.compile(
    r"(?i)\b(?:move|close|reopen|re-open|resolve|assign|reassign|transition|ticket|issue|comment on|status of|"
    r"priority of|due date of)\s+$"
)
#: Written like keys, but names of standards.
_STANDARDS = frozenset(("UTF", "ISO", "SHA", "MD", "COVID", "RFC", "HTTP", "IPV", "MP", "CVE", "EN", "DIN", "GMT"))


@dataclass(frozen=True)
class KeyMention:
    """Words that name an issue by key. `key` is None when no such issue is known; then `nearest` offers some."""

    start: int
    end: int
    key: str | None
    heard: str
    nearest: tuple[str, ...] = ()


class IssueIndex:
    """The existing issues talk may refer to, looked up by key or by description."""

    def __init__(self, known: Iterable[tuple[str, str]], project_key: str = "") -> None:
        self.summaries = {key.upper(): summary for key, summary in known}
        self.project_key = project_key.upper()
        self.stems = {key: set(_stems(summary)) | set(content(summary)) for key, summary in self.summaries.items()}
        self._sizes = {key: len(set(content(summary))) for key, summary in self.summaries.items()}
        self._counts = Counter(word for stems in self.stems.values() for word in stems)
        prefixes = {key.rpartition("-")[0] for key in self.summaries} | ({self.project_key} if project_key else set())
        self.prefixes = sorted(prefix for prefix in prefixes if prefix)

    def find(self, text: str) -> list[KeyMention]:
        """Find every mention of a key in order of place."""
        found = [
            self._mention(m.start(), m.end(), m[1].upper(), int(m[2]))
            for m in _WRITTEN.finditer(text)
            if m[1].upper() in self.prefixes or (m[1].isupper() and m[1].isalpha() and m[1] not in _STANDARDS)
        ]
        found += self._spoken(text)
        found += [
            self._mention(m.start(), m.end(), self.project_key, int(m[1]))
            for m in _GENERIC.finditer(text)
            if self.project_key and f"{self.project_key}-{int(m[1])}" in self.summaries
        ]
        kept: list[KeyMention] = []
        for mention in sorted(found, key=lambda item: (item.start, -item.end)):
            if not kept or mention.start >= kept[-1].end:
                kept.append(mention)
        return kept

    def _mention(self, start: int, end: int, prefix: str, number: int) -> KeyMention:
        key = f"{prefix}-{number}"
        if key in self.summaries:
            return KeyMention(start, end, key, key)
        return KeyMention(start, end, None, key, self.nearest(key))

    def nearest(self, key: str, limit: int = 3) -> tuple[str, ...]:
        """Return the known keys most like one that does not exist."""
        scored = sorted(
            (-ratio(key, known) - 20 * (known.split("-")[0] == key.split("-")[0]), known) for known in self.summaries
        )
        return tuple(known for score, known in scored if score <= -70)[:limit]

    def _spoken(self, text: str) -> list[KeyMention]:
        tokens = [(m.start(), m.end(), m.group().lower()) for m in _TOKEN.finditer(text)]
        found: list[KeyMention] = []
        at = 0
        while at < len(tokens):
            mention, at = self._spoken_at(text, tokens, at)
            if mention:
                found.append(mention)
        return found

    def _spoken_at(self, text: str, tokens: list[tuple[int, int, str]], at: int) -> tuple[KeyMention | None, int]:
        for prefix, used, sure in self._prefixes_at(tokens, at):
            number_at = at + used
            joint = number_at < len(tokens) and tokens[number_at][2] in _JOINTS
            number_at += joint
            words = [token[2] for token in tokens[number_at : number_at + 8]]
            if not words or not (words[0].isdigit() or words[0] in _NUMBERY):
                continue
            gap = text[tokens[at][0] : tokens[number_at][0]]
            if re.search(r"[,;:!?\n]", gap) or ("." in gap and used == 1):
                continue
            mention, taken = self._number(text, tokens, at, number_at, prefix)
            if mention and (
                mention.key
                or (sure and (joint or used > 1 or text[tokens[at][0] : tokens[at][1]].isupper()))
                or (sure and _HANDLED.search(text[: tokens[at][0]][-24:]))
            ):
                return mention, number_at + taken
        return None, at + 1

    def _prefixes_at(self, tokens: list[tuple[int, int, str]], at: int) -> list[tuple[str, int, bool]]:
        """Return which prefixes may be said at a token: (prefix, tokens used, surely)."""
        found: list[tuple[str, int, bool]] = []
        word = tokens[at][2]
        for prefix in self.prefixes:
            low = prefix.lower()
            letters = [token[2] for token in tokens[at : at + len(low)]]
            if word == low:
                found.append((prefix, 1, True))
            elif letters == list(low):
                found.append((prefix, len(low), True))
            elif len(low) > 2 and len(word) > 2 and word not in _NUMBERY and likeness(word, low) >= 0.8:
                found.append((prefix, 1, False))
        return found

    def _number(
        self, text: str, tokens: list[tuple[int, int, str]], first: int, at: int, prefix: str
    ) -> tuple[KeyMention | None, int]:
        """Read the number at token `at`: the longest reading that is a known issue, else the longest."""
        words = []
        for place in range(at, min(at + 8, len(tokens))):
            if place > at and not re.fullmatch(r"[ -]+", text[tokens[place - 1][1] : tokens[place][0]]):
                break
            words.append(tokens[place][2])
        usable = [(value, used) for value, used in readings(words) if not _AMOUNT.match(text, tokens[at + used - 1][1])]
        if not usable:
            return None, 0
        value, used = next(((v, u) for v, u in usable if f"{prefix}-{v}" in self.summaries), usable[0])
        return self._mention(tokens[first][0], tokens[at + used - 1][1], prefix, value), used

    def described(self, words: str, least: float = 0.6, *, bare: bool = False) -> list[tuple[str, float]]:
        """Return the issues a description may mean, the best first: (key, share of its weight found in the summary).

        Rare words weigh more. `bare` is for descriptions that nothing else marks as one: they need two words of a
        summary, or most of it.
        """
        stems = list(dict.fromkeys(_stems(words)))
        if not stems:
            return []
        weights = [self.weight(word) for word in stems]
        scored = []
        for key, own in self.stems.items():
            hits = [likeness_of(word, own) for word in stems]
            score = sum(h * w for h, w in zip(hits, weights, strict=True)) / sum(weights)
            found = sum(hit > 0 for hit in hits)
            if bare and found < 2 and found < 0.5 * self._sizes[key]:
                continue
            scored.append((key, score * (1.0 if len(stems) > 1 else 0.9)))
        best = sorted((item for item in scored if item[1] >= least), key=lambda item: (-item[1], item[0]))
        return [item for item in best if item[1] >= best[0][1] - 0.1]

    def weight(self, word: str) -> float:
        """Return how much a stem tells of which issue is meant: rare ones tell more."""
        count = self._counts.get(word, 0)
        return log(1 + (len(self.summaries) + 1) / (count + 0.5))


def _stems(text: str) -> list[str]:
    """Return the stems of a description; "time out" counts as "timeout" too."""
    cards = ["card"] if re.search(r"(?i)\bcards?\b", text) else []
    return content(_COMPOUND.sub(r"\1\2", text.lower())) + cards


def likeness_of(word: str, stems: set[str]) -> float:
    """Return how surely a stem is among others: itself, its longer or shorter form, a near spelling."""
    if word in stems:
        return 1.0
    if len(word) < 4:
        return 0.0
    if any(len(other) >= 4 and (other.startswith(word) or word.startswith(other)) for other in stems):
        return 0.9
    return 0.85 if any(len(other) >= 4 and ratio(word, other) >= 83 for other in stems) else 0.0


_COMPOUND = re.compile(
    r"\b(time|log|sign|check|set|clean|back|roll|drop|pop|look|start|hand|break|print)s?[ -](out|in|up|down|over|off|"
    r"back)s?\b"
)
