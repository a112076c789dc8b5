"""Transcripts as text, captions and JSON."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.schema.transcript import Segment, Transcript, TranscriptInfo, Word, build_transcript
from assistant.speech.writers import CUE_CHARS, CUE_SECONDS, FORMATS, LINE_CHARS, cues, to_json, to_srt, to_txt, to_vtt

SRT_TIME = re.compile(r"(\d{2,}):([0-5]\d):([0-5]\d),(\d{3}) --> (\d{2,}):([0-5]\d):([0-5]\d),(\d{3})")
EMPTY = build_transcript((), TranscriptInfo(notice="No speech was heard."))


def said(*words: tuple[str, float, float]) -> Transcript:
    made = tuple(Word(word=f" {text}", start=start, end=end, probability=1) for text, start, end in words)
    text = "".join(word.word for word in made)
    segment = Segment(id=0, start=made[0].start, end=made[-1].end, text=text, words=made)
    return build_transcript([segment], TranscriptInfo())


def letters(text: str) -> str:
    """What must not get lost: everything but blanks and the length of arrows."""
    return re.sub("-+>", "->", "".join(text.split()))


@st.composite
def transcripts(draw: st.DrawFn) -> Transcript:
    """Anything a recogniser may say, with times that go forward and words of every length."""
    segments, now = [], 0.0
    for number in range(draw(st.integers(0, 4))):
        words = []
        for text in draw(st.lists(st.text("abcäß字&<>.,?'-", min_size=1, max_size=30), max_size=25)):
            start = now + draw(st.floats(0, 3))
            now = start + draw(st.floats(0, 2))
            words.append(Word(word=f" {text}", start=start, end=now, probability=0.5))
        text = "".join(word.word for word in words)
        start = words[0].start if words else now
        kept = tuple(words) if draw(st.booleans()) else ()
        segments.append(Segment(id=number, start=start, end=now, text=text, words=kept))
    return build_transcript(segments, TranscriptInfo())


@given(transcripts())
def test_captions_are_valid_and_lose_no_word(transcript: Transcript) -> None:
    blocks = [block.split("\n") for block in to_srt(transcript).rstrip("\n").split("\n\n") if block]
    shown, last = [], 0
    for number, block in enumerate(blocks, 1):
        assert block[0] == str(number)
        parts = [int(part) for part in SRT_TIME.fullmatch(block[1]).groups()]  # type: ignore[union-attr]
        start, end = ((((h * 60) + m) * 60 + s) * 1000 + ms for h, m, s, ms in (parts[:4], parts[4:]))
        assert last <= start < end
        last = end
        assert all(0 < len(line) <= LINE_CHARS for line in block[2:])
        shown += block[2:]
    assert letters(" ".join(shown)) == letters(transcript.text)


@given(transcripts())
def test_captions_can_be_read_in_time(transcript: Transcript) -> None:
    for cue in cues(transcript):
        assert len(cue.text) <= CUE_CHARS
    for segment in transcript.segments:
        for word in segment.words:
            assert any(cue.start <= word.start + 0.01 and word.word.split()[0] in cue.text for cue in cues(transcript))


@given(transcripts())
def test_both_captions_tell_the_same(transcript: Transcript) -> None:
    plain = to_vtt(transcript).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    head, *blocks = plain.split("\n\n")
    assert head.strip() == "WEBVTT"
    numbered = [f"{n}\n{block.rstrip()}" for n, block in enumerate((b for b in blocks if b), 1)]
    stamps = re.compile(r"(\d\d:\d\d)\.(\d{3})(?= -->|\n)")
    assert "\n\n".join(stamps.sub(r"\1,\2", block, count=2) for block in numbered) == to_srt(transcript).rstrip()


@given(transcripts())
def test_json_and_text_bring_everything_back(transcript: Transcript) -> None:
    assert Transcript.model_validate_json(to_json(transcript)) == transcript
    assert to_txt(transcript).split() == transcript.text.split()


def test_captions_break_at_pauses_sentences_and_length() -> None:
    transcript = said(("Fix", 0, 0.5), ("it.", 0.5, 1), ("Then", 1.1, 1.5), ("rest", 1.5, 2), ("now", 4, 5))
    assert [(cue.start, cue.end, cue.text) for cue in cues(transcript)] == [
        (0, 1, "Fix it."),
        (1.1, 2, "Then rest"),
        (4, 5, "now"),
    ]
    long = said(*((f"word{n}", n * 0.3, n * 0.3 + 0.3) for n in range(40)))
    assert all(cue.end - cue.start <= CUE_SECONDS + 1e-6 for cue in cues(long))
    assert len(cues(long)) > 2


def test_numbers_and_keys_are_not_cut_at_their_points() -> None:
    words = (
        Word(word=" Version", start=0, end=1, probability=1),
        Word(word=" 2.", start=1, end=1.5, probability=1),
        Word(word="5", start=1.5, end=2, probability=1),
    )
    transcript = build_transcript([Segment(id=0, start=0, end=2, text=" Version 2.5", words=words)], TranscriptInfo())
    assert [cue.text for cue in cues(transcript)] == ["Version 2.5"]


def test_srt_looks_as_players_want_it() -> None:
    transcript = said(("Fix", 3661.5, 3662), ("<b>it</b>", 3662, 3662.25))
    assert to_srt(transcript) == "1\n01:01:01,500 --> 01:01:02,250\nFix <b>it</b>\n"
    assert to_vtt(transcript) == "WEBVTT\n\n01:01:01.500 --> 01:01:02.250\nFix &lt;b&gt;it&lt;/b&gt;\n"


def test_nothing_said_is_valid_in_every_format() -> None:
    assert {name: write(EMPTY) for name, write in FORMATS.items() if name != "json"} == {
        "txt": "",
        "srt": "",
        "vtt": "WEBVTT\n",
    }
    assert Transcript.model_validate_json(FORMATS["json"](EMPTY)) == EMPTY


@pytest.mark.parametrize("text", ["a --> b", "a ----> b", "x" * 200])
def test_odd_texts_stay_valid(text: str) -> None:
    segment = Segment(id=0, start=0, end=4, text=text)
    captions = to_srt(build_transcript([segment], TranscriptInfo()))
    assert all(len(line) <= LINE_CHARS for line in captions.splitlines())
    assert captions.count("-->") == captions.count("\n\n") + 1
