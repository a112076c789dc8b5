"""`assistant draft`: what a text or recording asks for; saved for review, or printed as JSON."""

import os
import sys
from collections.abc import Collection, Iterable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from assistant.cli.options import Engine, Json, Language, Project, Weights, Yes
from assistant.cli.output import print_json
from assistant.cli.terminal import Console
from assistant.errors import BadInput

if TYPE_CHECKING:
    from assistant.batch import BatchOptions
    from assistant.pipeline import Assistant
    from assistant.schema.draft import DraftSet
    from assistant.schema.review import Applied, Review
    from assistant.schema.transcript import Transcript

File = Annotated[
    str, typer.Argument(metavar="[FILE|-]", help="A note, a transcript (json) or a recording; - is stdin.")
]
Batch = Annotated[Path | None, typer.Option("--batch", help="Draft each line of this JSONL file; needs --out.")]
Out = Annotated[Path | None, typer.Option("--out", help="Where --batch writes a line per item; - is stdout.")]
Resume = Annotated[bool, typer.Option("--resume", help="Keep what --out already holds and do the rest.")]
Date = Annotated[
    datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="The day it was said; default: today.")
]
Save = Annotated[
    bool | None,
    typer.Option("--save/--no-save", help="Keep the drafts for review; by default yes, but no with --json."),
]


def draft(
    file: File = "-",
    as_json: Json = False,
    batch: Batch = None,
    out: Out = None,
    resume: Resume = False,
    engine: Engine = None,
    project: Project = None,
    day: Date = None,
    save: Save = None,
    yes: Yes = False,
    language: Language = None,
    weights: Weights = None,
) -> None:
    """Propose issues, commands and a page from a note, a transcript or a recording."""
    from assistant.batch import BatchOptions
    from assistant.pipeline import Assistant, Origin

    assistant = Assistant()
    if batch or out:
        _draft_batch(assistant, batch, out, engine, resume)
        return
    options = BatchOptions(project, engine=engine, weights=weights, language=language)
    source, name, recording = _read(assistant, file, options)
    context = assistant.context(project)
    if day:
        context = context.model_copy(update={"reference_date": day.date()})
    drafts = assistant.draft(source, context, engine=engine)
    review = None
    said = source if isinstance(source, str) else source.text
    if yes or (save if save is not None else not as_json and bool(said.strip())):
        kept = assistant.keep_recording(recording) if recording else None
        review = assistant.keep(source, drafts, Origin(name, context.project_key, recording=kept))
    # Written before it is shown: whoever reads the answer may hang up in the middle of it.
    applied = assistant.accept(review.id) if yes and review else None
    assistant.close()
    if as_json:
        print_json(drafts)
    else:
        _show(drafts, source, review, applied)


def _show(drafts: "DraftSet", source: "str | Transcript", review: "Review | None", applied: "Applied | None") -> None:
    from assistant.cli.show import show_applied, show_drafts

    console = Console()
    if not isinstance(source, str) and source.info.notice:
        console.print(source.info.notice, markup=False)
    show_drafts(console, drafts)
    if applied:
        show_applied(console, applied)
    elif review:
        console.print(f"Accept with: assistant accept {review.id}", style="dim", markup=False)


def _read(assistant: "Assistant", file: str, options: "BatchOptions") -> "tuple[str | Transcript, str, Path | None]":
    from assistant.batch import read_source
    from assistant.cli.progress import bar

    if file == "-":
        if sys.stdin is None:
            raise BadInput("There is no standard input.", hint="Give a note, a transcript or a recording.")
        if sys.stdin.isatty():
            Console(stderr=True).print("Type or paste the text, then end with Ctrl-D on a line of its own.")
        return _decode(sys.stdin.buffer.read()), "typed text", None
    path = Path(file)
    if not path.is_file():
        raise BadInput(f"{file} is not a file.", hint="Give a note, a transcript or a recording; - reads stdin.")
    with bar(path.name) as on_progress:
        source = read_source(assistant, path, options, on_progress)
    is_recording = not isinstance(source, str) and path.suffix != ".json"
    return source, path.name, path if is_recording else None


def _decode(raw: bytes, name: str = "Standard input") -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(
            f"{name} is not UTF-8 text.", hint="Give a recording by its file name, without --batch."
        ) from error


def _draft_batch(
    assistant: "Assistant", batch: Path | None, out: Path | None, engine: str | None, resume: bool
) -> None:
    from assistant.draft_lines import draft_lines, finished_rows, split_lines

    if not (batch and out):
        raise BadInput("--batch and --out go together.", hint="assistant draft --batch IN.jsonl --out OUT.jsonl")
    if not batch.is_file():
        raise BadInput(f"{batch} is not a file.", hint="Give a file with a draft item on each line.")
    if out.exists() and out.samefile(batch):
        raise BadInput("--out would overwrite the input.", hint="Name another file.")
    lines = split_lines(_decode(batch.read_bytes(), str(batch)))
    kept: list[tuple[str, str]] = []
    if resume and out.is_file():
        # What an interruption left may end in the middle of a character.
        kept = finished_rows(split_lines(out.read_text(encoding="utf-8", errors="replace")))
    rows = draft_lines(assistant, lines, engine=engine, done=[item_id for item_id, _ in kept])
    failed = _write_rows(rows, out, [line for _, line in kept], len(lines))
    assistant.close()
    if failed:
        Console(stderr=True).print(f'{failed} of {len(lines)} lines failed; each says why under "error".')
        raise typer.Exit(1)


def _write_rows(rows: Iterable[dict[str, Any]], out: Path, kept: Collection[str], total: int) -> int:
    """Write what was kept and then each row as it comes; return how many failed."""
    import json

    from assistant.cli.progress import bar

    failed = 0
    with ExitStack() as stack:
        file: TextIO = sys.stdout
        if str(out) != "-":
            file = stack.enter_context(_rewritten(out, kept))
        on_progress = stack.enter_context(bar("drafting"))
        for number, row in enumerate(rows, start=len(kept) + 1):
            failed += "error" in row
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            file.flush()
            on_progress(min(number / total, 1.0), f"{number} of {total}")
    return failed


def _rewritten(out: Path, kept: Iterable[str]) -> TextIO:
    """Return the output open at its end and holding only `kept`, at no moment less than that."""
    # A link goes on leading to the file that it led to, and a device or pipe is written to, never replaced.
    out = Path(os.path.realpath(out))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        if out.is_file() or not out.exists():
            fresh = out.with_name(f".{out.name}.partial")
            fresh.write_text("".join(f"{line}\n" for line in kept), encoding="utf-8", newline="\n")
            fresh.replace(out)
        # A lone half of a character, which JSON may hold, is written as JSON's escape.
        return out.open("a", encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        raise BadInput(
            f"{out} cannot be written ({error.strerror}).", hint="Choose another file with --out."
        ) from error
