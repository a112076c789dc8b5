"""Metrics as functions of sums: an item gives counts, counts add up, and rates are computed last.

Every item yields, for each metric it has a say in, a short vector of counts. Vectors of many items are added and the
metric's formula turns the sum into its value: a micro-average. That is all that resampling needs, too.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

Counts = Mapping[str, tuple[float, ...]]
Array = npt.NDArray[np.float64]
Unit = Literal["share", "seconds", "per item", "per minute", "ratio", "gigabytes", "per second"]

#: Bins of equal width that scores are sorted into for calibration.
BINS = 10


def ratio(sums: Array) -> Array:
    """Return the first count over the second, not a number where there were no chances."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(sums[..., 1] > 0, sums[..., 0] / sums[..., 1], np.nan)


def calibration_error(sums: Array) -> Array:
    """Return the expected calibration error (Guo et al. 2017) of summed bins.

    `sums[..., :]` are BINS counts, then BINS sums of scores, then BINS counts of right ones.
    """
    count, score, right = np.split(sums, 3, axis=-1)
    total = count.sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(total > 0, np.abs(score - right).sum(axis=-1) / total, np.nan)


@dataclass(frozen=True)
class Metric:
    """What a metric is called, and which way is better. `area` is where the report shows it."""

    name: str
    title: str
    area: str
    higher_is_better: bool = True
    unit: Unit = "share"
    formula: Callable[[Array], Array] = ratio
    #: What an item counts as on which neither gold nor prediction has anything: right, for F1; else nothing.
    empty: float = float("nan")

    def value(self, sums: Array) -> Array:
        """Return the metric of summed counts; the last axis holds the counts."""
        return self.formula(sums)


FIELDS = {
    "issue_type": "type",
    "priority": "priority",
    "assignee": "assignee",
    "due_date": "due date",
    "story_points": "story points",
}
#: Fields that may be null: where gold has nothing, anything is an invention.
NULLABLE = ("priority", "assignee", "due_date", "story_points")
_F1: dict[str, Any] = {"empty": 1.0}
_DOWN: dict[str, Any] = {"higher_is_better": False}


def _metrics() -> Iterable[Metric]:
    yield Metric("issue_f1", "issues found (F1)", "issues", **_F1)
    yield Metric("issue_precision", "proposed issues that are issues (precision)", "issues")
    yield Metric("issue_recall", "issues found (recall)", "issues")
    yield Metric("whole_f1", "issues found with all five fields right (F1)", "issues", **_F1)
    yield Metric("all_five", "all five fields right, among matched", "issues")
    for name, title in FIELDS.items():
        yield Metric(f"{name}_right", f"{title} right, among matched", "fields")
        if name in NULLABLE:
            yield Metric(f"{name}_stated", f"{title} right, where stated", "fields")
            yield Metric(f"{name}_missed", f"{title} left empty, where stated", "fields", **_DOWN)
            yield Metric(f"{name}_invented", f"{title} invented, where nothing was said", "fields", **_DOWN)
    yield Metric("invented", "fields invented, where nothing was said", "fields", **_DOWN)
    for name in ("components", "labels", "links"):
        yield Metric(f"{name}_f1", f"{name} (F1)", "fields", **_F1)
    yield Metric("parent_right", "parent right, among matched", "fields")
    yield Metric("evidence_exact", "filled fields with exact evidence", "evidence")
    yield Metric("evidence_supports", "right fields whose evidence is the gold's", "evidence")
    yield Metric("summary_alike", "summary's likeness to the gold's", "text")
    yield Metric("description_unsupported", "description sentences without support", "text", **_DOWN)
    yield Metric("negatives_clean", "items without work left clean", "issues")
    yield Metric("commands_exact", "items with all commands exactly right", "commands")
    yield Metric("command_f1", "commands (F1)", "commands", **_F1)
    yield Metric("commands_invented", "commands where none was given", "commands", unit="per item", **_DOWN)
    yield Metric("key_points_recall", "key points found (recall)", "pages")
    yield Metric("decisions_f1", "decisions (F1)", "pages", **_F1)
    yield Metric("open_questions_f1", "open questions (F1)", "pages", **_F1)
    yield Metric("page_unsupported", "page sentences without support", "pages", **_DOWN)
    yield Metric("compression", "words of the page per word of talk", "pages", unit="ratio", **_DOWN)
    yield Metric("rouge1", "ROUGE-1 (F)", "pages")
    yield Metric("rouge2", "ROUGE-2 (F)", "pages")
    yield Metric("rougeL", "ROUGE-L (F)", "pages")
    yield Metric("calibration_error", "expected calibration error", "scores", formula=calibration_error, **_DOWN)
    yield Metric("wer", "word error rate", "hearing", **_DOWN)
    for name, title in (
        ("names", "names of people"), ("keys", "issue keys"), ("numbers", "numbers"), ("dates", "dates"),
        ("components", "components"),
    ):  # fmt: skip
        yield Metric(f"heard_{name}", f"{title} heard (recall)", "hearing")
    yield Metric("invented_words", "words invented on non-speech", "hearing", unit="per minute", **_DOWN)
    yield Metric("rtf", "real-time factor", "efficiency", unit="ratio", **_DOWN)
    yield Metric("seconds", "seconds an item", "efficiency", unit="seconds", **_DOWN)
    yield Metric("tokens_per_second", "generated tokens a second", "efficiency", unit="per second")
    yield Metric("failed", "items on which the engine failed", "efficiency", **_DOWN)


METRICS = {metric.name: metric for metric in _metrics()}
#: Between a metric and the group of items it is limited to, as in ``assignee_right@South Asian``.
GROUP = "@"


def metric_of(name: str) -> Metric:
    """Return what a name of counts measures; a group's counts are measured as their metric is."""
    base, _, group = name.partition(GROUP)
    metric = METRICS[base]
    if not group:
        return metric
    return Metric(name, f"{metric.title}: {group}", "fairness", metric.higher_is_better, metric.unit, metric.formula)


def add_up(items: Iterable[Counts]) -> dict[str, Array]:
    """Return the sum of the counts of many items, by metric."""
    sums: dict[str, Array] = {}
    for counts in items:
        for name, vector in counts.items():
            sums[name] = sums[name] + vector if name in sums else np.asarray(vector, dtype=float)
    return sums


def values(items: Iterable[Counts]) -> dict[str, float]:
    """Return every metric over many items, in the order of `METRICS`; those without a chance are left out."""
    found = {name: float(metric_of(name).value(vector)) for name, vector in add_up(items).items()}
    return {name: found[name] for name in in_order(found) if not np.isnan(found[name])}


def in_order(names: Iterable[str]) -> list[str]:
    """Return names of metrics in the order of `METRICS`, those limited to groups last."""
    order = list(METRICS)
    return sorted(set(names), key=lambda name: (GROUP in name, order.index(name.partition(GROUP)[0]), name))


def f1_counts(right: float, predicted: float, gold: float) -> tuple[float, float]:
    """Return counts whose ratio is F1: twice the right ones, over all that were predicted and all that are gold."""
    return 2 * right, predicted + gold


def bin_counts(scored: Iterable[tuple[float, bool]]) -> tuple[float, ...]:
    """Return calibration counts of (score, right) pairs; see `calibration_error`."""
    table = np.zeros((3, BINS))
    for score, right in scored:
        place = min(int(score * BINS), BINS - 1)
        table[:, place] += (1, score, right)
    return tuple(table.ravel().tolist())
