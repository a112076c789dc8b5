"""A fresh seeded store for each test: a copy of one that is made once."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from assistant.store import Store

OpenStore = Callable[[], "contextmanager[Store]"]


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a seeded store that nobody has written to."""
    path = tmp_path_factory.mktemp("seeded") / "store.db"
    Store.open(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="session")
def fresh(seeded: Path) -> OpenStore:
    """Open a new copy of the seeded store; for tests that need one for every example."""

    @contextmanager
    def open_copy() -> Iterator[Store]:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "store.db"
            shutil.copy(seeded, path)
            store = Store.open(f"sqlite:///{path}")
            try:
                yield store
            finally:
                store.close()

    return open_copy


@pytest.fixture
def store(fresh: OpenStore) -> Iterator[Store]:
    """A seeded store of this test alone."""
    with fresh() as opened:
        yield opened
