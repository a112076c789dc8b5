"""A recogniser that replays recorded transcripts, for tests and demonstrations without weights."""

from collections.abc import Callable
from pathlib import Path

from assistant.errors import BadInput
from assistant.schema.audio import Waveform
from assistant.schema.base import Progress, no_progress
from assistant.schema.transcript import Segment, Transcript
from assistant.speech.base import DEFAULT_OPTIONS, TranscribeOptions, no_segment


class RecordedTranscriber:
    """Answers with `<clip>.transcript.json` of a folder, found by the recording's file name."""

    weights = "recorded"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def transcribe(
        self,
        waveform: Waveform,
        options: TranscribeOptions = DEFAULT_OPTIONS,
        on_segment: Callable[[Segment], None] = no_segment,
        on_progress: Progress = no_progress,
    ) -> Transcript:
        """Replay the recorded transcript segment by segment. Raises `BadInput` where there is none."""
        path = self.folder / f"{Path(waveform.source).stem}.transcript.json"
        if not path.exists():
            raise BadInput(f"There is no recorded transcript {path.name}.", hint=f"Record one into {self.folder}.")
        transcript = Transcript.model_validate_json(path.read_bytes())
        for segment in transcript.segments:
            on_segment(segment)
            on_progress(min(segment.end / (transcript.info.duration or segment.end or 1.0), 1.0), "Listening")
        on_progress(1.0, "Listening")
        return transcript
