"""Clauses put together to pieces of work and commands, in the order they are said."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.drafting import acts
from assistant.drafting.clauses import Clause
from assistant.drafting.commands import covers, find_commands
from assistant.drafting.corrections import Piece, described, leftover, same_work, settles, spoken_of
from assistant.drafting.fields import propose_all
from assistant.drafting.lexicon import faults
from assistant.drafting.reading import Proposal, Reading
from assistant.drafting.requests import Request, announces, find_fault, find_pronoun_fault, find_request
from assistant.drafting.summaries import is_empty_work
from assistant.nlp.keys import KeyMention
from assistant.nlp.words import content

if TYPE_CHECKING:
    from spacy.tokens import Doc

from assistant.schema.draft import CommandDraft

_DONE_PLACES = re.compile(
    r"(?i)\b(?:done|finished|completed|decisions?|decided|attendees|agenda|present|"
    r"participants|yesterday|notes from|news|shipped|resolved|fyi|out of scope|parked|"
    r"rejected|won't do|open questions?|questions|links|context|background)\b"
)
_WORK_PLACES = re.compile(
    r"(?i)\b(?:action|actions|todo|to-do|to do|next steps?|tasks?|follow-?ups?|tickets?|"
    r"issues?|bugs?|backlog|plan|work)\b"
)
_ADDRESSED = re.compile(r"\b(?:can|could|would|will) you\b|\bplease\b")


class Assembler:
    """Takes clauses one by one and keeps what they ask for; later words may change or take back earlier work."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.pieces: list[Piece] = []
        self.commands: list[CommandDraft] = []
        self.unknown: list[KeyMention] = []
        self.decisions: list[Clause] = []
        self.open: list[Clause] = []
        self.news: list[Clause] = []
        self.dialogue = len({s.turn for s in reading.sentences if s.turn}) > 1
        self._current: Piece | None = None
        self._focus: str | None = None
        self._drafted = False
        self._waiting: list[Proposal] = []
        self._expected = False
        self._topic: tuple[str, Clause] | None = None
        self.speakers: list[tuple[str, Clause]] = []
        self._since = 0
        self._before: Clause | None = None
        self._asked: tuple[Piece, str | None] | None = None
        self._blocked_sentence: tuple[int, str] = (-1, "")

    def feed(self, clause: Clause, doc: "Doc | None") -> None:
        """Take the next clause."""
        words = clause.words(self.reading)
        found = propose_all(self.reading, clause.start, clause.end, clause.sentence)
        clause.proposals = _proper(found, clause, self.reading)
        self._since += 1
        self._judge(clause, words, doc)
        thing = _subject(self.reading, clause)
        if thing:
            self._topic = (thing, clause)
        self._before = clause

    def _judge(self, clause: Clause, words: str, doc: "Doc | None") -> bool:
        """Try what a clause may do, the surest first."""
        return (
            self._is_noise(clause, words)
            or self._takes_back(clause, words)
            or self._commands(clause, words)
            or self._answers(clause, words)
            or self._sets_fields(clause, words, doc)
            or self._is_other_talk(clause, words)
            or self._asks(clause, words, doc)
            or self._tells_of_fault(clause, words)
            or self._adds_detail(clause, words)
        )

    def _is_noise(self, clause: Clause, words: str) -> bool:
        sentence = self.reading.plain[clause.sentence.start : clause.sentence.end]
        if acts.INJECTION.search(sentence) or acts.NOISE.match(words):
            return True
        if clause.sentence.done:
            self.news.append(clause)
            return True
        return bool(acts.HABIT.match(words))

    def _takes_back(self, clause: Clause, words: str) -> bool:
        """Drop an idea that is rejected, or work that is plainly taken back."""
        full = self.reading.low[clause.start : clause.end]
        strong = acts.TAKE_BACK.match(words) or acts.TAKE_BACK.match(full)
        if strong:
            target = self._target_of_drop(clause, words)
            if target and not settles(clause):
                self._kill(target)
                return True
        if acts.RESOLVED.match(words) and self._current and self._since <= 3:
            if self._current.kind in ("fault", "idea") or "already" in words:
                self._kill(self._current)
                self.news.append(clause)
                return True
            return False
        if acts.REJECT.match(words) or acts.REJECT.match(full):
            return self._reject(clause, words)
        return False

    def _reject(self, clause: Clause, words: str) -> bool:
        last = self._current
        near = last is not None and self._since <= 3
        if (
            last
            and near
            and (
                last.kind == "idea"
                or last.request.strength < 0.8
                or last.clause.soft
                or (self._same_sentence(last, clause) and not settles(clause))
            )
        ):
            self._kill(last)
        elif not (near or acts.DECISION.match(words) or acts.REJECT.match(words)):
            return False
        self.decisions.append(clause)
        return True

    def _target_of_drop(self, clause: Clause, words: str) -> Piece | None:
        rest = [w for w in leftover(self.reading, clause) if w not in _DROPPING]
        named = described(rest, self.pieces) if rest else None
        if rest and named is None:
            return None
        chosen = spoken_of(self.reading, clause, self.pieces, None)
        return named or (chosen[0] if chosen else None) or (self._current if self._since <= 6 else None)

    def _kill(self, piece: Piece) -> None:
        piece.alive = False
        alive = [p for p in self.pieces if p.drafted]
        self._current = (
            alive[-1] if alive and piece is self._current else self._current if piece is not self._current else None
        )

    def _same_sentence(self, piece: Piece, clause: Clause) -> bool:
        return piece.clause.sentence.start == clause.sentence.start

    def _commands(self, clause: Clause, words: str) -> bool:
        if self.commands and covers(self.commands[-1], clause):
            return True
        found = find_commands(self.reading, clause, self._focus, self._drafted)
        if found.speaker_of:
            self.speakers.append((found.speaker_of, clause))
            self._focus, self._drafted = found.speaker_of, False
            return True
        if found.unknown:
            self.unknown.append(found.unknown)
            return True
        if not found.commands:
            return False
        own = [p for p in clause.proposals if p.field in ("links", "parent_key") and p.value]
        if own and self._current and not found.commands[0].key and self._since <= 3:
            return False
        self.commands.extend(found.commands)
        if found.focus:
            self._focus, self._drafted = found.focus, False
        return True

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
        if not rest:
            targets = spoken_of(self.reading, clause, self.pieces, self._recent())
            if not targets:
                self._waiting += fields
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

    def _recent(self) -> Piece | None:
        """The work in focus; after long other talk nothing is."""
        return self._current if self._current and self._since <= 8 else None

    def _attach(self, targets: list[Piece], clause: Clause, fields: list[Proposal]) -> None:
        for piece in targets:
            piece.proposals += fields
            if piece.kind == "fault" or (
                piece.kind == "idea" and any(p.field in ("assignee", "due_date") and p.score > 0.6 for p in fields)
            ):
                piece.kind = "request"
        self._current = targets[-1]
        self._since = 0

    def _is_other_talk(self, clause: Clause, words: str) -> bool:
        """Questions, conditions, decisions, denials and finished work ask for nothing."""
        sentence = clause.sentence
        if self._blocked_sentence[0] == sentence.start and self._goes_on(clause, words):
            return True
        if acts.CONDITION.match(words) and not acts.POLITE_IF.match(words):
            self._block(clause, "condition")
            return True
        if (
            acts.UNREAL.search(words)
            and not acts.POLITE_IF.search(words)
            and not words.startswith(
                ("it would be", "it'd be", "i would", "i'd", "we'd like", "would you", "they would like")
            )
        ):
            return True
        if acts.OPEN.search(words) and not clause.sentence.bullet:
            self.open.append(clause)
            return True
        if self._is_question(clause, words):
            self._opinion_asked(words)
            self.open.append(clause)
            return True
        return self._is_decided(clause, words)

    def _is_decided(self, clause: Clause, words: str) -> bool:
        lead = acts.DECIDED_LEAD.match(words)
        if lead:
            self.decisions.append(clause)
            clause.body += lead.end()
            return False
        place = clause.sentence.heading
        if acts.DECISION.match(words) or re.search(r"(?i)\bdecisions?\b|\bdecided\b", place):
            self.decisions.append(clause)
            return True
        if place and _DONE_PLACES.search(place) and not _WORK_PLACES.search(place):
            (self.open if "question" in place.lower() else self.news).append(clause)
            return True
        if acts.DENIED.match(words):
            return not find_fault(self.reading, clause)
        if acts.DONE.match(words) or acts.PASSIVE_DONE.match(words):
            if find_fault(self.reading, clause):
                return False
            self.news.append(clause)
            self._note_detail(clause)
            return True
        return False

    def _block(self, clause: Clause, why: str) -> None:
        self._blocked_sentence = (clause.sentence.start, why)

    def _goes_on(self, clause: Clause, words: str) -> bool:
        """The rest of a conditional sentence is conditional too, up to a clear new start."""
        text = self.reading.low[clause.sentence.start : clause.start]
        return not re.search(r"\b(?:but|anyway|also|separately|other than that)[\s,]*$", text) and not re.match(
            r"(?:but|anyway|also|separately)\b", self.reading.low[clause.start :]
        )

    def _is_question(self, clause: Clause, words: str) -> bool:
        end = self.reading.text[clause.end - 1 : clause.sentence.end + 1]
        if not acts.QUESTION.match(words):
            return False
        marked = "?" in end
        polite = re.match(r"(?:would|could|can|will) (?:you|someone|somebody|anyone|we)\b", words)
        if polite or (re.match(r"(?:should|shall) (?:we|i)\b|who (?:can|could|wants to|will)\b|can we\b", words)):
            return self._idea_asked(clause, words) if not polite else False
        return (
            marked
            or bool(
                re.match(
                    r"(?:did|does|do|is|are|was|were|has|have|how|what|when|where|why|who|which|"
                    r"whose|any|anyone else)\b",
                    words,
                )
            )
            and not re.match(
                r"(?:do|have|"
                r"had) (?:the|a|an|all|our|not)\b|what (?:i|we) (?:want|need)",
                words,
            )
        )

    def _idea_asked(self, clause: Clause, words: str) -> bool:
        """ "Should we upgrade?" is open, and work if somebody says yes."""
        match = re.match(
            r"(?:should|shall|can) (?:we|i) (?:also |maybe |then |just |perhaps )*|who(?:'s going to|"
            r" can| could| wants to| will) ",
            words,
        )
        if match:
            start = clause.body + match.end()
            self._add(clause, Request(start, clause.end, "verb", 0.3), "idea")
            self._asked = (self.pieces[-1], clause.sentence.speaker)
            self.pieces[-1].asked = True
        self.open.append(clause)
        return True

    def _asks(self, clause: Clause, words: str, doc: "Doc | None") -> bool:
        if announces(words):
            self._waiting += clause.proposals
            self._expected = True
            return True
        request = find_request(self.reading, clause, doc) or self._nominal(clause, words, doc)
        expected, self._expected = self._expected, False
        if request is None and expected and content(words) and not find_fault(self.reading, clause):
            request = Request(clause.body, clause.end, "noun", 0.9, True)
        if request is None:
            return False
        low = self.reading.low[request.start : request.end]
        work = content(re.sub(r"[\ue000-\ue003]", " ", low))
        if request.form == "verb" and is_empty_work(self._bare(request, clause)):
            return self._confirms(clause, request)
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
        if _ADDRESSED.search(words) or soft:
            self.pieces[-1].asked = True
            self._asked = (self.pieces[-1], clause.sentence.speaker)
        return True

    def _bare(self, request: Request, clause: Clause) -> str:
        """Return the words of the work without the phrases that set fields."""
        low = self.reading.low[request.start : request.end]
        for proposal in clause.proposals:
            if proposal.sets and proposal.start > request.start:
                first, last = proposal.start - request.start, proposal.end - request.start
                low = low[:first] + " " * (min(last, len(low)) - first) + low[last:]
        return low

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
            if _ADDRESSED.search(clause.words(self.reading)):
                last.asked = True
                self._asked = (last, clause.sentence.speaker)
        return True

    def _plain_topic(self, clause: Clause) -> bool:
        """Whether the clause before is a statement of its own rather than about the last work."""
        last, before = self._current, self._before
        if last is None or before is None or not self.dialogue or last.clause.sentence.turn == clause.sentence.turn:
            return False
        own = any(start <= before.start < end for start, end in last.passages)
        return before.sentence.turn == clause.sentence.turn and not own and bool(_subject(self.reading, before))

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

    def _day_of(self, clause: Clause) -> list[Proposal]:
        """ "... expires on the 20th, renew it before then": that day is the deadline."""
        days = [d for d in self.reading.dates if clause.start <= d.start < clause.end and d.day and d.kind == "day"]
        return [Proposal("due_date", d.day, d.start, d.end, 0.8, ((d.start, d.end),)) for d in days[-1:]]

    def _nominal(self, clause: Clause, words: str, doc: "Doc | None") -> Request | None:
        """A list item without a verb under a heading of work: "Login timeout on mobile (Priya, Fri)"."""
        sentence = clause.sentence
        if not sentence.bullet or clause.start != sentence.start:
            return None
        if _WORK_PLACES.search(sentence.heading) or (not sentence.heading and not self.dialogue):
            if re.search(r"\b(?:is|are|was|were|has|have|had|did|will)\b", words) or acts.DONE.match(words):
                return None
            return Request(clause.body, clause.end, "noun", 0.75) if content(words) else None
        return None

    def _add(self, clause: Clause, request: Request, kind: str) -> None:
        waiting = self._waiting if self._before and self._since <= 2 else []
        stems = set(content(re.sub(r"[\ue000-\ue003]", " ", self.reading.low[request.start : request.end])))
        piece = Piece(
            request, clause, [(clause.start, clause.end)], waiting + clause.proposals, kind, order=len(self.pieces),
            stems=stems,
        )  # fmt: skip
        self.pieces.append(piece)
        self._waiting = []
        self._current, self._since, self._drafted = piece, 0, True

    def _tells_of_fault(self, clause: Clause, words: str) -> bool:
        request = find_fault(self.reading, clause)
        if request is None and self._fault_of_last(clause, words):
            return True
        if request is None or acts.QUESTION.match(words):
            return False
        last = self._recent()
        work = content(re.sub(r"[\ue000-\ue003]", " ", self.reading.low[request.start : request.end]))
        if last and self._since <= 2 and self._same_trouble(last, work, words):
            last.passages.append((clause.start, clause.end))
            last.proposals += [p for p in clause.proposals if p.field != "assignee"]
            self._since = 0
            return True
        self._add(clause, request, "fault")
        return True

    def _opinion_asked(self, words: str) -> None:
        """After "what do you think?" a proposal is open again."""
        last = self._recent()
        if (
            last
            and self._since <= 1
            and last.request.strength <= 0.9
            and re.match(
                r"what do (?:you|we|others|"
                r"they) (?:all )?think|any (?:thoughts|objections|opinions)|thoughts\b|do you agree|"
                r"does that make sense",
                words,
            )
        ):
            last.kind, last.asked = "idea", True
            self._asked = (last, last.clause.sentence.speaker)

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

    def _adds_detail(self, clause: Clause, words: str) -> bool:
        self._note_detail(clause)
        return True

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


_DROPPING = frozenset(
    (
        "forget",
        "drop",
        "skip",
        "delet",
        "remov",
        "scrap",
        "cancel",
        "kill",
        "nevermind",
        "scratch",
        "strik",
        "leav",
        "neverm",
        "never",
        "mind",
        "alread",
        "anyway",
        "anymor",
        "after",
        "longer",
        "handl",
        "cov",
        "dup",
        "obsolet",
        "duplicat",
    )
)


def _proper(proposals: list[Proposal], clause: Clause, reading: Reading) -> list[Proposal]:
    """Drop a fault seen in the words of a label, and "today" where it only opens the talk."""
    labels = [p for p in proposals if p.field == "labels"]
    today = reading.context.reference_date
    proposals = [p for p in proposals if not (p.field == "due_date" and p.value == today and p.end <= clause.body)]
    if acts.ROLE.match(clause.words(reading)):
        proposals = [p for p in proposals if p.field != "assignee" or p.note != "speaker"]
    return [
        p for p in proposals if p.field != "issue_type" or not any(one.start <= p.start < one.end for one in labels)
    ]


def _fits_detail(proposal: Proposal, refers: bool, just_said: bool) -> bool:
    if proposal.field == "due_date" and just_said:
        return proposal.score >= 0.96 and proposal.value is not None
    if proposal.field in ("components", "labels", "links", "parent_key"):
        return True
    if proposal.field == "issue_type":
        return proposal.score > 0.7
    return refers and proposal.score >= 0.85 and proposal.value is not None


def _owned(piece: Piece) -> bool:
    return any(p.field == "assignee" and p.value for p in piece.proposals)


_SUBJECT = re.compile(
    r"(?P<thing>(?:(?:the|our|my|all|some|these|those|this|that|both|every|their|his|her|your|an?) )?"
    r"(?!(?:i|we|you|he|she|it|they|there|who|what|which|someone|nobody|nothing|everything|this|that)\b)"
    r"(?:[\w'&/-]+ ){0,6}?[\w'&/-]+) (?:(?:still|also|now|really|currently|always|often|never|just) )?"
    r"(?:is|are|was|were|has|have|had|needs?|looks?|seems?|keeps?|does|doesn't|don't|isn't|aren't|can't|will|won't|"
    r"should|must|got|gets?|makes?|takes?|contains?|says|expires?|ends?|runs?|" + faults.VERBS + r")\b"
)


_FRAGMENT = re.compile(
    r"(?:what about |how about |how's |and |what's with )*(?P<thing>(?:the|our|my|"
    r"your) (?:[\w'&/-]+ ){0,3}[\w'&/-]+)$"
)


def _subject(reading: Reading, clause: Clause) -> str:
    """Return the thing a statement is about."""
    words = clause.words(reading)
    match = _SUBJECT.match(words) or _FRAGMENT.match(words)
    if match is None:
        return ""
    return reading.text[clause.body + match.start("thing") : clause.body + match.end("thing")]


def assemble(reading: Reading, clauses: list[Clause], docs: "list[Doc]") -> Iterator[Assembler]:
    """Feed every clause and yield the assembler after each, so that progress can be told."""
    assembler = Assembler(reading)
    for clause, doc in zip(clauses, docs, strict=True):
        assembler.feed(clause, doc)
        yield assembler
