"""How urgent it is, by the words of the contract and what people say for them."""

import re

from assistant.drafting.reading import Proposal, Reading, masked

_IT = (
    r"(?:it|this|that|which|these|those|they|both|all of (?:them|these)|"
    r"(?:this|that|the|the \w+) (?:one|ticket|task|issue|bug|story)s?)"
)
#: What may stand before a level and belongs to the phrase: "it's a", "make this".
_BE = (
    rf"(?:its (?:a |an )?|{_IT}(?:'s|'re| is| are| should be| would be| will be| needs to be| has to be| can be|"
    rf" seems| feels| is now|"
    r" was)(?: also| all| both| pretty much| actually| now)? (?:a |an |the |of |as )?|"
    rf"(?:make|mark|set|flag|treat|consider|put|call|keep) (?:{_IT} )?(?:down )?(?:as |at |to )?(?:a |an )?)?"
)
_VERY = (
    r"(?:(?:very|really|super|quite|so|pretty|extremely|fairly|kind of|rather|most|absolutely|definitely|"
    r"our|top|more|too|all that|that|also|now|just|particularly|actually) ){0,2}"
)
_NOUN = (
    r"(?! (?:care|path|room|exit|ward|unit|thinking|infrastructure|mass|infection|incident|customers?|clients?|"
    r"people|vessel|region|system|emergency|services?|dates?|information|part|role|parts|supplies|meeting|patients?|"
    r"illness|list|acclaim|review|theory|documents?|emails?|mail|letters?|files?|deliver\w+|shipments?|deadlines?|"
    r"messages?|accounts?|notes?|department|medication|size|sized|heat|term|business|hours|mode|operation|use|"
    r"people|page|plan|runbook|notice|report|window|log|drill)\b)"
)
_LEVEL = r"(?:prio|priority)"
_RULES: tuple[tuple[str, str, float], ...] = (
    (
        "Low",
        rf"{_BE}(?:not|isn't|aren't|nothing|not (?:that|very|super|really|too|so|terribly|all that)|never|"
        rf"hardly|no longer) {_VERY}"
        r"(?:urgent|critical|important|pressing|a priority|high priority|high prio|time[- ]critical)(?: at all|"
        r" anymore)?",
        0.95,
    ),
    (
        "Low",
        rf"{_BE}(?:no|not in a|there's no|there is no|without|in no|zero) (?:rush|hurry|urgency|"
        rf"pressure)(?: at all| here| on (?:it|this|that|this one|that one)| for (?:it|this|that))?",
        0.95,
    ),
    (
        "Low",
        rf"{_BE}{_VERY}(?:nice[- ]to[- ]haves?|low[- ]{_LEVEL}|lower[- ]{_LEVEL}|{_LEVEL}(?: is|:| to|"
        rf" should be| would be|,| as)? ?low\b|low on the list|low urgency)",
        0.97,
    ),
    (
        "Lowest",
        rf"{_BE}{_VERY}(?:lowest(?:[- ]{_LEVEL})?(?: there is)?|{_LEVEL}(?: is|:| to| should be)? ?lowest|"
        rf"lowest of the low)\b(?! (?:floor|point|price|level|shelf|bidder|value|score|offer|number))",
        0.95,
    ),
    ("Lowest", rf"{_BE}{_VERY}trivial{_NOUN}", 0.9),
    (
        "Highest",
        rf"{_BE}{_VERY}(?:drop everything(?: else)?(?: for (?:it|this|that))?|(?:show|work)[- ]?stopper)",
        0.97,
    ),
    (
        "Highest",
        rf"{_BE}{_VERY}(?:(?:highest|top|number one|maximum|max|utmost|absolute)[- ]{_LEVEL}|{_LEVEL}(?: is|"
        rf":| to| should be)? ?(?:highest|critical|one|1|blocker|top)\b|highest\b(?= ?(?:$|[,.;)])))",
        0.95,
    ),
    (
        "Highest",
        rf"{_BE}{_VERY}(?:critical{_NOUN}|critical {_LEVEL}|mission[- ]critical|business[- ]critical|"
        rf"critically important)",
        0.93,
    ),
    ("Highest", rf"{_BE}{_VERY}(?:(?:release |real |total |complete |launch |hard )?blocker{_NOUN}(?! list))", 0.95),
    (
        "Highest",
        rf"(?:there's|there is|{_BE}|we have|we've got|having) ?{_VERY}(?:an? )?(?:full |total |complete |"
        rf"partial |major )?(?:\w+ )?outage{_NOUN}",
        0.9,
    ),
    ("Highest", r"\bp0\b|\bsev ?[01]\b", 0.85),
    (
        "High",
        rf"{_BE}{_VERY}(?:(?:high|higher|elevated)[- ]{_LEVEL}|{_LEVEL}(?: is|:| to| should be| would be|,|"
        rf" as)? ?high\b|high on the list|high urgency)",
        0.97,
    ),
    (
        "High",
        rf"{_BE}{_VERY}(?:asap|a\.s\.a\.p\.?|as soon as possible|as soon as (?:you|we|he|she|they) can|"
        rf"urgent(?:ly)?{_NOUN})",
        0.95,
    ),
    ("High", rf"{_BE}{_VERY}important{_NOUN}", 0.85),
    ("High", r"\bp1\b", 0.6),
    (
        "Medium",
        rf"{_BE}{_VERY}(?:(?:medium|normal|regular|standard|average|moderate)[- ]{_LEVEL}|{_LEVEL}(?: is|:|"
        rf" to| should be| would be|,| as)? ?(?:medium|normal|moderate)\b|medium urgency)",
        0.95,
    ),
)
_BARE = (
    (
        r"(?:make|mark|set|put|keep|call) (?:it|this|that|that one|this one|them|both|these)(?: down)?(?: as| at|"
        r" to)? (?P<level>highest|high|medium|normal|low|lowest)\b",
        0.9,
    ),
    (r"[(\[,;/|–—-] ?(?P<level>highest|high|medium|normal|low|lowest)(?= ?[)\],;/|]| ?$)", 0.8),
    (r"^(?P<level>highest|high|medium|normal|low|lowest)(?= ?$)", 0.7),
    (r"(?:to|as) (?P<level>highest|high|medium|normal|low|lowest)(?= ?$| and\b|,)", 0.6),
    (
        r"(?:it|this|that|this one|that one|these|both|the (?:first|second|third|last|other)(?: one)?)(?:'s| is|"
        r" are|'d be| would be)(?: a)? (?P<level>high|medium|"
        r"low)(?= ?$|,| and)",
        0.8,
    ),
)
_LEVELS = {
    "highest": "Highest",
    "high": "High",
    "medium": "Medium",
    "normal": "Medium",
    "low": "Low",
    "lowest": "Lowest",
}
_COMPILED = [(value, masked(rf"(?<![\w-])(?:{pattern})(?![\w])"), score) for value, pattern, score in _RULES]
_COMPILED_BARE = [(masked(pattern), score) for pattern, score in _BARE]
_NEGATED = re.compile(
    r"(?:\bnot|n't|\bnever|\bno longer|\bnothing|\bhardly|\bless|\bno|\bif|\bunless|\bhow|"
    r"\bwhat's|\bwhat is|\bmore)(?: (?:a|an|the|that|very|really|super|so|too|all|also|it's|it is|"
    r"is))* ?$"
)


def propose(reading: Reading, start: int, end: int) -> list[Proposal]:
    """Propose priorities said in a span, in order; a denied one ("not urgent") counts for what it means."""
    clause = reading.low[start:end]
    found: list[Proposal] = []
    for value, pattern, score in _COMPILED:
        for match in pattern.finditer(clause):
            if value == "Low" or not _NEGATED.search(clause, 0, match.start()):
                found.append(Proposal("priority", value, match.start() + start, match.end() + start, score))
    for pattern, score in _COMPILED_BARE:
        for match in pattern.finditer(clause):
            value = _LEVELS[match["level"]]
            found.append(Proposal("priority", value, match.start() + start, match.end() + start, score))
    return _longest(found)


def _longest(found: list[Proposal]) -> list[Proposal]:
    kept: list[Proposal] = []
    for proposal in sorted(found, key=lambda item: (item.start, -item.end)):
        if kept and proposal.start < kept[-1].end:
            if proposal.end - proposal.start > kept[-1].end - kept[-1].start:
                kept[-1] = proposal
            continue
        kept.append(proposal)
    return kept
