"""What kind of issue it is: the kind that was said, or a fault by its words."""

from assistant.drafting.lexicon import faults
from assistant.drafting.reading import Proposal, Reading, masked

_MAKE = (
    r"(?:(?:please |also |and |can you |could you )*(?:create|open|make|add|file|raise|log|write|put in|set up|"
    r"start|track|enter|record|submit|have|need|want|new|another|is|'s|as|report|into)"
    r"(?: (?:it|this|that|me|us|up|one))?(?: (?:is|into|as|to be))? )?(?:(?:an?|another|the|one|new|more|second|"
    r"third|separate|quick|small|big|urgent|critical|high|low|medium|priority|high-priority|follow-?up|important) )+"
)
_KINDS = (
    ("Sub-task", r"sub-?tasks?|sub tasks?", 0.95),
    ("Epic", r"epics?", 0.9),
    ("Story", r"(?:user )?stor(?:y|ies)|features?|feature request", 0.92),
    ("Bug", r"bug(?: report)?s?|defects?", 0.95),
    ("Task", r"tasks?|chores?|to-?dos?|action items?", 0.85),
)
#: A kind said of the new issue: "create a story for", "make it a bug", "Bug: ...", "this is a bug".
_SAID = [
    (kind, masked(
        rf"(?<!\w)(?:(?:it|this|that|these|which|one)(?:'s|'re| is| are| should be| would be)(?: really| actually|"
        rf" more| clearly| just)? (?:an? |of )?"
        rf"(?:{words})(?= ?(?:$|[,.;:)]|and\b|not\b|because|in\b|with\b|for\b|i think))|"
        rf"{_MAKE}(?P<noun>{words})(?= (?:for|to|about|that|where|when|in|on|"
        rf"with|called|titled|saying|by|under|please|ticket|as|so|i)\b| ?[,:;–—-]| ?$)|^(?:new |another |"
        rf"next )?(?:{words})(?: (?:ticket|report|request))?(?= ?[:–—]| -)|^(?:new|another|next) (?:{words})\b|"
        rf"\[(?:{words})\]|\((?:{words})\))"), score)
    for kind, words, score in _KINDS
]  # fmt: skip
_USER = masked(
    r"(?<!\w)as an? [\w-]+(?: [\w-]+){0,3}?,? (?:i|we)(?:'d| would)? (?:want|need|like|can|should|could|wish)\b"
)
_FEATURE = masked(r"(?<!\w)(?:new feature|feature request|user story|as a feature|as a story)\b")
_FIX = masked(
    r"(?<!\w)(?:(?:re-?)?fix(?:ed|ing)?|debug|troubleshoot|hotfix|bugfix)\b(?= (?!a (?:date|time|price|"
    r"meeting|appointment)\b|the (?:date|price|budget|time)\b))"
)
_FAULT = masked(
    rf"(?<!\w)(?:{faults.NOUNS}(?! (?:message|log|rate|budget|page|report|code|handling|reporting|tracker|triage|"
    rf"list|bash|count|template|tracking|monitoring)s?\b)|(?:{faults.VERBS})(?!\w)|"
    rf"{faults.NEGATED} (?:\w+ )?(?:work|load|open|start|save|print|close|respond|show|appear|update|send|sync|scan|"
    rf"accept|lock|match|arrive|fit|connect|render|turn on|play|charge|heat|cool|drain|ring|register|display|"
    rf"refresh|submit|scroll|fire|trigger|upload|download|reach|receive|log in|sign in|see|get|go through|let|allow|"
    rf"fill|flush|boot|validate|count|add up|line up|calculate|add|working|loading|opening|starting|saving|printing|"
    rf"closing|responding|showing|updating|sending|syncing|scanning|accepting|locking|arriving|connecting|rendering|"
    rf"playing|charging|heating|cooling|draining|going|being|getting|receiving|seeing)\b|(?:is|are|'s|'re|was|were|"
    rf"keeps?|been|looks?|seems?|being|comes? (?:up|out|back)|shows? up) (?:\w+ly |all |always |still |completely |"
    rf"totally |now |too |also )?{faults.STATES}(?!\w)|(?:the )?(?:broken|faulty|damaged|leaking|leaky|dripping|"
    rf"defective|flaky|crashing|failing|dead|cracked|jammed) [a-z]+)"
)


def propose(reading: Reading, start: int, end: int) -> list[Proposal]:
    """Propose kinds said in a span, then a fault by its words at a lower score."""
    clause = reading.low[start:end]
    found = [
        Proposal("issue_type", kind, match.start() + start, match.end() + start, score)
        for kind, pattern, score in _SAID
        for match in pattern.finditer(clause)
    ]
    for pattern in (_USER, _FEATURE):
        found += [
            Proposal("issue_type", "Story", m.start() + start, m.end() + start, 0.9) for m in pattern.finditer(clause)
        ]
    fault = _FIX.search(clause) or _FAULT.search(clause)
    if fault:
        found.append(Proposal("issue_type", "Bug", fault.start() + start, fault.end() + start, 0.7))
    return sorted(found, key=lambda item: (item.score <= 0.7, item.start))
