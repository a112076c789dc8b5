"""Values for sound: decoded samples and the stretches of speech in them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

SAMPLE_RATE = 16_000


@dataclass(frozen=True, eq=False)
class Waveform:
    """Decoded sound: one channel of float32 samples in -1..1 at `sample_rate` Hz.

    `notice` tells in words what was wrong with the recording when part of it could not be used.
    """

    samples: npt.NDArray[np.float32]
    sample_rate: int = SAMPLE_RATE
    source: str = ""
    notice: str = ""

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return len(self.samples) / self.sample_rate

    def slice(self, start: float, end: float) -> "Waveform":
        """Return the part from `start` to `end` seconds; the samples are shared, not copied."""
        first, last = (max(0, round(t * self.sample_rate)) for t in (start, end))
        return Waveform(self.samples[first:last], self.sample_rate, self.source)


@dataclass(frozen=True)
class SpeechChunk:
    """A stretch that voice activity detection calls speech, in seconds."""

    start: float
    end: float
