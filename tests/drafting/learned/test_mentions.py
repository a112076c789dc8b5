"""Candidates: whatever may carry a value is found, whatever says it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.drafting.learned.made import layout_of


def values(text: str, *kinds: str) -> set[str | None]:
    return {mention.value for mention in layout_of(text).mentions if mention.kind in kinds}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Freya collects the keys", "Freya Lund"),
        ("and freya has to call them", "Freya Lund"),
        ("chee dee could you order two", "Chidi Eze"),
        ("pria takes it", "Priya Natarajan"),
        ("give it to Becker", "Tom Becker"),
    ],
)
def test_names_are_found_however_they_are_heard(text: str, name: str) -> None:
    assert name in values(text, "person")


def test_the_label_of_a_turn_names_its_speaker() -> None:
    layout = layout_of("Tom: I'll do it.\nPriya: Thanks.")
    speakers = [layout.mentions[place].value for place in layout.speaker.tolist()]
    assert set(speakers) == {"Tom Becker", "Priya Natarajan"}
    assert speakers[0] == "Tom Becker"
    assert speakers[-1] == "Priya Natarajan"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("no, the tenth, okay, tenth", "2026-04-10"),
        ("The 18th, then.", "2026-03-18"),
        ("By four, please.", "2026-03-11"),
        ("on my desk by month-end", "2026-03-31"),
        ("by Friday", "2026-03-13"),
    ],
)
def test_days_are_found_without_a_cue(text: str, day: str) -> None:
    assert day in values(text, "date")


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("that is not at all urgent", "priority", "Low"),
        ("it's a blocker for us", "priority", "Highest"),
        ("three points I'd say", "points", "3"),
        ("the projector in screen two", "component", "screen 2"),
        ("tag it open house", "tag", "open-house"),
        ("label it taproom", "tag", "taproom"),
        ("close 130 please", "key", "PAY-130"),
        ("the one about the old scanner can go", "described", "PAY-12"),
        ("pay twelve is done", "key", "PAY-12"),
    ],
)
def test_other_candidates(text: str, kind: str, value: str) -> None:
    assert value in values(text, kind)


@given(st.text(max_size=200))
def test_mentions_lie_in_the_text_in_order(text: str) -> None:
    layout = layout_of(text)
    starts = [mention.start for mention in layout.mentions]
    assert starts == sorted(starts)
    for mention, (first, last) in zip(layout.mentions, layout.places, strict=True):
        assert 0 <= mention.start < mention.end <= len(text)
        assert 0 <= first < last <= len(layout.words)
        assert layout.words[first][1] > mention.start
        assert layout.words[last - 1][0] < mention.end
    assert len(layout.features) == len(layout.words) == len(layout.sentence) == len(layout.turn) == len(layout.speaker)
