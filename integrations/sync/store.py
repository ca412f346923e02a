"""What sync itself keeps in the journal: how batches ended, where rows stand, and the base with it."""

from integrations.journal import applications, attempts, bases, items, outbox, recovery
from integrations.journal.records import Attempt, Lease, OutboxState, Outcome
from integrations.journal.work import Work
from integrations.sync.assess import Assessment
from integrations.sync.plan import Plan
from integrations.sync.view import View


def token_of(number: int) -> str:
    """The order token of an attempt: the id of a named range, used once and by one batch only."""
    return f"samhold_{number}"


def number_of(name: str) -> int | None:
    """The attempt that a named range is the token of; None for one that is no token."""
    number = name.removeprefix("samhold_")
    return int(number) if number != name and number.isdecimal() else None


def keep(work: Work, view: View, assessment: Assessment) -> None:
    """Store an assessment made on this view, in one transaction, so that nothing is settled twice."""
    settlement = assessment.settlement
    for number, outcome in settlement.ended.items():
        attempts.end(work, number, outcome)
    bases.settle_ledger(work, [(op, row.key, row.revision) for op, row in settlement.confirmed.items()])
    stamped = sorted(settlement.stamped & set(view.applications))
    applications.save(work, *(assessment.view.applications[key] for key in stamped))
    bases.save(work, *assessment.bases.values())
    for item in settlement.items:
        items.raise_item(work, item)
    moves: dict[tuple[OutboxState, str], list[str]] = {}
    for row, state, reason in assessment.states:
        moves.setdefault((state, reason), []).append(row.op_id)
    for (state, reason), op_ids in moves.items():
        outbox.mark(work, op_ids, state, error=reason)


def record(work: Work, lease: Lease, plan: Plan) -> Attempt:
    """Put a batch on record before it is sent."""
    attempt = Attempt(token=token_of(plan.attempt), op_ids=plan.op_ids, fence=lease.fence, sent_at=work.now)
    recorded = attempts.begin(work, attempt)
    if recorded.number != plan.attempt:
        raise RuntimeError(f"attempt {plan.attempt} was recorded as {recorded.number}")
    outbox.mark(work, plan.op_ids, OutboxState.SENT, token=attempt.token)
    return recorded


def next_number(work: Work) -> int:
    """The number that the next attempt gets."""
    return recovery.numbers(work).last + 1


def lost(work: Work, attempt: Attempt, error: str) -> None:
    """Nobody knows whether a batch was applied."""
    attempts.end(work, attempt.number, Outcome.UNKNOWN, error)
    outbox.mark(work, attempt.op_ids, OutboxState.UNKNOWN, error=error)


def refused(work: Work, attempt: Attempt, error: str) -> None:
    """A batch was not applied, and cannot be any more."""
    attempts.end(work, attempt.number, Outcome.REFUSED, error)
    outbox.mark(work, attempt.op_ids, OutboxState.QUEUED, error=error)
