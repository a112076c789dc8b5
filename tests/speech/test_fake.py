"""The recogniser that replays what was recorded."""

from pathlib import Path

import numpy as np
import pytest

from assistant.errors import BadInput
from assistant.schema.audio import Waveform
from assistant.schema.transcript import Segment, TranscriptInfo, build_transcript
from assistant.speech.fake import RecordedTranscriber

SILENCE = np.zeros(16_000, np.float32)


def test_it_answers_by_the_file_name(tmp_path: Path) -> None:
    parts = [Segment(id=n, start=n, end=n + 1, text=f"part {n}") for n in range(4)]
    recorded = build_transcript(parts, TranscriptInfo(duration=4))
    (tmp_path / "note.transcript.json").write_text(recorded.model_dump_json(), encoding="utf-8")
    heard: list[Segment] = []
    seen: list[float] = []
    transcript = RecordedTranscriber(tmp_path).transcribe(
        Waveform(SILENCE, source="note.flac"), on_segment=heard.append, on_progress=lambda done, _: seen.append(done)
    )
    assert transcript == recorded
    assert tuple(heard) == recorded.segments
    assert seen == [0.25, 0.5, 0.75, 1.0, 1.0]


def test_an_unknown_clip_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"other\.transcript\.json"):
        RecordedTranscriber(tmp_path).transcribe(Waveform(SILENCE, source="other.wav"))
