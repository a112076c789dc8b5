"""`assistant transcribe`: formats, folders, and bad files among good ones."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assistant.cli.main import app
from assistant.errors import BadInput, UnknownName
from assistant.pipeline import Assistant
from assistant.schema.transcript import Segment, Transcript, TranscriptInfo, build_transcript
from assistant.speech.fake import RecordedTranscriber
from tests.sounds import tone, write_sound

SAID = {"one": ("Fix the gallery.", "By Friday."), "two": ("Call Tom.",), "silence": ()}


@pytest.fixture
def clips(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three recordings, and a recogniser that knows what is said in them."""
    folder = tmp_path / "clips"
    folder.mkdir()
    for name, sentences in SAID.items():
        write_sound(folder / f"{name}.wav", tone(440, 2), "pcm_s16le")
        parts = [Segment(id=n, start=n, end=n + 1, text=text) for n, text in enumerate(sentences)]
        info = TranscriptInfo(duration=2, notice="" if parts else "No speech was heard.")
        recorded = build_transcript(parts, info).model_dump_json()
        (folder / f"{name}.transcript.json").write_text(recorded, encoding="utf-8")
    asked: list[str] = []

    def replay(self: Assistant, weights: str) -> RecordedTranscriber:
        asked.append(weights)
        return RecordedTranscriber(folder)

    monkeypatch.setattr(Assistant, "_transcriber", replay)
    return folder


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["transcribe", *map(str, words)])


def test_the_words_go_to_stdout_and_nothing_else(clips: Path) -> None:
    result = run(clips / "one.wav")
    assert result.exit_code == 0
    assert result.stdout == "Fix the gallery.\nBy Friday.\n"


def test_a_bar_on_the_terminal_keeps_out_of_a_pipe(clips: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TTY_COMPATIBLE", "1")  # rich takes stderr for a terminal; stdout is none
    result = run(clips / "one.wav", clips / "two.wav")
    assert result.stdout == "Fix the gallery.\nBy Friday.\nCall Tom.\n"
    assert "one.wav" in result.stderr
    assert "s of sound" in result.stderr
    assert "%" in result.stderr


@pytest.mark.parametrize("name", ["srt", "vtt", "json"])
def test_one_file_in_another_format_goes_to_stdout(clips: Path, name: str) -> None:
    result = run(clips / "one.wav", "--format", name)
    assert result.exit_code == 0
    assert {"srt": "00:00:00,000 --> ", "vtt": "WEBVTT", "json": '"segments"'}[name] in result.stdout
    if name == "json":
        assert Transcript.model_validate_json(result.stdout).text == "Fix the gallery. By Friday."


def test_several_files_in_another_format_need_a_folder(clips: Path) -> None:
    result = run(clips, "--format", "srt")
    assert isinstance(result.exception, BadInput)
    assert "--out" in result.exception.hint


def test_a_folder_becomes_a_file_per_recording(clips: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "texts"
    result = run(clips, "--out", out, "--format", "txt")
    assert result.exit_code == 0
    assert sorted(path.name for path in out.iterdir()) == ["one.txt", "silence.txt", "two.txt"]
    assert (out / "one.txt").read_text() == "Fix the gallery.\nBy Friday.\n"
    assert (out / "silence.txt").read_text() == ""
    assert result.stdout.splitlines() == [str(out / f"{name}.txt") for name in ("one", "silence", "two")]
    assert "No speech was heard." in result.stderr


def test_recordings_of_the_same_name_do_not_share_a_file(clips: Path, tmp_path: Path) -> None:
    other = clips / "more" / "one.wav"
    other.parent.mkdir()
    other.write_bytes((clips / "one.wav").read_bytes())
    (clips / "one.flac").write_bytes(write_sound(clips / "tmp.flac", tone(440, 1), "flac").read_bytes())
    out = tmp_path / "out"
    result = run(clips / "one.wav", other, clips / "one.flac", "--out", out)
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == len(set(result.stdout.splitlines())) == len(list(out.iterdir())) == 3


def test_a_bad_file_is_reported_and_the_rest_go_on(clips: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.wav"
    bad.write_text("no sound")
    result = run(clips / "one.wav", bad, tmp_path / "missing.wav", clips / "two.wav")
    assert result.exit_code == 1
    assert result.stdout == "Fix the gallery.\nBy Friday.\nCall Tom.\n"
    assert "bad.wav cannot be read as sound" in result.stderr
    assert "missing.wav does not exist" in result.stderr


def test_json_is_a_line_per_file(clips: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.wav"
    bad.write_bytes(b"")
    result = run(clips / "one.wav", bad, clips / "silence.wav", "--json", "--out", tmp_path / "out")
    assert result.exit_code == 1
    good, failed, silent = (json.loads(line) for line in result.stdout.splitlines())
    assert Transcript.model_validate(good["transcript"]).text == "Fix the gallery. By Friday."
    assert good["written"] == str(tmp_path / "out" / "one.txt")
    assert "0 bytes" in failed["error"]
    assert "transcript" not in failed
    assert silent["transcript"]["info"]["notice"] == "No speech was heard."


def test_an_unknown_format_or_an_empty_folder_is_told(clips: Path, tmp_path: Path) -> None:
    unknown = run(clips / "one.wav", "--format", "doc")
    assert isinstance(unknown.exception, UnknownName)
    assert "srt" in unknown.exception.hint
    (tmp_path / "empty").mkdir()
    empty = run(tmp_path / "empty")
    assert isinstance(empty.exception, BadInput)
    assert "no recording" in str(empty.exception)


def test_what_is_wrong_for_every_file_is_told_once(
    clips: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    unwritable = run(clips, "--out", tmp_path / "file")
    assert isinstance(unwritable.exception, BadInput)
    assert "cannot be written" in str(unwritable.exception)
    monkeypatch.undo()
    unknown = run(clips, "--weights", "whisper-enormous")
    assert isinstance(unknown.exception, UnknownName)
    assert "whisper-base" in unknown.exception.hint
