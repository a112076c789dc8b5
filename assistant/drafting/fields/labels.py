"""Free tags, only where somebody asks for one."""

import re

from assistant.drafting.reading import Proposal, Reading
from assistant.nlp.wordlist import wordlist

_ONE = r"[\"'“]?#?[\w][\w-]*(?: [\w-]+){0,2}?[\"'”]?"
_MORE = (
    r"(?:(?:,| and|, and) (?!urgent|asap|high|low|medium|critical|due|by|for|assign|also|then|it|"
    r"this)#?[\w-]+(?=\s*(?:[,.;!?)]|and\b|$)))*"
)
_END = (
    r"(?= ?(?:$|[.,;!?)\ue001])| (?:and (?:assign|give|make|set|it|due|put|\ue000|label|link|also|then)|please|too|"
    r"as well|by|due|for|with|on|it|so|because)\b)"
)
_RULES = (
    rf"(?:please |can you |also |and )*(?:label|tag|labelled|labeled|tagged|tagging|labelling) (?:this one|"
    rf"that one|it|this|that|them|"
    rf"both|this too|the (?:ticket|issue|task|bug|story))?(?: both)?"
    rf" ?(?:as |with |under )?(?:the )?(?:label |tag )?(?!(?:all|every|each|our|these|those|both|some|any|this|"
    rf"that|an?|one|it|"
    rf"my|his|her|their) )(?P<labels>{_ONE}{_MORE}){_END}",
    rf"(?:with|add|give it|use|put|under|set|has|needs)?(?: the| a| an)? ?(?:labels?|tags?)(?: is| are| should be|:|"
    rf" of| called)? (?!is\b|on\b|it\b|for\b|to\b|all\b|every\b|each\b|"
    rf"that\b|this\b|the\b|these\b|those\b|both\b|our\b|them\b)"
    rf"(?P<labels>{_ONE}{_MORE})(?: (?:to|on) (?:it|this|that))?{_END}",
    r"(?:with|add|give it|put|under)? ?(?:the|a|an) (?P<labels>[\w-]+(?: [\w-]+)?) (?:label|tag)\b(?: (?:to|"
    r"on) (?:it|this|that))?",
    r"(?<!\w)#(?P<labels>[a-z][\w-]+)",
)
_COMPILED = [re.compile(rf"(?<![\w#]){rule}") for rule in _RULES]
_NOT = frozenset(
    wordlist("price shipping address name new same printer printers maker and or it this that as with label tag")
)


def propose(reading: Reading, start: int, end: int) -> list[Proposal]:
    """Propose the labels asked for in a span, in order; two words become one joined by a hyphen."""
    clause = reading.low[start:end]
    found: dict[str, Proposal] = {}
    for pattern in _COMPILED:
        for match in pattern.finditer(clause):
            for label in re.split(r",? and |, ?", match["labels"]):
                name = re.sub(r"\s+", "-", label.strip(" \"'#“”.")).strip("-")
                if name and name not in _NOT and name not in found and "\ue000" not in name:
                    span = (match.start("labels") + start, match.end("labels") + start)
                    found[name] = Proposal("labels", name, match.start() + start, match.end() + start, 0.9, (span,))
    return sorted(found.values(), key=lambda item: item.start)
