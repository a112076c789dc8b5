"""Train the reader: ``python -m assistant.training``. See models/work-reader."""

import argparse
import hashlib
import sys
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np

from assistant.config import Settings
from assistant.drafting.learned.layout import lay_out
from assistant.drafting.learned.network import Network, Shape
from assistant.drafting.learned.reader import NAME, save_networks
from assistant.drafting.learned.states import LAYER, States, load_states, told
from assistant.drafting.reading import read
from assistant.evaluation.cases import Case
from assistant.evaluation.dataset import dataset_hash, load_cases, load_more
from assistant.training.examples import Example, example_of
from assistant.training.learning import Course, train
from assistant.training.tuning import tune
from assistant.weights import locate

#: The text model whose states the network reads.
TEXT_WEIGHTS = "qwen2.5-coder-0.5b-instruct"


def main() -> None:
    """Read the items, train a network for each seed, set the limits on dev, and write the reader."""
    options = _options()
    settings = Settings()
    states = load_states(locate(settings.models, TEXT_WEIGHTS))
    cases = [*load_cases(split="train"), *load_more()]
    examples = list(_read(cases, states, options.cache))
    held = list(_read(load_cases(split="dev"), states, options.cache))
    course = Course(epochs=options.epochs)
    networks = []
    for seed in options.seeds:
        _say(f"Seed {seed}: {len(examples)} items")
        networks.append(train(examples, Shape(states.width), replace(course, seed=seed), _epoch))
    limits, figures = tune(networks, held)
    about = {
        "text_weights": TEXT_WEIGHTS, "seeds": options.seeds, "epochs": course.epochs, "items": len(examples),
        "data": dataset_hash(tuple(cases)), "dev": figures,
    }  # fmt: skip
    save_networks(options.out or settings.models / NAME, networks, limits, about)
    _say("  ".join(f"{name} {value:.3f}" for name, value in figures.items()))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m assistant.training", description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1], help="a network for each; they answer together")
    parser.add_argument("--epochs", type=int, default=Course.epochs)
    parser.add_argument("--out", type=Path, help="the folder to write, models/work-reader by default")
    parser.add_argument("--cache", type=Path, help="a folder to keep the states of the text model in")
    return parser.parse_args()


def _read(cases: Iterable[Case], states: States, cache: Path | None) -> Iterable[Example]:
    """Lay out items and read their states, or take them from the cache."""
    for case in cases:
        layout = lay_out(read(case.text, case.context))
        read_from = repr((told(layout), case.text, layout.words, TEXT_WEIGHTS, LAYER))
        kept = cache and cache / f"{hashlib.sha256(read_from.encode()).hexdigest()[:24]}.npy"
        if kept and kept.exists():
            found = np.load(kept)
        else:
            found = states.read(layout).astype(np.float16)
            if kept:
                kept.parent.mkdir(parents=True, exist_ok=True)
                np.save(kept, found)
        yield example_of(case, layout, found)


def _epoch(number: int, loss: float, network: Network) -> None:
    _say(f"epoch {number + 1}: loss {loss:.3f}")


def _say(text: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {text}\n")


if __name__ == "__main__":
    main()
