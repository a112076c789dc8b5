"""Which parts of the project it touches: components whose words are said."""

import re
from functools import lru_cache

from assistant.drafting.reading import Proposal, Reading


def propose(reading: Reading, start: int, end: int) -> list[Proposal]:
    """Propose the components named in a span, however they are written: "back end", "backend", "back-end"."""
    clause = reading.low[start:end]
    found = [
        Proposal("components", component, match.start() + start, match.end() + start, 0.97 if match["said"] else 0.9)
        for component in reading.context.components
        if (match := pattern(component).search(clause))
    ]
    return sorted(found, key=lambda item: item.start)


@lru_cache(maxsize=512)
def pattern(component: str) -> re.Pattern[str]:
    """Match the words of a component joined by anything or nothing, singular or plural."""
    parts = re.findall(r"[a-z]+|\d+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", component).lower()) or ["\ufffc"]
    if len(parts) == 1:
        parts = _halves(parts[0])
    body = r"[\s_/&-]*".join(re.escape(part) for part in parts)
    stem, plural = (body[:-1], "s?") if body.endswith("s") and not body.endswith("ss") else (body, "s?")
    if stem.endswith("ie") and body.endswith("ies"):
        stem, plural = stem[:-2], "(?:y|ies)"
    said = r"(?:(?:in |for |on |with )?(?:the )?components?(?: is| are|:| should be)? )"
    return re.compile(rf"(?<![\w])(?P<said>{said})?{stem}{plural}(?!\w)(?P<after> component)?")


def _halves(word: str) -> list[str]:
    """Part a closed compound where people make a pause."""
    for tail in (
        "end",
        "up",
        "in",
        "out",
        "base",
        "board",
        "line",
        "flow",
        "room",
        "house",
        "ware",
        "site",
        "book",
        "desk",
        "office",
    ):
        if word.endswith(tail) and len(word) > len(tail) + 2:
            return [word[: -len(tail)], tail]
    return [word]
