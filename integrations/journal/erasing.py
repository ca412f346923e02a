"""Deleting a person's data: key, revisions and states are all that stays, and the audit chain stays whole."""

from sqlalchemy import case, delete, func, null, select, update

from integrations.journal import allocations, applications, items, outbox, sheets
from integrations.journal import tables as t
from integrations.journal.chain import What
from integrations.journal.records import ApplicationRecord, OutboxKind, OutboxRow, OutboxState
from integrations.journal.work import Reading, Work

CHOICE = "erased"
"""How items about a person end whose data are deleted, and the reason why writes about them do."""


def erase(work: Work, record: ApplicationRecord, reason: str = "") -> None:
    """Delete all that applicants wrote, and what was written about them, in one application.

    The ledger's share of it is ordered. What is on its way into the sheet goes there without words; a row
    that is not there yet never comes.
    """
    _settle(work, record.key)
    _empty_items(work, record.key)
    for table in (t.answers, t.base, t.submissions, t.audit_words):
        work.put(delete(table).where(table.c.programme == work.programme, table.c.key == record.key))
    _blank_decisions(work, record.key)
    allocations.forget(work, record.key)
    mine = (t.outbox.c.programme == work.programme, t.outbox.c.key == record.key)
    work.put(update(t.outbox).where(*mine).values(payload={}))
    _blank_application(work, record, reason)
    sheets.save(work, findings=[])  # they quote cells; the next look finds anew what still stands there
    outbox.queue(work, order(work, record.key))


def erase_strays(work: Work) -> None:
    """Delete what rows without a known key held, once no application of the programme is left."""
    _empty_items(work, "")
    work.put(
        delete(t.audit_words).where(t.audit_words.c.programme == work.programme, t.audit_words.c.key == "")
    )
    work.tell(What.ERASED)


def none_left(look: Reading) -> bool:
    """Whether the data of every application of the programme are deleted."""
    mine = (t.applications.c.programme == look.programme, t.applications.c.erased_at.is_(None))
    return look.row(select(t.applications.c.key).where(*mine).limit(1)) is None


def order(work: Work, key: str) -> OutboxRow:
    """The order to blank what the ledger holds of an application."""
    mine = (t.decisions.c.programme == work.programme, t.decisions.c.key == key)
    row = work.row(select(func.max(t.decisions.c.revision).label("revision")).where(*mine)) or {}
    return OutboxRow(
        op_id=f"erase-{key}",
        kind=OutboxKind.ERASE,
        key=key,
        revision=row.get("revision") or 0,
        queued_at=work.now,
        changed_at=work.now,
    )


def _settle(work: Work, key: str) -> None:
    """Nothing is asked about the person any more, and no cell of theirs is written."""
    mine = items.of_key(work, key, opened_only=True)
    items.resolve(work, [item.id for item in mine], by=work.author.by, choice=CHOICE)
    ended = [row.op_id for row in outbox.of_key(work, key) if _never_comes(row)]
    outbox.mark(work, ended, OutboxState.SETTLED, error=CHOICE)


def _never_comes(row: OutboxRow) -> bool:
    """A decision that waits its turn goes into the ledger, blank; all else that is not settled ends."""
    under_way = row.state in (OutboxState.SENT, OutboxState.UNKNOWN)
    turn = row.kind is OutboxKind.DECISION and row.state is OutboxState.QUEUED
    return not (under_way or turn or row.state is OutboxState.SETTLED)


def _empty_items(work: Work, key: str) -> None:
    """The signature is of the words, so it goes, too."""
    table = t.items
    mine = (table.c.programme == work.programme, table.c.key == key)
    blank = {"base": null(), "ours": null(), "theirs": null(), "params": {}, "cell": "", "signature": CHOICE}
    work.put(update(table).where(*mine).values(blank))


def _blank_decisions(work: Work, key: str) -> None:
    table = t.decisions
    mine = (table.c.programme == work.programme, table.c.key == key)
    words = {"remark": "", "reason": "", "basis": "", "changed": work.change}
    reason = case((table.c.override_by.is_(None), null()), else_="")
    work.put(update(table).where(*mine).values(**words, override_reason=reason))


def _blank_application(work: Work, record: ApplicationRecord, reason: str) -> None:
    blank: dict[str, object] = {"stamp": "", "email": "", "cells": {}, "fingerprint": "", "problem": ""}
    blank |= {"first_seen": None, "row": 0, "present": False, "erased_at": work.now, "changed_at": work.now}
    after = record.model_copy(update=blank)
    before = applications.marks(record)
    mine = (t.applications.c.programme == work.programme, t.applications.c.key == record.key)
    work.put(update(t.applications).where(*mine).values(**blank, changed=work.change))
    work.tell(
        What.ERASED, record.key, before=before, after=applications.marks(after), words={"reason": reason}
    )
