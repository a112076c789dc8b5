"""Sentences cut into clauses that each say one thing, punctuated or not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.drafting.lexicon import faults, verbs
from assistant.drafting.reading import DAY, KEY, PERSON, Proposal, Reading, masked
from assistant.nlp.numbers import NUMBER
from assistant.nlp.sentences import Sentence
from assistant.nlp.wordlist import wordlist

#: Words before what a clause says; they carry nothing for the draft.
LEAD = re.compile(
    r"(?:(?:(?:and )?(?:the )?(?:next|another|last|one more|other|final) (?:thing|item|point|topic|up|bit)(?: is)?|"
    r"(?:we(?:'ve)? got|i(?:'ve)? got|i have|we have|there are|here are|just) (?:a couple of|a few|two|three|"
    r"four|five|some|several) (?:more |quick |other |new )?(?:things|items|points|issues|tickets|tasks|topics|bits|"
    r"updates)(?: today| for you| for the board| for today| to do| from me)?|okay|ok|so|um+|uh+|er+|erm|hm+|mm+|mhm|"
    r"ah|well|right|alright|all right|and|but|also|then|now|oh|hey|hi|"
    r"hello|yeah|yep|yup|"
    r"sure|great|good|cool|perfect|nice|thanks(?: \w+)?|thank you|first|firstly|first of all|first up|second|"
    r"secondly|third|thirdly|fourth|"
    r"fourthly|next|next up|next one|finally|lastly|last|last one|plus|another thing|one more thing|one more|"
    r"last thing|"
    r"one other thing|other thing|the other thing(?: is)?|for today|anyway|basically|honestly|again|as discussed|"
    r"as mentioned|for the record|"
    r"number (?:one|two|three|four|five)|item (?:one|two|three|four|five)|by the way|btw|fyi|meanwhile|after that|"
    r"on top of that|"
    r"in addition|additionally|besides|furthermore|moreover|you know|like|look|listen|team|guys|everyone|everybody|"
    r"folks|"
    r"quick one|real quick|quickly|just|one (?:small |little |quick |final )?thing|two things|three things|"
    r"a couple of things|a few things|"
    r"let me see|let's see|"
    r"what else|that's it|good morning|morning|good afternoon|afternoon|to be honest|i mean|alright then|or|because|"
    r"as a reminder|reminder|note|nota bene|ps|p\.s\.|then also|on my side|from my side|for me|for my part|important|"
    r"as for \w+|same here|one last thing|a second thing|the second thing(?: is)?|the first thing(?: is)?|"
    r"the next thing(?: is)?|the last thing(?: is)?|"
    r"okay so|so then|separately|apart from that|other than that|in other news|speaking of which|on another note|"
    r"while (?:you|they|we|he|she|i)(?:'re|'m| are|'s| is) at it|yes|of course|absolutely|definitely|agreed|"
    r"exactly|true|fine|sounds good|good idea|good point|makes sense|"
    r"fair enough|no problem|will do|got it)"
    r"(?![\w'-])[\s,.:;!?…–—-]*)+"
)
_COUNT_LEAD = re.compile(r"(?:number )?(?:one|two|three|four|five|[1-9a-e])[,:.)] ?(?=[a-z\ue000])")
_POLITE_LEAD = masked(
    r"(?:if|when|whenever|once) (?:you|anyone|someone|{P}|somebody|anybody)(?: guys)? (?:have|has|get|gets|find|"
    r"finds|could|can|would|don't mind|'ve got)"
    r"(?: (?:a|some|any|the|spare|free|quick))* ?(?:time|chance|moment|minute|second|hour|capacity|"
    r"please)?(?: (?:today|{D}|this|for this))?,? (?=[a-z\ue000])|if possible,? |if that's okay,? |"
    r"if you don't mind,? "
)
_DAY_LEAD = masked(
    r"(?:(?:by|on|before|until|for|from|then|starting) )?(?:the )?(?:{D}|{X})(?: (?:morning|at the latest|latest))?,? "
    r"(?=(?:i|we|you|he|she|they|someone|somebody|please|{P}|let's|can|could|the|our|all)\b|{P})"
)
_LEVEL_LEAD = re.compile(
    r"(?:(?:super |very |really |also )?(?:urgent|asap|critical|important|blocker|nice[- ]to[- ]have|no rush|"
    r"not urgent|"
    r"(?:high|low|medium|top|highest|lowest|normal) prio(?:rity)?|trivial|p[0-4]) ?[:–-]+ ?|"
    r"(?:\[[\w -]+\]|\([\w -]+\))(?: ?[:–-]+)? ?)(?=\S)"
)
#: Lead words that make what follows a mere idea.
SOFT = re.compile(
    r"(?:(?:i think|i guess|i believe|i feel|i suppose|i'd say|i'd suggest|i would suggest|my suggestion is|maybe|"
    r"perhaps|ideally|probably|"
    r"in my opinion|imo|if you ask me|personally|it seems|it looks like|apparently|that|to me)(?![\w'-])[\s,]*)+"
)
_CONNECT = (
    r"(?:(?:and|but|so|then|also|or|plus|okay|ok|oh|um+|uh+|well|yeah|anyway|actually|wait|sorry|no|besides|"
    r"otherwise|next|finally|lastly)[\s,]+)*"
)
_VERB_START = (
    rf"(?:the|a|an|all|any|our|my|your|their|his|her|its|this|that|these|those|every|each|some|both|new|two|three|"
    rf"four|five|{PERSON}|"
    rf"{KEY}|{DAY}|out|up|down|off|in|on|over|back|with|for|to|at|about|into|how|why|whether|if|what|who|which|sure)"
)
_STARTS = masked(
    rf"(?P<connect>{_CONNECT})(?P<start>"
    r"{P}(?:'s)?,? (?:and {P} )?(?:should|will|can|could|must|might|would|shall|needs? to|has to|have to|"
    r"is going to|to|takes?|owns|handles|please|'ll|can't|"
    r"cannot|won't|is on|is out|is off|is taking|is the|said|says|goes|gets|wants|agreed|offered|volunteered|"
    r"already|finished|fixed|did)\b|"
    r"{P}'s (?:on|taking|going|got|out|off)\b|"
    r"(?:we|you|i|they|someone|somebody|anyone|everybody|everyone|nobody|he|she)(?:'ll|'ve|'re|'m|'d)\b|"
    r"(?:we|you|i|they|someone|somebody|anyone|everybody|everyone|nobody|he|she) (?:\w+ )?(?:need|needs|have|has|"
    r"should|must|will|can|can't|could|want|wants|decided|"
    r"agreed|found|noticed|also|still|are|were|was|am|had|did|do|don't|won't|shouldn't|couldn't|would|might|may|"
    r"finished|fixed|shipped|released|got|spent|saw|think|thought|promised|just)\b|"
    r"(?:can|could|would|will|should|shall) (?:you|someone|somebody|anyone|we|i|they|{P})(?!\w)|"
    r"(?:someone|somebody) [a-z]+ (?:it|them|the|this|that|these|those|all|an?)\b|(?:facilities|marketing|finance|"
    r"legal|operations|sales|support|engineering|procurement|maintenance|security|logistics|accounting|(?:the|"
    r"our) (?:\w+ ){1,2}team) (?:needs?|should|has|have|must) |please\b|pls\b|(?:have|ask|remind) {P} |"
    r"(?:add a comment|comment|note) (?:that|saying)\b|let's\b|lets\b|"
    r"let {P}\b|let me\b|don't forget\b|remember to\b|make sure\b|"
    r"(?:make|mark|set|give|assign|label|tag|put|hand|link|flag|move|push|leave|estimate|schedule|call|add) (?:it|"
    r"this|that|them|these|both|all of|this one|that one)\b|"
    r"(?:assign|reassign|hand|give) (?:to |{P})|assigned to {P}|label(?:led)? \w|tag(?:ged)? (?:as|with)?|"
    r"(?:it|this|that|which)(?:'s|'ll| is| are| was| has| should| needs| must| can| will| blocks| depends| relates|"
    r" belongs| duplicates| goes| might| could| would| doesn't| isn't| won't)(?!\w)|"
    r"its (?:\w+ )?(?:urgent|critical|due|high|low|important|not|blocked|a blocker|trivial)\b|"
    r"(?:bump|raise|lower|close|reopen|reassign|move|link|log|unassign|transition) (?:it|this|that|{K})|"
    r"(?:and )?(?:the )?one (?:for|to|about) |"
    r"(?:and )?(?:the other one|the other|the first|the second|the third) (?:for|is|should|goes|has|needs) |"
    r"under it an? |(?:goes|should go) to {P}|"
    r"(?:they|these|those|both)(?:'re| are| should| need| must| can| will| were) |"
    r"(?:this|that|the (?:first|second|third|last|other)) one\b(?=(?:'s| is| are| should| needs| can| goes| has|"
    r" must| will|"
    r" belongs| was| blocks| for)\b)|"
    r"due(?: on| by| date)? ?{D}|due date\b|deadline\b|"
    r"(?:high|highest|low|lowest|medium|normal|top) (?:prio|priority)|no rush\b|no hurry\b|not urgent\b|"
    r"nice to have\b|super urgent|urgent\b(?= ?$)|priority (?:is )?\w+|"
    rf"{NUMBER} (?:story )?(?:points?|pts)\b|estimate\b|"
    r"there's\b|there is\b|there are\b|there was\b|here's\b|"
    r"(?:create|open|file|raise|log|add|make|write|put in|track) (?:me )?(?:a|an|another|one more|"
    r"the) (?:\w+ ){0,2}(?:ticket|issue|task|bug|story|epic|sub-?task|item|card|todo)\b|"
    r"(?:another|next|one more|one small|one quick|one little|the other|the next|a second|a third|the second|"
    r"the third|last) (?:thing|one|item|"
    r"issue|bug|task|ticket|point|story)\b|"
    r"first(?:ly)?\b(?=,? \w)|second(?:ly)?\b|third(?:ly)?\b|next up\b|on top of that\b|also\b|yesterday\b|{X}|"
    r"today (?:i|"
    r"we)\b|tomorrow (?:i|we)\b|"
    r"never mind\b|nevermind\b|scratch that\b|forget (?:it|that|about)\b|strike that\b|hang on\b|wait\b|"
    r"action(?: item)?s?:|todo:|(?:as an? )(?:[\w-]+ ){1,3}i want\b|instead of\b"
    r")"
)
_IMPERATIVE = masked(
    rf"(?P<connect>(?:[,;]\s*|\s)(?:(?:and|then|also|plus|or|but|next|finally|lastly|after that|please|maybe|just|"
    rf"immediately|afterwards)[\s,]+)*)(?P<verb>[a-z]+(?:-[a-z]+)?)\b(?= {_VERB_START}\b| [a-z]+| ?{{K}}| ?{{P}})"
)
#: After these words a clause goes on; a new one cannot start.
_NO_SPLIT_AFTER = frozenset(
    wordlist(
        """
    that which who whom whose what how where when why if whether because since until before after once while
    as unless though although than to sure of for in on at by with from into about like think know say says
    said hope guess means so the a an our my your their his her its this these those is are was were be been
    not and or but nor i we you they he she it can could should will would must may might shall do does did
    don't doesn't let's please see check ensure verify confirm tell ask show let make remind tell ask told asked get
    help want wants need needs invite allow expect expects with have has find out decide
    believe feel notice mean wish even only just really very too also either neither both wherever whatever
    whenever whoever case means suppose everyone someone everything something anything nothing all
    """
    )
)
_CALLED = masked(r"(?:^|[,.;:]\s*|\b(?:and|so|also|then|okay|ok|hey|hi|thanks|but)\s)\s*{P},?\s*$")
_ROLE = re.compile(r"\bas an? [\w-]+(?: [\w-]+){0,3},?\s*$")
_BREAK = re.compile(r"[,;:–—]\s*$| - $")


@dataclass
class Clause:
    """A stretch that says one thing: ``text[start:end]``, and `body` where its meaning begins.

    `soft` tells that it was put as an idea; `proposals` are the fields its words propose.
    """

    start: int
    end: int
    body: int
    sentence: Sentence
    soft: bool = False
    proposals: list[Proposal] = field(default_factory=list)

    def words(self, reading: Reading) -> str:
        """Return what it says, in lower case with names, days and keys masked."""
        return reading.low[self.body : self.end]


def split_clauses(reading: Reading) -> Iterator[Clause]:
    """Cut every sentence that is no heading into clauses, in order."""
    for sentence in reading.sentences:
        if sentence.is_heading:
            continue
        cuts = _cuts(reading.low, sentence.start, sentence.end)
        for start, end in zip([sentence.start, *cuts], [*cuts, sentence.end], strict=True):
            clause = _clause(reading, start, end, sentence)
            if clause:
                yield clause


def _clause(reading: Reading, start: int, end: int, sentence: Sentence) -> Clause | None:
    bare = reading.low[start:end]
    start += len(bare) - len(bare.lstrip(" ,;:.!?–—-…\n"))
    end = start + len(reading.low[start:end].rstrip(" ,;–—-\n.!?…"))
    if end <= start or not any(c.isalnum() or c in (PERSON, DAY, KEY) for c in reading.low[start:end]):
        return None
    body, soft = skip_lead(reading.low, start, end)
    return Clause(start, end, body, sentence, soft)


def skip_lead(low: str, start: int, end: int) -> tuple[int, bool]:
    """Skip lead words and tell whether they were soft; stay before the last ones when nothing would be left."""
    at, soft = start, False
    while True:
        lead = (
            _LEVEL_LEAD.match(low, at, end)
            or _COUNT_LEAD.match(low, at, end)
            or LEAD.match(low, at, end)
            or _POLITE_LEAD.match(low, at, end)
            or _DAY_LEAD.match(low, at, end)
        )
        maybe = SOFT.match(low, lead.end() if lead else at, end)
        after = maybe.end() if maybe else lead.end() if lead else at
        soft = soft or bool(maybe)
        if after == at:
            return at, soft
        if after >= end or not re.search(r"[\w\ue000-\ue003]", low[after:end]):
            return at, soft
        at = after


def _cuts(low: str, start: int, end: int) -> list[int]:
    """Return where new clauses start within a sentence."""
    found: set[int] = set()
    for match in _STARTS.finditer(low, start + 1, end):
        place = match.start()
        if low[place - 1].isalnum() or low[place - 1] in (PERSON, "'", "-", "("):
            continue
        if _may_split(low, start, place, match["connect"], match["start"]):
            found.add(place)
    for match in _IMPERATIVE.finditer(low, start + 1, end):
        if _is_second_verb(low, start, match):
            found.add(match.start("connect") + len(match["connect"]) - len(match["connect"].lstrip(" ,;")))
    return _apart(low, start, end, sorted(found))


def _may_split(low: str, start: int, place: int, connect: str, word: str) -> bool:
    before = low[max(start, place - 300) : place]
    if re.search(rf"{KEY}\s*$", before) and re.match(r"due|deadline|priority|to\b", word):
        return False
    if _CALLED.search(before) and re.match(r"please|pls|can|could|will|would", word):
        return False
    if _ROLE.search(before) or (re.match(r"or\b", connect) and re.search(rf"{PERSON}\s*$", before)):
        return False
    if _BREAK.search(before):
        return not _subordinate_comma(before)
    last = re.search(r"[\w'-]+\s*$", before)
    if last is None:
        return True
    if re.search(r"\b(?:and|but|so|or|plus|okay|ok|oh|well|anyway|actually|wait|sorry|no)\b", connect):
        return last.group().strip() not in ("that", "if", "because", "to")
    return last.group().strip() not in _NO_SPLIT_AFTER and not last.group().strip().endswith("'s")


def _subordinate_comma(before: str) -> bool:
    """After "If the test fails," the main clause follows: both belong together."""
    piece = re.split(r"[.;!?]|,\s+(?:and|but|so)\b", before)[-1].strip(" ,")
    return bool(
        re.match(
            r"(?:(?:and|but|so|then|okay|also|well)\s+)*(?:if|unless|when|whenever|once|as soon as|"
            r"in case|until|provided|assuming)\b",
            piece,
        )
    )


def _is_second_verb(low: str, start: int, match: re.Match[str]) -> bool:
    """Tell whether a second piece of work begins here: "..., and update the docs"."""
    verb = match["verb"]
    connect = match["connect"]
    if verb not in verbs.WORK:
        return False
    following = low[match.end("verb") : match.end("verb") + 120]
    explicit = bool(re.search(r"\b(?:also|plus|then|next|finally|lastly|after that)\b", connect))
    certain = explicit or bool(
        re.match(
            rf" (?:the|a|an|all|our|my|your|their|his|her|this|these|those|every|each|both|some|"
            rf"{PERSON}|{KEY})\b|(?: {PERSON}| {KEY})",
            following,
        )
    )
    if (
        re.match(r" (?:it|them|him|her|there|that|this|us|me|those|one)\b(?! \w+ (?:page|form|report))", following)
        and not explicit
    ):
        return False
    if "," not in connect and ";" not in connect and not connect.strip():
        return certain and _runs_on(low, start, match)
    if verb in verbs.NOUNS_TOO and not certain and not _plain_object(verb, connect, following):
        return False
    before = low[max(start, match.start() - 300) : match.start()]
    if _subordinate_comma(before) or _still_open(before, connect) or _CALLED.search(before):
        return False
    first = _first_verb(before)
    if not explicit and (verb in verbs.DEPENDENT or first in verbs.PREPARING):
        return False
    return bool(re.search(r"[\w\ue000-\ue003]+\W+[\w\ue000-\ue003]+", before)) and not _open_end(before, connect)


def _plain_object(verb: str, connect: str, following: str) -> bool:
    """ "..., and order catering for twelve": a verb although no article follows."""
    parted = bool(re.search(r"[,;]|\band\b", connect))
    return (
        parted
        and verb in verbs.PLAIN_OBJECT
        and bool(re.match(r" [a-z]+ (?:for|from|to|by|with|on|at|of)\b", following))
    )


def _still_open(before: str, connect: str) -> bool:
    """ "Should we | also upgrade": the words before still wait for their verb."""
    last = re.findall(r"[\w'-]+", before)
    return not re.search(r"[,;]|\b(?:and|or|but|plus)\b", connect) and bool(last) and last[-1] in _NO_SPLIT_AFTER


def _runs_on(low: str, start: int, match: re.Match[str]) -> bool:
    """In speech without marks a verb after a noun may open the next request: "... login bug update the docs"."""
    before = low[max(start, match.start() - 300) : match.start() + 1]
    last = re.search(r"([\w'\ue000-\ue003-]+)\s*$", before)
    stretch = re.split(r"[,;:.]", low[max(start, match.start() - 300) : match.end() + 300])[0]
    if last and re.fullmatch(faults.VERBS, last.group(1)):
        return False
    if last is None or len(stretch.split()) < 14 or last.group(1) in _NO_SPLIT_AFTER or last.group(1) in verbs.WORK:
        return False
    return not re.search(rf"(?:\bto|\bnot|n't|\bwill|\bwould|\bcan|'ll|{PERSON}) (?:\w+ )?$", before)


def _first_verb(before: str) -> str:
    found = [word for word in re.findall(r"[a-z]+(?:-[a-z]+)?", before) if word in verbs.WORK]
    return found[0] if found else ""


def _open_end(before: str, connect: str) -> bool:
    """ "fix and test the login": the first verb still waits for its object."""
    last = re.findall(r"[\w'-]+", before)
    return bool(last) and "," not in connect and last[-1] in (*verbs.WORK, "to", "please", "and") and len(last) < 3


def _apart(low: str, start: int, end: int, cuts: list[int]) -> list[int]:
    """Drop cuts that leave a piece without a word."""
    kept: list[int] = []
    last = start
    for cut in cuts:
        if re.search(rf"[\w{PERSON}{KEY}]", low[last:cut]):
            kept.append(cut)
            last = cut
    return kept
