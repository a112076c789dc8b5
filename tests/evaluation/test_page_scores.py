"""Pages of one small meeting, and what they leave out or make up."""

from typing import Any

import pytest

from assistant.evaluation.cases import GoldPage
from assistant.evaluation.page_scores import page_sentences, score_page
from assistant.schema.draft import PageDraft
from tests.evaluation.made import answer_of, case, drafts

TALK = (
    "We keep the old printer until summer. The bakery sold four hundred loaves on Saturday. "
    "Nobody knows who pays the window cleaner. The oven temperature sensor was replaced on Monday."
)
GOLD = GoldPage(
    decisions=("Keep the old printer until summer",),
    open_questions=("Who pays the window cleaner",),
    key_points=("The bakery sold four hundred loaves on Saturday", "The oven temperature sensor was replaced"),
)
CASE = case(TALK, kind="meeting", page=GOLD)
NOTHING = PageDraft(title="")


def counts_of(page: PageDraft | None) -> dict[str, tuple[float, ...]]:
    return score_page(CASE, drafts(page=page)).counts


@pytest.mark.parametrize(
    ("page", "points", "decisions", "questions", "unsupported"),
    [
        (answer_of(CASE).page, (2, 2), (2, 2), (2, 2), (0, 4)),
        (None, (0, 2), (0, 1), (0, 1), (0, 0)),
        (NOTHING, (0, 2), (0, 1), (0, 1), (0, 0)),
        (PageDraft(title="T", summary=TALK), (2, 2), (0, 1), (0, 1), (0, 4)),
        (PageDraft(title="T", key_points=GOLD.key_points[:1] * 2), (1, 2), (0, 1), (0, 1), (0, 1)),
        (PageDraft(title="T", decisions=GOLD.decisions * 2), (0, 2), (2, 3), (0, 1), (0, 1)),
        (PageDraft(title="T", decisions=("Sell the oven tomorrow",)), (0, 2), (0, 2), (0, 1), (1, 1)),
        (PageDraft(title="T", open_questions=("who is paying the window cleaners",)), (0, 2), (0, 1), (2, 2), (0, 1)),
        (PageDraft(title="T", decisions=GOLD.open_questions), (0, 2), (0, 2), (0, 1), (0, 1)),
        # Of the six content words of a point, four are enough and three are not.
        (PageDraft(title="T", key_points=("sold four hundred loaves",)), (1, 2), (0, 1), (0, 1), (0, 1)),
        (PageDraft(title="T", key_points=("four hundred loaves",)), (0, 2), (0, 1), (0, 1), (0, 1)),
        # One common word of four is too little to be the same decision, two of four are enough.
        (PageDraft(title="T", decisions=("The old bakery sold loaves",)), (0, 2), (0, 2), (0, 1), (0, 1)),
        (PageDraft(title="T", decisions=("The old printer sold loaves",)), (0, 2), (2, 2), (0, 1), (0, 1)),
    ],
    ids=["right", "none", "empty", "the-whole-talk", "a-point-twice", "a-decision-twice", "made-up", "other-words",
         "wrong-list", "most-of-a-point", "little-of-a-point", "a-common-word", "two-common-words"],
)  # fmt: skip
def test_what_a_page_holds(
    page: PageDraft | None, points: Any, decisions: Any, questions: Any, unsupported: Any
) -> None:
    counts = counts_of(page)
    names = ("key_points_recall", "decisions_f1", "open_questions_f1", "page_unsupported")
    assert [counts[name] for name in names] == [points, decisions, questions, unsupported]


def test_quoting_the_whole_talk_shows_in_the_compression() -> None:
    assert counts_of(PageDraft(title="T", summary=TALK))["compression"] == (30, 30)
    assert counts_of(answer_of(CASE).page)["compression"] == (25, 30)
    assert counts_of(None)["compression"] == (0, 30)


def test_rouge_by_hand() -> None:
    # Eight of the reference's 25 words and nothing else: precision 1, recall 8 / 25; of 24 pairs of words, 7.
    counts = counts_of(PageDraft(title="T", key_points=GOLD.key_points[:1]))
    assert counts["rouge1"] == (pytest.approx(2 * 8 / 25 / (1 + 8 / 25)), 1.0)
    assert counts["rouge2"] == (pytest.approx(2 * 7 / 24 / (1 + 7 / 24)), 1.0)
    assert counts["rougeL"] == counts["rouge1"]
    full = counts_of(answer_of(CASE).page)
    assert [full[name] for name in ("rouge1", "rouge2", "rougeL")] == [(1.0, 1.0)] * 3
    assert [counts_of(None)[name] for name in ("rouge1", "rouge2", "rougeL")] == [(0.0, 1.0)] * 3


def test_findings_name_what_is_missing_and_what_is_made_up() -> None:
    page = PageDraft(title="T", decisions=("Sell the oven tomorrow",), key_points=GOLD.key_points[1:])
    found = {
        (each.what, each.field, each.gold or each.predicted) for each in score_page(CASE, drafts(page=page)).findings
    }
    assert found == {
        ("missed", "key point", GOLD.key_points[0]),
        ("missed", "decisions", GOLD.decisions[0]),
        ("invented", "decisions", "Sell the oven tomorrow"),
        ("missed", "open_questions", GOLD.open_questions[0]),
    }
    assert score_page(CASE, answer_of(CASE)).findings == ()


def test_a_case_without_a_page_is_not_scored() -> None:
    assert score_page(case(TALK), answer_of(CASE)).counts == {}


def test_a_sentence_is_shown_once() -> None:
    page = PageDraft(
        title="T", summary="We keep it. Sold out!", decisions=("We keep it.",), key_points=(" ", "Sold out!")
    )
    assert page_sentences(page) == ["We keep it.", "Sold out!"]
