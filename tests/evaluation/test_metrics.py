"""Metrics against figures worked out by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.metrics import (
    BINS,
    METRICS,
    add_up,
    bin_counts,
    calibration_error,
    f1_counts,
    in_order,
    metric_of,
    ratio,
    values,
)
from assistant.evaluation.runs import Run
from assistant.evaluation.scoring import score_run

#: Names with the width of their counts.
WIDTHS = {"issue_f1": 2, "wer": 2, "assignee_stated@Arabic": 2, "calibration_error": 3 * BINS}


@pytest.mark.parametrize(
    ("right", "predicted", "gold", "precision", "recall", "f1"),
    [
        (3, 4, 5, 0.75, 0.6, 2 / 3),
        (0, 4, 5, 0.0, 0.0, 0.0),
        (5, 5, 5, 1.0, 1.0, 1.0),
        (2, 2, 8, 1.0, 0.25, 0.4),
        (0, 0, 3, math.nan, 0.0, 0.0),
        (0, 2, 0, 0.0, math.nan, 0.0),
        (0, 0, 0, math.nan, math.nan, math.nan),
    ],
)
def test_precision_recall_and_f1(
    right: int, predicted: int, gold: int, precision: float, recall: float, f1: float
) -> None:
    found = [ratio(np.array(sums, float)) for sums in ((right, predicted), (right, gold))]
    found.append(ratio(np.array(f1_counts(right, predicted, gold))))
    assert found == pytest.approx([precision, recall, f1], nan_ok=True)


def test_what_had_no_chance_is_left_out() -> None:
    counts = [{"negatives_clean": (0.0, 0.0), "wer": (1.0, 4.0)}, {"wer": (1.0, 4.0)}]
    assert values(counts) == {"wer": 0.25}
    assert values([]) == {}


def test_an_average_is_over_chances_not_over_items() -> None:
    assert values([{"wer": (1.0, 1.0)}, {"wer": (0.0, 9.0)}]) == {"wer": pytest.approx(0.1)}


def test_calibration_error_by_hand() -> None:
    # Bin 0.9..1: scores 0.9 and 1.0, one right: |1.9 - 1| = 0.9. Bin 0.6..0.7: 0.6 and 0.68, both right: |1.28 - 2|.
    scored = [(0.9, True), (1.0, False), (0.6, True), (0.68, True), (0.05, False)]
    counts = np.array(bin_counts(scored))
    assert counts.reshape(3, BINS)[0].tolist() == [1, 0, 0, 0, 0, 0, 2, 0, 0, 2]
    assert float(calibration_error(counts)) == pytest.approx((0.9 + 0.72 + 0.05) / 5)
    assert math.isnan(float(calibration_error(np.zeros(3 * BINS))))


@pytest.mark.parametrize(
    ("scored", "expected"),
    [
        ([(0.8, True)] * 4 + [(0.8, False)], 0.0),
        ([(1.0, True)] * 3, 0.0),
        ([(1.0, False)] * 3, 1.0),
        ([(0.55, True), (0.55, False)], 0.05),
        ([(0.4, True), (0.6, False)], 0.6),
    ],
)
def test_calibration_of_simple_scores(scored: list[tuple[float, bool]], expected: float) -> None:
    assert float(calibration_error(np.array(bin_counts(scored)))) == pytest.approx(expected)


@st.composite
def counted(draw: st.DrawFn) -> dict[str, tuple[float, ...]]:
    names = draw(st.sets(st.sampled_from(sorted(WIDTHS))))
    whole = st.integers(0, 50).map(float)
    return {name: tuple(draw(st.lists(whole, min_size=WIDTHS[name], max_size=WIDTHS[name]))) for name in names}


@given(st.lists(st.lists(counted(), max_size=4), max_size=4))
def test_the_counts_of_parts_add_up_to_those_of_the_whole(parts: list[list[dict[str, tuple[float, ...]]]]) -> None:
    whole = add_up(counts for part in parts for counts in part)
    sums = add_up(dict(add_up(part).items()) for part in parts)
    assert {name: vector.tolist() for name, vector in sums.items()} == {n: v.tolist() for n, v in whole.items()}
    assert values(counts for part in parts for counts in part) == values(add_up(part) for part in parts)


@given(st.lists(counted(), max_size=6), st.randoms())
def test_the_order_of_items_does_not_count(items: list[dict[str, tuple[float, ...]]], chance) -> None:
    shuffled = items.copy()
    chance.shuffle(shuffled)
    assert list(values(items).items()) == list(values(shuffled).items())


def test_names_come_in_the_order_of_the_tables_and_groups_last() -> None:
    names = ["wer@Indian", "seconds", "issue_f1", "assignee_stated@Slavic", "assignee_stated", "assignee_stated@Arabic"]
    groups = ["assignee_stated@Arabic", "assignee_stated@Slavic", "wer@Indian"]
    assert in_order(names) == ["issue_f1", "assignee_stated", "seconds", *groups]
    assert in_order(reversed(METRICS)) == list(METRICS)
    titles = [metric.title for metric in METRICS.values()]
    assert len(set(titles)) == len(titles)


def test_a_group_is_measured_as_its_metric_is() -> None:
    group, base = metric_of("wer@Indian"), metric_of("wer")
    assert (group.name, group.area, group.higher_is_better) == ("wer@Indian", "fairness", False)
    assert base.title in group.title
    assert "Indian" in group.title
    with pytest.raises(KeyError):
        metric_of("nonsense")


def test_shares_of_a_real_run_are_shares(rules_run: Run) -> None:
    found = score_run(rules_run).metrics()
    assert {"issue_f1", "all_five", "invented", "negatives_clean", "calibration_error", "seconds"} <= set(found)
    for name, value in found.items():
        assert value >= 0, name
        assert value <= 1 or metric_of(name).unit != "share", name
