"""Time spent, due days and priorities of existing issues."""

import re

from assistant.drafting.commands.patterns import LEAD, ONE
from assistant.drafting.commands.scene import Scene, Segment, Target, command, mentions, target
from assistant.drafting.fields import priority as priority_field
from assistant.drafting.reading import masked
from assistant.nlp.dates import find_dates
from assistant.nlp.numbers import find_durations
from assistant.schema.draft import CommandDraft

_LOG = masked(rf"{LEAD}(?:log|book|track|record|add|put|enter|charge|register|clock|note|report|write|count)\b")
_LOG_THAT = masked(
    rf"{LEAD}(?:log|book|track|record|enter|charge|put|add) (?:it|that|this|those|them)(?: time| hours| down)?"
    rf"(?: (?:on|to|for|against|in|under) (?P<t>{ONE}))?[\s.,!]*(?:$|and\b)"
)
_SPENT = masked(
    rf"{LEAD}(?:(?:(?:on|for) {{K}},? )?(?:i|we|{{P}})(?:'ve| have)? (?:just |already |also )?)?(?:spent|worked|"
    rf"put in|needed)\b"
)
_DENIED = re.compile(r"n't\b|\b(?:not|no longer|never)\b")
_MORE = re.compile(r"(?:and |then |plus |another |also )*(?:an?|half|\d|[a-z]+(?:-[a-z]+)?) .*\b(?:on|to|for|against) ")
_ON = re.compile(r"\b(?:on|to|for|against|in|under|into|at) (?P<rest>.+)$")
_FOR = masked(rf"\b(?:on|to|for|against|in|under|into|at) (?P<t>{ONE})")
_SET_PRIORITY = masked(
    rf"{LEAD}(?:set|make|raise|bump|lower|change|mark|drop|increase|decrease|reduce|put|downgrade|upgrade|flag|"
    rf"escalate|prioriti[sz]e|push|move|update|treat|give|lift|turn)\b"
)
_LEVEL = masked(
    r"\b(?:to|as|is|be|at|now|priority|prio|it|one|that|this|{K})(?: a| the| now| up| down| of)* (?P<level>highest|"
    r"high|medium|"
    r"normal|low|lowest|urgent|critical|blocker|trivial|top|hi|hype)\b"
)
_LEVELS = {
    "highest": "Highest", "high": "High", "medium": "Medium", "normal": "Medium", "low": "Low", "lowest": "Lowest",
    "urgent": "High", "critical": "Highest", "blocker": "Highest", "trivial": "Lowest", "top": "Highest", "hi": "High",
    "hype": "High",
}  # fmt: skip
_IS_LEVEL = masked(
    rf"{LEAD}(?P<t>{ONE})(?: now| also)?(?:'s| is| should be| has to be| must be| can be| needs to be| becomes| gets|"
    rf" has|"
    rf" should have| goes)(?: now| also| really| actually| to)*(?: an?| the)? (?P<level>highest|high|medium|normal|"
    rf"low|lowest|"
    rf"urgent|critical|top)(?: prio(?:rity)?)?(?: now| then)*[\s.,!]*$"
)
_ITS_LEVEL = masked(
    rf"{LEAD}(?:(?:the |its )?prio(?:rity)?(?: (?:of|on|for) (?P<t>{ONE}))?(?: is| should be| goes| to|:)?(?: now| to|"
    rf" up)* "
    rf"(?P<level>highest|high|medium|normal|low|lowest|urgent|critical|top)|(?P<level2>highest|high|medium|normal|low|"
    rf"lowest|top) prio(?:rity)?)(?: now)?[\s.,!]*$"
)
_DUE = masked(
    r"\b(?:due|deadline|target date|by|until|till|due date|before|(?:push|pushed|move|moved|postpone|postponed|extend|"
    r"extended|"
    r"delay|delayed|shift|shifted|bring|reschedule|rescheduled|set|change|pull|put|give)\b.* (?:to|for|till|on|off|"
    r"forward|"
    r"time|out|back|into))\b"
)
_OPENS_DUE = masked(
    rf"{LEAD}(?:(?:the |its |set the |set its |move the |change the |push the |extend the |"
    rf"make the )?(?:new )?(?:due date|"
    rf"deadline)|due|(?:push|move|postpone|extend|delay|shift|bring|reschedule|set|change|pull|make|give|put)(?: back|"
    rf" out|"
    rf" forward| up)? (?:it|this|that|them|both)\b|(?:it|this|that|that one|this one)(?:'s| is| should be| has to be|"
    rf" must be| needs to be| can wait)\b)"
)


def find_time(segment: Segment, scene: Scene, before: str) -> tuple[list[CommandDraft], Target]:
    """Return the time a segment logs; `before` is what was said just before it, for "log that on ..."."""
    words = segment.words
    that = _LOG_THAT.match(words)
    said = _durations(segment)
    if that and not said:
        earlier = find_durations(before)
        named = target(segment, scene, *that.span("t")) if that["t"] else _focus(scene)
        return ([command(segment, "log_work", key, earlier[-1][2]) for key in named.keys] if earlier else []), named
    more = bool(said and scene.last and scene.last.action == "log_work" and _MORE.match(words))
    if not said or not (more or _LOG.match(words) or (_SPENT.match(words) and len(segment.reading.text) < 400)):
        return [], Target()
    named = _logged_on(segment, scene, more or bool(_LOG.match(words)))
    return [command(segment, "log_work", key, said[-1][2]) for key in named.keys[:1]], named


def _focus(scene: Scene) -> Target:
    return Target((scene.focus,), pronoun=True) if scene.focus else Target()


def _logged_on(segment: Segment, scene: Scene, asked: bool) -> Target:
    named = target(segment, scene, 0, len(segment.words)) if list(mentions(segment, scene)) else Target()
    if named.keys or named.unknown:
        return named
    for match in _FOR.finditer(segment.words):
        named = target(segment, scene, *match.span("t"))
        if named.keys or named.unknown:
            return named
    rest = _ON.search(segment.words)
    return (
        Target()
        if not asked or rest and not re.match(r"(?:yesterday|today|\ue001|\ue003|me\b)", rest["rest"])
        else _focus(scene)
    )


def _durations(segment: Segment) -> list[tuple[int, int, str]]:
    start, end = segment.span()
    plain = segment.reading.plain[start:end]
    spans = [(key.start - start, key.end - start) for key in segment.reading.keys_in(start, end)]
    return [d for d in find_durations(plain) if not any(a <= d[0] < b for a, b in spans)]


def find_priority(segment: Segment, scene: Scene) -> tuple[list[CommandDraft], Target]:
    """Return the priority a segment sets."""
    words = segment.words
    stated = _IS_LEVEL.match(words) or _ITS_LEVEL.match(words)
    if stated:
        groups = stated.groupdict()
        named = target(segment, scene, *stated.span("t")) if groups.get("t") else _focus(scene)
        level = groups.get("level") or groups["level2"]
        return [command(segment, "set_priority", key, _LEVELS[level]) for key in named.keys], named
    named = spoken_of(segment, scene)
    if not (named.keys or named.unknown):
        return [], named
    level_match = _LEVEL.search(words) if _SET_PRIORITY.match(words) else None
    if level_match:
        return [command(segment, "set_priority", key, _LEVELS[level_match["level"]]) for key in named.keys], named
    proposals = [p for p in priority_field.propose(segment.reading, *segment.span()) if p.value]
    if proposals and not named.bare and not _DENIED.search(words):
        return [command(segment, "set_priority", key, str(proposals[-1].value)) for key in named.keys], named
    return [], Target()


def find_due(segment: Segment, scene: Scene) -> tuple[list[CommandDraft], Target]:
    """Return the due day a segment sets."""
    words = segment.words
    if _SPENT.match(words):
        return [], Target()
    context = _DUE.search(words)
    named = spoken_of(segment, scene)
    if not (named.keys or named.unknown) or (named.pronoun and not _OPENS_DUE.match(words)):
        return [], Target()
    if named.bare and not _DUE_BARE.match(words):
        return [], Target()
    if context is None and not re.search(r"\b(?:to|for|on)\s+\ue001", words):
        return [], Target()
    day = _day(segment, context.start() if context else 0)
    return [command(segment, "set_due", key, day) for key in named.keys] if day else [], named if day else Target()


def _day(segment: Segment, at: int) -> str | None:
    for run in re.finditer("\ue001+", segment.words):
        mention = segment.reading.date_at(segment.span(*run.span())[0])
        if run.start() >= at and mention and mention.day and mention.kind == "day":
            return mention.day.isoformat()
    ordinal = re.search(
        r"\b(?:to|is|on|by|for|be|now|until|till|due|date|deadline) (?P<day>the [a-z0-9-]+(?: [a-z]+)?)",
        segment.words[at:],
    )
    if ordinal:
        found = find_dates("by " + ordinal["day"], segment.reading.context.reference_date)
        if found and found[0].day:
            return found[0].day.isoformat()
    return None


_DUE_BARE = masked(
    rf"{LEAD}(?:(?:the |its )?(?:new )?(?:due date|deadline)|(?:push|move|postpone|extend|delay|shift|bring|"
    rf"reschedule|set|"
    rf"change|pull|make|give|put|assign)\b|{ONE}(?:'s| is| are| should be| has to be| must be| needs to be|"
    rf" can wait)\b)"
)
_OBJECT = masked(
    rf"{LEAD}(?:(?:set|make|raise|bump|lower|change|mark|move|push|extend|shift|update|drop|increase|reduce|put|"
    rf"postpone|"
    rf"delay|bring|reschedule|give|pull|decrease|prioriti[sz]e|escalate|treat|flag|assign|reassign|hand|lift)(?: the|"
    rf" its)?(?: back| up| down| out)?"
    rf"(?: (?:new )?(?:priority|due date|deadline|due|prio)(?: date)?(?: (?:of|for|on))?)? ?)?(?P<t>{ONE})"
)
_ITS = re.compile(r"(?:[\w',]+ ){0,4}?(?:the |its )?(?:new )?(?:due date|deadline|due|priority)\b")


def spoken_of(segment: Segment, scene: Scene) -> Target:
    """Return the issue a segment without a pattern of its own is about."""
    if list(mentions(segment, scene)):
        return target(segment, scene, 0, len(segment.words))
    match = _OBJECT.match(segment.words)
    if match:
        return target(segment, scene, *match.span("t"))
    return _focus(scene) if _ITS.match(segment.words) else Target()
