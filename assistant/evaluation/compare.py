"""Whether one run is better than another: the same items under both, resampled together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.evaluation.metrics import Array, Counts, Metric, in_order, metric_of

#: How often documents are drawn anew, and the seed that makes it repeatable.
RESAMPLES, SEED = 5_000, 20_260_311
#: Over fewer items than this nothing is called better: a resampling of so few says too little.
FEWEST = 8
#: An interval holds 95 %; a difference is detectable if it would be found four times in five (power 0.8).
COVERAGE = 0.95
_POWER = 1.96 + 0.84


@dataclass(frozen=True)
class Interval:
    """A value with the interval that holds it in `COVERAGE` of the resamplings; all in the metric's unit."""

    value: float
    low: float
    high: float

    @property
    def excludes_zero(self) -> bool:
        """Whether the whole interval lies on one side of nothing."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Difference:
    """One metric of two runs A and B over the same items.

    `change` is B minus A; `a_better`, `b_better` and `alike` are shares of the items that have a say; `detectable` is
    the smallest difference that this set could show four times in five.
    """

    metric: Metric
    a: float
    b: float
    change: Interval
    a_better: float
    b_better: float
    alike: float
    items: int
    detectable: float

    @property
    def better(self) -> str:
        """Which run is better, "A" or "B", or "" where no difference can be told."""
        if not self.change.excludes_zero or self.items < FEWEST:
            return ""
        return "B" if (self.change.value > 0) == self.metric.higher_is_better else "A"


def intervals(items: Mapping[str, Counts], documents: Mapping[str, str]) -> dict[str, Interval]:
    """Return every metric of one run with its bootstrap interval; documents are what is drawn."""
    order = sorted(items)
    weights = draw([documents[name] for name in order])
    found = {}
    for name in in_order(name for counts in items.values() for name in counts):
        table, says = _table([items[key] for key in order], name)
        metric = metric_of(name)
        value = float(metric.value(table.sum(axis=0)))
        if not np.isnan(value):
            found[name] = _interval(value, metric.value(weights[:, says] @ table[says]))
    return found


def differences(a: Mapping[str, Counts], b: Mapping[str, Counts], documents: Mapping[str, str]) -> list[Difference]:
    """Compare two runs, item by item, with paired bootstrap intervals (Efron and Tibshirani 1993, chapter 16).

    `a` and `b` give the counts of the same items; items of one document are drawn together.
    """
    order = sorted(a)
    weights = draw([documents[name] for name in order])
    names = in_order(name for counts in (*a.values(), *b.values()) for name in counts)
    found = (_difference(name, [a[key] for key in order], [b[key] for key in order], weights) for name in names)
    return [difference for difference in found if difference is not None]


def draw(documents: Sequence[str]) -> Array:
    """Return how often each item is drawn in each resampling, one row a resampling; documents are drawn whole."""
    unique = sorted(set(documents))
    place = np.array([unique.index(document) for document in documents], dtype=int)
    chance = np.random.default_rng(SEED)
    counts = chance.multinomial(len(unique), np.full(len(unique), 1 / max(1, len(unique))), size=RESAMPLES)
    return counts[:, place].astype(float)


def _table(items: Sequence[Counts], name: str) -> tuple[Array, npt.NDArray[np.intp]]:
    """Return the counts of a metric, a row an item, and which rows have a say."""
    width = next(len(counts[name]) for counts in items if name in counts)
    table = np.array([counts.get(name, (0.0,) * width) for counts in items], dtype=float)
    return table, np.flatnonzero(table.any(axis=1))


def _difference(name: str, a: Sequence[Counts], b: Sequence[Counts], weights: Array) -> Difference | None:
    if not any(name in counts for counts in a) or not any(name in counts for counts in b):
        return None
    metric = metric_of(name)
    one, other = _table(a, name)[0], _table(b, name)[0]
    before, after = float(metric.value(one.sum(axis=0))), float(metric.value(other.sum(axis=0)))
    if np.isnan(before) or np.isnan(after):
        return None
    resampled = metric.value(weights @ other) - metric.value(weights @ one)
    change = _interval(after - before, resampled)
    detectable = max(_POWER * float(np.nanstd(resampled)), _rule_of_three(metric, one))
    return Difference(metric, before, after, change, *_wins(metric, one, other), detectable=detectable)


def _rule_of_three(metric: Metric, table: Array) -> float:
    """Return the share that may differ unseen where nothing differs: 3 in the number of chances (Hanley 1983)."""
    if metric.unit != "share" or table.shape[1] != 2:
        return 0.0
    return min(1.0, 3 / max(1.0, float(table[:, 1].sum())))


def _interval(value: float, resampled: Array) -> Interval:
    usable = resampled[~np.isnan(resampled)]
    if not len(usable):
        return Interval(value, value, value)
    tail = 100 * (1 - COVERAGE) / 2
    low, high = np.percentile(usable, [tail, 100 - tail])
    return Interval(value, float(low), float(high))


def _wins(metric: Metric, a: Array, b: Array) -> tuple[float, float, float, int]:
    """Return the shares of items on which A is better, B is better and both are alike, and how many have a say."""
    says = np.flatnonzero(a.any(axis=1) | b.any(axis=1))
    if not len(says):
        return 0.0, 0.0, 1.0, 0
    one, other = metric.value(a[says]), metric.value(b[says])
    gain = np.nan_to_num(other, nan=metric.empty) - np.nan_to_num(one, nan=metric.empty)
    gain = np.nan_to_num(gain if metric.higher_is_better else -gain)  # where only one had a chance, nobody wins
    b_better, a_better = float((gain > 1e-12).mean()), float((gain < -1e-12).mean())
    return a_better, b_better, 1 - a_better - b_better, len(says)
