"""Many recordings to transcripts in a format of choice; one bad file never stops the rest."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.audio.load import AUDIO_SUFFIXES, probe
from assistant.errors import AssistantError, AudioError, BadInput, UnknownName
from assistant.pipeline import Assistant
from assistant.schema.base import Progress
from assistant.schema.transcript import Segment, Transcript
from assistant.speech.base import TranscribeOptions, no_segment
from assistant.speech.writers import FORMATS


@dataclass(frozen=True)
class TranscriptOptions:
    """How to hear the files and what to make of them; without `out` nothing is written."""

    language: str | None = None
    weights: str | None = None
    format: str = "txt"
    out: Path | None = None

    def __post_init__(self) -> None:
        if self.format not in FORMATS:
            raise UnknownName("format", self.format, FORMATS)


@dataclass(frozen=True)
class FileTranscript:
    """What became of one file: a transcript (and where it was written), or an error in words."""

    path: Path
    transcript: Transcript | None = None
    written: Path | None = None
    error: str = ""
    hint: str = ""


def find_recordings(paths: Iterable[Path]) -> list[Path]:
    """Return the recordings under `paths`, each once: every named file, and of a folder what looks like sound.

    Raises `BadInput` for a folder without any.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.is_dir():
            found.setdefault(path)
            continue
        inside = [p for p in sorted(path.rglob("*")) if p.is_file() and p.suffix.lower() in AUDIO_SUFFIXES]
        if not inside:
            raise BadInput(f"There is no recording in {path}.", hint=f"Known are {', '.join(sorted(AUDIO_SUFFIXES))}.")
        found.update(dict.fromkeys(inside))
    return list(found)


def write(transcript: Transcript, format_name: str) -> str:
    """Return a transcript in a format."""
    return FORMATS[format_name](transcript)


def seconds_of(path: Path) -> float:
    """Return a file's length as far as it tells without being decoded, else 0."""
    try:
        return probe(path).duration or 0.0
    except AssistantError:
        return 0.0


def transcribe_files(
    assistant: Assistant,
    files: Iterable[Path],
    options: TranscriptOptions = TranscriptOptions(),
    on_segment: Callable[[Segment], None] = no_segment,
    on_progress: Callable[[Path, float, str], None] = lambda path, done, text: None,
) -> Iterator[FileTranscript]:
    """Transcribe file after file and yield each result as soon as it is there; a file without sound is a result too.

    What is wrong for every file (weights, language, the folder to write to) and `Cancelled` end the run.
    """
    taken: set[Path] = set()
    hear = TranscribeOptions(language=options.language or assistant.settings.language)
    for path in files:
        written = _free_name(options.out, path, options.format, taken) if options.out else None
        try:
            transcript = assistant.transcribe(
                path, hear, weights=options.weights, on_segment=on_segment, on_progress=_of(on_progress, path)
            )
            if written:
                _save(written, write(transcript, options.format))
        except AudioError as error:
            yield FileTranscript(path, error=str(error), hint=error.hint)
        else:
            yield FileTranscript(path, transcript, written)


def _of(on_progress: Callable[[Path, float, str], None], path: Path) -> Progress:
    return lambda done, text: on_progress(path, done, text)


def _free_name(out: Path, path: Path, suffix: str, taken: set[Path]) -> Path:
    """Name the file after the recording; two recordings of one run never share a file."""
    names = [f"{path.stem}.{suffix}", f"{path.name}.{suffix}"]
    names += [f"{path.stem}-{number}.{suffix}" for number in range(2, len(taken) + 3)]
    chosen = next(out / name for name in names if out / name not in taken)
    taken.add(chosen)
    return chosen


def _save(path: Path, text: str) -> None:
    """Write a file so that it is never there by halves."""
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text, encoding="utf-8")
        os.replace(part, path)
    except OSError as error:
        raise BadInput(f"{path} cannot be written ({error.strerror}).", hint="Choose another folder.") from error
