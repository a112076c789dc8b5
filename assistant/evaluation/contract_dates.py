"""The date rules of the guidelines, written a second time and on their own, to check the gold against.

Shares nothing with the engines: a mistake in theirs must not hide one in the gold.
"""

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta

from assistant.nlp.wordlist import wordlist

_DAYS = wordlist("monday tuesday wednesday thursday friday saturday sunday")
_MONTHS = wordlist("january february march april may june july august september october november december")
_SHORT = {name[:3]: index for index, name in enumerate(_MONTHS, 1)} | {"sept": 9}
_NUMBERS = wordlist(
    """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty
    """
)
_COUNTS = {"a": 1, "an": 1, "a couple of": 2, "thirty": 30} | {word: n for n, word in enumerate(_NUMBERS, 1)}
_ORDINALS = wordlist(
    """
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
    sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth
    twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first
    """
)
_TODAY = r"\b(?:(?<!from )today|tonight|this (?:morning|afternoon|evening))\b"
_HOUR = (
    r"\b(?:eod|cob|end of (?:the )?(?:business|day|play)|close of (?:business|play)|noon|midday|lunch(?:time)?|"
    r"midnight|o'clock|[ap]\.?m\b|(?:by|at|before|until) (?:half past |quarter (?:to|past) )?"
)
_DAY = "|".join(_DAYS)
_MONTH = "|".join(sorted([*_MONTHS, *_SHORT], key=len, reverse=True))
_COUNT = "|".join(sorted(_COUNTS, key=len, reverse=True)) + r"|\d{1,3}"
_ORDINAL = "|".join(sorted((o.replace("-", "[- ]") for o in _ORDINALS), key=len, reverse=True))
_NTH = rf"(?:{_ORDINAL}|\d{{1,2}}(?:st|nd|rd|th)?)"
_YEAR = r"(?:,?\s+(?P<y>20\d\d))?"


def days_said(words: str, today: date) -> set[date]:
    """Return every day that `words` may name on the reference date `today`, by the guidelines' table."""
    low = re.sub(r"[’`]", "'", words.lower())
    found = {day for day in _found(low, today) if day is not None}
    return found or ({today} if re.search(rf"{_HOUR}(?:{_COUNT})\b|\d{{1,2}}:\d\d)", low) else set())


def _found(low: str, today: date) -> Iterator[date | None]:
    monday = today - timedelta(today.weekday())
    for match in re.finditer(rf"(?:(?P<next>next)\s+)?\b(?P<day>{_DAY})s?\b(?P<after>,? next week)?", low):
        index = _DAYS.index(match["day"])
        coming = today + timedelta((index - today.weekday() - 1) % 7 + 1)
        if match["next"] or match["after"] or re.search(rf"next week,? (?:on )?{match['day']}", low):
            yield monday + timedelta(7 + index)
        elif re.search(rf"a week (?:from|on) (?:this )?{match['day']}|{match['day']} week\b", low):
            yield coming + timedelta(7)
        else:
            yield coming
    yield from _relative(low, today)
    yield from _ends(low, today, monday)
    yield from _calendar(low, today)


def _relative(low: str, today: date) -> Iterator[date | None]:
    if re.search(_TODAY, low):
        yield today
    if "day after tomorrow" in low:
        yield today + timedelta(2)
    elif re.search(r"\btomorrow\b", low):
        yield today + timedelta(1)
    for match in re.finditer(
        rf"\b(?P<n>{_COUNT})\s+(?:more\s+)?(?P<unit>day|week|month|fortnight)s?\b(?! (?:from|on) (?:this )?(?:{_DAY}))",
        low,
    ):
        count = int(match["n"]) if match["n"].isdigit() else _COUNTS[match["n"]]
        if match["unit"] == "month":
            yield _month_later(today, count)
        else:
            yield today + timedelta(count * {"day": 1, "week": 7, "fortnight": 14}[match["unit"]])


def _ends(low: str, today: date, monday: date) -> Iterator[date | None]:
    if re.search(r"end of next week|next week's end", low):
        yield monday + timedelta(11)
    elif re.search(r"end of (?:the |this |the working )?week|week's end|before the weekend|\beow\b", low):
        yield monday + timedelta(4)
    if "end of next month" in low:
        yield _last(_month_later(today.replace(day=1), 1))
    elif re.search(r"end of (?:the |this )?month|month'?s? end|month-end|\beom\b|last day of the month", low):
        yield _last(today)
    if re.search(r"end of (?:the |this )?quarter|quarter'?s? end|quarter-end", low):
        yield _last(today.replace(day=1, month=(today.month + 2) // 3 * 3))
    if re.search(r"end of (?:the |this )?year|year'?s? end|year-end", low):
        yield date(today.year, 12, 31)
    for match in re.finditer(rf"end of (?P<m>{_MONTH})\b", low):
        month = _month(match["m"])
        ends = [_last(date(year, month, 1)) for year in (today.year, today.year + 1)]
        yield next(day for day in ends if day >= today)


def _calendar(low: str, today: date) -> Iterator[date | None]:
    for match in re.finditer(r"\b(20\d\d)-(\d\d?)-(\d\d?)\b", low):
        yield _make(int(match[1]), int(match[2]), int(match[3]))
    for match in re.finditer(r"\b(\d{1,2})\.\s?(\d{1,2})\.(20\d\d)?", low):
        yield _coming(today, int(match[2]), int(match[1]), match[3])
    for pattern in (
        rf"\b(?P<m>{_MONTH})\.?\s+(?:the\s+)?(?P<d>{_NTH})\b{_YEAR}",
        rf"\b(?P<d>{_NTH})\.?\s+(?:of\s+)?(?P<m>{_MONTH})\b{_YEAR}",
    ):
        for match in re.finditer(pattern, low):
            yield _coming(today, _month(match["m"]), _nth(match["d"]), match["y"])
        low = re.sub(pattern, " ", low)
    for match in re.finditer(rf"\b(?P<d>{_ORDINAL}|\d{{1,2}}(?:st|nd|rd|th))\b", low):
        for ahead in range(13):
            month = _month_later(today.replace(day=1), ahead)
            day = _make(month.year, month.month, _nth(match["d"]))
            if day and day >= today:
                yield day
                break


def _nth(words: str) -> int:
    digits = re.match(r"\d+", words)
    return int(digits[0]) if digits else _ORDINALS.index(words.replace(" ", "-")) + 1


def _month(name: str) -> int:
    return _MONTHS.index(name) + 1 if name in _MONTHS else _SHORT[name]


def _coming(today: date, month: int, day: int, year: str | None) -> date | None:
    if year:
        return _make(int(year), month, day)
    days = (_make(y, month, day) for y in range(today.year, today.year + 9))
    return next((d for d in days if d and d >= today), None)


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _last(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _month_later(day: date, months: int) -> date:
    """Return the same day `months` later, or the last day of that month if it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
