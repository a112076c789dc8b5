"""The embedder finds its own folder wanting, and compares by meaning where the weights are."""

from pathlib import Path

import pytest

from assistant.errors import WeightsNotFound
from assistant.nlp.embedder import load_embedder

MODELS = Path(__file__).resolve().parents[2] / "models"


def test_a_folder_without_weights_is_told(tmp_path: Path) -> None:
    with pytest.raises(WeightsNotFound):
        load_embedder(tmp_path)


@pytest.mark.weights
def test_like_texts_are_near() -> None:
    vectors = load_embedder(MODELS / "all-minilm-l6-v2").embed(["login fails", "cannot sign in", "order coffee"])
    assert vectors.shape == (3, 384)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]
