"""Evidence in its text: cuts a text into pieces that say which fields they carry."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.schema.draft import DraftSet, Evidence
from assistant.schema.transcript import Transcript

Seconds = tuple[float, float]

#: What a command's card lets the person change; evidence for the action itself carries both.
COMMAND_FIELDS = ("key", "value")


@dataclass(frozen=True)
class Mark:
    """Evidence with the name of the form field it belongs to, such as "issue-0.assignee"."""

    anchor: str
    start: int
    end: int


@dataclass(frozen=True)
class Piece:
    """A stretch of text and the fields it carries; none for the words between."""

    text: str
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Passage:
    """A segment as shown: when it starts, who speaks, and its pieces."""

    pieces: tuple[Piece, ...]
    seconds: Seconds | None = None
    speaker: str | None = None


def marks(drafts: DraftSet) -> list[Mark]:
    """Return all evidence of a draft set, with its anchors."""
    found = [_mark(f"issue-{n}", e) for n, issue in enumerate(drafts.issues) for e in issue.evidence]
    for n, command in enumerate(drafts.commands):
        for e in command.evidence:
            fields = [e.field] if e.field in COMMAND_FIELDS else COMMAND_FIELDS
            found += [Mark(f"command-{n}.{field}", e.start, e.end) for field in fields]
    return found + [_mark("page-0", e) for e in (drafts.page.evidence if drafts.page else ())]


def _mark(item: str, evidence: Evidence) -> Mark:
    return Mark(f"{item}.{evidence.field}", evidence.start, evidence.end)


def passages(text: str, transcript: Transcript | None, found: Sequence[Mark]) -> list[Passage]:
    """Cut a text into passages: one per segment of a transcript, or one for the whole of a typed text."""
    if transcript is None or not transcript.segments:
        return [Passage(pieces(text, found))]
    result = []
    at = 0
    for segment in transcript.segments:
        start = text.find(segment.text, at)
        if start < 0:
            return [Passage(pieces(text, found))]
        at = start + len(segment.text)
        result.append(Passage(pieces(text, found, start, at), (segment.start, segment.end), segment.speaker))
    return result


def pieces(text: str, found: Iterable[Mark], start: int = 0, end: int | None = None) -> tuple[Piece, ...]:
    """Cut ``text[start:end]`` wherever a mark begins or ends; joined, the pieces are that text again."""
    end = len(text) if end is None else end
    inside = [m for m in found if m.start < end and m.end > start and m.start < m.end]
    cuts = sorted({start, end, *(min(max(c, start), end) for m in inside for c in (m.start, m.end))})
    return tuple(
        Piece(text[a:b], tuple(dict.fromkeys(m.anchor for m in inside if m.start <= a and b <= m.end)))
        for a, b in zip(cuts, cuts[1:], strict=False)
    )
