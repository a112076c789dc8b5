"""Spoken searches turned into JQL: "show me all open bugs assigned to Priya"."""

import re

from assistant.drafting.fields import components as components_field
from assistant.drafting.fields import labels as labels_field
from assistant.drafting.fields import priority as priority_field
from assistant.drafting.reading import Reading, masked

_ASK = masked(
    r"(?:(?:can|could|would|will) (?:you|we|i) (?:please )?|please |pls |okay |ok |hey |now |i(?:'d)? (?:want|need|"
    r"like|would like) to |let me |let's )*"
    r"(?:(?:show|list|search|give|display|get|look up|pull up|find|see|query|filter|search for|look for)(?: me| us|"
    r" out| for)*(?: a list of)?|which|what|what are|how many|who has)\s+"
    r"(?P<what>(?:are |is |all |of |the |every |my |our |any |open |unresolved |closed |done |overdue |unassigned |"
    r"new |recent |critical |urgent |high |low |medium |highest |priority |high-priority |blocked |everything |"
    r"in progress |{P}'s |{K} |\w+ )*?"
    r"(?P<noun>issues|tickets|tasks|bugs|stories|epics|sub-?tasks|work items|items|todos|to-dos|everything|anything|"
    r"backlog)\b.*)"
)
_PLATE = masked(
    r"(?:so |okay |hey |and )*(?:what's|what is|what does|show me what's|"
    r"show me what)(?: {P})?(?: still| currently)? (?:on (?P<plate>{P}|my)(?:'s)? (?:plate|list|desk|"
    r"board)|(?:is )?(?:due|assigned|overdue|open|left|have open|working on).*|in progress.*|in review.*)"
)
_TYPES = (("bug", "Bug"), ("task", "Task"), ("stor", "Story"), ("epic", "Epic"), ("sub", "Sub-task"))
_ABOUT = re.compile(
    r"\b(?:about|mentioning|containing|regarding|concerning|that mention|with the words?|related to|"
    r"to do with|on the topic of) (?:the )?[\"'“]?(?P<text>[\w -]+?)[\"'”]?(?= (?:assigned|that|due|"
    r"in|with|for|which|created)\b|[\s.,?!]*$)"
)


def find_search(reading: Reading, start: int, end: int) -> str | None:
    """Return the JQL of a search, or None if a span asks for none."""
    low = reading.low[start:end]
    match = _ASK.match(low)
    plate = None if match else _PLATE.match(low)
    if match is None and plate is None:
        return None
    if match and re.match(r"(?:which|what|how many|who)\b", low) and not _STATE.search(low):
        return None
    parts = [*_type(match), *_status(low), *_owner(reading, start, low), *_priority(reading, start, end, low)]
    parts += _extras(reading, start, end, low)
    if reading.context.project_key and parts:
        parts.insert(0, f"project = {reading.context.project_key}")
    elif reading.context.project_key:
        parts = [f"project = {reading.context.project_key}"]
    return " AND ".join(parts) or None


_STATE = masked(
    r"\b(?:open|assigned|due|overdue|unassigned|blocked|in progress|in review|done|closed|unresolved|"
    r"priority|{P}|left|still|labelled|labeled|mention|about)\b|{P}"
)


def _type(match: re.Match[str] | None) -> list[str]:
    if match is None:
        return []
    return [
        f'issuetype = "{name}"' if "-" in name else f"issuetype = {name}"
        for stem, name in _TYPES
        if match["noun"].startswith(stem)
    ][:1]


def _status(low: str) -> list[str]:
    if re.search(r"\bin[ -]progress\b|\bworking on\b", low):
        return ['status = "In Progress"']
    if re.search(r"\bin[ -]review\b", low):
        return ['status = "In Review"']
    if re.search(r"\b(?:closed|done|finished|resolved|completed)\b", low) and not re.search(
        r"\bnot (?:closed|done|"
        r"finished|resolved)\b",
        low,
    ):
        return ["statusCategory = Done"]
    if re.search(
        r"\b(?:open|unresolved|still|left|outstanding|plate|overdue|not (?:closed|done|finished|resolved))\b", low
    ):
        return ["statusCategory != Done"]
    return ['status = "To Do"'] if re.search(r"\bto[ -]do (?:column|status)\b|\bin to[ -]do\b", low) else []


def _owner(reading: Reading, start: int, low: str) -> list[str]:
    if re.search(r"\b(?:unassigned|without (?:an )?(?:owner|assignee)|nobody owns|no (?:owner|assignee))\b", low):
        return ["assignee IS EMPTY"]
    if re.search(r"\b(?:my|assigned to me|i have|mine)\b", low):
        return ["assignee = currentUser()"]
    for mention in reading.people:
        if start <= mention.start < start + len(low) and mention.name:
            return [f'assignee = "{mention.name}"']
    return []


def _priority(reading: Reading, start: int, end: int, low: str) -> list[str]:
    said = priority_field.propose(reading, start, end)
    if said:
        return [f"priority = {said[-1].value}"]
    level = re.search(r"\b(critical|urgent|blocker)\b", low)
    return [f"priority = {'High' if level.group() == 'urgent' else 'Highest'}"] if level else []


def _extras(reading: Reading, start: int, end: int, low: str) -> list[str]:
    found: list[str] = []
    about = _ABOUT.search(low)
    if about:
        found.append(f'text ~ "{reading.text[start + about.start("text") : start + about.end("text")].strip()}"')
    else:
        found += [f'component = "{p.value}"' for p in components_field.propose(reading, start, end)]
    found += [f'labels = "{p.value}"' for p in labels_field.propose(reading, start, end)]
    if "overdue" in low:
        found.append("due < now()")
    day = re.search(r"\ue001+", low)
    mention = reading.date_at(start + day.start()) if day else None
    if mention and re.search(r"\bdue\b", low):
        last = mention.day or (mention.candidates[-1] if mention.candidates else None)
        if last:
            found.append(f'due <= "{last.isoformat()}"')
    return found
