"""Recordings and what is said in them."""

import json
import shutil
from pathlib import Path

import pytest

from assistant.errors import BadInput, UnknownName
from assistant.evaluation.clips import FIXTURES, load_clips, spoken_case, voice_group
from assistant.evaluation.dataset import all_cases, read_split
from assistant.evaluation.rewriting import without_labels


@pytest.mark.parametrize(
    ("voice", "group"),
    [
        ("af_heart", "American"),
        ("bm_george", "British"),
        ("hf_alpha", "Indian"),
        ("pf_dora+german", "German"),
        ("zz_top", "other"),
        ("", ""),
        (None, ""),
        ([], ""),
        (["af_heart", "am_adam"], "American"),
        (["af_heart", "bm_george"], "several voices"),
    ],
)
def test_which_english_a_voice_speaks(voice: str | list[str] | None, group: str) -> None:
    assert voice_group(voice) == group


def test_the_recordings_of_the_checkout() -> None:
    clips = load_clips("all")
    assert len({clip.name for clip in clips}) == len(clips) >= 36
    assert all(clip.path.is_file() for clip in clips)
    assert sorted(clip.name for split in ("train", "dev", "test") for clip in load_clips(split)) == sorted(
        clip.name for clip in clips
    )
    assert any(not clip.text for clip in clips), "some are sound without speech"
    for clip in clips:
        assert bool(clip.text) == (clip.language is not None), clip.name
        if clip.case:
            assert clip.text == spoken_case(clip).text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Recordings of two labelled items and of noise."""
    talk = next(case for case in all_cases() if "\n" in case.text and case.issues)
    plain = next(case for case in all_cases() if case.kind == "dictation" and case.issues)
    scripts = [
        {"name": talk.id, "cast": {"Tom": "af_heart", "Priya": "hf_alpha"}},
        {"name": plain.id, "voice": "bm_george"},
        {"name": "rain", "noise": "pink", "split": "train"},
    ]
    (tmp_path / "items").mkdir()
    (tmp_path / "items" / "scripts.jsonl").write_text("\n".join(map(json.dumps, scripts)), encoding="utf-8")
    shutil.copy(FIXTURES / "scripts.jsonl", tmp_path)
    return tmp_path


def test_spoken_items_have_the_words_context_and_split_of_their_item(folder: Path) -> None:
    talk, plain, rain = load_clips("all", folder)
    for clip, voice in ((talk, "several voices"), (plain, "British")):
        case = next(case for case in all_cases() if case.id == clip.case)
        assert clip.text == without_labels(case.text).text
        assert (clip.split, clip.context) == (read_split()[case.document], case.context)
        assert (clip.name, clip.language, clip.voice) == (case.id, "en", voice)
        assert clip.path == folder / "items" / f"{case.id}.flac"
        spoken = spoken_case(clip)
        assert spoken.text == clip.text
        assert [issue.summary for issue in spoken.issues] == [issue.summary for issue in case.issues]
        assert all(quote.span(spoken.text) for issue in spoken.issues for quote in issue.evidence)
    assert (rain.name, rain.path) == ("items-rain", folder / "items" / "rain.flac")
    assert (rain.text, rain.case, rain.language, rain.voice, rain.split) == ("", None, None, "", "train")


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no recordings"):
        load_clips("dev", tmp_path)
    with pytest.raises(UnknownName):
        load_clips("tests")
