"""Names, days and keys stand in masked text as runs of one character each, so that patterns stay short."""

import re

#: What stands in `Reading.low` for each character of a person, a day, a key and a past day.
PERSON, DAY, KEY, PAST = "\ue000", "\ue001", "\ue002", "\ue003"


def masked(pattern: str) -> re.Pattern[str]:
    """Compile a pattern in which {P}, {D}, {K} and {X} are a person, a day, a key and a past day."""
    for name, mark in (("{P}", PERSON), ("{D}", DAY), ("{K}", KEY), ("{X}", PAST)):
        pattern = pattern.replace(name, f"(?:{mark}+)")
    return re.compile(pattern)
