"""The runs of evaluations that the page may name: those that are kept, and those the app was started with."""

import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from assistant.config import Settings
from assistant.errors import BadInput, NotFound
from assistant.evaluation.judging import Judging
from assistant.evaluation.report import make_report
from assistant.evaluation.running import runs_folder
from assistant.evaluation.runs import SUFFIX, Run, list_runs, read_run

#: So many pairs of runs stay ready to be judged.
_REMEMBERED = 4


@dataclass(frozen=True)
class _Ready:
    """A pair of runs that was compared, and what their files were then."""

    judging: Judging
    paths: tuple[Path, Path]
    stamp: tuple[tuple[int, int], ...]


class Shelf:
    """Runs by name. A name from the page is only ever looked up here; it is never taken for a path."""

    def __init__(self, settings: Settings, given: Sequence[Path] = ()) -> None:
        self._folder = runs_folder(settings)
        named = [(self._name(path, number), path) for number, path in enumerate(map(Path.resolve, given), 1)]
        self.given = [name for name, _ in named]
        self._elsewhere = {name: path for name, path in named if name != path.name}
        self._ready: dict[tuple[str, str], _Ready] = {}
        self._drawing = threading.Lock()

    def _name(self, path: Path, number: int) -> str:
        """Return what a given run goes by: its file where that is kept, else its file and which one it is."""
        kept = path.parent == self._folder.resolve() and path.name.endswith(SUFFIX)
        return path.name if kept else f"{path.name} ({number})"

    def runs(self) -> dict[str, Run]:
        """Return every run by its name, the newest first; what cannot be read is left out."""
        found = {run.path.name: run for run in list_runs(self._folder)}
        for name, path in self._elsewhere.items():
            with suppress(BadInput):
                found[name] = read_run(path)
        return dict(sorted(found.items(), key=lambda item: item[1].info.started, reverse=True))

    def find(self, names: Iterable[str]) -> list[Run]:
        """Return the runs of these names. Raises `NotFound`."""
        known = self.runs()
        missing = [name for name in names if name not in known]
        if missing:
            raise NotFound(f"There is no run {missing[0]!r}.", hint="It may have been deleted. Look under Evaluate.")
        return [known[name] for name in names]

    def report(self, names: Sequence[str]) -> str:
        """Return the report of one run or two as a page; the older run comes first. One is drawn at a time."""
        if not 1 <= len(names) <= 2:
            raise BadInput("A report here is about one run or two.", hint="Choose them under Evaluate.")
        runs = sorted(self.find(dict.fromkeys(names)), key=lambda run: run.info.started)
        with self._drawing:
            return make_report(runs)

    def judging(self, a: str, b: str) -> Judging:
        """Return two runs ready to be judged. Raises `NotFound`, or `BadInput` for runs that nobody can judge."""
        known = self._ready.get((a, b))
        if known and known.stamp == _stamp(known.paths):
            return known.judging
        one, other = self.find((a, b))
        paths = (one.path, other.path)
        stamp = _stamp(paths)
        made = Judging(one, other, self._folder.parent)
        self._ready[(a, b)] = _Ready(made, paths, stamp)
        for old in list(self._ready)[:-_REMEMBERED]:
            self._ready.pop(old, None)
        return made


def _stamp(paths: Iterable[Path]) -> tuple[tuple[int, int], ...]:
    """Return what changes when one of the files does."""
    found = []
    for path in paths:
        with suppress(OSError):
            known = path.stat()
            found.append((known.st_mtime_ns, known.st_size))
    return tuple(found)


def judge_query(a: str, b: str) -> str:
    """Return the query of the address that opens the judge screen on two runs."""
    return f"?judge={quote(a, safe='')}&with={quote(b, safe='')}"
