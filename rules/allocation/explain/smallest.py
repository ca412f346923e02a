"""The smallest changes that would have given a group a place, each tried by solving again.

First those that move nobody: everybody who has a place keeps it, the change is made, and the best filling of
what is free then has the group in it, whoever else waits. Then, where wanted, those that move others.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rules.allocation.backfill import Present
from rules.allocation.building import wished
from rules.allocation.changes import Change, Kind, apply
from rules.allocation.face import clock
from rules.allocation.filling import fill
from rules.allocation.model import Allocation, CohortLimits, Group, Placement, Problem
from rules.allocation.ordering import RankChange
from rules.allocation.program import LimitKind
from rules.allocation.room import Room, Short, without
from rules.allocation.solving import solve
from rules.allocation.what_if import Difference, difference

TRIES = 8
"""So much more than would just fit is tried, as others who wait take from what comes free."""
_BY_LIMIT = {
    LimitKind.PARTICIPANTS: Kind.PARTICIPANTS,
    LimitKind.RESERVED: Kind.PARTICIPANTS,
    LimitKind.GROUPS: Kind.GROUPS,
    LimitKind.MUNICIPALITY: Kind.MUNICIPALITY,
    LimitKind.BRANCH: Kind.BRANCH,
}
_ORDER = tuple(Kind)


@dataclass(frozen=True, slots=True)
class Remedy:
    """Changes after which the group has a place in `cohort`, proved by solving again.

    `difference` says whom it moves; None where everybody else who has a place keeps it.
    """

    changes: tuple[Change, ...]
    cohort: str
    difference: Difference | None = None

    @property
    def size(self) -> tuple[int, int, tuple[tuple[int, str], ...]]:
        """The smaller, the closer to the problem as it is: first by how much is changed at once, then by how
        far."""
        kinds = tuple((_ORDER.index(c.kind), c.cohort) for c in self.changes)
        return len(self.changes), sum(c.amount for c in self.changes), kinds


@dataclass(frozen=True, slots=True)
class Question:
    """Which group is asked about, beside whom: all who have a place or hold an offer keep theirs."""

    problem: Problem
    held: tuple[Placement, ...]
    key: str
    changes: tuple[RankChange, ...] = ()

    @classmethod
    def of(cls, problem: Problem, present: Present, key: str) -> "Question":
        """The question as things stand."""
        left = without(problem, present.gone() - {key})
        return cls(left, present.holding(), key, present.changes)

    def group(self) -> Group:
        """The group asked about."""
        return next(group for group in self.problem.groups if group.key == self.key)

    def tried(self, steps: Sequence[Change]) -> Remedy | None:
        """The remedy, if the group has a place after these steps and nobody moves."""
        found = fill(apply(self.problem, *steps), self.held, self.changes, clock())
        cohort = next((p.cohort for p in found.asked if p.key == self.key), "")
        return Remedy(tuple(steps), cohort) if cohort and found.proven else None


def moving_nobody(question: Question, tries: int = TRIES) -> tuple[Remedy, ...]:
    """The smallest changes of each sort that move nobody, the smallest first.

    Sorts: more room in one cohort that the group wishes for (whatever limits it takes at once, and each at
    least as much as would just fit; of the scarcest up to `tries` more), fewer reserved places there, one
    more wish, fewer people in the group.
    """
    room = Room(question.problem, question.held)
    found = (*_roomier(question, room, tries), *_unreserved(question, room), *_wishes(question))
    fewer = _fewer(question, room)
    return tuple(sorted((*found, *fewer), key=lambda remedy: remedy.size))


def moving_others(question: Question, present: Allocation, most: int = 2) -> Iterator[Remedy]:
    """Single steps after which the whole allocation, solved again, has the group in it; one after the other,
    as each takes as long as an allocation. Limits of the cohorts it wishes for are raised by up to `most`.
    """
    for steps in _single_steps(question, most):
        answer = solve(apply(question.problem, steps))
        cohort = next((p.cohort for p in answer.placements if p.key == question.key), "")
        if cohort and answer.proven:
            yield Remedy((steps,), cohort, difference(present, answer))


def _roomier(question: Question, room: Room, tries: int) -> Iterator[Remedy]:
    for cohort in _wished(question):
        short = room.short(question.key, cohort)
        needed = None if short is None else _needed(short)
        if needed is None:
            continue
        scarce = max(needed, key=lambda kind: needed[kind]) if needed else Kind.PARTICIPANTS
        for more in range(tries + 1):
            amounts = needed | {scarce: needed.get(scarce, 0) + more}
            steps = [Change(kind, cohort, amounts[kind]) for kind in _ORDER if amounts.get(kind)]
            if steps and (remedy := question.tried(steps)):
                yield remedy
                break


def _needed(short: Iterable[Short]) -> dict[Kind, int] | None:
    """By how much each limit must be raised for the group to fit; None where it is no question of room."""
    needed: dict[Kind, int] = {}
    for one in short:
        if one.limit.kind not in _BY_LIMIT:
            return None
        kind = _BY_LIMIT[one.limit.kind]
        needed[kind] = max(needed.get(kind, 0), one.missing)
    return needed


def _unreserved(question: Question, room: Room) -> Iterator[Remedy]:
    """Where reserved places alone are in the way: so many fewer."""
    limits = {cohort.id: cohort for cohort in question.problem.cohorts}
    for cohort in _wished(question):
        short = room.short(question.key, cohort) or ()
        if short and all(one.limit.kind is LimitKind.RESERVED for one in short):
            yield from _released(question, limits[cohort], max(one.missing for one in short))


def _released(question: Question, cohort: CohortLimits, least: int) -> Iterator[Remedy]:
    for reserve in sorted(cohort.reserved, key=lambda r: r.id):
        for amount in range(least, reserve.places + 1):
            step = Change(Kind.RESERVED, cohort.id, amount, name=reserve.id)
            if remedy := question.tried([step]):
                yield remedy
                break


def _wishes(question: Question) -> Iterator[Remedy]:
    """Cohorts that it did not wish for and would fit now."""
    for cohort in sorted({c.id for c in question.problem.cohorts} - set(_wished(question))):
        step = Change(Kind.WISH, cohort, key=question.key)
        room = Room(apply(question.problem, step), question.held)
        fits = room.short(question.key, cohort) == ()
        if fits and (remedy := question.tried([step])):
            yield remedy


def _fewer(question: Question, room: Room) -> Iterator[Remedy]:
    """The group with fewer people."""
    seats = (LimitKind.PARTICIPANTS, LimitKind.RESERVED)
    shorts = (room.short(question.key, cohort) for cohort in _wished(question))
    least = min(
        (
            max((one.missing for one in short), default=1)
            for short in shorts
            if short is not None and all(one.limit.kind in seats for one in short)
        ),
        default=question.group().size,
    )
    for amount in range(least, question.group().size):
        if remedy := question.tried([Change(Kind.SIZE, amount=amount, key=question.key)]):
            yield remedy
            return


def _wished(question: Question) -> list[str]:
    """Its cohorts, the most wished first."""
    ranks = wished(question.group(), (cohort.id for cohort in question.problem.cohorts))
    return sorted(ranks, key=lambda c: (ranks[c], c))


def _single_steps(question: Question, most: int) -> Iterator[Change]:
    own = _wished(question)
    limits = {cohort.id: cohort for cohort in question.problem.cohorts}
    for cohort in own:
        for amount in range(1, most + 1):
            yield Change(Kind.PARTICIPANTS, cohort, amount)
        yield Change(Kind.GROUPS, cohort, 1)
        if limits[cohort].per_municipality_max is not None:
            yield Change(Kind.MUNICIPALITY, cohort, 1)
        if limits[cohort].per_branch_max is not None:
            yield Change(Kind.BRANCH, cohort, 1)
    for cohort in sorted(limits.keys() - set(own)):
        yield Change(Kind.WISH, cohort, key=question.key)
    if question.group().size > 1:
        yield Change(Kind.SIZE, amount=1, key=question.key)
