"""Relations to existing issues: "blocks PAY-12", "duplicate of", "related to"."""

from assistant.drafting.reading import Proposal, Reading, masked
from assistant.schema.draft import LinkDraft

_IT = (
    r"(?:(?:it|this|that|which|(?:this|that|the) (?:one|ticket|task|issue|bug|story))(?:'s| is|'ll| will|"
    r" should be| also)? ?)?(?:also )?(?:and )?"
)
_NOUN = r"(?:(?:the )?(?:ticket|issue|task|bug|story|card|number|key)? ?)"
_RULES = (
    ("is blocked by", r"(?:is |gets |be |was )?blocked (?:by|on)|(?:depends|depending|dependent) on|waits? (?:for|"
                      r"on)|waiting (?:for|on)|needs|requires|comes? after|can't start (?:before|until)(?: we have)?"),
    ("blocks", r"(?:is )?block(?:s|ing)?|holds? up|is holding up|holding up|must (?:be done|come) before"),
    ("duplicates", r"(?:is )?(?:a )?(?:duplicates?|dupe|dup)(?: of)?|duplicating|(?:is )?the same as"),
    ("clones", r"(?:is )?(?:a )?clones?(?: of)?|(?:is )?(?:a )?copy of"),
    ("is caused by", r"(?:is |was )?caused by|comes from"),
    ("causes", r"causes?|caused"),
    ("relates to", r"(?:is |are )?(?:related|relates?|linked|links?|connected|tied) (?:it |this )?(?:to|with)|"
                   r"link (?:it |this |that )?(?:to|with)|(?:see|cf|see also|goes with|belongs with|similar to)"),
)  # fmt: skip
_COMPILED = [
    (kind, masked(rf"(?<!\w){_IT}(?:{words}) {_NOUN}(?P<key>{{K}})(?:,? (?:and|or) (?P<more>{{K}}))?"))
    for kind, words in _RULES
]


def propose(reading: Reading, start: int, end: int) -> list[Proposal]:
    """Propose links said in a span, in order. A key nobody knows gives a proposal without a value."""
    clause = reading.low[start:end]
    found: dict[int, Proposal] = {}
    for kind, pattern in _COMPILED:
        for match in pattern.finditer(clause):
            for group in ("key", "more"):
                at = match.start(group)
                mention = reading.key_at(at + start) if at >= 0 else None
                if mention is None or at in found:
                    continue
                value = LinkDraft(type=kind, key=mention.key) if mention.key else None
                found[at] = Proposal(
                    "links", value, match.start() + start, match.end() + start, 0.95, (),
                    mention.nearest, "" if value else f"unknown key {mention.heard}",
                )  # fmt: skip
    return [found[at] for at in sorted(found)]
