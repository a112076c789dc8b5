"""The trained network from its folder, together with the text model whose states it reads."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from assistant.drafting.learned.choose import Found, Limits, choose
from assistant.drafting.learned.layout import Layout, lay_out
from assistant.drafting.learned.network import Network, Shape
from assistant.drafting.learned.states import LAYER, States, load_states
from assistant.drafting.reading import Reading
from assistant.errors import WeightsDamaged, WeightsNotFound
from assistant.nlp.generator import TransformersGenerator
from assistant.schema.base import Progress, no_progress
from assistant.weights import locate

#: The folder of the trained network under models/, and its files.
NAME, WEIGHTS, CONFIG = "work-reader", "reader.safetensors", "reader.json"
_CHECKOUT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Reader:
    """Finds work, fields and changes in a reading; `networks` answer together, `limits` decide."""

    states: States
    networks: Sequence[Network]
    limits: Limits

    def find(self, reading: Reading, on_progress: Progress = no_progress) -> tuple[Layout, Found]:
        """Return the layout of a text and what was found in it."""
        layout = lay_out(reading)
        states = self.states.read(layout, on_progress)
        return layout, choose(self.networks, layout, states, self.limits)


def load_reader(models: Path, generator: TransformersGenerator, least: float = 0.0) -> Reader:
    """Load the reader of `models`; it shares the text model of `generator` where that is the one it was trained with.

    Fields less sure than `least` are asked about instead of filled in; 0 leaves that to the reader's own limits. Raises
    `WeightsNotFound` or `WeightsDamaged`.
    """
    networks, limits, name = load_networks(_folder(models))
    shared = generator.weights == name
    states = States(generator.model, generator.tokenizer) if shared else load_states(locate(models, name))
    return Reader(states, networks, replace(limits, field=max(least, limits.field)))


def _folder(models: Path) -> Path:
    """Return where the reader lies: with the weights, or with the program when those are kept elsewhere."""
    folder = models / NAME
    return folder if (folder / CONFIG).exists() else _CHECKOUT / "models" / NAME


def load_networks(folder: Path) -> tuple[list[Network], Limits, str]:
    """Load the networks and limits that `save_networks` wrote, with the name of the text weights they go with.

    Raises `WeightsNotFound` or `WeightsDamaged`.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    if not (folder / CONFIG).exists():
        raise WeightsNotFound(f"There is no trained reader in {folder}.", hint="Restore models/work-reader from git.")
    try:
        config = json.loads((folder / CONFIG).read_text("utf-8"))
        tensors = load_file(folder / WEIGHTS)
        networks = [_network(Shape(**config["shape"]), tensors, f"{n}.") for n in range(config["networks"])]
        return networks, Limits(**config["limits"]), str(config["text_weights"])
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, SafetensorError) as error:
        raise WeightsDamaged(f"The trained reader in {folder} cannot be loaded: {error}") from error


def _network(shape: Shape, tensors: dict[str, Any], prefix: str) -> Network:
    network: Network = Network(shape)
    own = {name.removeprefix(prefix): each.float() for name, each in tensors.items() if name.startswith(prefix)}
    network.load_state_dict(own)
    network.eval()
    return network


def save_networks(folder: Path, networks: Sequence[Network], limits: Limits, about: dict[str, Any]) -> None:
    """Write networks of one shape in half precision, with their limits and what is to be known about them."""
    from safetensors.torch import save_file

    folder.mkdir(parents=True, exist_ok=True)
    tensors = {
        f"{n}.{name}": each.half().contiguous()
        for n, network in enumerate(networks)
        for name, each in network.state_dict().items()
    }
    save_file(tensors, folder / WEIGHTS)
    config = {"networks": len(networks), "shape": asdict(networks[0].shape), "layer": LAYER, "limits": asdict(limits)}
    (folder / CONFIG).write_text(json.dumps({**config, **about}, indent=1) + "\n", encoding="utf-8")
