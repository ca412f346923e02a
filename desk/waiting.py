"""The waitlist as it stands: the present as the rules see it, and who is asked if somebody withdraws."""

from dataclasses import dataclass

from desk.allocating import draft_of
from desk.office import Office
from desk.views import Board
from integrations.journal import allocations
from rules.allocation.backfill import Present, Succession, successions
from rules.allocation.lottery.drawing import whole_seed
from rules.allocation.model import Placement, Problem
from rules.allocation.ordering import RankChange
from rules.allocation.room import without


@dataclass(frozen=True, slots=True)
class Waitlist:
    """Those who have a place and those who wait, nobody else, and how they stand."""

    problem: Problem
    present: Present


def waitlist(office: Office, board: Board) -> Waitlist:
    """The waitlist in the order of the places that everybody sees. See `Desk.waitlist`."""
    problem = draft_of(office, board, ()).problem
    places = {case.key: case.place for case in board.cases if case.place}
    told = {pin.key: pin.cohort for pin in problem.pins if pin.told and pin.cohort}
    others = {group.key for group in problem.groups} - places.keys() - told.keys()
    inside = {group.key for group in problem.groups}
    reasons = {case.key: case.standing.reason or "-" for case in board.cases}
    changes = tuple(
        RankChange(key=key, rank=place, reason=reasons[key])
        for key, place in sorted(places.items(), key=lambda both: both[1])
        if key in inside
    )
    placements = tuple(Placement(key=key, cohort=cohort) for key, cohort in sorted(told.items()))
    present = Present(placements, office.clock(), changes=changes)
    seeded = without(problem, others).model_copy(update={"seed": _seed(office)})
    return Waitlist(seeded, present)


def succession(found: Waitlist) -> tuple[Succession, ...]:
    """For each who has a place: who is asked if it withdraws."""
    return tuple(successions(found.problem, found.present))


def _seed(office: Office) -> int:
    """That of the allocation adopted last, so that the lots fall as they did there."""
    with office.journal.read(office.programme.id) as look:
        adopted = [one for one in allocations.every(look) if one.adopted_at and one.draw]
    return whole_seed(adopted[-1].draw.seed) if adopted and adopted[-1].draw else 0
