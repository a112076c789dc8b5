"""Loading a language model in 8 bits: near the original, quick the second time, clear when it cannot be."""

import pytest

from assistant.errors import WeightsDamaged, WeightsNotFound
from assistant.nlp.quantize import QUANTISED, load_quantised
from tests.nlp.tiny import save_tiny

IDS = list(b"Somebody should look at the pump.")


def _logits(model):
    import torch

    with torch.inference_mode():
        return model(input_ids=torch.tensor([IDS])).logits[0].float()


@pytest.mark.parametrize("tied", [True, False])
def test_stays_near_the_original(tmp_path, tied):
    import torch
    from transformers import AutoModelForCausalLM

    folder = save_tiny(tmp_path, tied)
    exact = _logits(AutoModelForCausalLM.from_pretrained(folder, local_files_only=True).float())
    near = _logits(load_quantised(folder))
    assert near.shape == exact.shape
    assert torch.nn.functional.cosine_similarity(near, exact, dim=1).min() > 0.99


def test_the_second_load_reads_what_the_first_kept(tmp_path):
    folder = save_tiny(tmp_path)
    first = _logits(load_quantised(folder))
    kept = (folder / QUANTISED).stat().st_mtime_ns
    assert (_logits(load_quantised(folder)) == first).all()
    assert (folder / QUANTISED).stat().st_mtime_ns == kept
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]


def test_other_weights_are_quantised_anew(tmp_path):
    folder = save_tiny(tmp_path)
    load_quantised(folder)
    kept = (folder / QUANTISED).stat().st_mtime_ns
    save_tiny(folder, tied=False)
    load_quantised(folder)
    assert (folder / QUANTISED).stat().st_mtime_ns != kept


def test_a_damaged_quantised_file_is_made_again(tmp_path):
    folder = save_tiny(tmp_path)
    first = _logits(load_quantised(folder))
    (folder / QUANTISED).write_bytes(b"nothing like weights")
    assert (_logits(load_quantised(folder)) == first).all()


def test_a_folder_that_cannot_be_written_to_is_no_error(tmp_path, monkeypatch):
    import safetensors.torch

    def refuse(*args, **kwargs):
        raise OSError("read-only")

    folder = save_tiny(tmp_path)
    monkeypatch.setattr(safetensors.torch, "save_file", refuse)
    load_quantised(folder)
    assert not (folder / QUANTISED).exists()


def test_missing_weights_say_so(tmp_path):
    with pytest.raises(WeightsNotFound, match="ready to load"):
        load_quantised(tmp_path)


@pytest.mark.parametrize(
    ("found", "changed"),
    [('num_hidden_layers": 2', 'num_hidden_layers": 3'), ('hidden_size": 32', 'hidden_size": 64'), ("{", "no JSON")],
)
def test_weights_that_do_not_fit_their_configuration_say_so(tmp_path, found, changed):
    folder = save_tiny(tmp_path)
    config = folder / "config.json"
    config.write_text(config.read_text().replace(found, changed, 1))
    with pytest.raises(WeightsDamaged, match="cannot be loaded"):
        load_quantised(folder)
