"""Sounds made for tests: tones, noises and files of any kind."""

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

from assistant.schema.audio import SAMPLE_RATE

Samples = npt.NDArray[np.float32]

_LAYOUTS = {1: "mono", 2: "stereo", 6: "5.1"}


def tone(hertz: float, seconds: float, rate: int = SAMPLE_RATE) -> Samples:
    """A sine at half of the full scale."""
    return (0.5 * np.sin(2 * np.pi * hertz * np.arange(round(rate * seconds)) / rate)).astype(np.float32)


def noise(seconds: float, colour: float = 0.0, seed: int = 0) -> Samples:
    """Noise whose power falls with frequency to the power of `colour`: 0 white, 1 pink, 2 brown."""
    count = round(SAMPLE_RATE * seconds)
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(count))
    samples = np.fft.irfft(spectrum / np.maximum(np.arange(len(spectrum)), 1) ** (colour / 2), count)
    return (0.3 * samples / np.abs(samples).max()).astype(np.float32)


def chords(seconds: float) -> Samples:
    """A plucked chord every half second, with overtones: like music, without a voice."""
    steps = []
    for number in range(round(seconds * 2)):
        time = np.arange(SAMPLE_RATE // 2) / SAMPLE_RATE
        root = (220.0, 196.0, 175.0, 196.0)[number % 4]
        tones = sum(np.sin(2 * np.pi * root * r * h * time) / h for r in (1, 1.25, 1.5) for h in (1, 2, 3))
        steps.append(tones * np.minimum(1, time * 30) * np.exp(-4 * time))
    joined = np.concatenate(steps)
    return (0.3 * joined / np.abs(joined).max()).astype(np.float32)


def clicks(seconds: float, per_second: float = 5.0) -> Samples:
    """A keyboard."""
    random = np.random.default_rng(0)
    samples = np.zeros(round(SAMPLE_RATE * seconds), np.float32)
    for start in random.integers(0, len(samples) - 200, round(seconds * per_second)):
        samples[start : start + 200] += np.exp(-np.arange(200) / 20) * random.standard_normal(200)
    return (0.4 * samples / np.abs(samples).max()).astype(np.float32)


def write_sound(path: Path, samples: Samples, codec: str, rate: int = SAMPLE_RATE, channels: int = 1) -> Path:
    """Encode samples, the same in every channel; the container follows the file's suffix."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate, layout=_LAYOUTS[channels])
        for frame in _frames(samples, stream, rate, channels):
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def _frames(samples: Samples, stream: av.AudioStream, rate: int, channels: int) -> Iterator[av.AudioFrame]:
    layout = _LAYOUTS[channels]
    frame = av.AudioFrame.from_ndarray(np.tile(samples, (channels, 1)), format="fltp", layout=layout)
    frame.sample_rate, frame.pts = rate, 0
    # Codecs without a frame size of their own would put everything into one packet.
    size = stream.codec_context.frame_size or 1024
    resampler = av.AudioResampler(stream.codec_context.format.name, layout, rate, frame_size=size)
    yield from resampler.resample(frame)
    yield from resampler.resample(None)


def write_video(path: Path, samples: Samples | None = None) -> Path:
    """A second of grey pictures, with sound or without."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width = stream.height = 64
        stream.pix_fmt = "yuv420p"
        sound = container.add_stream("aac", rate=SAMPLE_RATE, layout="mono") if samples is not None else None
        for _ in range(10):
            picture = av.VideoFrame.from_ndarray(np.full((64, 64, 3), 128, np.uint8), format="rgb24")
            container.mux(stream.encode(picture))
        container.mux(stream.encode(None))
        if sound is not None and samples is not None:
            for frame in _frames(samples, sound, SAMPLE_RATE, 1):
                container.mux(sound.encode(frame))
            container.mux(sound.encode(None))
    return path
