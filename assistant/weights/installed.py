"""What lies under models/: find it, tell its state, check every byte."""

from pathlib import Path

from pydantic import ValidationError

from assistant.errors import WeightsDamaged, WeightsNotFound
from assistant.schema.base import Progress, Value, no_progress
from assistant.weights.checksum import sha256
from assistant.weights.manifest import Entry, Manifest
from assistant.weights.prepare import read_prepared

MARKER = "installed.json"


class Problem(Value):
    """What is wrong with one file of a model; an empty ``file`` means the model as a whole."""

    file: str
    text: str


class Status(Value):
    """One model of the manifest, and whether it is here."""

    name: str
    task: str
    use: str
    default: bool
    license: str
    bytes: int
    installed: bool
    folder: str


class Marker(Value):
    """Size and change time of every file when its checksum was last found right."""

    files: dict[str, tuple[int, int]]


def locate(models_dir: Path, name_or_folder: str) -> Path:
    """Return the folder with the files of a model; a path to a folder is taken as it is.

    Raises `UnknownName`, `WeightsNotFound`, or `WeightsDamaged` when a file is missing or has the wrong size.
    Checksums are `verify`'s: they take too long for every start.
    """
    manifest = Manifest.load(models_dir)
    if name_or_folder not in manifest.names:
        for folder in (Path(name_or_folder).expanduser(), models_dir / name_or_folder):
            if name_or_folder and folder.is_dir():
                return folder
    entry = manifest.entry(name_or_folder)
    folder = models_dir / entry.name
    if not folder.is_dir():
        raise WeightsNotFound(f"The model {entry.name!r} is not installed under {models_dir}.")
    hint = f"Run `assistant weights install {entry.name}`."
    if problem := next(iter(_wrong_sizes(entry, folder)), None):
        raise WeightsDamaged(f"The model {entry.name!r} is incomplete: {problem.file} {problem.text}.", hint)
    if problem := next(iter(_prepared_problems(entry, folder)), None):
        raise WeightsNotFound(f"The model {entry.name!r} {problem.text}.", hint)
    return folder


def status(models_dir: Path) -> list[Status]:
    """Return every model of the manifest with its state. Sizes are looked at, not checksums."""
    manifest = Manifest.load(models_dir)
    return [_status(manifest.entry(name), models_dir / name) for name in manifest.names]


def verify(models_dir: Path, name: str, on_progress: Progress = no_progress) -> list[Problem]:
    """Read every byte of an installed model; return what differs from the manifest, an empty list when nothing does."""
    entry = Manifest.load(models_dir).entry(name)
    folder = models_dir / entry.name
    if not folder.is_dir():
        return [Problem(file="", text="is not installed")]
    problems = check(entry, folder, on_progress)
    if problems:
        # So that the next install looks again instead of trusting it.
        forget(folder)
    return problems


def check(entry: Entry, folder: Path, on_progress: Progress = no_progress) -> list[Problem]:
    """Compare every file of ``entry`` in ``folder`` with its checksum, those that preparing made as well."""
    expected = expected_files(entry, folder)
    total = sum(size for size, _ in expected.values()) or 1
    done = 0
    problems = []
    for name, (size, digest) in expected.items():
        text = f"checking: {name}"

        def on_bytes(count: int, text: str = text) -> None:
            nonlocal done
            done += count
            on_progress(min(done / total, 1.0), text)

        if problem := _size_problem(folder / name, name, size):
            problems.append(problem)
        elif sha256(folder / name, on_bytes) != digest:
            problems.append(Problem(file=name, text="has wrong bytes"))
    return problems + _prepared_problems(entry, folder)


def expected_files(entry: Entry, folder: Path) -> dict[str, tuple[int, str]]:
    """Return name -> (bytes, SHA-256) of the manifest's files, then of those that preparing made in ``folder``."""
    expected = {file.name: (file.bytes, file.sha256) for file in entry.files}
    prepared = read_prepared(entry, folder) if entry.prepare else None
    made = prepared.files if prepared else {}
    return expected | {name: (file.bytes, file.sha256) for name, file in made.items()}


def remember(entry: Entry, folder: Path) -> None:
    """Record that every file was just found right, so that the next install need not read them."""
    marker = Marker(files={name: _stamp(folder / name) for name in expected_files(entry, folder)})
    (folder / MARKER).write_text(marker.model_dump_json(indent=1))


def forget(folder: Path) -> None:
    """Drop that record."""
    try:
        (folder / MARKER).unlink(missing_ok=True)
    except OSError:
        return  # a folder that cannot be written cannot be repaired by an install either


def is_remembered(entry: Entry, folder: Path) -> bool:
    """Tell whether all files were found right before and have not been touched since."""
    try:
        marker = Marker.model_validate_json((folder / MARKER).read_bytes())
        if _shape_problems(entry, folder):
            return False
        return marker.files == {name: _stamp(folder / name) for name in expected_files(entry, folder)}
    except (OSError, ValidationError):
        return False


def _status(entry: Entry, folder: Path) -> Status:
    """Return the state of one model."""
    return Status(
        name=entry.name,
        task=entry.task,
        use=entry.use,
        default=entry.default,
        license=entry.license,
        bytes=entry.size,
        installed=folder.is_dir() and not _shape_problems(entry, folder),
        folder=str(folder),
    )


def _shape_problems(entry: Entry, folder: Path) -> list[Problem]:
    """Return what can be seen without reading the files."""
    return _wrong_sizes(entry, folder) + _prepared_problems(entry, folder)


def _wrong_sizes(entry: Entry, folder: Path) -> list[Problem]:
    """Return the files that are missing or have the wrong size."""
    expected = expected_files(entry, folder)
    problems = [_size_problem(folder / name, name, size) for name, (size, _) in expected.items()]
    return [problem for problem in problems if problem]


def _size_problem(path: Path, name: str, size: int) -> Problem | None:
    """Return what is wrong with the presence or size of a file."""
    if not path.is_file():
        return Problem(file=name, text="is missing")
    actual = path.stat().st_size
    return None if actual == size else Problem(file=name, text=f"has {actual} bytes instead of {size}")


def _prepared_problems(entry: Entry, folder: Path) -> list[Problem]:
    """Return what is wrong when the model needs preparing and that was not done."""
    if entry.prepare is None or read_prepared(entry, folder):
        return []
    return [Problem(file=entry.files[0].name, text="is not yet prepared for fast loading")]


def _stamp(path: Path) -> tuple[int, int]:
    """Return size and change time of a file."""
    stat = path.stat()
    return stat.st_size, stat.st_mtime_ns
