"""Speech without its pauses, and the way back in time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.schema.audio import SAMPLE_RATE, SpeechChunk, Waveform
from assistant.speech.packs import Pack, make_packs


@st.composite
def chunk_lists(draw: st.DrawFn) -> list[SpeechChunk]:
    edges = draw(st.lists(st.integers(0, 6000), min_size=2, max_size=20, unique=True).map(sorted))
    return [SpeechChunk(a / 10, b / 10) for a, b in zip(edges[::2], edges[1::2], strict=False)]


@given(chunk_lists(), st.floats(1, 60))
def test_packs_hold_every_chunk_once_and_in_order(chunks: list[SpeechChunk], seconds: float) -> None:
    packs = list(make_packs(chunks, seconds))
    assert [chunk for pack in packs for chunk in pack.chunks] == chunks
    for pack in packs:
        length = sum(chunk.end - chunk.start for chunk in pack.chunks)
        assert length <= seconds + 1e-9 or len(pack.chunks) == 1


@given(chunk_lists(), st.floats(0, 700), st.floats(0, 5))
def test_restored_times_lie_in_one_chunk(chunks: list[SpeechChunk], start: float, length: float) -> None:
    first, last = Pack(tuple(chunks)).restore(start, start + length)
    assert first <= last
    assert any(chunk.start <= first and last <= chunk.end for chunk in chunks)


@given(chunk_lists(), st.data())
def test_a_moment_comes_back_to_where_it_was(chunks: list[SpeechChunk], data: st.DataObject) -> None:
    pack = Pack(tuple(chunks))
    number = data.draw(st.integers(0, len(chunks) - 1))
    chunk = chunks[number]
    inside = data.draw(st.floats(0.001, 0.999)) * (chunk.end - chunk.start)
    joined = sum(c.end - c.start for c in chunks[:number]) + inside
    assert pack.restore(joined, joined) == pytest.approx((chunk.start + inside,) * 2, abs=1e-6)


def test_the_sound_is_that_of_the_chunks() -> None:
    waveform = Waveform(np.arange(10 * SAMPLE_RATE, dtype=np.float32))
    samples = Pack((SpeechChunk(1, 2), SpeechChunk(5, 5.5))).samples(waveform)
    expected = [*range(SAMPLE_RATE, 2 * SAMPLE_RATE), *range(5 * SAMPLE_RATE, 5 * SAMPLE_RATE + SAMPLE_RATE // 2)]
    assert samples.tolist() == expected


def test_a_word_over_the_seam_does_not_last_as_long_as_the_pause() -> None:
    pack = Pack((SpeechChunk(0, 10), SpeechChunk(60, 70)))
    assert pack.restore(9.8, 10.4) == (60.0, 60.4)
    assert pack.restore(9.5, 10.1) == (9.5, 10.0)
