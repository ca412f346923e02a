"""The base: each row's decision cells as last settled. It moves in the same transaction as what moved it."""

from collections.abc import Iterable, Mapping

from sqlalchemy import bindparam, delete, insert, select

from integrations.journal.memory import Known
from integrations.journal.records import Base, record
from integrations.journal.tables import base as table
from integrations.journal.tables import ledger
from integrations.journal.work import MINE, Reading, Work

_ALL = select(table).where(table.c.programme == MINE)
_OF_KEY = (table.c.programme == MINE, table.c.key == bindparam("its_key"))
_ONE, _DROP, _ADD = select(table).where(*_OF_KEY), delete(table).where(*_OF_KEY), insert(table)
_SETTLED, _SETTLE = select(ledger.c.op_id).where(ledger.c.programme == MINE), insert(ledger)


def all_bases(look: Reading) -> Mapping[str, Base]:
    """Every base, by key."""
    return look.recall(table, _all_bases)


def get(look: Reading, key: str) -> Base | None:
    """The base of one application."""
    row = look.row(_ONE, its_key=key)
    return record(Base, row) if row else None


def save(work: Work, *bases: Base) -> None:
    """Set the bases of some applications."""
    if bases:
        work.put(_DROP, [{"its_key": base.key} for base in bases])
        work.put(_ADD, [{"programme": work.programme, **base.model_dump()} for base in bases])


def ledger_settled(look: Reading) -> frozenset[str]:
    """Operation ids of the ledger rows that have been read and settled."""
    return look.recall(ledger, _ledger_settled)


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
        work.put(_SETTLE, rows)


def _all_bases(look: Reading, _before: Known | None) -> Mapping[str, Base]:
    return {row["key"]: record(Base, row) for row in look.rows(_ALL)}


def _ledger_settled(look: Reading, _before: Known | None) -> frozenset[str]:
    return frozenset(row["op_id"] for row in look.rows(_SETTLED))
