"""Passages that ask for work still to be done: the words of the work, and how it was put."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.drafting.clauses import Clause
from assistant.drafting.lexicon import faults, verbs
from assistant.drafting.reading import Reading, masked
from assistant.nlp.people import GIVEN_NAMES
from assistant.nlp.wordlist import wordlist
from assistant.nlp.words import content

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True)
class Request:
    """Work asked for: ``text[start:end]`` are its words, `form` how they are put.

    Forms: "verb" (fix the login), "noun" (a ticket for the login), "story" (as a user I want ...), "passive" (the docs
    need to be updated), "needs" (the pump needs a new seal), "lack" (we need a new pump), "fault" (the login fails).
    `strength` is how surely it is asked for; below 0.5 it is an idea that somebody must take up.
    """

    start: int
    end: int
    form: str
    strength: float
    said: bool = False


_TICKET = (
    r"(?:(?:bug|defect|incident|support|jira) )?(?:ticket|issue|task|bug report|bug|story|user story|epic|sub-?task|"
    r"sub task|card|work item|"
    r"to-?do(?: item)?|feature request|chore|action item|action point|reminder|item|one)"
)
_ADJ = (
    r"(?:(?:new|separate|quick|small|big|another|follow-?up|high|low|medium|highest|lowest|priority|high-priority|"
    r"low-priority|"
    r"urgent|critical|second|third|little|short|simple|proper|important|single|good|first|next|real|trivial|normal|"
    r"jira|"
    r"minor|major|\w+ point|\d+-?point|three-point|five-point|[a-z]+-point) )*"
)
_ASKING = (
    r"(?:(?:can|could|would|will|should) (?:you|we|someone|somebody|i|{P}) (?:please |maybe |also |just )*|please |"
    r"pls |let's |let me |"
    r"(?:we|i|you|someone)(?:'ll| will)? (?:need|should|have|want|must|would like|got)(?: you)?(?: to)? (?:also )?|"
    r"i'd like (?:you )?to |"
    r"i'll |we'll |i want (?:you )?to |{P} (?:should|will|can|could|please) |go ahead and |there should be |kindly |"
    r"we might as well |and |also |"
    r"i'm going to |i am going to |remember to |don't forget to )*"
)
_CREATE = (
    r"(?:create|open|make|add|file|raise|log|write(?: up)?|put in|set up|track|start|enter|record|submit|get|have|"
    r"need|draft|capture|add in|"
    r"note down|there's|do)"
)
_ABOUT = (
    r"(?:(?:,? (?:for|about|on|regarding|concerning|called|titled|named|saying|that says|which says|covering|"
    r"around)(?: (?:the fact that|how))?:? |"
    r",? (?:to|that|where|in which|so that|because|since|when) |[:,–—-]+ ?| ))"
)
_ORDER = re.compile(
    r"(?:(?:new|next|another|first|second|third|last) )?(?:bug report|bug|task|story|user story|epic|sub-?task|"
    r"feature request|feature|ticket|issue|"
    r"chore|to-?do|action items?|action|actions|follow-?up|ai|work item|next steps?|request|reminder|"
    r"idea for a ticket)"
    r"(?: (?:number )?(?:one|two|three|four|five|\d))?(?: (?:is|would be|ticket|for me|"
    r"for us))?(?: for \ue000+)? ?(?:[:–—]| -|,(?= ?(?:the|a|an|we|i|fix|add)\b)) ?(?P<what>.+)"
)
_CREATED = masked(
    rf"(?:{_ASKING}{_CREATE}|(?:we|i|you)(?:'ll|'d)? (?:also |still |really )?(?:need|want|should have|could use|"
    rf"would like|'d like)|there should be|(?:can|could) (?:we|i) (?:get|have)) (?:me |us |in )?(?:an? |another |"
    rf"one |one more |the |two |"
    rf"up )?(?:more )?{_ADJ}{_TICKET}s?(?: in \w+| for {{P}}| under (?:the epic )?{{K}}| on the (?:board|backlog)|"
    rf" with [\w ]+ priority|,? (?:high|low|medium) priority)?{_ABOUT}(?P<what>.+)"
)
_THERE = masked(
    rf"(?:there's|there is|we have|we've got|i have|i've got|here's|we got|it's) (?:an? |another |"
    rf"one more |one )?{_ADJ}(?:ticket|task|story|thing) {_ABOUT.replace('| ))', '))')}(?P<what>.+)"
)
_USER = masked(
    r"as an? (?P<who>(?:[\w-]+ ){1,4}?),?(?:i|we)(?:'d| would)? (?:want|need|like|wish|should|can|could|"
    r"love|have)(?: to)?(?: be able to)? (?P<what>.+)"
)
_SUBJECT = (
    r"(?P<subject>we|you|i|someone|somebody|anyone|anybody|everyone|everybody|they|he|she|who|"
    r"whoever \w+(?: \w+){0,3}|one of (?:us|you)|"
    r"{P}(?:,? (?:and|or) {P})?|(?:the |our )?(?:[\w-]+ ){0,2}(?:team|guys|crew|department|folks|people|office)|"
    r"[a-z]{3,12})"
)
_ADVERBS = (
    r"(?: (?:also|still|really|probably|just|definitely|please|then|all|now|urgently|absolutely|maybe|certainly|"
    r"only|always|first|quickly|finally|either|both|soon|at least|at some point|actually|kindly))*"
)
_MODALS = (
    (r"(?:'ll| will)?(?: still| also| really| probably| just| definitely| all| now| both| urgently)*(?: need| needs|"
    r" have| has|'ve got| have got| got|'s got| has got|'d better| had better)(?: also| still| urgently|"
    r" really)? to|'ve gotta| gotta|'ve got to| gotta|'d better| had better", 0.95),
    (r" must| ought to| shall| is to| are to|'s to| am to", 0.9),
    (r" should|'s supposed to| is supposed to| are supposed to| am supposed to| was supposed to|'m supposed to", 0.9),
    (r"'ll| will| is going to| are going to|'s going to|'re going to|'m going to| am going to| gonna|'m gonna|"
    r" is gonna|'re gonna", 0.85),
    (r" want| wants| would like|'d like|'d love|'d want| plan| plans|'m planning| is planning| am planning| intend|"
    r" intends| agreed| promised| offered| volunteered| committed", 0.85),
    (r" can", 0.7),
    (r" could| might want to| may want to| might| may| would| might need to| may need to", 0.4),
)  # fmt: skip
_OBLIGED = [
    (masked(rf"(?:that )?{_SUBJECT}{_ADVERBS}(?P<modal>{modal}){_ADVERBS}(?P<to> to)? (?P<what>[a-z].*)"), strength)
    for modal, strength in _MODALS
]
_PERSON_TO = masked(r"(?P<subject>{P}(?: and {P})?) to (?P<what>[a-z].*)")
_POLITE = masked(
    r"(?:(?:can|could|would|will) (?P<subject>you|someone|somebody|anyone|anybody|we|i|{P}|"
    r"the (?:\w+ ){1,2}team)(?: guys| all| two)?(?: please| maybe| perhaps| also| just| possibly| kindly| quickly|"
    r" still|,)*|"
    r"{P} ?[:–—-] ?|(?:{P}),? (?:can|could|would|will) (?:you|he|she|they)(?: please| maybe| also| just)*|"
    r"(?:{P}),? (?:please|pls|"
    r"kindly),?|(?:{P}),|please,?|pls|kindly|"
    r"would you mind|do you mind|if you could|it'd be great if you could|feel free to|go ahead and|be sure to|"
    r"make sure (?:to|you)|remember to|don't forget to|"
    r"(?:please )?(?:do )?remind (?:me|us|{P}|everyone) to|(?:can|could) (?:i|we) (?:ask|get|have) (?:you|someone|"
    r"{P}) to|i(?:'d)? (?:need|want|would like|like) (?:you|someone|somebody|{P}) to|"
    r"we(?:'d)? (?:need|want|would like|like) (?:you|someone|somebody|{P}) to|(?:please )?(?:ask|get|tell|"
    r"have) {P} to|(?:have|let) {P}|let me|(?:we )?need (?:someone|somebody|{P}) to|who can|who could|who wants to|"
    r"who will|who's going to|"
    r"(?:the )?(?:next step|plan|idea|goal|task|todo|job|action|thing to do|only thing left|what's left|"
    r"what remains) (?:here )?(?:is|would be|for (?:me|us|{P}) is) to|it's time to|time to|still need to|"
    r"still have to|need to|have to|must|gotta|should|"
    r"(?:customers?|clients?|users?|sales|marketing|finance|legal|hr|management|support|they|he|she|"
    r"the (?:[\w-]+ ){1,3}?)(?: team)? (?:asked|asks|want|wants|would like|need|needs|requested|is asking|"
    r"are asking) (?:us|someone|you|me|{P}|for someone) to|"
    r"(?:what )?(?:i|we) (?:want|need)(?: to do)? (?:is|now is)(?: for (?:you|someone|{P}))? to|"
    r"it(?:'d| would) be (?:good|nice|great|helpful|useful|ideal|best|lovely|awesome|cool|super) (?:to|if (?:we|"
    r"someone|somebody|you|{P}) (?:could|can|would)))"
    r"(?: also| please| maybe| then| just| kindly)* (?P<what>[a-z].*)"
)
_LETS = masked(
    r"(?:let's|lets|let us|why don't (?:we|you)|how about (?:we|you)|we might as well|"
    r"what if we)(?: also| please| all| then| just| maybe| quickly)* (?P<what>[a-z].*)"
)
_PASSIVE = masked(
    r"(?P<object>(?!it\b|this\b(?! \w)|that\b(?! \w)|there\b|they\b|we\b|you\b|i\b|he\b|she\b|who\b|what\b|"
    r"nothing\b|everything\b|these\b(?! \w)|those\b(?! \w))"
    r"(?:[\w\ue000-\ue002'/&.,#%\"-]+ ){1,9}?)(?:also |still |urgently |really |all |both |definitely |only )*"
    r"(?:needs? to|has to|have to|must|should|ought to|will have to|will need to|is to|are to|'s got to|"
    r"is due to)(?: also| still| urgently| really| finally| all)? (?:be|"
    r"get) (?P<verb>[a-z]+(?:-[a-z]+)?)\b(?P<rest>.*)"
)
_GERUND = masked(
    r"(?P<object>(?!it\b|this\b(?! \w)|that\b(?! \w)|there\b|they\b|we\b|you\b|i\b|he\b|she\b|who\b|"
    r"what\b)(?:[\w\ue000-\ue002'/&.-]+ ){1,8}?)(?:also |still |urgently |really |badly |desperately )*"
    r"(?:needs?|requires?|could use|wants?|is in need of|are in need of)(?: some| a bit of| a good| proper|"
    r" urgent)? (?P<verb>[a-z]+ing)\b(?P<rest>.*)"
)
_NEEDS = masked(
    r"(?P<object>(?!it\b|this\b(?! \w)|that\b(?! \w)|there\b|they\b|we\b|you\b|i\b|he\b|she\b|who\b|what\b|"
    r"customers?\b|users?\b|patients?\b)(?:[\w\ue000-\ue002'/&.-]+ ){1,6}?)(?:also |still |urgently |really |badly )*"
    r"(?:needs?|requires?|could use|is missing|are missing|lacks?)(?: to have| to get)? (?P<rest>(?:an? |some |new |"
    r"more |another |better |two |three |at least |fresh )[a-z\ue000-\ue002].*)"
)
_LACK = masked(
    r"(?:we|i|they|you)(?:'re| are|'ll|'d| will)?(?: also| still| urgently| really| all| definitely)* (?:need|"
    r"require|want|would like|like|miss|missing|lack|lacking|short of|short on|short|out of|running out of|"
    r"run out of|ran out of|should have|should get)"
    r" (?P<what>(?!to\b|you to\b|someone to\b|it\b|this\b(?! \w)|that\b(?! \w)|them\b|each other|your help|help\b|"
    r"time\b|a minute|a moment|a break|a plan b|no\b|nothing|about\b|these by\b)[a-z\ue002\d].*)"
)
_ISSUE_WITH = masked(
    r"(?:(?:there's|there is|there are|there seems to be|there appears to be|we have|we've got|we got|i have|"
    r"i've got|i found|we found|we've found|i noticed|we noticed|i see|i'm seeing|we see|we're seeing|seeing|"
    r"we are seeing|i'm getting|"
    r"we're getting|getting|i just found|i just noticed|i ran into|we ran into|i hit|we hit|found|noticed|also|"
    r"{P} (?:found|noticed|reported|spotted|hit|ran into)|customers?(?: are)? (?:report|reporting|reported|"
    r"complain about|complaining about|seeing|see)|"
    r"users?(?: are)? (?:report|reporting|reported|complain about|complaining about|seeing|see)|(?:some|several|"
    r"many|a few|two|three) (?:customers?|users?|people|patients?|tenants?|clients?) (?:report|reported|"
    r"complained about|have reported)|support (?:got|has|is getting|reports|reported)) )+"
    r"(?:(?:still|also|again|now|apparently) )*(?:an? |another |some |the |this |these |one |two |three |several |"
    r"many |big |small |bad |nasty |weird |strange |serious |minor |major |annoying |new |old |ugly |little |huge |"
    r"odd |critical |urgent |recurring |intermittent |known )*"
    r"(?P<what>(?:(?:[\w-]+ ){0,3}?" + faults.NOUNS + r"|issues?|problems?|bug report)\b.*)"
)
_FAULT = masked(
    r"(?P<object>(?!we\b|i\b|you\b|he\b|she\b|who\b|what\b|nothing\b|everything\b|nobody\b|no one\b|it\b|"
    r"this\b(?! \w)|that\b(?! \w)|they\b|which\b|if\b|there\b)"
    r"(?:[\w\ue000-\ue003'/&.#\"+-]+,? ){1,10}?)(?:also |still |sometimes |often |always |keeps |constantly |"
    r"occasionally |now |again |randomly |suddenly |just |all |both |currently |regularly |apparently |often |"
    r"intermittently |is |are |has |have |has been |have been |'s |\w+ly )*?"
    rf"(?P<pred>{faults.VERBS}(?![\w'])|(?:is|are|'s|'re|keeps?|looks?|seems?|comes? out|comes? back|shows up|"
    rf"show up|arrives?|arrive|has been|have been|gets?|got|stays?) (?:\w+ly |all |always |still |completely |"
    rf"totally |now |too |also |again |often |sometimes |mostly )*{faults.STATES}(?![\w'])|"
    rf"{faults.NEGATED} (?:\w+ly |always |even |really )*(?!need|want|know|think|have to|matter|mind|care|be |"
    rf"include|require|expect|plan|use|like|believe|see why|worry)[a-z]+)(?P<rest>.*)"
)
_ADVERB_LEAD = re.compile(
    r"(?:(?:\w+ly|just|also|please|then|now|still|maybe|go ahead and|try to|try and|"
    r"be sure to|help me|help us|help|do|kindly|pls|again|to|instead|first|at least|all|both|"
    r"finally|need to|have to|start to|get to|make sure to|make sure you|remember to|look to|"
    r"go and|come and|be able to) )+"
)
_INFO = re.compile(
    r"(?:tell|say|explain|remember|hear|see|imagine|believe|repeat|speak|understand|"
    r"give me an update|give us an update|share your|remind me (?:what|how|who|when|which|why)|hold|"
    r"wait|pass me|turn (?:on )?your)\b"
)
_STATIVE = frozenset(
    [
        "be",
        "have",
        "know",
        "see",
        "think",
        "feel",
        "seem",
        "become",
        "happen",
        "understand",
        "believe",
        "like",
        "love",
        "hate",
        "want",
        "need",
        "hope",
        "wish",
        "expect",
        "mean",
        "remember",
        "forget",
        "worry",
        "agree",
        "exist",
        "belong",
        "matter",
        "stay",
        "sound",
        "look",
        "appear",
        "depend",
        "probably",
        "not",
        "never",
        "been",
    ]
)
_NOT_VERBS = frozenset(
    [
        "the",
        "a",
        "an",
        "this",
        "that",
        "these",
        "those",
        "it",
        "we",
        "you",
        "i",
        "he",
        "she",
        "they",
        "is",
        "are",
        "was",
        "were",
        "and",
        "or",
        "but",
        "so",
        "yes",
        "no",
        "not",
        "in",
        "on",
        "at",
        "for",
        "of",
        "with",
        "by",
        "from",
        "as",
        "if",
        "when",
        "who",
        "what",
        "how",
        "why",
        "where",
        "there",
        "here",
        "to",
        "my",
        "our",
        "your",
        "his",
        "her",
        "their",
        "its",
        "all",
        "some",
        "any",
        "more",
        "most",
        "much",
        "many",
    ]
)
_COUNTERFACTUAL = re.compile(
    r"(?:(?:should|could|would|might|must)(?:n't)? have|(?:should|could|would|might)'ve|"
    r"had better have) \w+(?:ed|en|t|ne|wn|ught|id|de|ot)?\b|was going to|were going to|"
    r"used to|was supposed to|were supposed to"
)
_VERB_NEXT = re.compile(
    r"(?:the|a|an|all|any|our|my|your|their|his|her|its|this|that|these|those|every|each|some|"
    r"both|new|two|three|four|five|six|ten|\d+|up|out|down|off|over|back|whether|if|how|sure|it|"
    r"them|into|why|more|one|another|\ue000+|\ue002+)\b|[\ue000\ue002]"
)
_FINITE = frozenset(("VBZ", "MD", "VBP", "VBD"))


def find_request(reading: Reading, clause: Clause, doc: "Doc | None") -> Request | None:
    """Return what work a clause asks for, or None. Denials, conditions and finished work are judged elsewhere."""
    words = clause.words(reading)
    for finder in (_created, _as_user, _asked, _obliged, _of_things, _imperative, _wanting):
        request = finder(reading, clause, words, doc)
        if request:
            return request
    return None


def _at(
    clause: Clause, match: re.Match[str], form: str, strength: float, said: bool = False, group: str = "what"
) -> Request:
    first, last = match.span(group)
    return Request(clause.body + first, clause.body + last, form, strength, said)


def _created(reading: Reading, clause: Clause, words: str, doc: "Doc | None") -> Request | None:
    match = _CREATED.match(words) or _ORDER.match(words) or _THERE.match(words)
    if (
        match is None
        or not content(match["what"].replace("\ue000", "x"))
        or re.match(r"(?:is|was|are|were|has|had)\b", match["what"])
    ):
        return None
    nested = _nested(reading, clause, match, doc)
    return nested or _at(clause, match, "noun", 0.97, True)


def _nested(reading: Reading, clause: Clause, match: re.Match[str], doc: "Doc | None") -> Request | None:
    """Read what a ticket is asked for as a request of its own: "a task for Tom to update the docs"."""
    start = clause.body + match.start("what")
    inner = Clause(start, clause.end, start, clause.sentence)
    words = inner.words(reading)
    bare = _ADVERB_LEAD.match(words)
    skip = bare.end() if bare else 0
    first = re.match(r"[a-z-]+", words[skip:])
    if first and first.group() in verbs.WORK and first.group() not in verbs.NOUNS_TOO:
        return Request(start + skip, clause.end, "verb", 0.97, True)
    for finder in (_as_user, _asked, _obliged, _of_things, _fault):
        found = finder(reading, inner, words, None)
        if found:
            return Request(found.start, found.end, found.form, 0.97, True)
    if first and first.group() in verbs.WORK and (skip or _VERB_NEXT.match(words[skip + first.end() :].lstrip())):
        return Request(start + skip, clause.end, "verb", 0.97, True)
    return None


def _as_user(reading: Reading, clause: Clause, words: str, doc: "Doc | None") -> Request | None:
    match = _USER.match(words)
    return Request(clause.body, clause.end, "story", 0.95, True) if match else None


def _asked(reading: Reading, clause: Clause, words: str, doc: "Doc | None") -> Request | None:
    match = _POLITE.match(words)
    if match:
        subject = match["subject"]
        strength = 0.55 if subject == "we" else 0.45 if words.startswith("who") else 0.93
        if "it would be" in words[:12] or "it'd be" in words[:9]:
            strength = 0.6
        return _verb_phrase(clause, match, strength)
    match = _LETS.match(words)
    if match:
        return _verb_phrase(clause, match, 0.85 if words.startswith("let") else 0.4)
    return None


def _verb_phrase(clause: Clause, match: re.Match[str], strength: float) -> Request | None:
    """Accept words that begin with a verb of work; talk about the talk is none."""
    what = match["what"]
    lead = _ADVERB_LEAD.match(what)
    skip = lead.end() if lead else 0
    bare = what[skip:]
    first = re.match(r"[a-z]+(?:-[a-z]+)*", bare)
    if first is None or first.group() in _NOT_VERBS or _INFO.match(bare) or is_chat(bare):
        return None
    if (
        first.group() in _STATIVE
        and not re.match(r"(?:have|get) (?:the|a|an|all|our|my|someone|\ue000+) ", bare)
        and not bare.startswith("look ")
    ):
        return None
    if (
        re.search(r"(?:ing|ed)$", first.group())
        and first.group() not in verbs.WORK
        and first.group()
        not in ("need", "bring", "ring", "string", "shed", "embed", "feed", "seed", "speed", "proceed")
    ):
        return None
    start = clause.body + match.start("what") + skip
    return Request(start, clause.body + match.end("what"), "verb", strength)


def is_chat(words: str) -> bool:
    """Tell whether a verb phrase is about the talk itself: "move on", "talk about it"."""
    return any(
        words == phrase
        or words.startswith(phrase + " ")
        or words.startswith(phrase + ",")
        or words.startswith(phrase + ".")
        for phrase in verbs.CHAT
    ) and not re.match(
        r"(?:go through|start|keep|leave|go|give (?:him|her|them|you)|end|all|walk|be) (?:the|a|an|all|our|"
        r"every)\b(?! (?:meeting|agenda|list|call|way|conversation|discussion|topic|subject|loop|same))",
        words,
    )


def _obliged(reading: Reading, clause: Clause, words: str, doc: "Doc | None") -> Request | None:
    if _COUNTERFACTUAL.search(words):
        return None
    match = _PERSON_TO.match(words)
    if match:
        return _verb_phrase(clause, match, 0.9)
    for pattern, strength in _OBLIGED:
        match = pattern.match(words)
        if match is None:
            continue
        if not _may_work(reading, clause, match):
            continue
        return _verb_phrase(clause, match, _strength(match, strength))
    return None


def _may_work(reading: Reading, clause: Clause, match: re.Match[str]) -> bool:
    """The subject must be somebody: "the release will ..." asks nobody."""
    subject = match["subject"]
    if (
        re.search(
            r"\b(?:want|wants|like|love|plan|plans|planning|intend|intends|agreed|promised|offered|volunteered|"
            r"committed)$",
            match["modal"],
        )
        and not match["to"]
    ):
        return False
    if re.fullmatch(r"[a-z]{3,12}", subject) and subject not in _SOMEBODY:
        start = clause.body + match.start("subject")
        word = reading.text[start : start + len(subject)]
        return subject in GIVEN_NAMES or (word[:1].isupper() and start > clause.sentence.start)
    return not (subject in ("they", "he", "she") and re.search(r"'ll| will| going to| can| could", match["modal"]))


_SOMEBODY = frozenset(
    ["you", "someone", "somebody", "anyone", "anybody", "everyone", "everybody", "they", "she", "who"]
)


def _strength(match: re.Match[str], strength: float) -> float:
    subject = match["subject"]
    if subject == "we" and match["modal"].strip() == "can":
        return 0.45
    if subject == "we" and strength == 0.85:
        first = re.match(r"[a-z]+", match["what"])
        return 0.7 if first and first.group() in verbs.WORK else 0.45
    if subject in ("who", "everyone", "everybody"):
        return 0.45
    return strength


def _of_things(reading: Reading, clause: Clause, words: str, doc: "Doc | None") -> Request | None:
    """Things that must be done something to: "the docs need updating", "the pump needs a new seal"."""
    if _COUNTERFACTUAL.search(words):
        return None
    match = _PASSIVE.match(words)
    if (
        match
        and re.search(r"(?:ed|en|t|wn|ne|ght|id|un|ung|ept|old|de|d|ut|et|ead|ought|aid|ent|elt|uilt)$", match["verb"])
        and match["verb"]
        not in ("able", "good", "great", "different", "aligned", "prepared", "excited", "red", "done", "ready")
    ):
        return Request(clause.body, clause.end, "passive", 0.9)
    match = _GERUND.match(words)
    if match and match["verb"] not in ("nothing", "something", "anything", "everything", "training", "meeting"):
        return Request(clause.body, clause.end, "gerund", 0.9)
    match = _NEEDS.match(words)
    if match and not re.match(
        r"(?:more|some|an?|two|three) (?:time|help|days?|weeks?|hours?|minutes?|lot|bit|while|"
        r"thought)\b",
        match["rest"],
    ):
        return Request(clause.body, clause.end, "needs", 0.75)
    return None


def _imperative(reading: Reading, clause: Clause, words: str, doc: "Doc | None") -> Request | None:
    lead = _ADVERB_LEAD.match(words)
    at = lead.end() if lead else 0
    first = re.match(r"[a-z]+(?:-[a-z]+)*", words[at:])
    if first is None:
        return None
    verb = first.group()
    following = words[at + first.end() :].lstrip(" ,")
    if verb in _NOT_VERBS or is_chat(words[at:]) or not _begins_work(clause, verb, following, doc):
        return None
    return Request(clause.body + at, clause.end, "verb", 0.92)


def _begins_work(clause: Clause, verb: str, following: str, doc: "Doc | None") -> bool:
    if _NO_OBJECT.match(following):
        return False
    tags = [token.tag_ for token in doc] if doc is not None else []
    if verb in verbs.NOUNS_TOO:
        return _begins_with_noun_like(clause, verb, following, tags)
    if verb in verbs.WORK:
        return True
    surely = bool(tags) and tags[0] in ("VB", "VBP") and bool(_VERB_NEXT.match(following))
    plain = len(verb) > 2 and not re.search(r"(?:s|ing|ed)$", verb)
    return surely and plain and verb not in _STATIVE and verb not in _NO_WORK


def _begins_with_noun_like(clause: Clause, verb: str, following: str, tags: list[str]) -> bool:
    """ "Order gloves" asks, "order forms are wrong" tells."""
    finite = any(tag in _FINITE for tag in tags[1:])
    if _VERB_NEXT.match(following) and not _PARTICLE_STATEMENT.match(following):
        return True
    if re.match(r"(?:for|on|from|about|in|at|by|since|to|with)\b", following):
        return bool(tags) and tags[0] == "VB" and not finite
    if finite or not tags:
        return False
    return tags[0] in ("VB", "VBP") or clause.sentence.bullet or (verb in verbs.PLAIN_OBJECT and len(tags) > 2)


_NO_OBJECT = re.compile(
    r"(?:is|are|was|were|has|had|will|should|can|could|would|must|'s|of|and|or|went|looks|seems|came|failed)\b|:|$|\."
)
_PARTICLE_STATEMENT = re.compile(r"(?:up|out|down|off|over|back|into)\b.*\b(?:is|are|was|were)\b")
_NO_WORK = frozenset(
    wordlist(
        "thank let ignore disregard imagine suppose guess bet forget do did does got excuse pretend act hail god bless"
    )
)


def _wanting(reading: Reading, clause: Clause, words: str, doc: "Doc | None") -> Request | None:
    match = _LACK.match(words)
    if match and content(match["what"].replace("\ue001", "x")):
        return _at(clause, match, "lack", 0.7)
    return None


def find_fault(reading: Reading, clause: Clause) -> Request | None:
    """Return the fault a clause tells of, or None."""
    return _fault(reading, clause, clause.words(reading), None)


def _fault(reading: Reading, clause: Clause, words: str, doc: "Doc | None") -> Request | None:
    match = _ISSUE_WITH.match(words)
    if match:
        return _at(clause, match, "fault noun", 0.8)
    told = _REPORTED.match(words)
    skip = told.end() if told else 0
    match = _FAULT.match(words[skip:])
    if match and not re.search(
        r"\b(?:will|would|might|could|may|should|can|to|didn't|don't|must|if|had|was|were)\b", match["object"]
    ):
        return Request(clause.body + skip, clause.end, "fault", 0.7)
    return None


_PRONOUN_FAULT = masked(
    r"(?:and |but |because |so )*(?:it|this|that|they|which) (?:also |still |sometimes |often |always |just |now |"
    r"\w+ly )*"
    rf"(?P<pred>{faults.VERBS}(?![\w'])|(?:is|are|keeps?|looks?|seems?|gets?|stays?) (?:\w+ly |all |always |still |"
    rf"too |also |again )*{faults.STATES}(?![\w'])|"
    rf"{faults.NEGATED} (?:\w+ly |always |even |really )*(?!need|want|know|think|have to|matter|mind|care|be |"
    rf"include|require|expect)[a-z]+)(?P<rest>.*)"
)


def find_pronoun_fault(words: str) -> re.Match[str] | None:
    """Match a clause that says of the thing just spoken of what is wrong with it: "It crashes when ..."."""
    return _PRONOUN_FAULT.match(words)


_REPORTED = masked(
    r"(?:(?:we|i|they|{P}|customers?|users?|support|sales|people|tenants?|patients?|staff|the \w+ team|(?:some|"
    r"several|many|a few|two|three) \w+|nurses?|teachers?|parents?|drivers?|clients?)"
    r"(?: also| just| keep| have| has| are| is|'re|'ve|'s| still)* (?:saw|see|seeing|noticed|notice|found|find|"
    r"report|reports|reported|reporting|complain|complains|complained|complaining|told us|told me|tell us|says?|"
    r"said|mentioned|heard|discovered|spotted)(?: that| about the fact that| how| yesterday that| today that)? |"
    r"it (?:looks like|seems|seems like|seems that|turns out|appears) |(?:the )?(?:problem|issue|bug|trouble) (?:is|"
    r"here is)(?: that)? |apparently )+"
)
