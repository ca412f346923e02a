"""One process at a time syncs a programme. The fence tells a late holder that its time is over."""

from datetime import timedelta

from sqlalchemy import bindparam, insert, select, update

from integrations.journal.chain import Facts, What
from integrations.journal.holders import gone
from integrations.journal.records import Lease, record
from integrations.journal.tables import leases as table
from integrations.journal.work import MINE, Reading, Work

_ONE = select(table).where(table.c.name == MINE)
_ADD = insert(table)
_SAVE = (
    update(table)
    .where(table.c.name == MINE)
    .values(
        {name: bindparam(f"new_{name}", type_=table.c[name].type) for name in ("holder", "fence", "until")}
    )
)


class LeaseLost(Exception):
    """Another process has taken over; what this one was about to settle is not its to settle."""


def acquire(work: Work, holder: str, seconds: float) -> Lease | None:
    """Take or prolong the right to sync; None while another holder has it.

    A holder that has certainly ended (see `holders`) has it no more, nor one whose lease would last longer
    than any is given: the clock has been put back since. The fence grows whenever the holder changes.
    """
    held = current(work)
    if held and held.holder != holder and _lasts(held, work, seconds) and not gone(held.holder):
        return None
    fence = held.fence + (held.holder != holder) if held else 1
    lease = Lease(
        name=work.programme, holder=holder, fence=fence, until=work.now + timedelta(seconds=seconds)
    )
    if held is None or held.holder != holder:
        earlier: Facts | None = {"holder": held.holder, "fence": held.fence} if held else None
        work.tell(What.LEASE, before=earlier, after={"holder": holder, "fence": fence})
    if held is None:
        work.note(_ADD, [lease.model_dump()])
    else:
        values = lease.model_dump(exclude={"name"})
        work.note(_SAVE, [{f"new_{name}": value for name, value in values.items()}])
    return lease


def _lasts(held: Lease, work: Work, seconds: float) -> bool:
    """Whether a lease has not run out; the clocks of two replicas may differ by as long as it lasts."""
    return timedelta() < held.until - work.now <= timedelta(seconds=2 * seconds)


def require(work: Work, lease: Lease) -> None:
    """Hold the transaction to the lease's fence. Raises LeaseLost when another has taken over."""
    held = current(work)
    if held is None or (held.fence, held.holder) != (lease.fence, lease.holder):
        raise LeaseLost(lease.name)


def release(work: Work, lease: Lease) -> None:
    """Let the next one in at once. The fence stays."""
    mine = (table.c.name == lease.name, table.c.holder == lease.holder, table.c.fence == lease.fence)
    work.note(update(table).where(*mine).values(until=work.now))


def current(look: Reading) -> Lease | None:
    """The lease as it stands, expired or not."""
    row = look.row(_ONE)
    return record(Lease, row) if row else None
