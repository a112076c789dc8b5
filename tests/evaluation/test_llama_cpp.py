"""The peer: what is sent to llama.cpp and what is made of its answer. A stand-in replays an answer it gave."""

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.errors import BadInput, WeightsNotFound
from assistant.evaluation.llama_cpp import load_peer
from assistant.nlp.generator import GenerateOptions, Message, Prompt

PROMPT = Prompt((Message("system", "Rules."),), "Talk.")
ANSWER = {
    "choices": [{"message": {"content": '{"issues":[]}'}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 120, "completion_tokens": 7},
}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Stand in for the package; return what is asked of it."""
    calls: list[dict[str, Any]] = []

    class Server:
        def __init__(self, wanted: Any) -> None:
            assert wanted.model.path.endswith("tiny.gguf")

        def handle_chat_completions(self, request: dict[str, Any]) -> dict[str, Any]:
            calls.append(request)
            return {"error": "out of memory"} if request["max_tokens"] == 1 else ANSWER

    def wanted() -> Any:
        return SimpleNamespace(model=SimpleNamespace(), cpuparams=SimpleNamespace(), cpuparams_batch=SimpleNamespace())

    monkeypatch.setitem(sys.modules, "xllamacpp", SimpleNamespace(CommonParams=wanted, Server=Server))
    return calls


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tiny.gguf").write_bytes(b"GGUF")
    return tmp_path


def test_the_peer_is_asked_greedily_within_the_schema(asked: list[dict[str, Any]], folder: Path) -> None:
    found = load_peer(folder, "tiny").generate(PROMPT, {"type": "object"})
    assert (found.text, found.finished, found.prompt_tokens, found.tokens) == ('{"issues":[]}', True, 120, 7)
    assert [each["role"] for each in asked[0]["messages"]] == ["system", "user"]
    assert asked[0]["temperature"] == 0
    assert asked[0]["response_format"]["json_schema"]["schema"] == {"type": "object"}


def test_an_answer_that_is_none_is_told(asked: list[dict[str, Any]], folder: Path) -> None:
    with pytest.raises(BadInput, match="out of memory"):
        load_peer(folder, "tiny").generate(PROMPT, {}, GenerateOptions(max_new_tokens=1))


def test_what_is_missing_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    with pytest.raises(BadInput, match="needs llama"):
        load_peer(folder, "tiny")
    (folder / "tiny.gguf").unlink()
    with pytest.raises(WeightsNotFound, match="no GGUF"):
        load_peer(folder, "tiny")
