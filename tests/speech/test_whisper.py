"""The recogniser's own logic, with a model that is made up."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import BadInput, Cancelled, UnknownName, WeightsDamaged, WeightsNotFound
from assistant.schema.audio import SAMPLE_RATE, SpeechChunk, Waveform
from assistant.schema.transcript import Segment, Transcript
from assistant.speech import whisper
from assistant.speech.base import NO_SPEECH, TranscribeOptions
from assistant.speech.whisper import WhisperTranscriber, load_whisper
from tests.sounds import chords, noise, tone


def word(text: str, start: float, end: float, probability: float = 0.9) -> SimpleNamespace:
    return SimpleNamespace(word=text, start=start, end=end, probability=probability)


def segment(*words: SimpleNamespace, logprob: float = -0.2, no_speech: float = 0.05) -> SimpleNamespace:
    return SimpleNamespace(
        text="".join(w.word for w in words),
        start=words[0].start,
        end=words[-1].end,
        words=list(words),
        avg_logprob=logprob,
        no_speech_prob=no_speech,
        compression_ratio=1.0,
    )


class MadeUpModel:
    """Says the same for every pack and keeps what it was asked."""

    def __init__(self, *said: SimpleNamespace, languages: tuple[str, ...] = ("de", "en")) -> None:
        self.said = said or (segment(word(" Fix", 0.1, 0.4), word(" it.", 0.4, 0.8)),)
        self.supported_languages = list(languages)
        self.asked: list[dict[str, Any]] = []
        self.heard: list[int] = []

    def transcribe(self, samples: np.ndarray, **options: Any) -> tuple[Iterator[SimpleNamespace], None]:
        self.asked.append(options)
        self.heard.append(len(samples))
        return iter(self.said), None

    def detect_language(self, samples: np.ndarray) -> tuple[str, float, list[Any]]:
        return "de", 0.8, []


def find(monkeypatch: pytest.MonkeyPatch, *chunks: tuple[float, float]) -> None:
    """Let speech be found in these seconds."""
    found = [SpeechChunk(*chunk) for chunk in chunks]
    monkeypatch.setattr(whisper, "speech_chunks", lambda waveform, options, on_progress: found)


def seconds_of_nothing(seconds: float) -> Waveform:
    return Waveform(np.zeros(round(seconds * SAMPLE_RATE), np.float32), source="note.wav")


def test_times_are_those_of_the_recording(monkeypatch: pytest.MonkeyPatch) -> None:
    find(monkeypatch, (2, 22), (50, 70))
    model = MadeUpModel()
    transcript = WhisperTranscriber(model, "made-up").transcribe(seconds_of_nothing(80))  # type: ignore[arg-type]
    assert [(w.word, w.start, w.end) for w in transcript.words] == [
        ("Fix", pytest.approx(2.1), pytest.approx(2.4)),
        ("it.", pytest.approx(2.4), pytest.approx(2.8)),
        ("Fix", pytest.approx(50.1), pytest.approx(50.4)),
        ("it.", pytest.approx(50.4), pytest.approx(50.8)),
    ]
    assert transcript.text == "Fix it. Fix it."
    assert [s.id for s in transcript.segments] == [0, 1]
    assert model.heard == [20 * SAMPLE_RATE] * 2
    assert (transcript.info.duration, transcript.info.duration_after_vad) == (80, 40)
    assert (transcript.info.weights, transcript.info.source) == ("made-up", "note.wav")
    assert transcript.info.notice == ""


def test_the_model_never_sees_its_own_text(monkeypatch: pytest.MonkeyPatch) -> None:
    find(monkeypatch, (0, 5))
    model = MadeUpModel()
    options = TranscribeOptions(language="en", beam_size=3, hotwords="Priya", initial_prompt="Stand-up.")
    WhisperTranscriber(model, "made-up").transcribe(seconds_of_nothing(5), options)  # type: ignore[arg-type]
    asked = model.asked[0]
    assert asked["condition_on_previous_text"] is False
    assert (asked["language"], asked["beam_size"], asked["hotwords"]) == ("en", 3, "Priya")
    assert asked["initial_prompt"] == "Stand-up."


def test_the_language_is_heard_or_given(monkeypatch: pytest.MonkeyPatch) -> None:
    find(monkeypatch, (0, 5))
    transcriber = WhisperTranscriber(MadeUpModel(), "made-up")  # type: ignore[arg-type]
    heard = transcriber.transcribe(seconds_of_nothing(5)).info
    given_ = transcriber.transcribe(seconds_of_nothing(5), TranscribeOptions(language="en")).info
    assert (heard.language, heard.language_probability) == ("de", 0.8)
    assert (given_.language, given_.language_probability) == ("en", 1.0)


def test_a_language_the_weights_do_not_know_is_refused() -> None:
    english = WhisperTranscriber(MadeUpModel(languages=("en",)), "tiny.en")  # type: ignore[arg-type]
    with pytest.raises(BadInput, match="tiny.en knows English only, not 'de'"):
        english.transcribe(seconds_of_nothing(5), TranscribeOptions(language="de"))
    with pytest.raises(BadInput, match="cannot translate"):
        english.transcribe(seconds_of_nothing(5), TranscribeOptions(task="translate"))
    many = WhisperTranscriber(MadeUpModel(), "many")  # type: ignore[arg-type]
    with pytest.raises(UnknownName, match="language 'klingon'") as caught:
        many.transcribe(seconds_of_nothing(5), TranscribeOptions(language="klingon"))
    assert "de, en" in caught.value.hint


def test_another_sample_rate_is_refused() -> None:
    with pytest.raises(BadInput, match="not 48000"):
        transcribe_with(MadeUpModel(), Waveform(np.zeros(4800, np.float32), 48_000))


NOISES = {"nothing": np.zeros(0), "silence": np.zeros(80_000), "white": noise(5), "pink": noise(5, 1)}
NOISES |= {"hum": tone(50, 5), "chords": chords(5)}


@pytest.mark.parametrize("name", NOISES)
def test_a_noise_gives_no_words_and_says_so(name: str) -> None:
    model = MadeUpModel()
    seen: list[float] = []
    waveform = Waveform(NOISES[name].astype(np.float32))
    transcript = WhisperTranscriber(model, "made-up").transcribe(  # type: ignore[arg-type]
        waveform, on_progress=lambda done, _: seen.append(done)
    )
    assert (transcript.text, transcript.segments, transcript.info.notice) == ("", (), NO_SPEECH)
    assert model.asked == []
    assert seen[-1] == 1.0


def test_the_notice_of_the_recording_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    find(monkeypatch)
    waveform = Waveform(np.zeros(100, np.float32), notice="The recording is cut off.")
    transcript = WhisperTranscriber(MadeUpModel(), "made-up").transcribe(waveform)  # type: ignore[arg-type]
    assert transcript.info.notice == f"The recording is cut off. {NO_SPEECH}"


def test_segments_stream_and_progress_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    find(monkeypatch, (0, 20), (30, 50), (60, 80))
    events: list[str | float] = []
    WhisperTranscriber(MadeUpModel(), "made-up").transcribe(  # type: ignore[arg-type]
        seconds_of_nothing(90),
        on_segment=lambda s: events.append(s.text.strip()),
        on_progress=lambda done, _: events.append(done),
    )
    fractions = [event for event in events if isinstance(event, float)]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert events.count("Fix it.") == 3
    first, last = events.index("Fix it."), len(events) - 1 - events[::-1].index("Fix it.")
    assert any(isinstance(event, float) for event in events[first:last])


def test_cancelling_stops_after_the_segment(monkeypatch: pytest.MonkeyPatch) -> None:
    find(monkeypatch, *((n * 30, n * 30 + 25) for n in range(10)))
    model = MadeUpModel()

    def cancel(done: float, text: str) -> None:
        if len(model.asked) == 2:
            raise Cancelled("stop")

    with pytest.raises(Cancelled):
        WhisperTranscriber(model, "made-up").transcribe(seconds_of_nothing(300), on_progress=cancel)  # type: ignore[arg-type]
    assert len(model.asked) == 2


def test_waiting_can_be_stopped_at_any_time(monkeypatch: pytest.MonkeyPatch) -> None:
    find(monkeypatch, (0, 20))
    model = MadeUpModel()
    done = threading.Event()
    monkeypatch.setattr(model, "transcribe", lambda samples, **options: (iter(()), done.wait(30)))
    told: list[float] = []

    def cancel(share: float, text: str) -> None:
        told.append(share)
        if len(told) > 4:
            raise Cancelled("stop")

    began = time.monotonic()
    with pytest.raises(Cancelled):
        WhisperTranscriber(model, "made-up").transcribe(seconds_of_nothing(20), on_progress=cancel)  # type: ignore[arg-type]
    assert time.monotonic() - began < 10
    done.set()
    assert told == sorted(told)
    assert told[-1] < 1


def test_what_goes_wrong_while_hearing_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    find(monkeypatch, (0, 20))
    model = MadeUpModel()

    def fail(samples: np.ndarray, **options: Any) -> None:
        raise RuntimeError("out of memory")

    monkeypatch.setattr(model, "transcribe", fail)
    with pytest.raises(RuntimeError, match="out of memory"):
        transcribe_with(model, seconds_of_nothing(20))


def test_without_vad_everything_is_heard() -> None:
    model = MadeUpModel()
    WhisperTranscriber(model, "made-up").transcribe(seconds_of_nothing(5), TranscribeOptions(vad=False))  # type: ignore[arg-type]
    assert model.heard == [5 * SAMPLE_RATE]


times = st.floats(-1, 31, allow_nan=False)
spoken = st.lists(st.tuples(times, times, st.floats(0, 1)), min_size=1, max_size=6)


@given(st.lists(spoken, min_size=1, max_size=5), st.lists(st.floats(0.1, 9), min_size=2, max_size=8))
def test_words_go_forward_and_stay_inside(said: list[list[tuple[float, float, float]]], lengths: list[float]) -> None:
    parts = [segment(*(word(f" w{i}", a, b, p) for i, (a, b, p) in enumerate(words))) for words in said]
    edges = np.cumsum(lengths).tolist()
    chunks = list(zip(edges[::2], edges[1::2], strict=False))
    with pytest.MonkeyPatch.context() as patch:
        find(patch, *chunks)
        transcript = transcribe_with(MadeUpModel(*parts), seconds_of_nothing(edges[-1] + 1))
    check_times(transcript)


def transcribe_with(model: MadeUpModel, waveform: Waveform) -> Transcript:
    return WhisperTranscriber(model, "made-up").transcribe(waveform)  # type: ignore[arg-type]


def check_times(transcript: Transcript) -> None:
    last = 0.0
    for part in transcript.segments:
        assert 0 <= part.start <= part.end <= transcript.info.duration
        for said in part.words:
            assert last <= said.start <= said.end <= transcript.info.duration
            last = said.end
            assert transcript.text[said.start_char : said.end_char] == said.word


def test_weights_that_are_not_there_or_not_whole(tmp_path: Path) -> None:
    with pytest.raises(WeightsNotFound, match=r"'made-up' has no model\.bin"):
        load_whisper(tmp_path, "made-up")
    for name in ("model.bin", "tokenizer.json", "config.json"):
        (tmp_path / name).write_text("{}")
    with pytest.raises(WeightsDamaged, match="'made-up' cannot be loaded"):
        load_whisper(tmp_path, "made-up")


@pytest.mark.parametrize(
    ("text", "logprob"),
    [(" for being killed.", -2.7), (" Thank you." * 40, -0.1), (" yn" * 100, -0.2), ("テスト。" * 60, -0.2)],
)
def test_what_the_model_makes_up_is_dropped(monkeypatch: pytest.MonkeyPatch, text: str, logprob: float) -> None:
    find(monkeypatch, (0, 20))
    heard: list[Segment] = []
    model = MadeUpModel(segment(word(text, 0, 19), logprob=logprob))
    transcript = WhisperTranscriber(model, "made-up").transcribe(  # type: ignore[arg-type]
        seconds_of_nothing(20), on_segment=heard.append
    )
    assert (transcript.text, transcript.info.notice, heard) == ("", NO_SPEECH, [])


@pytest.mark.parametrize(
    ("text", "logprob"),
    [(" No, no, no, no, no.", -0.3), (" D E M O dash eleven, D E M O dash twelve.", -0.3), (" Hm?", -1.1)],
)
def test_what_is_only_odd_is_kept(monkeypatch: pytest.MonkeyPatch, text: str, logprob: float) -> None:
    find(monkeypatch, (0, 20))
    model = MadeUpModel(segment(word(text, 0, 2), logprob=logprob))
    assert transcribe_with(model, seconds_of_nothing(20)).text == text.strip()


def test_an_uncertain_language_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    find(monkeypatch, *((n * 30, n * 30 + 25) for n in range(5)))
    guesses = iter([("cy", 0.3, []), ("en", 0.4, []), ("nn", 0.2, []), ("de", 0.9, [])])
    model = MadeUpModel()
    monkeypatch.setattr(model, "detect_language", lambda samples: next(guesses))
    info = transcribe_with(model, seconds_of_nothing(150)).info
    assert (info.language, info.language_probability) == ("en", 0.4)
    assert next(guesses)[0] == "de"


def test_long_sound_without_vad_goes_through_in_parts() -> None:
    model = MadeUpModel()
    WhisperTranscriber(model, "made-up").transcribe(seconds_of_nothing(700), TranscribeOptions(vad=False))  # type: ignore[arg-type]
    assert model.heard == [300 * SAMPLE_RATE, 300 * SAMPLE_RATE, 100 * SAMPLE_RATE]
