"""How commands answer: JSON and tables on stdout; and the store they ask."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

import typer
from rich.table import Table
from rich.text import Text

from assistant.cli.terminal import Console

if TYPE_CHECKING:
    from rich.markdown import Markdown

    from assistant.schema.jira import User
    from assistant.store import Store


@contextmanager
def open_store() -> Iterator["Store"]:
    """Open the store of the settings for the time of a command."""
    from assistant.pipeline import Assistant

    assistant = Assistant()
    try:
        yield assistant.store
    finally:
        assistant.close()


def print_json(value: object) -> None:
    """Print a value, or a list of values, as JSON; characters that the terminal cannot show are escaped."""
    ascii_only = "utf" not in (sys.stdout.encoding or "").lower()
    typer.echo(json.dumps(plain(value), ensure_ascii=ascii_only, indent=2))


def plain(value: object) -> Any:
    """Return a value as what JSON knows."""
    dump = getattr(value, "model_dump", None)
    if dump is not None:
        return dump(mode="json")
    if isinstance(value, dict):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return value


def table(*columns: str) -> Table:
    """Return an empty table that reads well in a narrow terminal."""
    made = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        made.add_column(column, overflow="fold")
    return made


def add_row(made: Table, cells: Sequence[object]) -> None:
    """Add a row of plain text; None is an empty cell, and nothing in it is taken for markup."""
    made.add_row(*(Text("" if cell is None else str(cell)) for cell in cells))


def show_facts(console: Console, facts: Mapping[str, object]) -> None:
    """Print names beside values, leaving out what is empty."""
    made = Table(box=None, show_header=False, pad_edge=False)
    made.add_column(style="bold")
    made.add_column(overflow="fold")
    for name, value in facts.items():
        if value not in (None, "", (), []):
            made.add_row(name, Text(", ".join(value) if isinstance(value, tuple) else str(value)))
    console.print(made)


def as_markdown(text: str) -> "Markdown":
    """Return markdown as the terminal can show it."""
    # Imported late: it brings a parser and a highlighter, which `assistant --help` should not wait for.
    from rich.markdown import Markdown

    return Markdown(text)


def name_of(user: "User | None") -> str:
    """Return how a person is called; nobody is an empty text."""
    return user.display_name if user else ""


def moment(when: datetime) -> str:
    """Return a time as the person's clock shows it."""
    return when.astimezone().strftime("%Y-%m-%d %H:%M")
