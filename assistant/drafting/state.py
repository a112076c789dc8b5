"""What the rules keep while they go through a text: work, commands and what was talked about."""

import re
from dataclasses import replace

from assistant.drafting.clauses import Clause
from assistant.drafting.corrections import Piece
from assistant.drafting.reading import Proposal, Reading
from assistant.drafting.requests import Request
from assistant.nlp.keys import KeyMention
from assistant.nlp.words import content
from assistant.schema.draft import CommandDraft


class State:
    """What has been gathered from the clauses so far, and how it is added to."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.pieces: list[Piece] = []
        self.commands: list[CommandDraft] = []
        self.unknown: list[KeyMention] = []
        self.decisions: list[Clause] = []
        self.open: list[Clause] = []
        self.news: list[Clause] = []
        voices = {person.names for person in reading.voices.values()}
        self.dialogue = len(voices) > 1 or len({s.turn for s in reading.sentences if s.turn}) > 1
        self._current: Piece | None = None
        self._focus: str | None = None
        self._drafted = False
        self._waiting: list[Proposal] = []
        self._expected = False
        self._topic: tuple[str, Clause] | None = None
        self.speakers: list[tuple[str, Clause]] = []
        self._since = 0
        self._statement: Clause | None = None
        self._lacking: int | None = None
        self._before: Clause | None = None
        self._asked: tuple[Piece, str | None] | None = None
        self._blocked_sentence: tuple[int, str] = (-1, "")

    def _recent(self) -> Piece | None:
        """The work in focus; after long other talk nothing is."""
        return self._current if self._current and self._since <= 8 else None

    def _add(self, clause: Clause, request: Request, kind: str) -> None:
        waiting = self._waiting if self._before and self._since <= 2 else []
        stems = set(content(re.sub(r"[\ue000-\ue003]", " ", self.reading.low[request.start : request.end])))
        piece = Piece(
            request, clause, [(clause.start, clause.end)], waiting + clause.proposals, kind, order=len(self.pieces),
            stems=stems,
        )  # fmt: skip
        piece.topic = self._near_topic(clause)
        self.pieces.append(piece)
        self._statement = None
        self._waiting = []
        self._current, self._since, self._drafted = piece, 0, True

    def _near_topic(self, clause: Clause) -> str:
        """Return what the last statements were about, for an "it" that needs a name."""
        if self._topic is None:
            return ""
        thing, said = self._topic
        apart = self.reading.low.count(".", said.end, clause.start)
        return thing if apart <= 3 else ""

    def _attach(self, targets: list[Piece], clause: Clause, fields: list[Proposal]) -> None:
        fields = [self._same_owner(targets[-1], p) if p.note == "same" else p for p in fields]
        for piece in targets:
            piece.proposals += fields
            if piece.kind == "fault" or (
                piece.kind == "idea" and any(p.field in ("assignee", "due_date") and p.score > 0.6 for p in fields)
            ):
                piece.kind = "request"
        self._current = targets[-1]
        self._since = 0

    def _same_owner(self, piece: Piece, proposal: Proposal) -> Proposal:
        """ "Same person": whoever owns the work before."""
        before = [p for p in self.pieces[: piece.order] if p.drafted]
        owners = [p for p in before[-1].proposals if p.field == "assignee" and p.value] if before else []
        if not owners:
            return proposal
        owner = owners[-1]
        quotes = (*(owner.quotes or ((owner.start, owner.end),)), (proposal.start, proposal.end))
        return replace(owner, start=proposal.start, end=proposal.end, quotes=quotes)

    def _kill(self, piece: Piece) -> None:
        piece.alive = False
        alive = [p for p in self.pieces if p.drafted]
        self._current = (
            alive[-1] if alive and piece is self._current else self._current if piece is not self._current else None
        )

    def _same_sentence(self, piece: Piece, clause: Clause) -> bool:
        return piece.clause.sentence.start == clause.sentence.start

    def _note_detail(self, clause: Clause) -> None:
        """Keep what is said right after a request as its detail, as long as it speaks of it."""
        piece = self._current
        if (
            piece is None
            or not piece.alive
            or self._since > (2 if self.dialogue else 3)
            or self._focus
            and not self._drafted
        ):
            return
        words = clause.words(self.reading)
        refers = re.match(
            r"(?:it|this|that|they|these|those|there|the same|only|same|steps|expected|actual|because|"
            r"since|so|otherwise|customers?|users?|patients?|people|he|she|acceptance)\b",
            words,
        )
        near = (
            piece.clause.sentence.turn == clause.sentence.turn
            and piece.clause.sentence.paragraph == clause.sentence.paragraph
        )
        about = bool(refers) or bool(set(content(words)) & piece.stems)
        short = self._since <= 1 and len(self.reading.text) < 350
        if not (near and (about or (short and not self.dialogue))) or (
            clause.sentence.bullet and piece.clause.sentence.line != clause.sentence.line
        ):
            return
        piece.passages.append((clause.start, clause.end))
        refers_now = bool(refers) or self._since <= 1
        piece.proposals += [p for p in clause.proposals if _fits_detail(p, bool(refers), refers_now)]
        self._since -= 1 if about else 0

    def _day_of(self, clause: Clause) -> list[Proposal]:
        """ "... expires on the 20th, renew it before then": that day is the deadline."""
        days = [d for d in self.reading.dates if clause.start <= d.start < clause.end and d.day and d.kind == "day"]
        return [Proposal("due_date", d.day, d.start, d.end, 0.8, ((d.start, d.end),)) for d in days[-1:]]


def _fits_detail(proposal: Proposal, refers: bool, just_said: bool) -> bool:
    if proposal.field == "due_date" and just_said:
        return proposal.score >= 0.96 and proposal.value is not None
    if proposal.field in ("components", "labels", "links", "parent_key"):
        return True
    if proposal.field == "issue_type":
        return proposal.score > 0.7
    return refers and proposal.score >= 0.85 and proposal.value is not None
