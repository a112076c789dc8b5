"""Many recordings or notes at once: each file heard, drafted and kept; one bad file never stops the rest."""

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from assistant.audio.load import AUDIO_SUFFIXES
from assistant.errors import AssistantError, BadInput, Cancelled
from assistant.pipeline import Assistant, Origin
from assistant.schema.base import Progress, no_progress
from assistant.schema.review import Applied, Review
from assistant.schema.transcript import Transcript
from assistant.speech.base import TranscribeOptions

TEXT_SUFFIXES = frozenset({".txt", ".md", ".text"})

#: A file's share of progress that hearing takes; the rest is drafting.
_HEARING_SHARE = 0.9


@dataclass(frozen=True)
class BatchOptions:
    """How to treat every file of a batch."""

    project_key: str | None = None
    space_key: str | None = None
    engine: str | None = None
    weights: str | None = None
    language: str | None = None
    accept: bool = False
    again: bool = False


@dataclass(frozen=True)
class FileResult:
    """What became of one file. `seconds` is how long it took, `duration` how much sound it held."""

    path: Path
    outcome: Literal["drafted", "accepted", "skipped", "failed"]
    message: str = ""
    review_id: int | None = None
    issues: int = 0
    commands: int = 0
    questions: int = 0
    issue_keys: tuple[str, ...] = ()
    page_ids: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    duration: float = 0.0
    seconds: float = field(default=0.0, compare=False)


def find_files(paths: Iterable[Path]) -> list[Path]:
    """Return the recordings and notes under `paths`, each once, in a stable order.

    A named file is always taken; in a folder only files of a known kind are. Raises `BadInput` when one is missing.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise BadInput(f"{path} does not exist.", hint="Check the spelling of the file or folder.")
        for file in _files_in(path):
            found.setdefault(file)
    return list(found)


def run_batch(
    assistant: Assistant,
    files: Iterable[Path],
    options: BatchOptions = BatchOptions(),
    on_progress: Callable[[Path, float, str], None] = lambda path, done, text: None,
) -> Iterator[FileResult]:
    """Work through `files` and yield a result as soon as each is done.

    A file whose bytes were worked on before, for the same project, is skipped unless `options.again`. Only `Cancelled`
    (raised from `on_progress`) ends the run early; every other failure is a result.
    """
    project = assistant.store.project(options.project_key or assistant.settings.project).key
    done = {r.fingerprint: r for r in assistant.store.reviews() if r.fingerprint and r.project_key == project}
    for path in files:
        started = time.perf_counter()
        try:
            fingerprint = _fingerprint(path)
            earlier = done.get(fingerprint)
            if earlier is not None and not options.again:
                result = _finish_earlier(assistant, path, earlier, options)
            else:
                review = _propose(assistant, path, fingerprint, options, _for_file(on_progress, path))
                done[fingerprint] = review
                result = _finish(assistant, path, review, options)
        except Cancelled:
            raise
        except (AssistantError, OSError) as error:
            hint = getattr(error, "hint", "")
            result = FileResult(path, "failed", f"{error} {hint}".strip())
        yield _timed(result, time.perf_counter() - started)


def read_source(
    assistant: Assistant, path: Path, options: BatchOptions = BatchOptions(), on_progress: Progress = no_progress
) -> str | Transcript:
    """Return what a file says: a saved transcript (json), a note (text), or what is heard in a recording."""
    if path.name.endswith(".json"):
        try:
            return Transcript.model_validate_json(path.read_bytes())
        except ValueError as error:
            raise BadInput(
                f"{path.name} is not a transcript.", hint="Make one with `assistant transcribe FILE --format json`."
            ) from error
    if path.suffix.lower() in TEXT_SUFFIXES:
        return read_text(path)
    language = options.language or assistant.settings.language
    return assistant.transcribe(
        path, TranscribeOptions(language=language), weights=options.weights, on_progress=on_progress
    )


def read_text(path: Path) -> str:
    """Return the text of a note. Raises `BadInput` when it is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{path.name} is not UTF-8 text.", hint="Save it as UTF-8, or name it as audio.") from error


def _files_in(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
        return
    if not path.is_dir():  # a pipe or a device may never end
        raise BadInput(f"{path} is neither a file nor a folder.", hint="Name a recording, a note or a folder.")
    known = AUDIO_SUFFIXES | TEXT_SUFFIXES
    yield from (p for p in sorted(path.rglob("*")) if p.is_file() and p.suffix.lower() in known)


def _fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _for_file(on_progress: Callable[[Path, float, str], None], path: Path) -> Progress:
    return lambda done, text: on_progress(path, done, text)


def _propose(
    assistant: Assistant, path: Path, fingerprint: str, options: BatchOptions, on_progress: Progress
) -> Review:
    source = read_source(assistant, path, options, lambda done, text: on_progress(done * _HEARING_SHARE, text))
    recording = assistant.keep_recording(path) if isinstance(source, Transcript) and path.suffix != ".json" else None
    return assistant.propose(
        source,
        Origin(path.name, options.project_key, options.space_key, recording, fingerprint),
        engine=options.engine,
        on_progress=lambda done, text: on_progress(_HEARING_SHARE + done * (1 - _HEARING_SHARE), text),
    )


def _finish(assistant: Assistant, path: Path, review: Review, options: BatchOptions) -> FileResult:
    drafts, transcript = review.drafts, review.transcript
    applied = assistant.accept(review.id) if options.accept else Applied(review_id=review.id)
    return FileResult(
        path,
        "accepted" if options.accept else "drafted",
        message=transcript.info.notice if transcript else "",
        review_id=review.id,
        issues=len(drafts.issues),
        commands=len(drafts.commands),
        questions=len(drafts.questions),
        issue_keys=applied.issue_keys,
        page_ids=applied.page_ids,
        notes=applied.notes,
        duration=transcript.info.duration if transcript else 0.0,
    )


def _finish_earlier(assistant: Assistant, path: Path, earlier: Review, options: BatchOptions) -> FileResult:
    """Skip a known file; but one that still waits is accepted now if the run accepts."""
    if options.accept and earlier.status == "waiting":
        return _finish(assistant, path, earlier, options)
    return FileResult(path, "skipped", f"already done as review {earlier.id} ({earlier.status})", earlier.id)


def _timed(result: FileResult, seconds: float) -> FileResult:
    return replace(result, seconds=seconds)
