"""Where in a recording somebody speaks: voice activity detection by Silero, as faster-whisper ships it."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.schema.audio import SpeechChunk, Waveform
from assistant.schema.base import Progress, no_progress

#: Long recordings go through in blocks, so that memory does not grow with their length.
_BLOCK_SECONDS = 300.0


@dataclass(frozen=True)
class VadOptions:
    """How sure to be of a voice, and how to cut."""

    threshold: float = 0.5
    # lengths
    min_speech_ms: int = 0
    min_silence_ms: int = 500
    max_speech_s: float = float("inf")
    speech_pad_ms: int = 400


def speech_chunks(
    waveform: Waveform, options: VadOptions = VadOptions(), on_progress: Progress = no_progress
) -> list[SpeechChunk]:
    """Return the stretches of speech in order; they do not overlap and lie within the recording."""
    chunks: list[SpeechChunk] = []
    for chunk in _found(waveform, options, on_progress):
        if chunks and chunk.start <= chunks[-1].end and chunk.end - chunks[-1].start <= options.max_speech_s:
            chunks[-1] = SpeechChunk(chunks[-1].start, chunk.end)
        else:
            chunks.append(chunk)
    return chunks


def _found(waveform: Waveform, options: VadOptions, on_progress: Progress) -> Iterator[SpeechChunk]:
    from faster_whisper.vad import VadOptions as SileroOptions
    from faster_whisper.vad import get_speech_timestamps

    silero = SileroOptions(
        threshold=options.threshold,
        min_speech_duration_ms=options.min_speech_ms,
        max_speech_duration_s=options.max_speech_s,
        min_silence_duration_ms=options.min_silence_ms,
        speech_pad_ms=options.speech_pad_ms,
    )
    start = 0.0
    while start < waveform.duration:
        on_progress(start / waveform.duration, "Finding speech")
        block = waveform.slice(start, start + _BLOCK_SECONDS)
        for found in get_speech_timestamps(block.samples, silero):
            rate = waveform.sample_rate
            yield SpeechChunk(start + found["start"] / rate, min(start + found["end"] / rate, waveform.duration))
        start += _BLOCK_SECONDS
