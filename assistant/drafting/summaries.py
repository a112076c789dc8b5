"""One line that names the work: imperative, at most 80 characters, from the speaker's own words."""

import re
from collections.abc import Iterable

from assistant.drafting.lexicon import verbs
from assistant.drafting.reading import Proposal, Reading, masked
from assistant.drafting.request_patterns import FAULT, GERUND, NEEDS, PASSIVE, USER
from assistant.drafting.requests import Request
from assistant.nlp.casing import restore, sentence_case
from assistant.nlp.inflect import base

LONGEST = 80
_PARTICLES = r"(?: (?:up|out|down|off|over|back|away|in))?"
_FILLERS = re.compile(
    r"(?i)(?<![\w-])(?:um+|uh+|erm?|hmm+|you know|i mean|sort of|kind of|basically|literally|"
    r"please|pls|kindly)(?![\w-]),?\s*"
)
_REPEATED = re.compile(r"(?i)\b(\w+)(?:,? \1\b)+")
_LEADING = re.compile(
    r"(?i)^(?:[\s,.:;–—)\]-]+|(?:just|also|please|then|maybe|and|so|but|actually|quickly|kindly|again|to|that|"
    r"try to|try and|go ahead and|"
    r"be sure to|make sure to|make sure you|remember to|don't forget to|do|first|we need to|i need to|now|or|"
    r"for)\b(?!-)[\s,]+)+"
)
_TRAILING = re.compile(
    r"(?i)(?:[\s,.:;!?–—(\[-]+|[\s,]+(?:please|ideally|too|okay|ok|right|and|but|so|then|by|for|to|with|on|at|in|or|thanks|"
    r"thank you|is|it's|it|that's|this is|if possible|"
    r"if you can|if you could|when you can|when you (?:have|get) (?:time|a chance|a moment|a minute)|somehow|"
    r"or something|i think|i guess|maybe|probably|which|that|as|be|"
    r"a|an|the|of|from|about|as well|at some point|sometime|also|again please|yeah|really|please do|due|of course|"
    r"soon|now|who|he|she|they|we|i|you|should be|must be|will be|has to be|needs to be|marked|set|make|put|give|"
    r"assigned|assign|if you have time|cheers|guys|everyone|folks|no|not|because|since|while|until))$"
)
_REASON = re.compile(
    r"(?i)[\s,]+(?:because|since (?!\w+day|last|this|the|yesterday|january|\d)|so that|so (?:we|"
    r"they|it|customers|people|users|that|everyone|the|patients|staff)\b|as (?:it|we|they|"
    r"the customer)\b|otherwise|in order to|which means|that way|before (?:it|we|they|someone|"
    r"somebody|anyone)\b|given that|considering|the reason)\b.*$"
)
_AFTERTHOUGHT = re.compile(
    r"(?i),\s+(?:it|they|we|i|he|she|there|which|the old|this|that)\b(?!'s? one).*$|"
    r",\s+the [\w ]{2,30}? (?:is|are|was|were|has|fell|broke|ran|went|came|does|did|expired|stopped)\b.*$"
)
_LONG_BREAK = re.compile(
    r"(?i)[\s,]+(?:which|when|whenever|where|after|while|if|including|such as|especially|and|"
    r"with|for|on|during|via|using|before|until|from|at|in|but|then|who|that)\b"
)
_CORRECTED = re.compile(
    r"(?i)^(?P<old>.+?)(?:,|\s[–-]|\s)\s*(?:no,? wait,?|wait,? no,?|no,|sorry,?|i mean,?|"
    r"or rather,?|correction,?|actually no,?|make that|scratch that,?)\s+(?P<new>(?:the|a|an|"
    r"our|my|his|her|their|on|in|for|to|at|from|with|all|both|room|line|floor|\d)\b.+)$"
)
_VAGUE_FAULT = re.compile(
    r"(?i)^(?:an? |the |another )?(?:bugs?|issues?|problems?|defects?|errors?|"
    r"report)(?: report)?(?: here| again)?,? (?:where|that|when|whereby|because)\s+"
)


def summarise(reading: Reading, request: Request, proposals: Iterable[Proposal], issue_type: str) -> str:
    """Return the summary of one request, without the words that only carry owner, day, priority or points."""
    cuts = [(p.start, p.end) for p in proposals if p.sets and _may_cut(p, request)]
    text, low = _without(reading, request.start, request.end, cuts)
    return _finish(reading, _BY_FORM.get(request.form, _verb)(text, low, issue_type))


def fault_summary(reading: Reading, thing: str, trouble: tuple[int, int]) -> str:
    """Return the summary of a fault told of a thing named before: "the payment page" and "crashes when ..."."""
    told = f"{thing} {reading.text[slice(*trouble)]}"
    return _finish(reading, _fault(told, _plain(told), "Bug"))


def _may_cut(proposal: Proposal, request: Request) -> bool:
    """Keep words that are the work itself, such as a whole request "assign the desks to Tom"."""
    inside = proposal.start < request.end and proposal.end > request.start
    leads_in = proposal.start < request.start < proposal.end and request.form == "verb"
    return inside and not leads_in and not (proposal.start <= request.start and proposal.end >= request.end)


def _without(reading: Reading, start: int, end: int, cuts: list[tuple[int, int]]) -> tuple[str, str]:
    """Return the text of a span, and the same in masked lower case, without `cuts`; what they leave empty goes too."""
    parts: list[tuple[int, int]] = []
    at = start
    for first, last in sorted(cuts):
        if first > at:
            parts.append((at, first))
        at = max(at, last)
    parts.append((at, max(at, end)))
    text = " ".join(_named(reading, first, last) for first, last in parts)
    text = re.sub(r"\(\s*[,;/]*\s*\)|\[\s*[,;/]*\s*\]", " ", text)
    text = text.replace(")", " ") if "(" not in text else text
    text = re.sub(r"\s+([,.;:!?)])", r"\1", re.sub(r"\s+", " ", text))
    text = re.sub(r"[,;](?:\s*[,;])+", ",", text).strip()
    return text, _plain(text)


def _plain(text: str) -> str:
    from assistant.drafting.reading import lowered

    return lowered(text)


def _named(reading: Reading, start: int, end: int) -> str:
    """Return the text of a span with misheard names as the directory writes them."""
    parts: list[str] = []
    at = start
    for mention in reading.people:
        if mention.start < at or mention.end > end or mention.name is None:
            continue
        heard = reading.text[mention.start : mention.end]
        words = (
            mention.name
            if " " in heard
            else mention.name.split()[-1]
            if _is_last(heard, mention.name)
            else mention.name.split()[0]
        )
        parts += [reading.text[at : mention.start], words]
        at = mention.end
    return "".join(parts) + reading.text[at:end]


def _is_last(heard: str, name: str) -> bool:
    from rapidfuzz.fuzz import ratio

    parts = name.lower().split()
    return len(parts) > 1 and ratio(heard.lower(), parts[-1]) > ratio(heard.lower(), parts[0])


def _verb(text: str, low: str, issue_type: str) -> str:
    text = _LEADING.sub("", _FILLERS.sub("", text))
    first, _, rest = text.partition(" ")
    return f"{first.lower() if first[:1].isupper() and not first[1:2].isupper() else first} {rest}" if rest else text


def _noun(text: str, low: str, issue_type: str) -> str:
    text = _LEADING.sub("", _FILLERS.sub("", text))
    low = _plain(text)
    first = re.match(r"[a-z-]+", low)
    if (
        first
        and first.group().endswith("ing")
        and first.group()
        not in (
            "meeting",
            "building",
            "training",
            "ceiling",
            "heating",
            "onboarding",
            "parking",
            "wiring",
            "billing",
            "pricing",
            "string",
            "hearing",
            "screening",
            "lighting",
            "flooring",
            "packaging",
            "shipping",
            "morning",
            "evening",
            "spring",
        )
    ):
        return base(first.group()) + text[first.end() :]
    if first and first.group() in verbs.WORK and first.group() not in verbs.NOUNS_TOO:
        return text
    fault = FAULT.match(low)
    if fault:
        return _fault(text, low, issue_type)
    if issue_type == "Epic":
        return re.sub(r"(?i)^(?:the|an?|our) ", "", text)
    if issue_type == "Bug":
        return "fix " + _definite(_lower_first(text))
    return ("add " if issue_type == "Story" else "handle ") + _lower_first(text)


def _definite(text: str) -> str:
    return re.sub(r"(?i)^(?:an?|some|another|this|that) ", "the ", text)


def _lower_first(text: str) -> str:
    word = text.split(" ", 1)[0]
    return text[:1].lower() + text[1:] if word[1:].islower() or word in ("A", "I") else text


def _fault_noun(text: str, low: str, issue_type: str) -> str:
    bare = _VAGUE_FAULT.sub("", text)
    if bare != text:
        return _fault(bare, _plain(bare), issue_type)
    return (
        "fix "
        + ("" if re.match(r"(?i)(?:the|a|an|our|my|two|three|some)\b|\w+s\b (?:in|on|with|for|at)", text) else "the ")
        + _definite(_lower_first(text))
    )


def _fault(text: str, low: str, issue_type: str) -> str:
    """Return what is wrong in the speaker's own words, without the article it begins with."""
    text = _SINCE_WHEN.sub("", _LEADING.sub("", text))
    text = re.sub(r"(?i)^(?:the|our|an?|my) (?=\w)", "", text)
    for short, full in _SHORT_FORMS:
        text = re.sub(short, full, text)
    return re.sub(r"(?i)\b(is|are|does|do|keeps?|has|have|will) (?:still|just|also|really|always) ", r"\1 ", text)


_SINCE_WHEN = re.compile(r"(?i)^(?:since|after|ever since|as of) [^,]{3,40}, (?=\w)")
_SHORT_FORMS = (
    (r"(?i)\bcan['’]t\b", "cannot"),
    (r"(?i)\bwon['’]t\b", "will not"),
    (r"(?i)\b(is|are|was|were|does|do|did|has|have|had)n['’]t\b", r"\1 not"),
)


def _passive(text: str, low: str, issue_type: str) -> str:
    match = PASSIVE.match(low)
    if match is None:
        return text
    thing = _lower_first(text[: match.end("object")].strip(" ,"))
    rest = text[match.start("rest") : match.end("rest")]
    particle = re.match(rf"{_PARTICLES}(?= |$|[,.])", rest)
    moved = particle.group() if particle else ""
    if re.match(r" in \w", rest):
        moved = ""
    return f"{base(match['verb'])}{moved} {_drop_also(thing)}{rest[len(moved) :]}"


def _drop_also(thing: str) -> str:
    return re.sub(r"(?i)\s+(?:also|still|urgently|really|all|both|definitely|only|badly)$", "", thing)


def _gerund(text: str, low: str, issue_type: str) -> str:
    match = GERUND.match(low)
    if match is None:
        return text
    thing = _drop_also(_lower_first(text[: match.end("object")].strip(" ,")))
    rest = text[match.start("rest") : match.end("rest")]
    return f"{base(match['verb'])} {thing}{rest}"


def _needs(text: str, low: str, issue_type: str) -> str:
    match = NEEDS.match(low)
    if match is None:
        return text
    thing = _drop_also(_lower_first(text[: match.end("object")].strip(" ,")))
    needed = re.sub(r"[.!?]+$", "", text[match.start("rest") : match.end("rest")])
    return f"{_provide(needed)} for {thing}"


def _lack(text: str, low: str, issue_type: str) -> str:
    text = _LEADING.sub("", _FILLERS.sub("", text))
    return _provide(text)


_SOFT_THING = re.compile(
    r"(?i)\b(?:dashboards?|pages?|buttons?|fields?|tests?|endpoints?|reports?|filters?|docs?|documentation|"
    r"sections?|options?|templates?|checklists?|"
    r"guides?|alerts?|notifications?|scripts?|forms?|logs?|logging|columns?|features?|links?|banners?|policy|"
    r"policies|views?|modes?|monitoring|"
    r"export|import|search|support|validation|backups?|tooltips?|menus?|steps?|checks?|rules?|warnings?|labels?|"
    r"signs?|index|cache|limits?|jobs?|charts?)\b"
)


def _provide(needed: str) -> str:
    fix = re.match(r"(?i)(?:an? |the )?(?:quick |proper |permanent )?fix (?:for|to) ", needed)
    if fix:
        return "fix " + needed[fix.end() :]
    verb = "add" if _SOFT_THING.search(needed) else "get"
    return f"{verb} {_lower_first(needed)}"


def _story(text: str, low: str, issue_type: str) -> str:
    match = USER.match(low)
    if match is None:
        return text
    who = text[match.start("who") : match.end("who")].strip(" ,")
    what = text[match.start("what") : match.end("what")]
    wants_to = bool(re.search(r"\b(?:to|can|able to)\s*$", low[: match.start("what")]))
    return f"let the {who} {what}" if wants_to else f"add {_lower_first(what)}"


def _third(text: str, low: str, issue_type: str) -> str:
    first, _, rest = text.partition(" ")
    return f"{base(first)} {rest}"


def _doing(text: str, low: str, issue_type: str) -> str:
    first, _, rest = text.partition(" ")
    return f"{base(first)} {rest}"


_BY_FORM = {
    "doing": _doing,
    "third": _third,
    "verb": _verb,
    "noun": _noun,
    "fault noun": _fault_noun,
    "fault": _fault,
    "passive": _passive,
    "gerund": _gerund,
    "needs": _needs,
    "lack": _lack,
    "story": _story,
}


def _finish(reading: Reading, text: str) -> str:
    """Settle a correction, drop the reason and loose ends, put capitals back and keep to the length."""
    text = _REPEATED.sub(r"\1", _FILLERS.sub("", text)).strip()
    text = _corrected(text)
    text = _AFTERTHOUGHT.sub("", _REASON.sub("", text))
    text = _trim(_LEADING.sub("", _trim(text)))
    if len(text) > LONGEST:
        text = _trim(_shortened(text))
    known = (*reading.context.people, *(c for c in reading.context.components if not c.islower()))
    return sentence_case(restore(re.sub(r"\s+", " ", text), known))


def _corrected(text: str) -> str:
    """ "the login page, sorry, the logout page": the last word counts."""
    match = _CORRECTED.match(text)
    if match is None:
        return text
    old, new = match["old"], match["new"]
    first = new.split(" ", 1)[0].lower()
    places = [m.start() for m in re.finditer(rf"\b{re.escape(first)}\b", old.lower())]
    return old[: places[-1]] + new if places else text


def _trim(text: str) -> str:
    while True:
        bare = _TRAILING.sub("", text).strip()
        if bare == text or not bare:
            return text
        text = bare


def _shortened(text: str) -> str:
    """Cut a long line where its last addition begins that still leaves room."""
    places = [m.start() for m in _LONG_BREAK.finditer(text) if 25 <= m.start() <= LONGEST]
    if places and places[-1] >= 45:
        return text[: places[-1]]
    return text[: LONGEST + 1].rsplit(" ", 1)[0][:LONGEST]


def is_empty_work(low: str) -> bool:
    """Tell whether a verb phrase has only a pronoun for its object: "fix it", "look into that"."""
    return bool(_PRONOUN_ONLY.match(low))


_PRONOUN_ONLY = masked(
    r"(?:\w+ly )?(?:[a-z-]+)(?: (?:up|out|down|off|over|back|into|after|at|for|on|of|care|through|with|to|about))*"
    r"(?: of| on| with)? (?:it|this|that|them|these|those|this one|that one|both|all of (?:them|it|this|that)|"
    r"(?:this|that|the) (?:issue|problem|bug|ticket|thing|task|one|mess|story|item))\b"
    r"(?: (?:looked at|looked into|checked|seen to|serviced|done|repaired|replaced|up|out|down|off|over|back|again|"
    r"properly|first|then|please|now|quickly|soon|done|too|as well|and|its?|"
    r"it's|for (?:us|me|them|now)|through|sorted|fixed|before (?:then|that)|by then|right away|immediately|asap|"
    r"if (?:you|he|she|they) can|if possible|when (?:you|he|she|they) can))*"
    r"[\s,.!?]*(?:(?:by|before|on|until|for)? ?{D})?[\s,.!?]*$"
)
