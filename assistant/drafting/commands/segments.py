"""Sentences cut where a new command begins."""

import re

from assistant.drafting.clauses import Clause
from assistant.drafting.commands.patterns import ONE
from assistant.drafting.commands.scene import Segment
from assistant.drafting.commands.view import View, view_of
from assistant.drafting.reading import KEY, Reading, masked

_VERB = (
    r"(?:re-?assign|assign|give|hand|pass|send|move|transition|put|push|set|change|switch|drag|take|bring|shift|"
    r"update|pull|mark|flag|get|return|close|resolve|finish|complete|reopen|re-open|start|begin|raise|bump|lower|"
    r"drop|increase|decrease|reduce|downgrade|upgrade|escalate|prioriti[sz]e|link|connect|relate|block|postpone|"
    r"extend|delay|reschedule|make|unassign|log|book|track|record|comment|note|undo|leave|transfer|delegate|treat)"
)
_OBJECT = rf"(?: up| back| out| on)? (?:{ONE}|{{P}}|me\b|(?:the |its )?(?:status|priority|due|deadline|assignee|owner))"
_TIMED = (
    r"(?:log|book|track|record|enter|charge|clock|add|put)(?: another| an extra)? (?:an? |half |\d|one|two|three|four|"
    r"five|"
    r"six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|ninety|it\b|that\b|this\b|my )"
)
_REMARK = r"(?:add|leave|put|post|write|make|drop)(?: an?| another| the)?(?: \w+)? (?:comment|note|remark)\b|comment\b"
_SUBJECT = (
    rf"(?:{{K}}(?=,? (?:to|into|in|assigned|closed|done|assign|move|close|set|give|put)\b)|(?:{{K}}|it|that|this|"
    rf"that one|this one|both|"
    rf"they)(?:'s| is| are| should| can| needs to| must| has to| could|"
    rf" goes| depends| blocks| relates| duplicates| belongs| will|'ll)\b)|"
    rf"{{P}}(?: should| can| will|'ll| could| must)? (?:take|takes|own|owns|handle|handles|get|gets|pick up|picks up) "
    rf"(?:{ONE})|(?:the |its )?(?:due date|deadline|priority|status|assignee|owner)(?: of {{K}})? (?:is|should|has|"
    rf"needs|to|can)\b|you can |i(?:'ll| can| will) take |"
    rf"i (?:just )?(?:spent|worked) |due (?:on |by )?{{D}}"
)
_BARE = r"(?:high|highest|low|lowest|medium|top) prio(?:rity)?\b|(?:move|set|change|transition|re-?assign|assign) to \b"
_JOINT = r"(?:(?:and|then|also|plus|but|so|next|finally|after that|okay|ok|oh|or|now)[\s,]+)*"
_SPLIT = masked(
    rf"(?P<gap>(?P<mark>[,;:.–—-]+)?\s+)(?P<joint>{_JOINT})(?P<start>(?P<verb>{_VERB}(?={_OBJECT})|{_TIMED}|{_REMARK})|"
    rf"(?P<subject>{_SUBJECT})|(?P<short>{_BARE})|(?P<more>(?:another )?(?:an?|half an?|[\w.-]+(?: and an? half)?|"
    rf"\d+) (?:hours?|"
    rf"minutes?|mins?|days?|h) (?:on|to|for|against) (?:{{K}}|the |it\b))|(?P<fix>(?:no|sorry|wait|i mean|or rather|"
    rf"make that|correction|actually|rather)\b))"
)
#: A verb after one of these goes on with what was said before.
_HOLDS = re.compile(
    r"(?:^|[\s'])(?:to|can|can't|could|you|should|i|we|they|he|she|who|will|would|not|don't|do|did|does|didn't|never|"
    r"i'll|we'll|let's|lets|must|may|might|and|or|the|a|an|my|our|that|which|if|when|once|after|before|until|has|"
    r"have|had|is|are|was|were|be|been|on|of|for|with|by|into|someone|somebody|nobody|just|ll|ahead|saying|says|log|"
    r"everyone|please|also|then|now|from|in|at|about|said|because|since|than|as|under|against)$"
)


def segments_of(reading: Reading, clause: Clause) -> list[Segment]:
    """Return the segments of a clause that no clause before it gave."""
    sentence = clause.sentence
    key = ("segments", sentence.start)
    if key not in reading.memo:
        view = view_of(reading, sentence.start, sentence.end)
        reading.memo[key] = _cut(view, clause)
    segments: list[Segment] = reading.memo[key]
    read = reading.memo.get(("read", sentence.start), 0)
    due = [n for n, s in enumerate(segments) if n >= read and s.span()[0] < clause.end and s.span()[1] > clause.start]
    if due:
        reading.memo["read", sentence.start] = due[-1] + 1
    return [segments[n] for n in due]


def _cut(view: View, clause: Clause) -> list[Segment]:
    places = [0]
    for match in _SPLIT.finditer(view.words, 1):
        before = view.words[: match.start()]
        marked = bool(match["mark"] or match["joint"].strip(" ,"))
        if ((match["more"] or match["short"]) and not marked) or (
            match["fix"] and not marked and not _ends_well(before)
        ):
            continue
        if match["subject"] and before.endswith(KEY) and not match["mark"] and match["joint"].strip() == "and":
            continue
        if match["subject"] and not marked and not _ends_well(before):
            continue
        if not marked and _HOLDS.search(before[-14:]):
            continue
        if not match["mark"] and match["verb"] and _named_last(before) is False and not match["joint"].strip():
            continue
        places.append(match.start("joint"))
    ends = [*places[1:], len(view.words)]
    return [
        Segment(view, a, b, clause.sentence) for a, b in zip(places, ends, strict=True) if view.words[a:b].strip(" ,.")
    ]


_LAST = masked(
    r"(?:{K}|{P}|{D}|{X}|\b(?:it|that|this|done|progress|review|do|high|highest|low|lowest|medium|hours?|minutes?|"
    r"hold|closed|one|ticket|issue|bug|task|urgent|backlog|blocked|me|too|testing|days?|half|quarter|today|"
    r"yesterday|now|again))\s*$"
)


def _named_last(before: str) -> bool:
    """In talk without marks a command may end with what it set."""
    return bool(_LAST.search(before[-60:]))


def _ends_well(before: str) -> bool:
    return _named_last(before) and not _HOLDS.search(before[-14:])
