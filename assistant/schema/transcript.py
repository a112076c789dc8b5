"""Values for recognised speech: words, segments and the transcript they make."""

from collections.abc import Iterable
from typing import Any

from assistant.schema.base import Value


class Word(Value):
    """One recognised word, with its seconds and its characters in ``Transcript.text``."""

    word: str
    start: float
    end: float
    probability: float
    start_char: int = 0
    end_char: int = 0
    speaker: str | None = None


class Segment(Value):
    """The recogniser's unit of text, in seconds from the start of the recording."""

    id: int
    start: float
    end: float
    text: str
    words: tuple[Word, ...] = ()
    avg_logprob: float = 0.0
    no_speech_prob: float = 0.0
    speaker: str | None = None


class TranscriptInfo(Value):
    """What made a transcript, so that every later figure explains itself."""

    language: str | None = None
    language_probability: float = 0.0
    duration: float = 0.0
    duration_after_vad: float = 0.0
    weights: str = ""
    options: dict[str, Any] = {}
    seconds: float = 0.0
    source: str = ""
    notice: str = ""


class Transcript(Value):
    """Recognised speech: the whole text, and the segments and words it is made of."""

    text: str
    segments: tuple[Segment, ...]
    info: TranscriptInfo

    @property
    def words(self) -> list[Word]:
        """Every word in order."""
        return [word for segment in self.segments for word in segment.words]

    def seconds(self, start_char: int, end_char: int) -> tuple[float, float] | None:
        """Return when the characters ``text[start_char:end_char]`` were said, or None if no word covers them."""
        hit = [w for w in self.words if w.start_char < end_char and w.end_char > start_char]
        return (hit[0].start, hit[-1].end) if hit else None


def build_transcript(segments: Iterable[Segment], info: TranscriptInfo) -> Transcript:
    """Join segments with single spaces and give every word its character offsets in the joined text."""
    parts: list[str] = []
    placed: list[Segment] = []
    offset = 0
    for segment in segments:
        text = " ".join(segment.text.split())
        if not text:
            continue
        words = _place_words(segment.words, text, offset)
        placed.append(segment.model_copy(update={"text": text, "words": words}))
        parts.append(text)
        offset += len(text) + 1
    return Transcript(text=" ".join(parts), segments=tuple(placed), info=info)


def _place_words(words: Iterable[Word], text: str, offset: int) -> tuple[Word, ...]:
    placed: list[Word] = []
    at = 0
    for word in words:
        bare = " ".join(word.word.split())
        found = text.find(bare, at)
        if not bare or found < 0:
            continue
        at = found + len(bare)
        placed.append(word.model_copy(update={"word": bare, "start_char": offset + found, "end_char": offset + at}))
    return tuple(placed)
