"""What the journal is asked and told when it, or the sheet, was lost or put back from an older copy."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import case, delete, func, select, update

from integrations.journal.chain import What
from integrations.journal.memory import Known
from integrations.journal.records import Attempt, Outcome
from integrations.journal.tables import applications, attempts, decisions, ledger, outbox
from integrations.journal.work import MINE, Reading, Work

RAISED = "raised"
"""The error of an attempt that was no batch: it only says that numbers up to it may be used already."""


_NUMBERS = select(
    func.max(attempts.c.number).label("last"),
    func.max(case((attempts.c.outcome == Outcome.APPLIED, attempts.c.number))).label("applied"),
    func.max(case((attempts.c.error == RAISED, attempts.c.number))).label("raised"),
).where(attempts.c.programme == MINE)


class Numbers(NamedTuple):
    """Numbers of attempts, 0 where there is none: the last; the last applied; the last after a recovery."""

    last: int = 0
    applied: int = 0
    raised: int = 0


def numbers(look: Reading) -> Numbers:
    """How far the attempts have come."""
    return look.recall(attempts, _numbers)


def _numbers(look: Reading, _before: Known | None) -> Numbers:
    row = look.row(_NUMBERS) or {}
    return Numbers(*(row.get(name) or 0 for name in Numbers._fields))


def raise_numbers(work: Work, number: int, token: str, fence: int) -> None:
    """Go on above this number: all up to it may have been used by batches that the journal does not know."""
    attempt = Attempt(
        number=number,
        token=token,
        op_ids=(),
        fence=fence,
        sent_at=work.now,
        outcome=Outcome.DEAD,
        error=RAISED,
        settled_at=work.now,
    )
    work.put(attempts.insert().values(programme=work.programme, **attempt.model_dump()))


def is_empty(look: Reading) -> bool:
    """Whether nothing has been seen, decided or sent in this programme yet."""
    of = (applications.c.programme == look.programme, attempts.c.programme == look.programme)
    return not any(look.row(select(mine).where(mine).limit(1)) for mine in of)


def forget_ledger(work: Work, op_ids: Collection[str]) -> None:
    """Take ledger rows for not settled again: they are to be written once more."""
    mine = (ledger.c.programme == work.programme, ledger.c.op_id.in_(tuple(op_ids)))
    work.put(delete(ledger).where(*mine))


def renumber(work: Work, op_id: str, revision: int) -> None:
    """Give a decision a higher revision, which must be free, and its order to write it too."""
    mine = (decisions.c.programme == work.programme, decisions.c.op_id == op_id)
    before = work.row(select(decisions.c.key, decisions.c.revision).where(*mine))
    if before is None:
        raise KeyError(op_id)
    work.put(update(decisions).where(*mine).values(revision=revision, changed=work.change))
    order = (outbox.c.programme == work.programme, outbox.c.op_id == op_id)
    work.put(update(outbox).where(*order).values(revision=revision))
    then = {"op_id": op_id, "revision": before["revision"]}
    work.tell(What.REBUILT, before["key"], before=then, after={"op_id": op_id, "revision": revision})
