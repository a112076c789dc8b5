"""The report's plots, as SVG text that stands in a page without any other file."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.evaluation.compare import Interval
from assistant.evaluation.metrics import BINS, add_up, metric_of
from assistant.evaluation.scoring import ScoredRun

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Colours that people with a colour weakness can tell apart (Okabe and Ito 2008).
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
_LONGEST = 56
_STYLE = {"svg.fonttype": "none", "svg.hashsalt": "report", "font.size": 9, "axes.spines.top": False,
          "axes.spines.right": False, "font.family": "sans-serif"}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One run of a report: what it is called, its scores and its metrics with intervals."""

    name: str
    scored: ScoredRun
    metrics: Mapping[str, Interval]


def bars(columns: Sequence[Column], names: Sequence[str]) -> str:
    """Return bars of shares with their intervals, a group of bars for each metric and a bar for each run."""
    known = [name for name in names if any(name in column.metrics for column in columns)]
    figure, axes = _figure(0.42 * len(known) * max(1.4, len(columns) * 0.8) + 0.7)
    height = 0.8 / len(columns)
    for place, column in enumerate(columns):
        at = [row + height * (place - (len(columns) - 1) / 2) for row in range(len(known))]
        found = [column.metrics.get(name) for name in known]
        values = [each.value if each else 0.0 for each in found]
        reach = [[max(0.0, e.value - e.low) if e else 0.0 for e in found],
                 [max(0.0, e.high - e.value) if e else 0.0 for e in found]]  # fmt: skip
        colour = COLOURS[place % len(COLOURS)]
        axes.barh(
            at, values, height * 0.9, xerr=reach, color=colour, ecolor="#555", capsize=2, label=_label(column.name)
        )
    axes.set_yticks(range(len(known)), [metric_of(name).title for name in known])
    axes.invert_yaxis()
    axes.set_xlim(0, 1)
    axes.grid(axis="x", color="#ddd", linewidth=0.6)
    axes.set_axisbelow(True)
    return _svg(figure, axes, len(columns))


def calibration(columns: Sequence[Column]) -> str:
    """Return the reliability of scores: how often a score of a size was right; the diagonal would be perfect."""
    figure, axes = _figure(3.6, 4.6)
    axes.plot([0, 1], [0, 1], color="#aaa", linewidth=0.8, linestyle="--")
    for place, column in enumerate(columns):
        points = reliability(column.scored)
        colour = COLOURS[place % len(COLOURS)]
        axes.plot([p[0] for p in points], [p[1] for p in points], color=colour, linewidth=1, label=_label(column.name))
        axes.scatter([p[0] for p in points], [p[1] for p in points], [6 + 90 * p[3] for p in points], color=colour)
    axes.set(xlabel="score", ylabel="share that was right", xlim=(0, 1.02), ylim=(0, 1.02))
    return _svg(figure, axes, len(columns))


def reliability(scored: ScoredRun) -> list[tuple[float, float, int, float]]:
    """Return, for each bin of scores that is used: mean score, share right, how many, and which share of all."""
    sums = add_up(scored.counts.values()).get("calibration_error")
    if sums is None:
        return []
    counts, scores, right = sums.reshape(3, BINS)
    return [
        (float(scores[n] / counts[n]), float(right[n] / counts[n]), int(counts[n]), float(counts[n] / counts.sum()))
        for n in range(BINS)
        if counts[n]
    ]


def trade(columns: Sequence[Column]) -> str:
    """Return what a threshold on scores buys: the share of proposals left to fill by themselves against how often they
    are right then. Every point is a threshold, the highest one labelled; the one farthest right takes everything."""
    figure, axes = _figure(3.6, 4.6)
    for place, column in enumerate(columns):
        points = thresholds(column.scored)
        colour = COLOURS[place % len(COLOURS)]
        axes.plot([p[1] for p in points], [p[2] for p in points], "o-", color=colour, linewidth=1, markersize=3,
                  label=_label(column.name))  # fmt: skip
        for least, share, right in points[-1:]:
            axes.annotate(f"≥ {least:g}", (share, right), xytext=(3, 4), textcoords="offset points", fontsize=7)
    axes.set(xlabel="proposals filled in (the surest; the rest asked about)", ylabel="how many of them are right",
             xlim=(0, 1.05), ylim=(0, 1.02))  # fmt: skip
    return _svg(figure, axes, len(columns))


def thresholds(scored: ScoredRun) -> list[tuple[float, float, float]]:
    """Return, for each threshold on scores: the threshold, the share of proposals at or above it, the share right."""
    sums = add_up(scored.counts.values()).get("calibration_error")
    if sums is None:
        return []
    counts, _, right = sums.reshape(3, BINS)
    found = []
    for first in range(BINS):
        if counts[first] or not first:
            above = counts[first:].sum()
            if above:
                found.append((first / BINS, float(above / counts.sum()), float(right[first:].sum() / above)))
    return found


def latency(columns: Sequence[Column], quality: str) -> str:
    """Return seconds an item against quality, a point with both intervals for each run; up and left is better."""
    figure, axes = _figure(3.6, 5.2)
    time = "rtf" if all("rtf" in column.metrics for column in columns) else "seconds"
    for place, column in enumerate(columns):
        x, y = column.metrics.get(time), column.metrics.get(quality)
        if x and y:
            reach: Any = ([[x.value - x.low], [x.high - x.value]], [[y.value - y.low], [y.high - y.value]])
            axes.errorbar(x.value, y.value, xerr=reach[0], yerr=reach[1], fmt="o", capsize=2,
                          color=COLOURS[place % len(COLOURS)], label=_label(column.name))  # fmt: skip
    axes.set(xlabel=metric_of(time).title, ylabel=metric_of(quality).title)
    axes.set_xlim(left=0)
    return _svg(figure, axes, len(columns))


def groups(columns: Sequence[Column], found: Sequence[Mapping[str, Mapping[str, float]]], metric: str) -> str:
    """Return one metric in each group of items, such as kinds; `found` has metrics by group for each run."""
    names = sorted({group for groups in found for group in groups if metric in groups[group]})
    figure, axes = _figure(0.36 * len(names) * max(1.2, 0.7 * len(columns)) + 0.7)
    height = 0.8 / len(columns)
    for place, (column, by_group) in enumerate(zip(columns, found, strict=True)):
        at = [row + height * (place - (len(columns) - 1) / 2) for row in range(len(names))]
        values = [by_group.get(name, {}).get(metric, np.nan) for name in names]
        axes.barh(at, values, height * 0.9, color=COLOURS[place % len(COLOURS)], label=_label(column.name))
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
    axes.set_xlabel(metric_of(metric).title)
    axes.grid(axis="x", color="#ddd", linewidth=0.6)
    axes.set_axisbelow(True)
    return _svg(figure, axes, len(columns))


def _label(name: str) -> str:
    """Return a run's name for a legend: not wider than the plot (weights may be a long path), and no formula."""
    short = name if len(name) <= _LONGEST else f"{name[: _LONGEST // 2]}…{name[-_LONGEST // 2 + 1 :]}"
    return short.replace("$", r"\$")


def _figure(height: float, width: float = 7.2) -> "tuple[Figure, Axes]":
    import matplotlib
    from matplotlib.figure import Figure

    matplotlib.rcParams.update(_STYLE)  # type: ignore[arg-type]
    figure = Figure(figsize=(width, max(1.6, height)), layout="constrained")
    return figure, figure.add_subplot()


def _svg(figure: "Figure", axes: "Axes", columns: int) -> str:
    if columns > 1:
        figure.set_figheight(figure.get_figheight() + 0.2 * columns)
        figure.legend(*axes.get_legend_handles_labels(), loc="outside lower center", frameon=False)
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata=dict.fromkeys(("Creator", "Date", "Format", "Type")))
    drawn = out.getvalue()
    return drawn[drawn.index("<svg") :]
