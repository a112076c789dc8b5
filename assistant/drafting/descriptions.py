"""The facts of a piece of work in markdown, from the speaker's sentences and nothing else."""

import re

from assistant.drafting.corrections import Piece
from assistant.drafting.reading import Reading
from assistant.drafting.summaries import _FILLERS, _REPEATED, _without
from assistant.nlp.casing import restore, sentence_case
from assistant.nlp.words import content, overlap

_LEAD = re.compile(
    r"(?i)^(?:(?:okay|ok|so|um+|uh+|and|but|also|then|well|right|oh|yeah|hey|first|next|finally|"
    r"because|since)\b[\s,]*)+"
)
_LOOSE = re.compile(r"(?i)(?:[\s,.:;!–—(\[-]+|[\s,]+(?:and|but|so|or|then|by|for|to|with|on|at|of|please))+$")
_SECTIONS = (
    ("Steps to reproduce", re.compile(r"(?i)^(?:the )?(?:steps(?: to reproduce)?|to reproduce)(?: it| this)?(?: are|"
                                      r" is)?[:,]?\s+(?P<body>.+)")),
    ("Expected", re.compile(r"(?i)^(?:the )?(?:expected(?: result| behaviou?r)?(?: is| was|:)|"
                            r"we expect(?:ed)?)[:,]?\s*(?P<body>.+)")),
    ("Actual", re.compile(r"(?i)^(?:the )?(?:actual(?: result| behaviou?r)?(?: is| was|:)|"
                          r"instead,?)[:,]?\s*(?P<body>.+)")),
    ("Acceptance criteria", re.compile(r"(?i)^(?:the )?(?:acceptance criteria|accepted when|done when|"
                                       r"it's done when|definition of done)(?: are| is|:)?[:,]?\s*(?P<body>.+)")),
)  # fmt: skip


_ASKING = frozenset(content("create open raise file log someone please everyone remember should could fix handle add"))


def describe(reading: Reading, piece: Piece, summary: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the description and the passages it is made of; empty when the summary says it all."""
    lines: list[str] = []
    used: list[tuple[int, int]] = []
    for start, end in _merged(piece.passages):
        asked = (start, end) == (piece.clause.start, piece.clause.end) and _named_work(piece)
        own = start == piece.clause.start
        line = _clean(reading, piece, piece.request.start if asked else piece.clause.body if own else start, end)
        if line and not any(overlap(set(content(line)), set(content(other))) > 0.9 for other in lines):
            lines.append(line)
            used.append((start, end))
    new = set(content(" ".join(lines)))
    if not new or (len(lines) == 1 and overlap(new, set(content(summary)) | _ASKING) > 0.85):
        return "", []
    return _markdown(lines), used


def _named_work(piece: Piece) -> bool:
    """Whether the words before the work say nothing but that it is asked for."""
    return piece.request.form in ("verb", "noun", "lack", "fault noun")


def _merged(passages: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return sorted(set(passages))


def _clean(reading: Reading, piece: Piece, start: int, end: int) -> str:
    """Return a passage as a sentence without the words that only set fields."""
    cuts = [(p.start, p.end) for p in piece.proposals if p.sets and start <= p.start and p.end <= end]
    text, _ = _without(reading, start, end, cuts)
    text = _LEAD.sub("", _REPEATED.sub(r"\1", _FILLERS.sub("", text))).strip(" ,;:-–—")
    if len(content(text)) < 2:
        return ""
    ending = text[-1] if text[-1:] in ".!?" else "."
    text = sentence_case(restore(_LOOSE.sub("", text), reading.context.people))
    return text + ending


def _markdown(lines: list[str]) -> str:
    plain: list[str] = []
    sections: dict[str, list[str]] = {}
    for line in lines:
        for title, pattern in _SECTIONS:
            match = pattern.match(line)
            if match:
                sections.setdefault(title, []).append(sentence_case(match["body"]))
                break
        else:
            plain.append(line)
    parts = [" ".join(plain)] if plain else []
    for title, bodies in sections.items():
        items = [item for body in bodies for item in _items(title, body)]
        parts.append(f"**{title}**\n\n" + "\n".join(f"- {item}" for item in items))
    return "\n\n".join(parts)


def _items(title: str, body: str) -> list[str]:
    if title not in ("Steps to reproduce", "Acceptance criteria"):
        return [body]
    pieces = re.split(r"(?:,\s*|\s+)(?:and then|then)\s+|;\s*|,\s*(?:and\s+)?", body.rstrip("."))
    return [sentence_case(piece.strip()) for piece in pieces if piece.strip()]
