"""A causal language model from a folder, its matrices in 8-bit integers: half the size and twice the speed on a CPU."""

import contextlib
import json
import os
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.errors import WeightsDamaged, WeightsNotFound

#: The file that keeps the quantised matrices beside the weights they were made from, so that later loads are quick.
QUANTISED = "int8.safetensors"
_VERSION = "1"
_INT8, _SCALE = ".int8", ".scale"


def load_quantised(folder: Path) -> Any:
    """Return the model of `folder`, ready to run on the CPU. The first load also writes `QUANTISED` if it may."""
    from accelerate import init_empty_weights  # type: ignore[import-untyped]
    from huggingface_hub.errors import StrictDataclassError
    from transformers import AutoConfig, AutoModelForCausalLM

    sources = _sources(folder)
    try:
        config = AutoConfig.from_pretrained(folder, local_files_only=True)
        with init_empty_weights(include_buffers=False):
            model = AutoModelForCausalLM.from_config(config).float().eval()
        state = _state(folder, sources)
        _fill(model, state)
    except (OSError, ValueError, KeyError, RuntimeError, StrictDataclassError) as error:
        raise WeightsDamaged(f"The text weights in {folder} cannot be loaded: {error}") from error
    return model


def _sources(folder: Path) -> list[Path]:
    files = sorted(path for path in folder.glob("*.safetensors") if path.name != QUANTISED)
    if not files or not (folder / "config.json").exists():
        raise WeightsNotFound(f"There are no text weights ready to load in {folder}.")
    return files


def _state(folder: Path, sources: list[Path]) -> dict[str, Any]:
    """Read the quantised tensors, or make them from the sources and keep them."""
    from safetensors.torch import load_file

    stamp = _stamp(sources)
    kept = folder / QUANTISED
    if _stamp_of(kept) == stamp:
        tensors: dict[str, Any] = load_file(kept)
        return tensors
    tensors = dict(_quantised(sources))
    _keep(kept, tensors, stamp)
    return tensors


def _stamp(sources: list[Path]) -> str:
    """Say what the quantised file was made from; other bytes give another stamp."""
    described = [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in sources]
    return json.dumps([_VERSION, described])


def _stamp_of(path: Path) -> str | None:
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="pt") as file:
            return (file.metadata() or {}).get("stamp")
    except (OSError, SafetensorError):
        return None


def _quantised(sources: list[Path]) -> Iterator[tuple[str, Any]]:
    """Yield every tensor, one at a time to stay small: matrices as 8-bit rows with a scale each, the rest as floats."""
    import torch
    from safetensors import safe_open

    for path in sources:
        with safe_open(path, framework="pt") as file:
            for name in file.keys():  # noqa: SIM118  (the file is no dict)
                tensor = file.get_tensor(name)
                if tensor.ndim != 2:
                    yield name, tensor.float()
                    continue
                rows = tensor.float()
                scale = (rows.abs().amax(1) / 127).clamp(min=1e-12)
                yield name + _INT8, rows.div_(scale[:, None]).round_().to(torch.int8)
                yield name + _SCALE, scale


def _keep(path: Path, tensors: dict[str, Any], stamp: str) -> None:
    """Write the quantised file in one move; a folder that may not be written to is no error."""
    from safetensors import SafetensorError
    from safetensors.torch import save_file

    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        save_file(tensors, partial, metadata={"stamp": stamp})
        partial.replace(path)
    except (OSError, SafetensorError):
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)


def _fill(model: Any, state: dict[str, Any]) -> None:
    """Put the tensors into the empty model; each is let go as soon as it is packed."""
    import torch

    embedding = model.get_input_embeddings()
    reduce_range = not _has_vnni()
    output = model.get_output_embeddings()
    for name, module in list(model.named_modules()):
        key = f"{name}.weight"
        if module is embedding:
            _replace(model, name, _embedding(state[key + _INT8], state[key + _SCALE]))
            tied = (state[key + _INT8], state[key + _SCALE])
        elif isinstance(module, torch.nn.Linear):
            int8, scale = state.pop(key + _INT8, None), state.pop(key + _SCALE, None)
            if int8 is None and module is output:
                int8, scale = tied
            if int8 is None or int8.shape != module.weight.shape:
                raise KeyError(f"{key} does not fit the configuration")
            _replace(model, name, _linear(int8, scale, state.pop(f"{name}.bias", None), reduce_range))
    rest = {name: value for name, value in state.items() if not name.endswith((_INT8, _SCALE))}
    missing, unexpected = model.load_state_dict(rest, strict=False, assign=True)
    if missing or unexpected:
        raise KeyError(f"tensors {[*missing, *unexpected][:3]} do not fit the configuration")


def _replace(model: Any, name: str, module: Any) -> None:
    parent, _, child = name.rpartition(".")
    setattr(model.get_submodule(parent), child, module)


def _has_vnni() -> bool:
    """Tell whether the processor multiplies 8-bit integers without overflow; others need one bit less."""
    import torch

    check = getattr(torch.cpu, "_is_vnni_supported", None)
    return bool(check and check())


def _linear(int8: Any, scale: Any, bias: Any, reduce_range: bool) -> Any:
    """Return a layer that multiplies by 8-bit rows and quantises its input as it comes."""
    import torch

    class PackedLinear(torch.nn.Module):  # type: ignore[misc]
        """A linear layer over packed 8-bit weights."""

        def __init__(self) -> None:
            super().__init__()
            zeros = torch.zeros(len(scale), dtype=torch.int64)
            with warnings.catch_warnings():  # torch announces the end of this interface; its version is pinned
                warnings.simplefilter("ignore", UserWarning)
                weight = torch._make_per_channel_quantized_tensor(int8, scale.double(), zeros, 0)
            self.packed = torch.ops.quantized.linear_prepack(weight, bias)

        def forward(self, states: Any) -> Any:
            return torch.ops.quantized.linear_dynamic(states, self.packed, reduce_range)

    return PackedLinear()


def _embedding(int8: Any, scale: Any) -> Any:
    """Return a table whose rows are 8-bit integers with a scale each."""
    import torch

    class PackedEmbedding(torch.nn.Module):  # type: ignore[misc]
        """Token vectors kept as 8-bit rows."""

        def forward(self, ids: Any) -> Any:
            return int8[ids].float() * scale[ids].unsqueeze(-1)

    return PackedEmbedding()
