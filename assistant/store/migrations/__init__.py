"""The schema's history: numbered Alembic migrations, run with the store's own connection in its own transaction."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from assistant.errors import StoreError

#: The newest migration. A test holds it equal to what the folder says; so an up-to-date store needs no Alembic at all.
HEAD = "0001"


def upgrade(connection: Connection) -> bool:
    """Bring the schema up to date; return whether the store is new. Raises `StoreError` for what is not ours."""
    tables = inspect(connection).get_table_names()
    if "alembic_version" not in tables:
        if tables:
            raise StoreError(
                "The database belongs to another program.", hint="Choose an empty one or another file name."
            )
        run(connection)
        return True
    version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if version != HEAD:
        _check_known(version)
        run(connection)
    return False


def run(connection: Connection, target: str = "head") -> None:
    """Run the migrations up to `target` inside the connection's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, target)


def _check_known(version: str | None) -> None:
    known = {path.name.split("_")[0] for path in (Path(__file__).parent / "versions").glob("[0-9]*.py")}
    if version not in known:
        raise StoreError(
            f"The store was written by a newer version of this program (schema {version!r}, known up to {HEAD!r}).",
            hint="Update the program, or choose another file name.",
        )
