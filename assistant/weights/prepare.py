"""What is done once after install, so that loading is fast ever after."""

import shutil
from pathlib import Path

from assistant.schema.base import Progress, Value, no_progress
from assistant.weights.checksum import sha256
from assistant.weights.gguf import convert
from assistant.weights.manifest import Entry, WeightsFile

PREPARED = "prepared.json"
_WORK = ".preparing"
_VERSION = 1  # raise it when the conversion changes: folders prepared before are then prepared anew


class PreparedFile(Value):
    """One file that preparing made."""

    bytes: int
    sha256: str


class Prepared(Value):
    """What preparing made, and from what."""

    version: int
    source: str
    files: dict[str, PreparedFile]


def read_prepared(entry: Entry, folder: Path) -> Prepared | None:
    """Return the record of a finished preparation of ``entry`` in ``folder``, or None when it must be done (again)."""
    try:
        prepared = Prepared.model_validate_json((folder / PREPARED).read_bytes())
    except (OSError, ValueError):
        return None
    current = prepared.version == _VERSION and prepared.source == _source(entry).sha256
    return prepared if current else None


def prepared_size(entry: Entry) -> int:
    """Return about how many bytes preparing ``entry`` adds at most: weights of 5 to 8 bits become 16-bit ones."""
    return round(entry.size * 2.8) if entry.prepare else 0


def prepare(entry: Entry, folder: Path, on_progress: Progress = no_progress, *, force: bool = False) -> None:
    """Do what ``entry`` needs once in ``folder``; nothing when it is done already. Raises `WeightsDamaged`."""
    if entry.prepare is None or (not force and read_prepared(entry, folder)):
        return
    work = folder / _WORK
    shutil.rmtree(work, ignore_errors=True)
    (folder / PREPARED).unlink(missing_ok=True)
    work.mkdir()
    try:
        convert(folder / _source(entry).name, work, lambda part, text: on_progress(0.95 * part, text))
        prepared = Prepared(version=_VERSION, source=_source(entry).sha256, files=_describe(work))
        for name in prepared.files:
            (work / name).replace(folder / name)
        # The record comes last: without it the files count as not there.
        record = work / PREPARED
        record.write_text(prepared.model_dump_json(indent=1))
        record.replace(folder / PREPARED)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    on_progress(1.0, "prepared")


def _source(entry: Entry) -> WeightsFile:
    """Return the file that is converted."""
    return next(file for file in entry.files if file.name.endswith(".gguf"))


def _describe(folder: Path) -> dict[str, PreparedFile]:
    """Return name, size and checksum of every file in ``folder``."""
    return {
        path.name: PreparedFile(bytes=path.stat().st_size, sha256=sha256(path))
        for path in sorted(folder.iterdir())
        if path.is_file()
    }
