"""How far a second annotation of the same items, made from the guidelines alone, agrees with the gold."""

import json
from collections.abc import Iterable

from assistant.evaluation.cases import DATA, Case, GoldCommand, GoldIssue, Quote
from assistant.evaluation.command_scores import score_commands
from assistant.evaluation.dataset import all_cases, origins
from assistant.evaluation.issue_scores import score_issues
from assistant.evaluation.metrics import values
from assistant.evaluation.scored import Finding
from assistant.schema.draft import CommandDraft, DraftInfo, DraftSet, Evidence, IssueDraft

SECOND = DATA / "second" / "annotations.jsonl"


def agreement() -> tuple[int, dict[str, float], list[tuple[str, Finding]]]:
    """Return how many items were annotated twice, the metrics of the second annotation, and where they part.

    The second annotation is scored as an engine's answer would be.
    """
    gold = {case.id: case for case in all_cases()}
    counts, apart = [], []
    lines = [line for line in SECOND.read_text("utf-8").split("\n") if line]
    for row in map(json.loads, lines):
        case = gold[row["id"]]
        drafts = _as_drafts(row, case)
        scored = [score_issues(case, drafts, origins()), score_commands(case, drafts)]
        counts += [each.counts for each in scored]
        apart += [(case.id, finding) for each in scored for finding in each.findings]
    return len(lines), values(counts), apart


def _as_drafts(row: dict[str, list[dict[str, object]]], case: Case) -> DraftSet:
    issues = [GoldIssue.model_validate(each) for each in row["issues"]]
    commands = [GoldCommand.model_validate(each) for each in row["commands"]]
    return DraftSet(
        issues=tuple(IssueDraft.model_validate(_with_places(each, case.text)) for each in issues),
        commands=tuple(CommandDraft.model_validate(_with_places(each, case.text)) for each in commands),
        info=DraftInfo(engine="second annotation"),
    )


def _with_places(item: GoldIssue | GoldCommand, text: str) -> dict[str, object]:
    return item.model_dump(exclude={"evidence"}) | {"evidence": tuple(_places(item.evidence, text))}


def _places(quotes: Iterable[Quote], text: str) -> Iterable[Evidence]:
    for quote in quotes:
        span = quote.span(text)
        if span:
            yield Evidence(field=quote.field, start=span[0], end=span[1], text=quote.text)
