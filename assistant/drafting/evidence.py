"""Prove a draft set against its text: quotes found again, fields without support dropped."""

import re
from collections.abc import Callable, Iterable
from datetime import date

from rapidfuzz import fuzz

from assistant.schema.draft import DraftSet, Evidence, IssueDraft, LinkDraft, PageDraft

#: Fields of an issue that must be carried by words of the text, and the value they fall back to.
_EMPTY: dict[str, object] = {
    "priority": None,
    "assignee": None,
    "due_date": None,
    "story_points": None,
    "components": (),
    "labels": (),
    "links": (),
    "parent_key": None,
}


def _words(text: str) -> list[str]:
    return text.split()


_PRIORITY_STEMS = _words(
    "priorit urgen critical blocker blocking outage drop asap soon important medium normal low rush nice trivial "
    "minor emergency severe immediate showstopper fire hurry p0 p1 p2 p3 p4 high hot sev pressing stop wait whenever "
    "cosmetic everything right now prio importance top"
)
_DATE_STEMS = _words(
    "mon tue wed thu fri sat sun jan feb mar apr may jun jul aug sep oct nov dec day tomorrow tonight week month "
    "year eod cob eow eom noon morning afternoon evening midnight lunch quarter fortnight hour"
)
_NUMBERS = {
    word: str(value)
    for value, word in enumerate(
        _words(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
            "seventeen eighteen nineteen twenty"
        )
    )
}
_NUMBERS |= {"half": "0.5", "forty": "40", "thirty": "30", "a": "1", "an": "1", "single": "1", "couple": "2"}


def locate(quote: str, text: str, near: int = 0, least: float = 88.0) -> tuple[int, int] | None:
    """Return where `quote` stands in `text`: exactly if it can, else ignoring case, spaces and marks, else nearly.

    Of several places the one closest to the offset `near` is taken. `least` (0-100) is how alike a near match must be.
    """
    quote = quote.strip()
    if not quote:
        return None
    words = re.findall(r"\w+", quote)
    patterns = [re.escape(quote)]
    if words:
        patterns.append(r"\b" + r"\W{1,4}".join(re.escape(word) for word in words) + r"\b")
    for pattern, flags in ((patterns[0], 0), *((p, re.IGNORECASE) for p in patterns)):
        found = [match.span() for match in re.finditer(pattern, text, flags)]
        if found:
            return min(found, key=lambda span: abs(span[0] - near))
    return _nearly(quote, text, least)


def _nearly(quote: str, text: str, least: float) -> tuple[int, int] | None:
    """Find words that are almost `quote`; whole words only, and never for a quote too short to be told apart."""
    if len(quote) < 8 or len(text) < len(quote):
        return None
    best = fuzz.partial_ratio_alignment(quote.lower(), text.lower(), score_cutoff=least)
    if best is None or best.dest_end <= best.dest_start:
        return None
    start, end = best.dest_start, min(best.dest_end, len(text))
    while start > 0 and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    bare = text[start:end]
    start += len(bare) - len(bare.lstrip())
    return start, start + len(bare.strip())


def quote(field: str, start: int, end: int, text: str) -> Evidence:
    """Make the evidence for `field` out of a span of `text`, without surrounding space."""
    bare = text[start:end]
    start += len(bare) - len(bare.lstrip())
    end = start + len(bare.strip())
    return Evidence(field=field, start=start, end=end, text=text[start:end])


def is_exact(evidence: Evidence, text: str) -> bool:
    """Tell whether the evidence quotes `text` exactly and is not empty."""
    inside = 0 <= evidence.start < evidence.end <= len(text)
    return inside and text[evidence.start : evidence.end] == evidence.text


def verify(drafts: DraftSet, text: str) -> DraftSet:
    """Return `drafts` without what `text` does not support.

    A field stays only if evidence for it is an exact part of the text and speaks of the value. An issue without
    evidence for its summary, and a command without evidence, go as a whole; questions are renumbered to match.
    """
    kept: list[IssueDraft] = []
    places: dict[int, int] = {}
    for number, issue in enumerate(drafts.issues):
        checked = _verify_issue(issue, text)
        if checked is not None:
            places[number] = len(kept)
            kept.append(checked)
    commands = [
        command.model_copy(update={"evidence": exact})
        for command in drafts.commands
        if (exact := _exact(command.evidence, text))
    ]
    questions = [
        question if question.issue is None else question.model_copy(update={"issue": places[question.issue]})
        for question in drafts.questions
        if question.issue is None or question.issue in places
    ]
    page = _verify_page(drafts.page, text) if drafts.page else None
    found = {"issues": tuple(kept), "commands": tuple(commands), "questions": tuple(questions), "page": page}
    return drafts.model_copy(update=found)


def _exact(evidence: Iterable[Evidence], text: str) -> tuple[Evidence, ...]:
    return tuple(item for item in evidence if is_exact(item, text))


def _verify_issue(issue: IssueDraft, text: str) -> IssueDraft | None:
    exact = _exact(issue.evidence, text)
    if not any(item.field == "summary" for item in exact):
        return None
    changes: dict[str, object] = {}
    for field, empty in _EMPTY.items():
        value = getattr(issue, field)
        words = " ".join(item.text for item in exact if item.field == field).lower()
        kept = _supported(field, value, words) if value != empty else value
        if kept != value:
            changes[field] = kept if kept is not None else empty
    if issue.description and not any(item.field == "description" for item in exact):
        changes["description"] = ""
    if issue.issue_type != "Task" and not any(item.field == "issue_type" for item in exact):
        changes["issue_type"] = "Task"
    changes["evidence"] = tuple(item for item in exact if changes.get(item.field, item) not in (None, (), ""))
    changes["scores"] = {field: score for field, score in issue.scores.items() if field not in changes}
    return issue.model_copy(update=changes)


def _supported(field: str, value: object, words: str) -> object | None:
    """Return the part of `value` that `words` speak of, or None."""
    if not words:
        return None
    if isinstance(value, tuple):
        return tuple(item for item in value if _item_supported(field, item, words))
    check: Callable[[object, str], bool] = _CHECKS[field]
    return value if check(value, words) else None


def _item_supported(field: str, item: object, words: str) -> bool:
    if isinstance(item, LinkDraft):
        return _names_key(item.key, words)
    if field == "labels":
        return _alike(str(item), words)
    return bool(words)


def _alike(name: str, words: str) -> bool:
    """Tell whether some word of `name` stands in `words`, allowing for mishearing."""
    heard = re.findall(r"\w+", words)
    pairs = [a + b for a, b in zip(heard, heard[1:], strict=False)]
    return any(
        fuzz.ratio(part, word) >= 50 or (part[0] == word[0] and fuzz.ratio(part, word) >= 40)
        for part in re.findall(r"\w+", name.lower())
        for word in heard + pairs
    )


def _names_key(key: object, words: str) -> bool:
    """A key is carried by its digits, or by a description of the issue in at least two words."""
    number = str(key).rpartition("-")[2]
    return number in words or len(words.split()) >= 2


def _names_priority(value: object, words: str) -> bool:
    return any(stem in words for stem in _PRIORITY_STEMS)


_HOURS = re.compile(
    r"(?:half past )?(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?: sharp| at the latest)?"
)


def _names_date(value: object, words: str) -> bool:
    named = re.search(r"\d|\b(?:\w+th|\w*first|\w*second|\w*third)\b", words) or _HOURS.fullmatch(words)
    return isinstance(value, date) and (bool(named) or any(stem in words for stem in _DATE_STEMS))


def _names_number(value: object, words: str) -> bool:
    heard = {_NUMBERS.get(word, word) for word in re.findall(r"\d+(?:\.\d+)?|[a-z]+", words)}
    return f"{float(str(value)):g}" in heard or (float(str(value)) > 20 and bool(heard))


_CHECKS: dict[str, Callable[[object, str], bool]] = {
    "priority": _names_priority,
    "assignee": lambda value, words: _alike(str(value), words),
    "due_date": _names_date,
    "story_points": _names_number,
    "parent_key": _names_key,
}


def _verify_page(page: PageDraft, text: str) -> PageDraft | None:
    """Keep what is quoted. The evidence of a list field stands in the order of its items."""
    exact = _exact(page.evidence, text)
    changes: dict[str, object] = {"evidence": exact}
    for field in ("decisions", "open_questions", "key_points"):
        proven = sum(item.field == field for item in exact)
        changes[field] = getattr(page, field)[:proven]
    if page.summary and not any(item.field == "summary" for item in exact):
        changes["summary"] = ""
    checked = page.model_copy(update=changes)
    return checked if checked.summary or checked.decisions or checked.open_questions or checked.key_points else None
