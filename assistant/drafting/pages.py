"""A page out of longer talk: what was decided, left open and worth keeping, in the speakers' sentences."""

import re
from collections import Counter

from assistant.drafting import acts
from assistant.drafting.assembly import Assembler
from assistant.drafting.evidence import quote
from assistant.drafting.reading import Reading, masked
from assistant.drafting.titles import KINDS, page_title
from assistant.nlp.casing import restore, sentence_case
from assistant.nlp.sentences import Sentence
from assistant.nlp.words import content
from assistant.schema.draft import Evidence, PageDraft

#: Talk shorter than this is a dictation or a command.
LEAST_WORDS = 60
_LONG = 150
_FILLERS = re.compile(r"(?i)(?:,\s*)?\b(?:u+m+|u+h+|e+r+m?|h+m+|you know|hang on)\b[,.…]*\s*")
_REPEATED = re.compile(r"(?i)\b(\w+(?: \w+)?)(?:[,.…]* \1)+\b")
_LEAD = re.compile(
    r"(?i)^(?:(?:okay|ok|so|um+|uh+|and|but|also|then|well|right|oh|yeah|yes|hey|alright|all right|now|"
    r"anyway)\b[\s,]*)+"
)
_CALL = masked(r"(?:(?:okay|so|and|right|hi|good|great|thanks|lovely|fine|oh),? )*{P},? ")
_ANSWER = re.compile(
    r"(?:(?:yes|yeah|no|sure|agreed|okay|ok|great|good|lovely|fine|right|true|excellent|perfect|thanks|not yet|"
    r"no idea|exactly|"
    r"will do|of course|sounds good|got it|absolutely)\b[\s,.!?]*)+(?:[\w\ue000-\ue003']+[\s,.!?]*){0,2}$"
)
#: Said of a question, these leave it as it is.
_PUT_OFF = re.compile(
    r"(?:(?:no|well|um|uh|hmm|okay|oh|honestly|good question|yeah),? )*(?:not yet|no idea|(?:i|we|nobody|"
    r"no one) (?:really )?"
    r"(?:don't|do not|doesn't|can't|knows?)\b|nobody\b|no one\b|good question|not sure|i'm not sure|we'll see|"
    r"we'll have to see|hard to say|"
    r"unclear|that's open|let's (?:leave|park) (?:it|that)|we'll leave|we(?:'ll| will) (?:find out|keep an eye)|"
    r"to be (?:seen|decided))"
)
_TAKEN_UP = re.compile(r"(?:(?:but|so|okay|then|well),? )*(?:i(?:'ll| will| can| ask)|let me|we(?:'ll| will) ask)\b")
_STILL_OPEN = re.compile(
    r"\b(?:still (?:don't|do not|haven't|need to (?:find|figure|decide|clarify))|don't know (?:yet )?(?:who|what|when|"
    r"where|why|how|if|"
    r"whether)|haven't (?:figured|decided|agreed|found)|not (?:yet )?(?:clear|decided|settled) (?:who|what|when|where|"
    r"why|how|if|whether|yet)|"
    r"(?:nobody|no one) (?:really )?knows|unclear|undecided|open question|question is still open|remains open|"
    r"is still open)\b"
)
_SMALL_QUESTION = masked(
    r"(?:(?:okay|so|and|right|hi|well|oh|good|great|thanks|all|everyone|{P}|no|yes|sure)[\s,.]+)*(?:anything else|"
    r"any (?:other )?questions|"
    r"how are (?:you|things|we)|how's (?:it|everyone|everybody)|how was|where (?:are we|was i|were we)|what happened|"
    r"everybody here|everyone here|is that you|"
    r"(?:do|did) you (?:want to|hear|see|log|have anything)|shall we (?:start|begin)|ready|who(?:'s| is) next|"
    r"what about you|can (?:you|everyone) hear|"
    r"makes sense|does that make sense|okay|right|by {D}|is {D} |{D} okay|{D}|agreed)\b"
)
_NO_DECISION = re.compile(
    r"\b(?:rather not|keep it (?:short|quick|brief)|let's (?:start|begin|see|wrap|go (?:through|over)|get started|"
    r"talk|look)|never ?mind|scratch that|"
    r"forget (?:it|that)|don't worry|no problem|not now)\b"
)
_DECIDED = masked(
    r"(?:.*\b(?:is|are) (?:definitely |now )?(?:out|off the table|settled|decided|agreed|cancelled|dropped|"
    r"final)[\s.!]*$|"
    r".*,? (?:decided|agreed|settled)[\s.!]*$|(?:(?:no|so|okay|then|and|well|good|right),? )*(?:we won't|we will not|"
    r"we're not going to|"
    r"let's (?:have|make it|go with|use|keep|stay|do it|take|switch|not|drop)|no [\w-]+s?,? please|"
    r"we(?:'ve| have)? (?:decided|agreed|settled)|the decision|decision:|it's decided|from now on)\b)"
)
_SETTLING = re.compile(r"(?:(?:so|okay|then|and|well|good|right),? )*let's (?:have|go with|keep|stay|stick)\b")
_ASKING = masked(
    r"(?:(?:and|so|okay|then|but|also|oh|well|good|great|fine|today|yes|yeah|um|uh|{D}|{P})[\s,]+)*(?:please|i'll|"
    r"i will|i'm going to|i am going to|"
    r"we(?:'ll| will)|can you|could|can|would|let's|i(?:'m| am) drawing|then (?:order|please|raise|assign)|(?:we|i|"
    r"you) (?:also )?(?:need|have to|should|must)|"
    r"(?:log|move|assign|close|set|order|make|you can)\b|someone|somebody|i (?:could|can|still have to|guess|ask|"
    r"thought|think (?:we|i|you))|(?:{P} )?(?:he|she) has to)\b"
)

Span = tuple[int, int]
#: One line of a page: the spans it quotes.
Item = tuple[Span, ...]


def draft_page(reading: Reading, found: Assembler) -> PageDraft | None:
    """Return the page, or None for a dictation, a command or small talk."""
    if len(reading.text.split()) < LEAST_WORDS:
        return None
    spoken = [s for s in reading.sentences if not s.is_heading]
    decisions = _decisions(reading, found, spoken)
    questions = _open_questions(reading, spoken)
    if not (_is_talk(reading, found, spoken, decisions) and _is_work(reading, found, decisions, questions)):
        return None
    points = _key_points(reading, found, spoken, {span for item in (*decisions, *questions) for span in item})
    if not (decisions or questions or points):
        return None
    title, title_span = page_title(reading, _kind(reading, found, spoken))
    summary: list[Item] = sorted((decisions[:2] + points[:3])[:3]) or questions[:2]
    evidence = [quote("title", *title_span, reading.text)] if title_span else []
    for field, items in (
        ("summary", summary), ("decisions", decisions), ("open_questions", questions), ("key_points", points),
    ):  # fmt: skip
        evidence += _evidence(reading, field, items)
    return PageDraft(
        title=title,
        summary=" ".join(_clean(reading, item) for item in summary),
        decisions=tuple(_clean(reading, item) for item in decisions),
        open_questions=tuple(_clean(reading, item, "?") for item in questions),
        key_points=tuple(_clean(reading, item) for item in points),
        evidence=tuple(evidence),
    )


def _evidence(reading: Reading, field: str, items: list[Item]) -> list[Evidence]:
    return [quote(field, start, end, reading.text) for item in items for start, end in item]


def _is_talk(reading: Reading, found: Assembler, spoken: list[Sentence], decisions: list[Item]) -> bool:
    """Whether this is a conversation or notes rather than one person asking for work."""
    if found.dialogue or any(s.is_heading for s in reading.sentences) or KINDS.search(reading.plain[:200]):
        return True
    if _kind(reading, found, spoken) == "Stand-up":
        return True
    return _is_conversation(reading, spoken) or bool(decisions) or _is_report(reading, found)


def _is_report(reading: Reading, found: Assembler) -> bool:
    asked = sum(piece.drafted for piece in found.pieces)
    return len(reading.text.split()) >= _LONG and asked <= 3


def _is_conversation(reading: Reading, spoken: list[Sentence]) -> bool:
    """Without labels, questions and the short answers to them show several people."""
    asked = sum(_text(reading, s).endswith("?") for s in spoken)
    answered = sum(bool(_ANSWER.match(_low(reading, s))) for s in spoken)
    return asked >= 3 or (asked >= 2 and answered >= 1)


def _is_work(reading: Reading, found: Assembler, decisions: list[Item], questions: list[Item]) -> bool:
    if any(piece.drafted for piece in found.pieces) or found.commands or decisions:
        return True
    place = KINDS.search(reading.plain[:300]) or any(s.is_heading for s in reading.sentences)
    return bool(place) or any(_STILL_OPEN.search(reading.low[slice(*item[0])]) for item in questions)


def _kind(reading: Reading, found: Assembler, spoken: list[Sentence]) -> str:
    if re.search(r"\b(?:go through|look at) the board\b", reading.plain[:200]):
        return "Stand-up"
    if re.search(r"\byesterday i\b", reading.plain) and re.search(r"\btoday,? i\b", reading.plain):
        return "Stand-up"
    return "Meeting" if found.dialogue or _is_conversation(reading, spoken) else "Notes"


def _text(reading: Reading, sentence: Sentence) -> str:
    return reading.text[sentence.start : sentence.end].strip()


def _low(reading: Reading, sentence: Sentence) -> str:
    return (
        _LEAD.sub("", reading.low[sentence.start : sentence.end].strip()) or reading.low[sentence.start : sentence.end]
    )


def _decisions(reading: Reading, found: Assembler, spoken: list[Sentence]) -> list[Item]:
    """Return the sentences that settle something; "we won't do that" goes with what it refuses."""
    told = {clause.sentence.start for clause in found.decisions}
    drafted = {piece.clause.sentence.start for piece in found.pieces if piece.drafted}
    items: list[Item] = []
    for number, sentence in enumerate(spoken):
        low = _FILLERS.sub("", reading.low[sentence.start : sentence.end].strip())
        settles = _DECIDED.match(low) or (sentence.start in told and acts.DECISION.search(low)) or _is_listed(sentence)
        if (
            not settles
            or _NO_DECISION.search(low)
            or low.endswith("?")
            or (sentence.start in drafted - told and not _SETTLING.match(low))
        ):
            continue
        span = (sentence.start, sentence.end)
        if len(content(low)) >= 2:
            items.append((span,))
        elif (asked := _refused(reading, spoken, number)) is not None:
            items.append((asked, span))
    return items


def _is_listed(sentence: Sentence) -> bool:
    return bool(re.search(r"(?i)\bdecisions?\b|\bdecided\b|\bagreed\b", sentence.heading))


def _refused(reading: Reading, spoken: list[Sentence], number: int) -> Span | None:
    for sentence in reversed(spoken[max(0, number - 3) : number]):
        if _text(reading, sentence).endswith("?"):
            return sentence.start, sentence.end
    return None


def _open_questions(reading: Reading, spoken: list[Sentence]) -> list[Item]:
    """Return what stays unanswered."""
    items: list[Item] = []
    for number, sentence in enumerate(spoken):
        low = _LEAD.sub("", _FILLERS.sub("", reading.low[sentence.start : sentence.end].strip()))
        listed = bool(re.search(r"(?i)\bquestions?\b", sentence.heading))
        stated = _STILL_OPEN.search(low) and len(low.split()) >= 5
        asked = low.endswith("?") and not _SMALL_QUESTION.match(low) and _stays_open(reading, spoken, number)
        if (listed or stated or asked) and len(content(low)) >= 2 and not acts.INJECTION.search(low):
            items.append(((sentence.start, sentence.end),))
    return items


def _stays_open(reading: Reading, spoken: list[Sentence], number: int) -> bool:
    """Nobody answers, or the answer puts it off."""
    after = spoken[number + 1 : number + 3]
    if not after:
        return True
    lows = [_FILLERS.sub("", reading.low[s.start : s.end].strip()) for s in after]
    if _PUT_OFF.match(lows[0]):
        return not (len(lows) > 1 and _TAKEN_UP.match(lows[1]))
    return (
        bool(spoken[number].turn)
        and after[0].turn == spoken[number].turn
        and lows[0].endswith("?")
        and (len(lows) < 2 or bool(_PUT_OFF.match(lows[1]) or _STILL_OPEN.search(lows[1])))
    )


def _key_points(reading: Reading, found: Assembler, spoken: list[Sentence], taken: set[Span]) -> list[Item]:
    """Return the statements that carry most of what the talk is about, in order."""
    spans = [(s.start, s.end) for s in spoken if _tells(reading, s) and (s.start, s.end) not in taken]
    counts = Counter(word for span in spans for word in set(content(reading.plain[slice(*span)])))
    news = {clause.sentence.start for clause in found.news}
    scored = sorted(((_weight(reading, span, counts, span[0] in news), span) for span in spans), reverse=True)
    limit = max(2, min(8, len(spoken) // 3))
    return sorted((span,) for weight, span in scored[:limit] if weight > 0)


def _tells(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence states a fact: no question, request, answer or greeting."""
    low = _LEAD.sub("", _FILLERS.sub("", reading.low[sentence.start : sentence.end].strip()))
    plain = reading.plain[sentence.start : sentence.end]
    if not 4 <= len(low.split()) <= 60 or low.endswith("?") or acts.INJECTION.search(plain):
        return False
    told = not (acts.NOISE.match(low) or _ANSWER.match(low) or _ASKING.match(low) or _NO_DECISION.search(low))
    return (
        told
        and len(content(low)) >= 3
        and not re.match(
            r"(?:about|regarding|wait|stand-?up|stand up|just a|only a|sorry|thanks|hi|hello|good morning)\b", low
        )
    )


def _weight(reading: Reading, span: Span, counts: Counter[str], news: bool) -> float:
    words = content(reading.plain[slice(*span)])
    if len(words) < 2:
        return 0.0
    shared = sum(counts[word] - 1 for word in set(words))
    figures = len(re.findall(r"\d|[\ue000-\ue002]+", reading.low[slice(*span)]))
    return (shared + 2.0 * news + 0.5 * min(figures, 4) + 0.2 * min(len(words), 15)) / (
        1 + 0.02 * max(0, len(words) - 25)
    )


def _clean(reading: Reading, item: Item, ending: str = ".") -> str:
    return " ".join(_cleaned(reading, span, ending) for span in item)


def _cleaned(reading: Reading, span: Span, ending: str) -> str:
    text = _LEAD.sub("", _REPEATED.sub(r"\1", _FILLERS.sub(" ", reading.text[slice(*span)]).strip())).strip(" ,;:-–—")
    text = sentence_case(restore(re.sub(r"\s+", " ", text), reading.context.people))
    return text if text[-1:] in ".!?" else text + (ending if acts.QUESTION.match(text.lower()) else ".")
