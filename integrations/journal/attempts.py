"""Batches sent to the sheet. Each is on record before its HTTP call: a crash leaves a question, no hole."""

from sqlalchemy import ColumnElement, func, select, update

from integrations.journal.chain import What
from integrations.journal.records import Attempt, Outcome, record
from integrations.journal.tables import attempts as table
from integrations.journal.work import Reading, Work


def begin(work: Work, attempt: Attempt) -> Attempt:
    """Record an attempt; it gets the next number."""
    last = work.row(select(func.max(table.c.number).label("number")).where(_here(work)))
    number = ((last or {}).get("number") or 0) + 1
    numbered = attempt.model_copy(update={"number": number})
    work.put(table.insert().values(programme=work.programme, **numbered.model_dump()))
    return numbered


def end(work: Work, number: int, outcome: Outcome, error: str = "") -> None:
    """Write down how an attempt ended, or that nobody knows yet."""
    settled_at = None if outcome in (Outcome.OPEN, Outcome.UNKNOWN) else work.now
    values = {"outcome": outcome, "error": error, "settled_at": settled_at}
    mine = (_here(work), table.c.number == number)
    before = work.row(select(table.c.outcome).where(*mine))
    if before and before["outcome"] != outcome:
        after = {"number": number, "outcome": outcome.value, "error": error}
        work.tell(What.ATTEMPT, before={"outcome": before["outcome"]}, after=after)
    work.put(update(table).where(*mine).values(**values))


def undecided(look: Reading) -> tuple[Attempt, ...]:
    """Attempts whose end is not known, oldest first: nothing may be judged before they are."""
    unknown = table.c.outcome.in_((Outcome.OPEN, Outcome.UNKNOWN))
    query = select(table).where(_here(look), unknown).order_by(table.c.number)
    return tuple(record(Attempt, row) for row in look.rows(query))


def recent(look: Reading, limit: int = 20) -> tuple[Attempt, ...]:
    """The latest attempts, newest first."""
    query = select(table).where(_here(look)).order_by(table.c.number.desc()).limit(limit)
    return tuple(record(Attempt, row) for row in look.rows(query))


def _here(look: Reading) -> ColumnElement[bool]:
    return table.c.programme == look.programme
