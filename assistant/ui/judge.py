"""The judge screen: an item's talk with two drafts of it side by side; then what the verdicts say."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar, get_args

from assistant.errors import UnknownName
from assistant.evaluation import judging as blind
from assistant.evaluation.cases import Case
from assistant.evaluation.dataset import all_cases
from assistant.evaluation.scored import is_exact
from assistant.schema.draft import CommandDraft, DraftSet, Evidence, IssueDraft, PageDraft, Question
from assistant.ui import evaluate
from assistant.ui.cards import Card, Choices, Field, cards, open_questions
from assistant.ui.highlight import marks, passages
from assistant.ui.render import day, notice, render
from assistant.ui.screens import Changes, Desk, Place
from assistant.ui.shelf import judge_query

_Proposal = TypeVar("_Proposal", IssueDraft, CommandDraft, PageDraft)

#: A preference is told from chance below this p.
_SURE = 0.05


@dataclass(frozen=True)
class Draft:
    """One of the two drafts as shown: `side` is "left" or "right", and nothing says whose it is.

    `same` has the anchors of the cards that the other draft has too, word for word.
    """

    side: str
    cards: Sequence[Card]
    same: frozenset[str]
    questions: Sequence[Question]


@dataclass(frozen=True)
class Pair:
    """Two runs by their names, as the page asks for them."""

    a: str
    b: str

    @property
    def url(self) -> str:
        """The address of their judge screen."""
        return judge_query(self.a, self.b)


def open_judge(desk: Desk, query: Mapping[str, Any]) -> Changes:
    """Show the next item of two runs, the item asked for again, or their verdicts. Raises `NotFound`, `BadInput`."""
    pair = _pair(query)
    if query.get("show") == "verdicts":
        return _verdicts(desk, pair)
    if query.get("item"):
        judging = desk.shelf.judging(pair.a, pair.b)
        return _item(judging, pair, judging.ballot(str(query["item"])))
    return _next(desk, pair)


def verdict(desk: Desk, place: Place, data: Mapping[str, Any]) -> Changes:
    """Keep a verdict, then show the next item."""
    pair, item, asked = _pair(data), str(data.get("item", "")), str(data.get("side", ""))
    side: blind.Side | None = next((known for known in get_args(blind.Side) if known == asked), None)
    if side is None:
        raise UnknownName("side", asked, get_args(blind.Side))
    desk.shelf.judging(pair.a, pair.b).judge(item, side)
    return _next(desk, pair, before=item)


def _pair(query: Mapping[str, Any]) -> Pair:
    return Pair(str(query.get("judge", "")), str(query.get("with", "")))


def _next(desk: Desk, pair: Pair, before: str = "") -> Changes:
    judging = desk.shelf.judging(pair.a, pair.b)
    ballot = judging.next()
    return _item(judging, pair, ballot, before) if ballot else _verdicts(desk, pair)


def _item(judging: blind.Judging, pair: Pair, ballot: blind.Ballot, before: str = "") -> Changes:
    left, right = placed(ballot.left, ballot.text), placed(ballot.right, ballot.text)
    found = [replace(mark, anchor=f"left-{mark.anchor}") for mark in marks(left)]
    found += [replace(mark, anchor=f"right-{mark.anchor}") for mark in marks(right)]
    html = render(
        "judge.html",
        pair=pair,
        item=ballot.item,
        before=before,
        judged=len(judging.verdicts),
        left=judging.left,
        case=_case(ballot.item),
        blocks=passages(ballot.text, None, found),
        drafts=(_draft("left", left, right), _draft("right", right, left)),
        shown=shown,
    )
    return {"tab": "evaluate", "evaluate": html, "notice": ""}


def _draft(side: str, drafts: DraftSet, other: DraftSet) -> Draft:
    shown = cards(drafts, Choices())
    left_over = [_bare(card) for card in cards(other, Choices())]
    same = set()
    for card in shown:
        if _bare(card) in left_over:
            left_over.remove(_bare(card))
            same.add(card.anchor)
    return Draft(side, shown, frozenset(same), open_questions(drafts))


def _bare(card: Card) -> Card:
    """Return a card without its place among the others."""
    return replace(card, index=0, questions=tuple(q.model_copy(update={"issue": 0}) for q in card.questions))


def shown(field: Field) -> str:
    """Return the value of a field as people read it; a day with its weekday, for talk says "on Friday"."""
    if not isinstance(field.value, str):
        return ", ".join(field.value)
    try:
        due = date.fromisoformat(field.value) if field.control == "date" else None
    except ValueError:
        due = None
    return f"{due:%a} {day(due)}" if due else field.value


def placed(drafts: DraftSet, text: str) -> DraftSet:
    """Return drafts whose evidence stands where its words are in `text`; words that are not there mark nothing.

    A run may have drafted from what was heard of an item, or from a worsened text of it.
    """

    def moved(proposal: _Proposal) -> _Proposal:
        return proposal.model_copy(update={"evidence": tuple(_place(e, text) for e in proposal.evidence)})

    return drafts.model_copy(
        update={
            "issues": tuple(moved(issue) for issue in drafts.issues),
            "commands": tuple(moved(command) for command in drafts.commands),
            "page": moved(drafts.page) if drafts.page else None,
        }
    )


def _place(evidence: Evidence, text: str) -> Evidence:
    if is_exact(evidence, text):
        return evidence
    found = re.search(re.escape(evidence.text), text, re.IGNORECASE)
    start, end = found.span() if found else (0, 0)
    return evidence.model_copy(update={"start": start, "end": end})


def _case(item: str) -> Case | None:
    return next((case for case in all_cases() if case.id == item), None)


def _verdicts(desk: Desk, pair: Pair) -> Changes:
    """Show what the verdicts say; without any there is nothing to show but the list of runs."""
    judging = desk.shelf.judging(pair.a, pair.b)
    found = judging.agreement()
    if not judging.verdicts:
        nothing = "" if judging.left else "These two runs drafted the same on every item: there is nothing to judge."
        return evaluate.overview(desk) | {"notice": notice(nothing) if nothing else ""}
    html = render(
        "verdicts.html",
        pair=pair,
        rows=((judging.names[0], found.for_a), (judging.names[1], found.for_b), ("Both alike", found.alike)),
        found=found,
        p=_p(found.p_value),
        preferred=_preferred(judging, found),
        left=judging.left,
    )
    return {"tab": "evaluate", "evaluate": html, "notice": ""}


def _preferred(judging: blind.Judging, found: blind.Agreement) -> str:
    """Return the name of the run that was found better, or nothing where chance could have done it."""
    if found.p_value >= _SURE:
        return ""
    return judging.names[0] if found.for_a > found.for_b else judging.names[1]


def _p(value: float) -> str:
    return "p < 0.001" if value < 0.001 else f"p = {value:.2f}" if value >= 0.1 else f"p = {value:.3f}"
