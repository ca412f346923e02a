"""Who waits, in which order, and why; and who neither has a place nor waits.

The order is by points where the policy gives priority before the draw, and among equals the lottery's (or by
time of application, where the policy says so): it is drawn without regard to size, wishes or row, it is the
order in which groups choose where several allocations are equally good, and a group's number is the same
however many others apply. A rank says who is asked first; a group that does not fit the free places is
passed over, and keeps its rank.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rules.allocation.building import wished
from rules.allocation.model import Group, LeftOut, Placement, Problem, Waiting
from rules.allocation.ordering import RankChange, ranking
from rules.allocation.pins import pinned


@dataclass(frozen=True, slots=True)
class Room:
    """What is free in a cohort: seats for people, and places for groups."""

    cohort: str
    seats: int
    groups: int

    def takes(self, size: int) -> bool:
        """Whether a group of this size fits."""
        return self.groups > 0 and self.seats >= size


def free_room(problem: Problem, placements: Sequence[Placement]) -> dict[str, Room]:
    """What is free in each cohort beside these placements; never less than nothing."""
    groups = {group.key: group for group in problem.groups}
    rooms: dict[str, Room] = {}
    for cohort in problem.cohorts:
        inside = [groups[p.key].size for p in placements if p.cohort == cohort.id]
        seats = max(cohort.participants_max - sum(inside), 0)
        rooms[cohort.id] = Room(cohort.id, seats, max(cohort.groups_max - len(inside), 0))
    return rooms


def waitlist(problem: Problem, placements: Sequence[Placement]) -> tuple[Waiting, ...]:
    """The groups that wait, ranked from 1, each with the reason why it has no place now.

    Reasons: `full` (no seat or no group place is free in any cohort that will do), `would_not_fit_now` (seats
    are free, but fewer than the group needs; params size, free, cohort), `fits_now` (only where the time ran
    out before the allocation was proved; params cohort).
    """
    groups = {group.key: group for group in problem.groups}
    rooms = free_room(problem, placements)
    order = waiting_order(problem, placements)
    return tuple(_waiting(groups[key], rank, rooms) for rank, key in enumerate(order, start=1))


def waiting_order(
    problem: Problem, placements: Sequence[Placement], changes: Sequence[RankChange] = ()
) -> tuple[str, ...]:
    """The keys of those who wait, in the order in which they are asked."""
    never = {one.key for one in left_out(problem, placements)} | {p.key for p in placements}
    return ranking(problem, (g.key for g in problem.groups if g.key not in never), changes)


def left_out(problem: Problem, placements: Sequence[Placement]) -> tuple[LeftOut, ...]:
    """The groups for which no withdrawal would make room, by key.

    Reasons: `pinned_out` (a person set it to no cohort), `no_cohort_wished`, `larger_than_every_cohort`.
    """
    pins = pinned(problem)
    placed = {p.key for p in placements}
    reasons = {
        group.key: "pinned_out" if group.key in pins else _never(problem, group)
        for group in problem.groups
        if group.key not in placed
    }
    return tuple(LeftOut(key=key, reason=reason) for key, reason in sorted(reasons.items()) if reason)


def _never(problem: Problem, group: Group) -> str:
    ranks = wished(group, (cohort.id for cohort in problem.cohorts))
    if not ranks:
        return "no_cohort_wished"
    most = max(cohort.participants_max for cohort in problem.cohorts if cohort.id in ranks)
    return "larger_than_every_cohort" if group.size > most else ""


def _waiting(group: Group, rank: int, rooms: Mapping[str, Room]) -> Waiting:
    ranks = wished(group, rooms)
    open_rooms = [
        rooms[c] for c in sorted(ranks, key=lambda c: (ranks[c], c)) if rooms[c].groups and rooms[c].seats
    ]
    if not open_rooms:
        return Waiting(key=group.key, rank=rank, reason="full")
    if fitting := next((room for room in open_rooms if room.takes(group.size)), None):
        return Waiting(key=group.key, rank=rank, reason="fits_now", params=(("cohort", fitting.cohort),))
    largest = max(open_rooms, key=lambda room: room.seats)
    params = (("size", str(group.size)), ("free", str(largest.seats)), ("cohort", largest.cohort))
    return Waiting(key=group.key, rank=rank, reason="would_not_fit_now", params=params)
