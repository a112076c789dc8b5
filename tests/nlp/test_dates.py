"""Dates by the contract, against every weekday of reference."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.nlp.calendar import WEEKDAYS, coming_weekday, end_of_month, weekday_of_week
from assistant.nlp.dates import find_dates

TODAY = date(2026, 3, 11)  # a Wednesday
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ANY_DAY = st.dates(date(2000, 1, 1), date(2090, 12, 31))


def only_day(text: str, today: date = TODAY) -> date | None:
    found = [mention for mention in find_dates(text, today) if mention.kind != "past"]
    assert len(found) == 1, found
    return found[0].day


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("by Friday", "2026-03-13"),
        ("this Friday", "2026-03-13"),
        ("on wednesday", "2026-03-18"),
        ("next Friday", "2026-03-20"),
        ("next monday", "2026-03-16"),
        ("Friday next week", "2026-03-20"),
        ("thursday of next week", "2026-03-19"),
        ("next week on Tuesday", "2026-03-17"),
        ("by the end of the week", "2026-03-13"),
        ("end of this week", "2026-03-13"),
        ("end of next week", "2026-03-20"),
        ("EOW", "2026-03-13"),
        ("end of the month", "2026-03-31"),
        ("by month end", "2026-03-31"),
        ("end of next month", "2026-04-30"),
        ("end of April", "2026-04-30"),
        ("end of the quarter", "2026-03-31"),
        ("by the end of Q2", "2026-06-30"),
        ("end of the year", "2026-12-31"),
        ("today", "2026-03-11"),
        ("EOD", "2026-03-11"),
        ("by noon", "2026-03-11"),
        ("by 5pm", "2026-03-11"),
        ("this afternoon", "2026-03-11"),
        ("tonight", "2026-03-11"),
        ("tomorrow", "2026-03-12"),
        ("by noon tomorrow", "2026-03-12"),
        ("by 5 pm on friday", "2026-03-13"),
        ("the day after tomorrow", "2026-03-13"),
        ("in two weeks", "2026-03-25"),
        ("in a week", "2026-03-18"),
        ("within 10 days", "2026-03-21"),
        ("in a fortnight", "2026-03-25"),
        ("in a couple of days", "2026-03-13"),
        ("in three working days", "2026-03-16"),
        ("in a month", "2026-04-11"),
        ("a week from friday", "2026-03-20"),
        ("two weeks from monday", "2026-03-30"),
        ("within 24 hours", "2026-03-12"),
        ("March 20th", "2026-03-20"),
        ("march twentieth", "2026-03-20"),
        ("the twenty-first of March", "2026-03-21"),
        ("20 March", "2026-03-20"),
        ("march thirty first", "2026-03-31"),
        ("20.03.", "2026-03-20"),
        ("20.03.2027", "2027-03-20"),
        ("2026-04-01", "2026-04-01"),
        ("by 3/20", "2026-03-20"),
        ("by the 20th", "2026-03-20"),
        ("by the 5th", "2026-04-05"),
        ("Friday the 20th", "2026-03-20"),
        ("Friday, March 20", "2026-03-20"),
        ("January 5", "2027-01-05"),
        ("before the weekend", "2026-03-13"),
        ("EOD Friday", "2026-03-13"),
    ],
)
def test_a_day_is_resolved(text: str, expected: str) -> None:
    assert only_day(text) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    "text", ["next week", "next month", "by April", "end of the sprint", "in a few days", "by 3/4"]
)
def test_what_leaves_several_days_is_no_day(text: str) -> None:
    assert only_day(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "march on",
        "you may need this",
        "on the first floor",
        "version 1.2",
        "she sat down",
        "ratio 3/4",
        "the second one",
        "",
    ],
)
def test_no_date_is_seen_where_none_is(text: str) -> None:
    assert find_dates(text, TODAY) == []


@pytest.mark.parametrize("text", ["yesterday", "last friday", "since monday", "two days ago", "last week"])
def test_the_past_is_told_apart(text: str) -> None:
    assert [mention.kind for mention in find_dates(text, TODAY)] == ["past"]


@given(ANY_DAY, st.sampled_from(DAYS))
def test_a_bare_weekday_is_the_next_strictly_after(today: date, name: str) -> None:
    for words in (name, f"this {name}"):
        day = only_day(words, today)
        assert day is not None
        assert today < day <= today + timedelta(7)
        assert day.weekday() == WEEKDAYS[name]


@given(ANY_DAY, st.sampled_from(DAYS))
def test_next_weekday_lies_in_the_following_iso_week(today: date, name: str) -> None:
    day = only_day(f"next {name}", today)
    assert day is not None
    assert day.isocalendar()[:2] == (today + timedelta(7)).isocalendar()[:2]
    assert day.weekday() == WEEKDAYS[name]


@given(ANY_DAY)
def test_ends_of_week_and_month(today: date) -> None:
    friday = only_day("end of the week", today)
    assert friday == weekday_of_week(today, 4, 0)
    assert friday is not None
    assert friday.isocalendar()[:2] == today.isocalendar()[:2]
    last = only_day("end of the month", today)
    assert last == end_of_month(today)
    assert (end_of_month(today) + timedelta(1)).day == 1
    assert only_day("in two weeks", today) == today + timedelta(14)


@given(ANY_DAY, st.dates(date(2000, 1, 1), date(2090, 12, 31)))
def test_a_day_and_month_is_never_past(today: date, other: date) -> None:
    day = only_day(f"{other:%B} {other.day}", today)
    assert day is not None
    assert day >= today
    assert (day.month, day.day) == (other.month, other.day)


@given(st.text(max_size=200), ANY_DAY)
def test_any_text_gives_ordered_mentions_inside_it(text: str, today: date) -> None:
    last = 0
    for mention in find_dates(text, today):
        assert last <= mention.start < mention.end <= len(text)
        last = mention.end


def test_coming_weekday_of_today_is_in_a_week() -> None:
    assert coming_weekday(TODAY, TODAY.weekday()) == TODAY + timedelta(7)
