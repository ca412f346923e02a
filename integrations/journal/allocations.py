"""Allocations as records: one row per commitment, whose steps are taken once each and never back."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select, update

from integrations.journal.chain import Facts, What
from integrations.journal.memory import Known
from integrations.journal.records import record
from integrations.journal.tables import allocations as table
from integrations.journal.work import MINE, Reading, Work
from rules.allocation.lottery.drawing import whole_seed
from rules.allocation.lottery.record import Commitment, Draw, Outside, Record, canonical
from rules.allocation.model import Allocation, LeftOut, Pin, Problem
from rules.base import Frozen


class Step(StrEnum):
    """How far an allocation has come. `seeded` and `drawn` fall together where the policy draws nothing."""

    COMMITTED = "committed"
    SEEDED = "seeded"
    DRAWN = "drawn"
    ADOPTED = "adopted"


class AllocationRecord(Frozen):
    """One allocation, from the commitment on. `number` counts from 1 in the programme.

    `commitment` is the lottery's; where the policy draws nothing there is none, and `problem` holds what was
    solved. Both are None once one of the applications has been erased; `digest` stays. `basis` says by key on
    which revision and answers it was made; `left_out` who took no part; `pins` what people set, with reasons.
    `said` is the word by which an unproved result was adopted.
    """

    number: int
    committed_at: datetime
    committed_by: str
    digest: str
    commitment: Commitment | None = None
    problem: Problem | None = None
    basis: Mapping[str, str]
    left_out: tuple[LeftOut, ...] = ()
    pins: tuple[Pin, ...] = ()
    outside: Outside | None = None
    seeded_by: str = ""
    draw: Draw | None = None
    drawn_at: datetime | None = None
    drawn_by: str = ""
    outcome: Allocation | None = None
    adopted_at: datetime | None = None
    adopted_by: str = ""
    said: str = ""

    @property
    def step(self) -> Step:
        """The last step taken."""
        if self.adopted_at is not None:
            return Step.ADOPTED
        if self.outcome is not None:
            return Step.DRAWN
        return Step.SEEDED if self.outside else Step.COMMITTED

    @property
    def asked(self) -> Problem | None:
        """What was solved, without names, with the seed drawn; None once an application in it was erased."""
        if self.commitment is None or self.draw is None:
            return self.commitment.problem if self.commitment else self.problem
        return self.commitment.problem.model_copy(update={"seed": whole_seed(self.draw.seed)})

    def published(self) -> Record | None:
        """What is published of a lottery; None where the policy draws nothing or data have been erased."""
        if self.commitment is None:
            return None
        placements = self.outcome.placements if self.outcome else ()
        draws = (self.draw,) if self.draw else ()
        return Record(commitment=self.commitment, digest=self.digest, draws=draws, placements=placements)


_ALL = select(table).where(table.c.programme == MINE).order_by(table.c.number)


def every(look: Reading) -> tuple[AllocationRecord, ...]:
    """All of them, oldest first."""
    return look.recall(table, _every)


def get(look: Reading, number: int) -> AllocationRecord | None:
    """The one with this number."""
    return next((one for one in every(look) if one.number == number), None)


def add(work: Work, wanted: AllocationRecord) -> AllocationRecord:
    """Keep a new commitment under the next number."""
    known = every(work)
    kept = wanted.model_copy(update={"number": known[-1].number + 1 if known else 1})
    _tell(work, None, kept)
    work.put(table.insert().values(programme=work.programme, **_values(kept)))
    return kept


def move_on(work: Work, before: AllocationRecord, **step: object) -> AllocationRecord:
    """Take a step. Whether it is the right one is for the desk."""
    after = before.model_copy(update=step)
    _tell(work, before, after)
    mine = (table.c.programme == work.programme, table.c.number == before.number)
    values = _values(after)
    work.put(update(table).where(*mine).values({name: values[name] for name in step}))
    return after


def forget(work: Work, key: str) -> None:
    """Delete what the records hold of an application: no lottery it was in can be shown here any more.

    Case numbers, cohorts and ranks stay, and so does the digest: who holds the published record can still
    check it.
    """
    for one in every(work):
        if key in one.basis:
            mine = (table.c.programme == work.programme, table.c.number == one.number)
            blank: dict[str, object] = {"commitment": None, "problem": None, "basis": {}, "pins": []}
            work.put(update(table).where(*mine).values(blank))


def facts(kept: AllocationRecord) -> Facts:
    """What the audit chain holds of it."""
    return {
        "allocation": kept.number,
        "step": kept.step.value,
        "digest": kept.digest,
        "outside": _digest(kept.outside),
        "draw": _digest(kept.draw),
        "outcome": _digest(kept.outcome),
    }


def _tell(work: Work, before: AllocationRecord | None, after: AllocationRecord) -> None:
    earlier = {"allocation": before.number, "step": before.step.value} if before else None
    work.tell(What.ALLOCATION, before=earlier, after=facts(after), words={"said": after.said})


def _digest(part: Frozen | None) -> str:
    return hashlib.sha256(canonical(part).encode()).hexdigest() if part else ""


def _values(kept: AllocationRecord) -> dict[str, object]:
    """As columns: moments as they are, everything else as JSON."""
    values: dict[str, object] = kept.model_dump(mode="json")
    moments = ("committed_at", "drawn_at", "adopted_at")
    return values | {name: getattr(kept, name) for name in moments}


def _every(look: Reading, _before: Known | None) -> tuple[AllocationRecord, ...]:
    return tuple(record(AllocationRecord, row) for row in look.rows(_ALL))
