"""The database: one engine, how a transaction begins, and its errors in the project's words."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from assistant.errors import BadInput, Conflict, NotFound, StoreError

#: How long one writer waits for another before it gives up.
BUSY_SECONDS = 30.0

#: Execution options of a connection that is going to write: SQLite then takes its lock at once, because a reader
#: that turns writer later is refused without waiting when somebody else wrote in between.
WRITING = {"store_writes": True}


def connect(url: str) -> Engine:
    """Return an engine for the URL. For a SQLite file the parent folders are created."""
    target = make_url(url)
    if target.get_backend_name() != "sqlite":
        return create_engine(target, pool_pre_ping=True)
    options: dict[str, Any] = {"connect_args": {"timeout": BUSY_SECONDS, "check_same_thread": False}}
    if target.database in (None, "", ":memory:"):
        options["poolclass"] = StaticPool
    else:
        _create_parent(target)
    engine = create_engine(target, **options)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _create_parent(target: URL) -> None:
    path = Path(_file_name(target))
    if path.is_dir():
        raise StoreError(f"{str(path)!r} is a folder, not a store.", hint="Name a file in it.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"The folder {str(path.parent)!r} cannot be created: {error.strerror}.",
            hint="Choose another place with ASSISTANT_STORE or ASSISTANT_HOME.",
        ) from error


def _file_name(target: URL) -> str:
    """Return the file that a SQLite URL names, plainly or as a URI of its own (``file:...?uri=true``)."""
    name = str(target.database)
    return unquote(urlsplit(name).path) if name.startswith("file:") and target.query.get("uri") else name


def _prepare_sqlite(connection: sqlite3.Connection, record: object) -> None:
    # Python's own rules would begin a transaction only before some statements; `_begin_sqlite` begins every one.
    connection.isolation_level = None
    _switch_to_wal(connection)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    # SQLite's own lower() leaves everything but ASCII as it is.
    connection.create_function("lower", 1, _lower, deterministic=True)


def _lower(value: str | float | None) -> str | float | None:
    return value.lower() if isinstance(value, str) else value


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    """Turn on write-ahead logging; two processes doing so at once are refused without the usual waiting."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("store_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def store_errors() -> Iterator[None]:
    """Turn whatever the database raises into a `StoreError` in words."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise StoreError(
            f"The database driver {error.name!r} is not installed.", hint="Install it, or use a SQLite file."
        ) from error
    except (ArgumentError, NoSuchModuleError) as error:
        raise StoreError(
            f"That is not a database URL: {error}", hint="Give a file name or a URL such as sqlite:///work.db."
        ) from error
    except IntegrityError as error:
        raise Conflict(f"The store refused a value: {error.orig}.") from error
    except DBAPIError as error:
        raise _in_words(str(error.orig)) from error
    except SQLAlchemyError as error:
        raise StoreError(f"The store failed: {error}") from error
    except OverflowError as error:
        raise NotFound("There is no record with so large a number.") from error
    except UnicodeEncodeError as error:
        raise BadInput("The text has characters that cannot be stored (a lone surrogate).") from error


_WORDS = {
    "file is not a database": ("The file is not a store of this program.", "Choose another file name."),
    "unable to open database file": ("The store's file cannot be opened.", "Is the folder there, and may you write?"),
    "readonly database": ("The store may only be read.", "Check the rights of the file and of its folder."),
    "database is locked": ("Another program is writing to the store.", "Try again in a moment."),
    "disk is full": ("There is no room left on the disk; nothing was written.", "Free some space and try again."),
    "disk I/O error": ("The disk failed while reading or writing the store.", "Check the disk, then try again."),
    "malformed": ("The store's file is damaged.", "Restore it from a copy."),
}


def _in_words(reason: str) -> StoreError:
    for part, (message, hint) in _WORDS.items():
        if part in reason:
            return StoreError(message, hint)
    return StoreError(f"The store failed: {reason}.")
