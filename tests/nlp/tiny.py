"""A language model of a few thousand random weights with a byte-level tokenizer: real machinery, no real words."""

from pathlib import Path

TEMPLATE = (
    "{% for turn in messages %}<|start|>{{ turn.role }}\n{{ turn.content }}<|end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|start|>assistant\n{% endif %}"
)


def save_tiny(folder: Path, tied: bool = True) -> Path:
    """Write a tiny model and its tokenizer to `folder` in the form that real text weights have."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast, Qwen2Config, Qwen2ForCausalLM

    marks = sorted(pre_tokenizers.ByteLevel.alphabet())
    inner = Tokenizer(models.BPE({mark: number for number, mark in enumerate(marks)}, []))
    inner.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    inner.decoder = decoders.ByteLevel()
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=inner, eos_token="<|end|>")
    tokenizer.add_special_tokens({"additional_special_tokens": ["<|start|>"]})
    tokenizer.chat_template = TEMPLATE
    config = Qwen2Config(
        vocab_size=264, hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=2, tie_word_embeddings=tied, eos_token_id=tokenizer.eos_token_id, bos_token_id=None,
        pad_token_id=None,
    )  # fmt: skip
    torch.manual_seed(7)
    model = Qwen2ForCausalLM(config).to(torch.bfloat16)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
