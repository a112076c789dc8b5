"""`assistant demo`: every fixture through the whole flow into a store of its own, without a browser."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.options import Engine
from assistant.cli.terminal import Console
from assistant.errors import BadInput

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

Clips = Annotated[Path, typer.Argument(help="A folder of recordings.")]
Home = Annotated[Path, typer.Option("--home", help="Where the demo's store and recordings go; emptied first.")]

#: Marks a folder as made by the demo, so that no other folder is ever emptied.
_MARK = ".assistant-demo"


def demo(clips: Clips = Path("fixtures/audio"), home: Home = Path("data/demo"), engine: Engine = None) -> None:
    """Transcribe, draft and accept every recording of a folder, then print the board and the pages."""
    from assistant.audio.load import AUDIO_SUFFIXES
    from assistant.batch import BatchOptions, find_files
    from assistant.cli.batch import run_with_bars
    from assistant.config import Settings
    from assistant.pipeline import Assistant

    files = [file for file in find_files([clips]) if file.suffix in AUDIO_SUFFIXES]
    if not files:
        raise BadInput(f"There is no recording in {clips}.", hint="Run this in the project's folder, or name a folder.")
    _empty(home)
    store = home / "store.db"
    assistant = Assistant(Settings(home=home, store=str(store)))
    try:
        results = run_with_bars(assistant, files, BatchOptions(engine=engine, accept=True))
        _print_store(assistant)
    finally:
        assistant.close()
    Console().print(f"Open it with: make run STORE={store}", markup=False, soft_wrap=True)
    if any(result.outcome == "failed" for result in results):
        raise typer.Exit(1)


def _print_store(assistant: "Assistant") -> None:
    from assistant.cli.issues import show_board
    from assistant.cli.pages import show_pages

    show_board(Console(), assistant.store)
    show_pages(Console(), assistant.store)


def _empty(home: Path) -> None:
    if home.exists() and any(home.iterdir()) and not (home / _MARK).exists():
        raise BadInput(f"{home} holds something else than an earlier demo.", hint="Give another folder with --home.")
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    (home / _MARK).touch()
