"""The inbox: what only a person can settle."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from pydantic import JsonValue
from sqlalchemy import ColumnElement, bindparam, insert, select, update

from integrations.journal.chain import Facts, What
from integrations.journal.memory import Known
from integrations.journal.records import Item, Row, record
from integrations.journal.tables import items as table
from integrations.journal.work import MINE, Reading, Work

SINCE = "since"
"""The parameter that says when the sheet was looked at before: what an item is about came after that."""

_HERE = select(table).where(table.c.programme == MINE).order_by(table.c.id)
_OPEN = table.c.resolved_at.is_(None)
_OPENED = _HERE.where(_OPEN)
_OF_KEY = _HERE.where(table.c.key == bindparam("its_key"))
_OPENED_OF_KEY = _OF_KEY.where(_OPEN)
_ONE = _HERE.where(table.c.id == bindparam("its_id"))
_SIGNED = _HERE.where(table.c.signature == bindparam("its_signature"), _OPEN)
_ADD = insert(table).returning(table.c.id)
_READDRESS = update(table).where(table.c.id == bindparam("its_id")).values(cell=bindparam("new_cell"))
_SETTLED = (
    select(table.c.signature, table.c.id, table.c.choice)
    .where(table.c.programme == MINE, table.c.key == "", table.c.resolved_at.is_not(None))
    .order_by(table.c.id)
)


def opened(look: Reading) -> tuple[Item, ...]:
    """All open items, oldest first."""
    return look.recall(table, _opened)


def every(look: Reading) -> tuple[Item, ...]:
    """All items, settled ones too, oldest first."""
    return _items(look.rows(_HERE))


def of_key(look: Reading, key: str, *, opened_only: bool = False) -> tuple[Item, ...]:
    """The items on one application, by default the settled ones too."""
    return _items(look.rows(_OPENED_OF_KEY if opened_only else _OF_KEY, its_key=key))


def get(look: Reading, item_id: int) -> Item | None:
    """The item with this id."""
    return next(iter(_items(look.rows(_ONE, its_id=item_id))), None)


def raise_item(work: Work, item: Item) -> bool:
    """Open an item, unless the very same one is open already; whether it is new.

    The cell's address may change (rows move) without making a new item.
    """
    sign = signature(item)
    known = work.row(_SIGNED, its_signature=sign)
    if known is None:
        values = item.model_dump(exclude={"id"})
        number = work.add(_ADD, {"programme": work.programme, "signature": sign, **values})
        after: Facts = {"item": number, "kind": item.kind, "column": item.column, "cell": item.cell}
        work.tell(What.ITEM_OPENED, item.key, after=after, words=words(item))
    elif known["cell"] != item.cell:
        work.put(_READDRESS, [{"its_id": known["id"], "new_cell": item.cell}])
    return known is None


def resolve(work: Work, item_ids: Iterable[int], *, by: str, choice: str) -> int:
    """Settle open items; how many were open."""
    chosen = tuple(item_ids)
    if not chosen:
        return 0
    mine = (_here(work), table.c.id.in_(chosen), table.c.resolved_at.is_(None))
    _tell_end(work, mine, choice)
    values = {"resolved_at": work.now, "resolved_by": by, "choice": choice}
    return work.put(update(table).where(*mine).values(**values))


def under(look: Reading, choice: str) -> dict[str, int]:
    """The items that belong to no application and ended by this choice: signature -> id of the newest."""
    return {row["signature"]: row["id"] for row in look.recall(table, _settled) if row["choice"] == choice}


def rename_choice(work: Work, item_ids: Iterable[int], choice: str) -> None:
    """Say otherwise how settled items ended."""
    mine = (_here(work), table.c.id.in_(tuple(item_ids)), table.c.resolved_at.is_not(None))
    _tell_end(work, mine, choice)
    work.put(update(table).where(*mine).values(choice=choice))


def _tell_end(work: Work, mine: Sequence[ColumnElement[bool]], choice: str) -> None:
    columns = (table.c.id, table.c.kind, table.c.key, table.c.column, table.c.choice)
    for row in work.rows(select(*columns).where(*mine).order_by(table.c.id)):
        before = {"kind": row["kind"], "column": row["column"], "choice": row["choice"]}
        after = {"item": row["id"], "choice": choice}
        work.tell(What.ITEM_SETTLED, row["key"], before=before, after=after)


def words(item: Item) -> Facts:
    """What people wrote in the cells that an item is about, and what they are known by."""
    found: Facts = item.model_dump(mode="json", include={"base", "ours", "theirs", "params"})
    return {name: word for name, word in found.items() if word}


def _here(look: Reading) -> ColumnElement[bool]:
    return table.c.programme == look.programme


def _opened(look: Reading, _before: Known | None) -> tuple[Item, ...]:
    return _items(look.rows(_OPENED))


def _settled(look: Reading, _before: Known | None) -> tuple[Row, ...]:
    """Those that belong to no application, oldest first."""
    return tuple(look.rows(_SETTLED))


def _items(rows: Iterable[Row]) -> tuple[Item, ...]:
    return tuple(record(Item, row) for row in rows)


def timed(params: Mapping[str, JsonValue], since: datetime | None) -> dict[str, JsonValue]:
    """An item's parameters with the time of the look before; None where there was none."""
    return dict(params) if since is None else {**params, SINCE: since.isoformat()}


def signature(item: Item) -> str:
    """What makes two items the same one: everything but the cell's address and the times."""
    same = item.model_dump(mode="json", include={"kind", "key", "column", "base", "ours", "theirs", "params"})
    same["params"].pop(SINCE, None)
    return hashlib.sha256(json.dumps(same, sort_keys=True).encode()).hexdigest()
