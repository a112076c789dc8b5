"""Opening, sharing and refusing databases."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import exc as sqlalchemy_errors
from sqlalchemy import text

from assistant.errors import AssistantError, BadInput, Conflict, NotFound, StoreError
from assistant.schema.draft import IssueDraft
from assistant.store import Store
from assistant.store.database import store_errors


def test_opening_creates_folders_and_seeds_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new/deep/store.db"
    for _ in range(2):
        store = Store.open(url)
        assert [project.key for project in store.projects()] == ["DEMO"]
        assert len(store.issues()) == 12
        store.close()


def test_a_store_without_seed_has_names_but_no_project(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path}/store.db", seed=False)
    assert store.projects() == store.people() == store.spaces() == []
    project = store.create_project("pay", "Payments")
    assert (project.key, project.lead) == ("PAY", None)
    issue = store.create_issue("PAY", IssueDraft(summary="First", issue_type="Bug", priority="High"))
    assert (issue.key, issue.status, issue.reporter) == ("PAY-1", "To Do", None)
    store.close()


def test_a_store_in_memory_lives_as_long_as_it_is_open() -> None:
    store = Store.open("sqlite://")
    assert store.issue("DEMO-1").summary == "Customer portal launch"
    store.close()


def test_the_pragmas_hold_on_every_connection(store: Store) -> None:
    with store.atomic() as session:
        values = [
            session.connection().execute(text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "foreign_keys")
        ]
    assert values == ["wal", 1]


def test_two_processes_may_open_a_new_file_at_once(tmp_path: Path) -> None:
    code = (
        "import sys; from assistant.store import Store; from assistant.schema.draft import IssueDraft\n"
        "store = Store.open(sys.argv[1])\n"
        "for _ in range(5): store.create_issue('DEMO', IssueDraft(summary='x'))\n"
        "store.close()"
    )
    url = f"sqlite:///{tmp_path}/store.db"
    running = [subprocess.Popen([sys.executable, "-c", code, url], stderr=subprocess.PIPE) for _ in range(2)]
    errors = [process.communicate(timeout=120)[1].decode() for process in running]
    assert [process.returncode for process in running] == [0, 0], errors
    store = Store.open(url)
    assert [issue.key for issue in store.issues()] == [f"DEMO-{number}" for number in range(1, 23)]
    store.close()


def test_writers_in_many_threads_wait_for_each_other(store: Store) -> None:
    failures: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(5):
                store.issues(limit=3)
                store.create_issue("DEMO", IssueDraft(summary="x"))
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len({issue.key for issue in store.issues()}) == 42


def test_a_reader_sees_nothing_of_an_unfinished_write(store: Store) -> None:
    seen: list[int] = []
    with store.atomic():
        store.create_issue("DEMO", IssueDraft(summary="x"))
        reader = threading.Thread(target=lambda: seen.append(len(store.issues())))
        reader.start()
        reader.join()
        assert len(store.issues()) == 13
    assert seen == [12]
    assert len(store.issues()) == 13


def _create_then(store: Store, fail: Callable[[], object]) -> None:
    with store.atomic():
        store.create_issue("DEMO", IssueDraft(summary="lost"))
        fail()


def test_an_inner_transaction_can_fail_alone(store: Store) -> None:
    with store.atomic():
        store.create_issue("DEMO", IssueDraft(summary="kept"))
        with pytest.raises(NotFound):
            _create_then(store, lambda: store.issue("DEMO-99"))
    assert [issue.summary for issue in store.issues()][12:] == ["kept"]


def test_an_outer_transaction_takes_everything_back(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        _create_then(store, lambda: 1 / 0)
    assert len(store.issues()) == 12


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    Store.open(f"sqlite:///{path}").close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(StoreError, match="newer version") as caught:
        Store.open(f"sqlite:///{path}")
    assert "Update" in caught.value.hint


def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear reader, " * 100)
    with pytest.raises(StoreError, match="not a store"):
        Store.open(f"sqlite:///{path}")
    assert path.read_text() == "Dear reader, " * 100


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE songs (title TEXT)")
    connection.close()
    with pytest.raises(StoreError, match="another program"):
        Store.open(f"sqlite:///{path}")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        Store.open(f"sqlite:///{tmp_path}")


def test_a_place_where_no_folder_can_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be created") as caught:
        Store.open(f"sqlite:///{tmp_path}/file/store.db")
    assert "ASSISTANT_STORE" in caught.value.hint


def test_a_folder_that_may_not_be_written_is_refused() -> None:
    with pytest.raises(StoreError, match="cannot be opened|cannot be created"):
        Store.open("sqlite:////proc/store.db")


def test_a_file_that_may_only_be_read_is_refused_when_written(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    Store.open(f"sqlite:///{path}").close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()
    with pytest.raises(StoreError, match="only be read") as caught:
        Store.open(f"sqlite:///file:{path}?mode=ro&uri=true")
    assert "rights" in caught.value.hint
    assert not Path("file:").exists()


@pytest.mark.parametrize("url", ["nonsense", "nonsense://there", "", "://"])
def test_what_is_no_url_is_refused(url: str) -> None:
    with pytest.raises(StoreError, match="not a database URL"):
        Store.open(url)


def test_a_missing_driver_is_named() -> None:
    with pytest.raises(StoreError, match="nosuchdriver|not installed|not a database URL"):
        Store.open("postgresql+nosuchdriver://localhost/x")


def _database_errors() -> list[type[sqlalchemy_errors.SQLAlchemyError]]:
    kinds = [kind for kind in vars(sqlalchemy_errors).values() if isinstance(kind, type)]
    return [kind for kind in kinds if issubclass(kind, sqlalchemy_errors.SQLAlchemyError)]


@pytest.mark.parametrize("kind", _database_errors(), ids=lambda kind: kind.__name__)
def test_no_database_error_is_left_unmapped(kind: type[Exception]) -> None:
    error = kind.__new__(kind)
    Exception.__init__(error, "it broke")
    error.__dict__.update(
        orig=Exception("it broke"), statement=None, params=None, detail=[], code=None, message="it broke"
    )
    with pytest.raises(AssistantError) as caught, store_errors():
        raise error
    assert str(caught.value)


def test_values_that_no_database_takes_are_told_in_words(store: Store) -> None:
    with pytest.raises(NotFound):
        store.page(10**30)
    with pytest.raises(BadInput, match="characters"):
        store.create_issue(
            "DEMO", IssueDraft.model_construct(**IssueDraft(summary="x").model_dump() | {"summary": "\ud800"})
        )
    assert len(store.issues()) == 12


def test_a_broken_reference_is_a_conflict(store: Store) -> None:
    with pytest.raises(Conflict), store.atomic() as session:
        session.connection().execute(text("UPDATE issues SET status_id = 999 WHERE key = 'DEMO-1'"))
