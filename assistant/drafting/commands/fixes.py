"""Second thoughts on the command just given: "no, to Tom", "sorry, in review", "I mean PAY-13"."""

import re

from assistant.drafting.commands.moves import status_name
from assistant.drafting.commands.patterns import STATUS
from assistant.drafting.commands.scene import Scene, Segment, command, mentions
from assistant.drafting.commands.values import _LEVELS
from assistant.drafting.reading import masked
from assistant.nlp.numbers import find_durations
from assistant.schema.draft import CommandDraft

_FIX = masked(
    r"(?:(?:and|but|oh|ah|okay|or)[\s,.]+)*(?:(?:no|nope|sorry|wait|i mean|actually|rather|correction|better|make that|"
    r"i meant|my mistake|not that|scratch that)[\s,.]+)+(?:(?:make (?:it|that)|it's|that's|set it|give it|move it|"
    r"put it|to|in|into|"
    r"on|by|for|until|say|i mean|i meant|better|let's say|the|as)\s+)*(?P<rest>.+?)(?: instead| rather| then|"
    r" better)*[\s.,!]*$"
)
_MAKE = masked(
    r"(?:make (?:it|that)|i mean|i meant|or rather|rather)\s+(?:to |on |by )?(?P<rest>.+?)(?: instead|"
    r" rather)*[\s.,!]*$"
)
_LEVEL = re.compile(r"(highest|high|medium|normal|low|lowest|urgent|critical)(?: prio(?:rity)?)?$")
_STATUS = masked(rf"(?:the )?{STATUS}(?: column| status)?$")


def corrected(segment: Segment, scene: Scene) -> tuple[CommandDraft, CommandDraft] | None:
    """Return the command that a segment takes back, and what stands in its place."""
    last = scene.last
    match = _FIX.match(segment.words) or _MAKE.match(segment.words)
    if last is None or match is None or not last.key:
        return None
    rest, start = match["rest"], match.start("rest")
    keys = [key for key, _, _ in mentions(segment, scene, start) if key]
    if keys and masked(r"{K}(?: (?:ticket|one|issue))?$").match(rest):
        value, key = last.value, keys[0]
    else:
        found = _value(segment, last, rest, start)
        if found is None or found == last.value:
            return None
        value, key = found, last.key
    new = command(segment, last.action, key, value)
    return last, new.model_copy(update={"evidence": (*new.evidence, *last.evidence[:1])})


def _value(segment: Segment, last: CommandDraft, rest: str, start: int) -> str | None:
    place = segment.span(start, start + 1)[0]
    if last.action == "assign" and masked(r"{P}$").match(rest):
        mention = segment.reading.person_at(place)
        return mention.name if mention else None
    if last.action == "set_due" and masked(r"{D}$").match(rest):
        day = segment.reading.date_at(place)
        return day.day.isoformat() if day and day.day else None
    if last.action == "set_priority" and (level := _LEVEL.match(rest)):
        return _LEVELS[level.group(1)]
    if last.action == "transition" and (status := _STATUS.match(rest)):
        return status_name(status["status"])
    if last.action == "log_work":
        amounts = find_durations(segment.reading.plain[slice(*segment.span(start))])
        return amounts[0][2] if amounts else None
    return None
