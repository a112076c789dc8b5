"""Where errors come from: the same spoken items drafted from what was said, and from what was heard of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.config import Settings
from assistant.evaluation.comparison import Comparison, compare_runs
from assistant.evaluation.running import RunOptions, run
from assistant.evaluation.runs import read_run
from assistant.evaluation.work import SPOKEN
from assistant.schema.base import Progress, no_progress

#: What is lost, and of which whole: all of these are shares of what could be right.
PARTS = ("issue_f1", "whole_f1", "assignee_right", "due_date_right", "priority_right", "all_five")


@dataclass(frozen=True)
class Loss:
    """One metric on the spoken items: with perfect ears, and with a recogniser's.

    `understanding` is what is missing although every word was right, `hearing` what the recogniser's words cost on
    top, with its paired 95 % interval `low` .. `high`; below zero the errors of hearing happened to help.
    """

    metric: str
    said: float
    heard: float
    low: float
    high: float

    @property
    def understanding(self) -> float:
        """What is lost with perfect ears."""
        return 1 - self.said

    @property
    def hearing(self) -> float:
        """What the recogniser's errors cost on top."""
        return self.said - self.heard


def error_budget(
    recognisers: Sequence[str],
    settings: Settings,
    *,
    engine: str = "",
    split: str = "dev",
    folder: Path | None = None,
    on_progress: Progress = no_progress,
) -> dict[str, list[Loss]]:
    """Return the losses of each recogniser, on the spoken items of a split; runs are kept and go on as runs do."""
    sources = (SPOKEN, *recognisers)

    def draft(place: int, source: str) -> Path:
        options = RunOptions(suite="issues", engine=engine, split=split, source=source)
        out = folder / f"{source.replace('/', '_')}.run.jsonl" if folder else None
        share = 1 / len(sources)
        return run(options, settings, out, lambda done, text: on_progress((place + done) * share, text)).path

    paths = {source: draft(place, source) for place, source in enumerate(sources)}
    return {name: losses(_compared(paths, name)) for name in recognisers}


def _compared(paths: Mapping[str, Path], recogniser: str) -> Comparison:
    return compare_runs(read_run(paths[SPOKEN]), read_run(paths[recogniser]))


def losses(found: Comparison) -> list[Loss]:
    """Return the losses of a comparison whose A drafted from what was said and B from what was heard."""
    by_name = {each.metric.name: each for each in found.differences}
    return [
        Loss(name, each.a, each.b, -each.change.high, -each.change.low) for name in PARTS if (each := by_name.get(name))
    ]
