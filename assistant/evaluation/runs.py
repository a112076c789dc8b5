"""A run: what an engine answered to every item of a suite, kept as one file of JSON lines.

The first line says what was run, on what and with which versions; then comes a line for each item, written as soon as
it is done; the last line holds the metrics. So a run that was interrupted can go on, and any run can be scored again.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from pydantic import ValidationError

from assistant.errors import BadInput, Conflict
from assistant.evaluation.cases import Suite
from assistant.schema.base import Value
from assistant.schema.draft import DraftSet
from assistant.schema.transcript import Transcript

SUFFIX = ".run.jsonl"


class RunInfo(Value):
    """What was run: enough to do it again, and to tell whether two runs may be compared.

    `code` is a digest of the source that answers, so that an engine that was changed does not go on with old answers.
    """

    suite: Suite
    engine: str
    weights: str
    split: str
    noise: str = ""
    source: str = "text"
    limit: int = 0
    dataset: str
    code: str = ""
    options: dict[str, Any] = {}
    versions: dict[str, str] = {}
    machine: dict[str, str] = {}
    started: str = ""

    @property
    def name(self) -> str:
        """What tells this run from others of its suite, for a person."""
        parts = [self.engine, self.weights, *(str(value) for value in self.options.values())]
        parts += [self.noise and f"{self.noise} noise", self.source if self.source != "text" else ""]
        return " ".join(part for part in parts if part)

    def same_work(self, other: "RunInfo") -> bool:
        """Tell whether `other` asks for the very same answers, whenever and wherever."""
        aside = {"versions", "machine", "started"}
        return self.model_dump(exclude=aside) == other.model_dump(exclude=aside)


class Prediction(Value):
    """What an engine answered to one item, and how long that took; `error` where it failed instead."""

    id: str
    seconds: float
    drafts: DraftSet | None = None
    transcript: Transcript | None = None
    error: str = ""


class Run(Value):
    """A run as read from its file. `summary` is empty where the run did not reach its end."""

    path: Path
    info: RunInfo
    predictions: tuple[Prediction, ...]
    summary: dict[str, Any] = {}

    @property
    def by_id(self) -> Mapping[str, Prediction]:
        """The predictions by the id of their item."""
        return {prediction.id: prediction for prediction in self.predictions}


def read_run(path: Path) -> Run:
    """Read a run, also one that was cut off. Raises `BadInput` for a file that is none."""
    try:
        rows = list(_rows(path.read_bytes()))
        info = RunInfo.model_validate(rows[0]["info"])
        predictions = [Prediction.model_validate(row["prediction"]) for row in rows if "prediction" in row]
        summary: dict[str, Any] = next((row["summary"] for row in rows if "summary" in row), {})
        return Run(path=path, info=info, predictions=tuple(predictions), summary=summary)
    except (OSError, IndexError, KeyError, TypeError, ValueError) as error:
        what = error.strerror if isinstance(error, OSError) else _what(error)
        raise BadInput(f"{path} is no run: {what}.", hint="Give a file that `assistant evaluate run` wrote.") from error


def _what(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    return "it does not begin with what was run"


def _rows(data: bytes) -> Iterator[dict[str, Any]]:
    """Yield the lines of a file of JSON lines up to the first that is not whole."""
    for line in data.split(b"\n"):
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            return
        if not isinstance(row, dict):
            return
        yield row


class RunFile:
    """A run's file while it is written: every line is on disk before the next item begins."""

    def __init__(self, path: Path, info: RunInfo) -> None:
        """Start a file, or go on with one that holds the same work.

        Raises `BadInput` if it holds other work, and `Conflict` while another process writes it.
        """
        self.path = path
        self.done: list[Prediction] = []
        self.peak_gb = 0.0
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = _locked(path)
        try:
            info = self._take_up(info)
        except BaseException:
            self._unlock()
            raise
        lines = [{"info": info.model_dump(mode="json")}, *(_line(each) for each in self.done)]
        whole = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        part = path.with_name(f"{path.name}.part")
        part.write_text(whole, encoding="utf-8")
        part.replace(path)
        self._out = path.open("a", encoding="utf-8")

    def _take_up(self, info: RunInfo) -> RunInfo:
        """Take what the file already holds of this work."""
        if not self.path.exists():
            return info
        kept = read_run(self.path)
        if not kept.info.same_work(info):
            changed = " by an engine that has changed since" if kept.info.code != info.code else ""
            raise BadInput(
                f"{self.path} holds another run ({kept.info.name} on {kept.info.split}{changed}).",
                hint="Give another --out, or delete that file.",
            )
        self.done = list(kept.predictions)
        self.peak_gb = float(kept.summary.get("peak_gb") or 0.0)
        return kept.info

    def add(self, prediction: Prediction) -> None:
        """Append the answer to an item."""
        self.done.append(prediction)
        self._write(_line(prediction))

    def finish(self, summary: Mapping[str, Any]) -> None:
        """Append the metrics; the run is whole."""
        self._write({"summary": dict(summary)})

    def close(self, keep_empty: bool = True) -> None:
        """Let go of the file; one without any answer stays only if it is to be kept."""
        self._out.close()
        if not (self.done or keep_empty):
            self.path.unlink(missing_ok=True)
        self._unlock()

    def _unlock(self) -> None:
        self._lock.release()
        Path(self._lock.lock_file).unlink(missing_ok=True)

    def _write(self, row: Mapping[str, Any]) -> None:
        self._out.write(json.dumps(row, ensure_ascii=False) + "\n")
        self._out.flush()


def _locked(path: Path) -> FileLock:
    lock = FileLock(f"{path}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise Conflict(
            f"{path} is being written by another run.", hint="Wait for it, or give another --out."
        ) from error
    return lock


def _line(prediction: Prediction) -> dict[str, Any]:
    return {"prediction": prediction.model_dump(mode="json", exclude_defaults=True)}


def list_runs(folder: Path) -> list[Run]:
    """Return the runs kept in a folder, the newest first; a file that is no run is passed over."""
    found = []
    for path in folder.glob(f"*{SUFFIX}") if folder.is_dir() else ():
        try:
            found.append(read_run(path))
        except BadInput:
            continue
    return sorted(found, key=lambda run: run.info.started, reverse=True)
