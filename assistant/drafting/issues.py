"""Pieces of work turned into issue drafts: each field its last word, with evidence, and questions for what is open."""

import re
from collections.abc import Iterable

from assistant.drafting.corrections import Piece
from assistant.drafting.descriptions import describe
from assistant.drafting.evidence import quote
from assistant.drafting.naming import named
from assistant.drafting.reading import Proposal, Reading
from assistant.drafting.summaries import fault_summary, summarise
from assistant.nlp.casing import sentence_case
from assistant.schema.draft import Evidence, IssueDraft, Question

_SINGLE = ("priority", "assignee", "due_date", "story_points", "parent_key")
_MANY = ("components", "labels", "links")


def draft_issue(reading: Reading, piece: Piece) -> tuple[IssueDraft, list[Question]]:
    """Return the issue a piece of work makes and what must be asked about it; issue numbers are set later."""
    values: dict[str, object] = {}
    evidence: list[Evidence] = []
    scores: dict[str, float] = {}
    questions: list[Question] = []
    for field in _SINGLE:
        said = [p for p in piece.proposals if p.field == field]
        chosen = _last_word(reading, said)
        if chosen is not None and chosen.value is not None:
            values[field] = chosen.value
            scores[field] = round(chosen.score, 2)
            evidence += _evidence(reading, chosen)
        questions += _questions(reading, field, chosen)
    for field in _MANY:
        chosen_all = _each_once([p for p in piece.proposals if p.field == field])
        values[field] = tuple(p.value for p in chosen_all if p.value is not None)
        evidence += [item for p in chosen_all if p.value is not None for item in _evidence(reading, p)]
        questions += [_unknown_key(field, p) for p in chosen_all if p.value is None and p.note]
        if values[field]:
            scores[field] = round(min(p.score for p in chosen_all), 2)
    kind, kind_evidence, scores["issue_type"] = _kind(reading, piece)
    evidence.append(kind_evidence)
    summary = _summary(reading, piece, kind)
    description, passages = describe(reading, piece, summary)
    start, end = piece.clause.start, piece.clause.end
    evidence.insert(0, quote("summary", start, end, reading.text))
    evidence += [quote("description", first, last, reading.text) for first, last in passages]
    scores["summary"] = round(piece.request.strength, 2)
    issue = IssueDraft(
        summary=summary, description=description, issue_type=kind, evidence=tuple(evidence), scores=scores, **values
    )  # type: ignore[arg-type]  # fmt: skip
    return issue, questions


def _last_word(reading: Reading, said: list[Proposal]) -> Proposal | None:
    """The last thing said counts; what was left open counts only if nothing clear was said."""
    clear = [p for p in said if p.value is not None]
    if clear and said[-1].value is None and said[-1].candidates and said[-1].note == "ambiguous":
        return said[-1]
    return clear[-1] if clear else said[-1] if said else None


def _each_once(said: list[Proposal]) -> list[Proposal]:
    kept: dict[str, Proposal] = {}
    for proposal in said:
        kept.setdefault(str(proposal.value) if proposal.value is not None else proposal.note, proposal)
    return list(kept.values())


def _evidence(reading: Reading, proposal: Proposal) -> Iterable[Evidence]:
    spans = proposal.quotes or ((proposal.start, proposal.end),)
    if proposal.field in ("due_date", "assignee") and proposal.quotes and len(proposal.quotes) == 1:
        spans = ((proposal.start, proposal.end),)
    for start, end in spans:
        yield quote(proposal.field, start, end, reading.text)


def _kind(reading: Reading, piece: Piece) -> tuple[str, Evidence, float]:
    said = [p for p in piece.proposals if p.field == "issue_type" and p.score > 0.7]
    request = piece.request
    if said:
        order = {"Sub-task": 0, "Epic": 1, "Story": 2, "Bug": 3, "Task": 4}
        chosen = (
            said[-1] if piece.clause.end < said[-1].start else min(said, key=lambda p: (order[str(p.value)], p.start))
        )
        return str(chosen.value), quote("issue_type", chosen.start, chosen.end, reading.text), round(chosen.score, 2)
    if request.form.startswith("fault"):
        return "Bug", quote("issue_type", request.start, request.end, reading.text), 0.8
    if request.form == "story":
        return "Story", quote("issue_type", request.start, request.end, reading.text), 0.9
    faults = [
        p
        for p in piece.proposals
        if p.field == "issue_type" and (p.start < piece.clause.end or piece.trouble is not None)
    ]
    remedy = piece.cause is not None and request.form == "verb"
    if faults and not remedy and (piece.trouble or _mends(reading, piece)):
        return "Bug", quote("issue_type", faults[0].start, faults[0].end, reading.text), 0.75
    return "Task", quote("issue_type", request.start, request.end, reading.text), 0.7


def _mends(reading: Reading, piece: Piece) -> bool:
    """A fault in the words makes a bug only when the work is to mend it: not "write a report on failures"."""
    low = reading.low[piece.request.start : piece.request.end]
    if piece.request.form in ("noun", "passive", "gerund"):
        return True
    return bool(
        re.match(
            r"(?:\w+ly )?(?:fix|repair|resolve|investigate|debug|look|troubleshoot|mend|patch|find out|"
            r"solve|track|sort|correct|stop|diagnose|hotfix|address|trace|figure|get|deal|handle|"
            r"clear)\b",
            low,
        )
    )


def _summary(reading: Reading, piece: Piece, kind: str) -> str:
    summary = summarise(reading, piece.request, piece.proposals, kind)
    if piece.trouble and kind == "Bug":
        thing = re.sub(r"(?i)^(?:fix|handle|add) ", "", summary)
        summary = fault_summary(reading, thing, piece.trouble)
    summary = named(summary, piece)
    return sentence_case(summary)[:80].strip() or reading.text[piece.request.start : piece.request.end][:80].strip()


def _questions(reading: Reading, field: str, chosen: Proposal | None) -> list[Question]:
    if field == "assignee":
        question = _ask_owner(reading, chosen)
        return [question] if question else []
    if chosen is None or chosen.value is not None:
        return []
    said = reading.text[chosen.start : chosen.end].strip()
    if field == "due_date":
        text = f"Which day is meant by {said!r}?"
        return [Question(field=field, issue=0, text=text, candidates=chosen.candidates)]
    return [_unknown_key(field, chosen)] if field == "parent_key" else []


def _ask_owner(reading: Reading, chosen: Proposal | None) -> Question | None:
    if chosen is None:
        return Question(field="assignee", issue=0, text="No owner heard. Who takes it?")
    if chosen.value is not None:
        return None
    said = reading.text[chosen.start : chosen.end].strip()
    if chosen.note == "ambiguous":
        text = f"{said!r} may mean several people. Who takes it?"
    elif chosen.note.startswith("unknown"):
        text = f"{chosen.note.removeprefix('unknown ')} is not in the directory. Who takes it?"
    elif chosen.note == "team":
        text = f"{said!r} names a team. Which person takes it?"
    elif chosen.note == "speaker":
        text = f"Somebody said {said!r}. Who was speaking?"
    else:
        text = "No owner heard. Who takes it?"
    return Question(field="assignee", issue=0, text=text, candidates=chosen.candidates)


def _unknown_key(field: str, proposal: Proposal) -> Question:
    heard = proposal.note.removeprefix("unknown key ")
    text = f"There is no issue {heard}. Which one is meant?"
    return Question(field=field, issue=0, text=text, candidates=proposal.candidates)
