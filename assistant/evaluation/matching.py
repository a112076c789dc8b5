"""Pair gold with predictions one to one, so that the sum of their likeness is as large as can be."""

from collections.abc import Sequence

from assistant.evaluation.cases import Span
from assistant.evaluation.text import similarity

#: A pair less alike than this is no pair.
LEAST = 0.35
#: A quote may be this many times longer than the other before it counts as less than a full overlap.
_SLACK = 4


def pairs(likeness: Sequence[Sequence[float]], least: float = LEAST) -> list[tuple[int, int]]:
    """Return the one-to-one pairs (row, column) with the largest sum of likeness, in order of rows.

    `likeness` has a row for each gold and a column for each prediction, each 0 to 1; pairs below `least` are left out.
    Solved exactly, as a linear assignment problem (Jonker-Volgenant, as implemented in SciPy).
    """
    if not likeness or not likeness[0]:
        return []
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    table = np.asarray(likeness, dtype=float)
    usable = np.where(table >= least, table, 0.0)
    rows, columns = linear_sum_assignment(usable, maximize=True)
    return [(int(r), int(c)) for r, c in zip(rows, columns, strict=True) if usable[r, c] > 0]


def likeness(gold: str, gold_spans: Sequence[Span], predicted: str, predicted_spans: Sequence[Span]) -> float:
    """Return how far two issues mean the same work: half by their evidence, half by their summaries, 0 to 1."""
    return (overlap(gold_spans, predicted_spans) + similarity(gold, predicted)) / 2


def overlap(one: Sequence[Span], other: Sequence[Span]) -> float:
    """Return how far two sets of half-open character spans cover the same text, 0 to 1.

    The common length over the shorter one's; a quote more than four times as long as the other counts for less, so
    that quoting everything does not pay.
    """
    a, b = _characters(one), _characters(other)
    shorter, longer = sorted((len(a), len(b)))
    return len(a & b) / max(shorter, longer / _SLACK) if shorter else 0.0


def _characters(spans: Sequence[Span]) -> set[int]:
    return {at for start, end in spans for at in range(start, end)}
