"""Summaries and descriptions for work found by the network, from the speaker's words."""

import re
from typing import TYPE_CHECKING

from assistant.drafting.clauses import Clause, split_clauses
from assistant.drafting.corrections import Piece
from assistant.drafting.descriptions import describe
from assistant.drafting.fields import propose_all
from assistant.drafting.learned.choose import Work
from assistant.drafting.learned.layout import Layout, Span
from assistant.drafting.reading import Reading
from assistant.drafting.requests import Request, find_request
from assistant.drafting.summaries import summarise
from assistant.nlp.casing import sentence_case
from assistant.nlp.pipeline import tag
from assistant.nlp.sentences import Sentence

if TYPE_CHECKING:
    from spacy.tokens import Doc

#: At most this many sentences after the one that asks for work belong to its description.
_FOLLOWING = 2
#: So far, in characters, others that ask for things are looked for.
_LOOK = 3000


def word_issue(layout: Layout, work: Work, others: list[Span]) -> tuple[str, str, list[tuple[int, int]]]:
    """Return summary, description and the passages of the description; `others` are where things are asked for."""
    reading = layout.reading
    piece = _piece(layout, work)
    summary = sentence_case(summarise(reading, piece.request, piece.proposals, work.kind))[:80].strip()
    summary = summary or " ".join(reading.text[slice(*layout.chars(work.span))].split())[:80].strip()
    piece.passages = _passages(layout, work, others)
    piece.proposals = [p for start, end in piece.passages for p in propose_all(reading, start, end)]
    return summary, *describe(reading, piece, summary)


def _piece(layout: Layout, work: Work) -> Piece:
    """Return the work as the rules see work: its clause, how it is put, and the phrases that only set fields."""
    reading = layout.reading
    start, end = layout.chars(work.span)
    clause = _clause(reading, start, end)
    proposals = [p for p in clause.proposals if p.start < end and start < p.end]
    return Piece(_request(reading, clause, work.kind), clause, [(clause.start, clause.end)], proposals)


def _clause(reading: Reading, start: int, end: int) -> Clause:
    inner = [clause for clause in _clauses(reading) if clause.start < end and start < clause.end]
    sentence = inner[0].sentence if inner else _sentence(reading, start)
    body = max(start, inner[0].body) if inner and inner[0].body < end else start
    clause = Clause(start, end, body, sentence)
    clause.proposals = propose_all(reading, start, end, sentence)
    return clause


def _clauses(reading: Reading) -> list[Clause]:
    if "clauses" not in reading.memo:
        reading.memo["clauses"] = list(split_clauses(reading))
    found: list[Clause] = reading.memo["clauses"]
    return found


def _sentence(reading: Reading, start: int) -> Sentence:
    """Return the sentence at an offset, the rest of the text where there is none."""
    before = (each for each in reversed(reading.sentences) if each.start <= start)
    return next(before, Sentence(start, len(reading.text)))


def _request(reading: Reading, clause: Clause, kind: str) -> Request:
    doc = next(iter(tag([reading.text[clause.body : clause.end]])))
    found = find_request(reading, clause, doc)
    return found or Request(clause.body, clause.end, _form(clause.words(reading), doc, kind), 0.9)


_FORMS = (
    ("story", re.compile(r"as (?:an?|the) .* i (?:want|would like|need)|as (?:an?|the) [\w -]+,? i(?:'d| want)")),
    ("passive", re.compile(r".*\b(?:needs? to|has to|have to|must|should|ought to|to) be \w+")),
    ("needs", re.compile(r".*\bneeds? (?:an?|some|new|the)\b")),
    ("gerund", re.compile(r".*\b(?:needs?|wants?|could do with) \w+ing\b")),
    ("lack", re.compile(r"(?:we|i|they) (?:need|want|are missing|lack|don't have)\b")),
)


def _form(words: str, doc: "Doc", kind: str) -> str:
    for form, pattern in _FORMS:
        if pattern.match(words):
            return form
    first = next((token for token in doc if not token.is_punct), None)
    if first is not None and first.tag_ in ("VB", "VBP"):
        return "verb"
    return "fault" if kind == "Bug" else "noun"


def _passages(layout: Layout, work: Work, others: list[Span]) -> list[tuple[int, int]]:
    """Return the sentence that asks and those right after it that ask for nothing else."""
    reading = layout.reading
    start, end = layout.chars(work.span)
    taken = [each for each in others if start < each[1] and each[0] < start + _LOOK and each != (start, end)]
    passages: list[tuple[int, int]] = []
    after = 0
    for sentence in reading.sentences:
        if sentence.end <= start or sentence.is_heading:
            continue
        asks = any(a < sentence.end and sentence.start < b for a, b in taken)
        own = sentence.start < end
        if not own and (asks or after >= _FOLLOWING or _apart(reading, sentence, start)):
            break
        passages.append((start, end) if own and asks else (sentence.start, sentence.end))
        after += not own
    return passages


def _apart(reading: Reading, sentence: Sentence, start: int) -> bool:
    home = _sentence(reading, start)
    return bool(
        sentence.turn != home.turn
        or sentence.paragraph != home.paragraph
        or (sentence.line != home.line and (sentence.bullet or home.bullet))
    )
