"""Progress bars on stderr, drawn by rich; silent where stderr is not a terminal."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from assistant.cli.terminal import Console

if TYPE_CHECKING:
    from assistant.schema.base import Progress as OnProgress


def make_progress() -> Progress:
    """Return an unstarted set of bars: what, share, message, time gone and time left."""
    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.fields[name]}", markup=False),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TextColumn("{task.description}", markup=False),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
        # What is written to stdout goes above the bars on a shared terminal, but must stay in a pipe or file.
        redirect_stdout=sys.stdout.isatty(),
    )


@contextmanager
def bar(name: str) -> "Iterator[OnProgress]":
    """Show one bar while the body runs; yields the callback that moves it."""
    with make_progress() as progress:
        task = progress.add_task("", total=1.0, name=name)
        yield lambda done, text: progress.update(task, completed=done, description=text)
