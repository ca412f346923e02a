"""Applications as last seen."""

from collections.abc import Iterable, Mapping

from sqlalchemy import bindparam, insert, select, update

from integrations.journal.chain import Facts, What
from integrations.journal.memory import Known
from integrations.journal.records import ApplicationRecord, Cells, record
from integrations.journal.tables import answers
from integrations.journal.tables import applications as table
from integrations.journal.work import MINE, Reading, Work

_SINCE = select(table).where(table.c.programme == MINE, table.c.changed > bindparam("its_change"))
_ONE = select(table).where(table.c.programme == MINE, table.c.key == bindparam("its_key"))
_ANSWERS = select(answers.c.cells).where(
    answers.c.programme == MINE,
    answers.c.key == bindparam("its_key"),
    answers.c.fingerprint == bindparam("its_fingerprint"),
)
_ADD, _ADD_ANSWERS = insert(table), insert(answers)
_COLUMNS = tuple(column.name for column in table.columns if not column.primary_key)
_SAVE = (
    update(table)
    .where(table.c.programme == MINE, table.c.key == bindparam("its_key"))
    .values({name: bindparam(f"new_{name}", type_=table.c[name].type) for name in _COLUMNS})
)


def since(look: Reading, change: int = 0) -> tuple[ApplicationRecord, ...]:
    """The applications that changed after this value of the change counter, by key; all by default."""
    if not change:
        return tuple(by_key(look).values())
    return tuple(sorted(_changed(look, change), key=_key))


def by_key(look: Reading) -> Mapping[str, ApplicationRecord]:
    """All applications, in the order of their keys."""
    return look.recall(table, _by_key)


def get(look: Reading, key: str) -> ApplicationRecord | None:
    """The application with this key."""
    row = look.row(_ONE, its_key=key)
    return record(ApplicationRecord, row) if row else None


def keys(look: Reading) -> frozenset[str]:
    """All keys ever given in this programme."""
    return frozenset(by_key(look))


def add(work: Work, *new: ApplicationRecord) -> None:
    """Keep new applications; their keys must be free."""
    if new:
        work.put(_ADD, [_columns(work, application) for application in new])
        _keep_answers(work, new)
    for application in new:
        words = {"answers": application.fingerprint}
        after = {"origin": application.origin.value, **marks(application)}
        work.tell(What.RESERVED, application.key, after=after, words=words)


def save(work: Work, *changed: ApplicationRecord) -> None:
    """Replace what is known of applications."""
    if not changed:
        return
    rows = [_columns(work, application) for application in changed]
    renamed = [{"its_key": row["key"]} | {f"new_{name}": row[name] for name in _COLUMNS} for row in rows]
    _tell_changes(work, changed)
    work.put(_SAVE, renamed)
    _keep_answers(work, [one for one in changed if not _has_answers(work, one)])


def answers_at(look: Reading, key: str, fingerprint: str) -> Cells | None:
    """The answers of an application as they were when they had this fingerprint."""
    row = look.row(_ANSWERS, its_key=key, its_fingerprint=fingerprint)
    return row["cells"] if row else None


def _tell_changes(work: Work, changed: Iterable[ApplicationRecord]) -> None:
    known = by_key(work)
    for after in sorted(changed, key=_key):
        before = known[after.key]
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
        work.put(_ADD_ANSWERS, rows)


def _by_key(look: Reading, before: Known | None) -> Mapping[str, ApplicationRecord]:
    """Only what has changed since is read: an application is never deleted."""
    known: Mapping[str, ApplicationRecord] = before.value if before else {}
    fresh = _changed(look, before.change if before else 0)
    if not fresh:
        return known
    return {r.key: r for r in sorted({**known, **{r.key: r for r in fresh}}.values(), key=_key)}


def _changed(look: Reading, change: int) -> list[ApplicationRecord]:
    return [record(ApplicationRecord, row) for row in look.rows(_SINCE, its_change=change)]


def _key(application: ApplicationRecord) -> str:
    return application.key


def _columns(work: Work, application: ApplicationRecord) -> dict[str, object]:
    return {**application.model_dump(), "programme": work.programme, "changed": work.change}
