"""Sentence vectors from a MiniLM folder on disk, for comparing short texts by meaning."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from assistant.errors import WeightsNotFound

Vectors = npt.NDArray[np.float32]


class Embedder(Protocol):
    """Anything that turns texts into vectors of length one, a row each."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text; the dot product of two rows is how alike they are."""
        ...


class MiniLm:
    """all-MiniLM-L6-v2 and its like: mean of the last layer over real tokens, scaled to length one."""

    def __init__(self, tokenizer: Any, model: Any, batch_size: int = 32) -> None:
        self._tokenizer = tokenizer
        self._model = model
        self._batch_size = batch_size

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text; the dot product of two rows is how alike they are."""
        rows = [self._batch(texts[at : at + self._batch_size]) for at in range(0, len(texts), self._batch_size)]
        return np.concatenate(rows) if rows else np.zeros((0, 384), dtype=np.float32)

    def _batch(self, texts: Sequence[str]) -> Vectors:
        import torch

        tokens = self._tokenizer(list(texts), padding=True, truncation=True, max_length=256, return_tensors="pt")
        with torch.inference_mode():
            states = self._model(**tokens).last_hidden_state
        mask = tokens["attention_mask"].unsqueeze(-1).float()
        mean = (states.float() * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
        vectors: Vectors = torch.nn.functional.normalize(mean, dim=1).numpy()
        return vectors


def load_embedder(folder: Path) -> MiniLm:
    """Load the embedder from `folder`; nothing is ever fetched."""
    from transformers import AutoModel, AutoTokenizer

    if not (folder / "config.json").exists():
        raise WeightsNotFound(f"There are no embedding weights in {folder}.")
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    model = AutoModel.from_pretrained(folder, local_files_only=True).eval()
    return MiniLm(tokenizer, model)
