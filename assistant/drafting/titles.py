"""What a page is called: the kind of talk and what its opening says it is about."""

import re
from collections import Counter

from assistant.drafting.reading import Reading, masked
from assistant.nlp.casing import restore, sentence_case

Span = tuple[int, int]

#: Names of occasions on which people talk about work.
KINDS = re.compile(
    r"\b(stand-?up|stand up (?=for )|daily|retro(?:spective)?|planning|kick-?off|meeting|handover|hand-over|debrief|"
    r"review|sync|post-?mortem|"
    r"workshop|briefing|one-on-one|check-in|demo)\b"
)
_NAMES = {
    "standup": "Stand-up",
    "stand up": "Stand-up",
    "daily": "Stand-up",
    "retro": "Retrospective",
    "hand-over": "Handover",
}
_THING = r"(?P<thing>(?:the |our |last |this |today's |yesterday's |{D}'?s? |{X}'?s? )?(?:[\w'’&/-]+ ){0,4}?[\w'’&/-]+)"
_STOP = r"(?=[\s]*(?:[,.;:!?]|$)| (?:today|please|and|with|because|again|now|first|quickly)\b)"
_ABOUT = tuple(
    masked(pattern + _THING + _STOP)
    for pattern in (
        r"\b(?:stand-?up|stand up|daily|retro(?:spective)?|planning|kick-?off|meeting|handover|hand-over|debrief|"
        r"review|sync|post-?mortem|"
        r"workshop|briefing|notes?|call) (?:for|on|about|of|from|regarding) ",
        r"\b(?:let's|we want to|we need to|i want to|we should|today we) (?:also )?(?:go through|go over|talk about|"
        r"discuss|look at|review|plan|cover|speak about) ",
        r"\b(?:this|today|it|it's|the topic|topic|subject)(?: is|'s)?(?: all)?(?: about|:) ",
        r"^(?:(?:okay|ok|so|right|well|alright|um|hi|hello|good morning|morning|everyone|all|then|"
        r"now)[\s,.]+)+(?=(?:the|our|last) )",
        r"^(?=(?:the|our|last) )",
    )
)
_FIRST_SUBJECT = re.compile(r"\b(?P<thing>the (?:[\w'-]+ ){0,2}[\w'-]+) (?:is|are|goes|starts|comes|will be) ")
_WEAK = re.compile(
    r"(?:the |our )?(?:list|agenda|points|tickets|it|that|this|day|week|numbers?|plan|meeting|updates?)$"
)
_NOT_TOPICS = frozenset(
    [
        "day",
        "week",
        "morning",
        "today",
        "yesterday",
        "meeting",
        "call",
        "guy",
        "thing",
        "point",
        "question",
        "time",
        "people",
        "yes",
        "thank",
        "hello",
        "tomorrow",
        "month",
        "idea",
        "lot",
        "bit",
        "sprint",
        "one",
        "night",
        "end",
        "list",
        "everybody",
        "everyone",
        "one",
        "side",
        "number",
        "minute",
        "hour",
        "problem",
        "ticket",
        "task",
        "issue",
    ]
)


def page_title(reading: Reading, kind: str) -> tuple[str, Span | None]:
    """Return the first heading, or the kind of talk with what its opening or its words are about."""
    for sentence in reading.sentences:
        if sentence.is_heading and sentence.line == 0:
            return reading.text[sentence.start : sentence.end].strip()[:100], (sentence.start, sentence.end)
    said = KINDS.search(reading.plain[:300])
    if said:
        word = said.group(1).strip()
        kind = _NAMES.get(word.replace("-", "") if "stand" in word else word, sentence_case(word))
    topic = _opening(reading) or _most_said(reading)
    if topic is None:
        return kind, said.span(1) if said else None
    words = re.sub(r"^(?:the|our|a|an) ", "", reading.text[slice(*topic)], flags=re.IGNORECASE)
    return f"{kind}: {restore(words)}"[:100], topic


def _opening(reading: Reading) -> Span | None:
    """Return the thing that the first sentences name as the topic."""
    first = [s for s in reading.sentences if not s.is_heading][:3]
    for pattern in _ABOUT:
        for sentence in first:
            match = pattern.search(reading.low[sentence.start : sentence.end])
            whole = match and (
                pattern not in _ABOUT[3:] or not reading.low[sentence.start + match.end() : sentence.end].strip(" .!")
            )
            if match and whole and not _WEAK.match(match["thing"]):
                return sentence.start + match.start("thing"), sentence.start + match.end("thing")
    for sentence in first:
        match = _FIRST_SUBJECT.search(reading.low[sentence.start : sentence.end])
        if match and not _WEAK.match(match["thing"]):
            return sentence.start + match.start("thing"), sentence.start + match.end("thing")
    return None


def _most_said(reading: Reading) -> Span | None:
    """Return the noun said most, with the nouns right before it, where it was first said."""
    from assistant.nlp.pipeline import tag

    counts: Counter[str] = Counter()
    first: dict[str, Span] = {}
    spans = [(s.start, s.end) for s in reading.sentences if not s.is_heading][:400]
    for (start, _), doc in zip(spans, tag((reading.text[a:b] for a, b in spans), lemmas=True), strict=True):
        for token in doc:
            lemma = token.lemma_.lower()
            at = start + token.idx
            hidden = reading.low[at : at + 1] != reading.plain[at : at + 1]
            if token.pos_ != "NOUN" or len(lemma) < 3 or hidden or not lemma.isalpha() or lemma in _NOT_TOPICS:
                continue
            before = token
            while before.i > 0 and before.nbor(-1).pos_ == "NOUN" and before.nbor(-1).whitespace_:
                before = before.nbor(-1)
            counts[lemma] += 1 + (before.i < token.i)
            if lemma not in first or before.i < token.i:
                first.setdefault(lemma, (start + before.idx, at + len(token.text)))
    return first[counts.most_common(1)[0][0]] if counts else None
