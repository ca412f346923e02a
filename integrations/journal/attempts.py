"""Batches sent to the sheet. Each is on record before its HTTP call: a crash leaves a question, no hole."""

from sqlalchemy import bindparam, func, insert, select, update

from integrations.journal.chain import What
from integrations.journal.memory import Known
from integrations.journal.records import Attempt, Outcome, record
from integrations.journal.tables import attempts as table
from integrations.journal.work import MINE, Reading, Work

_ADD = insert(table)
_NUMBERED = (table.c.programme == MINE, table.c.number == bindparam("its_number"))
_OUTCOME = select(table.c.outcome).where(*_NUMBERED)
_END = (
    update(table)
    .where(*_NUMBERED)
    .values(
        outcome=bindparam("new_outcome"), error=bindparam("new_error"), settled_at=bindparam("new_settled_at")
    )
)
_LAST = select(func.max(table.c.number).label("number")).where(table.c.programme == MINE)
_UNKNOWN = table.c.outcome.in_((Outcome.OPEN, Outcome.UNKNOWN))
_UNDECIDED = select(table).where(table.c.programme == MINE, _UNKNOWN).order_by(table.c.number)
_RECENT = (
    select(table)
    .where(table.c.programme == MINE)
    .order_by(table.c.number.desc())
    .limit(bindparam("its_limit"))
)


def begin(work: Work, attempt: Attempt) -> Attempt:
    """Record an attempt; it gets the next number."""
    numbered = attempt.model_copy(update={"number": next_number(work)})
    work.put(_ADD, [{"programme": work.programme, **numbered.model_dump()}])
    return numbered


def end(work: Work, number: int, outcome: Outcome, error: str = "") -> None:
    """Write down how an attempt ended, or that nobody knows yet."""
    settled_at = None if outcome in (Outcome.OPEN, Outcome.UNKNOWN) else work.now
    before = work.row(_OUTCOME, its_number=number)
    if before and before["outcome"] != outcome:
        after = {"number": number, "outcome": outcome.value, "error": error}
        work.tell(What.ATTEMPT, before={"outcome": before["outcome"]}, after=after)
    ended = {"new_outcome": outcome, "new_error": error, "new_settled_at": settled_at}
    work.put(_END, [{"its_number": number, **ended}])


def undecided(look: Reading) -> tuple[Attempt, ...]:
    """Attempts whose end is not known, oldest first: nothing may be judged before they are."""
    return look.recall(table, _undecided)


def recent(look: Reading, limit: int = 20) -> tuple[Attempt, ...]:
    """The latest attempts, newest first."""
    return tuple(record(Attempt, row) for row in look.rows(_RECENT, its_limit=limit))


def next_number(look: Reading) -> int:
    """The number that the next attempt gets."""
    last = look.row(_LAST)
    return ((last or {}).get("number") or 0) + 1


def _undecided(look: Reading, _before: Known | None) -> tuple[Attempt, ...]:
    return tuple(record(Attempt, row) for row in look.rows(_UNDECIDED))
