"""Evidence in its text."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.schema.transcript import Segment, TranscriptInfo, build_transcript
from assistant.ui.cards import Choices, cards
from assistant.ui.highlight import Mark, marks, passages, pieces
from tests.ui.talk import TEXT, drafts, said

SPANS = st.tuples(st.sampled_from("abc"), st.integers(-3, 50), st.integers(-3, 50)).map(lambda t: Mark(*t))


@given(st.text(max_size=40), st.lists(SPANS, max_size=8))
def test_pieces_join_to_the_text_and_carry_what_covers_them(text: str, found: list[Mark]) -> None:
    cut = pieces(text, found)
    assert "".join(piece.text for piece in cut) == text
    at = 0
    for piece in cut:
        for offset in range(at, at + len(piece.text)):
            assert set(piece.anchors) == {m.anchor for m in found if m.start <= offset < m.end}
        at += len(piece.text)


def test_marks_name_the_field_of_the_card() -> None:
    assert {m.anchor for m in marks(drafts())} == {
        "issue-0.summary",
        "issue-0.priority",
        "issue-0.assignee",
        "issue-0.due_date",
        "command-0.key",
        "command-0.value",
        "page-0.decisions",
    }


def test_typed_text_is_one_passage() -> None:
    (only,) = passages(TEXT, None, marks(drafts()))
    assert only.seconds is None
    assert [p.text for p in only.pieces if "issue-0.assignee" in p.anchors] == ["Priya takes it"]


def test_a_transcript_has_a_passage_for_every_segment() -> None:
    spoken = build_transcript(
        [Segment(id=0, start=0, end=1.5, text=" The login "), Segment(id=1, start=2, end=3, text="page crashes.")],
        TranscriptInfo(),
    )
    found = [Mark("issue-0.summary", 4, 14)]
    first, second = passages(spoken.text, spoken, found)
    assert (first.seconds, second.seconds) == ((0, 1.5), (2, 3))
    assert [(p.text, p.anchors) for p in first.pieces] == [("The ", ()), ("login", ("issue-0.summary",))]
    assert [(p.text, p.anchors) for p in second.pieces] == [("page", ("issue-0.summary",)), (" crashes.", ())]


def test_words_for_a_whole_command_carry_all_its_fields() -> None:
    act = drafts().commands[0].model_copy(update={"evidence": (said("transition", "Move DEMO-4 to in progress"),)})
    known = drafts().model_copy(update={"issues": (), "commands": (act,), "page": None})
    assert [m.anchor for m in marks(known)] == ["command-0.key", "command-0.value"]
    (card,) = cards(known, Choices())
    assert not card.field("key").flagged
    assert card.field("value").evidence[0].text == "Move DEMO-4 to in progress"
