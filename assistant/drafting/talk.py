"""Clauses that ask for nothing: noise, rejections, decisions, questions, conditions and finished work."""

import re

from assistant.drafting import acts
from assistant.drafting.clauses import Clause
from assistant.drafting.corrections import Piece, described, leftover, settles, spoken_of
from assistant.drafting.requests import Request, find_fault
from assistant.drafting.state import State

_DONE_PLACES = re.compile(
    r"(?i)\b(?:done|finished|completed|decisions?|decided|attendees|agenda|present|"
    r"participants|yesterday|notes from|news|shipped|resolved|fyi|out of scope|parked|"
    r"rejected|won't do|open questions?|questions|links|context|background)\b"
)
WORK_PLACES = re.compile(
    r"(?i)\b(?:action|actions|todo|to-do|to do|next steps?|tasks?|follow-?ups?|tickets?|"
    r"issues?|bugs?|backlog|plan|work)\b"
)
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


class Talk(State):
    """Tells talk from work: noise, rejections, decisions, questions and news."""

    def _is_noise(self, clause: Clause, words: str) -> bool:
        first = max(clause.sentence.start, clause.start - 80)
        around = self.reading.plain[first : min(clause.sentence.end, clause.end + 80)]
        if acts.INJECTION.search(around) or acts.NOISE.match(words):
            return True
        ticked = clause.sentence.bullet and re.match(r"(?:done|finished|completed|shipped|fyi|closed) ?[:–-]", words)
        if clause.sentence.done or ticked:
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
        if place and _DONE_PLACES.search(place) and not WORK_PLACES.search(place):
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
        if not marked and find_fault(self.reading, clause):
            return False
        polite = re.match(r"(?:would|could|can|will) (?:you|someone|somebody|anyone|we)\b", words)
        if polite or (
            re.match(
                r"(?:should|shall) (?:we|i)\b|who (?:takes|does|owns|handles|picks up|looks after) (?:the|our|"
                r"an?)\b|(?:could|can) we (?:not|simply)\b|couldn't we\b|can't we\b|who (?:can|could|wants to|"
                r"will)\b|who(?:'s|"
                r" is) [a-z]+ing\b|can we\b",
                words,
            )
        ):
            rhetoric = re.match(r"(?:could|can|would) we (?:not|simply)\b", words)
            return self._idea_asked(clause, words) if rhetoric or not polite else False
        return (
            marked
            or bool(
                re.match(
                    r"(?:did|does|do|is|are|was|were|has|have|how|what|where|why|who|which|"
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
        takes = re.match(r"who (?:takes|does|owns|handles|has|gets|picks up|looks after) (?=(?:the|our|a|an) )", words)
        if takes:
            self._add(clause, Request(clause.body + takes.end(), clause.end, "noun", 0.3), "idea")
            self._asked = (self.pieces[-1], clause.sentence.speaker)
            self.pieces[-1].asked = True
            self.open.append(clause)
            return True
        doing = re.match(r"who(?:'s| is) (?=[a-z]+ing\b)", words)
        if doing:
            self._add(clause, Request(clause.body + doing.end(), clause.end, "noun", 0.3), "idea")
            self._asked = (self.pieces[-1], clause.sentence.speaker)
            self.pieces[-1].asked = True
        match = (
            None
            if doing
            else re.match(
                r"(?:should|shall|can|could|can't|couldn't) (?:we|i) (?:also |maybe |then |just |perhaps |not |"
                r"simply )*|who(?:'s going to|"
                r" can| could| wants to| will) ",
                words,
            )
        )
        if match:
            start = clause.body + match.end()
            self._add(clause, Request(start, clause.end, "verb", 0.3), "idea")
            self._asked = (self.pieces[-1], clause.sentence.speaker)
            self.pieces[-1].asked = True
        self.open.append(clause)
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
