"""`assistant devices`: the microphones of this machine."""

import json
import sys
from dataclasses import asdict

from rich.table import Table
from rich.text import Text

from assistant.cli.options import Json
from assistant.cli.terminal import Console


def devices(as_json: Json = False) -> None:
    """List the microphones that `assistant record --device` can take."""
    from assistant.audio.record import devices as find_devices

    found = find_devices()
    if as_json:
        sys.stdout.write(json.dumps([asdict(device) for device in found], indent=2, ensure_ascii=False) + "\n")
        return
    if not found:
        Console(stderr=True).print("No microphone was found. Plug one in, or check that the system sees it.")
        return
    table = Table(box=None, pad_edge=False)
    for title in ("", "Device", "Name", "Channels", "Rate"):
        table.add_column(title, justify="right" if title in ("Device", "Channels", "Rate") else "left")
    for device in found:
        mark = "*" if device.default else ""
        table.add_row(mark, str(device.index), Text(device.name), str(device.channels), f"{device.sample_rate} Hz")
    Console().print(table)
