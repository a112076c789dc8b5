"""Clauses put together to pieces of work and commands, in the order they are said."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.drafting import acts
from assistant.drafting.asking import Asking
from assistant.drafting.clauses import Clause
from assistant.drafting.commands import covers, find_commands, merged
from assistant.drafting.corrections import Piece, described, leftover, same_work, settles, spoken_of
from assistant.drafting.fields import propose_all
from assistant.drafting.joining import is_lacking, subject_of
from assistant.drafting.leaning import said_in_passing
from assistant.drafting.reading import Proposal, Reading
from assistant.drafting.request_patterns import KIND_FOR
from assistant.drafting.requests import find_request
from assistant.nlp.words import content

if TYPE_CHECKING:
    from spacy.tokens import Doc


class Assembler(Asking):
    """Takes clauses one by one and keeps what they ask for; later words may change or take back earlier work."""

    def feed(self, clause: Clause, doc: "Doc | None") -> None:
        """Take the next clause."""
        words = clause.words(self.reading)
        found = propose_all(self.reading, clause.start, clause.end, clause.sentence)
        clause.proposals = _proper(found, clause, self.reading)
        self._since += 1
        self._judge(clause, words, doc)
        thing = subject_of(self.reading, clause)
        if thing:
            self._topic = (thing, clause)
            self._lacking = clause.start if is_lacking(words) else self._lacking
        self._before = clause

    def _judge(self, clause: Clause, words: str, doc: "Doc | None") -> bool:
        """Try what a clause may do, the surest first."""
        return (
            self._is_noise(clause, words)
            or self._takes_back(clause, words)
            or self._commands(clause, words)
            or self._answers(clause, words)
            or self._announces(clause, words)
            or self._sets_fields(clause, words, doc)
            or self._is_other_talk(clause, words)
            or self._asks(clause, words, doc)
            or self._tells_of_fault(clause, words)
            or self._adds_detail(clause, words)
        )

    def _commands(self, clause: Clause, words: str) -> bool:
        if self.commands and covers(self.commands[-1], clause):
            return True
        focus = None if self._drafted else self._focus
        own = [piece.stems for piece in self.pieces if piece.drafted]
        if KIND_FOR.match(words) and find_request(self.reading, clause, None):
            return False
        found = find_commands(self.reading, clause, focus, own, self.commands)
        self.unknown += found.unknown
        if found.speaker_of:
            self.speakers.append((found.speaker_of, clause))
        links = [p for p in clause.proposals if p.field in ("links", "parent_key") and p.value]
        if links and self._current and found.commands and not found.commands[0].key and self._since <= 3:
            return False
        self.commands = merged(self.commands, found)
        if found.focus:
            self._focus, self._drafted = found.focus, False
        return bool(found.commands or found.unknown or found.speaker_of or found.settled)

    def _answers(self, clause: Clause, words: str) -> bool:
        """ "Sure, will do": the one who answers takes what was asked."""
        full = self.reading.low[clause.start : clause.sentence.end]
        if self._asked is None or clause.sentence.speaker is None or clause.sentence.speaker == self._asked[1]:
            return False
        piece = self._asked[0]
        if acts.NEGATIVE.match(full):
            self._asked = None
            if piece.kind == "idea":
                self._kill(piece)
            return False
        if not (acts.ACCEPT.match(full) or (acts.AGREE.match(full) and piece.kind == "idea")):
            return False
        speaker = self.reading.speaker_of(clause.sentence)
        if acts.ACCEPT.match(full) and speaker and speaker.name and piece.asked and not _owned(piece):
            span = (clause.start, clause.end)
            label = (speaker.start, speaker.end)
            piece.proposals.append(Proposal("assignee", speaker.name, *span, 0.8, (label, span)))
        if piece.kind == "idea" and acts.AGREE.match(full):
            piece.kind = "request"
        self._asked = None
        return acts.ACCEPT.match(self.reading.low[clause.start : clause.end]) is not None

    def _sets_fields(self, clause: Clause, words: str, doc: "Doc | None") -> bool:
        """A clause that only says who, when, how urgent or how big, of work spoken of already or next."""
        if not settles(clause):
            return False
        rest = leftover(self.reading, clause)
        fields = [p for p in clause.proposals if p.field != "components" or p.sets]
        if self._commits(clause, words, doc):
            return True
        if not rest:
            targets = spoken_of(self.reading, clause, self.pieces, self._recent())
            if not targets or self._looks_ahead(clause):
                self._waiting += fields
                self._since = 0 if not targets else self._since
                return True
            self._attach(targets, clause, fields)
            return True
        if acts.QUESTION.match(words) or acts.CONDITION.match(words):
            return False
        target = described(rest, self.pieces, 0.75)
        if target and not self._is_new_work(clause, doc, rest, target):
            self._attach([target], clause, fields)
            if target.kind == "idea" and clause.sentence.turn != target.clause.sentence.turn:
                target.kind = "request"
            return True
        return False

    def _is_new_work(self, clause: Clause, doc: "Doc | None", rest: list[str], target: Piece) -> bool:
        """A request with a verb of its own is new unless it says the same again."""
        request = find_request(self.reading, clause, doc)
        if request is None or request.form != "verb" or not request.strength >= 0.5:
            return False
        return not same_work(content(self.reading.low[request.start : request.end]), target)

    def _adds_detail(self, clause: Clause, words: str) -> bool:
        fields = said_in_passing(self.reading, clause)
        last = self._recent()
        if fields and last and last.alive and self._since <= 4 and not acts.QUESTION.match(words):
            self._attach([last], clause, fields)
            if len(leftover(self.reading, clause)) > 2:
                last.passages.append((clause.start, clause.end))
            return True
        if len(content(re.sub(r"[\ue000-\ue003]", " ", words))) >= 3:
            self._statement = clause
        self._note_detail(clause)
        return True


def _proper(proposals: list[Proposal], clause: Clause, reading: Reading) -> list[Proposal]:
    """Drop a fault seen in the words of a label, and "today" where it only opens the talk."""
    labels = [p for p in proposals if p.field == "labels"]
    today = reading.context.reference_date
    proposals = [p for p in proposals if not (p.field == "due_date" and p.value == today and p.end <= clause.body)]
    reason = re.search(r"\b(?:because|since) ", clause.words(reading))
    if reason:
        after = clause.body + reason.end()
        proposals = [p for p in proposals if p.field != "due_date" or p.start < after or _ends_then(reading, after, p)]
    if acts.ROLE.match(clause.words(reading)):
        proposals = [p for p in proposals if p.field != "assignee" or p.note != "speaker"]
    return [
        p for p in proposals if p.field != "issue_type" or not any(one.start <= p.start < one.end for one in labels)
    ]


def _ends_then(reading: Reading, after: int, proposal: Proposal) -> bool:
    """ "... because it runs out on Friday": then it is due, unlike by what else happens on a day."""
    words = reading.low[after : proposal.start + 4]
    return bool(re.match(r"(?:it|they|this|that) (?:runs? out|expires?|ends?|lapses?|closes?|is due|are due)\b", words))


def _owned(piece: Piece) -> bool:
    return any(p.field == "assignee" and p.value for p in piece.proposals)


def assemble(reading: Reading, clauses: list[Clause], docs: "list[Doc]") -> Iterator[Assembler]:
    """Feed every clause and yield the assembler after each, so that progress can be told."""
    assembler = Assembler(reading)
    for clause, doc in zip(clauses, docs, strict=True):
        assembler.feed(clause, doc)
        yield assembler
