"""A person judges two runs without knowing which is which; verdicts are kept and held against the automatic score."""

import hashlib
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from filelock import FileLock

from assistant.errors import BadInput
from assistant.evaluation.comparison import compare_runs
from assistant.evaluation.runs import Run
from assistant.evaluation.work import Work
from assistant.schema.base import Value
from assistant.schema.draft import DraftInfo, DraftSet

Choice = Literal["a", "b", "alike"]
Side = Literal["left", "right", "alike"]


class Verdict(Value):
    """Which of two runs a person found better on an item; the runs go by their names, whichever side they stood on.

    `drafts` is a digest of the two drafts that were judged: the verdict is none on what the runs may draft later.
    """

    item: str
    run_a: str
    run_b: str
    choice: Choice
    when: str
    drafts: str = ""


class Ballot(Value):
    """An item with two drafts of it, shuffled: `swapped` says whether run A stands on the right. Not to be shown."""

    item: str
    text: str
    left: DraftSet
    right: DraftSet
    swapped: bool

    @property
    def drafts(self) -> str:
        """A digest of both drafts, whichever side they stand on."""
        both = sorted((self.left.model_dump_json(), self.right.model_dump_json()))
        return hashlib.sha256("\n".join(both).encode()).hexdigest()[:16]

    def choice(self, side: Side) -> Choice:
        """Return which run a side is."""
        if side == "alike":
            return "alike"
        return "a" if (side == "left") != self.swapped else "b"


@dataclass(frozen=True)
class Agreement:
    """What the verdicts say, and how far the automatic score agrees.

    `for_a`, `for_b` and `alike` count verdicts; `p_value` is the exact sign test's over those that chose;
    `agreed` of `compared` verdicts fell as the score did, `kappa` takes chance out (Cohen 1960).
    """

    for_a: int
    for_b: int
    alike: int
    p_value: float
    agreed: int
    compared: int
    kappa: float


class Judging:
    """Two runs before a judge: what is still to be judged, and what was."""

    def __init__(self, run_a: Run, run_b: Run, folder: Path) -> None:
        """Compare the runs; verdicts are kept in `folder`. Raises `BadInput` for runs that nobody can judge."""
        if run_a.info.suite == "hearing" or run_b.info.suite == "hearing":
            raise BadInput("Only drafts can be judged.", hint="Give two runs of issues, commands or pages.")
        found = compare_runs(run_a, run_b)
        if run_a.path.resolve() == run_b.path.resolve():
            raise BadInput("A run cannot be judged against itself.", hint="Give two runs.")
        self.names = _names(run_a, run_b)
        self._path = folder / "verdicts.jsonl"
        self._score = {name: _fewer(len(found.a.items[name].findings), len(found.b.items[name].findings))
                       for name in found.a.items}  # fmt: skip
        self._ballots = {ballot.item: ballot for ballot in _ballots(run_a, run_b, found.a.works)}

    @property
    def verdicts(self) -> list[Verdict]:
        """The verdicts on these two runs, also those given with the runs the other way round; the last one counts."""
        kept: dict[str, Verdict] = {}
        for verdict in _read(self._path):
            ballot = self._ballots.get(verdict.item)
            if ballot and verdict.drafts in ("", ballot.drafts) and {verdict.run_a, verdict.run_b} == set(self.names):
                kept[verdict.item] = verdict if verdict.run_a == self.names[0] else _turned(verdict)
        return list(kept.values())

    def next(self) -> Ballot | None:
        """Return an item that still has no verdict, or None when all have one."""
        judged = {verdict.item for verdict in self.verdicts}
        return next((ballot for name, ballot in self._ballots.items() if name not in judged), None)

    def ballot(self, item: str) -> Ballot:
        """Return the ballot of an item. Raises `BadInput` for one on which the runs do not differ."""
        if item not in self._ballots:
            raise BadInput(f"There is nothing to judge on {item!r}.")
        return self._ballots[item]

    def judge(self, item: str, side: Side) -> Verdict:
        """Keep a verdict; it is on disk when this returns."""
        ballot = self.ballot(item)
        when = datetime.now(UTC).isoformat(timespec="seconds")
        one, other = self.names
        choice = ballot.choice(side)
        verdict = Verdict(item=item, run_a=one, run_b=other, choice=choice, when=when, drafts=ballot.drafts)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{self._path}.lock"), self._path.open("a+b") as out:
            cut_off = out.tell() and self._path.read_bytes()[-1:] != b"\n"
            out.write(b"\n" * bool(cut_off) + verdict.model_dump_json().encode() + b"\n")
        return verdict

    @property
    def left(self) -> int:
        """How many items still have no verdict."""
        return len(self._ballots) - len({verdict.item for verdict in self.verdicts} & set(self._ballots))

    def agreement(self) -> Agreement:
        """Hold the verdicts against the automatic score: the run with fewer errors on an item is the better one."""
        verdicts = [verdict for verdict in self.verdicts if verdict.item in self._score]
        chosen = [verdict.choice for verdict in verdicts]
        scored = [self._score[verdict.item] for verdict in verdicts]
        for_a, for_b = chosen.count("a"), chosen.count("b")
        agreed = sum(one == other for one, other in zip(chosen, scored, strict=True))
        return Agreement(
            for_a, for_b, chosen.count("alike"), _sign_test(for_a, for_b), agreed, len(verdicts), _kappa(chosen, scored)
        )


def _names(a: Run, b: Run) -> tuple[str, str]:
    """Return what the runs are called in verdicts: by their work, where that is the same by their files also."""
    one, other = a.info.name, b.info.name
    files = (a.path.name, b.path.name) if a.path.name != b.path.name else (a.path.resolve(), b.path.resolve())
    return (one, other) if one != other else (f"{one} ({files[0]})", f"{other} ({files[1]})")


def _ballots(a: Run, b: Run, works: Mapping[str, Work]) -> Iterable[Ballot]:
    names = [name for name in a.by_id if _said(a, name) != _said(b, name)]
    random.Random(0).shuffle(names)
    for name in names:
        swapped = random.Random(name).random() < 0.5
        one, other = _said(a, name), _said(b, name)
        left, right = (other, one) if swapped else (one, other)
        yield Ballot(item=name, text=works[name].text, left=left, right=right, swapped=swapped)


def _said(run: Run, name: str) -> DraftSet:
    """Return a run's drafts without what would tell the runs apart: engine, seconds, scores."""
    drafts = run.by_id[name].drafts or DraftSet(info=DraftInfo(engine=""))
    bare = tuple(issue.model_copy(update={"scores": {}}) for issue in drafts.issues)
    return drafts.model_copy(update={"info": DraftInfo(engine=""), "issues": bare})


def _fewer(a: int, b: int) -> Choice:
    return "alike" if a == b else "a" if a < b else "b"


def _turned(verdict: Verdict) -> Verdict:
    choice: Choice = {"a": "b", "b": "a"}.get(verdict.choice, "alike")  # type: ignore[assignment]
    return verdict.model_copy(update={"run_a": verdict.run_b, "run_b": verdict.run_a, "choice": choice})


def _read(path: Path) -> Iterable[Verdict]:
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return
    for line in lines:
        try:
            yield Verdict.model_validate_json(line)
        except ValueError:  # a line that was cut off
            continue


def _sign_test(for_a: int, for_b: int) -> float:
    from scipy.stats import binomtest

    return float(binomtest(for_a, for_a + for_b).pvalue) if for_a + for_b else 1.0


def _kappa(one: Sequence[str], other: Sequence[str]) -> float:
    """Return Cohen's kappa of two lists of choices; 0 where there are none, 1 where both always said the same thing."""
    if not one:
        return 0.0
    total = len(one)
    agreed = sum(a == b for a, b in zip(one, other, strict=True)) / total
    by_chance = sum(one.count(name) * other.count(name) for name in {*one, *other}) / total**2
    return (agreed - by_chance) / (1 - by_chance) if by_chance < 1 else 1.0
