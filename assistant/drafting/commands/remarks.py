"""Comments: their words run on to the end of what is said."""

import re

from assistant.drafting.commands.patterns import LEAD, ONE
from assistant.drafting.commands.scene import Scene, Segment, Target, command, target
from assistant.drafting.reading import Reading, masked
from assistant.nlp.casing import restore, sentence_case
from assistant.schema.draft import CommandDraft

_SAYS = (
    r"(?:,? ?(?:that says|which says|saying that|saying|that|says|with the text|with|to say that|to say|reading|:|"
    r",|-|–|—))"
)
_ADD = (
    r"(?:add|leave|put|post|write|make|drop|attach|create)(?: an?| another| the| this| following)*(?: short| quick|"
    r" little)?"
)
_WORD = r"(?:comment|note|remark)s?"
_THERE = r"(?: there| here| (?:on|to|in|under) (?:it|that|this)(?: one| ticket| issue)?| on the same one)"
_SURE = r"(?:{K}|(?:the |this |that )?(?:ticket|issue|task|bug|story) {K}|{K} (?:ticket|issue|one))"
_PATTERNS = tuple(
    masked(pattern)
    for pattern in (
        rf"{LEAD}{_ADD} {_WORD}(?: on| to| for| in| under| at) (?P<t>{ONE}){_SAYS}+ ?(?P<body>.+)",
        rf"{LEAD}{_ADD} {_WORD}{_SAYS}+ ?(?P<body>.+?),? (?:on|to|in|under) (?P<t>{_SURE})[\s.!]*$",
        rf"{LEAD}{_WORD}(?: on| to| in| under| for) (?P<t>{ONE}){_SAYS}+ ?(?P<body>.+)",
        rf"{LEAD}(?:write|note|say|mention|remark)(?: down)?(?: on| in| under| at) (?P<t>{ONE}){_SAYS}+ ?(?P<body>.+)",
        rf"{LEAD}(?:add|put|write|post) (?P<body>.+?) as an? {_WORD} (?:on|to|in|under) (?P<t>{ONE})[\s.!]*$",
        rf"{LEAD}comment{_SAYS}+ ?(?P<body>.+?),? (?:on|to|in|under) (?P<t>{_SURE})[\s.!]*$",
        rf"{LEAD}comment (?P<t>{{K}}){_SAYS}+ ?(?P<body>.+)",
        rf"{LEAD}(?:on|in|under|to) (?P<t>{ONE}),? {_ADD} {_WORD}{_SAYS}+ ?(?P<body>.+)",
        rf"{LEAD}(?:on|in|under|to) (?P<t>{ONE}),? (?:comment|note){_SAYS}+ ?(?P<body>.+)",
        rf"{LEAD}(?:{_ADD} {_WORD}|comment|note){_THERE}?{_SAYS}+ ?(?P<body>.+)",
        rf"{LEAD}(?:{_ADD} {_WORD}|comment){_THERE} (?P<body>.+)",
        rf"{LEAD}(?:{_ADD} {_WORD}|comment) (?:on|to|for|in|under) (?P<t>{{K}}) (?P<body>.+)",
    )
)
_OPENED = tuple(
    masked(pattern)
    for pattern in (
        rf"{LEAD}(?:{_ADD} {_WORD}|comment|note)(?: on| to| for| in| under| at) (?P<t>{ONE})[\s.,:;!-]*$",
        rf"{LEAD}(?:{_ADD} {_WORD})(?P<here>{_THERE}?)[\s.,:;!-]*$",
    )
)
_NEXT = masked(
    r"(?:,? (?:and|then) |, |\. )(?:then |also |please )*(?:(?:move|close|assign|give|set|log|reopen|mark|hand|bump|"
    r"raise|"
    r"lower|put|push|transition|link|resolve) (?:{K}|it\b|that (?:one|ticket|issue)\b|this (?:one|ticket|issue)\b|"
    r"the (?:priority|due date|status|deadline)\b|the (?:[\w-]+ ){1,4}(?:one|ticket|issue)\b)|"
    r"log (?:\d|an? |half|two|three|four|five))"
)


def find_remark(segment: Segment, scene: Scene) -> tuple[list[CommandDraft], Target]:
    """Return the comment that a segment makes; its words may run past the segment."""
    view = segment.view
    words = view.words[segment.offset :]
    if not re.search(r"\b(?:comment|note|remark|write|mention|say)", words[:160]):
        return [], Target()
    stop = _NEXT.search(words)
    words = words[: stop.start()] if stop else words
    long = Segment(view, segment.offset, segment.offset + len(words), segment.sentence)
    for pattern in _PATTERNS:
        match = pattern.match(long.words)
        named = _meant(long, scene, match)
        if match and named.keys and re.search(r"\w", match["body"]):
            span = long.span(*match.span("body"))
            return [_command(long, key, *span) for key in named.keys], named
        if match and named.unknown:
            return [], named
    return _opened(long, scene)


def _meant(segment: Segment, scene: Scene, match: re.Match[str] | None) -> Target:
    if match is None:
        return Target()
    if "t" in match.re.groupindex and match["t"]:
        return target(segment, scene, *match.span("t"))
    return Target((scene.focus,), pronoun=True) if scene.focus else Target()


def _opened(segment: Segment, scene: Scene) -> tuple[list[CommandDraft], Target]:
    """ "Add a comment there." and its words in the next sentence."""
    for pattern in _OPENED:
        match = pattern.match(segment.words)
        named = _meant(segment, scene, match)
        following = _following(segment) if match and named.keys else None
        if match and following:
            return [_command(segment, key, *following) for key in named.keys], named
    return [], Target()


def _following(segment: Segment) -> tuple[int, int] | None:
    sentences = segment.reading.sentences
    place = next((n for n, s in enumerate(sentences) if s.start == segment.sentence.start), len(sentences))
    if place + 1 >= len(sentences) or sentences[place + 1].turn != segment.sentence.turn:
        return None
    return sentences[place + 1].start, sentences[place + 1].end


def _command(segment: Segment, key: str, start: int, end: int) -> CommandDraft:
    return command(segment, "comment", key, _body(segment.reading, start, end), (segment.span()[0], end))


def _body(reading: Reading, start: int, end: int) -> str:
    body = reading.text[start:end].strip().strip("\"'“”").rstrip(" .,")
    return sentence_case(restore(body, reading.context.people))
