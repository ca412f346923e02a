"""The base: each row's decision cells as last settled. It moves in the same transaction as what moved it."""

from collections.abc import Iterable

from sqlalchemy import delete, insert, select

from integrations.journal.records import Base, record
from integrations.journal.tables import base as table
from integrations.journal.tables import ledger
from integrations.journal.work import Reading, Work


def all_bases(look: Reading) -> dict[str, Base]:
    """Every base, by key."""
    rows = look.rows(select(table).where(table.c.programme == look.programme))
    return {row["key"]: record(Base, row) for row in rows}


def get(look: Reading, key: str) -> Base | None:
    """The base of one application."""
    row = look.row(select(table).where(table.c.programme == look.programme, table.c.key == key))
    return record(Base, row) if row else None


def save(work: Work, base: Base) -> None:
    """Set the base of one application."""
    work.put(delete(table).where(table.c.programme == work.programme, table.c.key == base.key))
    work.put(table.insert().values(programme=work.programme, **base.model_dump()))


def ledger_settled(look: Reading) -> frozenset[str]:
    """Operation ids of the ledger rows that have been read and settled."""
    rows = look.rows(select(ledger.c.op_id).where(ledger.c.programme == look.programme))
    return frozenset(row["op_id"] for row in rows)


def settle_ledger(work: Work, seen: Iterable[tuple[str, str, int]]) -> None:
    """Remember ledger rows (operation id, key, revision) as settled; they must not be so yet."""
    rows = [
        {
            "programme": work.programme,
            "op_id": op_id,
            "key": key,
            "revision": revision,
            "settled_at": work.now,
        }
        for op_id, key, revision in seen
    ]
    if rows:
        work.put(insert(ledger).values(rows))
