"""Keeps libraries from reaching beyond this machine."""

import os
import sys

#: What libraries send about their use. Always off, also while weights are installed.
_REPORTS = {
    "DO_NOT_TRACK": "1",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    # The runtime of the voice activity detector reports from native code, where Python cannot see it.
    "ORT_DISABLE_TELEMETRY": "1",
}
#: What libraries would look up or download by themselves.
_DOWNLOADS = {
    "HF_DATASETS_OFFLINE": "1",
    "HF_HUB_DISABLE_UPDATE_CHECK": "1",
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
}


def forbid_reports() -> None:
    """Switch off every statistic that a library would send.

    Libraries read these switches when they are imported, so this is called before any of them can be.
    """
    os.environ.update(_REPORTS)


def forbid_network() -> None:
    """Switch off every download, version check and statistic that a library would do by itself.

    Weights are local folders, so nothing is missed. Installing weights is another command and does not call it.
    """
    forbid_reports()
    os.environ.update(_DOWNLOADS)
    # The hub's client reads the switch once; if it is here already, it must be told.
    if hub := sys.modules.get("huggingface_hub.constants"):
        hub.HF_HUB_OFFLINE = True  # type: ignore[attr-defined]
