"""Which issue it is part of: "under the epic DEMO-3", "a sub-task of PAY-4"."""

from assistant.drafting.reading import Proposal, Reading, masked

_LEAD = (
    r"(?:(?:it|this|that|make it|put it|file it|put this|add it|file this|they|both|these)(?:'s| is|'ll|"
    r" should| should be| belongs| goes| will| go| belong| are)? ?)?(?:go |goes |be |belongs? |filed |comes? )?"
)
_NOUN = r"(?:(?:the |an? )?(?:parent |epic |story |ticket |issue |task )*)"
_RULES = (
    rf"{_LEAD}(?:a |as a |an |as an )?(?:sub-?tasks?|sub tasks?|child|children|part)(?: task| issue)? (?:of|under|"
    rf"for|to) {_NOUN}(?P<key>{{K}})(?: epic)?",
    rf"{_LEAD}(?:under|beneath|below|inside|to|in|into|within) {_NOUN}(?P<key>{{K}}) epic",
    rf"{_LEAD}(?:under|beneath|below|inside) {_NOUN}(?P<key>{{K}})",
    rf"{_LEAD}(?:belongs? to|in|into|within|to|for) (?:the |our )?(?:parent |epic )+(?P<key>{{K}})",
    r"(?:the )?(?:parent|epic)(?: link| key| issue)?(?: is|:| should be| will be| to)? (?P<key>{K})",
    rf"{_LEAD}belongs? to (?P<key>{{K}})",
)
_COMPILED = [masked(rf"(?<!\w){rule}") for rule in _RULES]


def propose(reading: Reading, start: int, end: int) -> list[Proposal]:
    """Propose parents said in a span, in order. A key nobody knows gives a proposal without a value."""
    clause = reading.low[start:end]
    found: dict[int, Proposal] = {}
    for pattern in _COMPILED:
        for match in pattern.finditer(clause):
            at = match.start("key")
            mention = reading.key_at(at + start)
            if mention is None or at in found:
                continue
            note = "" if mention.key else f"unknown key {mention.heard}"
            span = (match.start() + start, match.end() + start)
            found[at] = Proposal("parent_key", mention.key, *span, 0.95, (), mention.nearest, note)
    return [found[at] for at in sorted(found)]
