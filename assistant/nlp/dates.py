"""Dates as people say them, resolved by fixed rules against the day of the talk."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from assistant.nlp.calendar import (
    MONTHS,
    WEEKDAYS,
    add_months,
    after_working_days,
    coming_month_day,
    coming_weekday,
    end_of_month,
    end_of_quarter,
    make,
    weekday_of_week,
)
from assistant.nlp.numbers import NUMBER, ORDINAL, parse_number, parse_ordinal


@dataclass(frozen=True)
class DateMention:
    """Words that name a day. `day` is None when they leave several; then `candidates` says which.

    `kind` is "day", "time" (an hour of the reference date unless a day stands beside it), "vague" or "past".
    """

    start: int
    end: int
    day: date | None
    candidates: tuple[date, ...] = ()
    kind: str = "day"


_DAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_SPOKEN_YEAR = r"(?:,?\s+(?:of\s+)?(?P<year>20\d\d))?"
_NUM = rf"(?P<n>{NUMBER})"
_CUE = (
    r"(?:make (?:it|that|this)|now|to|say|or|by|until|till|before|due|due on|on|for|deadline is|deadline|"
    r"deadline:|than)"
)
_NOT_A_DAY = (
    r"(?!\s+(?:floor|row|time|one|ones|item|version|attempt|century|patient|step|half|party|draft|page|issue|ticket|"
    r"point|person|quarter|class|batch|shift|grade|team|line|unit|phase|part|option|thing|task|bug|place|of all)\b)"
)
_PART = r"(?:\s+(?P<part>morning|afternoon|evening|night|noon|midday|lunchtime))?"

Resolver = Callable[[re.Match[str], date], DateMention | None]


def find_dates(text: str, today: date) -> list[DateMention]:
    """Find the dates in `text` in order of place, overlaps settled for the longer one and neighbours joined."""
    low = text.lower() if len(text.lower()) == len(text) else text
    found = [mention for pattern, resolve in _RULES for mention in _apply(pattern, resolve, low, today)]
    found.sort(key=lambda mention: (mention.start, -mention.end))
    kept: list[DateMention] = []
    for mention in found:
        if kept and mention.start < kept[-1].end:
            if mention.end - mention.start > kept[-1].end - kept[-1].start:
                kept[-1] = mention
            continue
        kept.append(mention)
    return _joined(kept, low)


def _apply(pattern: re.Pattern[str], resolve: Resolver, text: str, today: date) -> Iterator[DateMention]:
    for match in pattern.finditer(text):
        try:
            mention = resolve(match, today)
        except (OverflowError, ValueError):  # a number no calendar holds
            mention = None
        if mention is not None:
            yield mention


def _joined(mentions: list[DateMention], text: str) -> list[DateMention]:
    """Join "Friday" with "the 20th", and "noon" with "Friday", when nothing but glue stands between."""
    joined: list[DateMention] = []
    for mention in mentions:
        before = joined[-1] if joined else None
        if before and re.fullmatch(r"[\s,(]*(?:the |on |at |by |in the )?", text[before.end : mention.start]):
            both = _join(before, mention)
            if both:
                joined[-1] = both
                continue
        joined.append(mention)
    return joined


def _join(first: DateMention, second: DateMention) -> DateMention | None:
    span = {"start": first.start, "end": second.end}
    if "time" in (first.kind, second.kind) and first.kind != "past" and second.kind != "past":
        day = second if first.kind == "time" else first
        return replace(day, **span)  # type: ignore[arg-type]
    if first.kind == second.kind == "day" and first.day and second.day:
        if first.day == second.day or first.day.weekday() == second.day.weekday():
            return replace(second, **span)  # type: ignore[arg-type]
        return None
    return None


def _at(match: re.Match[str], day: date | None, kind: str = "day", candidates: tuple[date, ...] = ()) -> DateMention:
    return DateMention(match.start("all"), match.end("all"), day, candidates, kind)


def _iso(match: re.Match[str], today: date) -> DateMention | None:
    day = make(int(match["y"]), int(match["m"]), int(match["d"]))
    return _at(match, day) if day else None


def _dotted(match: re.Match[str], today: date) -> DateMention | None:
    return _day_month(match, today, int(match["d"]), int(match["m"]), match["y"])


def _day_month(match: re.Match[str], today: date, day: int, month: int, year: str | None) -> DateMention | None:
    if year:
        made = make(int(year) + (2000 if len(year) == 2 else 0), month, day)
    else:
        made = coming_month_day(today, month, day)
    return _at(match, made) if made else None


def _slashed(match: re.Match[str], today: date) -> DateMention | None:
    one, two, year = int(match["a"]), int(match["b"]), match["y"]
    if one > 12 or one == two:
        return _day_month(match, today, one, two, year)
    if two > 12:
        return _day_month(match, today, two, one, year)
    both = [_day_month(match, today, d, m, year) for d, m in ((one, two), (two, one))]
    return _at(match, None, "vague", tuple(sorted(m.day for m in both if m and m.day)))


def _named(match: re.Match[str], today: date) -> DateMention | None:
    day = parse_ordinal(match["ord"])
    if day is None:
        number = parse_number(match["ord"])
        day = int(number) if number else None
    return _day_month(match, today, day, MONTHS[match["month"]], match["year"]) if day else None


def _bare_ordinal(match: re.Match[str], today: date) -> DateMention | None:
    day = parse_ordinal(match["ord"])
    if not day or day > 31:
        return None
    first = today.replace(day=1)
    for ahead in range(0 if day >= today.day else 1, 4):  # the first month, from now on, that has such a day
        month = add_months(first, ahead)
        made = make(month.year, month.month, day)
        if made:
            return _at(match, made)
    return None


def _weekday(match: re.Match[str], today: date) -> DateMention | None:
    index = WEEKDAYS[match["day"]]
    which = (match["which"] or "").strip()
    after = (match["after"] or "").strip()
    if which in ("last", "past", "since", "since last") or after == "last week":
        return _at(match, None, "past")
    if which == "next" or "next week" in after:
        return _at(match, weekday_of_week(today, index, 1))
    if after == "this week":
        return _at(match, weekday_of_week(today, index, 0))
    if after.startswith("week after"):
        return _at(match, weekday_of_week(today, index, 2))
    return _at(match, coming_weekday(today, index))


def _next_week_day(match: re.Match[str], today: date) -> DateMention | None:
    weeks = 2 if "after" in match["all"] else 0 if match["all"].startswith("this") else 1
    return _at(match, weekday_of_week(today, WEEKDAYS[match["day"]], weeks))


def _from_day(match: re.Match[str], today: date) -> DateMention | None:
    number = parse_number(match["n"])
    base = match["base"]
    start = {"today": today, "now": today, "tomorrow": today + timedelta(1)}.get(base)
    if start is None:
        start = coming_weekday(today, WEEKDAYS[base])
    return _at(match, _shift(start, number, match["unit"])) if number else None


def _ahead(match: re.Match[str], today: date) -> DateMention | None:
    number = parse_number(match["n"])
    if number is None:
        return None
    if match["work"]:
        return _at(match, after_working_days(today, round(number)))
    return _at(match, _shift(today, number, match["unit"]))


def _shift(start: date, number: float | None, unit: str) -> date:
    number = number or 0
    if unit.startswith("h"):
        return start + timedelta(days=int(number // 24))
    if unit.startswith("mi"):
        return start
    if unit.startswith("d"):
        return start + timedelta(days=round(number))
    if unit.startswith("w"):
        return start + timedelta(days=round(7 * number))
    if unit.startswith("f"):
        return start + timedelta(days=round(14 * number))
    return add_months(start, round(number) * (12 if unit.startswith("y") else 1))


def _end_of(match: re.Match[str], today: date) -> DateMention | None:
    following = "next" in (match["which"] or "")
    unit = match["unit"]
    if unit.startswith("day"):
        return _at(match, today, "time")
    if unit.startswith("week"):
        return _at(match, weekday_of_week(today, 4, 1 if following else 0))
    if unit.startswith("month"):
        return _at(match, end_of_month(add_months(today.replace(day=1), 1) if following else today))
    if unit.startswith("quarter"):
        day = end_of_quarter(today)
        return _at(match, end_of_quarter(day + timedelta(1)) if following else day)
    if unit.startswith("year"):
        return _at(match, date(today.year + following, 12, 31))
    return _at(match, None, "vague")


def _end_of_month(match: re.Match[str], today: date) -> DateMention | None:
    month = MONTHS[match["month"]]
    day = end_of_month(date(today.year, month, 1))
    return _at(match, day if day >= today else end_of_month(date(today.year + 1, month, 1)))


def _end_of_named_quarter(match: re.Match[str], today: date) -> DateMention | None:
    month = 3 * int(match["q"])
    day = end_of_month(date(today.year, month, 1))
    return _at(match, day if day >= today else end_of_month(date(today.year + 1, month, 1)))


def _same_day(match: re.Match[str], today: date) -> DateMention | None:
    return _at(match, today)


def _time(match: re.Match[str], today: date) -> DateMention | None:
    return _at(match, today, "time")


def _tomorrow(match: re.Match[str], today: date) -> DateMention | None:
    return _at(match, today + timedelta(2 if "after" in match["all"] else 1))


def _weekend(match: re.Match[str], today: date) -> DateMention | None:
    """Before the weekend is by the last working day; the weekend itself leaves two days."""
    saturday = weekday_of_week(today, 5, 1 if "next" in match["all"] else 0)
    if match["before"]:
        return _at(match, saturday - timedelta(1))
    return _at(match, None, "vague", (saturday, saturday + timedelta(1)))


def _week(match: re.Match[str], today: date) -> DateMention | None:
    weeks = 1 if "next" in match["all"] else 0
    days = tuple(weekday_of_week(today, index, weeks) for index in (0, 4))
    return _at(match, None, "vague", tuple(day for day in days if day > today))


def _vague(match: re.Match[str], today: date) -> DateMention | None:
    return _at(match, None, "vague")


def _past(match: re.Match[str], today: date) -> DateMention | None:
    return _at(match, None, "past")


_UNIT = r"(?P<unit>hours?|days?|weeks?|fortnights?|months?|years?)"
_TABLE: tuple[tuple[str, Resolver], ...] = (
    (r"(?P<y>20\d\d)-(?P<m>\d\d?)-(?P<d>\d\d?)\b(?!-)", _iso),
    (r"(?<![\d.])(?P<d>\d\d?)\.(?P<m>\d\d?)\.(?P<y>20\d\d|\d\d(?!\d))?(?!\d)", _dotted),
    (r"(?<![\d/])(?P<a>\d\d?)/(?P<b>\d\d?)/(?P<y>20\d\d|\d\d)(?![\d/])", _slashed),
    (r"(?<=\b(?:by|on) )(?P<a>\d\d?)/(?P<b>\d\d?)(?P<y>)(?![\d/])", _slashed),
    (r"(?<=\b(?:due|til) )(?P<a>\d\d?)/(?P<b>\d\d?)(?P<y>)(?![\d/])", _slashed),
    (rf"(?P<month>{_MONTH})\.?\s+(?:the\s+)?(?P<ord>{ORDINAL}|\d{{1,2}})(?![\d:%]|\.\d){_SPOKEN_YEAR}\b", _named),
    (rf"(?:the\s+)?(?P<ord>{ORDINAL}|\d{{1,2}})\.?\s+(?:of\s+)?(?P<month>{_MONTH})\b{_SPOKEN_YEAR}", _named),
    (rf"(?<=\b)(?:(?:{_CUE}|{_DAY}),?\s+)the\s+(?P<ord>{ORDINAL})\b{_NOT_A_DAY}", _bare_ordinal),
    (rf"(?:by|until|before|due|due on)\s+(?P<ord>\d{{1,2}}(?:st|nd|rd|th))\b{_NOT_A_DAY}", _bare_ordinal),
    (
        rf"(?:(?P<which>this coming|this|next|coming|last|past|since last|since)\s+)?(?P<day>{_DAY})\b"
        rf"(?P<after>,? (?:of )?(?:next week|this week|last week|week after next))?{_PART}",
        _weekday,
    ),
    (
        rf"(?:a week (?:from|on)\s+(?:this\s+)?(?P<base>{_DAY}))",
        lambda m, today: _at(m, coming_weekday(today, WEEKDAYS[m["base"]]) + timedelta(7)),
    ),
    (rf"(?:next week|this week|the week after next)(?:['’]s)?,?\s+(?:on\s+)?(?P<day>{_DAY})\b{_PART}", _next_week_day),
    (rf"{_NUM}\s+{_UNIT}\s+(?:from|after)\s+(?:this\s+)?(?P<base>today|now|tomorrow|{_DAY})\b", _from_day),
    (
        rf"(?:in|within|in under)\s+(?:the next\s+)?{_NUM}\s+(?P<work>working |business |work )?"
        rf"(?:{_UNIT}|(?P<unit2>minutes?))['’]?(?:\s+time)?\b(?! ago)",
        lambda m, today: _ahead(m, today) if m["unit"] else None,
    ),
    (r"(?:(?:by|at|before|till|until)\s+)?(?:the\s+)?end of (?:the |this )?(?P<which>next )?(?P<unit>day|week|month|"
     r"quarter|year|sprint|release|term|season|semester|shift)(?! after)\b", _end_of),
    (r"(?:the\s+)?(?:week|month|quarter|year)['’]?s? end\b(?P<which>)(?P<unit>)",
     lambda m, today: _end_of_unit(m, today)),
    (rf"(?:the\s+)?end of (?P<month>{_MONTH})\b", _end_of_month),
    (r"(?:the\s+)?end of (?:the )?q(?:uarter )?(?P<q>[1-4])\b", _end_of_named_quarter),
    (r"eow\b", lambda m, today: _at(m, weekday_of_week(today, 4, 0))),
    (r"eom\b", lambda m, today: _at(m, end_of_month(today))),
    (r"eoq\b", lambda m, today: _at(m, end_of_quarter(today))),
    (r"eoy\b", lambda m, today: _at(m, date(today.year, 12, 31))),
    (r"(?:today|tonight|this (?:morning|afternoon|evening))\b(?!['’]s\b)", _same_day),
    (r"(?:eod|e\.o\.d\.|cob|end of business|close of (?:business|play)|end of play)\b", _time),
    (r"(?<=\bby )(?:noon|midday|lunch(?:time)?|midnight)\b", _time),
    (r"(?<=\bat )(?:noon|midday|lunchtime|midnight)\b", _time),
    (r"(?<=\bbefore )(?:noon|midday|lunch(?:time)?|midnight)\b", _time),
    (r"(?<=\bby )(?:\d{1,2}(?::\d\d)?\s?(?:am|pm|a\.m\.|p\.m\.|o['’]clock)|\d{1,2}:\d\d)", _time),
    (r"(?<=\bat )(?:\d{1,2}(?::\d\d)?\s?(?:am|pm|a\.m\.|p\.m\.|o['’]clock)|\d{1,2}:\d\d)", _time),
    (r"(?<=\bbefore )(?:\d{1,2}(?::\d\d)?\s?(?:am|pm|a\.m\.|p\.m\.|o['’]clock)|\d{1,2}:\d\d)", _time),
    (r"(?:the )?day after tomorrow\b", _tomorrow),
    (r"tomorrow(?: (?:morning|afternoon|evening|night|noon))?\b(?!['’]s\b)", _tomorrow),
    (r"(?P<before>before )?(?:the|this|next) weekend\b", _weekend),
    (r"(?:(?:early|late|later|sometime|mid|middle of|beginning of|start of) )?(?:next|this) week\b", _week),
    (r"(?:the )?week after next\b", _vague),
    (r"(?:(?:early|late|later|sometime|mid|middle of|beginning of|start of) )?(?:next|this) "
     r"(?:month|quarter|year|sprint|term)\b", _vague),
    (rf"(?<=\bby )(?:(?:mid|early|late|the middle of|the start of|the beginning of)[ -])?(?:{_MONTH})\b", _vague),
    (rf"(?:mid|early|late)[ -](?:{_MONTH})\b", _vague),
    (r"(?:in|within) (?:a few|several|a couple of|some) (?:days|weeks|months)\b(?<!couple of days)(?<!couple of weeks)"
     r"(?<!couple of months)", _vague),
    (rf"(?:yesterday|(?:the )?day before yesterday|last (?:night|week|month|quarter|year|sprint)|"
     rf"(?:{NUMBER}|a few|several|some) (?:minutes?|hours?|days?|weeks?|months?|years?) ago)\b", _past),
    (rf"(?:since|as of|effective) (?:the )?(?:{_MONTH})(?: {ORDINAL}| \d{{1,2}})?\b", _past),
)  # fmt: skip
_RULES = [(re.compile(rf"(?<![\w-])(?P<all>{pattern})"), resolve) for pattern, resolve in _TABLE]


def _end_of_unit(match: re.Match[str], today: date) -> DateMention | None:
    unit = match["all"].removeprefix("the ").strip()
    days = {
        "week": weekday_of_week(today, 4, 0),
        "month": end_of_month(today),
        "quarter": end_of_quarter(today),
        "year": date(today.year, 12, 31),
    }
    return next((_at(match, day) for name, day in days.items() if unit.startswith(name)), None)
