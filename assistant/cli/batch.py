"""`assistant batch`: many recordings and notes, with total and per-file progress, a result line each."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from assistant.cli.options import Engine, Json, Language, Project, Weights, Yes
from assistant.cli.terminal import Console

if TYPE_CHECKING:
    from assistant.batch import BatchOptions, FileResult
    from assistant.pipeline import Assistant

Paths = Annotated[list[Path], typer.Argument(metavar="FILES|DIRS...", help="Recordings and notes, or folders of them.")]
Again = Annotated[bool, typer.Option("--again", help="Work on files that were done before, too.")]

_MARKS = {"drafted": "✓", "accepted": "✓", "skipped": "–", "failed": "✗"}
_STYLES = {"drafted": "green", "accepted": "green", "skipped": "dim", "failed": "red"}


def batch(
    paths: Paths,
    project: Project = None,
    engine: Engine = None,
    weights: Weights = None,
    language: Language = None,
    yes: Yes = False,
    again: Again = False,
    as_json: Json = False,
) -> None:
    """Transcribe and draft many files; finished ones are skipped on a second run, a bad one never stops the rest."""
    from assistant.batch import BatchOptions, find_files
    from assistant.pipeline import Assistant

    files = find_files(paths)
    options = BatchOptions(project, None, engine, weights, language, accept=yes, again=again)
    assistant = Assistant()
    try:
        results = run_with_bars(assistant, files, options, as_json=as_json)
    finally:
        assistant.close()
    if any(result.outcome == "failed" for result in results):
        raise typer.Exit(1)


def run_with_bars(
    assistant: "Assistant", files: list[Path], options: "BatchOptions", *, as_json: bool = False
) -> "list[FileResult]":
    """Run a batch under two bars, all files and the current one; print a line (or JSON line) as each file ends."""
    from assistant.batch import run_batch
    from assistant.cli.progress import make_progress

    console = Console()
    results: list[FileResult] = []
    with make_progress() as progress:
        total = progress.add_task("", total=float(len(files)), name="all files")
        current = progress.add_task("", total=1.0, name="")

        def on_progress(path: Path, done: float, text: str) -> None:
            progress.update(current, name=path.name, completed=done, description=text)
            progress.update(total, completed=len(results) + done, description=f"{len(results)} of {len(files)}")

        for result in run_batch(assistant, files, options, on_progress):
            results.append(result)
            progress.reset(current)
            progress.update(total, completed=len(results), description=f"{len(results)} of {len(files)}")
            if as_json:
                sys.stdout.write(json.dumps(asdict(result), default=str) + "\n")
                sys.stdout.flush()
            else:
                console.print(result_line(result), soft_wrap=True)
    if not as_json:
        console.print(_totals(results))
    return results


def result_line(result: "FileResult") -> Text:
    """Say in one line what became of a file."""
    line = Text(f"{_MARKS[result.outcome]} {result.path.name}: {result.outcome}", style=_STYLES[result.outcome])
    if result.outcome in ("drafted", "accepted"):
        line.append(f" as review {result.review_id}, {_count(result.issues, 'issue')}", style="default")
        line.append(f", {_count(result.commands, 'command')}, {_count(result.questions, 'question')}", style="default")
        if result.issue_keys:
            line.append(f" ({', '.join(result.issue_keys)})", style="bold default")
        line.append(f" in {result.seconds:.1f} s", style="dim")
    for extra in (result.message, *result.notes):
        if extra:
            line.append(f" {extra}", style="yellow")
    return line


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _totals(results: "list[FileResult]") -> str:
    counts = {outcome: sum(r.outcome == outcome for r in results) for outcome in _MARKS}
    return ", ".join(f"{number} {outcome}" for outcome, number in counts.items() if number) or "Nothing to do."
