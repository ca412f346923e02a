"""Who waits, in which order, and why; and who neither has a place nor waits.

The order is by points where the policy gives priority before the draw, and among equals the lottery's (or by
time of application, where the policy says so): it is drawn without regard to size, wishes or row, it is the
order in which groups choose where several allocations are equally good, and a group's number is the same
however many others apply. A rank says who is asked first; a group that does not fit the free places is
passed over, and keeps its rank.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rules.allocation.building import wished
from rules.allocation.model import Group, LeftOut, Placement, Problem, Waiting
from rules.allocation.ordering import RankChange, ranking
from rules.allocation.pins import pinned
from rules.allocation.program import LimitKind
from rules.allocation.room import Room, Short


@dataclass(frozen=True, slots=True)
class Free:
    """What is free in a cohort: seats for people, and places for groups."""

    cohort: str
    seats: int
    groups: int

    def takes(self, size: int) -> bool:
        """Whether there are seats and a place for a group of this size, other limits aside."""
        return self.groups > 0 and self.seats >= size


def free_places(problem: Problem, placements: Sequence[Placement]) -> dict[str, Free]:
    """What is free in each cohort beside these placements; never less than nothing."""
    groups = {group.key: group for group in problem.groups}
    free: dict[str, Free] = {}
    for cohort in problem.cohorts:
        inside = [groups[p.key].size for p in placements if p.cohort == cohort.id]
        seats = max(cohort.participants_max - sum(inside), 0)
        free[cohort.id] = Free(cohort.id, seats, max(cohort.groups_max - len(inside), 0))
    return free


def waitlist(problem: Problem, placements: Sequence[Placement]) -> tuple[Waiting, ...]:
    """The groups that wait, ranked from 1, each with the reason why it has no place now.

    Reasons: `full` (no seat or no group place is free in any cohort that will do), `would_not_fit_now` (seats
    are free, but fewer than the group needs; params size, free, cohort), `limit_municipality`,
    `limit_branch`, `limit_reserved` and `limit_apart` (there are seats enough, but that limit is reached;
    params cohort, name), `no_room_together` (not for all who must be together; params cohort), `fits_now`
    (only where the time ran out before the allocation was proved; params cohort).
    """
    groups = {group.key: group for group in problem.groups}
    free = free_places(problem, placements)
    order = waiting_order(problem, placements)
    wishes = {key: [free[c] for c in _in_order(groups[key], free)] for key in order}
    near = {key: [one for one in own if one.groups and one.seats] for key, own in wishes.items()}
    room = Room(problem, placements) if any(near.values()) else None
    return tuple(
        _waiting(groups[key], rank, near[key], room)
        if room and near[key]
        else Waiting(key=key, rank=rank, reason="full")
        for rank, key in enumerate(order, start=1)
    )


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


def _in_order(group: Group, cohorts: Collection[str]) -> list[str]:
    ranks = wished(group, cohorts)
    return sorted(ranks, key=lambda c: (ranks[c], c))


def _waiting(group: Group, rank: int, near: Sequence[Free], room: Room) -> Waiting:
    """Why a group waits though there are free seats in these cohorts, best wish first."""
    short = {one.cohort: room.short(group.key, one.cohort) for one in near}
    enough = next((one.cohort for one in near if one.takes(group.size)), "")
    if fitting := next((cohort for cohort, lacks in short.items() if lacks == ()), ""):
        return Waiting(key=group.key, rank=rank, reason="fits_now", params=(("cohort", fitting),))
    if enough:
        reason, name = _obstacle(short[enough])
        about = (("cohort", enough), *((("name", name),) if name else ()))
        return Waiting(key=group.key, rank=rank, reason=reason, params=about)
    largest = max(near, key=lambda one: one.seats)
    params = (("size", str(group.size)), ("free", str(largest.seats)), ("cohort", largest.cohort))
    return Waiting(key=group.key, rank=rank, reason="would_not_fit_now", params=params)


def _obstacle(short: Sequence[Short] | None) -> tuple[str, str]:
    """The first limit but seats and group places that is in the way, and whom it is about."""
    for one in short or ():
        if one.limit.kind in (LimitKind.MUNICIPALITY, LimitKind.BRANCH, LimitKind.RESERVED):
            return f"limit_{one.limit.kind}", ", ".join(one.limit.names)
        if one.limit.kind is LimitKind.APART:
            return "limit_apart", ""
    return "no_room_together", ""
