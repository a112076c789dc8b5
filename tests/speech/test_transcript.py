"""Words know their characters and their seconds."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.schema.transcript import Segment, Transcript, TranscriptInfo, Word, build_transcript

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=8)


@st.composite
def segments(draw: st.DrawFn) -> list[Segment]:
    """Segments as the recogniser gives them: the text is the words with whatever blanks they bring."""
    made = []
    for number in range(draw(st.integers(0, 4))):
        spoken = draw(st.lists(st.tuples(st.sampled_from(["", " ", "  "]), WORDS), max_size=6))
        words = tuple(Word(word=gap + text, start=number, end=number, probability=1) for gap, text in spoken)
        made.append(Segment(id=number, start=number, end=number, text="".join(w.word for w in words), words=words))
    return made


@given(segments())
def test_offsets_point_at_the_word(parts: list[Segment]) -> None:
    transcript = build_transcript(parts, TranscriptInfo())
    edges = [edge for word in transcript.words for edge in (word.start_char, word.end_char)]
    assert edges == sorted(edges)
    for word in transcript.words:
        assert word.word
        assert transcript.text[word.start_char : word.end_char] == word.word


@given(segments())
def test_no_letter_is_lost(parts: list[Segment]) -> None:
    transcript = build_transcript(parts, TranscriptInfo())
    assert "".join(transcript.text.split()) == "".join("".join(p.text for p in parts).split())
    assert transcript.text == " ".join(segment.text for segment in transcript.segments)


@given(segments())
def test_json_brings_it_back(parts: list[Segment]) -> None:
    transcript = build_transcript(parts, TranscriptInfo(options={"beam_size": 5}))
    assert Transcript.model_validate_json(transcript.model_dump_json()) == transcript


def test_characters_tell_their_seconds() -> None:
    words = (Word(word=" Fix", start=1, end=1.5, probability=1), Word(word=" it.", start=1.5, end=2, probability=1))
    transcript = build_transcript([Segment(id=0, start=1, end=2, text=" Fix it.", words=words)], TranscriptInfo())
    assert transcript.seconds(0, 3) == (1, 1.5)
    assert transcript.seconds(0, 7) == (1, 2)
    assert transcript.seconds(3, 4) is None
