"""A sentence as commands read it: hesitations and politeness taken out, described issues marked like keys."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.drafting.reading import KEY, Reading
from assistant.nlp.keys import KeyMention

_DROPPED = re.compile(
    r"(?P<before>,?)\s*\b(?:u+h+m*|u+m+|e+r+m*|h+m+|m+|a+h+|let me think|let me see|hang on|hold on a second|you know)"
    r"(?![\w'-])(?P<after>[,.…]*)|"
    r"(?P<polite>,?\s*\b(?:please|pls|kindly|if you (?:can|could|would|don't mind)|when you get a chance|"
    r"(?:thank you|thanks)(?=[\s,.!]*$|[,.!]))(?![\w'-]))|"
    r"(?P<sign>\ba sign(?:ed)?(?= (?:to |the |it |this |that |[\ue000-\ue002])))|"
    r"(?P<add>\bat(?= (?:a|another) (?:comment|note|remark)\b))|"
    r"(?P<log>\b(?:lock|lug|locked|blog)(?= (?:\d|one|two|three|four|five|six|seven|eight|half|an? (?:hour|half))))|"
    r"(?P<one>(?<=[a-z] )1(?= (?:to|is|should|can|for|on|as)\b|[,.]|$))"
)
_SWAPS = {"sign": "assign", "add": "add", "log": "log", "one": "one"}
_START = re.compile(
    r"(?<![\w'-])(?:(?:the|this|that|our|my|those|these) |"
    r"(?:(?:move|close|reopen|resolve|assign|give|hand|put|mark|set|push|transition|on|to|for|of|by|blocks|"
    r"duplicates) )"
    r"(?=[a-z]))"
)
_TOPIC = re.compile(r"\b(?:as for|regarding|concerning|back to|what about|now|about|on) (?:the|our|my|this|that) $")
_TOKEN = re.compile(r"[\w'&/-]+")
_NOUNS = frozenset(("one", "ticket", "issue", "task", "bug", "story", "card", "item", "epic"))
_STOPS = frozenset(
    [
        "to",
        "is",
        "are",
        "was",
        "should",
        "can",
        "could",
        "will",
        "needs",
        "need",
        "has",
        "have",
        "must",
        "on",
        "with",
        "by",
        "due",
        "as",
        "now",
        "until",
        "from",
        "back",
        "over",
        "goes",
        "go",
        "may",
        "that",
        "which",
        "because",
        "since",
        "it",
        "gets",
        "takes",
        "depends",
        "blocks",
        "relates",
        "duplicates",
        "belongs",
        "into",
        "under",
        "onto",
        "again",
        "today",
        "this",
        "not",
        "than",
        "then",
        "also",
        "please",
        "says",
        "saying",
        "status",
        "priority",
        "deadline",
    ]
)


@dataclass(frozen=True)
class Named:
    """An issue found by its description: its key, or None with the nearest when it is not clear which is meant."""

    key: str | None
    end: int
    bare: bool
    mention: KeyMention | None = None


@dataclass
class View:
    """`words` is the cleaned text; ``places[i]`` is where its character i stands in the whole text."""

    reading: Reading
    words: str
    places: list[int]
    named: dict[int, Named] = field(default_factory=dict)

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the whole text that ``words[start:end]`` came from."""
        if end <= start:
            return self.places[start], self.places[start]
        return self.places[start], self.places[end - 1] + 1

    def clean_at(self, place: int) -> int:
        """Return the first cleaned character at or after a place of the whole text."""
        from bisect import bisect_left

        return bisect_left(self.places, place)


def view_of(reading: Reading, start: int, end: int) -> View:
    """Clean a span of the text."""
    chars: list[tuple[str, int]] = []
    at = start
    for edit in _DROPPED.finditer(reading.low, start, end):
        chars += [(reading.low[i], i) for i in range(at, edit.start())]
        kind = edit.lastgroup or ""
        if kind in _SWAPS:
            chars += [(c, edit.start()) for c in _SWAPS[kind]]
        elif edit["before"] or edit["after"]:
            chars.append((",", edit.start()))
        at = edit.end()
    chars += [(reading.low[i], i) for i in range(at, end)]
    kept = list(_squeezed(chars))
    view = View(reading, "".join(c for c, _ in kept), [place for _, place in kept] + [end])
    _mark_described(view)
    return view


def _squeezed(chars: list[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """Drop doubled spaces and commas and spaces before a comma."""
    last = " "
    for number, (char, place) in enumerate(chars):
        char = " " if char in "\n\r" else char
        following = chars[number + 1][0] if number + 1 < len(chars) else ""
        if char == " " and (last == " " or following in (",", ".")):
            continue
        if char == "," and last in ",.;:":
            continue
        last = char
        yield char, place


def _mark_described(view: View) -> None:
    """Put key marks over descriptions of existing issues, so that patterns need no other case."""
    at = 0
    while match := _START.search(view.words, at):
        found = _described_at(view, match.end())
        at = match.end()
        if found is None:
            continue
        named, stop = found
        article = match.group().split(" ")[0] in ("the", "this", "that", "our", "my", "those", "these")
        first = match.start() if article else match.end()
        view.named[first] = named
        view.words = view.words[:first] + KEY * (stop - first) + view.words[stop:]
        at = stop


def _described_at(view: View, start: int) -> tuple[Named, int] | None:
    """Read a description that begins here: "dark mode one", "gallery crash"."""
    ends: list[tuple[str, int]] = []
    at = start
    while len(ends) < 8 and (token := _TOKEN.match(view.words, at)):
        word = token.group()
        if word in _NOUNS and ends:
            return _explicit(view, start, token.end())
        if word in _STOPS:
            break
        ends.append((word, token.end()))
        if view.words[token.end() : token.end() + 1] != " ":
            break
        at = token.end() + 1
    topic = bool(_TOPIC.search(view.words[:start]))
    for count in range(len(ends), 0, -1):
        found = _bare(view, start, ends[count - 1][1], topic)
        if found:
            return found
    return None


def _explicit(view: View, start: int, stop: int) -> tuple[Named, int] | None:
    words = view.words[start:stop].rpartition(" ")[0]
    best = view.reading.index.described(words, 0.6)
    place = view.original(start, stop)
    if len(best) == 1:
        return Named(best[0][0], place[1], False), stop
    if len(best) > 1:
        mention = KeyMention(*place, None, view.reading.text[slice(*place)], tuple(key for key, _ in best[:3]))
        return Named(None, place[1], False, mention), stop
    return None


def _bare(view: View, start: int, stop: int, topic: bool) -> tuple[Named, int] | None:
    """Without "ticket" or "one" every word must fit, and several must unless they are put first as the topic."""
    topic = topic or (
        not re.search(r"\w\w\w\w", view.words[:start][-40:].rpartition(". ")[2]) and view.words[stop : stop + 1] == ","
    )
    best = view.reading.index.described(view.words[start:stop], 0.85, bare=not topic)
    if len(best) != 1:
        return None
    return Named(best[0][0], view.original(start, stop)[1], True), stop
