"""`assistant transcribe`: recordings to text, captions or JSON."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.options import Json, Language, Weights
from assistant.errors import BadInput

if TYPE_CHECKING:
    from rich.progress import Progress

    from assistant.pipeline import Assistant
    from assistant.schema.transcript import Segment
    from assistant.transcripts import FileTranscript, TranscriptOptions

Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="Recordings, or folders of them.")]
Format = Annotated[str, typer.Option("--format", "-f", help="txt, srt, vtt or json.")]
Out = Annotated[Path | None, typer.Option("--out", "-o", help="A folder to write a file per recording into.")]


def transcribe(
    files: Files,
    format_name: Format = "txt",
    out: Out = None,
    language: Language = None,
    weights: Weights = None,
    as_json: Json = False,
) -> None:
    """Write down what is said in recordings, on stdout or into a folder."""
    from assistant.pipeline import Assistant
    from assistant.transcripts import TranscriptOptions, find_recordings

    found = find_recordings(files)
    options = TranscriptOptions(language, weights, format_name, out)
    if out is None and len(found) > 1 and format_name != "txt" and not as_json:
        raise BadInput(f"Several files as {format_name} need a folder.", hint="Add --out FOLDER, or give one file.")
    assistant = Assistant()
    try:
        failed = _run(assistant, found, options, as_json=as_json)
    finally:
        assistant.close()
    if failed:
        raise typer.Exit(1)


def _run(assistant: "Assistant", files: list[Path], options: "TranscriptOptions", *, as_json: bool) -> int:
    """Work through the files under a bar; return how many failed."""
    from assistant.cli.progress import make_progress
    from assistant.transcripts import transcribe_files, write

    # Segments appear as they are heard where only the words are asked for.
    stream = options.out is None and options.format == "txt" and not as_json
    failed = 0
    with make_progress() as progress:
        bars = _Bars(progress, files)
        for result in transcribe_files(assistant, files, options, _print_segment if stream else _ignore, bars.move):
            bars.finish(result.path)
            failed += result.transcript is None
            if as_json:
                _say(json.dumps(_row(result), ensure_ascii=False) + "\n")
            elif result.transcript and not stream:
                _say(f"{result.written}\n" if result.written else write(result.transcript, options.format))
            if message := result.error or (result.transcript and result.transcript.info.notice):
                progress.console.print(f"{result.path}: {message} {result.hint}".rstrip(), markup=False, soft_wrap=True)
    return failed


class _Bars:
    """A bar for the file that is heard, and with several files one for all of them; both in seconds of sound."""

    def __init__(self, progress: "Progress", files: list[Path]) -> None:
        from assistant.transcripts import seconds_of

        self._progress = progress
        # A file of unknown length still counts for something.
        self._seconds = {path: seconds_of(path) or 1.0 for path in files}
        self._done = 0.0
        total = sum(self._seconds.values())
        self._all = progress.add_task("", total=total, name="all files") if len(files) > 1 else None
        self._current = progress.add_task("", total=1.0, name="")

    def move(self, path: Path, done: float, text: str) -> None:
        """Show how far a file is."""
        self._progress.update(self._current, name=path.name, completed=done, description=text)
        self._show_all(self._done + done * self._seconds[path])

    def finish(self, path: Path) -> None:
        """Make ready for the next file."""
        self._done += self._seconds[path]
        self._progress.reset(self._current)
        self._show_all(self._done)

    def _show_all(self, seconds: float) -> None:
        if self._all is not None:
            self._progress.update(self._all, completed=seconds, description=f"{seconds:.0f} s of sound")


def _row(result: "FileTranscript") -> dict[str, Any]:
    row: dict[str, Any] = {"file": str(result.path)}
    if result.transcript is None:
        return row | {"error": result.error, "hint": result.hint}
    if result.written:
        row["written"] = str(result.written)
    return row | {"transcript": result.transcript.model_dump(mode="json")}


def _print_segment(segment: "Segment") -> None:
    _say(segment.text.strip() + "\n")


def _ignore(segment: "Segment") -> None:
    """Do nothing with a segment."""


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
