"""What is still to be written into the sheet, in the order in which it was decided."""

from collections.abc import Collection, Iterable

from sqlalchemy import bindparam, insert, select, update

from integrations.journal import moves
from integrations.journal.chain import What
from integrations.journal.memory import Known
from integrations.journal.records import UNSETTLED, OutboxRow, OutboxState, Row, record
from integrations.journal.tables import outbox as table
from integrations.journal.work import MINE, Reading, Work

_ADD = insert(table)
_IN_STATES = table.c.state.in_(bindparam("its_states", expanding=True))
_HERE = select(table).where(table.c.programme == MINE).order_by(table.c.number)
_PENDING = _HERE.where(_IN_STATES)
_OF_KEY = _HERE.where(table.c.key == bindparam("its_key"))
_CHOSEN = (table.c.programme == MINE, table.c.op_id.in_(bindparam("its_op_ids", expanding=True)))
_STATES = select(table.c.op_id, table.c.key, table.c.state).where(*_CHOSEN).order_by(table.c.number)
_MARK = (
    update(table)
    .where(*_CHOSEN)
    .values(
        state=bindparam("new_state"),
        last_error=bindparam("new_error"),
        changed_at=bindparam("new_changed_at"),
    )
)
_MARK_SENT = _MARK.values(token=bindparam("new_token"), attempts=table.c.attempts + 1)

LASTING = frozenset(OutboxState) - {OutboxState.QUEUED, OutboxState.SENT}
"""States that the audit chain tells of: what came, or did not come, of a write."""


def queue(work: Work, *rows: OutboxRow) -> None:
    """Put rows at the end, in this order."""
    values = [{"programme": work.programme, **row.model_dump(exclude={"number"})} for row in rows]
    if values:
        work.put(_ADD, values)


def pending(look: Reading, states: Collection[OutboxState] = UNSETTLED) -> tuple[OutboxRow, ...]:
    """The rows in these states, oldest first; by default all that are not settled."""
    if not set(states) <= set(UNSETTLED):
        return _rows(look.rows(_PENDING, its_states=tuple(states)))
    unsettled = look.recall(table, _unsettled)
    return unsettled if states is UNSETTLED else tuple(row for row in unsettled if row.state in states)


def of_key(look: Reading, key: str) -> tuple[OutboxRow, ...]:
    """Everything ever to be written for one application, oldest first."""
    return _rows(look.rows(_OF_KEY, its_key=key))


def mark(
    work: Work, op_ids: Iterable[str], state: OutboxState, *, error: str = "", token: str | None = None
) -> int:
    """Move rows to a state, say why, and (with a token) count one more attempt; how many were moved.

    Raises `moves.IllegalMove` where the table of moves has no such way.
    """
    chosen = tuple(op_ids)
    _tell_moves(work, chosen, state, error)
    marks = {"new_state": state, "new_error": error, "new_changed_at": work.now, "its_op_ids": chosen}
    if token is None:
        return work.put(_MARK, [marks])
    return work.put(_MARK_SENT, [{**marks, "new_token": token}])


def _tell_moves(work: Work, op_ids: tuple[str, ...], state: OutboxState, error: str) -> None:
    """Hold to the table of moves; tell of those into and out of states that last.

    Being sent is the attempts' story.
    """
    for row in work.rows(_STATES, its_op_ids=op_ids):
        moves.check(row["op_id"], OutboxState(row["state"]), state)
        if row["state"] != state and {row["state"], state} & LASTING:
            after = {"op_id": row["op_id"], "state": state.value, "error": error}
            work.tell(What.WRITING, row["key"], before={"state": row["state"]}, after=after)


def _unsettled(look: Reading, _before: Known | None) -> tuple[OutboxRow, ...]:
    return _rows(look.rows(_PENDING, its_states=UNSETTLED))


def _rows(rows: Iterable[Row]) -> tuple[OutboxRow, ...]:
    return tuple(record(OutboxRow, row) for row in rows)
