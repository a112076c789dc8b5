"""The rules engine's answers to the train items, drafted once."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.config import Settings
from assistant.evaluation.dataset import all_cases, dataset_hash
from assistant.evaluation.running import run
from assistant.evaluation.runs import Run
from tests.evaluation.made import options, use

if TYPE_CHECKING:
    from assistant.drafting.rules import RulesDrafter


@pytest.fixture(scope="session")
def rules_run(rules: "RulesDrafter", tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The real rules over every train item."""
    folder = tmp_path_factory.mktemp("rules")
    with pytest.MonkeyPatch.context() as patch:
        use(patch, rules)
        return run(options(split="train"), Settings(home=folder), folder / "rules.run.jsonl")


@pytest.fixture
def data_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the labelled items that a test may spoil."""
    import shutil

    from assistant.evaluation import dataset

    folder = tmp_path / "data"
    shutil.copytree(dataset.DATA, folder)
    monkeypatch.setattr(dataset, "DATA", folder)
    _forget()
    yield folder
    _forget()


def _forget() -> None:
    all_cases.cache_clear()
    dataset_hash.cache_clear()
