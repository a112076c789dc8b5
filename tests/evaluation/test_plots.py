"""The curve of a threshold: what is filled in and how much of it is right."""

import pytest

from assistant.evaluation.metrics import bin_counts
from assistant.evaluation.plots import thresholds
from assistant.evaluation.scored import Scored


class Run:
    """What the curve reads of a scored run."""

    def __init__(self, *pairs: tuple[float, bool]) -> None:
        self.counts = {"one": Scored(counts={"calibration_error": bin_counts(pairs)}).counts} if pairs else {}


def test_a_higher_threshold_fills_less_and_is_right_more_often() -> None:
    found = thresholds(Run((0.95, True), (0.95, True), (0.55, True), (0.55, False)))  # type: ignore[arg-type]
    assert [share for _, share, _ in found] == [1.0, 1.0, 0.5]
    assert [right for _, _, right in found] == pytest.approx([0.75, 0.75, 1.0])


def test_a_run_without_scores_has_no_curve() -> None:
    assert thresholds(Run()) == []  # type: ignore[arg-type]
