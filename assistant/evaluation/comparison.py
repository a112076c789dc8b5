"""Compare two runs of the same items: differences with intervals, a verdict in words, and where they differ."""

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.errors import BadInput
from assistant.evaluation.compare import FEWEST, Difference, differences
from assistant.evaluation.metrics import Metric
from assistant.evaluation.runs import Run
from assistant.evaluation.scored import Finding
from assistant.evaluation.scoring import ScoredRun, score_run

#: What the verdict speaks of, suite by suite: the job itself first. The other metrics stand in the table.
HEADLINES = {
    "issues": ("issue_f1", "whole_f1", "assignee_right", "due_date_right", "priority_right", "invented",
               "negatives_clean", "seconds"),
    "commands": ("commands_exact", "command_f1", "commands_invented", "seconds"),
    "pages": ("key_points_recall", "decisions_f1", "open_questions_f1", "page_unsupported", "seconds"),
    "hearing": ("wer", "heard_names", "heard_keys", "heard_dates", "invented_words", "rtf"),
}  # fmt: skip


@dataclass(frozen=True)
class Item:
    """An item on which two runs differ: its talk, and what each had wrong that the other had not."""

    id: str
    text: str
    only_a: tuple[Finding, ...]
    only_b: tuple[Finding, ...]


@dataclass(frozen=True)
class Comparison:
    """Two scored runs, every metric's difference, and the items they differ on."""

    a: ScoredRun
    b: ScoredRun
    differences: tuple[Difference, ...]
    items: tuple[Item, ...]

    @property
    def verdict(self) -> list[str]:
        """What can be said, a sentence for each headline of the suite; never without its interval."""
        names = HEADLINES[self.a.run.info.suite]
        by_name = {each.metric.name: each for each in self.differences}
        return [sentence(by_name[name]) for name in names if name in by_name]


def compare_runs(a: Run, b: Run) -> Comparison:
    """Compare two runs. Raises `BadInput` unless both answered the same items of the same suite."""
    if a.info.suite != b.info.suite:
        raise BadInput(f"A run of {a.info.suite} cannot be compared with one of {b.info.suite}.")
    one, other = score_run(a), score_run(b)
    _same_items(one, other)
    items = tuple(_differing(one, other))
    return Comparison(one, other, tuple(differences(one.counts, other.counts, one.documents)), items)


def _same_items(a: ScoredRun, b: ScoredRun) -> None:
    missing = sorted(set(a.items) ^ set(b.items))
    if missing or not a.items:
        raise BadInput(
            f"The runs answered different items: {', '.join(missing[:5]) or 'none at all'}"
            f"{f' and {len(missing) - 5} more' if len(missing) > 5 else ''}.",
            hint="Run the same suite, split and limit again; a run that was cut off goes on where it stopped.",
        )


def sentence(found: Difference) -> str:
    """Say one difference: which run is better by how much and how sure, or that no difference can be told."""
    metric, change = found.metric, found.change
    values = f"{show(metric, found.a)} -> {show(metric, found.b)}"
    interval = f"interval {show(metric, change.low, sign=True)}..{show(metric, change.high, sign=True)}"
    if found.better:
        return f"{metric.title}: {found.better} is better, {values}, {interval}."
    if found.items < FEWEST:
        return f"{metric.title}: too few items ({found.items}) to tell, {values}, {interval}."
    return (
        f"{metric.title}: no difference detectable, {values}, {interval}; "
        f"less than {show(metric, found.detectable)} would not show on these {found.items} items."
    )


def show(metric: Metric, value: float, *, sign: bool = False) -> str:
    """Return a value of a metric as people read it."""
    digits = 2 if metric.unit in ("share", "per item", "per minute", "ratio") else 3 if abs(value) < 1 else 1
    if metric.unit == "share" and abs(value) < 0.1:
        digits = 3
    return f"{value:+.{digits}f}" if sign else f"{value:.{digits}f}"


def _differing(a: ScoredRun, b: ScoredRun) -> Iterable[Item]:
    for name in sorted(a.items):
        one, other = a.items[name].findings, b.items[name].findings
        keys = {_key(each) for each in one}, {_key(each) for each in other}
        only_a = tuple(each for each in one if _key(each) not in keys[1])
        only_b = tuple(each for each in other if _key(each) not in keys[0])
        if only_a or only_b:
            yield Item(name, a.works[name].text, only_a, only_b)


def _key(finding: Finding) -> tuple[str, ...]:
    return finding.what, finding.field, finding.where, finding.gold, finding.predicted
