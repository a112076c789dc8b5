"""Numbers and durations as spoken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.nlp.numbers import find_durations, parse_number, parse_ordinal, readings


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("three", 3),
        ("twenty-one", 21),
        ("twenty one", 21),
        ("half a", 0.5),
        ("2,5", 2.5),
        ("13", 13),
        ("a couple of", 2),
    ],
)
def test_small_numbers(words: str, value: float) -> None:
    assert parse_number(words) == value


@pytest.mark.parametrize("words", ["banana", "", "twenty twenty", "one two"])
def test_other_words_are_no_numbers(words: str) -> None:
    assert parse_number(words) is None


@pytest.mark.parametrize(
    ("words", "value"), [("3rd", 3), ("third", 3), ("twenty-third", 23), ("thirtieth", 30), ("31st", 31)]
)
def test_ordinals(words: str, value: int) -> None:
    assert parse_ordinal(words) == value


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("one twenty three", 123),
        ("one two three", 123),
        ("one oh five", 105),
        ("one hundred and five", 105),
        ("one hundred twenty three", 123),
        ("two hundred", 200),
        ("twelve", 12),
        ("forty two", 42),
        ("12", 12),
        ("twelve fifteen", 1215),
    ],
)
def test_the_longest_reading_of_a_key(words: str, value: int) -> None:
    assert readings(words.split())[0][0] == value


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("two hours", "2h"),
        ("two and a half hours", "2h 30m"),
        ("an hour and a half", "1h 30m"),
        ("half an hour", "30m"),
        ("3h 30m", "3h 30m"),
        ("ninety minutes", "1h 30m"),
        ("a day", "1d"),
        ("one hour and fifteen minutes", "1h 15m"),
        ("45 mins", "45m"),
    ],
)
def test_durations(text: str, written: str) -> None:
    assert [found[2] for found in find_durations(text)] == [written]


@given(st.text(max_size=80))
def test_any_text_is_safe(text: str) -> None:
    assert all(0 <= start < end <= len(text) for start, end, _ in find_durations(text))
    assert all(used >= 1 for _, used in readings(text.split()))
