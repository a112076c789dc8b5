"""Passages that ask for work still to be done: the words of the work, and how it was put."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.drafting.clauses import Clause
from assistant.drafting.lexicon import faults, verbs
from assistant.drafting.reading import Reading, masked
from assistant.drafting.request_patterns import (
    ADJ,
    ADVERB_LEAD,
    ASKING,
    COUNTERFACTUAL,
    CREATE,
    CREATED,
    FAULT,
    FINITE,
    GERUND,
    INFO,
    ISSUE_WITH,
    KIND_FOR,
    LACK,
    LETS,
    NEEDS,
    NOT_VERBS,
    OBLIGED,
    ONE_FOR,
    ORDER,
    PASSIVE,
    PERSON_TO,
    POLITE,
    PROMISED,
    STATIVE,
    THERE,
    TICKET,
    USER,
    VERB_NEXT,
)
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


def find_request(reading: Reading, clause: Clause, doc: "Doc | None") -> Request | None:
    """Return what work a clause asks for, or None. Denials, conditions and finished work are judged elsewhere."""
    words = clause.words(reading)
    for finder in (_created, _kind_for, _as_user, _asked, _obliged, _of_things, _imperative, _wanting):
        request = finder(reading, clause, words, doc)
        if request:
            return request
    return None


def _at(
    clause: Clause, match: re.Match[str], form: str, strength: float, said: bool = False, group: str = "what"
) -> Request:
    first, last = match.span(group)
    return Request(clause.body + first, clause.body + last, form, strength, said)


_BARE_TICKET = masked(
    rf"(?:{ASKING}{CREATE}|(?:we|i) need) (?:me |us )?(?:an? |another |one |one more |"
    rf"the |two |three |four |some |a few |a couple of )?(?:more )?{ADJ}{TICKET}s?(?: for (?:me|us|this|that|"
    rf"it))?[\s.:,]*$"
)


def announces(words: str) -> bool:
    """Tell whether a clause only says that a ticket comes: "raise a ticket", and the next ones say what for."""
    return bool(_BARE_TICKET.match(words))


def _created(reading: Reading, clause: Clause, words: str, doc: "Doc | None") -> Request | None:
    match = CREATED.match(words) or ORDER.match(words) or THERE.match(words) or ONE_FOR.match(words)
    if (
        match is None
        or not content(match["what"].replace("\ue000", "x"))
        or re.match(r"(?:is|was|are|were|has|had)\b", match["what"])
    ):
        return None
    nested = _nested(reading, clause, match, doc)
    return nested or _at(clause, match, "noun", 0.97, True)


def _kind_for(reading: Reading, clause: Clause, words: str, doc: "Doc | None") -> Request | None:
    match = KIND_FOR.match(words)
    first = match["what"].split(" ")[0] if match else ""
    if (
        match is None
        or first not in verbs.WORK
        or (first in verbs.NOUNS_TOO and not VERB_NEXT.match(match["what"][len(first) :].lstrip()))
    ):
        return None
    return Request(clause.body + match.start("what"), clause.end, "verb", 0.97, True)


def _nested(reading: Reading, clause: Clause, match: re.Match[str], doc: "Doc | None") -> Request | None:
    """Read what a ticket is asked for as a request of its own: "a task for Tom to update the docs"."""
    start = clause.body + match.start("what")
    inner = Clause(start, clause.end, start, clause.sentence)
    words = inner.words(reading)
    bare = ADVERB_LEAD.match(words)
    skip = bare.end() if bare else 0
    first = re.match(r"[a-z-]+", words[skip:])
    if first and first.group() in verbs.WORK and first.group() not in verbs.NOUNS_TOO:
        return Request(start + skip, clause.end, "verb", 0.97, True)
    for finder in (_as_user, _asked, _obliged, _of_things, _fault):
        found = finder(reading, inner, words, None)
        if found:
            return Request(found.start, found.end, found.form, 0.97, True)
    if first and first.group() in verbs.WORK and (skip or VERB_NEXT.match(words[skip + first.end() :].lstrip())):
        return Request(start + skip, clause.end, "verb", 0.97, True)
    return None


def _as_user(reading: Reading, clause: Clause, words: str, doc: "Doc | None") -> Request | None:
    match = USER.match(words)
    return Request(clause.body, clause.end, "story", 0.95, True) if match else None


def _asked(reading: Reading, clause: Clause, words: str, doc: "Doc | None") -> Request | None:
    match = POLITE.match(words)
    if match:
        subject = match["subject"]
        strength = 0.55 if subject == "we" else 0.45 if words.startswith("who") else 0.93
        if "it would be" in words[:12] or "it'd be" in words[:9]:
            strength = 0.6
        return _verb_phrase(clause, match, strength)
    match = LETS.match(words)
    if match:
        return _verb_phrase(clause, match, 0.85 if words.startswith("let") else 0.4)
    return None


def _verb_phrase(clause: Clause, match: re.Match[str], strength: float) -> Request | None:
    """Accept words that begin with a verb of work; talk about the talk is none."""
    what = match["what"]
    lead = ADVERB_LEAD.match(what)
    skip = lead.end() if lead else 0
    bare = what[skip:]
    first = re.match(r"[a-z]+(?:-[a-z]+)*", bare)
    if first is None or first.group() in NOT_VERBS or INFO.match(bare) or is_chat(bare):
        return None
    if (
        first.group() in STATIVE
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
    if _WORK_AFTER_ALL.match(words):
        return False
    if re.match(r"help(?:[,.!?]| with (?:it|that|this)\b| you\b| (?:him|her|them)\b|$)", words):
        return True
    return any(
        re.match(rf"{re.escape(phrase)}(?![\w'-])", words)
        for phrase in _CHAT_BY_FIRST.get(words.split(" ")[0].strip(".,!?"), ())
    )


_WORK_AFTER_ALL = masked(
    r"(?!keep an eye\b)(?:go through|start|keep|leave|give (?:him|her|them|you)|end|all|walk|be) (?:the|a|an|"
    r"all|our|every)\b"
    r"(?! (?:\w+ )?(?:meeting|agenda|list|call|way|conversation|discussion|topic|subject|loop|same|board|backlog|"
    r"tickets|items|points|numbers|round|sprint|outage|incident|minutes))|"
    r"(?:talk|speak) (?:to|with) (?!each|us\b|you\b|me\b|them\b)"
)
_CHAT_BY_FIRST: dict[str, list[str]] = {}
for _phrase in verbs.CHAT:
    _CHAT_BY_FIRST.setdefault(_phrase.split(" ")[0], []).append(_phrase)


def _obliged(reading: Reading, clause: Clause, words: str, doc: "Doc | None") -> Request | None:
    if COUNTERFACTUAL.search(words):
        return None
    match = PERSON_TO.match(words)
    if match:
        return _verb_phrase(clause, match, 0.9)
    for pattern, strength in OBLIGED:
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
    wordlist(
        "you someone somebody anyone anybody everyone everybody they she who facilities marketing finance legal ops "
        "operations "
        "sales support engineering procurement maintenance security logistics accounting"
    )
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
    if COUNTERFACTUAL.search(words):
        return None
    match = PASSIVE.match(words)
    if (
        match
        and re.search(r"(?:ed|en|t|wn|ne|ght|id|un|ung|ept|old|de|d|ut|et|ead|ought|aid|ent|elt|uilt)$", match["verb"])
        and match["verb"]
        not in ("able", "good", "great", "different", "aligned", "prepared", "excited", "red", "done", "ready")
    ):
        return Request(clause.body, clause.end, "passive", 0.9)
    match = GERUND.match(words)
    if match and match["verb"] not in ("nothing", "something", "anything", "everything", "training", "meeting"):
        return Request(clause.body, clause.end, "gerund", 0.9)
    match = NEEDS.match(words)
    if match and not re.match(
        r"(?:more|some|an?|two|three) (?:time|help|days?|weeks?|hours?|minutes?|lot|bit|while|"
        r"thought)\b",
        match["rest"],
    ):
        return Request(clause.body, clause.end, "needs", 0.75)
    return None


def _imperative(reading: Reading, clause: Clause, words: str, doc: "Doc | None") -> Request | None:
    anyone = re.match(r"(?:someone|somebody|anyone) (?=[a-z]+ (?:the|a|an|all|it|them|this|that|our)\b)", words)
    lead = ADVERB_LEAD.match(words)
    at = anyone.end() if anyone else lead.end() if lead else 0
    first = re.match(r"[a-z]+(?:-[a-z]+)*", words[at:])
    if first is None:
        return None
    verb = first.group()
    following = words[at + first.end() :].lstrip(" ,")
    if verb in NOT_VERBS or is_chat(words[at:]) or not _begins_work(clause, verb, following, doc):
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
    surely = bool(tags) and tags[0] in ("VB", "VBP") and bool(VERB_NEXT.match(following))
    plain = len(verb) > 2 and not re.search(r"(?:s|ing|ed)$", verb)
    return surely and plain and verb not in STATIVE and verb not in _NO_WORK


def _begins_with_noun_like(clause: Clause, verb: str, following: str, tags: list[str]) -> bool:
    """ "Order gloves" asks, "order forms are wrong" tells."""
    finite = any(tag in FINITE for tag in tags[1:])
    if VERB_NEXT.match(following) and not _PARTICLE_STATEMENT.match(following):
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
        "stand sit err thank let ignore disregard imagine suppose guess bet forget do did does got excuse "
        "pretend act hail god bless"
    )
)


def _wanting(reading: Reading, clause: Clause, words: str, doc: "Doc | None") -> Request | None:
    match = LACK.match(words) or PROMISED.match(words)
    if match and content(match["what"].replace("\ue001", "x")):
        return _at(clause, match, "lack", 0.7)
    return None


def find_fault(reading: Reading, clause: Clause) -> Request | None:
    """Return the fault a clause tells of, or None."""
    return _fault(reading, clause, clause.words(reading), None)


def _fault(reading: Reading, clause: Clause, words: str, doc: "Doc | None") -> Request | None:
    match = ISSUE_WITH.match(words)
    if match:
        return _at(clause, match, "fault noun", 0.8)
    told = REPORTED.match(words)
    skip = told.end() if told else 0
    match = FAULT.match(words[skip:])
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


REPORTED = masked(
    r"(?:(?:we|i|they|{P}|(?:one|some|several|two|three|a few|many|both) of (?:the|our) [\w-]+|somebody|someone|"
    r"customers?|users?|support|sales|people|tenants?|patients?|staff|the \w+ team|(?:some|"
    r"several|many|a few|two|three) \w+|nurses?|teachers?|parents?|drivers?|clients?)"
    r"(?: also| just| keep| have| has| are| is|'re|'ve|'s| still)* (?:saw|see|seeing|noticed|notice|found|find|"
    r"report|reports|reported|reporting|complain|complains|complained|complaining|told us|told me|tell us|says?|"
    r"said|mentioned|heard|discovered|spotted)(?: that| about the fact that| how| yesterday that| today that)? |"
    r"when(?:ever)? (?:i|you|we|they|someone|users?|customers?) [^,]*?,? ?(?=the |our |my )|it (?:looks like|seems|"
    r"seems like|seems that|turns out|appears) |(?:the )?(?:only |one |main |big |real )?(?:problem|issue|bug|"
    r"trouble) (?:is|"
    r"here is)(?: that)? |apparently )+"
)
