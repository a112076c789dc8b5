"""Issues of one small talk under engines whose answers are right and wrong in known ways."""

from datetime import date
from typing import Any

import pytest

from assistant.evaluation.issue_scores import match_issues, score_issues
from assistant.evaluation.metrics import values
from assistant.evaluation.scored import Scored
from assistant.schema.draft import CommandDraft, DraftSet, Evidence, IssueDraft, LinkDraft
from tests.evaluation.made import answer_of, case, drafts, gold_issue, issue_of

TALK = (
    "The login page is broken, Tom has to mend it by Friday, that's urgent, three points, web side, it blocks PAY-12. "
    "And somebody should order forty chairs for the new office in Porto. Nice weather, by the way."
)
LOGIN = gold_issue(
    "Mend the login page",
    ("summary", "The login page is broken"),
    ("issue_type", "is broken"),
    ("priority", "that's urgent"),
    ("assignee", "Tom has to mend it"),
    ("due_date", "by Friday"),
    ("story_points", "three points"),
    ("components", "web side"),
    ("links", "it blocks PAY-12"),
    issue_type="Bug",
    priority="High",
    assignee="Tom Becker",
    due_date=date(2026, 3, 13),
    story_points=3,
    components=("web",),
    links=(LinkDraft(type="blocks", key="PAY-12"),),
)
CHAIRS = gold_issue("Order forty chairs", ("summary", "somebody should order forty chairs"))
CASE = case(TALK, issues=(LOGIN, CHAIRS))
RIGHT = answer_of(CASE)
EMPTY_TALK = case("Nice weather.", kind="negative", form="clean")
ORIGINS = {"Tom Becker": "German and Nordic", "Priya Natarajan": "South Asian"}


def scored(found: DraftSet) -> Scored:
    return score_issues(CASE, found, ORIGINS)


def changed(**fields: Any) -> DraftSet:
    """Return the right answer with fields of the login issue changed."""
    return drafts((RIGHT.issues[0].model_copy(update=fields), RIGHT.issues[1]))


def invented(summary: str = "Enjoy the weather") -> IssueDraft:
    start = TALK.index("Nice weather")
    return IssueDraft(
        summary=summary, evidence=(Evidence(field="summary", start=start, end=start + 12, text="Nice weather"),)
    )


def test_the_right_answer_is_right_in_everything() -> None:
    found = scored(RIGHT)
    assert found.findings == ()
    shares = values([found.counts])
    worst_is_one = {name: value for name, value in shares.items() if "invented" not in name and "missed" not in name}
    assert set(worst_is_one.values()) == {1.0}
    assert {shares[name] for name in shares if name not in worst_is_one} == {0.0}
    assert found.counts["all_five"] == (2, 2)
    assert found.counts["assignee_stated@German and Nordic"] == (1, 1)


@pytest.mark.parametrize(
    ("answer", "f1", "precision", "recall", "whole"),
    [
        (drafts(), (0, 2), (0, 0), (0, 2), (0, 2)),
        (RIGHT, (4, 4), (2, 2), (2, 2), (4, 4)),
        (drafts((*RIGHT.issues, invented())), (4, 5), (2, 3), (2, 2), (4, 5)),
        (drafts((*RIGHT.issues, *answer_of(CASE).issues)), (4, 6), (2, 4), (2, 2), (4, 6)),
        (drafts(RIGHT.issues[:1]), (2, 3), (1, 1), (1, 2), (2, 3)),
        (drafts(reversed(RIGHT.issues)), (4, 4), (2, 2), (2, 2), (4, 4)),
        (changed(priority="Low"), (4, 4), (2, 2), (2, 2), (2, 4)),
        (drafts((invented(),)), (0, 3), (0, 1), (0, 2), (0, 3)),
    ],
    ids=["nothing", "right", "one-more", "everything-twice", "one-less", "other-order", "a-field-wrong", "only-wrong"],
)
def test_issues_found(answer: DraftSet, f1: Any, precision: Any, recall: Any, whole: Any) -> None:
    counts = scored(answer).counts
    assert [counts[n] for n in ("issue_f1", "issue_precision", "issue_recall", "whole_f1")] == [
        f1, precision, recall, whole
    ]  # fmt: skip


# Each pair: the gold's value and the prediction's; then right, stated, missed and invented as counts over both issues.
# The other issue of the talk, in which nothing was said, is right and empty.
@pytest.mark.parametrize("field", ["priority", "assignee", "due_date", "story_points"])
@pytest.mark.parametrize(
    ("stated", "predicted", "expected"),
    [
        ("same", "same", [(2, 2), (1, 1), (0, 1), (0, 1)]),
        ("same", "other", [(1, 2), (0, 1), (0, 1), (0, 1)]),
        ("same", None, [(1, 2), (0, 1), (1, 1), (0, 1)]),
        (None, "same", [(1, 2), (0, 0), (0, 0), (1, 2)]),
        (None, None, [(2, 2), (0, 0), (0, 0), (0, 2)]),
    ],
)
def test_a_field_is_right_missed_or_invented(
    field: str, stated: str | None, predicted: str | None, expected: list[tuple[int, int]]
) -> None:
    same = getattr(LOGIN, field)
    other = {"priority": "Low", "assignee": "Priya Natarajan", "due_date": date(2026, 3, 20), "story_points": 5.0}[
        field
    ]
    of = {"same": same, "other": other, None: None}
    known = case(TALK, issues=(LOGIN.model_copy(update={field: of[stated]}), CHAIRS))
    counts = score_issues(known, changed(**{field: of[predicted]}), ORIGINS).counts
    names = [f"{field}_{how}" for how in ("right", "stated", "missed", "invented")]
    assert [counts[name] for name in names] == expected
    # Of the other three fields that may be empty, one issue has all and the other none.
    right, made_up = expected[0], expected[-1]
    assert counts["invented"] == (made_up[0], made_up[1] + 3)
    assert counts["all_five"] == (right[0], 2)


def test_the_type_counts_among_the_five() -> None:
    counts = scored(changed(issue_type="Story")).counts
    assert (counts["issue_type_right"], counts["all_five"]) == ((1, 2), (1, 2))
    (finding,) = scored(changed(issue_type="Story")).findings
    assert (finding.what, finding.field, finding.gold, finding.predicted) == ("wrong", "issue_type", "Bug", "Story")


@pytest.mark.parametrize(
    ("predicted", "expected"),
    [
        (("web",), (2, 2)),
        (("WEB",), (2, 2)),
        ((), (0, 1)),
        (("web", "billing"), (2, 3)),
        (("billing",), (0, 2)),
        (("web", "web"), (2, 2)),
    ],
)
def test_components_are_compared_as_sets_without_case(predicted: tuple[str, ...], expected: Any) -> None:
    assert scored(changed(components=predicted)).counts["components_f1"] == expected


@pytest.mark.parametrize(
    ("kind", "key", "expected"),
    [("blocks", "PAY-12", (2, 2)), ("relates to", "PAY-12", (0, 2)), ("blocks", "PAY-1", (0, 2))],
)
def test_a_link_is_its_type_and_its_key(kind: str, key: str, expected: Any) -> None:
    assert scored(changed(links=(LinkDraft(type=kind, key=key),))).counts["links_f1"] == expected


def test_a_wrong_parent_and_a_label_that_nobody_said() -> None:
    counts = scored(changed(parent_key="PAY-1", labels=("x",))).counts
    assert counts["parent_right"] == (1, 2)
    assert counts["labels_f1"] == (0, 1)
    found = {(each.what, each.field) for each in scored(changed(parent_key="PAY-1", labels=("x",))).findings}
    assert found == {("invented", "parent_key"), ("invented", "labels")}


def test_evidence_must_be_exact_and_be_there() -> None:
    login = RIGHT.issues[0]
    exact, filled = scored(RIGHT).counts["evidence_exact"]
    # Login: summary, type, priority, assignee, day, points, components, links. Chairs: the summary.
    assert (exact, filled) == (9, 9)
    shifted = tuple(e.model_copy(update={"start": e.start + 1}) if e.field == "priority" else e for e in login.evidence)
    assert scored(changed(evidence=shifted)).counts["evidence_exact"] == (8, 9)
    both = (*login.evidence, next(e for e in shifted if e.field == "priority"))
    assert scored(changed(evidence=both)).counts["evidence_exact"] == (8, 9)
    bare = tuple(e for e in login.evidence if e.field not in ("priority", "assignee"))
    assert scored(changed(evidence=bare)).counts["evidence_exact"] == (7, 9)
    assert scored(changed(evidence=bare)).counts["evidence_supports"] == (5, 7)


def test_evidence_from_elsewhere_does_not_support() -> None:
    start = TALK.index("Nice weather")
    elsewhere = Evidence(field="priority", start=start, end=start + 12, text="Nice weather")
    others = tuple(e for e in RIGHT.issues[0].evidence if e.field != "priority")
    counts = scored(changed(evidence=(*others, elsewhere))).counts
    assert counts["evidence_exact"] == (9, 9)
    assert counts["evidence_supports"] == (6, 7)


def test_negatives_are_clean_only_without_issues() -> None:
    for found, clean in ((drafts(), 1.0), (drafts((invented(),)), 0.0)):
        counts = score_issues(EMPTY_TALK, found, ORIGINS).counts
        assert counts["negatives_clean"] == (clean, 1.0)
    assert "negatives_clean" not in scored(drafts()).counts
    commanded = drafts(commands=(CommandDraft(action="undo"),))
    assert score_issues(EMPTY_TALK, commanded, ORIGINS).counts["commands_invented"] == (1, 1.0)


def test_descriptions_are_held_against_the_talk() -> None:
    said = "The login page is broken and Tom has to mend it. The database cluster lost its primary replica."
    assert scored(changed(description=said)).counts["description_unsupported"] == (1, 2)


def test_scores_are_right_where_the_field_is() -> None:
    right = changed(scores={"summary": 0.95, "assignee": 0.85, "priority": 0.75})
    assert values([scored(right).counts])["calibration_error"] == pytest.approx((0.05 + 0.15 + 0.25) / 3)
    wrong = changed(scores={"summary": 0.95, "assignee": 0.85}, assignee="Priya Natarajan")
    assert values([scored(wrong).counts])["calibration_error"] == pytest.approx((0.05 + 0.85) / 2)
    none = drafts((invented().model_copy(update={"scores": {"summary": 0.6}}),))
    assert values([scored(none).counts])["calibration_error"] == pytest.approx(0.6)


def test_an_issue_is_known_by_its_place_or_by_its_words() -> None:
    by_place = changed(summary="Something altogether different")
    assert match_issues(CASE, by_place) == [(0, 0), (1, 1)]
    by_words = changed(evidence=())
    assert match_issues(CASE, by_words) == [(0, 0), (1, 1)]
    neither = changed(summary="Something altogether different", evidence=())
    assert match_issues(CASE, neither) == [(1, 1)]


def test_findings_say_what_was_wrong_and_where() -> None:
    found = scored(drafts((issue_of(LOGIN.model_copy(update={"assignee": None}), TALK), invented()))).findings
    said = {(each.what, each.field): each for each in found}
    assert set(said) == {("missed", "issue"), ("invented", "issue"), ("missed", "assignee")}
    missed = said["missed", "assignee"]
    assert [TALK[slice(*span)] for span in missed.gold_spans] == ["Tom has to mend it"]
    assert missed.words == "assignee left out: 'Tom Becker' of 'Mend the login page'"
    assert [TALK[slice(*span)] for span in said["invented", "issue"].predicted_spans] == ["Nice weather"]
    assert said["missed", "issue"].words == "issue left out: 'Order forty chairs'"
