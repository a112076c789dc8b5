"""Recordings in any container and codec that FFmpeg knows, as a waveform."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from assistant.audio.errors import audio_errors
from assistant.audio.wav import wav_duration
from assistant.errors import AudioError
from assistant.schema.audio import SAMPLE_RATE, Waveform
from assistant.schema.base import Progress, no_progress

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame
    from av.audio.resampler import AudioResampler
    from av.audio.stream import AudioStream
    from av.container import InputContainer

#: What is taken for a recording when a folder is searched; a file that is named is always tried.
AUDIO_SUFFIXES = frozenset(
    {".aac", ".flac", ".m4a", ".mka", ".mkv", ".mov", ".mp3", ".mp4", ".oga", ".ogg", ".opus", ".wav", ".webm", ".wma"}
)

#: Longer recordings are refused: every hour takes 230 MB of memory.
MAX_HOURS = 12

_MAX_SAMPLES = MAX_HOURS * 3600 * SAMPLE_RATE
_REPORT_EVERY_SAMPLES = 10 * SAMPLE_RATE
_BLOCK_SAMPLES = 60 * SAMPLE_RATE

#: A file may be a playlist that names other files or addresses; FFmpeg must open nothing but the file itself.
_NOTHING_ELSE = {"protocol_whitelist": "none"}

#: FFmpeg guesses the length of these from their bit rate, so a wrong length proves nothing.
_LENGTH_IS_A_GUESS = frozenset({"aac", "ac3", "amr", "mp3"})


@dataclass(frozen=True)
class AudioInfo:
    """What a file says about its sound; `duration` in seconds, None where it does not say."""

    duration: float | None
    codec: str
    sample_rate: int
    channels: int


@dataclass
class _Damage:
    """What went wrong while decoding."""

    broken: int = 0


def probe(path: Path) -> AudioInfo:
    """Return what the file says about its sound, without decoding it. Raises `AudioError`."""
    with _opened(path) as (container, stream):
        context = stream.codec_context
        return AudioInfo(_stated_duration(container, stream), context.name, context.sample_rate, context.channels)


def load(path: Path, on_progress: Progress = no_progress) -> Waveform:
    """Decode a recording to 16 kHz mono. Raises `AudioError` when there is no sound in it.

    A damaged or cut-off file gives what can be decoded, and the waveform's `notice` says so. Beside the samples
    themselves only a few seconds of sound are held.
    """
    with _opened(path) as (container, stream):
        stated = _stated_duration(container, stream)
        formats = set(container.format.name.split(","))
        damage = _Damage()
        samples = _collect(_decode(container, stream, damage), path.name, stated, on_progress)
    not_numbers = _make_finite(samples)
    if not len(samples) and damage.broken:
        raise AudioError(f"{path.name} is damaged: nothing in it can be decoded.")
    if formats & _LENGTH_IS_A_GUESS:
        stated = None
    elif "wav" in formats:
        stated = wav_duration(path)
    notices = [_damage_notice(len(samples) / SAMPLE_RATE, stated, damage.broken), _number_notice(not_numbers)]
    on_progress(1.0, f"Read {path.name}")
    return Waveform(samples, source=path.name, notice=" ".join(n for n in notices if n))


@contextmanager
def _opened(path: Path) -> Iterator[tuple["InputContainer", "AudioStream"]]:
    """Open a file and its best audio stream; everything FFmpeg raises inside becomes `AudioError`."""
    import av

    if path.exists() and not (path.is_file() or path.is_dir()):
        raise AudioError(f"{path.name} is a pipe or a device, not a file.", hint="Save its sound to a file first.")
    with audio_errors(path.name or str(path)), path.open("rb") as file:
        if not file.read(1):
            raise AudioError(f"{path.name} is empty (0 bytes).", hint="Record or copy it again.")
        file.seek(0)
        with av.open(file, options=_NOTHING_ELSE, metadata_errors="ignore") as container:
            stream = container.streams.best("audio")
            if stream is None:
                raise AudioError(f"{path.name} has no sound in it.", hint="Give a file with an audio track.")
            yield container, stream


def _stated_duration(container: "InputContainer", stream: "AudioStream") -> float | None:
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return container.duration / 1_000_000 if container.duration else None


def _decode(container: "InputContainer", stream: "AudioStream", damage: _Damage) -> Iterator[npt.NDArray[np.float32]]:
    """Yield blocks of 16 kHz mono samples."""
    resampler: Any = None
    setup: tuple[object, ...] = ()
    for frame in _frames(container, stream, damage):
        frame.pts = None
        current = (frame.format.name, frame.layout.name, frame.sample_rate)
        if current != setup:  # some containers change rate or channels on the way
            yield from _samples(resampler.resample(None) if resampler else ())
            resampler, setup = _resampler(), current
        yield from _samples(resampler.resample(frame))
    yield from _samples(resampler.resample(None) if resampler else ())


def _resampler() -> "AudioResampler":
    from av.audio.resampler import AudioResampler

    return AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE)


def _samples(frames: Iterable["AudioFrame"]) -> Iterator[npt.NDArray[np.float32]]:
    for frame in frames:
        yield frame.to_ndarray().reshape(-1).astype(np.float32, copy=False)


def _frames(container: "InputContainer", stream: "AudioStream", damage: _Damage) -> Iterator["AudioFrame"]:
    """Yield decoded frames, counting the packets that are broken and going on after them."""
    import av

    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets)
        except StopIteration:
            return
        except (av.error.InvalidDataError, av.error.EOFError):
            damage.broken += 1
            return
        try:
            yield from packet.decode()  # type: ignore[misc]
        except (av.error.InvalidDataError, av.error.EOFError):
            damage.broken += 1


def _collect(
    blocks: Iterable[npt.NDArray[np.float32]], name: str, stated: float | None, on_progress: Progress
) -> npt.NDArray[np.float32]:
    """Join blocks in one buffer that grows in place: a list of blocks would need twice the memory at its end."""
    buffer = bytearray()
    size = np.dtype(np.float32).itemsize
    reported = 0
    for block in blocks:
        buffer += block.tobytes()
        count = len(buffer) // size
        if count > _MAX_SAMPLES:
            raise AudioError(f"{name} is longer than {MAX_HOURS} hours.", hint="Cut it into shorter recordings.")
        if count - reported >= _REPORT_EVERY_SAMPLES:
            reported = count
            seconds = count / SAMPLE_RATE
            on_progress(min(seconds / stated, 1.0) if stated else 0.0, f"Reading {name}")
    return np.frombuffer(buffer, np.float32)


def _make_finite(samples: npt.NDArray[np.float32]) -> int:
    """Silence what is no number and bring louder samples into -1..1, in place; return how many were no numbers."""
    wrong = 0
    peak = 0.0
    for block in _blocks(samples):
        bad = ~np.isfinite(block)
        wrong += int(bad.sum())
        block[bad] = 0.0
        peak = max(peak, float(np.abs(block).max(initial=0.0)))
    if peak > 1.0:
        for block in _blocks(samples):
            block /= peak
    return wrong


def _blocks(samples: npt.NDArray[np.float32]) -> Iterator[npt.NDArray[np.float32]]:
    for first in range(0, len(samples), _BLOCK_SAMPLES):
        yield samples[first : first + _BLOCK_SAMPLES]


def _damage_notice(seconds: float, stated: float | None, broken: int) -> str:
    # Encoders pad and containers round, so a small difference is no sign of damage.
    missing = stated is not None and stated - seconds > max(0.5, 0.02 * stated)
    if missing:
        return f"The recording is cut off: {seconds:.1f} s of {stated:.1f} s could be read."
    if not seconds:
        return "The recording is 0 seconds long."
    if broken:
        return f"The recording is damaged: {seconds:.1f} s of it could be read."
    return ""


def _number_notice(wrong: int) -> str:
    return f"{wrong} samples were not numbers and were taken as silence." if wrong else ""
