"""The `assistant` command: registers one module per command and turns errors into exits."""

import os
import sys
import threading

import typer
from rich.text import Text

from assistant.cli import (
    accept,
    batch,
    demo,
    devices,
    draft,
    evaluate,
    issues,
    pages,
    record,
    reviews,
    transcribe,
    weights,
)
from assistant.cli import run as web
from assistant.cli.terminal import Console
from assistant.errors import AssistantError, Cancelled

#: The exit status of a program that was stopped by Ctrl-C.
_STOPPED = 130

app = typer.Typer(
    name="assistant",
    help="Talk or type about work; get reviewed issues and pages, all on this machine.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)

app.command()(record.record)
app.command()(devices.devices)
app.command()(transcribe.transcribe)
app.command()(draft.draft)
app.command()(accept.accept)
app.command()(batch.batch)
app.command()(demo.demo)
app.command()(web.run)
app.add_typer(issues.app, name="issues")
app.add_typer(pages.app, name="pages")
app.add_typer(reviews.app, name="reviews")
app.add_typer(weights.app, name="weights")
app.add_typer(evaluate.app, name="evaluate")


def run() -> None:
    """Run the command line; print errors in words on stderr and exit 1, or 130 when stopped by the person."""
    code = _run()
    if not _flush():
        code = code or 1
    if threading.active_count() > 1:
        # A usual exit would unload the recogniser under a thread that still works in it, which aborts the process.
        if sys.stderr is not None:
            sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def _run() -> int:
    console = Console(stderr=True, highlight=False)
    try:
        app()
    except SystemExit as end:
        if end.code == _STOPPED:  # typer's word for Ctrl-C
            console.print("Stopped.")
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except (Cancelled, KeyboardInterrupt):
        console.print("Stopped.")
        return _STOPPED
    except AssistantError as error:
        console.print(Text.assemble(("Error: ", "red"), str(error)), soft_wrap=True)
        if error.hint:
            console.print(error.hint, markup=False, soft_wrap=True)
        return 1
    except OSError as error:
        _tell_system_error(error)
        return 1
    return 0


def _flush() -> bool:
    """Write out what still waits for stdout; return whether that went well."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        # Else the interpreter tries, and complains, once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            _tell_system_error(error)
        return False
    return True


def _tell_system_error(error: OSError) -> None:
    console = Console(stderr=True, highlight=False)
    where = f"{error.filename}: " if error.filename else ""
    console.print(Text.assemble(("Error: ", "red"), f"{where}{error.strerror or error}."), soft_wrap=True)
    console.print("Is there room on the disk, and may you read and write there?", markup=False, soft_wrap=True)


if __name__ == "__main__":
    run()
