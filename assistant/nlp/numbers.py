"""Numbers as people say them: "three", "twenty-one", "one oh five", "two and a half hours"."""

import re
from collections.abc import Sequence

from assistant.nlp.wordlist import wordlist

UNITS = {
    word: value
    for value, word in enumerate(
        wordlist(
            """
        zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
        sixteen seventeen eighteen nineteen
    """
        )
    )
}
TENS = {
    word: 10 * value
    for value, word in enumerate(
        wordlist(
            """
        twenty thirty forty fifty sixty seventy eighty ninety
    """
        ),
        start=2,
    )
}
ORDINALS = {
    word: value
    for value, word in enumerate(
        wordlist(
            """
        first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
        fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
    """
        ),
        start=1,
    )
} | {"thirtieth": 30}

_UNIT = "|".join(UNITS)
_TEN = "|".join(TENS)
#: A small number in words or digits, as a piece of a pattern.
NUMBER = rf"(?:\d{{1,9}}(?:[.,]\d{{1,9}})?|(?:{_TEN})(?:[ -](?:{_UNIT}))?|{_UNIT}|a couple(?: of)?|an?|half an?)"
#: An ordinal of a day of a month, as a piece of a pattern.
ORDINAL = (
    r"(?:\d{1,2}(?:st|nd|rd|th)|(?:twenty|thirty)[ -](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|"
    + "|".join(sorted(ORDINALS, key=len, reverse=True))
    + ")"
)

_HOURS = {"w": 40.0, "d": 8.0, "h": 1.0, "m": 1 / 60}
_HALF = r"(?:\s*(?:and a half|½))"
_DURATION = re.compile(
    rf"\b(?:(?P<joined>(?:\d+\s*[wdhm]\b\s*)+)|half an hour|(?:a )?quarter of an hour|three quarters of an hour|"
    rf"(?P<number>{NUMBER})(?P<half>{_HALF})?\s*-?(?P<unit>weeks?|days?|hours?|hrs?|minutes?|"
    rf"mins?)\b(?P<after>{_HALF})?"
    rf"(?:(?:,|\s|and)+(?P<more>{NUMBER})\s*(?P<small>hours?|hrs?|minutes?|mins?)\b)?)",
    re.IGNORECASE,
)
_FIXED = {"half an hour": 30, "quarter of an hour": 15, "a quarter of an hour": 15, "three quarters of an hour": 45}


def parse_number(words: str) -> float | None:
    """Return the value of a small number in digits or words, or None."""
    words = words.lower().strip().replace(",", ".")
    if re.fullmatch(r"\d+(?:\.\d+)?", words):
        return float(words)
    fixed = {"a": 1.0, "an": 1.0, "half a": 0.5, "half an": 0.5, "half": 0.5, "a couple": 2.0, "a couple of": 2.0}
    if words in fixed:
        return fixed[words]
    parts = re.split(r"[ -]", words)
    if parts[0] in TENS and len(parts) <= 2 and (len(parts) == 1 or 0 < UNITS.get(parts[1], 0) < 10):
        return float(TENS[parts[0]] + (UNITS[parts[1]] if len(parts) == 2 else 0))
    return float(UNITS[words]) if words in UNITS else None


def parse_ordinal(words: str) -> int | None:
    """Return the value of "3rd", "third" or "twenty-third", or None."""
    words = words.lower().strip()
    digits = re.match(r"\d{1,2}", words)
    if digits:
        return int(digits.group())
    parts = re.split(r"[ -]", words)
    if len(parts) == 2 and parts[0] in TENS and parts[1] in ORDINALS:
        return TENS[parts[0]] + ORDINALS[parts[1]]
    return ORDINALS.get(words)


#: No key and no amount of time has more digits.
_LONGEST = 7


def readings(words: Sequence[str]) -> list[tuple[int, int]]:
    """Return what spoken `words` may mean as the number of a key: (value, words used), the longest first.

    "one twenty three" is 123, "one oh five" 105, "one hundred and five" 105, "twelve" 12.
    """
    found: list[tuple[int, int]] = []
    digits = ""
    at = 0
    while at < len(words) and len(digits) < 7:
        group = _group(words, at, digits)
        if group is None:
            break
        text, used, joined = group
        digits = joined if joined is not None else digits + text
        at += used
        found.append((int(digits), at))
    return found[::-1]


def _group(words: Sequence[str], at: int, digits: str) -> tuple[str, int, str | None] | None:
    """Read one spoken group at `at`: its digits, the words it takes and, if it continues the number, the new whole."""
    word = words[at]
    following = words[at + 1] if at + 1 < len(words) else ""
    if word.isdecimal():
        return (word, 1, None) if len(word) <= _LONGEST else None
    if word in ("oh", "o") and digits:
        return "0", 1, None
    if word == "hundred" and digits:
        return _hundreds(words, at, int(digits))
    if word in TENS:
        unit = UNITS.get(following, 0)
        return (str(TENS[word] + unit), 2, None) if 0 < unit < 10 else (str(TENS[word]), 1, None)
    return (str(UNITS[word]), 1, None) if word in UNITS else None


def _hundreds(words: Sequence[str], at: int, count: int) -> tuple[str, int, str | None]:
    used = 2 if at + 1 < len(words) and words[at + 1] == "and" else 1
    rest = _group(words, at + used, "") if at + used < len(words) else None
    if rest is None or len(rest[0]) > 2:
        return "", 1, str(count * 100)
    return "", used + rest[1], str(count * 100 + int(rest[0]))


def find_durations(text: str) -> list[tuple[int, int, str]]:
    """Find amounts of working time: (start, end, Jira's way of writing it, such as "3h 30m")."""
    found = []
    for match in _DURATION.finditer(text):
        minutes = _minutes(match)
        if minutes:
            found.append((match.start(), match.start() + len(match.group().rstrip()), minutes))
    return found


def _minutes(match: re.Match[str]) -> str:
    if match["joined"]:
        return " ".join(re.sub(r"\s+", "", part) for part in re.findall(r"\d+\s*[wdhm]", match["joined"].lower()))
    words = match.group().lower()
    if words in _FIXED:
        return _written(_FIXED[words])
    number = parse_number(match["number"]) or 0.0
    if match["half"] or match["after"]:
        number += 0.5
    unit = match["unit"][0].lower()
    if unit in "wd" and number == int(number) and not match["more"]:
        return f"{number:g}{unit}"
    minutes = number * _HOURS[unit] * 60
    if match["more"]:
        minutes += (parse_number(match["more"]) or 0.0) * _HOURS[match["small"][0].lower()] * 60
    return _written(round(minutes))


def _written(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    parts = ([f"{hours}h"] if hours else []) + ([f"{rest}m"] if rest else [])
    return " ".join(parts)
