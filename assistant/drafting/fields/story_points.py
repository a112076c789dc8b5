"""How much it is estimated at, in story points."""

import re

from assistant.drafting.reading import Proposal, Reading
from assistant.nlp.numbers import NUMBER, parse_number

_LEAD = (
    r"(?:(?:it|this|that|which|these|(?:this|that|the) one)(?:'s| is| would be| should be| will be| feels like|"
    r" looks like| sounds like| gets)?"
    r"(?: a| about| around| probably| maybe| roughly| at| only| just)* )?"
    r"(?:(?:i'd say|i would say|let's say|let's call it|call it|say|estimate(?:d)?(?: it| this| that)?(?: at| as|"
    r" to be| of| is)?|make (?:it|that)|give (?:it|that|this)|i'd give it|size(?:d)?(?: it| this| that)? (?:at|as)|"
    r"worth|about|around|roughly|maybe|probably|at|for|with|of|and|i guess|i think|guess|a|that's|it's|set it to) )*"
)
_RULES = (
    rf"{_LEAD}(?P<n>{NUMBER})[- ]?(?:story[- ]?points?|points?|pts?|sps?|pointers?)\b(?! (?:about|on|of|in|to|from|"
    rf"behind|off|ahead|where|i|we|that)\b)",
    rf"{_LEAD}(?:story )?points?(?: is| are|:|=| should be| of| to)? ?(?P<n>\d+(?:\.\d)?|(?:one|two|three|five|"
    rf"eight|thirteen|twenty one|twenty))\b(?! (?:days?|hours?|weeks?|of))",
    rf"{_LEAD}(?:estimate(?:d)?(?: it| this| that)?(?: at| as| is|:| of)?|sized? (?:it )?(?:at|as)) (?:a |an |"
    rf"about )?(?P<n>{NUMBER})\b"
    r"(?! ?(?:days?|hours?|weeks?|minutes?|months?|percent|%|euros?|dollars?|k\b|people|quotes?))",
    rf"(?:no|sorry|actually|wait|i mean|rather|correction)[,\s]+(?:no,? |wait,? )?(?:make (?:it|that) |it's |"
    rf"more like |rather )?(?:a |an )?(?P<n>{NUMBER})(?: points?)?(?= ?[.,!]?$)",
    r"(?:make (?:it|that)|call it|more like) (?:a |an )?(?P<n>half|one|two|three|five|eight|thirteen|twenty|0\.5|13|"
    r"20|21|40|[12358])(?= ?$)",
    r"\bsp[: ]?(?P<n>\d+)\b",
    r"(?:it's|that's|call it|make it|i'd say|say) (?:a|an) (?P<n>(?:one|two|three|five|eight|thirteen|[12358]|"
    r"13))(?= ?$|,|;)",
)
_COMPILED = [re.compile(rf"(?<![\w.,-]){rule}") for rule in _RULES]
_NOT_POINTS = re.compile(
    r"(?:percentage|bullet|talking|power|data|check|\d|at this|at that|the|some|those|these|"
    r"key) ?$"
)


def propose(reading: Reading, start: int, end: int) -> list[Proposal]:
    """Propose story points said in a span, in order."""
    clause = reading.low[start:end]
    found: dict[int, Proposal] = {}
    for pattern in _COMPILED:
        for match in pattern.finditer(clause):
            number = parse_number(match["n"])
            at = match.start("n")
            if number is None or number > 100 or at in found or _NOT_POINTS.search(clause, 0, match.start()):
                continue
            span = (at + start, match.end() + start)
            found[at] = Proposal("story_points", number, match.start() + start, match.end() + start, 0.95, (span,))
    kept: list[Proposal] = []
    for at in sorted(found):
        if not kept or found[at].start >= kept[-1].end:
            kept.append(found[at])
    return kept
