"""Keeps libraries from reaching beyond this machine at run time."""

import os
import sys

_SWITCHES = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_UPDATE_CHECK": "1",
    "DO_NOT_TRACK": "1",
    "GRADIO_ANALYTICS_ENABLED": "False",
}


def forbid_network() -> None:
    """Switch off every download, version check and statistic that a library would do by itself.

    Weights are local folders, so nothing is missed. Libraries read these switches when they are imported:
    call this first. Installing weights is another command and does not call it.
    """
    os.environ.update(_SWITCHES)
    # The hub's client reads the switch once; if it is here already, it must be told.
    if hub := sys.modules.get("huggingface_hub.constants"):
        hub.HF_HUB_OFFLINE = True  # type: ignore[attr-defined]
