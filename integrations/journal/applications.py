"""Applications as last seen."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, bindparam, insert, select, update

from integrations.journal.chain import Facts, What
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


def keys(look: Reading) -> frozenset[str]:
    """All keys ever given in this programme."""
    return frozenset(row["key"] for row in look.rows(select(table.c.key).where(_here(look))))


def add(work: Work, *new: ApplicationRecord) -> None:
    """Keep new applications; their keys must be free."""
    if new:
        work.put(insert(table), [_columns(work, application) for application in new])
        _keep_answers(work, new)
    for application in new:
        words = {"answers": application.fingerprint}
        after = {"origin": application.origin.value, **marks(application)}
        work.tell(What.RESERVED, application.key, after=after, words=words)


def save(work: Work, *changed: ApplicationRecord) -> None:
    """Replace what is known of applications."""
    if not changed:
        return
    mine = (_here(work), table.c.key == bindparam("its_key"))
    columns = [column.name for column in table.columns if not column.primary_key]
    values = {name: bindparam(f"new_{name}", type_=table.c[name].type) for name in columns}
    rows = [_columns(work, application) for application in changed]
    renamed = [{"its_key": row["key"]} | {f"new_{name}": row[name] for name in columns} for row in rows]
    _tell_changes(work, changed)
    work.put(update(table).where(*mine).values(values), renamed)
    _keep_answers(work, [one for one in changed if not _has_answers(work, one)])


def answers_at(look: Reading, key: str, fingerprint: str) -> Cells | None:
    """The answers of an application as they were when they had this fingerprint."""
    query = select(answers.c.cells).where(
        answers.c.programme == look.programme, answers.c.key == key, answers.c.fingerprint == fingerprint
    )
    row = look.row(query)
    return row["cells"] if row else None


def _tell_changes(work: Work, changed: Iterable[ApplicationRecord]) -> None:
    now = {application.key: application for application in changed}
    query = select(table).where(_here(work), table.c.key.in_(now)).order_by(table.c.key)
    for row in work.rows(query):
        before, after = record(ApplicationRecord, row), now[row["key"]]
        if what := _change(before, after):
            corrected = what is What.CORRECTED or before.fingerprint != after.fingerprint
            words = {"answers": after.fingerprint} if corrected else {}
            work.tell(what, after.key, before=marks(before), after=marks(after), words=words)


def _change(before: ApplicationRecord, after: ApplicationRecord) -> What | None:
    """The most telling of the changes; None for one of place or time alone."""
    if after.stamped and not before.stamped:
        return What.STAMPED
    if before.present != after.present:
        return What.BACK if after.present else What.VANISHED
    if before.problem != after.problem:
        return What.TROUBLE
    known = (before.fingerprint, before.stamp, before.email)
    return What.CORRECTED if known != (after.fingerprint, after.stamp, after.email) else None


def marks(application: ApplicationRecord) -> Facts:
    """What the audit chain holds of an application: how it stands in the sheet."""
    marks = {"stamped": application.stamped, "present": application.present}
    return {**marks, "problem": application.problem}


def _has_answers(look: Reading, application: ApplicationRecord) -> bool:
    return answers_at(look, application.key, application.fingerprint) is not None


def _keep_answers(work: Work, seen: Iterable[ApplicationRecord]) -> None:
    rows = [
        {
            "programme": work.programme,
            "key": application.key,
            "fingerprint": application.fingerprint,
            "cells": application.cells,
            "seen_at": work.now,
        }
        for application in seen
    ]
    if rows:
        work.put(insert(answers), rows)


def _here(look: Reading) -> ColumnElement[bool]:
    return table.c.programme == look.programme


def _columns(work: Work, application: ApplicationRecord) -> dict[str, object]:
    return {**application.model_dump(), "programme": work.programme, "changed": work.change}
