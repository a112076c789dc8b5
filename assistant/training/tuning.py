"""Limits set on held-out items: one value after another, each the best beside the others."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from assistant.drafting.evidence import verify
from assistant.drafting.learned.choose import Limits, choose
from assistant.drafting.learned.drafts import draft_commands, draft_issues
from assistant.drafting.learned.network import Network
from assistant.evaluation.command_scores import score_commands
from assistant.evaluation.dataset import origins
from assistant.evaluation.issue_scores import score_issues
from assistant.evaluation.metrics import values
from assistant.schema.draft import DraftInfo, DraftSet
from assistant.training.examples import Example

_GRID: dict[str, tuple[float, ...]] = {
    "work": (0.3, 0.4, 0.5, 0.6, 0.7),
    "peak": (0.2, 0.3, 0.4, 0.5),
    "low": (0.15, 0.2, 0.3, 0.4),
    "split": (0.4, 0.6, 0.8),
    "field": (0.35, 0.45, 0.55, 0.65),
    "several": (0.3, 0.4, 0.5, 0.6, 0.7),
    "change": (0.3, 0.4, 0.5, 0.6, 0.7),
    "key": (0.3, 0.5, 0.7),
}
_NAMES = ("issue_f1", "issue_precision", "issue_recall", "whole_f1", "all_five", "invented", "issue_type_right",
          "assignee_right", "due_date_right", "priority_right", "story_points_right", "components_f1", "links_f1",
          "negatives_clean", "commands_exact", "command_f1", "commands_invented", "evidence_supports",
          "calibration_error")  # fmt: skip


def tune(networks: Sequence[Network], held: Sequence[Example]) -> tuple[Limits, dict[str, float]]:
    """Return the limits that do best on `held`, and the figures they reach there."""
    best = Limits()
    figures = measure(networks, held, best)
    for _ in range(2):
        for name, limits in _variants(best):
            tried = measure(networks, held, limits)
            if goodness(tried) > goodness(figures) + 1e-6:
                best, figures = replace(best, **{name: getattr(limits, name)}), tried
    return best, {name: round(figures[name], 4) for name in _NAMES if name in figures}


def _variants(limits: Limits) -> Iterator[tuple[str, Limits]]:
    for name, tried in _GRID.items():
        for value in tried:
            yield name, replace(limits, **{name: value})


def goodness(figures: dict[str, float]) -> float:
    """Return one number for a set of figures: whole issues found, commands exactly right, nothing invented."""
    return (
        figures.get("whole_f1", 0.0)
        + figures.get("issue_f1", 0.0)
        + 0.5 * figures.get("command_f1", 0.0)
        + 0.2 * figures.get("components_f1", 0.0)
        + 0.2 * figures.get("negatives_clean", 0.0)
        - figures.get("invented", 0.0)
        - 0.1 * figures.get("commands_invented", 0.0)
    )


def measure(networks: Sequence[Network], held: Sequence[Example], limits: Limits) -> dict[str, float]:
    """Return the metrics of issues and commands on items."""
    issues, commands = [], []
    for example in held:
        drafts = draft(networks, example, limits)
        issues.append(score_issues(example.case, drafts, origins()).counts)
        if example.case.commands or example.case.kind == "negative":
            commands.append(score_commands(example.case, drafts).counts)
    return {**values(issues), **values(commands)}


def draft(networks: Sequence[Network], example: Example, limits: Limits) -> DraftSet:
    """Draft one item from the states it came with."""
    found = choose(networks, example.layout, example.states.astype(np.float32), limits)
    issues, asked = draft_issues(example.layout, found, limits)
    commands, unclear = draft_commands(example.layout, found)
    info = DraftInfo(engine="learned")
    made = DraftSet(issues=tuple(issues), commands=tuple(commands), questions=(*asked, *unclear), info=info)
    return verify(made, example.case.text)
