"""Talk without its hesitations: fillers, false starts and asides taken out, every character's old place kept."""

import re
from dataclasses import dataclass

_FILLER = r"(?:u+m+|u+h+|e+rm?|h+m+m*|mhm|ah+m)"
_ASIDE = (
    r"(?:you know|let me (?:think|see)|i don['’]t know|hang on(?: a (?:second|sec|moment|minute))?|"
    r"how do you say|what's it called|what was it|basically|if you will|so to speak)"
)
#: Marks around a filler go with it when it stands between commas; a sentence keeps its end.
_CUTS = (
    re.compile(rf"(?i)(?<=[\w'’]),\s+{_FILLER}\b,?(?=\s)"),
    re.compile(rf"(?i)(?<=[\w'’]),?\s+\.{{2,3}}\s+{_FILLER}\b(?:,|\.{{2,3}})?(?=\s)"),
    re.compile(rf"(?i)(?<![\w'’-]){_FILLER}(?![\w'’-])(?:,|\.{{2,3}})?\s+"),
    re.compile(rf"(?i)(?<=[\w'’]),\s+{_ASIDE}(?=,\s)"),
)
#: The same one to four words twice: "it blocks, it blocks", "the the".
_TWICE = re.compile(
    r"(?i)\b(?P<said>(?!(?:very|so|really|no|bye|ha|that|had|\d+)\b)[a-z'’]+(?: [a-z'’]+){0,3}),? (?=(?P=said)\b)"
)


@dataclass(frozen=True)
class Cleaned:
    """A text without hesitations; ``places[n]`` is where its character `n` stood before."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a span of the cleaned text stood in the text as it was said."""
        return self.places[start], self.places[end - 1] + 1


def clean(text: str) -> Cleaned:
    """Take fillers, asides and repeated words out of `text`."""
    cleaned, places = text, tuple(range(len(text)))
    for pattern in (*_CUTS, _TWICE):
        cleaned, places = _without(cleaned, places, [match.span() for match in pattern.finditer(cleaned)])
    return Cleaned(cleaned, places)


def _without(text: str, places: tuple[int, ...], cuts: list[tuple[int, int]]) -> tuple[str, tuple[int, ...]]:
    if not cuts:
        return text, places
    parts: list[str] = []
    kept: list[int] = []
    at = 0
    for start, end in [*cuts, (len(text), len(text))]:
        parts.append(text[at:start])
        kept.extend(places[at:start])
        at = end
    return "".join(parts), tuple(kept)
