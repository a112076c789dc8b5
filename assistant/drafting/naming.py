"""Summaries that say "it", "there" or "this table" get the name of the thing said before."""

import re

from assistant.drafting.corrections import Piece

_OBJECT = re.compile(
    r"(?i)^(?P<verb>[a-z-]+(?: (?:up|out|down|off|over|back|into|after|at|for|on|with|to|through))?) "
    r"(?:it|this|that|them|these|those|some|one)(?: one)?(?! [a-z]+(?:ing|s) )(?P<rest>$|[ ,.].*)"
)
_NEW_ONE = re.compile(
    r"(?i)\b(?:an?|some|the) (?:new|better|second|fresh|bigger|spare|proper)(?: [a-z]+)? (?P<one>ones?)\b"
)
_THERE = re.compile(r"(?i)\s+there$")
_ON = re.compile(r"(?i)\b(?:page|screen|form|site|website|app|list|board|map|dashboard|portal)$")
_INTO = re.compile(r"(?i)^(?:put|add|enter|move|fill|copy|write) .* in$")


def named(summary: str, piece: Piece) -> str:
    """Return a summary in which words for what was said before are replaced by it."""
    for old, new in piece.swaps:
        summary = re.sub(rf"(?i)\b{re.escape(old)}\b", new, summary)
    if piece.verb:
        summary = re.sub(r"^(?i:get|add|handle|provide) ", f"{piece.verb.capitalize()} ", summary)
    thing = piece.thing or piece.topic
    thing = thing[:1].lower() + thing[1:] if thing[1:2].islower() else thing
    match = _OBJECT.match(summary)
    if piece.thing and not match:
        summary = re.sub(r"(?i)\b(?:it|this|that|them|these|those)\b.*$", "", summary).strip()
        return f"{summary} {thing}"
    if not thing or thing.split(" ")[-1].lower() in summary.lower().split(" "):
        return _longer(summary, thing)
    new_one = _NEW_ONE.search(summary)
    if new_one:
        return (
            summary[: new_one.start("one")]
            + re.sub(r"(?i)^(?:the|our|my|an?) ", "", thing)
            + summary[new_one.end("one") :]
        )
    if " " not in summary:
        return f"{summary} {thing}"
    if match:
        return f"{match['verb']} {thing}{match['rest']}"
    if _INTO.match(summary):
        return f"{summary}to {thing}"
    if _THERE.search(summary):
        return _THERE.sub(f" on {thing}" if _ON.search(thing) else f" at {thing}", summary)
    return _longer(summary, thing)


def _longer(summary: str, thing: str) -> str:
    """ "This table" is the table with the sensor readings."""
    head = re.match(r"(?:the|our) (?P<noun>[\w-]+) (?:with|of|for|in|on|from) .+", thing)
    if head is None:
        return summary
    return re.sub(rf"(?i)\b(?:this|that|the same) {re.escape(head['noun'])}\b", thing, summary)
