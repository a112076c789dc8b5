"""Who does it: owners named, offered, asked or volunteering."""

import re
from collections.abc import Iterator

from assistant.drafting.reading import PERSON, Proposal, Reading, masked
from assistant.nlp.people import GIVEN_NAMES
from assistant.nlp.sentences import Sentence
from assistant.nlp.wordlist import wordlist

_WHO = r"(?P<who>{P}(?:'s)?|i|me|myself|(?:the )?(?:\w+ ){0,2}(?:team|department|guys|crew|folks|office)|\w+)"
_IT = (
    r"(?:it|this|that|them|these|those|both|one|(?:this|that|the) (?:one|ticket|task|issue|bug|story|card|item|job|"
    r"piece|work|thing)s?|all (?:of )?(?:it|them|these|that|three|two)|(?:the )?(?:first|second|third|last|other|"
    r"latter|former)(?: one)?|the (?:other|rest)|both of (?:them|these))"
)
_MODAL = (
    r"(?:'ll|'d like to|'s going to|'s gonna|'s| will| should| can| could| shall| must| would| might| may|"
    r" is going to| is gonna| needs to| has to| gets to| ought to| wants to| is to| to| offered to| agreed to|"
    r" volunteered to| promised to| would like to| is happy to| said (?:he|she|they)(?:'d|'ll| would| will| can|"
    r" could)|'m going to| am going to| want to| need to| have to| was going to| is supposed to| will have to|"
    r" will need to|'ll have to|'ll need to| still has to| still needs to| still have to| still need to|"
    r" is available to|'m happy to|'m gonna)"
)
_ADVERB = r"(?: (?:also|probably|maybe|please|definitely|gladly|just|then|certainly|quickly|actually|still))?"
_TAKE = (
    r"(?:take|handle|own|do|grab|pick up|look after|look at|look into|see to|deal with|take care of|take over|get|"
    r"have|drive|lead|run with|be (?:the )?(?:owner|assignee|responsible)(?: for| of)?|take on|sort out|sort|pick|"
    r"pick up on|work on|tackle|follow up on|jump on|cover|finish|be on|fix|action|manage|organi[sz]e|build|write|"
    r"prepare|arrange|repair|check|test|design|draft|implement|update|replace|order|book|send|review|investigate|"
    r"address|complete|start)"
)

#: Phrases that only name the owner of what is talked about.
_STATED = [
    rf"(?:re)?assign(?:ed|ing)?(?: {_IT})?(?: over)? to {_WHO}",
    rf"(?:re)?assign {{P0}}(?: to {_IT})?",
    rf"(?:give|gives|hand|pass|delegate|leave)(?: {_IT})(?: over| on)? (?:to|with|on) {_WHO}",
    rf"(?:send|move|route|put)(?: {_IT})(?: over| on)? (?:to|with|on) {{P0}}",
    r"(?:goes|go|going|belongs|falls|over|down|up) to {P0}",
    rf"(?:let|have|get) {{P0}}(?: to)? {_TAKE} {_IT}",
    rf"let {{P0}} {_TAKE} {_IT}",
    rf"{_WHO}{_MODAL}{_ADVERB} {_TAKE} {_IT}(?: up| on| over)?",
    rf"{{P0}} (?:takes care of|looks after|deals with|is responsible for|sorts out|sorts|takes over|takes|owns|"
    rf"handles|does|has|picks up|gets|is on|is taking|is handling|is doing|took|drives|"
    rf"leads) {_IT}",
    r"{P0} [a-z]+s (?:it|that|this|those|them)(?: one)?(?=$|[,.;]| and\b)",
    rf"(?P<who>{{P}})'s (?:on|got|taking|handling|doing|owning) {_IT}",
    rf"{_WHO}(?:'ve| have)? got (?:it|this|that)(?: one)?",
    r"{P0} (?:is|will be|should be|would be|as) (?:the |its )?(?:owner|assignee|responsible|in charge|on point)"
    r"(?: (?:for|of) (?:it|this|that))?",
    r"(?:the )?(?:owner|assignee|assigned|owned by|responsible|dri)(?: is| to| will be| should be|"
    r" would be)? ?[:–—-]? ?{P0}",
    r"(?:put|leave|have|get) {P0} (?:on|with) (?:it|this|that)(?: one)?",
    rf"{_IT}(?:'s| is) (?:for|on|with) {{P0}}",
    r"(?:ticket|task|issue|bug|story|sub-?task|one|todo|to-do|action|item|job|something) for {P0}",
    rf"{_IT}(?:'s| is| should be| will be| can be) {{P0}}(?:'s)?(?: job| task| one)?$",
    rf"(?:{_IT}(?:'s| is)|definitely|probably|this one's) (?P<who>mine|me)\b",
    r"{P0},? (?:(?:that|this|it)(?: one)?(?:'s| is)(?: all)?(?: for| on| with)? you(?:rs)?|you're on (?:it|this|"
    r"that)|all yours|over to you)(?: too| as well| then)?",
    r"@ ?{P0}",
    r"[(\[](?:[^)\]]{0,30}[,;/] ?)?{P0}(?=[,;)\]/ ]|$)",
    r"(?:[–—→]|->|=>| -|\|) ?{P0}$",
    r"(?:[–—→]|->|=>| -|\|) ?{P0}(?=,| by| \ue001|:)",
    r"(?:done|handled|taken care of|picked up|completed|covered|sorted|owned) by {P0}",
    r"(?:^|, ?){P0}(?=, ?(?:by|due|\ue001|high|low|medium|urgent|asap|\d|one|two|three|five|eight|priority|no rush|"
    r"not urgent)|$)",
    r"{P0} (?:volunteered|offered|is free|has time|has capacity|said yes|agreed|is the right person)(?: (?:for|"
    r"to do) (?:it|this|that))?$",
    r"(?P<who>i)(?: can|'ll|'m) (?:do|on) (?:it|that|this)",
    r"(?P<who>same (?:person|owner|guy|colleague|again))(?: again| here| as (?:before|above))?$",
    r"(?:take|do|fix|write|handle) (?:it|that|this) yourself,? {P0}",
    rf"(?P<who>he|she){_MODAL}{_ADVERB} {_TAKE} {_IT}(?: up| on| over)?",
    rf"(?P<who>he|she) (?:takes|owns|handles|does|gets|builds|picks up) {_IT}",
    r"(?:that|this|it|that one|this one)(?:'s| is) (?:an? |one )?(?:\w+ )?(?:task|one|job|ticket|bug|thing)? ?for "
    r"(?P<who>me)\b",
    r"leave (?:it|that|this) (?:to|with) (?P<who>me|{P})",
    r"(?:^|, ?|\b)(?:no|sorry|actually|wait|i mean|rather|make that|correction|or)[,\s]+(?:no,? |wait,? |"
    r"sorry,? )?(?:to |it's |for |make it |give it to |that's )?{P0}(?= ?(?:$|[,.;!]|please|instead|should|can|will))",
    r", {P0}$",
    r"\bfor {P0}$",
]  # fmt: skip
#: Phrases before the work itself: only "Priya should" of "Priya should fix the login".
_ASKED = [
    rf"(?P<who>{{P}}|i){_MODAL}{_ADVERB}(?= \w)(?! help\b)",
    rf"(?P<who>{{P}})(?: and {{P}})?,? (?:can|could|would|will) (?:you|he|she|they){_ADVERB}(?= \w)",
    r"(?:can|could|would|will|should) (?P<who>{P}|i) (?:please |maybe |perhaps |also )?(?=\w)(?!help (?:you|me|"
    r"him|her|us))",
    r"(?P<who>{P}),? (?:please|pls|kindly),?(?= \w)",
    r"(?:i|we)(?:'d|'ll)? (?:want|need|like|would like|asked|told|ask|get) {P0} to(?= \w)",
    r"(?P<who>he|she)(?:'ll| will| should| has to| needs to| must| can| could| is going to)(?= (?!be\b|have\b)\w)",
    r"(?:ask|get|tell|remind|have) {P0} to(?= \w)",
    r"(?:have|let|make) {P0}(?= [a-z]+\b)",
    r"let me(?= \w)(?P<who>)",
    r"^(?P<who>{P}) (?=[a-z]+s (?:the|a|an|all|our|up|out|with)\b)",
    r"^(?P<who>{P}) ?[:–—-](?= ?\S)",
    r"^(?P<who>{P}),(?= (?!and\b|but\b)\w)",
    r"(?P<who>{P}) and \ue000+(?= (?:will|should|can|need|to)\b)",
]
_NOT = re.compile(r"(?:\bnot|instead of|rather than|isn't|except|without|unless|than)(?: to| for)? ?$")
_OUT = masked(
    r"{P}(?: \w+)?(?:(?: is|'s) (?:out|off|away|sick|on (?:holiday|leave|vacation|parental)|busy|too busy|swamped|"
    r"not available|overloaded|full)| can't| cannot| won't| doesn't| is not|'s not| isn't| has no)"
)
_COMPILED = [(masked(p.replace("{P0}", "(?P<who>{P})")), True) for p in _STATED]
_COMPILED += [(masked(p.replace("{P0}", "(?P<who>{P})")), False) for p in _ASKED]
_NOBODY = frozenset(
    wordlist(
        """
    someone somebody anyone anybody who nobody everyone we they you he she it this that us him her
    """
    )
)


def propose(reading: Reading, start: int, end: int, sentence: Sentence | None = None) -> list[Proposal]:
    """Propose owners named in a span, in order; the words of a whole phrase such as "assign it to Tom" are its "
    "span."""
    clause = reading.low[start:end]
    found = list(_either(reading, clause, start))
    for pattern, stated in _COMPILED:
        for match in pattern.finditer(clause):
            if match.start() and clause[match.start() - 1].isalnum() and match.group()[:1].isalnum():
                continue
            proposal = _proposal(reading, match, start, stated, sentence)
            if proposal:
                found.append(proposal)
    return _settled(found)


_EITHER = masked(
    r"(?:either )?(?P<one>{P}) or (?:maybe )?(?P<other>{P})(?: (?:should|can|could|will|might)(?: do|"
    r" take| handle| look at)? (?:it|this|that))?"
)


def _either(reading: Reading, clause: str, offset: int) -> Iterator[Proposal]:
    """ "Either Tom or Emma": two may be meant, so the person is asked."""
    for match in _EITHER.finditer(clause):
        pair = [reading.person_at(match.start(group) + offset) for group in ("one", "other")]
        names = tuple(name for mention in pair if mention for name in mention.names)
        span = (match.start() + offset, match.end() + offset)
        quotes = tuple((mention.start, mention.end) for mention in pair if mention)
        if len(names) > 1:
            yield Proposal("assignee", None, *span, 0.5, quotes, names, "ambiguous")


def _proposal(
    reading: Reading, match: re.Match[str], offset: int, stated: bool, sentence: Sentence | None
) -> Proposal | None:
    clause = match.string
    who = match["who"] or "me"
    first, last = match.start() + offset, match.end() + offset
    at = match.start("who") + offset
    if _NOT.search(clause, 0, match.start("who")) or _OUT.match(clause, match.start("who")):
        return None
    if match.end("who") == len(clause) and reading.plain[first - 1 : last + 1].endswith("?") and match.start() == 0:
        return None  # "Tom?" calls upon somebody to speak
    if match.span() == (0, len(clause)) and re.fullmatch(f"{PERSON}+", clause) and _signed(reading, first):
        return None
    if PERSON in who:
        return _named(reading, at, first, last, stated)
    if who in ("he", "she"):
        return _mentioned(reading, at, first, last)
    if who.startswith("same "):
        return Proposal("assignee", None, first, last, 0.5, note="same")
    if who in ("i", "me", "myself", "mine"):
        return _speaker(reading, sentence, first, last, stated)
    if re.search(r"\b(?:team|department|guys|crew|folks|office)$", who) and stated:
        return Proposal("assignee", None, first, last, 0.6, note="team")
    return _stranger(reading, match, offset) if stated else None


def _signed(reading: Reading, at: int) -> bool:
    """A name alone on its line signs a letter."""
    before = reading.text[:at].rstrip(" \t*_-–—")
    return not before or before.endswith("\n")


def _named(reading: Reading, at: int, first: int, last: int, stated: bool) -> Proposal | None:
    mention = reading.person_at(at)
    if mention is None:
        return None
    score = mention.score * (0.99 if stated else 0.95)
    quotes = ((mention.start, mention.end),)
    if mention.name:
        return Proposal("assignee", mention.name, first, last, score, quotes)
    return Proposal("assignee", None, first, last, score, quotes, candidates=mention.names, note="ambiguous")


def _mentioned(reading: Reading, at: int, first: int, last: int) -> Proposal | None:
    """ "Mei knows the schema best, she should do it": the one who was named last, if only one was named."""
    near = [person for person in reading.people if at - 110 < person.start and person.end <= at]
    if not near or len({person.names for person in near}) > 1 or near[-1].name is None:
        return None
    quotes = ((near[-1].start, near[-1].end), (first, last))
    return Proposal("assignee", near[-1].name, first, last, near[-1].score * 0.9, quotes)


def _speaker(reading: Reading, sentence: Sentence | None, first: int, last: int, stated: bool) -> Proposal | None:
    speaker = reading.speaker_of(sentence) if sentence else None
    if speaker is None or speaker.name is None:
        return Proposal("assignee", None, first, last, 0.5, candidates=speaker.names if speaker else (), note="speaker")
    quotes = ((speaker.start, speaker.end), (first, last))
    if sentence and sentence.speaker is None:
        return Proposal("assignee", speaker.name, first, last, 0.75, quotes)
    return Proposal("assignee", speaker.name, first, last, 0.92 if stated else 0.88, quotes)


def _stranger(reading: Reading, match: re.Match[str], offset: int) -> Proposal | None:
    """A name nobody of the directory has: asked about, never guessed."""
    word = reading.text[match.start("who") + offset : match.end("who") + offset]
    low = word.lower()
    if low in _NOBODY or not (low in GIVEN_NAMES or (word[:1].isupper() and match.start("who") > 0)):
        return None
    if not word.isalpha() or len(word) < 3 or word.isupper():
        return None
    return Proposal("assignee", None, match.start() + offset, match.end() + offset, 0.5, note=f"unknown {word}")


def _settled(found: list[Proposal]) -> list[Proposal]:
    """Keep the longest phrase for each name, in order of place."""
    either = [p for p in found if p.note == "ambiguous" and len(p.quotes) > 1]
    found = [p for p in found if p in either or not any(e.start <= p.quotes[0][0] < e.end for e in either if p.quotes)]
    kept: list[Proposal] = []
    for proposal in sorted(found, key=lambda item: (item.start, -item.end)):
        inside = [k for k in kept if k.start <= proposal.start and proposal.end <= k.end]
        if inside and not (proposal.quotes and inside[-1].quotes and proposal.quotes[0] != inside[-1].quotes[0]):
            continue
        if kept and proposal.quotes and kept[-1].quotes and proposal.quotes[0] == kept[-1].quotes[0]:
            kept[-1] = _joined(kept[-1], proposal)
            continue
        kept.append(proposal)
    return kept


def _joined(one: Proposal, other: Proposal) -> Proposal:
    longer = one if one.end - one.start >= other.end - other.start else other
    return Proposal(
        "assignee", longer.value, min(one.start, other.start), max(one.end, other.end), max(one.score, other.score),
        longer.quotes, longer.candidates, longer.note,
    )  # fmt: skip


def mentions(reading: Reading, start: int, end: int) -> Iterator[str]:
    """Name everybody mentioned in a span, owner or not."""
    for mention in reading.people:
        if start <= mention.start < end and mention.name:
            yield mention.name
