"""Draft sets out of what was found: values from mentions, evidence from their words, questions for the rest."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from assistant.drafting.evidence import quote
from assistant.drafting.learned.choose import ChangeFound, Choice, Found, Limits, Work
from assistant.drafting.learned.layout import Layout, Span
from assistant.drafting.learned.wording import word_issue
from assistant.nlp.numbers import find_durations
from assistant.schema.draft import CommandDraft, Evidence, IssueDraft, LinkDraft, Question

#: Words that carry a field are looked for this many words around its mention, and must be this likely to carry it.
_AROUND, _CARRIES = 12, 0.4


def draft_issues(layout: Layout, found: Found, limits: Limits) -> tuple[list[IssueDraft], list[Question]]:
    """Return the issues found and what must be asked about them."""
    issues: list[IssueDraft] = []
    questions: list[Question] = []
    spans = [layout.chars(work.span) for work in found.works]
    spans += [layout.chars(change.span) for change in found.changes]
    for work in found.works:
        if not re.search(r"[^\W\d_]{2}", layout.reading.text[slice(*layout.chars(work.span))]):
            continue  # marks and figures name no work
        questions += [q.model_copy(update={"issue": len(issues)}) for q in _questions(layout, work, limits)]
        issues.append(_issue(layout, found, work, spans, limits))
    return issues, questions


def _issue(layout: Layout, found: Found, work: Work, spans: list[Span], limits: Limits) -> IssueDraft:
    text = layout.reading.text
    summary, description, passages = word_issue(layout, work, spans)
    own = layout.chars(work.span)
    evidence = [quote("summary", *own, text)]
    evidence += [quote("description", *passage, text) for passage in passages]
    values: dict[str, object] = {"issue_type": work.kind}
    scores = {"summary": work.score, "issue_type": work.kind_score}
    evidence.append(quote("issue_type", *own, text))
    for name, choice in work.fields.items():
        if choice.value is None or choice.score < limits.field:
            continue
        values[name] = _typed(name, choice.value)
        scores[name] = choice.score
        evidence += _carried(layout, found, work, name, choice)
    for name in ("components", "labels"):
        chosen: list[Choice] = [choice for choice in getattr(work, name) if choice.value]
        values[name] = tuple(str(choice.value) for choice in chosen)
        evidence += [_mention(layout, name, choice) for choice in chosen]
        if chosen:
            scores[name] = min(choice.score for choice in chosen)
    links = [(kind, choice) for kind, choice in work.relations if kind != "parent"]
    parent = max((choice for kind, choice in work.relations if kind == "parent"), key=lambda c: c.score, default=None)
    values["links"] = tuple(LinkDraft(type=kind, key=str(choice.value)) for kind, choice in links)
    evidence += [_mention(layout, "links", choice) for _, choice in links]
    if parent:
        values["parent_key"] = parent.value
        scores["parent_key"] = parent.score
        evidence.append(_mention(layout, "parent_key", parent))
    rounded = {name: round(score, 3) for name, score in scores.items()}
    given = {**values, "summary": summary, "description": description, "evidence": tuple(evidence), "scores": rounded}
    return IssueDraft.model_validate(given)


def _typed(name: str, value: str) -> object:
    return date.fromisoformat(value) if name == "due_date" else float(value) if name == "story_points" else value


def _mention(layout: Layout, name: str, choice: Choice) -> Evidence:
    mention = layout.mentions[choice.place]
    return quote(name, mention.start, mention.end, layout.reading.text)


def _carried(layout: Layout, found: Found, work: Work, name: str, choice: Choice) -> Iterator[Evidence]:
    """Quote the mention; for a speaker who takes the work, also the words by which he does."""
    yield _mention(layout, name, choice)
    if layout.mentions[choice.place].kind != "label":
        return
    first, last = work.span
    words = _run(found, name, max(0, first - _AROUND), min(len(layout.words), last + _AROUND)) or work.span
    yield quote(name, *layout.chars(words), layout.reading.text)


def _run(found: Found, name: str, first: int, last: int) -> Span | None:
    """Return the words around that most likely carry a field."""
    chances = found.helpers[name][first:last]
    if not len(chances) or chances.max() < _CARRIES:
        return None
    peak = int(chances.argmax())
    begin = end = peak
    while begin > 0 and chances[begin - 1] >= _CARRIES:
        begin -= 1
    while end + 1 < len(chances) and chances[end + 1] >= _CARRIES:
        end += 1
    return first + begin, first + end + 1


def _questions(layout: Layout, work: Work, limits: Limits) -> Iterable[Question]:
    owner = work.fields.get("assignee")
    if owner is None:
        yield Question(field="assignee", issue=0, text="No owner heard. Who takes it?")
    elif owner.value is None or owner.score < limits.field:
        yield _who(layout, owner)
    day = work.fields.get("due_date")
    if day and (day.value is None or day.score < limits.field):
        mention = layout.mentions[day.place]
        said = layout.reading.text[mention.start : mention.end]
        options = (day.value,) if day.value else mention.candidates
        yield Question(field="due_date", issue=0, text=f"Is {said!r} when it is due?", candidates=options)
    for name in ("priority", "story_points"):
        choice = work.fields.get(name)
        if choice and choice.value and choice.score < limits.field:
            mention = layout.mentions[choice.place]
            said = layout.reading.text[mention.start : mention.end]
            text = f"Does {said!r} say its {name.replace('_', ' ')}?"
            yield Question(field=name, issue=0, text=text, candidates=(choice.value,))


def _who(layout: Layout, owner: Choice) -> Question:
    mention = layout.mentions[owner.place]
    said = layout.reading.text[mention.start : mention.end]
    if owner.value is None and len(mention.candidates) > 1:
        text = f"{said!r} may mean several people. Who takes it?"
        return Question(field="assignee", issue=0, text=text, candidates=mention.candidates)
    if owner.value is None:
        return Question(field="assignee", issue=0, text=f"{said!r} is not in the directory. Who takes it?")
    return Question(field="assignee", issue=0, text=f"Is it {owner.value} who takes it?", candidates=(owner.value,))


def draft_commands(layout: Layout, found: Found) -> tuple[list[CommandDraft], list[Question]]:
    """Return the changes found and what must be asked about them."""
    commands: list[CommandDraft] = []
    questions: list[Question] = []
    for change in found.changes:
        value = _value(layout, change)
        if value is None:
            continue
        for key in change.keys:
            if key.value is None:
                questions.append(_which(layout, key))
                continue
            evidence = (_mention(layout, "key", key), quote("value", *layout.chars(change.span), layout.reading.text))
            made = {"action": change.action, "key": key.value, "value": value, "evidence": evidence}
            commands.append(CommandDraft.model_validate(made))
    return _once(commands), questions


def _which(layout: Layout, key: Choice) -> Question:
    mention = layout.mentions[key.place]
    said = layout.reading.text[mention.start : mention.end]
    return Question(
        field="key", issue=None, text=f"There is no issue {said}. Which one is meant?", candidates=mention.candidates
    )


_CLOSING = re.compile(r"[\s,.;:!?\"'”’]+$")


def _value(layout: Layout, change: ChangeFound) -> str | None:
    said = layout.reading.text[slice(*layout.chars(change.span))]
    if change.action == "transition":
        return change.name
    if change.action == "comment":
        return _CLOSING.sub("", said.strip(" \"'“‘")) or None
    if change.action == "log_work":
        found = find_durations(said)
        return found[-1][2] if found else None
    if change.value is None or change.value.value is None:
        return None
    return f"{change.name} {change.value.value}" if change.action == "link" else change.value.value


def _once(commands: list[CommandDraft]) -> list[CommandDraft]:
    """Keep the last word on what an issue can have one of, and nothing twice."""
    kept: dict[tuple[str, str | None, str | None], CommandDraft] = {}
    for command in commands:
        single = command.action in ("transition", "assign", "set_priority", "set_due")
        name = (command.action, command.key, None if single else command.value)
        kept.pop(name, None)
        kept[name] = command
    return list(kept.values())
