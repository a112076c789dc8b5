"""Days counted on the calendar: weekdays by ISO week, ends of months and quarters."""

from calendar import monthrange
from datetime import date, timedelta

_DAYS = (
    "monday mon",
    "tuesday tues tue",
    "wednesday wed",
    "thursday thurs thur thu",
    "friday fri",
    "saturday",
    "sunday",
)
_MONTHS = (
    "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
    "september sept sep", "october oct", "november nov", "december dec",
)  # fmt: skip
WEEKDAYS = {name: index for index, names in enumerate(_DAYS) for name in names.split()}
MONTHS = {name: index for index, names in enumerate(_MONTHS, start=1) for name in names.split()}


def make(year: int, month: int, day: int) -> date | None:
    """Return the date, or None if the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def coming_weekday(today: date, index: int) -> date:
    """Return the next such weekday strictly after `today` (0 is Monday)."""
    return today + timedelta(days=(index - today.weekday() - 1) % 7 + 1)


def weekday_of_week(today: date, index: int, weeks: int) -> date:
    """Return a weekday of the ISO week that lies `weeks` after the one of `today`."""
    return today + timedelta(days=index - today.weekday() + 7 * weeks)


def coming_month_day(today: date, month: int, day: int) -> date | None:
    """Return the next such day of a month, today included; 29 February waits for its year."""
    for year in range(today.year, today.year + 9):
        made = make(year, month, day)
        if made and made >= today:
            return made
    return None


def add_months(start: date, months: int) -> date:
    """Return the same day `months` later, or the last day of a shorter month."""
    count = start.year * 12 + start.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def end_of_month(day: date) -> date:
    """Return the last calendar day of the month of `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def end_of_quarter(day: date) -> date:
    """Return the last calendar day of the quarter of `day`."""
    return end_of_month(date(day.year, 3 * ((day.month - 1) // 3) + 3, 1))


def after_working_days(start: date, count: int) -> date:
    """Return the day `count` working days (Monday to Friday) after `start`."""
    day = start
    for _ in range(min(count, 1000)):
        day += timedelta(days=3 if day.weekday() == 4 else 2 if day.weekday() == 5 else 1)
    return day
