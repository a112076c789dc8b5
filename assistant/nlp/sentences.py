"""Text cut into lines and sentences with their offsets: speakers, bullets and headings of notes and chats seen."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LINE = re.compile(r"[^\n]+")
_BULLET = re.compile(r"\s*(?:>\s*)*(?:(?P<mark>[-*•–—+]|\(?\d{1,2}[.)]|[a-z]\))\s+)?(?P<box>\[[ xX]?\]\s*)?")
_HEADING = re.compile(
    r"\s*(?:#{1,6}\s+(?P<hashes>.+?)\s*#*|\*\*(?P<bold>[^*]+?):?\*\*:?|(?P<plain>[^:.!?]{2,60}):)\s*$"
)
_SPEAKER = re.compile(
    r"\s*(?:\[?\(?\d{1,2}:\d\d(?::\d\d)?\)?\]?\s*)?[*_]{0,2}"
    r"(?P<name>SPEAKER[_ ]\d+|[A-Z][\w.'’-]*(?:\s+(?:[A-Z][\w.'’-]*|de|van|von|der|da)){0,3}|[a-z]{2,12})"
    r"(?:\s*\([^)]{0,30}\))?[*_]{0,2}\s*:[*_]{0,2}\s+(?=\S)"
)
_INLINE_SPEAKER = re.compile(r"(?<=[.!?…])\s+(?=[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?:\s)")
_ABBREVIATIONS = (
    "mr mrs ms dr prof st no nr vs etc e.g i.e approx ca inc ltd co jr sr fig ref tel dept est min max incl resp jan "
    "feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri"
)
_SHORT = frozenset(_ABBREVIATIONS.split(" "))
_STOP = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)|;(?=\s)|(?<=\w)\s[–—]\s(?=\w)")


@dataclass(frozen=True)
class Sentence:
    """A sentence or one line of notes: ``text[start:end]``, with what stood before it on its line.

    `speaker` is the label of the turn ("Tom" of "Tom: ..."), `label_span` where it stands; `bullet` tells a list item,
    `done` a ticked one; `heading` is the last heading above, and `line` and `paragraph` count from 0.
    """

    start: int
    end: int
    speaker: str | None = None
    label_span: tuple[int, int] | None = None
    bullet: bool = False
    done: bool = False
    heading: str = ""
    is_heading: bool = False
    line: int = 0
    paragraph: int = 0
    turn: int = 0


def split_sentences(text: str) -> list[Sentence]:
    """Cut `text` into sentences in order; nothing but marks and white space lies between them."""
    lines = [match.span() for match in _LINE.finditer(text) if match.group().strip()]
    labels = _speaker_labels(text, lines)
    found: list[Sentence] = []
    state = _State()
    for number, (start, end) in enumerate(lines):
        if number and text.count("\n", lines[number - 1][1], start) > 1:
            state.paragraph += 1
        found.extend(_line_sentences(text, start, end, number, labels, state))
    return found


@dataclass
class _State:
    """What carries over from line to line."""

    paragraph: int = 0
    heading: str = ""
    speaker: str | None = None
    label_span: tuple[int, int] | None = None
    turn: int = 0


def _speaker_labels(text: str, lines: list[tuple[int, int]]) -> set[str]:
    """Return the labels that really are speakers: several of them, or a known way of writing turns."""
    seen: dict[str, int] = {}
    for start, end in lines:
        for match in [_SPEAKER.match(text, start, end), *_inline_labels(text, start, end)]:
            if match and not _KEYWORD.fullmatch(match["name"]):
                seen[match["name"]] = seen.get(match["name"], 0) + 1
    return set(seen)


def _inline_labels(text: str, start: int, end: int) -> Iterator[re.Match[str] | None]:
    for gap in _INLINE_SPEAKER.finditer(text, start, end):
        yield _SPEAKER.match(text, gap.end(), end)


_KEYWORD = re.compile(
    r"(?i)(?:todo|to do|action|actions|action items?|ai|note|notes|fyi|ps|pps|re|fw|fwd|subject|from|to|cc|bcc|date|"
    r"sent|bug|task|story|epic|issue|ticket|feature|sub-?task|summary|title|description|steps?|expected|actual|result|"
    r"priority|due|due date|deadline|owner|assignee|labels?|components?|points|story points|estimate|decisions?|"
    r"agreed|question|questions|open questions?|update|updates|status|done|doing|next|blocked|blockers?|yesterday|"
    r"today|tomorrow|goal|goals|context|background|why|what|when|who|where|how|reminder|urgent|important|asap|warning|"
    r"attendees|agenda|p\.?s|btw|example|example|http|https|links?|parent|acceptance criteria|ac|also|first|second|"
    r"third|finally|lastly|request|follow.?ups?|attention|hi|hello|hey|dear .*|key points?|type|reporter|created|"
    r"environment|version|impact|severity|next steps?)"
)


def _line_sentences(
    text: str, start: int, end: int, number: int, labels: set[str], state: _State
) -> Iterator[Sentence]:
    bullet = _BULLET.match(text, start, end)
    marked = bool(bullet and (bullet["mark"] or bullet["box"]))
    heading = None if marked else _HEADING.match(text, start, end)
    if heading:
        title = heading["hashes"] or heading["bold"] or heading["plain"]
        if title not in labels:
            state.heading = title.strip()
            place = text.index(title, start)
            yield Sentence(place, place + len(title), is_heading=True, line=number, paragraph=state.paragraph)
            return
    begin = bullet.end() if bullet and marked else start
    done = bool(marked and bullet and bullet["box"] and "x" in bullet["box"].lower())
    for from_, to in _turns(text, begin, end):
        body = from_ if marked else _take_label(text, from_, to, labels, state)
        for first, last in _cut(text, body, to):
            yield Sentence(
                first, last, state.speaker, state.label_span, marked, done, state.heading, False, number,
                state.paragraph, state.turn,
            )  # fmt: skip


def _turns(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Part a line on which several speakers follow each other."""
    at = start
    for gap in _INLINE_SPEAKER.finditer(text, start, end):
        label = _SPEAKER.match(text, gap.end(), end)
        if label and not _KEYWORD.fullmatch(label["name"]):
            yield at, gap.start()
            at = gap.end()
    yield at, end


def _take_label(text: str, start: int, end: int, labels: set[str], state: _State) -> int:
    """Note who speaks from here, and return where the talk begins."""
    match = _SPEAKER.match(text, start, end)
    if match and match["name"] in labels:
        state.speaker, state.label_span = match["name"], match.span("name")
        state.turn += 1
        return match.end()
    return start


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for stop in _STOP.finditer(text, start, end):
        if _is_abbreviation(text, stop, end):
            continue
        yield from _trimmed(text, at, stop.end())
        at = stop.end()
    yield from _trimmed(text, at, end)


def _is_abbreviation(text: str, stop: re.Match[str], end: int) -> bool:
    if stop.group() != ".":
        return False
    before = re.search(r"[\w.]+$", text[max(0, stop.start() - 12) : stop.start()])
    word = before.group().lower() if before else ""
    following = text[stop.end() : min(end, stop.end() + 3)].lstrip()[:1]
    if word in _SHORT:
        return word not in ("no", "mon", "sat", "sun", "min", "max", "co", "st", "mar", "est") or following.isdigit()
    if re.fullmatch(r"\d{1,2}\.\d{1,2}", word):
        return following.islower()
    return bool(re.fullmatch(r"[a-z]|(?:[a-z]\.)+[a-z]", word)) and word not in ("i", "a") and following.islower()


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    bare = text[start:end]
    start += len(bare) - len(bare.lstrip())
    end = start + len(bare.strip())
    if end > start and any(c.isalnum() for c in text[start:end]):
        yield start, end
