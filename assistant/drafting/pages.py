"""A page out of longer talk: what was decided, left open and worth keeping, in the speakers' sentences."""

import re
from collections import Counter
from collections.abc import Iterable

from assistant.drafting import acts
from assistant.drafting.assembly import Assembler
from assistant.drafting.clauses import Clause
from assistant.drafting.evidence import quote
from assistant.drafting.reading import Reading
from assistant.drafting.summaries import _FILLERS, _REPEATED
from assistant.nlp.casing import restore, sentence_case
from assistant.nlp.words import content
from assistant.schema.draft import Evidence, PageDraft

#: Talk shorter than this is a dictation or a command, unless something was decided or asked in a conversation.
LEAST_WORDS = 60
_LONG = 150
_KIND = re.compile(
    r"\b(stand-?up|daily|retro(?:spective)?|planning|kick-?off|meeting|handover|hand-over|debrief|"
    r"review|sync|post-?mortem|workshop|briefing)\b"
)
_LEAD = re.compile(
    r"(?i)^(?:(?:okay|ok|so|um+|uh+|and|but|also|then|well|right|oh|yeah|yes|hey|alright|all right|"
    r"now|anyway)\b[\s,]*)+"
)

Span = tuple[int, int]


def draft_page(reading: Reading, found: Assembler) -> PageDraft | None:
    """Return the page, or None for a short dictation or command."""
    words = len(reading.text.split())
    decisions = _sentences(reading, found.decisions)
    questions = _sentences(reading, _unanswered(reading, found))
    talk = (
        found.dialogue
        or bool(decisions or questions)
        or len(found.news) > 1
        or any(s.is_heading for s in reading.sentences)
    )
    if words < LEAST_WORDS or not (talk or words >= _LONG):
        return None
    key_points = _key_points(reading, found, decisions, questions)
    if not (decisions or questions or key_points):
        return None
    title, title_span = _title(reading, found)
    summary = sorted((decisions[:2] + key_points[:3])[:3]) or questions[:2]
    evidence = [quote("title", *title_span, reading.text)] if title_span else []
    for field, spans in (
        ("summary", summary),
        ("decisions", decisions),
        ("open_questions", questions),
        ("key_points", key_points),
    ):
        evidence += [_evidence(reading, field, span) for span in spans]
    return PageDraft(
        title=title,
        summary=" ".join(_clean(reading, span) for span in summary),
        decisions=tuple(_clean(reading, span) for span in decisions),
        open_questions=tuple(_clean(reading, span, "?") for span in questions),
        key_points=tuple(_clean(reading, span) for span in key_points),
        evidence=tuple(evidence),
    )


def _evidence(reading: Reading, field: str, span: Span) -> Evidence:
    return quote(field, span[0], span[1], reading.text)


def _sentences(reading: Reading, clauses: Iterable[Clause]) -> list[Span]:
    """Return the sentence, or a long one's part, around each clause, once each."""
    spans: dict[Span, None] = {}
    for clause in clauses:
        sentence = (clause.sentence.start, clause.sentence.end)
        span = sentence if len(reading.text[slice(*sentence)].split()) <= 35 else (clause.start, clause.end)
        if len(content(reading.low[slice(*span)])) >= 2 and not any(s[0] <= span[0] and span[1] <= s[1] for s in spans):
            spans[span] = None
    return sorted(spans)


def _unanswered(reading: Reading, found: Assembler) -> list[Clause]:
    """Questions that the next turn does not settle, and no small talk."""
    after = {s.start: n for n, s in enumerate(reading.sentences)}
    kept = []
    for clause in found.open:
        place = after[clause.sentence.start]
        following = reading.sentences[place + 1] if place + 1 < len(reading.sentences) else None
        if (
            following
            and found.dialogue
            and following.turn != clause.sentence.turn
            and _settled(reading.low[following.start : following.end])
        ):
            continue
        if any(
            p.alive and p.kind == "request" and p.clause.sentence.start == clause.sentence.start for p in found.pieces
        ):
            continue
        if len(content(reading.low[clause.body : clause.end])) >= 2:
            kept.append(clause)
    return kept


def _settled(low: str) -> bool:
    return bool(
        acts.AGREE.match(low)
        or acts.NEGATIVE.match(low)
        or re.match(
            r"(?:yes|no|it's|it is|that's|we have|"
            r"i have|about|probably|they|\d)",
            low,
        )
    ) and not acts.OPEN.search(low)


def _key_points(reading: Reading, found: Assembler, decisions: list[Span], questions: list[Span]) -> list[Span]:
    """Return the sentences that carry most of what the talk is about, in order."""
    taken = set(decisions) | set(questions)
    spans = [
        (s.start, s.end)
        for s in reading.sentences
        if not s.is_heading and (s.start, s.end) not in taken and 5 <= len(reading.text[s.start : s.end].split()) <= 60
    ]
    spans = [
        span
        for span in spans
        if not acts.INJECTION.search(reading.plain[slice(*span)]) and not acts.NOISE.match(reading.low[slice(*span)])
    ]
    counts = Counter(word for span in spans for word in set(content(reading.plain[slice(*span)])))
    news = {clause.sentence.start for clause in found.news} | {
        p.clause.sentence.start for p in found.pieces if p.drafted
    }
    scored = sorted(((_weight(reading, span, counts, span[0] in news), span) for span in spans), reverse=True)
    limit = max(2, min(8, len(spans) // 3))
    return sorted(span for weight, span in scored[:limit] if weight > 0)


def _weight(reading: Reading, span: Span, counts: Counter[str], news: bool) -> float:
    words = content(reading.plain[slice(*span)])
    if len(words) < 3:
        return 0.0
    shared = sum(counts[word] - 1 for word in set(words))
    figures = len(re.findall(r"\d|[\ue000-\ue002]+", reading.low[slice(*span)]))
    return (shared + 2.0 * news + 0.5 * min(figures, 4) + 0.2 * min(len(words), 15)) / (
        1 + 0.02 * max(0, len(words) - 25)
    )


def _title(reading: Reading, found: Assembler) -> tuple[str, Span | None]:
    """Return the first heading, or the kind of talk with what it is most about."""
    for sentence in reading.sentences:
        if sentence.is_heading and sentence.line == 0:
            return reading.text[sentence.start : sentence.end].strip(), (sentence.start, sentence.end)
    kind = _KIND.search(reading.plain[:600])
    name = sentence_case(kind.group(1)) if kind else "Notes"
    topics, span = _topics(reading)
    title = f"{name}: {', '.join(topics)}" if topics else name
    return title[:100], span or ((kind.start(), kind.end()) if kind else None)


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
    ]
)


def _topics(reading: Reading) -> tuple[list[str], Span | None]:
    """Return the nouns said most, as they were first said."""
    from assistant.nlp.pipeline import tag

    nouns: Counter[str] = Counter()
    first: dict[str, Span] = {}
    spans = [(s.start, s.end) for s in reading.sentences if not s.is_heading][:400]
    for (start, _), doc in zip(spans, tag((reading.text[a:b] for a, b in spans), lemmas=True), strict=True):
        for token in doc:
            at = start + token.idx
            lemma = token.lemma_.lower()
            masked = reading.low[at : at + 1] != reading.plain[at : at + 1]
            if (
                token.pos_ in ("NOUN", "PROPN")
                and len(lemma) > 2
                and not masked
                and lemma.isalpha()
                and lemma not in _NOT_TOPICS
            ):
                nouns[lemma] += 1
                first.setdefault(lemma, (at, at + len(token.text)))
    best = [word for word, _ in nouns.most_common(3)]
    span = first[best[0]] if best else None
    return [restore(word) for word in best], span


def _clean(reading: Reading, span: Span, ending: str = ".") -> str:
    text = _LEAD.sub("", _REPEATED.sub(r"\1", _FILLERS.sub("", reading.text[slice(*span)]))).strip(" ,;:-–—")
    text = sentence_case(restore(re.sub(r"\s+", " ", text), reading.context.people))
    return text if text[-1:] in ".!?" else text + (ending if _asks(text) else ".")


def _asks(text: str) -> bool:
    return bool(acts.QUESTION.match(text.lower()))
