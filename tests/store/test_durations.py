"""Jira durations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import BadInput
from assistant.store import format_duration, parse_duration

H = 3600


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("3h 30m", 3.5 * H),
        ("3h30m", 3.5 * H),
        ("1.5h", 1.5 * H),
        ("1,5 h", 1.5 * H),
        ("2d", 16 * H),
        ("1w", 40 * H),
        ("1w 2d 3h 4m", 59 * H + 240),
        ("45m", 0.75 * H),
        ("2 hours and 15 minutes", 2.25 * H),
        ("1 Hour, 5 min", H + 300),
        ("2 hrs", 2 * H),
        (" 1 day ", 8 * H),
    ],
)
def test_durations(text: str, seconds: float) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize(
    "text", ["", " ", "soon", "3", "-1h", "0m", "3 months", "1h nonsense", "1h30", "h", "٣h", "1e9h"]
)
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(BadInput, match="not a duration"):
        parse_duration(text)


@given(st.integers(1, 10_000_000))
def test_formatting_reads_back(minutes: int) -> None:
    assert parse_duration(format_duration(minutes * 60)) == minutes * 60


def test_less_than_a_minute_is_none() -> None:
    assert format_duration(59) == "0m"
