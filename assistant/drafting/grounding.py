"""Whether a title that a model wrote says only what the passage says, and says it as a request."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from assistant.drafting.lexicon import verbs
from assistant.drafting.reading import DAY, KEY, PAST, PERSON, Reading
from assistant.nlp.wordlist import wordlist
from assistant.nlp.words import content, overlap

LONGEST_TITLE = 80
#: A summary with fewer telling words than this leaves open what it is about.
FEW_WORDS = 4
#: Verbs that may open a title although nobody said them: they name no fact, only that something is to be done.
PLAIN_VERBS = frozenset(
    wordlist(
        """
        add build change check clean correct create extend find fix improve investigate look make prepare prevent
        provide remove repair replace restore review set stop support update write
        """
    )
)
_GLUE = wordlist("the a an of in on at for from to with and or when")
_POINTER = re.compile(r"(?i)\b(?:it|this|that|them|these|those|some|one|he|she|they)\b")
_SPEAKERS = frozenset(wordlist("i me my we us our you your so um uh"))
_MOST_WORDS, _LONGEST_WORD = 150, 30
_WORD = re.compile(r"[A-Za-z]+")
_SPOKEN = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_FOUND = re.compile(f"[{PERSON}{DAY}{KEY}{PAST}]")
_TRAIL = re.compile(
    r"(?i)[\s,]*\b(?:by|before|on|until|till|for|at|due|this|next|with|as)?\s*(?:the )?(?:end of (?:the )?)?$"
)


def title_schema(passage: str, reading: Reading, start: int) -> Mapping[str, Any]:
    """Return the schema of an answer: a title that opens with a verb and has no other words than `passage` and glue.

    So a model that is held to it cannot name what was not said. `start` is where the passage begins in the text that
    was read; the names, days and keys found there are left out, for they have fields of their own.
    """
    low = reading.low[start : start + len(passage)]
    told: dict[str, None] = {}
    for match in _SPOKEN.finditer(passage):
        word = match.group()
        found = _FOUND.search(low, match.start(), match.end()) or _POINTER.fullmatch(word) or word.lower() in _SPEAKERS
        if len(word) <= _LONGEST_WORD and not found:
            told.setdefault(word)
    openers = PLAIN_VERBS | {word.lower() for word in told if word.lower() in verbs.WORK}
    words = sorted({*list(told)[:_MOST_WORDS], *_GLUE})
    title = rf"^({_any(sorted(word.capitalize() for word in openers))})( ({_any(words)})){{1,12}}$"
    return {
        "type": "object",
        "properties": {"title": {"type": "string", "pattern": title}},
        "required": ["title"],
        "additionalProperties": False,
    }


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in words)


def is_thin(summary: str) -> bool:
    """Tell whether a summary leaves open what it is about: it points back, or has hardly a word that tells."""
    return bool(_POINTER.search(summary)) or len(set(content(summary))) < FEW_WORDS


def is_better(title: str, summary: str) -> bool:
    """Tell whether a written title names more than the summary it would replace."""
    more, before = len(set(content(title))), len(set(content(summary)))
    return more > before or (more == before and bool(_POINTER.search(summary)) and not _POINTER.search(title))


def grounded_title(title: str, passage: str, reading: Reading, start: int) -> str | None:
    """Return `title` without owners, days and keys, or None if it is no request or says more than `passage`.

    `start` is where the passage begins in the text that was read; names and days are those found there.
    """
    title = _without_fields(" ".join(title.split()).strip(" .,;:!\"'"), passage, reading, start)
    words = _WORD.findall(title)
    if len(words) < 2 or len(title) > LONGEST_TITLE or words[0].lower() not in verbs.WORK | PLAIN_VERBS:
        return None
    told = set(content(passage))
    said = content(title)
    if words[0].lower() in PLAIN_VERBS and said and content(words[0]) == said[:1]:
        said = said[1:]
    if not said or any(overlap({word}, told) == 0 for word in said):
        return None
    return title[0].upper() + title[1:]


def _without_fields(title: str, passage: str, reading: Reading, start: int) -> str:
    """Cut a day, owner or key off the end of a title; these have fields of their own."""
    spans = _marked(reading, start, start + len(passage))
    while True:
        low = title.lower()
        ending = next((span for span in spans if low.endswith(span) and len(span) < len(low)), None)
        if ending is None:
            return title
        title = _TRAIL.sub("", title[: -len(ending)]).rstrip(" ,")


def _marked(reading: Reading, start: int, end: int) -> list[str]:
    masked = re.finditer(f"{PERSON}+|{DAY}+|{KEY}+", reading.low[start:end])
    found = {reading.text[start + match.start() : start + match.end()].lower() for match in masked}
    return sorted(found, key=len, reverse=True)
