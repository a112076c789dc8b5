"""What was heard, held against what was said."""

import jiwer
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.hearing_scores import normalise, score_hearing, score_silence, things
from assistant.evaluation.metrics import values
from assistant.schema.transcript import Transcript, TranscriptInfo
from tests.evaluation.made import CONTEXT

SAID = ["tom", "the", "page", "is", "broken", "by", "friday", "three", "points", "uh", "colour"]
WORDS = st.lists(st.sampled_from(SAID), min_size=1)


def heard(text: str, duration: float = 0.0) -> Transcript:
    return Transcript(text=text, segments=(), info=TranscriptInfo(duration=duration))


def found(text: str) -> dict[str, dict[str, int]]:
    return {name: dict(counted) for name, counted in things(normalise(text), CONTEXT).items()}


@pytest.mark.parametrize(
    "said",
    [
        "PAY-12", "pay-12", "P A Y dash one two", "pay twelve", "P.A.Y. 12", "PAY hyphen twelve", "PAY minus 12",
        "PAY 12", "Pay-12's", "it blocks PAY-12 on Friday", "PAY-12, or not", "PAY-12. Open the door",
        "see PAY-12 of May", "do PAY-12 3 times",
    ],
)  # fmt: skip
def test_a_key_is_known_however_it_is_written(said: str) -> None:
    assert found(said)["keys"] == {"PAY-12": 1}


@pytest.mark.parametrize("said", ["pay 120", "pay 13", "repay 12", "pay 112", "p 12", "play twelve", "", "pay for 12"])
def test_another_key_or_none_is_not_taken_for_it(said: str) -> None:
    assert "PAY-12" not in found(said)["keys"]


def test_the_letter_o_and_the_digit_are_one() -> None:
    assert found("LOG-4 and l o g dash four and l 0 g 4")["keys"] == {"LOG-4": 3}
    assert found("close PAY-1 or PAY-12 or PAY-1")["keys"] == {"PAY-1": 2, "PAY-12": 1}


@pytest.mark.parametrize(
    ("said", "name", "expected"),
    [
        ("Tom told Priya, and Priya told Ji-woo", "names", {"tom": 1, "priya": 2, "ji": 1, "woo": 1}),
        ("Tom's page", "names", {"tom": 1}),
        ("Tommy's tomato", "names", {}),
        ("by Friday, March 20th, or tomorrow", "dates", {"friday": 1, "march": 1, "20th": 1, "tomorrow": 1}),
        ("the twentieth of May", "dates", {"20th": 1, "may": 1}),
        ("three chairs, twenty percent, 3.5 hours", "numbers", {"3": 1, "20%": 1, "3.5": 1}),
        ("twenty dollars and 1,200 pages", "numbers", {"20": 1, "1200": 1}),
        ("on the web and in billing, web", "components", {"web": 2, "billing": 1}),
        ("a website, cobweb", "components", {}),
    ],
)
def test_things_that_fields_are_made_of(said: str, name: str, expected: dict[str, int]) -> None:
    assert found(said)[name] == expected


def test_what_was_not_heard_is_counted_and_named() -> None:
    said = "Tom fixes PAY-12 by Friday, and Priya the web page by March 20th."
    got = "Tom fixes pay twelve by Friday, and pre a the web page by March."
    scored = score_hearing(said, heard(got), CONTEXT)
    recall = {name: counts for name, counts in scored.counts.items() if name != "wer"}
    assert recall == {
        "heard_names": (1, 2), "heard_keys": (1, 1), "heard_numbers": (1, 1), "heard_dates": (2, 3),
        "heard_components": (1, 1),
    }  # fmt: skip
    assert [(each.what, each.field, each.gold) for each in scored.findings] == [
        ("missed", "names", "priya"),
        ("missed", "dates", "20th"),
    ]


def test_what_was_said_twice_must_be_heard_twice() -> None:
    scored = score_hearing("Tom asked, Tom answered.", heard("Tom asked, Don answered."), CONTEXT)
    assert scored.counts["heard_names"] == (1, 2)
    more = score_hearing("Tom asked.", heard("Tom asked Tom and Tom."), CONTEXT)
    assert more.counts["heard_names"] == (1, 1)


@pytest.mark.parametrize(
    ("said", "got", "counts"),
    [
        ("Tom fixes the page.", "tom fixes the page", (0, 4)),
        ("Um, Tom fixes the, uh, page!", "Tom fixes the page", (0, 4)),
        ("the colour of twelve pages", "the color of 12 pages", (0, 5)),
        ("Tom fixes the page", "Tom the new page", (2, 4)),
        ("Tom fixes the page", "", (4, 4)),
        ("Tom", "Tom is not here", (3, 1)),
    ],
)
def test_word_errors_by_hand(said: str, got: str, counts: tuple[int, int]) -> None:
    assert score_hearing(said, heard(got), CONTEXT).counts["wer"] == counts


@given(WORDS, WORDS)
def test_the_rate_is_that_of_jiwer_on_normalised_text(said: list[str], got: list[str]) -> None:
    reference, hypothesis = normalise(" ".join(said)), normalise(" ".join(got))
    counts = score_hearing(" ".join(said), heard(" ".join(got)), CONTEXT, "Indian").counts
    assert counts["wer"] == counts["wer@Indian"]
    if reference:
        assert values([counts])["wer"] == pytest.approx(jiwer.wer(reference, hypothesis))


def test_words_on_silence_are_counted_by_the_minute() -> None:
    made_up = [score_silence(heard("Thanks for watching!", 90)), score_silence(heard("", 30))]
    assert [each.counts["invented_words"] for each in made_up] == [(3, 1.5), (0, 0.5)]
    assert values(each.counts for each in made_up) == {"invented_words": 1.5}
    assert [len(each.findings) for each in made_up] == [1, 0]
