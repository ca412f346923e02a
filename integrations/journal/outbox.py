"""What is still to be written into the sheet, in the order in which it was decided."""

from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, insert, select, update

from integrations.journal.records import UNSETTLED, OutboxRow, OutboxState, record
from integrations.journal.tables import outbox as table
from integrations.journal.work import Reading, Work


def queue(work: Work, *rows: OutboxRow) -> None:
    """Put rows at the end, in this order."""
    values = [{"programme": work.programme, **row.model_dump(exclude={"number"})} for row in rows]
    if values:
        work.put(insert(table), values)


def pending(look: Reading, states: Collection[OutboxState] = UNSETTLED) -> tuple[OutboxRow, ...]:
    """The rows in these states, oldest first; by default all that are not settled."""
    return _rows(look, table.c.state.in_(states))


def of_key(look: Reading, key: str) -> tuple[OutboxRow, ...]:
    """Everything ever to be written for one application, oldest first."""
    return _rows(look, table.c.key == key)


def mark(
    work: Work, op_ids: Iterable[str], state: OutboxState, *, error: str = "", token: str | None = None
) -> int:
    """Move rows to a state, say why, and (with a token) count one more attempt; how many were moved."""
    values: dict[str, object] = {"state": state, "last_error": error, "changed_at": work.now}
    if token is not None:
        values |= {"token": token, "attempts": table.c.attempts + 1}
    mine = (_here(work), table.c.op_id.in_(tuple(op_ids)))
    return work.put(update(table).where(*mine).values(**values))


def _here(look: Reading) -> ColumnElement[bool]:
    return table.c.programme == look.programme


def _rows(look: Reading, *wanted: ColumnElement[bool]) -> tuple[OutboxRow, ...]:
    query = select(table).where(_here(look), *wanted).order_by(table.c.number)
    return tuple(record(OutboxRow, row) for row in look.rows(query))
