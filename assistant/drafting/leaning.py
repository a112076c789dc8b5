"""Words that lean on what was said before: announcements, remedies, fields said in passing, things called "it"."""

import re

from assistant.drafting.clauses import Clause
from assistant.drafting.corrections import Piece
from assistant.drafting.masks import masked
from assistant.drafting.reading import Proposal, Reading
from assistant.drafting.request_patterns import ADJ, ASKING, CREATE
from assistant.drafting.requests import Request
from assistant.nlp.words import content

_KIND = (
    r"(?:(?:bug|defect|incident|support|jira) )?(?:ticket|issue|task|bug report|bug|defect|story|user story|epic|"
    r"sub-?task|sub task|card|work item|to-?do|feature request|chore|action item)"
)
#: "new bug", "one small task for Amara", "a sub-task under DEMO-2", "put a task under DEMO-1", "one story for the API".
_ANNOUNCED = masked(
    rf"(?:(?:{ASKING}(?:{CREATE}|put)|(?:we|i) (?:need|have|want)(?: to (?:log|raise|file|add|report|open|create))?|"
    rf"there's|there is|here's) )?(?:me |us )?(?:an? |another |one more |one |the |my |next |new |"
    rf"(?:first|second|third|last) )?(?:one )?(?:more )?{ADJ}{_KIND}s?(?P<rest>(?:,? (?:for|to) {{P}}(?: then| again)?|"
    r",? (?:under|in|of|below) (?:the )?(?:epic |story )?{K}|,? (?:under|below|inside|for) (?:it|that|this|"
    r"there)|,? (?:for|about|in|on) (?:the |our )?(?:[\w&-]+ ){0,2}[\w&-]+)"
    r"{0,2})[\s.:,]*$"
)
_THINGS = re.compile(
    r"(?:(?:i|we|there|here)(?:'ve|'d| have| had)? (?:got |need |want |have |are |is |had )?(?:to (?:log|raise|add|"
    r"file|report|mention|note) )?)?(?:let's )?(?:only |just )?(?:two|three|four|five|some|a few|a couple of|"
    r"several|one|\d) "
    r"(?:quick |more |small |other |new |different )*(?:things?|items?|issues|tickets|tasks|bugs|topics|"
    r"requests|notes)(?:(?: for| from| about| on| to| today| that)\b.*)?$"
)
#: "create a bug for that", "write that up as a story": what was just told becomes the issue.
_FOR_THAT = re.compile(
    rf"(?:{ASKING})?(?:(?:{CREATE}) (?:me |us )?(?:an? |another |one |the )?{ADJ}{_KIND} (?:for|about|on|out of|from) "
    r"(?:that|this|it|those)\b|(?:write|put|log|file|raise|record|note|track|add|capture|turn|make|report|treat) "
    rf"(?:that|this|it) (?:up |down |in )?(?:as |into )?(?:an? |one ){ADJ}{_KIND}\b)"
)
_ANAPHOR = re.compile(
    r"\b(?:there|it|that(?! (?:the|a|an|all|we|they|is|are|was)\b)|this|them|those|these|one of|some$|"
    r"some\b(?! [a-z]))\b"
)
_SEPARATE = re.compile(
    r"\b(?:also|second(?:ly)?|third(?:ly)?|next|another|separately|besides|and then|then there|one more|in other news|"
    r"other(?:wise)?|finally|lastly|last|apart from|furthermore|moreover|plus|number \w+)\b"
)
_MENDING = re.compile(
    r"(?:\w+ly )?(?:fix|repair|resolve|investigate|debug|look|have a look|take a look|troubleshoot|mend|patch|find out|"
    r"solve|sort|diagnose|trace|figure|deal|handle|check|see|get (?:it|this|that|them)|take care|examine|stop)\b"
)
_PLACE = re.compile(r"for (?:the |our )?(?:\w+ )?(?:team|portal|app|site|website|office|department|ward|shop|store)$")
_REASON = re.compile(r"\b(?:because|since|so that|until|otherwise|as the|when|while|given that|in case)\b")


def announces_work(words: str, parts: bool = False) -> bool:
    """Tell whether a clause says only that a ticket comes, and perhaps for whom, under what or of which part.

    `parts` says that a part of the project is named: then "for the API" is no work yet.
    """
    match = _ANNOUNCED.match(words)
    if match is None:
        return False
    about = re.sub(r"[\ue000-\ue003]+|\b(?:epic|under|story)\b", " ", match["rest"])
    return len(content(about)) <= (2 if parts else 0) or bool(_PLACE.search(match["rest"]))


def counts_things(words: str) -> bool:
    """Tell whether a clause only says that several things come: "I need two things for the portal"."""
    return bool(_THINGS.match(words))


def asks_for_that(words: str) -> bool:
    """Tell whether a clause asks to make what was just told an issue."""
    return bool(_FOR_THAT.match(words))


def is_separate(reading: Reading, clause: Clause) -> bool:
    """Tell whether the words before a clause's meaning say that something new begins."""
    first = max(clause.sentence.start, clause.start - 14)
    return bool(_SEPARATE.search(reading.low[first : clause.body])) or (
        clause.sentence.bullet and clause.start == clause.sentence.start
    )


def is_remedy(reading: Reading, clause: Clause, request: Request, last: Piece) -> bool:
    """Tell whether a request says what to do about the fault just told rather than ask for something else."""
    if is_separate(reading, clause) or clause.sentence.paragraph != last.clause.sentence.paragraph:
        return False
    lead = reading.low[clause.start : clause.body]
    apart = reading.low.count(".", last.clause.sentence.end, clause.start)
    if re.match(r"(?:and )?(?:so|then|therefore|that's why)\b", lead) or (last.announced and apart <= 2):
        return True
    words = reading.low[request.start : request.end]
    if _ANAPHOR.search(re.split(r"\b(?:because|so that|when|if)\b", words)[0]):
        return True
    told = last.stems | {w for start, end in last.passages for w in content(reading.low[start:end])}
    return bool(set(content(_unmasked(words))[:6]) & told)


def mends(reading: Reading, request: Request) -> bool:
    """Tell whether a request only asks to mend or look into what was told."""
    return bool(_MENDING.match(reading.low[request.start : request.end]))


def leans(reading: Reading, request: Request) -> bool:
    """Tell whether the object of a request is only a word for what was said before."""
    words = reading.low[request.start : request.end]
    return bool(re.match(r"(?:\w+ly )?[a-z-]+ (?:\w+ )?(?:it|that|this|them|those)\b(?! \w+ing)", words))


def said_in_passing(reading: Reading, clause: Clause) -> list[Proposal]:
    """Return the fields that a statement firmly sets of what is spoken of: "Luis can do that, ideally by Friday"."""
    low = reading.low
    reason = _REASON.search(low, clause.body, clause.end)
    limit = reason.start() if reason else clause.end
    told = [p for p in clause.proposals if p.start < limit and _settable(p)]
    if not any(_firm(p, low, clause) for p in told):
        return []
    return told


def _settable(proposal: Proposal) -> bool:
    if proposal.field == "issue_type":
        return proposal.score > 0.7
    if proposal.field == "due_date":
        return proposal.score >= 0.7
    return proposal.field != "components" or proposal.sets


def _firm(proposal: Proposal, low: str, clause: Clause) -> bool:
    words = low[proposal.start : proposal.end]
    opens = proposal.start <= clause.body + 1
    if proposal.field in ("story_points", "labels", "parent_key", "links", "components"):
        return True
    if proposal.field == "assignee":
        return bool(re.search(r"\b(?:it|that|this|those|them|one|both|yourself|me|same)\b", words)) or (
            proposal.note == "same"
        )
    if proposal.field == "issue_type":
        return bool(re.match(r"(?:it|that|this|which)(?:'s| is)", words))
    about = re.search(r"\b(?:it|this|that|these|they|which|one|ones|thing|all)\b", low[clause.start : proposal.end])
    if proposal.field == "priority":
        return opens or bool(about)
    return proposal.value is not None and (opens or (bool(about) and proposal.score >= 0.82))


def _unmasked(words: str) -> str:
    return re.sub(r"[\ue000-\ue003]", " ", words)
