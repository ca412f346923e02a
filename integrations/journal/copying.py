"""The whole journal as lines of JSON and back: the same for both databases, so one can move between them."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import chain, islice

from sqlalchemy import Connection, Engine, column, func, insert, inspect, select, table, text, update
from sqlalchemy.sql.expression import TableClause

from integrations.journal.columns import Instant
from integrations.journal.engine import READ_ONLY
from integrations.journal.holders import gone
from integrations.journal.migrate import upgrade
from integrations.journal.tables import leases, metadata, programmes

_BATCH = 500
_NUMBERED = (("outbox", "number"), ("items", "id"))
"""Columns that the database itself counts on."""

Lines = Iterable[str]


def dump(engine: Engine, keep: Callable[[str, Lines], None]) -> str:
    """Hand over every table by name, all as of one moment; the revision of the tables.

    A table is lines of JSON: the names of its columns first, then one row each.
    """
    with engine.connect() as plain:
        connection = plain.execution_options(**{READ_ONLY: True})
        with connection.begin():
            revision: str = connection.scalar(text("SELECT version_num FROM alembic_version")) or ""
            for one in metadata.sorted_tables:
                names = [col.name for col in one.columns]
                rows = (list(row) for row in connection.execute(select(one)))
                keep(one.name, (_line(row) for row in chain([names], rows)))
    return revision


def occupied(engine: Engine) -> bool:
    """Whether there is a journal already in which anything was ever kept."""
    with engine.connect() as connection:
        if not inspect(connection).has_table(programmes.name):
            return False
        return connection.scalar(select(func.count()).select_from(programmes)) != 0


def in_use(engine: Engine, now: datetime) -> bool:
    """Whether a process keeps a sheet by this journal, as far as can be told."""
    with engine.connect() as connection:
        if not inspect(connection).has_table(leases.name):
            return False
        held = connection.execute(select(leases.c.holder).where(leases.c.until > now)).scalars()
        return any(not gone(holder) for holder in held)


def clear(engine: Engine) -> None:
    """Take everything away, the tables too."""
    with engine.begin() as connection:
        metadata.drop_all(connection)
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
        if connection.dialect.name == "postgresql":
            connection.execute(text("DROP FUNCTION IF EXISTS audit_refuse()"))


def load(
    engine: Engine, revision: str, tables: Mapping[str, Callable[[], Iterator[str]]], now: datetime
) -> None:
    """Put tables that were dumped at a revision into an empty database, and bring them up to date.

    Nobody holds a lease in it. Raises JournalTooNew.
    """
    upgrade(engine, now, revision)
    with engine.begin() as connection:
        for one in metadata.sorted_tables:
            if one.name in tables:
                _fill(connection, one.name, tables[one.name]())
        connection.execute(update(leases).values(until=now))
        if connection.dialect.name == "postgresql":
            for name, counted in _NUMBERED:
                _count_on(connection, name, counted)
    upgrade(engine, now)


def _line(values: list[object]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), default=_moment)


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value))


def _fill(connection: Connection, name: str, lines: Iterator[str]) -> None:
    names: list[str] = json.loads(next(lines))
    target = _columns(name, names)
    times = [position for position, one in enumerate(target.columns) if isinstance(one.type, Instant)]
    while rows := [json.loads(line) for line in islice(lines, _BATCH)]:
        for row in rows:
            for position in times:
                row[position] = datetime.fromisoformat(row[position]) if row[position] else None
        connection.execute(insert(target), [dict(zip(names, row, strict=True)) for row in rows])


def _columns(name: str, names: list[str]) -> TableClause:
    """A table as it was when it was dumped: it may have had fewer columns."""
    known = metadata.tables[name].columns
    return table(name, *(column(one, known[one].type) for one in names))


def _count_on(connection: Connection, name: str, counted: str) -> None:
    last = f"SELECT setval(pg_get_serial_sequence('{name}', '{counted}'), MAX({counted})) FROM {name}"  # noqa: S608
    connection.execute(text(last))
