"""Allocation as a record: commit, words of a second person, draw, adopt; none of them twice, all seen.

Nobody can draw until one likes it: what is drawn from is fixed before the words are known, there is one draw
on a commitment, and every commitment stays in the list.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version

from desk.deciding import Order, take
from desk.office import Office, Sitting, authorise, reconciled
from desk.views import Board, Draft, Shift
from integrations.apart import Run
from integrations.journal import allocations, applications, decisions
from integrations.journal.allocations import AllocationRecord, Step
from integrations.journal.work import Reading, Work
from rules.allocation import solve
from rules.allocation.levels import drawing
from rules.allocation.lottery import committing
from rules.allocation.lottery import drawing as lots
from rules.allocation.lottery.record import Commitment, Outside, Source, canonical, scrubbed
from rules.allocation.model import Aim, Allocation, LeftOut, Pin, Waiting
from rules.allocation.wording import WAITING
from rules.candidates import candidates
from rules.checks.masking import mask
from rules.groups import problem_of
from rules.moves import Move, require_allowed
from rules.people import Action, Actor
from rules.programme.model import Programme
from rules.state import HOLDS_A_PLACE, Decision, Refused, Standing, Status


def draft(office: Office, board: Board, actor: Actor, pins: Iterable[Pin]) -> Draft:
    """What would be allocated now. See `Desk.allocation_draft`."""
    authorise(actor, Action.ALLOCATE)
    return draft_of(office, board, pins)


def draft_of(office: Office, board: Board, pins: Iterable[Pin]) -> Draft:
    """Those who take part in the board, with these pins beside those who hold a place.

    Raises Refused("allocation_pin_without_reason").
    """
    programme = office.programme
    wanted = tuple(pins)
    if silent := tuple(pin.key for pin in wanted if not pin.reason.strip()):
        raise Refused("allocation_pin_without_reason", keys=silent)
    standing = {case.key: case.standing for case in board.cases}
    judged = {case.key: case.judgement for case in board.cases}
    found = candidates(programme, [case.application for case in board.cases], judged, standing)
    held = {pin.key for pin in found.pins}
    problem = problem_of(
        programme,
        [
            group.model_copy(update={"kind": mask(group.kind), "branch": mask(group.branch)})
            for group in found.groups
        ],
        pins=(*found.pins, *(pin for pin in wanted if pin.key not in held)),
        today=office.clock().astimezone(programme.zone).date(),
        absent=[one.key for one in found.left_out],
    )
    taking_part = {group.key for group in found.groups}
    basis = {case.key: _basis(case.revision, case.basis) for case in board.cases if case.key in taking_part}
    return Draft(problem=problem, left_out=found.left_out, pins=wanted, basis=basis)


def preview(office: Office, board: Board, actor: Actor, pins: Iterable[Pin]) -> Allocation:
    """A dry run. See `Desk.allocate`."""
    wanted = draft(office, board, actor, pins)
    return with_left_out(solve(wanted.problem), wanted.left_out)


def commit(office: Office, actor: Actor, wanted: Draft, limit: float | None, run: Run) -> AllocationRecord:
    """Fix all that an allocation depends on. See `Desk.commit_allocation`."""
    authorise(actor, Action.ALLOCATE)
    made = {"committed_at": office.clock(), "committed_by": actor.signature}
    drawn = drawing(wanted.problem) is Aim.DRAW
    found = (_lottery if drawn else _at_once)(office, wanted, limit, run)
    fresh = AllocationRecord(
        number=0, **made, **found, basis=wanted.basis, left_out=wanted.left_out, pins=wanted.pins
    )
    if not drawn:
        fresh = fresh.model_copy(update={"drawn_at": office.clock(), "drawn_by": actor.signature})
    with office.sitting(actor) as sitting:
        return allocations.add(sitting.work, fresh)


def seed(office: Office, actor: Actor, number: int, source: Source, text: str) -> AllocationRecord:
    """Take in the words that the draw follows from. See `Desk.seed_allocation`."""
    authorise(actor, Action.ALLOCATE)
    with office.sitting(actor) as sitting:
        before = _at(sitting.work, number, Step.COMMITTED)
        if source is not Source.BEACON and actor.signature == before.committed_by:
            raise Refused("allocation_seed_own", by=before.committed_by)
        outside = Outside(source=source, text=text.strip(), at=office.clock())
        lots.draw(_commitment(before), outside, office.clock())
        return allocations.move_on(sitting.work, before, outside=outside, seeded_by=actor.signature)


def draw(office: Office, actor: Actor, number: int, limit: float | None, run: Run) -> AllocationRecord:
    """Draw, once. See `Desk.draw_allocation`."""
    authorise(actor, Action.ALLOCATE)
    with office.journal.read(office.programme.id) as look:
        before = _at(look, number, Step.SEEDED)
    now = office.clock()
    drawn = lots.draw(_commitment(before), _outside(before), now)
    outcome = run(committing.settle, _commitment(before), drawn, time_limit=limit)
    with office.sitting(actor) as sitting:
        before = _at(sitting.work, number, Step.SEEDED)
        outcome = with_left_out(outcome, before.left_out)
        return allocations.move_on(
            sitting.work, before, draw=drawn, drawn_at=now, drawn_by=actor.signature, outcome=outcome
        )


def adopt(office: Office, actor: Actor, number: int, said: str) -> tuple[Decision, ...]:
    """Make an allocation the decisions on all whom it moves. See `Desk.adopt_allocation`."""
    authorise(actor, Action.ALLOCATE)
    with office.sitting(actor, f"allocation:{number}") as sitting:
        before = _at(sitting.work, number, Step.DRAWN)
        outcome = before.outcome
        if outcome is None or not (outcome.proven or said.strip()):
            raise Refused("allocation_unproved")
        standings = decisions.standings(sitting.work)
        moves = tuple(_moves(sitting.programme, outcome, standings, said))
        _require_unchanged(sitting.work, before, [one.key for one, _, _ in moves], standings)
        made = tuple(_follow(sitting, one, move, rank) for one, move, rank in moves)
        adopted = {"adopted_at": office.clock(), "adopted_by": actor.signature, "said": said.strip()}
        allocations.move_on(sitting.work, before, **adopted)
        return made


def every(office: Office, actor: Actor) -> tuple[AllocationRecord, ...]:
    """All allocations. See `Desk.allocations`."""
    authorise(actor, Action.VIEW)
    with office.journal.read(office.programme.id) as look:
        return allocations.every(look)


def shifts(record: AllocationRecord, standings: Mapping[str, Standing]) -> tuple[Shift, ...]:
    """Where somebody stands otherwise by now than an allocation said, by key."""
    if record.outcome is None:
        return ()
    meant = {one.key: one.cohort for one in record.outcome.placements}
    meant |= {one.key: "" for one in record.outcome.waitlist}
    now = {key: standings.get(key) or Standing(key=key) for key in meant}
    return tuple(
        Shift(key=key, meant=meant[key], status=now[key].status, cohort=now[key].cohort)
        for key in sorted(meant)
        if not _as_meant(now[key], meant[key])
    )


def with_left_out(answer: Allocation, others: Iterable[LeftOut]) -> Allocation:
    """The answer with those who took no part from the start."""
    left_out = sorted((*answer.left_out, *others), key=lambda one: one.key)
    return answer.model_copy(update={"left_out": tuple(left_out)})


def _lottery(office: Office, wanted: Draft, limit: float | None, run: Run) -> dict[str, object]:
    made = run(
        committing.commit,
        wanted.problem,
        programme=office.programme.id,
        software=version("samhold"),
        at=office.clock(),
        time_limit=limit,
    )
    return {"commitment": made, "digest": made.digest()}


def _at_once(_office: Office, wanted: Draft, limit: float | None, run: Run) -> dict[str, object]:
    """Where nothing is drawn, what was committed to has one answer."""
    problem = scrubbed(wanted.problem)
    outcome = with_left_out(run(solve, problem, time_limit=limit), wanted.left_out)
    digest = hashlib.sha256(canonical(problem).encode()).hexdigest()
    return {"problem": problem, "digest": digest, "outcome": outcome}


_ORDER = tuple(Step)
_ALREADY = {
    Step.COMMITTED: "allocation_seeded_already",
    Step.SEEDED: "allocation_drawn_already",
    Step.DRAWN: "allocation_adopted_already",
}


def _at(look: Reading, number: int, step: Step) -> AllocationRecord:
    """The record, if this is the step it stands at."""
    found = allocations.get(look, number)
    if found is None:
        raise Refused("allocation_unknown", number=number)
    if found.step is step:
        return found
    if _ORDER.index(found.step) < _ORDER.index(step):
        raise Refused("allocation_step_missing", number=number)
    raise Refused(_ALREADY[step], number=number)


def _commitment(record: AllocationRecord) -> Commitment:
    if record.commitment is None:
        raise Refused("allocation_erased", number=record.number)
    return record.commitment


def _outside(record: AllocationRecord) -> Outside:
    if record.outside is None:
        raise Refused("allocation_step_missing", number=record.number)
    return record.outside


def _basis(revision: int, answers: str) -> str:
    return f"{revision}.{answers}"


def _moves(
    programme: Programme, allocation: Allocation, standings: Mapping[str, Standing], reason: str
) -> Iterator[tuple[Standing, Move, int]]:
    """Whom the allocation moves, and how: those who hold a place or wait already are left as they are."""
    for placed in allocation.placements:
        before = standings.get(placed.key) or Standing(key=placed.key)
        if before.status not in HOLDS_A_PLACE:
            move = Move(status=Status.APPROVED, cohort=placed.cohort, remark=before.remark, reason=reason)
            yield before, move, 0
    for waits in allocation.waitlist:
        before = standings.get(waits.key) or Standing(key=waits.key)
        if before.status is not Status.WAITLISTED:
            why = reason or _why(programme, waits)
            yield before, Move(status=Status.WAITLISTED, remark=before.remark, reason=why), waits.rank


def _why(programme: Programme, waits: Waiting) -> str:
    """Why a group waits, in the words that are kept: Danish, like everything the sheet shows."""
    cohorts = {cohort.id: cohort.name.da for cohort in programme.cohorts}
    return WAITING[waits.reason].da.format(**{name: cohorts.get(v, v) for name, v in waits.params})


def _require_unchanged(
    look: Work, record: AllocationRecord, keys: Iterable[str], standings: Mapping[str, Standing]
) -> None:
    """Raise Refused("allocation_stale") where one of these was decided on, or has changed its answers."""
    late = []
    for key in keys:
        known = applications.get(look, key)
        revision = (standings.get(key) or Standing(key=key)).revision
        if known is None or record.basis.get(key) != _basis(revision, known.fingerprint):
            late.append(key)
    if late:
        raise Refused("allocation_stale", keys=late)


def _follow(sitting: Sitting, before: Standing, move: Move, rank: int) -> Decision:
    record = reconciled(sitting.work, before.key)
    require_allowed(sitting.programme, before, move)
    return take(sitting, record, before, Order(move=move, rank=rank))


def _as_meant(standing: Standing, cohort: str) -> bool:
    if cohort:
        return standing.status in HOLDS_A_PLACE and standing.cohort == cohort
    return standing.status is Status.WAITLISTED
