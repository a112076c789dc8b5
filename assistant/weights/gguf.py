"""Turn a GGUF file of the Qwen2 family into the folder that transformers loads in seconds.

Reading the GGUF itself takes transformers most of a minute at every start, so it is unpacked once. Tensors are
unpacked in slices and written as they come: the memory needed does not grow with the model.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import WeightsDamaged
from assistant.schema.base import Progress
from assistant.weights.gguf_file import GgufFile, Tensor

if TYPE_CHECKING:
    import numpy as np

_SLICE = 16 << 20  # values unpacked at a time; 64 MiB as float32

_OUTSIDE_LAYERS = {
    "token_embd.weight": "model.embed_tokens.weight",
    "output_norm.weight": "model.norm.weight",
    "output.weight": "lm_head.weight",
}
_IN_LAYER = {
    "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_norm": "post_attention_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}

# Token types of the GGUF format.
_CONTROL, _USER_DEFINED, _UNUSED = 3, 4, 5


def convert(source: Path, folder: Path, on_progress: Progress) -> None:
    """Write config, tokenizer and bfloat16 weights of the GGUF file ``source`` into ``folder``."""
    on_progress(0.0, "reading the model file")
    file = _open(source)
    try:
        tensors = {_hf_name(tensor.name): tensor for tensor in file.tensors}
        tied = _tie(tensors)
        on_progress(0.05, "writing the tokenizer")
        _tokenizer(file).save_pretrained(folder)
        _write_config(file, tied, folder)
    except KeyError as error:
        raise WeightsDamaged(f"{source.name} does not have what a Qwen2 model needs: {error}.") from error
    _write_tensors(tensors, folder / "model.safetensors", lambda part: on_progress(0.3 + 0.7 * part, "unpacking"))


def _open(source: Path) -> GgufFile:
    """Open ``source`` and check that it is of the one family whose layout is known here."""
    file = GgufFile.open(source)
    family = file.metadata.get("general.architecture")
    if family != "qwen2":
        raise WeightsDamaged(f"{source.name} is of the family {family!r}; only 'qwen2' can be converted.")
    return file


def _hf_name(name: str) -> str:
    """Return what transformers calls the tensor ``name``."""
    if name in _OUTSIDE_LAYERS:
        return _OUTSIDE_LAYERS[name]
    layer, part, kind = name.removeprefix("blk.").split(".")
    return f"model.layers.{layer}.{_IN_LAYER[part]}.{kind}"


def _tie(tensors: dict[str, Tensor]) -> bool:
    """Keep one of input and output embeddings when both are the same matrix; return whether they are.

    Small models share it. A GGUF may store it twice, rounded differently: then the finer copy serves for both,
    which is closer to the original and saves a fifth of the memory.
    """
    output = tensors.get("lm_head.weight")
    if output is None:
        return True
    inputs = tensors["model.embed_tokens.weight"]
    if output.shape != inputs.shape:
        return False
    rows = slice(0, 2048)
    ours, theirs = inputs.unpack(rows), output.unpack(rows)
    if float(((ours - theirs) ** 2).mean()) > 0.01 * float((theirs**2).mean()):
        return False
    finer = max(inputs, output, key=lambda tensor: tensor.data.size)
    del tensors["lm_head.weight"]
    tensors["model.embed_tokens.weight"] = finer
    return True


def _tokenizer(file: GgufFile) -> Any:
    """Build the tokenizer from the vocabulary that the GGUF carries."""
    from tokenizers import AddedToken
    from transformers import Qwen2Tokenizer

    tokens: list[str] = file.metadata["tokenizer.ggml.tokens"]
    kinds: list[int] = file.metadata["tokenizer.ggml.token_type"]
    merges = [tuple(merge.split(" ")) for merge in file.metadata["tokenizer.ggml.merges"]]
    # The vocabulary is padded to the matrix's height with tokens that were never trained: they must not be text.
    vocabulary = {token: i for i, (token, kind) in enumerate(zip(tokens, kinds, strict=True)) if kind != _UNUSED}
    end, pad = (tokens[file.metadata[f"tokenizer.ggml.{name}_token_id"]] for name in ("eos", "padding"))
    tokenizer = Qwen2Tokenizer(vocab=vocabulary, merges=merges, unk_token=pad, eos_token=end, pad_token=pad)
    tokenizer.add_tokens(
        [
            AddedToken(token, normalized=False, special=kinds[i] == _CONTROL)
            for token, i in vocabulary.items()
            if kinds[i] in (_CONTROL, _USER_DEFINED)
        ]
    )
    tokenizer.model_max_length = file.metadata["qwen2.context_length"]
    tokenizer.chat_template = file.metadata["tokenizer.chat_template"]
    return tokenizer


def _write_config(file: GgufFile, tied: bool, folder: Path) -> None:
    """Write config.json and generation_config.json from the GGUF's metadata."""
    from transformers import GenerationConfig, Qwen2Config

    end, pad = (file.metadata[f"tokenizer.ggml.{name}_token_id"] for name in ("eos", "padding"))
    config = Qwen2Config(
        vocab_size=len(file.metadata["tokenizer.ggml.tokens"]),
        hidden_size=file.metadata["qwen2.embedding_length"],
        intermediate_size=file.metadata["qwen2.feed_forward_length"],
        num_hidden_layers=file.metadata["qwen2.block_count"],
        num_attention_heads=file.metadata["qwen2.attention.head_count"],
        num_key_value_heads=file.metadata["qwen2.attention.head_count_kv"],
        max_position_embeddings=file.metadata["qwen2.context_length"],
        # Stored as a 32-bit float, so 1e-06 comes back as 9.99999997e-07.
        rms_norm_eps=float(f"{file.metadata['qwen2.attention.layer_norm_rms_epsilon']:.6g}"),
        rope_parameters={"rope_type": "default", "rope_theta": file.metadata["qwen2.rope.freq_base"]},
        tie_word_embeddings=tied,
        bos_token_id=pad,
        eos_token_id=end,
        pad_token_id=pad,
        architectures=["Qwen2ForCausalLM"],
        dtype="bfloat16",
    )
    config.save_pretrained(folder)
    GenerationConfig(bos_token_id=pad, eos_token_id=[end, pad], pad_token_id=pad).save_pretrained(folder)


def _write_tensors(tensors: dict[str, Tensor], path: Path, on_part: Callable[[float], None]) -> None:
    """Write ``tensors`` to ``path`` as bfloat16 in the safetensors layout: length, JSON header, then the bytes."""
    header: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    total = 0
    for name, tensor in tensors.items():
        size = 2 * tensor.count
        header[name] = {"dtype": "BF16", "shape": tensor.shape, "data_offsets": [total, total + size]}
        total += size
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    written = 0
    with path.open("wb") as out:
        out.write(len(text).to_bytes(8, "little") + text)
        for tensor in tensors.values():
            for values in _slices(tensor):
                written += out.write(_bfloat16(values))
                on_part(written / total)


def _slices(tensor: Tensor) -> Iterator["np.ndarray"]:
    """Unpack ``tensor`` a bounded number of values at a time."""
    step = max(1, _SLICE * tensor.rows // tensor.count)
    for first in range(0, tensor.rows, step):
        yield tensor.unpack(slice(first, first + step))


def _bfloat16(values: "np.ndarray") -> bytes:
    """Round float32 ``values`` to bfloat16, to nearest and ties to even, and return the bytes."""
    import numpy as np

    bits = np.ascontiguousarray(values, dtype="<f4").view("<u4")
    rounded = (bits + (np.uint32(0x7FFF) + ((bits >> 16) & 1))) >> 16
    data: bytes = rounded.astype("<u2").tobytes()
    return data
