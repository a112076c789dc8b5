"""Clauses that lean on what was said before: announcements, remedies, hand-overs and new sizes."""

import re
from typing import TYPE_CHECKING

from assistant.drafting.clauses import Clause, skip_lead
from assistant.drafting.corrections import Piece
from assistant.drafting.leaning import (
    announces_work,
    asks_for_that,
    counts_things,
    is_remedy,
    is_separate,
    leans,
    mends,
)
from assistant.drafting.lexicon import faults
from assistant.drafting.reading import Reading, masked
from assistant.drafting.requests import REPORTED, Request, announces, find_request
from assistant.drafting.summaries import is_empty_work
from assistant.drafting.talk import Talk
from assistant.nlp.words import content

if TYPE_CHECKING:
    from spacy.tokens import Doc

ADDRESSED = re.compile(r"\b(?:can|could|would|will) you\b|\bplease\b")
_SUBJECT = re.compile(
    r"(?P<thing>(?:(?:the|our|my|all|some|these|those|this|that|both|every|their|his|her|your|an?) )?"
    r"(?!(?:i|we|you|he|she|it|they|there|where|when|why|how|who|what|which|someone|nobody|nothing|everything|"
    r"this|that)\b)"
    r"(?:[\w'&/-]+ ){0,6}?[\w'&/-]+) (?:(?:still|also|now|really|currently|always|often|never|just) )?"
    r"(?:is|are|was|were|has|have|had|needs?|looks?|seems?|keeps?|does|doesn't|don't|isn't|aren't|can't|will|won't|"
    r"should|must|got|gets?|makes?|takes?|contains?|says|expires?|ends?|runs?|" + faults.VERBS + r")\b"
)
_MISSING = re.compile(
    r"(?:(?:i'm|we're|i am|we are|she's|he's)?(?: still)? ?waiting (?:for|on) |what(?:'s|"
    r" is)(?: still)? (?:missing|left|open|not (?:done|finished|ready|there)(?: yet)?)(?: now)? (?:is|are) |"
    r"(?:(?:and )?(?:then )?there(?:'s| is|'re| are)(?: still| also)? ))(?P<thing>(?:the|our) (?:[\w'&/-]+ ){0,4}"
    r"[\w'&/-]+)"
)
_FRAGMENT = re.compile(
    r"(?:what about |how about |how's |and |what's with )*(?P<thing>(?:the|our|my|"
    r"your) (?:[\w'&/-]+ ){0,5}[\w'&/-]+)$"
)


_SOME = re.compile(r"[a-z]+ (?:some|one|a few|them|those|it|that)(?: one| more)?(?:,? please)?[\s,.\ue000]*$")
OLD_ONE = re.compile(r"(?:and )?(?:the|this|that|our|my) (?:(?:old|other|current|existing|last|present) )?ones?\b")
_IS_A_BUG = re.compile(
    r"(?:it|that|this)(?:'s| is)(?: clearly| really| definitely| surely)? (?:an? )?(?:\w+(?:-\w+)? )?"
    r"(?:priority )?(?:bug|defect)\b"
)
#: How a dictation opens: what all of it is about.
_ABOUT = re.compile(
    r"(?:this|it|that)(?:'s| is|'ll be)? (?:just |all |only )?(?:for|about|regarding|concerning) (?:the|our|my) "
)
_RESIZE = re.compile(
    r"(?:let's |lets |we'll |we should |better |so )*(?:make|call|set|keep) (?:it|that|this|them) (?:at |"
    r"to )?(?P<size>\d+|[a-z]+(?:-[a-z]+)?) "
    r"(?P<unit>days?|hours?|minutes?|weeks?|months?|percent|rows?|people|euros?|dollars?|items?|seconds?|years?)$"
)
_DOING = re.compile(
    r"(?:today |now |currently |still )*(?:i'm|i am|we're|we are)(?: still| also| now| currently)? (?P<verb>"
    r"(?!going\b|waiting\b|trying\b|hoping\b|looking\b|thinking\b|doing\b|being\b|having\b)[a-z]{3,}ing) (?:\w+ )*\w+"
)
_HAVE_IT = masked(
    r"(?:i'll|i will|we'll|we will|i should|should|will)(?: have| be| get)? (?:it |that |them )?(?:done |ready |"
    r"finished )?"
    r"(?:by|before|until|on) "
)


class Joining(Talk):
    """Joins clauses to the work that is in focus or about to be told."""

    def _bare(self, request: Request, clause: Clause) -> str:
        """Return the words of the work without the phrases that set fields."""
        low = self.reading.low[request.start : request.end]
        for proposal in clause.proposals:
            if proposal.sets and proposal.start > request.start:
                first, last = proposal.start - request.start, proposal.end - request.start
                low = low[:first] + " " * (min(last, len(low)) - first) + low[last:]
        return low

    def _announces(self, clause: Clause, words: str) -> bool:
        """Words that only say that work comes, or make what was just told an issue."""
        again = self._current is not None and self._since <= 1 and self._current.kind == "request"
        if (asks_for_that(words) and not (again and re.match(r"(?:make|turn|treat|report) ", words))) or (
            _IS_A_BUG.match(words) and not self._fault_in_focus()
        ):
            return self._takes_told(clause)
        parts = any(p.field == "components" for p in clause.proposals)
        if announces(words) or announces_work(words, parts):
            self._waiting = list(clause.proposals)
            self._expected, self._since = True, 0
            return True
        if self._current is None and _ABOUT.match(words):
            self._waiting += [p for p in clause.proposals if p.field == "components"]
            self._since = 0
            return True
        return counts_things(words) or self._resizes(clause, words)

    def _fault_in_focus(self) -> bool:
        last = self._recent()
        return last is not None and (last.request.form.startswith("fault") or self._since <= 1)

    def _commits(self, clause: Clause, words: str, doc: "Doc | None") -> bool:
        """ "What is missing is the error mail. I will build that.": the thing told to be missing becomes work."""
        doing = _DOING.match(self._before.words(self.reading)) if self._before else None
        if doing and self._before and _HAVE_IT.match(words):
            start = self._before.body + doing.start("verb")
            self._add(self._before, Request(start, self._before.end, "doing", 0.8), "request")
            self._attach([self.pieces[-1]], clause, clause.proposals)
            self.pieces[-1].passages.append((clause.start, clause.end))
            return True
        if self._lacking is None or (self._current and self._current.clause.start > self._lacking):
            return False
        request = find_request(self.reading, clause, doc)
        if request is None or request.form != "verb" or not leans(self.reading, request):
            return False
        if re.match(r"(?:take|do|handle|own|have|get|see|tell|ask)\b", self.reading.low[request.start : request.end]):
            return False
        self._lacking = None
        return self._from_topic(clause, request)

    def _looks_ahead(self, clause: Clause) -> bool:
        """ "After that, and this one can wait, ...": said of the work that the same sentence goes on to ask for."""
        low, sentence = self.reading.low, clause.sentence
        opens = re.match(
            r"(?:and |okay |ok |so )*(?:after that|then|next|second|also|another|third)\b", low[sentence.start :]
        )
        made = self._current is not None and self._current.clause.sentence.start == sentence.start
        return bool(opens) and not made and len(content(low[clause.end : sentence.end])) > 1

    def _leans_on_last(self, clause: Clause, request: Request, expected: bool) -> bool:
        """Take a remedy, a story told in full or a mere way to do it as part of the work in focus."""
        last = self._recent()
        if last is None or not last.alive or expected or is_separate(self.reading, clause):
            return False
        owned = any(p.field == "assignee" and p.value for p in last.proposals)
        if last.request.form.startswith("fault") and (last.kind == "fault" or not owned):
            close = self._since <= 3 and last.cause is None and not (self.dialogue and last.kind == "fault")
            return close and is_remedy(self.reading, clause, request, last) and self._merge(last, clause, request)
        if request.form == "story":
            epic = any(p.field == "issue_type" and p.value == "Epic" for p in last.proposals)
            close = self._since <= 2 and last.request.form in ("noun", "lack") and not epic
            return close and self._merge(last, clause, request, len(last.stems) < 3)
        needed = last.request.form in ("lack", "noun", "needs") and request.form == "verb" and self._since <= 3
        if needed and self._puts_in_words(last, clause, request):
            return True
        way = request.strength <= 0.45 and self._since <= 2 and last.kind == "request"
        if way and leans(self.reading, request) and request.form == "verb" and not self.dialogue:
            last.passages.append((clause.start, clause.end))
            last.proposals += [p for p in clause.proposals if p.sets and p.field != "assignee"]
            self._since = 0
            return True
        return False

    def _hands_over(self, clause: Clause, request: Request) -> bool:
        """ "Let's give that to Tom, he knows the scripts": only an owner, whatever the reason."""
        words = self.reading.low[request.start : request.end]
        last = self._recent()
        if last is None or not re.match(r"(?:re-?assign|give|hand|pass|leave|delegate) (?:it|that|this|them)\b", words):
            return False
        if not any(p.field == "assignee" and p.start <= request.start + 1 < p.end for p in clause.proposals):
            return False
        self._attach([last], clause, [p for p in clause.proposals if p.sets])
        return True

    def _puts_in_words(self, last: Piece, clause: Clause, request: Request) -> bool:
        """ "We need new labels. - Then order some.": the verb for what was said to be needed."""
        words = self.reading.low[request.start : request.end]
        rest = content(re.sub(r"[\ue000-\ue003]", " ", words.partition(" ")[2]))
        short = _SOME.match(self._bare(request, clause)) or is_empty_work(self._bare(request, clause))
        own = content(self.reading.low[last.request.start : last.request.end])
        if short:
            last.verb = words.split(" ")[0]
        elif not rest or len(rest) > len(own) or not set(rest) <= set(own):
            return False
        else:
            last.request, last.clause = request, clause
        last.passages.append((clause.start, clause.end))
        self._attach([last], clause, clause.proposals)
        last.kind = "request"
        return True

    def _merge(self, last: Piece, clause: Clause, request: Request, lead: bool | None = None) -> bool:
        """Join a request to the piece it belongs to; it leads unless it only asks to mend what was told."""
        said_bug = any(p.field == "issue_type" and p.value == "Bug" and p.score > 0.7 for p in last.proposals)
        leads = lead if lead is not None else not (said_bug or mends(self.reading, request))
        last.passages.append((clause.start, clause.end))
        last.proposals += clause.proposals
        last.cause = last.request
        if leads:
            last.topic = subject_of(self.reading, last.clause) or last.topic
            last.request, last.clause = request, clause
        last.stems |= set(content(re.sub(r"[\ue000-\ue003]", " ", self.reading.low[request.start : request.end])))
        last.kind = "request"
        self._current, self._since, self._drafted = last, 0, True
        if ADDRESSED.search(clause.words(self.reading)):
            last.asked = True
            self._asked = (last, clause.sentence.speaker)
        self._statement = None
        return True

    def _takes_told(self, clause: Clause) -> bool:
        """ "Create a bug for that": the fault or statement before becomes the issue."""
        last, before = self._recent(), self._statement
        if last is not None and self._since <= 3 and last.kind in ("fault", "idea"):
            self._attach([last], clause, clause.proposals)
            last.kind, last.announced = "request", True
            return True
        if before is None:
            self._waiting = []
            self._waiting += clause.proposals
            self._expected = True
            return True
        start, end = self._told_span(before, clause)
        self._add(before, Request(start, end, "fault", 0.8, True), "request")
        piece = self.pieces[-1]
        piece.announced = True
        piece.passages = [(before.sentence.start, min(before.sentence.end, clause.start))]
        piece.proposals += clause.proposals
        self._statement = None
        return True

    def _told_span(self, before: Clause, order: Clause) -> tuple[int, int]:
        """Return what a statement tells: its cause, where it gives one, else all of it."""
        low = self.reading.low
        start, end = before.sentence.start, min(before.sentence.end, order.start)
        body, _ = skip_lead(low, start, end)
        told = REPORTED.match(low[body:end])
        body += told.end() if told else 0
        cause = re.search(r"\bbecause (?!of\b)(?=.{20})", low[body:end])
        return (body + cause.end(), end) if cause else (body, end)

    def _resizes(self, clause: Clause, words: str) -> bool:
        """ "Let's make it thirty days": a new size for what was said."""
        match = _RESIZE.match(words)
        last = self._recent() or next((p for p in reversed(self.pieces) if p.drafted), None)
        if match is None or last is None:
            return False
        unit = re.escape(match["unit"].rstrip("s"))
        target = next(
            (p for p in reversed(self.pieces) if p.drafted and re.search(rf"\b{unit}s?\b", self._told(p))), last
        )
        old = re.search(rf"\b(?:\d+|[a-z]+(?:-[a-z]+)?) {unit}s?\b", self._told(target))
        if old:
            target.swaps.append((old.group(), f"{match['size']} {match['unit']}"))
        target.passages.append((clause.start, clause.end))
        self._current = target
        return True

    def _told(self, piece: Piece) -> str:
        return " ".join(self.reading.low[start:end] for start, end in piece.passages)

    def _plain_topic(self, clause: Clause) -> bool:
        """Whether the clause before is a statement of its own rather than about the last work."""
        last, before = self._current, self._before
        if last is None or before is None:
            return False
        if not self.dialogue and before.sentence.start == clause.sentence.start != last.clause.sentence.start:
            thing = set(content(subject_of(self.reading, before)))
            return bool(thing) and not thing & last.stems
        if not self.dialogue or last.clause.sentence.turn == clause.sentence.turn:
            return False
        own = any(start <= before.start < end for start, end in last.passages)
        return before.sentence.turn == clause.sentence.turn and not own and bool(subject_of(self.reading, before))

    def _from_topic(self, clause: Clause, request: Request) -> bool:
        """Take the thing that the statement before is about: "The guide is old. Please rewrite it." """
        if self._topic is None:
            return True
        thing, before = self._topic
        self._add(clause, request, "request")
        piece = self.pieces[-1]
        piece.thing = thing
        piece.passages.insert(0, (before.start, before.end))
        piece.proposals = before.proposals + piece.proposals
        if re.search(r"\b(?:before|by) (?:then|that)\b", clause.words(self.reading)):
            piece.proposals += self._day_of(before)
        piece.stems |= set(content(thing))
        return True


def is_lacking(words: str) -> bool:
    """Tell whether a statement says of a thing that it is still missing."""
    return bool(_MISSING.match(words))


def subject_of(reading: Reading, clause: Clause) -> str:
    """Return the thing a statement is about."""
    words = clause.words(reading)
    match = _MISSING.match(words) or _SUBJECT.match(words) or _FRAGMENT.match(words)
    if match is None:
        return ""
    return reading.text[clause.body + match.start("thing") : clause.body + match.end("thing")]
