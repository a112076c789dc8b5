"""The figures of the README: every suite on the test items, with the default engines, as markdown."""

import os
import re
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, wait
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from assistant.config import Settings
from assistant.errors import BadInput, WeightsError
from assistant.evaluation.budget import Loss, error_budget
from assistant.evaluation.compare import Interval, intervals
from assistant.evaluation.comparison import show
from assistant.evaluation.llama_cpp import NAME as PEER
from assistant.evaluation.metrics import metric_of
from assistant.evaluation.running import RunOptions, default_path, describe, run
from assistant.evaluation.runs import Run
from assistant.evaluation.scoring import score_run
from assistant.evaluation.work import work_of
from assistant.schema.base import Progress, no_progress

START, END = "<!-- evaluation: written by `make evaluate` -->", "<!-- end of evaluation -->"
RECOGNISERS = ("whisper-base", "whisper-tiny.en")
TEXT_MODELS = ("qwen2.5-coder-0.5b-instruct", "qwen2.5-coder-1.5b-instruct")
#: The peer takes long over an item: it is asked about this many, spread over all.
PROMPTED = 20
_NOISES = ("flat", "errors", "names")
_COLUMNS = {
    "issues": ("issue_f1", "all_five", "assignee_right", "due_date_right", "priority_right", "invented",
               "negatives_clean", "seconds"),
    "commands": ("commands_exact", "command_f1"),
    "pages": ("key_points_recall", "decisions_f1", "open_questions_f1", "page_unsupported"),
    "hearing": ("wer", "heard_names", "heard_keys", "heard_numbers", "heard_dates", "invented_words", "rtf"),
}  # fmt: skip
_HEADS = {
    "issue_f1": "issues (F1)", "all_five": "all five", "assignee_right": "assignee", "due_date_right": "due date",
    "priority_right": "priority", "invented": "invented", "negatives_clean": "left clean", "seconds": "seconds",
    "commands_exact": "commands exact", "command_f1": "commands (F1)", "key_points_recall": "key points",
    "decisions_f1": "decisions (F1)", "open_questions_f1": "open questions (F1)", "page_unsupported": "unsupported",
    "wer": "WER", "heard_names": "names", "heard_keys": "keys", "heard_numbers": "numbers", "heard_dates": "dates",
    "invented_words": "invented words a minute", "rtf": "RTF", "whole_f1": "issues with all fields (F1)",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One run of the table."""

    name: str
    options: RunOptions


def rows(split: str) -> dict[str, list[Row]]:
    """Return what the table measures, by suite."""

    def row(name: str, suite: str, **options: object) -> Row:
        return Row(name, RunOptions.model_validate({"suite": suite, "split": split, **options}))

    engines = [("rules", {"engine": "rules"})]
    engines += [(f"model, {_short(name)}", {"engine": "model", "weights": name}) for name in TEXT_MODELS]
    found = {"issues": [row(name, "issues", **options) for name, options in engines]}
    for suite in ("commands", "pages"):  # the text model words titles of issues: which one it is changes nothing here
        found[suite] = [row(name, suite, **options) for name, options in engines[:2]]
    peer = {"engine": PEER, "weights": TEXT_MODELS[1], "limit": PROMPTED}
    found["issues"].append(row(f"peer, {_short(TEXT_MODELS[1])} in llama.cpp", "issues", **peer))
    same = {"engine": "model", "weights": TEXT_MODELS[0], "limit": PROMPTED}
    found["issues"].append(row("model on the items of the peer", "issues", **same))
    found["issues"] += [row(f"the same, {noise} noise", "issues", noise=noise, **same) for noise in _NOISES]
    found["hearing"] = [row(name, "hearing", weights=name) for name in RECOGNISERS]
    return found


def _short(weights: str) -> str:
    size = re.search(r"\d+(?:\.\d+)?b", weights)
    return f"{weights.split('-')[0].capitalize()} {size[0].upper()}" if size else weights


def evaluation_table(split: str, settings: Settings, on_progress: Progress = no_progress) -> str:
    """Run what is missing and return the tables as markdown; a row whose weights are not installed says so."""
    wanted = [(suite, each) for suite, found in rows(split).items() for each in found]
    share = 1 / (len(wanted) + 1)
    made: dict[str, list[tuple[str, Run | str]]] = {}
    for place, (suite, each) in enumerate(wanted):
        made.setdefault(suite, []).append(
            (each.name, _made(each, settings, _part(on_progress, place, share, each.name)))
        )
    budget = error_budget(
        RECOGNISERS, settings, split=split, on_progress=_part(on_progress, len(wanted), share, "error budget")
    )
    parts = [_intro(split, made), *(_table(suite, found) for suite, found in made.items()), _budget(budget)]
    return "\n\n".join(parts)


def _made(row: Row, settings: Settings, on_progress: Progress) -> Run | str:
    """Run in a process of its own, so that its peak memory is its own; return the run, or why there is none."""
    info = describe(row.options, settings)
    path, total = default_path(info, settings), len(work_of(info))
    with ProcessPoolExecutor(1, get_context("spawn"), _end_with, (os.getpid(),)) as pool:
        future = pool.submit(run, row.options, settings)
        while not wait([future], timeout=1).done:
            on_progress(_answered(path) / total, f"{_answered(path)} of {total}")
    try:
        return future.result()
    except (WeightsError, BadInput) as error:  # weights or the peer's package are not there: the row says so
        return str(error)


def _end_with(parent: int) -> None:
    """End this process when the one that started it is gone: a killed table leaves nothing at work."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _answered(path: Path) -> int:
    try:
        return max(0, path.read_bytes().count(b"\n") - 1)
    except OSError:
        return 0


def _part(on_progress: Progress, place: int, share: float, name: str) -> Callable[[float, str], None]:
    return lambda done, text: on_progress((place + done) * share, f"{name}: {text}")


def _intro(split: str, made: Mapping[str, Sequence[tuple[str, Run | str]]]) -> str:
    first = next(each for found in made.values() for _, each in found if isinstance(each, Run))
    machine = first.info.machine
    return (
        f"Split `{split}`, 95 % bootstrap intervals in brackets, {machine.get('cores')} cores "
        f"({machine.get('processor')}), other programs running. *Invented*: fields filled where nothing was said. "
        f"*Left clean*: items without work for which none was proposed."
    )


def _table(suite: str, made: Sequence[tuple[str, Run | str]]) -> str:
    columns = _COLUMNS[suite]
    lines = [f"| {suite} | items | {' | '.join(_HEADS[name] for name in columns)} |", "|---" * (len(columns) + 2) + "|"]
    for name, each in made:
        if isinstance(each, str):
            lines.append(f"| {name} | {each} |" + " |" * len(columns))
            continue
        scored = score_run(each)
        found = intervals(scored.counts, scored.documents)
        cells = " | ".join(_cell(column, found.get(column)) for column in columns)
        lines.append(f"| {name} | {len(scored.items)} | {cells} |")
    return "\n".join(lines)


def _cell(name: str, found: Interval | None) -> str:
    if found is None:
        return "–"
    metric = metric_of(name)
    if metric.name in ("seconds", "rtf", "invented_words"):
        return show(metric, found.value)
    return f"{show(metric, found.value)} [{show(metric, found.low)}, {show(metric, found.high)}]"


def _budget(found: Mapping[str, Sequence[Loss]]) -> str:
    lines = [
        "| error budget, spoken items | measure | from what was said | from what was heard | lost by understanding | "
        "lost by hearing |",
        "|---|---|---|---|---|---|",
    ]
    for name, losses in found.items():
        for loss in losses:
            lines.append(
                f"| {name} | {_HEADS[loss.metric]} | {loss.said:.2f} | {loss.heard:.2f} | {loss.understanding:.2f} | "
                f"{loss.hearing:.2f} [{loss.low:.2f}, {loss.high:.2f}] |"
            )
    return "\n".join(lines)


def write_between(path: Path, table: str) -> None:
    """Put the table between the markers of a file, in place of what stood there. Raises `BadInput` without markers."""
    text = path.read_text("utf-8")
    start, end = text.find(START), text.find(END)
    if not 0 <= start < end:
        raise BadInput(f"{path} has no place for the table.", hint=f"Put the lines {START!r} and {END!r} into it.")
    path.write_text(f"{text[: start + len(START)]}\n{table}\n{text[end:]}", encoding="utf-8")
