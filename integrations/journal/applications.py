"""Applications as last seen."""

from sqlalchemy import ColumnElement, select, update

from integrations.journal.records import ApplicationRecord, Cells, record
from integrations.journal.tables import answers
from integrations.journal.tables import applications as table
from integrations.journal.work import Reading, Work


def since(look: Reading, change: int = 0) -> tuple[ApplicationRecord, ...]:
    """The applications that changed after this value of the change counter, by key; all by default."""
    query = select(table).where(_here(look), table.c.changed > change)
    return tuple(record(ApplicationRecord, row) for row in look.rows(query.order_by(table.c.key)))


def get(look: Reading, key: str) -> ApplicationRecord | None:
    """The application with this key."""
    row = look.row(select(table).where(_here(look), table.c.key == key))
    return record(ApplicationRecord, row) if row else None


def with_identity(look: Reading, stamp: str, email: str) -> tuple[ApplicationRecord, ...]:
    """The applications last seen with this time stamp and e-mail."""
    mine = (_here(look), table.c.stamp == stamp, table.c.email == email)
    return tuple(record(ApplicationRecord, row) for row in look.rows(select(table).where(*mine)))


def keys(look: Reading) -> frozenset[str]:
    """All keys ever given in this programme."""
    return frozenset(row["key"] for row in look.rows(select(table.c.key).where(_here(look))))


def add(work: Work, application: ApplicationRecord) -> None:
    """Keep a new application; its key must be free."""
    work.put(table.insert().values(programme=work.programme, **_columns(work, application)))
    _keep_answers(work, application)


def save(work: Work, application: ApplicationRecord) -> None:
    """Replace what is known of an application."""
    mine = (_here(work), table.c.key == application.key)
    work.put(update(table).where(*mine).values(**_columns(work, application)))
    _keep_answers(work, application)


def answers_at(look: Reading, key: str, fingerprint: str) -> Cells | None:
    """The answers of an application as they were when they had this fingerprint."""
    query = select(answers.c.cells).where(
        answers.c.programme == look.programme, answers.c.key == key, answers.c.fingerprint == fingerprint
    )
    row = look.row(query)
    return row["cells"] if row else None


def _keep_answers(work: Work, application: ApplicationRecord) -> None:
    if answers_at(work, application.key, application.fingerprint) is None:
        values = {"key": application.key, "fingerprint": application.fingerprint, "cells": application.cells}
        work.put(answers.insert().values(programme=work.programme, seen_at=work.now, **values))


def _here(look: Reading) -> ColumnElement[bool]:
    return table.c.programme == look.programme


def _columns(work: Work, application: ApplicationRecord) -> dict[str, object]:
    return {**application.model_dump(), "changed": work.change}
