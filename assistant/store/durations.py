"""Jira durations: "3h 30m" and back; a day has 8 hours, a week 5 days."""

import re

from assistant.errors import BadInput

_SECONDS = {"w": 5 * 8 * 3600, "d": 8 * 3600, "h": 3600, "m": 60}
_PART = re.compile(
    r"(\d{1,6}(?:[.,]\d{1,4})?)\s*(?:(w)(?:eeks?)?|(d)(?:ays?)?|(h)(?:ours?|rs?)?|(m)(?:in(?:ute)?s?)?)(?![a-z])",
    re.ASCII,
)
_FILLING = re.compile(r"[\s,]*(?:and\s)?[\s,]*")


def parse_duration(text: str) -> int:
    """Return the seconds of a duration such as "3h 30m", "1.5h" or "2 hours". Raises `BadInput`."""
    said = text.strip().lower()
    seconds, at = 0.0, 0
    while at < len(said):
        part = _PART.match(said, at)
        if part is None:
            break
        seconds += float(part[1].replace(",", ".")) * _SECONDS[part[part.lastindex or 0]]
        filling = _FILLING.match(said, part.end())
        at = filling.end() if filling else part.end()
    if at < len(said) or round(seconds) <= 0:
        raise BadInput(f"{text!r} is not a duration.", hint='Write it as "3h 30m", "2d" or "45m".')
    return round(seconds)


def format_duration(seconds: int) -> str:
    """Return seconds as a duration; what is left of a minute is dropped."""
    parts = []
    for unit, size in _SECONDS.items():
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count}{unit}")
    return " ".join(parts) or "0m"
