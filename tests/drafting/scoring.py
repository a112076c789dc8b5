"""A small scorer for draft items: issues matched by their summaries, then field by field."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.nlp.words import content, overlap
from assistant.schema.draft import DraftContext, DraftSet, IssueDraft

CASES = Path(__file__).with_name("cases.jsonl")
KEY_FIELDS = ("issue_type", "priority", "assignee", "due_date", "story_points")


@dataclass
class Score:
    """Counts over all items; `errors` names what went wrong, for a person."""

    found: int = 0
    proposed: int = 0
    wanted: int = 0
    stated: int = 0
    right: int = 0
    silent: int = 0
    invented: int = 0
    all_right: int = 0
    commands: int = 0
    commands_right: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        return 2 * self.found / (self.proposed + self.wanted)


def load_cases() -> tuple[DraftContext, list[dict[str, Any]]]:
    """Return the context the items share, and the items."""
    first, *rest = CASES.read_text().splitlines()
    return DraftContext.model_validate(json.loads(first)["context"]), [json.loads(line) for line in rest]


def add(score: Score, item: dict[str, Any], drafts: DraftSet) -> None:
    """Count one item."""
    left = list(drafts.issues)
    score.proposed += len(left)
    for gold in item["issues"]:
        score.wanted += 1
        best = max(left, key=lambda issue: _alike(gold["about"], issue.summary), default=None)
        if best is None or _alike(gold["about"], best.summary) < 0.5:
            score.errors.append(f"{item['id']}: missed {gold['about']!r}")
            continue
        left.remove(best)
        score.found += 1
        _fields(score, item["id"], gold, best)
    score.errors += [f"{item['id']}: not an issue: {issue.summary!r}" for issue in left]
    said = [(c.action, c.key, c.value) for c in drafts.commands]
    score.commands += 1
    right = len(said) == len(item["commands"]) and all(
        tuple(g) == s[: len(g)] for g, s in zip(item["commands"], said, strict=True)
    )
    score.commands_right += right
    if not right:
        score.errors.append(f"{item['id']}: commands {said}")


def _alike(about: str, summary: str) -> float:
    return overlap(set(content(about)), set(content(summary)))


def _fields(score: Score, name: str, gold: dict[str, Any], issue: IssueDraft) -> None:
    wrong = 0
    for field_name in KEY_FIELDS:
        value = getattr(issue, field_name)
        value = value.isoformat() if field_name == "due_date" and value else value
        expected = gold.get(field_name, "Task" if field_name == "issue_type" else None)
        if expected is None:
            score.silent += 1
            score.invented += value is not None
        else:
            score.stated += 1
            score.right += value == expected
        if value != expected:
            wrong += 1
            score.errors.append(f"{name}: {field_name} of {gold['about']!r} is {value!r}, not {expected!r}")
    score.all_right += not wrong
    for field_name in ("components", "labels", "links", "parent_key"):
        if field_name in gold and _plain(getattr(issue, field_name)) != gold[field_name]:
            score.errors.append(f"{name}: {field_name} of {gold['about']!r} is {getattr(issue, field_name)!r}")


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [[item.type, item.key] if hasattr(item, "key") else item for item in value]
    return value
