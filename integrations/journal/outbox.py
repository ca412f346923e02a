"""What is still to be written into the sheet, in the order in which it was decided."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import ColumnElement, insert, select, update

from integrations.journal import moves
from integrations.journal.chain import What
from integrations.journal.records import UNSETTLED, OutboxRow, OutboxState, record
from integrations.journal.tables import outbox as table
from integrations.journal.work import Reading, Work

LASTING = frozenset(OutboxState) - {OutboxState.QUEUED, OutboxState.SENT}
"""States that the audit chain tells of: what came, or did not come, of a write."""


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
    """Move rows to a state, say why, and (with a token) count one more attempt; how many were moved.

    Raises `moves.IllegalMove` where the table of moves has no such way.
    """
    values: dict[str, object] = {"state": state, "last_error": error, "changed_at": work.now}
    if token is not None:
        values |= {"token": token, "attempts": table.c.attempts + 1}
    mine = (_here(work), table.c.op_id.in_(tuple(op_ids)))
    _tell_moves(work, mine, state, error)
    return work.put(update(table).where(*mine).values(**values))


def _tell_moves(work: Work, mine: Sequence[ColumnElement[bool]], state: OutboxState, error: str) -> None:
    """Hold to the table of moves; tell of those into and out of states that last.

    Being sent is the attempts' story.
    """
    query = select(table.c.op_id, table.c.key, table.c.state).where(*mine).order_by(table.c.number)
    for row in work.rows(query):
        moves.check(row["op_id"], OutboxState(row["state"]), state)
        if row["state"] != state and {row["state"], state} & LASTING:
            after = {"op_id": row["op_id"], "state": state.value, "error": error}
            work.tell(What.WRITING, row["key"], before={"state": row["state"]}, after=after)


def _here(look: Reading) -> ColumnElement[bool]:
    return table.c.programme == look.programme


def _rows(look: Reading, *wanted: ColumnElement[bool]) -> tuple[OutboxRow, ...]:
    query = select(table).where(_here(look), *wanted).order_by(table.c.number)
    return tuple(record(OutboxRow, row) for row in look.rows(query))
