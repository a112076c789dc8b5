"""Speech without the silence between: packs of chunks that the recogniser hears in one go, and the way back in time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.schema.audio import SpeechChunk, Waveform


@dataclass(frozen=True)
class Pack:
    """Some chunks of speech, played one after the other."""

    chunks: tuple[SpeechChunk, ...]

    @property
    def start(self) -> float:
        """Where its first chunk starts in the recording."""
        return self.chunks[0].start

    @property
    def end(self) -> float:
        """Where its last chunk ends in the recording."""
        return self.chunks[-1].end

    @property
    def length(self) -> float:
        """How many seconds of sound it holds."""
        return _length(self.chunks)

    def samples(self, waveform: Waveform) -> npt.NDArray[np.float32]:
        """Return the sound of the chunks, joined."""
        parts = [waveform.slice(chunk.start, chunk.end).samples for chunk in self.chunks]
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def restore(self, start: float, end: float) -> tuple[float, float]:
        """Turn seconds of the joined sound into seconds of the recording.

        Both ends go to the chunk that holds the middle: what seems to reach over the seam between two chunks would
        otherwise last as long as the silence that was left out there.
        """
        middle = (start + end) / 2
        before = 0.0
        for chunk in self.chunks:
            length = chunk.end - chunk.start
            if middle < before + length or chunk is self.chunks[-1]:
                break
            before += length
        shift = chunk.start - before
        first = min(max(start + shift, chunk.start), chunk.end)
        return first, min(max(end + shift, first), chunk.end)


def make_packs(chunks: Iterable[SpeechChunk], seconds: float) -> Iterator[Pack]:
    """Group chunks in order so that each pack holds at most `seconds`, unless a chunk alone is longer."""
    group: list[SpeechChunk] = []
    for chunk in chunks:
        if group and _length(group) + chunk.end - chunk.start > seconds:
            yield Pack(tuple(group))
            group = []
        group.append(chunk)
    if group:
        yield Pack(tuple(group))


def _length(chunks: Sequence[SpeechChunk]) -> float:
    return sum(chunk.end - chunk.start for chunk in chunks)
