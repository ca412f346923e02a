"""Allocation: a preview that changes nothing, and its adoption as decisions, all of them or none."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from desk.deciding import Order, take
from desk.office import Office, Sitting, authorise, reconciled
from desk.views import Board
from integrations.journal import applications, decisions
from integrations.journal.work import Reading
from rules.allocation import solve
from rules.allocation.model import Allocation, Pin, Waiting
from rules.allocation.wording import WAITING
from rules.candidates import candidates
from rules.groups import problem_of
from rules.moves import Move, require_allowed
from rules.people import Action, Actor
from rules.programme.model import Programme
from rules.state import HOLDS_A_PLACE, Decision, Refused, Standing, Status


def allocate(
    programme: Programme, board: Board, actor: Actor, pins: Iterable[Pin], *, seed: int, today: date
) -> Allocation:
    """The allocation of those who take part now. See `Desk.allocate`."""
    authorise(actor, Action.ALLOCATE)
    standing = {case.key: case.standing for case in board.cases}
    judged = {case.key: case.judgement for case in board.cases}
    found = candidates(programme, [case.application for case in board.cases], judged, standing)
    held = {pin.key for pin in found.pins}
    wanted = (*found.pins, *(pin for pin in pins if pin.key not in held))
    absent = [one.key for one in found.left_out]
    answer = solve(problem_of(programme, found.groups, pins=wanted, seed=seed, today=today, absent=absent))
    left_out = sorted((*answer.left_out, *found.left_out), key=lambda one: one.key)
    return answer.model_copy(update={"left_out": tuple(left_out)})


def adopt(
    office: Office, actor: Actor, allocation: Allocation, version: int, reason: str
) -> tuple[Decision, ...]:
    """Make an allocation the decisions on all whom it moves. See `Desk.adopt_allocation`."""
    authorise(actor, Action.ALLOCATE)
    with office.sitting(actor) as sitting:
        standings = decisions.standings(sitting.work)
        moves = tuple(_moves(sitting.programme, allocation, standings, reason))
        _require_unchanged(sitting.work, {before.key for before, _, _ in moves}, version)
        return tuple(_follow(sitting, before, move, rank) for before, move, rank in moves)


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


def _require_unchanged(look: Reading, keys: Collection[str], version: int) -> None:
    """Raise Refused("allocation_stale") where anything about these keys has changed since the preview."""
    changed = {record.key for record in applications.since(look, version)}
    changed |= {decision.key for decision in decisions.since(look, version)}
    if late := sorted(changed & set(keys)):
        raise Refused("allocation_stale", keys=late)


def _follow(sitting: Sitting, before: Standing, move: Move, rank: int) -> Decision:
    record = reconciled(sitting.work, before.key)
    require_allowed(sitting.programme, before, move)
    return take(sitting, record, before, Order(move=move, rank=rank))
