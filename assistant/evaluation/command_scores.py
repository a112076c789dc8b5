"""Score the commands of one draft set against the gold: exactly right means action, key and value."""

import re
from collections import Counter
from collections.abc import Iterable

from assistant.evaluation.cases import Case, GoldCommand
from assistant.evaluation.metrics import f1_counts
from assistant.evaluation.scored import Finding, Scored, gold_spans, spans_of
from assistant.evaluation.text import words
from assistant.schema.draft import CommandDraft, DraftSet

#: Seconds of each unit of a Jira duration: a day has 8 hours, a week 5 days.
_SECONDS = {"w": 144_000, "d": 28_800, "h": 3_600, "m": 60}

_INVERSE = {"is blocked by": "blocks", "is duplicated by": "duplicates", "is caused by": "causes"}

Form = tuple[str, str, str]


def score_commands(case: Case, drafts: DraftSet) -> Scored:
    """Count exactly right commands. Their order does not count, and neither does the spelling of one value."""
    project = case.context.project_key
    gold = Counter(_form(command, project) for command in case.commands)
    said = Counter(_form(command, project) for command in drafts.commands)
    right = sum((gold & said).values())
    counts: dict[str, tuple[float, ...]] = {"command_f1": f1_counts(right, sum(said.values()), sum(gold.values()))}
    if case.commands:
        counts["commands_exact"] = (float(gold == said), 1.0)
    else:
        counts["commands_invented"] = (sum(said.values()), 1.0)
    return Scored(counts=counts, findings=tuple(_findings(case, drafts, gold & said)))


def _form(command: GoldCommand | CommandDraft, project: str) -> Form:
    key, value = (command.key or "").upper(), command.value or ""
    if command.action == "link":
        return _link_form(key, value)
    return command.action, key, same_value(command.action, value, project)


def _link_form(key: str, value: str) -> Form:
    """Return a relation of two issues in one form, from whichever side it was said."""
    kind, _, other = value.strip().rpartition(" ")
    kind, other = kind.lower(), other.upper()
    if kind in _INVERSE:
        kind, key, other = _INVERSE[kind], other, key
    if kind == "relates to":
        key, other = sorted((key, other))
    return "link", key, f"{kind} {other}"


def same_value(action: str, value: str, project: str = "") -> str:
    """Return a value in the one form in which equal values are equal.

    A comment is its words; a duration its seconds; a search the set of its clauses, its own project understood.
    """
    if action == "comment":
        return " ".join(words(value.lower()))
    if action == "log_work":
        parts = re.findall(r"(\d+(?:\.\d+)?)\s*([wdhm])", value.lower())
        return str(round(sum(float(count) * _SECONDS[unit] for count, unit in parts)))
    if action == "search":
        clauses = {" ".join(part.replace('"', "").lower().split()) for part in re.split(r"\s+AND\s+", value)}
        return " and ".join(sorted(clauses - {f"project = {project.lower()}"}))
    return " ".join(value.lower().split())


def _findings(case: Case, drafts: DraftSet, right: "Counter[Form]") -> Iterable[Finding]:
    project = case.context.project_key
    left = Counter(right)
    for command in case.commands:
        if left[_form(command, project)]:
            left[_form(command, project)] -= 1
            continue
        said = _words(command)
        spans = gold_spans(command.evidence, case.text)
        yield Finding(what="missed", where=said, field="command", gold=said, gold_spans=spans)
    left = Counter(right)
    for draft in drafts.commands:
        if left[_form(draft, project)]:
            left[_form(draft, project)] -= 1
            continue
        said = _words(draft)
        spans = spans_of(draft.evidence)
        yield Finding(what="invented", where=said, field="command", predicted=said, predicted_spans=spans)


def _words(command: GoldCommand | CommandDraft) -> str:
    return " ".join(part for part in (command.action, command.key, command.value) if part)
