"""`assistant evaluate`: measure engines on labelled work talk, compare two, report, judge."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from assistant.cli.options import Json
from assistant.cli.output import add_row, print_json, table
from assistant.cli.progress import bar
from assistant.cli.terminal import Console

if TYPE_CHECKING:
    from assistant.config import Settings
    from assistant.evaluation.comparison import Comparison
    from assistant.evaluation.runs import Run

app = typer.Typer(help="Which model, prompt or rule is better on this job, and by how much.", no_args_is_help=True)

Suite = Annotated[Literal["hearing", "issues", "pages", "commands"], typer.Option("--suite", help="What to measure.")]
Engine = Annotated[
    str,
    typer.Option("--engine", help="What drafts: rules, model, or to compare: prompt, peer; default: the settings'."),
]
WeightsName = Annotated[
    str, typer.Option("--weights", help="Recogniser of the hearing suite, else text model: a name or a folder.")
]
Split = Annotated[
    Literal["train", "dev", "test", "all"], typer.Option("--split", help="Which items; test is for reporting only.")
]
Noise = Annotated[
    Literal["", "flat", "errors", "names"],
    typer.Option("--noise", help="Worsen the talk: no capitals and marks, wrong words, or misheard names."),
]
Source = Annotated[
    str, typer.Option("--source", help="text, spoken (the spoken items as said), or weights that hear them first.")
]
Template = Annotated[str, typer.Option("--template", help="The prompt of engine `model`, such as title.v2.")]
Limit = Annotated[int, typer.Option("--limit", min=0, help="Only N items, spread over all; 0 is every one.")]
Out = Annotated[Path | None, typer.Option("--out", help="The run's file; default: one under the evaluation folder.")]
RunPath = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A run's file.")]


@app.command()
def run(
    suite: Suite,
    engine: Engine = "",
    weights: WeightsName = "",
    split: Split = "dev",
    noise: Noise = "",
    source: Source = "text",
    template: Template = "",
    limit: Limit = 0,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Run an engine over the items of a suite; run it again to go on after an interruption."""
    from assistant.config import Settings
    from assistant.evaluation.running import RunOptions
    from assistant.evaluation.running import run as run_suite

    options = RunOptions(
        suite=suite, engine=engine, weights=weights, split=split, noise=noise, source=source, template=template,
        limit=limit,
    )  # fmt: skip
    with bar(suite) as on_progress:
        made = run_suite(options, Settings(), out, on_progress)
    if as_json:
        print_json({"run": str(made.path), "info": made.info, "summary": made.summary})
    else:
        _show_run(made)


@app.command()
def compare(
    run_a: RunPath,
    run_b: RunPath,
    as_json: Json = False,
    items: Annotated[int, typer.Option("--items", min=0, help="How many items that differ are shown.")] = 5,
) -> None:
    """Say which of two runs is better, metric by metric, with intervals, and where they differ."""
    from assistant.evaluation.comparison import compare_runs
    from assistant.evaluation.runs import read_run

    found = compare_runs(read_run(run_a), read_run(run_b))
    if as_json:
        print_json(_comparison_json(found))
    else:
        _show_comparison(found, items)


@app.command()
def report(
    run_paths: Annotated[list[Path], typer.Argument(metavar="RUN...", exists=True, dir_okay=False, help="Runs.")],
    out: Annotated[Path, typer.Option("--out", help="The page to write.")] = Path("report.html"),
) -> None:
    """Write runs of one suite as a page: tables, plots, errors; two runs are compared."""
    from assistant.evaluation.report import write_report
    from assistant.evaluation.runs import read_run

    written = write_report([read_run(path) for path in run_paths], out)
    Console().print(f"Report written to {written}", markup=False, highlight=False, soft_wrap=True)


@app.command()
def judge(
    run_a: RunPath,
    run_b: RunPath,
    host: Annotated[str | None, typer.Option(help="The address to listen on; default: this machine alone.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="0 takes any free one; default: 7860.")] = None,
) -> None:
    """Judge the drafts of two runs blind, in the web page whose address it prints; Ctrl-C ends it."""
    from assistant.config import Settings

    given = {name: value for name, value in {"host": host, "port": port}.items() if value is not None}
    settings = Settings().model_copy(update=given)
    console = Console(stderr=True, highlight=False)
    with console.status("Comparing the runs"):
        query = _judge_query(settings, run_a, run_b)
        from assistant.ui.server import serve

    def ready(address: str) -> None:
        print(f"{address}/{query}", flush=True)
        console.print("Judge the runs at the address above. Press Ctrl-C to stop.")

    serve(settings, ready, (run_a, run_b))
    console.print("Stopped.")


@app.command()
def runs(as_json: Json = False) -> None:
    """List the runs that were made."""
    from assistant.config import Settings
    from assistant.evaluation.running import runs_folder
    from assistant.evaluation.runs import list_runs

    found = list_runs(runs_folder(Settings()))
    if as_json:
        print_json([{"run": str(each.path), "info": each.info, "summary": each.summary} for each in found])
        return
    shown = table("suite", "what", "split", "items", "file")
    for each in found:
        items = f"{len(each.predictions)}{'' if each.summary else ' (cut off)'}"
        add_row(shown, (each.info.suite, each.info.name, each.info.split, items, each.path))
    Console().print(shown)


@app.command()
def budget(
    recognisers: Annotated[list[str] | None, typer.Argument(metavar="[WEIGHTS]...", help="Recognisers.")] = None,
    engine: Engine = "",
    split: Split = "dev",
    as_json: Json = False,
) -> None:
    """Tell what hearing costs and what understanding: spoken items drafted from what was said and what was heard."""
    from assistant.config import Settings
    from assistant.evaluation.budget import error_budget

    settings = Settings()
    names = recognisers or [settings.speech_weights]
    with bar("budget") as on_progress:
        found = error_budget(names, settings, engine=engine, split=split, on_progress=on_progress)
    if as_json:
        print_json({name: [asdict(loss) for loss in losses] for name, losses in found.items()})
        return
    shown = table("recogniser", "metric", "said", "heard", "lost by understanding", "lost by hearing, 95 % interval")
    for name, losses in found.items():
        for loss in losses:
            lost = f"{loss.hearing:+.2f} {loss.low:+.2f} .. {loss.high:+.2f}"
            add_row(
                shown, (name, loss.metric, f"{loss.said:.2f}", f"{loss.heard:.2f}", f"{loss.understanding:.2f}", lost)
            )
    Console().print(shown)


@app.command("table")
def table_(
    split: Split = "test",
    write: Annotated[Path | None, typer.Option("--write", help="A file with markers to put the table between.")] = None,
) -> None:
    """Run every suite with the default engines and print the README's tables; finished runs are not run again."""
    from assistant.config import Settings
    from assistant.evaluation.table import evaluation_table, write_between

    with bar("evaluation") as on_progress:
        made = evaluation_table(split, Settings(), on_progress)
    if write:
        write_between(write, made)
    else:
        typer.echo(made)


@app.command()
def check(as_json: Json = False) -> None:
    """Prove that the labelled items keep the guidelines and are those that were split; exit 1 if not."""
    from assistant.evaluation.check import problems
    from assistant.evaluation.dataset import all_cases, read_split

    found = problems(all_cases())
    read_split()
    if as_json:
        print_json({"items": len(all_cases()), "problems": found})
    else:
        for problem in found:
            Console().print(problem, markup=False, highlight=False, soft_wrap=True)
        Console().print(f"{len(all_cases())} items, {len(found)} problems")
    if found:
        raise typer.Exit(1)


def _judge_query(settings: "Settings", run_a: Path, run_b: Path) -> str:
    """Return the query that opens two runs. Raises `BadInput` unless there is something to judge on them."""
    from assistant.errors import BadInput
    from assistant.evaluation.runs import read_run
    from assistant.ui.shelf import Shelf, judge_query

    for path in (run_a, run_b):
        read_run(path)  # says what is wrong with a file that is no run
    shelf = Shelf(settings, (run_a, run_b))
    one, other = shelf.given
    found = shelf.judging(one, other)
    if not found.left and not found.verdicts:
        raise BadInput("The two runs drafted the same on every item: there is nothing to judge.")
    return judge_query(one, other)


def _show_run(made: "Run") -> None:
    from assistant.evaluation.compare import intervals
    from assistant.evaluation.comparison import show
    from assistant.evaluation.metrics import metric_of
    from assistant.evaluation.scoring import score_run

    scored = score_run(made)
    console = Console(highlight=False)
    shown = table("metric", "value", "95 % interval")
    for name, found in intervals(scored.counts, scored.documents).items():
        metric = metric_of(name)
        between = f"{show(metric, found.low)} .. {show(metric, found.high)}"
        add_row(shown, (metric.title, show(metric, found.value), between))
    console.print(shown)
    summary = made.summary
    failed = summary.get("failed", [])
    console.print(
        f"{summary.get('items', 0)} items, {len(failed)} failed, median {summary.get('median_seconds')} s, "
        f"peak {summary.get('peak_gb')} GB. Run kept in {made.path}", markup=False, soft_wrap=True,
    )  # fmt: skip
    for name in failed:
        console.print(f"  failed: {name}", markup=False)


def _show_comparison(found: "Comparison", items: int) -> None:
    from assistant.evaluation.comparison import show

    console = Console(highlight=False)
    for side, run in (("A", found.a.run), ("B", found.b.run)):
        console.print(f"{side}: {run.info.name} ({run.path.name}, code {run.info.code})", markup=False, soft_wrap=True)
    for line in found.verdict:
        console.print(f"- {line}", markup=False, soft_wrap=True)
    shown = table("metric", "A", "B", "B - A, 95 % interval", "A wins", "B wins", "detectable", "better")
    for each in found.differences:
        change = each.change
        value, low, high = (show(each.metric, v, sign=True) for v in (change.value, change.low, change.high))
        interval = f"{value} [{low}, {high}]"
        cells = (each.metric.title, show(each.metric, each.a), show(each.metric, each.b), interval)
        wins = (f"{each.a_better:.0%}", f"{each.b_better:.0%}", show(each.metric, each.detectable), each.better or "-")
        add_row(shown, (*cells, *wins))
    console.print(shown)
    console.print(f"{len(found.items)} items differ.")
    for item in found.items[:items]:
        console.print(f"\n{item.id}: {item.text}", markup=False, soft_wrap=True)
        for side, findings in (("A", item.only_a), ("B", item.only_b)):
            for finding in findings:
                console.print(f"  only {side} wrong: {finding.words}", markup=False, soft_wrap=True)


def _comparison_json(found: "Comparison") -> dict[str, object]:
    return {
        "a": found.a.run.info,
        "b": found.b.run.info,
        "verdict": found.verdict,
        "differences": [
            {
                "metric": each.metric.name, "a": each.a, "b": each.b, "change": each.change.value,
                "interval": [each.change.low, each.change.high], "a_better": each.a_better, "b_better": each.b_better,
                "items": each.items, "detectable": each.detectable, "better": each.better or None,
            }
            for each in found.differences
        ],
        "items": [
            {"id": item.id, "text": item.text, "only_a": item.only_a, "only_b": item.only_b} for item in found.items
        ],
    }  # fmt: skip
