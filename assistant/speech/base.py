"""What a recogniser is, and how it is told what to do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from assistant.schema.audio import Waveform
from assistant.schema.base import Progress, no_progress
from assistant.schema.transcript import Segment, Transcript

#: What a transcript's notice says when nobody spoke.
NO_SPEECH = "No speech was heard."


@dataclass(frozen=True)
class TranscribeOptions:
    """How to hear a recording; `language` None means that it is detected."""

    language: str | None = None
    task: Literal["transcribe", "translate"] = "transcribe"
    # accuracy and speed
    beam_size: int = 5
    vad: bool = True
    word_timestamps: bool = True
    threads: int = 0
    # words to favour
    hotwords: str = ""
    initial_prompt: str = ""


DEFAULT_OPTIONS = TranscribeOptions()


def no_segment(segment: Segment) -> None:
    """Ignore a segment."""


class Transcriber(Protocol):
    """A loaded recogniser; `weights` is its name."""

    weights: str

    def transcribe(
        self,
        waveform: Waveform,
        options: TranscribeOptions = DEFAULT_OPTIONS,
        on_segment: Callable[[Segment], None] = no_segment,
        on_progress: Progress = no_progress,
    ) -> Transcript:
        """Return what is said, handing over every segment as soon as it is known.

        A recording without speech gives an empty transcript whose notice says so.
        """
        ...
