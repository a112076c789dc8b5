"""The Evaluate screen: the runs that were made, to choose one or two of them for a report or a judge."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from assistant.evaluation.cases import SUITES
from assistant.evaluation.comparison import HEADLINES, show
from assistant.evaluation.dataset import all_cases, dataset_hash
from assistant.evaluation.metrics import METRICS
from assistant.evaluation.runs import Run
from assistant.ui.render import moment, render
from assistant.ui.screens import Changes, Desk

#: So many metrics of quality stand beside a run; one of time follows.
_SHOWN = 3
_OF_TIME = ("seconds", "rtf")


@dataclass(frozen=True)
class Row:
    """One run as shown. `values` go with the suite's columns; `unusable` says why nothing can be done with it."""

    name: str
    title: str
    split: str
    items: str
    made: str
    values: tuple[str, ...]
    cut_off: bool
    failed: int
    unusable: str


@dataclass(frozen=True)
class Group:
    """The runs of one suite, with the titles of their metrics."""

    suite: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def overview(desk: Desk) -> Changes:
    """Go to the list of runs, suite by suite."""
    groups = list(_groups(desk.shelf.runs()))
    return {"tab": "evaluate", "evaluate": render("evaluate.html", groups=groups), "notice": ""}


def _groups(runs: Mapping[str, Run]) -> Iterable[Group]:
    current = dataset_hash(all_cases())
    for suite in SUITES:
        names = _columns(suite)
        rows = tuple(_row(name, run, names, current) for name, run in runs.items() if run.info.suite == suite)
        if rows:
            yield Group(suite, tuple(_title(name) for name in names), rows)


def _columns(suite: str) -> list[str]:
    headlines = HEADLINES[suite]
    quality = [name for name in headlines if name not in _OF_TIME]
    return quality[:_SHOWN] + [name for name in headlines if name in _OF_TIME]


def _title(metric: str) -> str:
    title = METRICS[metric].title
    return title[:1].upper() + title[1:]


def _row(name: str, run: Run, columns: Iterable[str], current: str) -> Row:
    info = run.info
    found = run.summary.get("metrics", {})
    return Row(
        name=name,
        title=info.name,
        split=info.split,
        items=f"{len(run.predictions)} item{'s' * (len(run.predictions) != 1)}",
        made=_made(info.started),
        values=tuple(_value(column, found) for column in columns),
        cut_off=not run.summary,
        failed=sum(bool(each.error) for each in run.predictions),
        unusable="made on other labelled items" if info.dataset != current else "" if run.predictions else "no answers",
    )


def _value(metric: str, found: object) -> str:
    """Return a metric of a run's summary as people read it, or nothing where the file has no number for it."""
    value = found.get(metric) if isinstance(found, Mapping) else None
    return show(METRICS[metric], value) if isinstance(value, int | float) else ""


def _made(started: str) -> str:
    try:
        return moment(datetime.fromisoformat(started))
    except ValueError:
        return started
