"""The schema that the migrations make is the one the tables describe."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect
from sqlmodel import SQLModel

from assistant.store import migrations
from assistant.store.database import connect
from assistant.store.tables import Row

FOLDER = Path(migrations.__file__).parent


def test_the_newest_migration_is_the_one_that_is_named() -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_current_head() == migrations.HEAD


def test_migrations_and_tables_agree(tmp_path: Path) -> None:
    migrated, described = connect(f"sqlite:///{tmp_path}/a.db"), create_engine(f"sqlite:///{tmp_path}/b.db")
    with migrated.begin() as connection:
        assert migrations.upgrade(connection) is True
    with migrated.begin() as connection:
        assert migrations.upgrade(connection) is False
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Row.metadata) == []
        after = _details(connection)
    Row.metadata.create_all(described)
    with described.begin() as connection:
        assert after == _details(connection)
    migrated.dispose()
    described.dispose()


def _details(connection: Connection) -> dict[str, object]:
    """Return columns, keys and indexes of every table: more than Alembic compares."""
    found = inspect(connection)
    names = [name for name in found.get_table_names() if name != "alembic_version"]
    return {
        name: (
            sorted((c["name"], str(c["type"]), c["nullable"]) for c in found.get_columns(name)),
            found.get_pk_constraint(name),
            sorted(map(str, found.get_foreign_keys(name))),
            sorted(map(str, found.get_unique_constraints(name))),
            sorted(str(i | {"dialect_options": _texts(i)}) for i in found.get_indexes(name)),
        )
        for name in names
    }


def _texts(index: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in index.get("dialect_options", {}).items()}


def test_a_migration_that_is_cut_off_leaves_nothing(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path}/a.db")

    def cut_off() -> None:
        with engine.begin() as connection:
            migrations.upgrade(connection)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        cut_off()
    with engine.begin() as connection:
        assert inspect(connection).get_table_names() == []
    engine.dispose()


def test_the_tables_are_kept_apart_from_other_sqlmodel_tables() -> None:
    assert not set(Row.metadata.tables) & set(SQLModel.metadata.tables)
