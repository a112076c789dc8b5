"""`assistant record`: the microphone into a file, with a level meter."""

import json
import math
import sys
import threading
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.live import Live
from rich.text import Text

from assistant.cli.options import Json
from assistant.cli.terminal import Console
from assistant.errors import BadInput

Out = Annotated[Path | None, typer.Option("--out", "-o", help="The wav file to make; default: a new one at home.")]
Seconds = Annotated[float | None, typer.Option("--seconds", "-s", help="Stop after this long; default: on Enter.")]
DeviceName = Annotated[str | None, typer.Option("--device", "-d", help="A microphone: its number or part of its name.")]

_METER_CHARS = 30
#: The quiet end of the meter, in decibels below the loudest.
_METER_RANGE_DB = 60.0
#: A recording whose loudest moment stays below this heard no voice.
_MUTED_RMS = 0.001


def record(out: Out = None, seconds: Seconds = None, device: DeviceName = None, as_json: Json = False) -> None:
    """Record from the microphone until Enter is pressed; the file is saved while you speak."""
    from assistant.audio.record import RecordOptions
    from assistant.audio.record import record as record_to

    if seconds is not None and not 0 < seconds < math.inf:
        raise BadInput("--seconds must be more than 0.", hint="For example: assistant record --seconds 30")
    console = Console(stderr=True, highlight=False)
    meter = _Meter(console)
    path = out or _new_path()
    stop = threading.Event()
    try:
        with meter:
            _stop_on_enter(stop, console)
            record_to(path, RecordOptions(device, seconds), meter.show, stop, meter.notice)
    except KeyboardInterrupt:
        console.print("Stopped.")
        if not meter.seconds:
            raise
    _report(path, meter, console, as_json=as_json)


def _report(path: Path, meter: "_Meter", console: Console, *, as_json: bool) -> None:
    if meter.loudest < _MUTED_RMS:
        console.print("Nothing was heard: is the microphone muted, or another one meant?", style="yellow")
    answer = str(path)
    if as_json:
        answer = json.dumps(
            {"path": answer, "seconds": round(meter.seconds, 3), "loudest_rms": round(meter.loudest, 4)}
        )
    sys.stdout.write(answer + "\n")
    if not as_json:
        console.print(f"Next: assistant transcribe {_quoted(path)}", markup=False, soft_wrap=True, style="dim")


def _new_path() -> Path:
    """Return a file name with the time in it, in the settings' folder."""
    from assistant.config import Settings

    folder = Settings().recordings
    stamp = datetime.now().strftime("%Y-%m-%d_%H-%M-%S")
    names = (f"{stamp}{f'-{attempt}' if attempt else ''}.wav" for attempt in range(1000))
    return next(folder / name for name in names if not (folder / name).exists())


def _stop_on_enter(stop: threading.Event, console: Console) -> None:
    """Watch the keyboard, if there is one, from a thread that ends with the program."""
    if not sys.stdin.isatty():
        console.print("Recording. Ctrl-C to stop.")
        return
    console.print("Recording. Enter to stop.")

    def wait() -> None:
        sys.stdin.readline()
        stop.set()

    threading.Thread(target=wait, daemon=True).start()


def _quoted(path: Path) -> str:
    import shlex

    return shlex.quote(str(path))


class _Meter:
    """Shows how loud it is and how long it has been, on a terminal; remembers both anywhere."""

    def __init__(self, console: Console) -> None:
        self.seconds = 0.0
        self.loudest = 0.0
        self._console = console
        self._live = Live(console=console, transient=True, redirect_stdout=False) if console.is_terminal else None

    def __enter__(self) -> None:
        (self._live or nullcontext()).__enter__()

    def __exit__(self, *error: object) -> None:
        if self._live:
            self._live.stop()

    def show(self, rms: float, seconds: float) -> None:
        """Draw the level of the last moment."""
        self.seconds = seconds
        self.loudest = max(self.loudest, rms)
        if self._live:
            self._live.update(meter_line(rms, seconds))

    def notice(self, message: str) -> None:
        """Tell what went wrong on the way."""
        self._console.print(message, style="yellow", markup=False)


def meter_line(rms: float, seconds: float) -> Text:
    """Return the meter as one line: a bar in decibels, green to red, and the time."""
    decibels = 20 * math.log10(max(rms, 1e-6))
    filled = round(_METER_CHARS * min(max(1 + decibels / _METER_RANGE_DB, 0.0), 1.0))
    colour = "red" if decibels > -6 else "yellow" if decibels > -12 else "green"
    minutes, rest = divmod(seconds, 60)
    return Text.assemble(
        ("█" * filled, colour), ("░" * (_METER_CHARS - filled), "dim"), f" {int(minutes)}:{rest:04.1f}"
    )
