"""Differences that were planted are found, and none where nothing was planted."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from assistant.evaluation.compare import RESAMPLES, Difference, Interval, differences, draw, intervals
from assistant.evaluation.comparison import Comparison, compare_runs
from assistant.evaluation.metrics import Counts, metric_of
from assistant.evaluation.runs import Run
from assistant.evaluation.scoring import ScoredRun, score_run
from assistant.schema.draft import DraftSet

Spoil = Callable[[DraftSet], DraftSet]
SPOILT = 20


def spoilt(run: Run, spoil: Spoil, fits: Callable[[ScoredRun, str], bool]) -> Run:
    """Return the run with the drafts of the first twenty fitting items changed."""
    scored = score_run(run)
    chosen = [name for name in sorted(scored.items) if fits(scored, name)][:SPOILT]
    assert len(chosen) == SPOILT
    predictions = tuple(
        each.model_copy(update={"drafts": spoil(each.drafts)}) if each.id in chosen and each.drafts else each
        for each in run.predictions
    )
    return run.model_copy(update={"path": run.path.with_name("spoilt.run.jsonl"), "predictions": predictions})


def without_issues(drafts: DraftSet) -> DraftSet:
    return drafts.model_copy(update={"issues": ()})


def with_another_owner(drafts: DraftSet) -> DraftSet:
    return drafts.model_copy(
        update={"issues": tuple(issue.model_copy(update={"assignee": "Nobody"}) for issue in drafts.issues)}
    )


def has(metric: str) -> Callable[[ScoredRun, str], bool]:
    """Return what tells whether something of a metric was right on an item."""
    return lambda scored, name: scored.items[name].counts.get(metric, (0.0,))[0] > 0


@pytest.fixture(scope="module")
def dropped(rules_run: Run) -> Comparison:
    return compare_runs(rules_run, spoilt(rules_run, without_issues, has("issue_recall")))


@pytest.fixture(scope="module")
def misassigned(rules_run: Run) -> Comparison:
    return compare_runs(rules_run, spoilt(rules_run, with_another_owner, has("assignee_stated")))


def of(found: Comparison, name: str) -> Difference:
    return next(each for each in found.differences if each.metric.name == name)


def test_a_run_does_not_differ_from_itself(rules_run: Run) -> None:
    found = compare_runs(rules_run, rules_run)
    assert len(found.differences) > 30
    for each in found.differences:
        assert each.change == Interval(0.0, 0.0, 0.0), each.metric.name
        assert (each.better, each.a_better, each.b_better, each.alike) == ("", 0, 0, 1), each.metric.name
        assert each.a == each.b
    assert found.items == ()


@pytest.mark.parametrize("name", ["issue_recall", "issue_f1", "whole_f1"])
def test_dropped_issues_are_found(dropped: Comparison, name: str) -> None:
    found = of(dropped, name)
    assert found.better == "A"
    assert found.change.low <= found.change.value <= found.change.high < 0
    assert found.b == pytest.approx(found.a + found.change.value)
    assert found.a_better > found.b_better == 0
    if name != "whole_f1":  # not all of the dropped issues were right in every field
        assert found.a_better * found.items == pytest.approx(SPOILT)


@pytest.mark.parametrize("name", ["negatives_clean", "commands_invented", "seconds", "failed"])
def test_what_dropping_issues_does_not_touch_shows_nothing(dropped: Comparison, name: str) -> None:
    found = of(dropped, name)
    assert (found.change, found.better) == (Interval(0.0, 0.0, 0.0), "")


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("assignee_right", -1), ("assignee_stated", -1), ("all_five", -1), ("whole_f1", -1), ("assignee_invented", 1),
        ("invented", 1), ("calibration_error", 1),
    ],
)  # fmt: skip
def test_wrong_owners_are_found(misassigned: Comparison, name: str, sign: int) -> None:
    found = of(misassigned, name)
    assert found.better == "A"
    assert found.change.excludes_zero
    assert math.copysign(1, found.change.low) == math.copysign(1, found.change.high) == sign


def test_what_a_wrong_owner_does_not_touch_shows_nothing(misassigned: Comparison) -> None:
    touched = ("assignee", "all_five", "whole", "invented", "calibration", "evidence")
    others = [each for each in misassigned.differences if not each.metric.name.startswith(touched)]
    assert {"issue_f1", "issue_precision", "priority_right", "due_date_stated", "summary_alike", "links_f1"} <= {
        each.metric.name for each in others
    }
    for each in others:
        assert (each.change, each.better) == (Interval(0.0, 0.0, 0.0), ""), each.metric.name


def test_the_items_that_differ_are_named(dropped: Comparison, misassigned: Comparison) -> None:
    for found, what in ((dropped, "missed"), (misassigned, "wrong")):
        assert len(found.items) == SPOILT
        assert all(what in {each.what for each in item.only_b} for item in found.items)
    assert all({each.field for each in item.only_b} == {"assignee"} for item in misassigned.items)


def test_swapping_the_runs_turns_the_signs(dropped: Comparison) -> None:
    back = compare_runs(dropped.b.run, dropped.a.run)
    turned = {"A": "B", "B": "A", "": ""}
    for one in dropped.differences:
        other = of(back, one.metric.name)
        assert other.better == turned[one.better]
        assert (other.a, other.b, other.a_better, other.b_better) == (one.b, one.a, one.b_better, one.a_better)
        change = (-other.change.value, -other.change.high, -other.change.low)
        assert change == pytest.approx((one.change.value, one.change.low, one.change.high), abs=1e-12)


def test_more_items_show_smaller_differences(dropped: Comparison) -> None:
    def times(counts: dict[str, Counts], count: int) -> dict[str, Counts]:
        return {f"{name} {number}": each for name, each in counts.items() for number in range(count)}

    detectable = []
    for count in (1, 4):
        a, b = times(dropped.a.counts, count), times(dropped.b.counts, count)
        found = differences(a, b, {name: name for name in a})
        detectable.append(next(each for each in found if each.metric.name == "issue_recall").detectable)
    assert detectable[1] == pytest.approx(detectable[0] / 2, rel=0.1)


@pytest.mark.parametrize(("items", "right"), [(400, 120), (200, 100), (1000, 900)])
def test_the_interval_of_a_share_is_the_analytic_one(items: int, right: int) -> None:
    counts = {f"{n:04}": {"negatives_clean": (float(n < right), 1.0)} for n in range(items)}
    found = intervals(counts, {name: name for name in counts})["negatives_clean"]
    share = right / items
    reach = 1.96 * math.sqrt(share * (1 - share) / items)
    assert found.value == share
    assert (found.low, found.high) == pytest.approx((share - reach, share + reach), abs=reach / 10)


def test_the_interval_of_a_difference_is_the_analytic_one() -> None:
    # Paired: of 300 items 60 got better and 30 worse, so that the difference is 0.1 with a known spread.
    a = {f"{n:03}": {"negatives_clean": (float(60 <= n < 90), 1.0)} for n in range(300)}
    b = {f"{n:03}": {"negatives_clean": (float(n < 60), 1.0)} for n in range(300)}
    (found,) = differences(a, b, {name: name for name in a})
    reach = 1.96 * math.sqrt((0.3 - 0.1**2) / 300)
    assert (found.change.low, found.change.high) == pytest.approx((0.1 - reach, 0.1 + reach), abs=reach / 10)
    assert found.detectable == pytest.approx(reach / 1.96 * 2.8, rel=0.05)
    assert (found.a_better, found.b_better, found.alike) == pytest.approx((0.1, 0.2, 0.7))
    assert (found.items, found.better) == (300, "B")


def test_items_of_one_document_are_drawn_together() -> None:
    weights = draw(["one", "two", "one", "three", "two"])
    assert weights.shape == (RESAMPLES, 5)
    assert np.array_equal(weights[:, 0], weights[:, 2])
    assert np.array_equal(weights[:, 1], weights[:, 4])
    assert not np.array_equal(weights[:, 0], weights[:, 1])
    assert set(weights[:, [0, 1, 3]].sum(axis=1)) == {3.0}
    assert np.array_equal(weights, draw(["one", "two", "one", "three", "two"]))


def test_items_of_one_document_count_as_one() -> None:
    counts = {f"{n:02}": {"negatives_clean": (float(n < 20), 1.0)} for n in range(40)}
    alone = intervals(counts, {name: name for name in counts})["negatives_clean"]
    together = intervals(counts, {name: str(int(name) // 10) for name in counts})["negatives_clean"]
    assert alone.value == together.value == 0.5
    assert together.high - together.low > 2 * (alone.high - alone.low)


def test_which_way_is_better_is_the_metrics_own() -> None:
    zero = Interval(0.1, 0.05, 0.2)
    shares = {"a": 0.1, "b": 0.2, "a_better": 0.0, "b_better": 0.1, "alike": 0.9, "items": 9, "detectable": 0.1}
    assert Difference(metric_of("issue_f1"), change=zero, **shares).better == "B"
    assert Difference(metric_of("wer"), change=zero, **shares).better == "A"
    assert Difference(metric_of("wer"), change=Interval(0.1, -0.01, 0.2), **shares).better == ""
    assert Difference(metric_of("wer"), change=Interval(0.1, 0.0, 0.2), **shares).better == ""


def test_items_without_a_say_win_nothing() -> None:
    a = {"x": {"issue_f1": (2.0, 2.0)}, "y": {"issue_f1": (0.0, 0.0)}, "z": {"issue_f1": (0.0, 0.0)}}
    b = {"x": {"issue_f1": (0.0, 1.0)}, "y": {"issue_f1": (0.0, 1.0)}, "z": {"issue_f1": (0.0, 0.0)}}
    (found,) = differences(a, b, {name: name for name in a})
    # On y nothing is right and B proposed something; z has nothing to find and nothing was proposed.
    assert (found.items, found.a_better, found.b_better) == (2, 1.0, 0.0)


def test_a_metric_of_one_run_only_is_not_compared() -> None:
    a = {"x": {"wer": (1.0, 2.0)}}
    b = {"x": {"wer": (1.0, 2.0), "rtf": (1.0, 2.0)}}
    assert [each.metric.name for each in differences(a, b, {"x": "x"})] == ["wer"]
