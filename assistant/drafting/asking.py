"""Clauses that ask for work, confirm it or tell of a fault."""

import re
from typing import TYPE_CHECKING

from assistant.drafting import acts
from assistant.drafting.clauses import Clause
from assistant.drafting.corrections import Piece, same_work
from assistant.drafting.joining import ADDRESSED, OLD_ONE, Joining
from assistant.drafting.reading import Proposal, masked
from assistant.drafting.requests import Request, find_fault, find_pronoun_fault, find_request
from assistant.drafting.summaries import is_empty_work
from assistant.drafting.talk import WORK_PLACES
from assistant.nlp.words import content

if TYPE_CHECKING:
    from spacy.tokens import Doc

_TELLING = frozenset(("tel", "tell", "ask", "inform", "thank", "let", "know"))
_THIRD = masked(
    r"{P} (?P<what>(?!is\b|was\b|has\b|does\b|thinks\b|says\b)[a-z]+s (?:the|a|an|all|our|up|out|with|"
    r"\d+|two|three|[a-z]+)\b.*)"
)


class Asking(Joining):
    """Takes requests and faults for work, and later words for what they add to it."""

    def _asks(self, clause: Clause, words: str, doc: "Doc | None") -> bool:
        expected = self._expected
        request = self._wanted(clause, words, doc)
        if request is None:
            return False
        if self._hands_over(clause, request) or self._leans_on_last(clause, request, expected):
            return True
        low = self.reading.low[request.start : request.end]
        work = content(re.sub(r"[\ue000-\ue003]", " ", low))
        if request.form == "verb" and is_empty_work(self._bare(request, clause)):
            return self._confirms(clause, request)
        if set(work) <= _TELLING:
            return True
        if not work:
            return self._only_key(clause)
        again = next((p for p in reversed(self.pieces) if same_work(work, p)), None)
        if again is None and self._mends_last(request, work):
            again = self._current
        if again:
            return self._says_again(again, clause, request)
        soft = request.strength < 0.5 or (
            clause.soft and request.strength < 0.9 and self.dialogue and request.strength < 0.8
        )
        self._add(clause, request, "idea" if soft else "request")
        self.pieces[-1].announced = request.form == "fault"
        if ADDRESSED.search(words) or soft:
            self.pieces[-1].asked = True
            self._asked = (self.pieces[-1], clause.sentence.speaker)
        return True

    def _wanted(self, clause: Clause, words: str, doc: "Doc | None") -> Request | None:
        """Return what a clause asks for; after "raise a ticket" whatever comes is what for."""
        request = find_request(self.reading, clause, doc) or self._nominal(clause, words, doc)
        expected, self._expected = self._expected, False
        if request is None and expected and content(words):
            bug = any(p.field == "issue_type" and p.value == "Bug" for p in self._waiting)
            if find_fault(self.reading, clause) or bug:
                return Request(clause.body, clause.end, "fault", 0.9, True)
            return Request(clause.body, clause.end, "noun", 0.9, True)
        return request

    def _only_key(self, clause: Clause) -> bool:
        return bool(self.reading.keys_in(clause.start, clause.end))

    def _mends_last(self, request: Request, work: list[str]) -> bool:
        """After a fault, asking to mend the same thing is the same work."""
        last = self._recent()
        if last is None or last.kind != "fault" or request.form != "verb" or self._since > 2:
            return False
        verb = self.reading.low[request.start : request.end].split(" ")[0]
        rest = set(work[1:])
        mending = verb in (
            "fix",
            "repair",
            "investigate",
            "check",
            "look",
            "debug",
            "resolve",
            "sort",
            "find",
            "replace",
            "get",
            "have",
            "mend",
            "trace",
            "solve",
            "address",
        )
        return mending and bool(rest) and len(rest & last.stems) >= max(1, len(rest) // 2)

    def _says_again(self, piece: Piece, clause: Clause, request: Request) -> bool:
        piece.proposals += clause.proposals
        piece.passages.append((clause.start, clause.end))
        if piece.kind in ("idea", "fault"):
            if piece.kind == "idea" and request.strength >= 0.5:
                piece.request = request
            piece.kind = "request"
        self._current, self._since, self._drafted = piece, 0, True
        return True

    def _confirms(self, clause: Clause, request: Request) -> bool:
        """ "Please fix it": what was just told of becomes work."""
        last = self._recent()
        if last is None or (last.kind == "request" and self._plain_topic(clause)):
            return self._from_topic(clause, request)
        if request.strength >= 0.5 or last.kind != "idea":
            self._attach([last], clause, clause.proposals)
            last.passages.append((clause.start, clause.end))
            last.kind = "request" if request.strength >= 0.5 else last.kind
            if ADDRESSED.search(clause.words(self.reading)):
                last.asked = True
                self._asked = (last, clause.sentence.speaker)
        return True

    def _nominal(self, clause: Clause, words: str, doc: "Doc | None") -> Request | None:
        """A list item without a verb under a heading of work: "Login timeout on mobile (Priya, Fri)"."""
        sentence = clause.sentence
        if not sentence.bullet or clause.start != sentence.start:
            return None
        if WORK_PLACES.search(sentence.heading) or (not sentence.heading and not self.dialogue):
            third = _THIRD.match(words)
            if third:
                return Request(clause.body + third.start("what"), clause.end, "third", 0.85)
            if re.search(r"\b(?:is|are|was|were|has|have|had|did|will)\b", words) or acts.DONE.match(words):
                return None
            return Request(clause.body, clause.end, "noun", 0.75) if content(words) else None
        return None

    def _tells_of_fault(self, clause: Clause, words: str) -> bool:
        request = find_fault(self.reading, clause)
        if request is None and self._fault_of_last(clause, words):
            return True
        if request is None or acts.QUESTION.match(words):
            return False
        last = self._recent()
        if last and self._since <= 2 and OLD_ONE.match(words):
            last.passages.append((clause.start, clause.end))
            return True
        work = content(re.sub(r"[\ue000-\ue003]", " ", self.reading.low[request.start : request.end]))
        if last and self._since <= 2 and self._same_trouble(last, work, words):
            last.passages.append((clause.start, clause.end))
            last.proposals += [p for p in clause.proposals if p.field != "assignee"]
            self._since = 0
            return True
        self._add(clause, request, "fault")
        return True

    def _fault_of_last(self, clause: Clause, words: str) -> bool:
        """ "A ticket for the payment page. It crashes when ...": what is wrong with the thing just named."""
        last = self._recent()
        match = find_pronoun_fault(words)
        if match is None or last is None or self._since > 3:
            return False
        start = clause.body + match.start("pred")
        if last.request.form == "noun" and last.trouble is None:
            last.trouble = (start, clause.end)
            last.proposals.append(Proposal("issue_type", "Bug", start, clause.end, 0.65))
        last.proposals += [p for p in clause.proposals if p.field != "issue_type"]
        last.passages.append((clause.start, clause.end))
        self._since = 0
        return True

    def _same_trouble(self, last: Piece, work: list[str], words: str) -> bool:
        shared = set(work) & last.stems
        return len(shared) >= 2 or (bool(shared) and last.kind == "request" and self._since <= 1)
