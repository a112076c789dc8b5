"""The guidelines' table of dates, row by row, with ends of months and years and leap days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.contract_dates import days_said

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ANY_DAY = st.dates(date(2024, 1, 1), date(2040, 12, 31))


# The reference date, then what is said on it. 2026-03-11 is a Wednesday.
@pytest.mark.parametrize(
    ("today", "words", "expected"),
    [
        # A bare weekday, "this Friday", "Friday morning": the next such day strictly after the reference date.
        ("2026-03-11", "by Friday", "2026-03-13"),
        ("2026-03-11", "this Friday", "2026-03-13"),
        ("2026-03-11", "Friday morning", "2026-03-13"),
        ("2026-03-11", "on Wednesday", "2026-03-18"),
        ("2026-03-11", "until tuesday", "2026-03-17"),
        ("2026-12-31", "by Friday", "2027-01-01"),
        ("2028-02-28", "by Tuesday", "2028-02-29"),
        ("2026-03-11", "before four on Friday", "2026-03-13"),
        # "Next Friday", "Friday next week": that day of the following ISO week.
        ("2026-03-11", "next Friday", "2026-03-20"),
        ("2026-03-11", "Friday next week", "2026-03-20"),
        ("2026-03-11", "next Monday", "2026-03-16"),
        ("2026-03-11", "next week on Tuesday", "2026-03-17"),
        ("2026-03-15", "next Sunday", "2026-03-22"),
        ("2026-03-09", "next Monday", "2026-03-16"),
        ("2026-12-30", "next Friday", "2027-01-08"),
        # "A week from Friday": seven days after the next Friday.
        ("2026-03-11", "a week from Friday", "2026-03-20"),
        ("2026-03-13", "a week from Friday", "2026-03-27"),
        ("2026-03-11", "a week on Monday", "2026-03-23"),
        ("2026-03-11", "Friday week", "2026-03-20"),
        # "End of the week", "before the weekend": Friday of the current ISO week.
        ("2026-03-11", "by the end of the week", "2026-03-13"),
        ("2026-03-09", "end of this week", "2026-03-13"),
        ("2026-03-11", "before the weekend", "2026-03-13"),
        ("2026-03-13", "end of the week", "2026-03-13"),
        ("2026-12-31", "EOW", "2027-01-01"),
        # "End of next week": Friday of the following ISO week.
        ("2026-03-11", "by the end of next week", "2026-03-20"),
        ("2026-12-23", "end of next week", "2027-01-01"),
        # Ends of months, quarters and years: the last calendar day.
        ("2026-03-11", "end of the month", "2026-03-31"),
        ("2026-03-31", "end of the month", "2026-03-31"),
        ("2027-02-01", "end of this month", "2027-02-28"),
        ("2028-02-01", "end of the month", "2028-02-29"),
        ("2026-03-11", "end of next month", "2026-04-30"),
        ("2026-01-31", "end of next month", "2026-02-28"),
        ("2028-01-31", "end of next month", "2028-02-29"),
        ("2026-12-31", "end of next month", "2027-01-31"),
        ("2026-03-11", "end of May", "2026-05-31"),
        ("2026-03-11", "end of March", "2026-03-31"),
        ("2026-03-11", "end of February", "2027-02-28"),
        ("2027-03-11", "end of February", "2028-02-29"),
        ("2026-03-11", "end of the quarter", "2026-03-31"),
        ("2026-04-01", "end of the quarter", "2026-06-30"),
        ("2026-12-31", "end of the quarter", "2026-12-31"),
        ("2026-03-11", "end of the year", "2026-12-31"),
        ("2026-12-31", "year-end", "2026-12-31"),
        # "Today", "tonight", "EOD", "close of business", an hour alone: the reference date.
        ("2026-03-11", "today", "2026-03-11"),
        ("2026-03-11", "tonight", "2026-03-11"),
        ("2026-03-11", "by EOD", "2026-03-11"),
        ("2026-03-11", "close of business", "2026-03-11"),
        ("2026-03-11", "by four", "2026-03-11"),
        ("2026-03-11", "before half past three", "2026-03-11"),
        ("2026-03-11", "at 15:30", "2026-03-11"),
        ("2026-03-11", "by 5 pm", "2026-03-11"),
        ("2026-03-11", "this afternoon", "2026-03-11"),
        ("2026-03-11", "by noon", "2026-03-11"),
        # "Tomorrow", "the day after tomorrow": +1, +2.
        ("2026-03-11", "tomorrow", "2026-03-12"),
        ("2026-03-11", "by noon tomorrow", "2026-03-12"),
        ("2026-12-31", "tomorrow", "2027-01-01"),
        ("2028-02-28", "tomorrow", "2028-02-29"),
        ("2027-02-28", "tomorrow", "2027-03-01"),
        ("2026-03-11", "the day after tomorrow", "2026-03-13"),
        ("2026-02-27", "the day after tomorrow", "2026-03-01"),
        # "In three days", "in two weeks", "a week from today", "in a month".
        ("2026-03-11", "in three days", "2026-03-14"),
        ("2026-03-11", "within 10 days", "2026-03-21"),
        ("2026-03-11", "in two weeks", "2026-03-25"),
        ("2026-03-11", "in two weeks' time", "2026-03-25"),
        ("2026-03-11", "in a fortnight", "2026-03-25"),
        ("2026-03-11", "in a couple of days", "2026-03-13"),
        ("2026-03-11", "a week from today", "2026-03-18"),
        ("2026-12-28", "in a week", "2027-01-04"),
        ("2026-03-11", "in a month", "2026-04-11"),
        ("2026-01-31", "in a month", "2026-02-28"),
        ("2028-01-31", "in a month", "2028-02-29"),
        ("2026-11-30", "in three months", "2027-02-28"),
        # "The twentieth", "March 20", "20 March", "20.3.": the next such day, the reference date included.
        ("2026-03-11", "by the twentieth", "2026-03-20"),
        ("2026-03-20", "the twentieth", "2026-03-20"),
        ("2026-03-21", "the 20th", "2026-04-20"),
        ("2026-04-11", "the thirty-first", "2026-05-31"),
        ("2027-02-11", "the thirtieth", "2027-03-30"),
        ("2026-03-11", "March 20", "2026-03-20"),
        ("2026-03-11", "march twentieth", "2026-03-20"),
        ("2026-03-11", "by 20 March", "2026-03-20"),
        ("2026-03-11", "the 20th of March", "2026-03-20"),
        ("2026-03-20", "20 March", "2026-03-20"),
        ("2026-03-21", "20 March", "2027-03-20"),
        ("2026-03-11", "by 20.3.", "2026-03-20"),
        ("2026-03-11", "20.03.2027", "2027-03-20"),
        ("2026-03-11", "2026-03-20", "2026-03-20"),
        ("2026-12-31", "January 1", "2027-01-01"),
        ("2026-12-31", "the first", "2027-01-01"),
        ("2026-03-11", "February 29", "2028-02-29"),
        ("2026-03-11", "March 20th, 2027", "2027-03-20"),
    ],
)  # fmt: skip
def test_a_row_of_the_table(today: str, words: str, expected: str) -> None:
    assert days_said(words, date.fromisoformat(today)) == {date.fromisoformat(expected)}


@pytest.mark.parametrize(
    "words",
    ["next week", "this week", "next month", "soon", "early May", "in November", "in spring", "the weekend", ""],
)
def test_what_names_no_day_gives_none(words: str) -> None:
    assert days_said(words, date(2026, 3, 11)) == set()


def test_words_that_name_several_days_give_each() -> None:
    found = days_said("not Thursday, Friday", date(2026, 3, 11))
    assert found == {date(2026, 3, 12), date(2026, 3, 13)}


@given(ANY_DAY, st.sampled_from(DAYS))
def test_weekdays_on_any_day(today: date, name: str) -> None:
    (bare,) = days_said(name, today)
    assert today < bare <= today + timedelta(7)
    assert bare.weekday() == DAYS.index(name)
    (later,) = days_said(f"next {name}", today)
    assert later.isocalendar()[:2] == (today + timedelta(7)).isocalendar()[:2]
    assert later.weekday() == DAYS.index(name)
    assert days_said(f"a week from {name}", today) == {bare + timedelta(7)}


@given(ANY_DAY)
def test_ends_on_any_day(today: date) -> None:
    (month,) = days_said("end of the month", today)
    assert month >= today
    assert (month + timedelta(1)).day == 1
    assert (month.year, month.month) == (today.year, today.month)
    (quarter,) = days_said("end of the quarter", today)
    assert quarter >= month
    assert (quarter.month % 3, (quarter + timedelta(1)).day) == (0, 1)
    assert days_said("end of the year", today) == {date(today.year, 12, 31)}


@given(ANY_DAY, ANY_DAY)
def test_a_day_of_a_month_is_the_next_such_day(today: date, other: date) -> None:
    for words in (f"{other:%B} {other.day}", f"{other.day} {other:%B}", f"{other.day}.{other.month}."):
        (found,) = days_said(words, today)
        assert found >= today
        assert (found.month, found.day) == (other.month, other.day)
    assert days_said(other.isoformat(), today) == {other}


@given(ANY_DAY, st.integers(1, 60))
def test_a_month_later_is_the_same_day_or_the_last_one(today: date, months: int) -> None:
    (found,) = days_said(f"in {months} months", today)
    assert (found.year * 12 + found.month) - (today.year * 12 + today.month) == months
    assert found.day == today.day or (found + timedelta(1)).day == 1
    assert found.day <= today.day
