"""What the words of a text mean: hidden states of the text model, halfway up, a vector for each word."""

from collections.abc import Iterator
from copy import copy
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.drafting.learned.layout import Floats, Layout
from assistant.schema.base import Progress, no_progress
from assistant.schema.draft import DraftContext

#: Half of the layers say as much about who asks for what as all of them do.
LAYER = 12
#: Tokens read at once, and how many of them the next window reads again.
WINDOW, SHARED = 700, 150
_PEOPLE, _ISSUES = 40, 12
_NAME, _SUMMARY = 60, 160
_TOLD = "Talk about work. Which work is still to be done, who does it, by when, how urgent is it?\n"
#: What stands between the talk and its repetition.
_AGAIN = "\n\nOnce more, now marking the work still to be done:\n"


class States:
    """Reads texts with the first layers of a causal language model.

    The model sees only what comes before a word, so it reads the talk twice and the states of the second time count: by
    then it knows the whole (echo embeddings, Springer et al. 2024, arXiv:2402.15449).
    """

    def __init__(self, model: Any, tokenizer: Any, layer: int = LAYER) -> None:
        self._model = _lower_half(model.model, layer)
        self._tokenizer = tokenizer
        self.width = model.config.hidden_size

    def read(self, layout: Layout, on_progress: Progress = no_progress) -> Floats:
        """Return a vector of length about one for each word, float32; `on_progress` may raise `Cancelled`."""
        import torch

        reading = layout.reading
        encoded = self._tokenizer(reading.text, add_special_tokens=False, return_offsets_mapping=True)
        ids, offsets = encoded["input_ids"], np.array(encoded["offset_mapping"], np.int64).reshape(-1, 2)
        prefix = self._tokenizer(told(layout), add_special_tokens=False)["input_ids"]
        again = self._tokenizer(_AGAIN, add_special_tokens=False)["input_ids"]
        states = np.zeros((len(ids), self.width), np.float32)
        for first, last in windows(len(ids)):
            on_progress(first / max(1, len(ids)), "Reading")
            talk = ids[first:last]
            with torch.inference_mode():
                found = self._model(input_ids=torch.tensor([prefix + talk + again + talk]), use_cache=False)
            keep = first + (SHARED // 2 if first else 0)
            states[keep:last] = found.last_hidden_state[0, keep - last :].float().numpy()
        states /= np.sqrt((states**2).mean(-1, keepdims=True)) + 1e-6
        return _by_word(layout, states, offsets)


def _lower_half(model: Any, layer: int) -> Any:
    """Return the first layers of a model that keeps its own for others to use."""
    import torch

    half = copy(model)
    half._modules = dict(model._modules)
    half.layers = model.layers[:layer]
    half.norm = torch.nn.Identity()
    return half


def told(layout: Layout) -> str:
    """Return what the model is told before the talk: the task, the people and the issues it may be about."""
    context: DraftContext = layout.reading.context
    people = ", ".join(name[:_NAME] for name in context.people[:_PEOPLE])
    near = {mention.value for mention in layout.mentions if mention.kind in ("key", "described")}
    known = [issue for issue in context.known_issues if issue.key in near][:_ISSUES]
    issues = "; ".join(f"{issue.key}: {issue.summary[:_SUMMARY]}" for issue in known)
    return f"{_TOLD}People: {people}\nIssues that exist: {issues}\n\n"


def windows(count: int) -> Iterator[tuple[int, int]]:
    """Yield half-open windows over `count` tokens that share some."""
    first = 0
    while count:
        yield first, min(count, first + WINDOW)
        if first + WINDOW >= count:
            return
        first += WINDOW - SHARED


def _by_word(layout: Layout, states: Floats, offsets: npt.NDArray[np.int64]) -> Floats:
    """Average the states of the tokens that each word touches."""
    rows = np.zeros((len(layout.words), states.shape[1]), np.float32)
    at = 0
    for place, (start, end) in enumerate(layout.words):
        while at < len(offsets) and offsets[at, 1] <= start:
            at += 1
        last = at
        while last < len(offsets) and offsets[last, 0] < end:
            last += 1
        if last > at:
            rows[place] = states[at:last].mean(0)
    return rows


def load_states(folder: Path) -> States:
    """Load the reader of states from a folder of text weights. Raises `WeightsNotFound`, `WeightsDamaged`."""
    from transformers import AutoTokenizer

    from assistant.nlp.quantize import load_quantised

    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    return States(load_quantised(folder), tokenizer)
