"""The spoken labelled items: recordings, recorded transcripts and scripts fit the items and each other."""

import re
from collections import Counter

import numpy as np
import pytest

from assistant.audio.load import load
from assistant.evaluation.clips import Clip, load_clips
from assistant.evaluation.dataset import all_cases
from assistant.evaluation.rewriting import labels
from assistant.schema.transcript import Transcript
from tests.conftest import CLIPS
from tests.test_fixtures import MAKE

ITEMS = CLIPS / "items"
CASES = {case.id: case for case in all_cases()}
SCRIPTS = {script.name: script for script in MAKE.with_texts(MAKE.scripts([], ITEMS))}
NAMES = sorted(SCRIPTS)
SPOKEN = [name for name in NAMES if not SCRIPTS[name].noise]
CAST = [name for name in SPOKEN if SCRIPTS[name].cast]
NOISES = [name for name in NAMES if SCRIPTS[name].noise]


@pytest.fixture(scope="module")
def clips() -> dict[str, Clip]:
    return {clip.path.stem: clip for clip in load_clips("all") if clip.path.parent == ITEMS}


def read_recorded(name: str) -> Transcript:
    return Transcript.model_validate_json((ITEMS / f"{name}.transcript.json").read_bytes())


def test_every_script_names_an_item_that_can_be_read_aloud() -> None:
    assert len(NAMES) == len(MAKE.scripts([], ITEMS))
    assert set(SPOKEN) <= set(CASES)
    for name in SPOKEN:
        assert CASES[name].form == "clean"
        assert not re.search(r"\b[A-Z]{2,}-\d|@|://|[*#`|]", CASES[name].text), "written, not spoken"


def test_there_are_enough_of_every_kind_and_voice(clips: dict[str, Clip]) -> None:
    assert sorted(clips) == NAMES
    splits = Counter(clips[name].split for name in SPOKEN)
    assert len(SPOKEN) >= 24
    assert splits["test"] >= 12
    assert min(splits["dev"], splits["train"]) >= 5
    kinds = Counter(CASES[name].kind for name in SPOKEN)
    assert kinds["dictation"] >= 12
    assert kinds["command"] >= 4
    assert kinds["standup"] >= 3
    assert kinds["negative"] >= 2
    voices = {clips[name].voice for name in SPOKEN}
    assert voices == {"American", "British", "Indian", "German", "Spanish", "French", "Italian", "several voices"}


def test_sounds_without_speech_are_test(clips: dict[str, Clip]) -> None:
    assert len(NOISES) >= 5
    assert {clips[name].split for name in NOISES} == {"test"}


def test_nothing_is_missing_or_left_over() -> None:
    clips = {f"{name}{suffix}" for name in NAMES for suffix in (".flac", ".transcript.json")}
    assert {file.name for file in ITEMS.iterdir()} == clips | {"scripts.jsonl", "names.json"}
    assert sum(file.stat().st_size for file in ITEMS.iterdir()) < 14_000_000


def test_readme_names_every_clip() -> None:
    readme = (CLIPS / "README.md").read_text("utf-8")
    assert [name for name in NAMES if f"`{name}`" not in readme] == []


@pytest.mark.parametrize("name", CAST)
def test_every_turn_has_its_speaker_and_no_word_changes(name: str) -> None:
    script = SCRIPTS[name]
    lines = [line.split(": ", 1) for line in MAKE.aloud(script).splitlines()]
    assert {speaker for speaker, _ in lines} == set(script.cast)
    assert len(lines) == len(script.turns or labels(script.text))
    words = re.sub(r"\[([^\]\[]+)\]\(/[^)]*/\)", r"\1", " ".join(turn for _, turn in lines))
    assert words == MAKE.expected(script)["text"]


@pytest.mark.parametrize("name", NAMES)
def test_recorded_transcript_fits_the_clip(name: str) -> None:
    waveform, transcript = load(ITEMS / f"{name}.flac"), read_recorded(name)
    assert 10 <= waveform.duration <= 75
    assert transcript.info.duration == pytest.approx(waveform.duration, abs=0.1)
    assert (transcript.info.weights, transcript.info.source) == ("whisper-base", f"{name}.flac")
    for word in transcript.words:
        assert transcript.text[word.start_char : word.end_char] == word.word
    if name in NOISES:
        assert not transcript.text


@pytest.mark.parametrize("name", NOISES)
def test_noises_are_made_the_same_again(name: str) -> None:
    script = SCRIPTS[name]
    again = MAKE.NOISES[script.noise](round(script.seconds * MAKE.SAMPLE_RATE), script.seed)
    np.testing.assert_allclose(load(script.clip).samples, again, atol=2 / 32768)
