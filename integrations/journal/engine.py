"""Connections: durable, with every wait bounded, and explicit transactions on both databases."""

import sqlite3
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_SECONDS = 20
"""How long a transaction waits for another's lock before it gives up."""

READ_ONLY = "samhold_read_only"
"""Execution option of a transaction that only looks: it takes no write lock."""


def open_engine(url: str) -> Engine:
    """An engine for `sqlite:///path` or `postgresql://…`; PostgreSQL always through psycopg 3.

    Errors name no values: what applicants wrote must not reach a log.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(url)
    settings: dict[str, Any] = {
        "connect_timeout": 10,
        "options": f"-c lock_timeout={BUSY_SECONDS}s -c statement_timeout=60s "
        "-c idle_in_transaction_session_timeout=60s -c timezone=UTC",
    }
    address = parsed.set(drivername="postgresql+psycopg")
    engine = create_engine(address, connect_args=settings, pool_pre_ping=True, hide_parameters=True)
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _sqlite(url: str) -> Engine:
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """A rollback journal synced in full: SQLite before 3.51.3 can corrupt a WAL that several share."""
    if not isinstance(connection, sqlite3.Connection):
        raise TypeError(type(connection))
    connection.isolation_level = None  # the driver's own idea of when to begin is switched off
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    # A large transaction would otherwise lock readers out long before it is kept.
    connection.execute("PRAGMA cache_spill=OFF")


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes the lock at once, so that what it read cannot change before it writes."""
    looks = connection.get_execution_options().get(READ_ONLY)
    connection.exec_driver_sql("BEGIN" if looks else "BEGIN IMMEDIATE")


def _begin_postgresql(connection: Connection) -> None:
    """A reader sees one moment; a writer sees what was committed before it got the programme's lock."""
    if connection.get_execution_options().get(READ_ONLY):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
