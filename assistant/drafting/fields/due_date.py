"""When it is due: days that stand where a deadline stands."""

import re

from assistant.drafting.reading import Proposal, Reading, masked
from assistant.nlp.dates import DateMention

_DONE = (
    r"(?:done|finished|ready|completed|complete|in place|delivered|sorted|out|live|shipped|submitted|here|closed|"
    r"wrapped up|over the line|handled|fixed)"
)
#: What may stand before a deadline and belongs to the phrase: "it must be done", "I want this".
_LEAD = (
    r"(?:its (?:due )?|(?:it|this|that|these|they|both|all of (?:them|these)|everything|which|(?:this|that|the) one)"
    r"(?:'s|'re| is| are| needs to be| need to be| has to be| have to be| must be| should be| can be| will be|"
    rf" would be| needs| has| should)(?: also| all| both| actually)? (?:{_DONE} )?|"
    rf"(?:(?:but |and |so )?(?:i|we|they|he|she) )?(?:and |to )?(?:'d like (?:to (?:have|get) )?|"
    rf"would like (?:to have )?|have|get|need|want|wants|needs) (?:it|this|that|them|these) (?:{_DONE} )?|"
    rf"^{_DONE} )?"
)
_DEADLINE = (
    r"(?:(?:the )?(?:due date|deadline|target date|target|due)(?: for (?:it|this|that))?(?: is| was| would be|"
    r" should be| will be|:|'s)?(?: now)?"
    r"(?: by| on| for| to)?|due|due on|due by|deadline|no later than|not later than|at the latest|latest(?: by)?|by|"
    r"until|till|'til|before|by the latest|ahead of|in time for|set for|scheduled for|eta|(?:make|set|move|push|"
    r"change|shift|schedule) (?:it|this|that|these|them|both)(?: to| for| by| on| due| due by| back to| out to|"
    r" until| for)?)"
)
_RULES: tuple[tuple[str, float], ...] = (
    (
        rf"{_LEAD}{_DEADLINE},? (?:the )?(?:end of |start of )?(?P<day>{{D}})(?: (?:at the latest|latest|the latest|"
        rf"please|if possible|eod|morning))?",
        0.96,
    ),
    (
        r"(?:^|, ?|\b)(?:no|sorry|actually|wait|i mean|rather|make that|correction|or)[,\s]+(?:no,? |wait,? |"
        r"sorry,? )?"
        r"(?:make (?:it|that) |it's |better )?(?:on |by |to |due |until |for )?(?P<day>{D})",
        0.9,
    ),
    (
        r"(?:before|ahead of|in time for|by) (?:the |our |my |his |her |their |its )?(?:[\w-]+ ){0,3}[\w-]+ (?:on|at|"
        r"of|scheduled for|planned for) (?P<day>{D})",
        0.75,
    ),
    (r"(?:before|in time for|by|for) (?P<day>{D})(?:'s)?(?: [a-z]+)?", 0.85),
    (r"(?:for|to) (?:be )?(?:done |ready )?(?P<day>{D})(?= ?(?:$|[,.;!?)]|and\b))", 0.85),
    (r"[(\[,;/|] ?(?:due )?(?P<day>{D})(?= ?[)\],;/|]| ?$)", 0.85),
    (r"(?:[–—→]|->|=>| -|\|) ?(?P<day>{D})", 0.85),
    (
        rf"{_LEAD}(?P<day>{{D}})(?: please| at the latest| latest| if possible| works| would be (?:good|great|nice|"
        rf"ideal|fine)| is fine)?$",
        0.82,
    ),
    (
        r"^(?:(?:and|so|then|okay|also|but)[\s,]+)*(?P<day>{D})(?!,? (?:i|we)(?:'ll|'m|'re| will| am| are| plan|"
        r" want)\b)",
        0.6,
    ),
    (rf"{_LEAD}(?:on )?(?P<day>{{D}})", 0.7),
)
_COMPILED = [(masked(rf"(?<!\w){pattern}"), score) for pattern, score in _RULES if score]
_NOT_DUE = re.compile(
    r"(?:\b(?:since|from|after|starting|starts?|last|meeting|call|standup|on the agenda|went down|as of|happened|"
    r"every|each|not|until now|the one|release of|demo of|call|appointment|flight|visit|party|arrives?|arriving|"
    r"opens?|opening|moved to|launch(?:es)? |goes live|happens|is|was|were|the|'s|of|reported|booked|noticed|seen|"
    r"failed|broke)(?: on| at| in)?) ?$"
)
_PAST_BEFORE = re.compile(
    r"\b(?:went|was|were|had|did|happened|reported|started|failed|broke|crashed|shipped|fixed|said|saw|"
    r"released|noticed)\b[^,;]*$"
)


def propose(reading: Reading, start: int, end: int) -> list[Proposal]:
    """Propose due dates said in a span, in order."""
    clause = reading.low[start:end]
    found: dict[int, Proposal] = {}
    for pattern, score in _COMPILED:
        for match in pattern.finditer(clause):
            at = match.start("day")
            if at in found:
                continue
            if score <= 0.82 and (_NOT_DUE.search(clause, 0, at) or _PAST_BEFORE.search(clause, 0, at)):
                continue
            mention = reading.date_at(at + start)
            proposal = _proposal(match, start, mention, score) if mention else None
            if proposal:
                found[at] = proposal
    return [found[at] for at in sorted(found)]


def _proposal(match: re.Match[str], offset: int, mention: DateMention, score: float) -> Proposal | None:
    first, last = match.start() + offset, match.end() + offset
    quotes = ((mention.start, mention.end),)
    if mention.day is None:
        candidates = tuple(day.isoformat() for day in mention.candidates)
        return Proposal("due_date", None, first, last, 0.4, quotes, candidates, "vague")
    return Proposal("due_date", mention.day, first, last, score, quotes)
