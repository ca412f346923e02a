"""Brings a database to the tables of this version, one process at a time."""

from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, text

_LOCK = 0x53414D48
"""Any number will do for PostgreSQL's advisory lock, as long as all versions use the same."""


class JournalTooNew(Exception):
    """The database was written by a later version of the software."""


def upgrade(engine: Engine, now: datetime, target: str = "head") -> None:
    """Run the missing migrations up to a revision in one transaction. Raises JournalTooNew.

    `now` is when that is: the audit chain of a journal that had none begins then.
    """
    with engine.begin() as connection:
        _wait_for_turn(connection)
        try:
            command.upgrade(config(connection, now), target)
        except CommandError as error:
            raise JournalTooNew(str(error)) from error


def config(connection: Connection | None = None, now: datetime | None = None) -> Config:
    """Alembic's configuration; migrations run on the connection given."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    settings.attributes["connection"] = connection
    settings.attributes["now"] = now
    return settings


def latest() -> str:
    """The newest revision that this version knows."""
    return ScriptDirectory.from_config(config()).get_current_head() or ""


def _wait_for_turn(connection: Connection) -> None:
    """SQLite's writer already has the only lock; PostgreSQL needs one of its own."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
