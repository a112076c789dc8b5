"""A report of runs as one HTML page that needs nothing else: tables, plots, and every error with its words marked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from assistant.errors import BadInput
from assistant.evaluation import plots
from assistant.evaluation.compare import intervals
from assistant.evaluation.comparison import Comparison, compare_runs, show
from assistant.evaluation.metrics import FIELDS, GROUP, NULLABLE, in_order, metric_of
from assistant.evaluation.plots import Column
from assistant.evaluation.runs import SUFFIX, Run
from assistant.evaluation.scored import Finding
from assistant.evaluation.scoring import ScoredRun, broken_down, score_run

#: The metric that stands for quality in the plots of a suite, and the ones that are drawn as bars.
QUALITY = {"issues": "issue_f1", "commands": "command_f1", "pages": "key_points_recall", "hearing": "wer"}
BARS = {
    "issues": ("issue_f1", "issue_precision", "issue_recall", "whole_f1", "all_five", "negatives_clean"),
    "commands": ("commands_exact", "command_f1"),
    "pages": ("key_points_recall", "decisions_f1", "open_questions_f1", "page_unsupported", "rouge1", "rougeL"),
    "hearing": ("wer", "heard_names", "heard_keys", "heard_numbers", "heard_dates", "heard_components"),
}
_FIELD_BARS = (*(f"{name}_right" for name in FIELDS), *(f"{name}_invented" for name in NULLABLE))
_MOST_ITEMS = 400


@dataclass(frozen=True)
class Fault:
    """An item with what one run had wrong in it; `talk` is HTML with the words of the findings marked."""

    id: str
    talk: Markup
    findings: tuple[Finding, ...]


def write_report(runs: Sequence[Run], out: Path) -> Path:
    """Write the report of one or more runs of one suite to `out`. Raises `BadInput` where they do not fit."""
    if out.name.endswith(SUFFIX):
        raise BadInput(f"{out} is the name of a run, not of a page.", hint="Give another --out, such as report.html.")
    page = make_report(runs)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(page, encoding="utf-8")
    return out


def make_report(runs: Sequence[Run]) -> str:
    """Return the report as HTML. Two runs are also compared; the errors are those of the last run."""
    if not runs:
        raise BadInput("A report needs at least one run.", hint="Make one with `assistant evaluate run`.")
    suites = sorted({run.info.suite for run in runs})
    if len(suites) > 1:
        raise BadInput(f"A report is about one suite, not {' and '.join(suites)}.", hint="Write one for each.")
    scored = [score_run(run) for run in runs]
    empty = [one.run.path.name for one in scored if not one.items]
    if empty:
        raise BadInput(f"{empty[0]} holds no answers yet.", hint="Run the same again: it goes on where it stopped.")
    columns = [
        Column(_name(run, runs), one, intervals(one.counts, one.documents))
        for run, one in zip(runs, scored, strict=True)
    ]
    comparison = compare_runs(*runs) if len(runs) == 2 else None
    page: str = _template().render(
        suite=suites[0],
        columns=columns,
        comparison=comparison,
        rows=list(_rows(columns)),
        plots=_plots(suites[0], columns),
        broken=[(column.name, broken_down(column.scored)) for column in columns],
        reliability=[(column.name, plots.reliability(column.scored)) for column in columns],
        faults=list(_faults(scored[-1]))[:_MOST_ITEMS],
        sides=_sides(comparison),
        show=show,
        metric_of=metric_of,
        quality=QUALITY[suites[0]],
    )
    return page


def _name(run: Run, runs: Sequence[Run]) -> str:
    """Return what a run is called beside the others: its split and file only where nothing else tells them apart."""
    same = [other for other in runs if other.info.name == run.info.name]
    return run.info.name if len(same) == 1 else f"{run.info.name} ({run.path.name})"


def _rows(columns: Sequence[Column]) -> Iterable[tuple[str, str, list[Any]]]:
    """Yield area, metric and the columns' intervals, in the order of the tables."""
    for name in in_order(name for column in columns for name in column.metrics):
        yield metric_of(name).area, name, [column.metrics.get(name) for column in columns]


def _plots(suite: str, columns: Sequence[Column]) -> list[tuple[str, Markup]]:
    """Return titles with drawn plots."""
    found = [("The job", plots.bars(columns, BARS[suite]))]
    if suite == "issues":
        found += [
            ("Fields, among matched issues", plots.bars(columns, _FIELD_BARS)),
            ("Scores: how often they are right", plots.calibration(columns)),
            ("A threshold on scores: filled in or asked about", plots.trade(columns)),
        ]
    found.append(("Quality against time", plots.latency(columns, QUALITY[suite])))
    if suite != "hearing":
        kinds = [broken_down(column.scored)["kind"] for column in columns]
        found.append(("By kind of talk", plots.groups(columns, kinds, QUALITY[suite])))
    fair = [name for name in in_order(n for c in columns for n in c.metrics) if GROUP in name]
    if fair:
        found.append(("By origin of names, or by voice", plots.bars(columns, fair)))
    return [(title, Markup(drawn)) for title, drawn in found]


def _faults(scored: ScoredRun) -> Iterable[Fault]:
    for name, item in scored.items.items():
        if item.findings:
            yield Fault(name, marked(scored.works[name].text, item.findings), item.findings)


def _sides(comparison: Comparison | None) -> list[tuple[str, Markup, tuple[Finding, ...], tuple[Finding, ...]]]:
    if comparison is None:
        return []
    return [
        (item.id, marked(item.text, (*item.only_a, *item.only_b)), item.only_a, item.only_b)
        for item in comparison.items[:_MOST_ITEMS]
    ]


def marked(talk: str, findings: Iterable[Finding]) -> Markup:
    """Return talk as HTML in which the gold's words are marked one way and the prediction's another."""
    kinds = [""] * len(talk)
    for finding in findings:
        for spans, kind in ((finding.gold_spans, "gold"), (finding.predicted_spans, "predicted")):
            for start, end in spans:
                for at in range(max(0, start), min(end, len(talk))):
                    kinds[at] = kind if kinds[at] in ("", kind) else "both"
    parts, start = [], 0
    for at in range(1, len(talk) + 1):
        if at == len(talk) or kinds[at] != kinds[start]:
            piece = talk[start:at]
            parts.append(Markup('<mark class="{}">{}</mark>').format(kinds[start], piece) if kinds[start] else piece)
            start = at
    return Markup("").join(parts)


@lru_cache(maxsize=1)
def _template() -> Any:
    folder = Path(__file__).with_name("templates")
    environment = Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("report.html")
