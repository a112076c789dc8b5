"""The recogniser: faster-whisper on the processor, from local files only."""

import math
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.audio.vad import VadOptions, speech_chunks
from assistant.errors import BadInput, UnknownName, WeightsDamaged, WeightsNotFound
from assistant.schema.audio import SAMPLE_RATE, SpeechChunk, Waveform
from assistant.schema.base import Progress, no_progress
from assistant.schema.transcript import Segment, Transcript, TranscriptInfo, Word, build_transcript
from assistant.speech.base import DEFAULT_OPTIONS, NO_SPEECH, TranscribeOptions, Transcriber, no_segment
from assistant.speech.packs import Pack, make_packs

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

# Measured with whisper-base on 12 minutes of read, spontaneous, foreign and meeting speech, as word error rates in one
# run: packs and 5 beams 19.6 %, sliding over joined speech 19.6 %, packs and 1 beam 20.9 %. On a third of it, batches
# of packs without timestamps 16.4 % and packs 18.5 %: twelve words, not worth segments of 30 s.
# A second of sound takes 0.30 core seconds with 5 beams and 0.24 with 1 (tiny.en: 0.17 and 0.12).

#: Whisper hears 30 s at a time whatever it is given; packs a little shorter keep its timestamps inside.
_PACK_SECONDS = 28.0

_VAD = VadOptions(max_speech_s=_PACK_SECONDS)

#: Without voice activity detection, this much goes through at a time, so that memory does not grow with the length.
_UNHEARD_SECONDS = 300

#: Finding speech takes about this share of the time.
_VAD_SHARE = 0.05

#: Tried in order until the text is neither repetitive nor improbable.
_TEMPERATURES = (0.0, 0.4, 0.8)

#: Voices that nobody can follow (a room full of them) pass as speech, and come out as words at -2 and below. Segments
#: with words really said were at -0.9 at worst, in crosstalk, accents and noise; the one at -1.2 was wrong throughout.
_LOST_LOGPROB = -1.2

#: A word said twenty times over shrinks to a quarter, a loop of the recogniser to a tenth, nothing else to a third.
_LOOP_RATIO = 4.0

#: How often progress is told, and how many times faster than real time the first pack is guessed to be heard.
_TICK_SECONDS = 0.2
_FIRST_GUESS = 5.0

#: How many packs to ask for the language, and when to be content.
_LANGUAGE_TRIES = 3
_LANGUAGE_SURE = 0.5


def load_whisper(folder: Path, name: str, threads: int = 0) -> Transcriber:
    """Load the weights in `folder`. Raises `WeightsNotFound` or `WeightsDamaged`."""
    from faster_whisper import WhisperModel

    for needed in ("model.bin", "tokenizer.json", "config.json"):
        if not (folder / needed).is_file():  # without its tokenizer, faster-whisper would go and download one
            raise WeightsNotFound(f"The folder of {name!r} has no {needed}.")
    try:
        model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True)
    except (RuntimeError, ValueError) as error:
        raise WeightsDamaged(f"The weights {name!r} cannot be loaded ({error}).") from error
    return WhisperTranscriber(model, name)


class WhisperTranscriber:
    """Whisper, held to what is really said: it hears only stretches with a voice, and never its own earlier text."""

    def __init__(self, model: "WhisperModel", weights: str) -> None:
        self._model = model
        self.weights = weights

    def transcribe(
        self,
        waveform: Waveform,
        options: TranscribeOptions = DEFAULT_OPTIONS,
        on_segment: Callable[[Segment], None] = no_segment,
        on_progress: Progress = no_progress,
    ) -> Transcript:
        """Return what is said in `waveform`; empty with a notice when nothing is."""
        started = time.perf_counter()
        if waveform.sample_rate != SAMPLE_RATE:
            raise BadInput(f"Whisper hears {SAMPLE_RATE} Hz, not {waveform.sample_rate}.", hint="Load it from a file.")
        self._check_language(options)
        chunks = _speech(waveform, options, on_progress)
        info = TranscriptInfo(
            duration=waveform.duration,
            duration_after_vad=sum(chunk.end - chunk.start for chunk in chunks),
            weights=self.weights,
            options=asdict(options),
            source=waveform.source,
        )
        segments: list[Segment] = []
        if chunks:
            info = info.model_copy(update=self._language(waveform, chunks, options))
            for segment in self._segments(waveform, chunks, options, info.language, on_progress):
                segments.append(segment)
                on_segment(segment)
        notice = " ".join(n for n in (waveform.notice, "" if segments else NO_SPEECH) if n)
        on_progress(1.0, _position(waveform.duration, waveform.duration))
        return build_transcript(
            segments, info.model_copy(update={"seconds": time.perf_counter() - started, "notice": notice})
        )

    def _check_language(self, options: TranscribeOptions) -> None:
        """Refuse a language that the weights do not know, before any work is done."""
        known = self._model.supported_languages
        if options.language is not None and options.language not in known:
            if len(known) == 1:
                raise BadInput(
                    f"{self.weights} knows English only, not {options.language!r}.",
                    hint="Choose weights for many languages, such as --weights whisper-base.",
                )
            raise UnknownName("language", options.language, known)
        if options.task == "translate" and len(known) == 1:
            raise BadInput(f"{self.weights} cannot translate.", hint="Choose weights for many languages.")

    def _language(
        self, waveform: Waveform, chunks: Iterable[SpeechChunk], options: TranscribeOptions
    ) -> dict[str, Any]:
        """Return the language and its probability as fields of the info, heard where speech begins if not given."""
        known = self._model.supported_languages
        if options.language or len(known) == 1:
            return {"language": options.language or known[0], "language_probability": 1.0}
        best = ("", 0.0)
        for pack in islice(make_packs(chunks, _PACK_SECONDS), _LANGUAGE_TRIES):
            language, probability, _ = self._model.detect_language(pack.samples(waveform))
            best = max(best, (language, probability), key=lambda found: found[1])
            if probability > _LANGUAGE_SURE:
                break
        return {"language": best[0], "language_probability": best[1]}

    def _segments(
        self,
        waveform: Waveform,
        chunks: Iterable[SpeechChunk],
        options: TranscribeOptions,
        language: str | None,
        on_progress: Progress,
    ) -> Iterator[Segment]:
        """Hear pack after pack, each in another thread: whoever waits here sees progress and can stop at any time."""
        report = _Report(on_progress, waveform.duration)
        worker = ThreadPoolExecutor(1, thread_name_prefix="whisper")
        number, said_until, pace = 0, 0.0, _FIRST_GUESS
        try:
            for pack in make_packs(chunks, _PACK_SECONDS):
                started = time.perf_counter()
                _wait(hearing := worker.submit(self._hear, pack, waveform, options, language), pack, pace, report)
                pace = pack.length / max(time.perf_counter() - started, 1e-3)
                for found in hearing.result():
                    segment = _restored(found, pack, number, said_until)
                    if not _is_invented(segment):
                        number, said_until = number + 1, segment.end
                        yield segment
                        report(segment.end)
        finally:
            # When stopped, the pack that is being heard ends by itself within seconds; nobody waits for it.
            worker.shutdown(wait=False, cancel_futures=True)

    def _hear(self, pack: Pack, waveform: Waveform, options: TranscribeOptions, language: str | None) -> list[Any]:
        found, _ = self._model.transcribe(
            pack.samples(waveform),
            language=language,
            task=options.task,
            beam_size=options.beam_size,
            temperature=_TEMPERATURES,
            word_timestamps=options.word_timestamps,
            hotwords=options.hotwords or None,
            initial_prompt=options.initial_prompt or None,
            condition_on_previous_text=False,
            vad_filter=False,
        )
        return list(found)


class _Report:
    """Tells how far hearing is, in seconds of the recording; never goes back."""

    def __init__(self, on_progress: Progress, duration: float) -> None:
        self._on_progress = on_progress
        self._duration = duration
        self._reached = 0.0

    def __call__(self, seconds: float) -> None:
        self._reached = min(max(self._reached, seconds), self._duration)
        share = _VAD_SHARE + (1 - _VAD_SHARE) * self._reached / self._duration
        self._on_progress(share, _position(self._reached, self._duration))


def _wait(hearing: "Future[list[Any]]", pack: Pack, pace: float, report: _Report) -> None:
    """Wait until a pack is heard, guessing meanwhile how far that is from the pace so far."""
    started = time.perf_counter()
    while True:
        share = min((time.perf_counter() - started) * pace / pack.length, 0.95)
        report(pack.start + share * (pack.end - pack.start))
        if wait((hearing,), timeout=_TICK_SECONDS).done:
            return


def _speech(waveform: Waveform, options: TranscribeOptions, on_progress: Progress) -> list[SpeechChunk]:
    if not options.vad:
        starts = range(0, math.ceil(waveform.duration), _UNHEARD_SECONDS)
        return [SpeechChunk(start, min(start + _UNHEARD_SECONDS, waveform.duration)) for start in starts]
    return speech_chunks(
        waveform, _VAD, lambda done, _: on_progress(done * _VAD_SHARE, _position(0.0, waveform.duration))
    )


def _restored(found: Any, pack: Pack, number: int, not_before: float) -> Segment:
    """Return a segment in the recording's time; its words follow each other and lie after what was said before."""
    words: list[Word] = []
    for word in found.words or ():
        start, end = pack.restore(word.start, word.end)
        start = max(start, not_before)
        not_before = end = max(end, start)
        words.append(Word(word=word.word, start=start, end=end, probability=word.probability))
    start, end = pack.restore(found.start, found.end)
    if words:
        start, end = words[0].start, words[-1].end
    start = max(start, 0.0 if words else not_before)
    return Segment(
        id=number,
        start=start,
        end=max(end, start),
        text=found.text,
        words=tuple(words),
        avg_logprob=found.avg_logprob,
        no_speech_prob=found.no_speech_prob,
    )


def _is_invented(segment: Segment) -> bool:
    """Tell text that the recogniser made up: it does not believe it itself, or it has got into a loop."""
    text = segment.text.strip().encode()
    return segment.avg_logprob < _LOST_LOGPROB or len(text) > _LOOP_RATIO * len(zlib.compress(text))


def _position(seconds: float, duration: float) -> str:
    return f"Listening: {_clock(seconds)} of {_clock(duration)}"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"
