"""The microphone, written to a wav file while it is heard."""

import queue
import threading
import time
import wave
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

import numpy as np

from assistant.audio.errors import microphone_errors
from assistant.errors import AudioError, UnknownName
from assistant.schema.audio import SAMPLE_RATE

_BLOCKS_PER_SECOND = 10
_SAMPLE_BYTES = 2

#: A microphone that sends nothing for this long is gone: unplugged, or taken away by the system.
_GIVE_UP_SECONDS = 5.0

_CHOOSE = "Run `assistant devices` to see what there is, and choose one with --device."


@dataclass(frozen=True)
class Device:
    """A microphone as the system offers it."""

    index: int
    name: str
    channels: int
    sample_rate: int
    default: bool = False


@dataclass(frozen=True)
class RecordOptions:
    """Which microphone (index or part of its name; None: the system's) and for how long (None: until stopped)."""

    device: str | int | None = None
    seconds: float | None = None


def no_level(rms: float, seconds: float) -> None:
    """Ignore the level."""


def no_notice(message: str) -> None:
    """Ignore what went wrong on the way."""


def devices() -> list[Device]:
    """Return the microphones. Raises `MissingSystemLibrary` without PortAudio."""
    with microphone_errors():
        import sounddevice

        default = sounddevice.default.device[0]
        return [
            Device(
                d["index"], d["name"], d["max_input_channels"], round(d["default_samplerate"]), d["index"] == default
            )
            for d in sounddevice.query_devices()
            if d["max_input_channels"] > 0
        ]


def record(
    path: Path,
    options: RecordOptions = RecordOptions(),
    on_level: Callable[[float, float], None] = no_level,
    stop: threading.Event | None = None,
    on_notice: Callable[[str], None] = no_notice,
) -> Path:
    """Record into a new wav file until `stop` is set or the time is over, and return its path.

    `on_level` gets the loudness (root mean square, 0..1) and the seconds so far, ten times a second. The file plays
    at any moment, whatever ends the program. Raises `AudioError`; what was recorded until then stays.
    """
    device = _find(options.device)
    with microphone_errors():
        rate = _rate(device)
        with _listening(device, rate) as blocks, _new_wav(path, rate) as write:
            _keep(blocks, write, _Goal(rate, options.seconds, stop or threading.Event()), on_level, on_notice)
    return path


@dataclass(frozen=True)
class _Goal:
    """When to stop."""

    rate: int
    seconds: float | None
    stop: threading.Event

    def samples_left(self, done: int) -> int | None:
        """Return how many samples may still come, None for any number."""
        return None if self.seconds is None else max(round(self.seconds * self.rate) - done, 0)


@dataclass
class _Blocks:
    """What the sound thread hands over: blocks of samples, and how often it had to drop some."""

    queue: "queue.SimpleQueue[bytes]"
    dropped: int = 0

    def put(self, data: Any, frames: int, when: Any, status: Any) -> None:
        """Take a block; runs in PortAudio's thread, so it does as little as possible."""
        if status.input_overflow:
            self.dropped += 1
        self.queue.put(bytes(data))


def _find(wanted: str | int | None) -> Device:
    """Return the device that is meant by an index, a part of a name, or nothing."""
    known = devices()
    if not known:
        raise AudioError("No microphone was found.", hint="Plug one in, or check that the system sees it.")
    if wanted is None:
        return next((device for device in known if device.default), known[0])
    text = str(wanted).strip()
    if text.isdigit():
        matches = [device for device in known if device.index == int(text)]
    else:
        exact = [device for device in known if device.name == text]
        matches = exact or [device for device in known if text.lower() in device.name.lower()]
    if not matches:
        raise UnknownName("microphone", text, (f"{device.index} ({device.name})" for device in known))
    return matches[0]


def _rate(device: Device) -> int:
    """Return the rate that speech needs, or the device's own where it refuses that."""
    import sounddevice

    try:
        sounddevice.check_input_settings(device.index, channels=1, dtype="int16", samplerate=SAMPLE_RATE)
    except sounddevice.PortAudioError:
        return device.sample_rate
    return SAMPLE_RATE


@contextmanager
def _new_wav(path: Path, rate: int) -> Iterator[Callable[[bytes], None]]:
    """Create a wav file and yield what appends to it; its header is right after every call."""
    with _writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        raise AudioError(f"{path} exists already.", hint="Choose another name; recordings never replace one.")
    # Unbuffered: whatever ends the program, all that was written is in the file.
    with _writing(path), path.open("xb", buffering=0) as file, wave.open(cast(BinaryIO, file), "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(_SAMPLE_BYTES)
        writer.setframerate(rate)
        writer.writeframes(b"")
        yield writer.writeframes  # which also brings the lengths in the header up to date


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise AudioError(f"{path} cannot be written ({reason}).", hint="Choose another place, or make room.") from error


@contextmanager
def _listening(device: Device, rate: int) -> Iterator[_Blocks]:
    import sounddevice

    blocks = _Blocks(queue.SimpleQueue())
    stream = sounddevice.RawInputStream(
        samplerate=rate,
        blocksize=rate // _BLOCKS_PER_SECOND,
        device=device.index,
        channels=1,
        dtype="int16",
        callback=blocks.put,
    )
    try:
        stream.start()
        yield blocks
    finally:
        # Not stop(): it waits for the sound system, which on a busy machine was seen never to answer.
        stream.abort()
        stream.close()


def _keep(
    blocks: _Blocks,
    write: Callable[[bytes], None],
    goal: _Goal,
    on_level: Callable[[float, float], None],
    on_notice: Callable[[str], None],
) -> None:
    done = told = 0
    while not goal.stop.is_set() and goal.samples_left(done) != 0:
        block = _next_block(blocks, goal.stop)
        left = goal.samples_left(done)
        if left is not None:
            block = block[: left * _SAMPLE_BYTES]
        write(block)
        done += len(block) // _SAMPLE_BYTES
        on_level(_rms(block), done / goal.rate)
        if blocks.dropped > told:
            told = blocks.dropped
            on_notice(f"The machine was too busy {told}x; a moment of sound is missing at {done / goal.rate:.0f} s.")


def _next_block(blocks: _Blocks, stop: threading.Event) -> bytes:
    """Wait for sound, but not for ever; nothing when stopped meanwhile."""
    give_up = time.monotonic() + _GIVE_UP_SECONDS
    while not stop.is_set():
        try:
            return blocks.queue.get(timeout=0.1)
        except queue.Empty:
            if time.monotonic() > give_up:
                raise AudioError("The microphone sends nothing any more.", hint=_CHOOSE) from None
    return b""


def _rms(block: bytes) -> float:
    samples = np.frombuffer(block, "<i2").astype(np.float32) / 32768
    return float(np.sqrt(np.mean(samples**2))) if len(samples) else 0.0
