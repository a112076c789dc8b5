"""Writes a GGUF file of the Qwen2 family that is small enough for a test."""

from pathlib import Path

import numpy as np

HIDDEN, LAYERS, HEADS, KV_HEADS, MIDDLE = 64, 2, 4, 2, 96
WORDS = ["a", "b", "c", "ab", "Ġ", "Ġa"]
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
TOOL = "<tool_call>"
PADDING = ["[PAD10]", "[PAD11]"]
TEMPLATE = "{% for m in messages %}<|im_start|>{{ m.content }}<|im_end|>{% endfor %}"


def make_tensors(seed: int = 0) -> dict[str, np.ndarray]:
    """Return random weights under the names of the GGUF format."""
    random = np.random.default_rng(seed)
    shapes: dict[str, tuple[int, ...]] = {
        "token_embd.weight": (vocabulary_size(), HIDDEN),
        "output_norm.weight": (HIDDEN,),
    }
    kv = HIDDEN // HEADS * KV_HEADS
    for layer in range(LAYERS):
        block = f"blk.{layer}."
        shapes |= {f"{block}{name}_norm.weight": (HIDDEN,) for name in ("attn", "ffn")}
        for name, rows in (("q", HIDDEN), ("k", kv), ("v", kv)):
            shapes |= {f"{block}attn_{name}.weight": (rows, HIDDEN), f"{block}attn_{name}.bias": (rows,)}
        shapes |= {f"{block}attn_output.weight": (HIDDEN, HIDDEN), f"{block}ffn_down.weight": (HIDDEN, MIDDLE)}
        shapes |= {f"{block}ffn_{name}.weight": (MIDDLE, HIDDEN) for name in ("gate", "up")}
    return {name: random.normal(0, 0.2, shape).astype(np.float32) for name, shape in shapes.items()}


def vocabulary_size() -> int:
    return len(WORDS) + len(SPECIAL) + 1 + len(PADDING)


def write_gguf(path: Path, tensors: dict[str, np.ndarray], family: str = "qwen2", quantize: bool = False) -> None:
    """Write ``tensors`` with a small vocabulary, as 32-bit floats or, where their rows allow it, in 8 bits."""
    import gguf

    writer = gguf.GGUFWriter(path, family)
    writer.add_context_length(128)
    writer.add_embedding_length(HIDDEN)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(MIDDLE)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KV_HEADS)
    writer.add_rope_freq_base(1e6)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_tokenizer_model("gpt2")
    writer.add_token_list([*WORDS, *SPECIAL, TOOL, *PADDING])
    writer.add_token_types([1] * len(WORDS) + [3] * len(SPECIAL) + [4] + [5] * len(PADDING))
    writer.add_token_merges(["a b", "Ġ a"])
    writer.add_eos_token_id(len(WORDS) + 2)
    writer.add_pad_token_id(len(WORDS))
    writer.add_chat_template(TEMPLATE)
    eight_bits = gguf.GGMLQuantizationType.Q8_0
    for name, values in tensors.items():
        if quantize and values.ndim == 2 and values.shape[1] % 32 == 0:
            writer.add_tensor(name, gguf.quants.quantize(values, eight_bits), raw_dtype=eight_bits)
        else:
            writer.add_tensor(name, values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
