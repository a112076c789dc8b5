"""Where speech is, and that noises are none."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.audio import vad
from assistant.audio.vad import VadOptions, speech_chunks
from assistant.errors import Cancelled
from assistant.schema.audio import SAMPLE_RATE, Waveform
from tests.sounds import chords, clicks, noise, tone

NOISES = {
    "nothing": np.zeros(0, np.float32),
    "one sample": np.zeros(1, np.float32),
    "silence": np.zeros(5 * SAMPLE_RATE, np.float32),
    "white": noise(5),
    "pink": noise(5, 1),
    "brown": noise(5, 2),
    "quiet": 0.01 * noise(5),
    "hum": tone(50, 5) + 0.3 * tone(150, 5),
    "tone": tone(440, 5),
    "chords": chords(5),
    "keyboard": clicks(5),
}


@pytest.mark.parametrize("name", NOISES)
def test_a_noise_is_not_speech(name: str) -> None:
    assert speech_chunks(Waveform(NOISES[name])) == []


def fake_silero(monkeypatch: pytest.MonkeyPatch, found: list[list[tuple[float, float]]]) -> None:
    """Let the detector find these seconds in one block after the other."""
    import faster_whisper.vad

    blocks = iter(found)

    def find(samples: np.ndarray, options: object) -> list[dict[str, int]]:
        return [{"start": round(a * SAMPLE_RATE), "end": round(b * SAMPLE_RATE)} for a, b in next(blocks)]

    monkeypatch.setattr(faster_whisper.vad, "get_speech_timestamps", find)


def test_speech_over_the_end_of_a_block_is_one_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vad, "_BLOCK_SECONDS", 10.0)
    fake_silero(monkeypatch, [[(1, 2), (8, 10)], [(0, 3), (5, 6)], [(0.5, 1)]])
    chunks = speech_chunks(Waveform(np.zeros(22 * SAMPLE_RATE, np.float32)))
    assert [(c.start, c.end) for c in chunks] == [(1, 2), (8, 13), (15, 16), (20.5, 21)]


def test_no_chunk_grows_over_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vad, "_BLOCK_SECONDS", 10.0)
    fake_silero(monkeypatch, [[(2, 10)], [(0, 8)]])
    chunks = speech_chunks(Waveform(np.zeros(20 * SAMPLE_RATE, np.float32)), VadOptions(max_speech_s=12))
    assert [(c.start, c.end) for c in chunks] == [(2, 10), (10, 18)]


def test_searching_can_be_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    def cancel(done: float, text: str) -> None:
        raise Cancelled("stop")

    with pytest.raises(Cancelled):
        speech_chunks(Waveform(noise(1)), on_progress=cancel)


@settings(max_examples=15, deadline=None)
@given(seconds=st.floats(0, 3), block=st.floats(0.3, 2), seed=st.integers(0, 99))
def test_chunks_are_in_order_and_inside(seconds: float, block: float, seed: int) -> None:
    # A low threshold calls much of the noise speech, so that there is something to look at.
    samples = noise(seconds, 1, seed) if seconds > 0.01 else np.zeros(0, np.float32)
    waveform = Waveform(samples)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vad, "_BLOCK_SECONDS", block)
        chunks = speech_chunks(waveform, VadOptions(threshold=0.02, min_silence_ms=50, speech_pad_ms=30))
    edges = [edge for chunk in chunks for edge in (chunk.start, chunk.end)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= waveform.duration for edge in edges)
