"""Who is asked when places come free: nobody who was told yes moves, and no filling is better, proved.

All who have a place, and all who have been offered one that still holds, are fixed; the policy's levels then
fill what is left, and among equally good fillings the groups choose by their rank on the waitlist.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pydantic import AwareDatetime

from rules.allocation.building import wished
from rules.allocation.face import Clock, clock
from rules.allocation.filling import Opening, fill
from rules.allocation.model import Level, Placement, Problem
from rules.allocation.ordering import RankChange
from rules.allocation.room import Room, without
from rules.allocation.waitlist import waiting_order
from rules.base import Frozen


class Offer(Frozen):
    """A place offered to a waiting group; it is held for the group until then."""

    key: str
    cohort: str
    until: AwareDatetime


@dataclass(frozen=True, slots=True)
class Passed:
    """A group that is not asked though one behind it is.

    `reason`: `does_not_fit` (a limit of `cohort` lacks `missing`; see `rules.allocation.waitlist`), or
    `others_fill_better` (it would fit, but the policy's levels, or those who fill the rest, are better
    served by others).
    """

    key: str
    rank: int
    reason: str
    cohort: str = ""
    limit: str = ""
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Filled:
    """Who is asked (`asked`, by key), who was passed over in the order of ranks, and the proof: what each
    level reaches with everybody told yes where they are."""

    asked: tuple[Placement, ...]
    passed: tuple[Passed, ...]
    levels: tuple[Level, ...]
    proven: bool


@dataclass(frozen=True, slots=True)
class Succession:
    """If `withdraws` withdraws, these are asked."""

    withdraws: str
    asked: tuple[Placement, ...]
    proven: bool


@dataclass(frozen=True, slots=True)
class Present:
    """How things stand: who has a place or an offer, who withdrew, and whose rank a person changed.

    `withdrawn` and groups whose offer has run out are never offered a place again, unless a person puts them
    back (leaves them out here). The clock is `now`.
    """

    placements: tuple[Placement, ...]
    now: datetime
    withdrawn: frozenset[str] = frozenset()
    offers: tuple[Offer, ...] = ()
    changes: tuple[RankChange, ...] = ()

    def holding(self) -> tuple[Placement, ...]:
        """Every place that is taken: given, or offered and still held."""
        gone = self.gone()
        offered = (Placement(key=o.key, cohort=o.cohort) for o in self.offers)
        held = {p.key: p for p in (*offered, *self.placements) if p.key not in gone}
        return tuple(held[key] for key in sorted(held))

    def gone(self) -> frozenset[str]:
        """Those who are not asked again: withdrawn, or with an offer that has run out and nothing since."""
        placed = {p.key for p in self.placements}
        current = {o.key for o in self.offers if o.until > self.now}
        lapsed = {o.key for o in self.offers} - current - placed
        return self.withdrawn | lapsed


def backfill(
    problem: Problem,
    present: Present,
    *,
    time_limit: float | None = None,
    stopwatch: Callable[[], float] = time.perf_counter,
) -> Filled:
    """Who is asked now. `time_limit` in seconds; what is not proved by then says so.

    Raises `Refused` where those who have a place break a limit that no person went beyond by name.
    """
    left = without(problem, present.gone())
    held = present.holding()
    return _filled(left, held, present.changes, clock(time_limit, stopwatch))


def successions(
    problem: Problem, present: Present, keys: Iterable[str] | None = None
) -> Iterable[Succession]:
    """For each of these who have a place (all, by key): who is asked if it withdraws. One after the other,
    so that progress can be shown."""
    held = present.holding()
    opening = Opening.of(without(problem, present.gone()), held, present.changes)
    for key in [p.key for p in held] if keys is None else keys:
        left = opening.without(key) or _reopened(problem, present, key)
        found = left.filled(clock())
        yield Succession(key, found.asked, found.proven)


def _reopened(problem: Problem, present: Present, key: str) -> Opening:
    again = replace(present, withdrawn=present.withdrawn | {key})
    return Opening.of(without(problem, again.gone()), again.holding(), again.changes)


def _filled(
    problem: Problem, held: Sequence[Placement], changes: Sequence[RankChange], watch: Clock
) -> Filled:
    found = fill(problem, held, changes, watch)
    order = waiting_order(problem, held, changes)
    passed = tuple(_passed(problem, held, order, found.asked)) if found.asked else ()
    return Filled(found.asked, passed, found.levels, found.proven)


def _passed(
    problem: Problem, held: Sequence[Placement], order: Sequence[str], new: Sequence[Placement]
) -> Iterable[Passed]:
    """Those before the last one asked, each with what is in its way in the cohort it comes closest to."""
    chosen = {p.key for p in new}
    last = max((rank for rank, key in enumerate(order) if key in chosen), default=-1)
    room = Room(problem, held)
    groups = {group.key: group for group in problem.groups}
    for rank, key in enumerate(order[: last + 1], start=1):
        if key not in chosen:
            ranks = wished(groups[key], (cohort.id for cohort in problem.cohorts))
            yield passed_over(room, key, rank, sorted(ranks, key=lambda c: (ranks[c], c)))


def passed_over(room: Room, key: str, rank: int, cohorts: Sequence[str]) -> Passed:
    """Why this group is not asked, seen from the cohort it comes closest to, of equals the most wished."""
    found = [(cohort, short) for cohort in cohorts if (short := room.short(key, cohort)) is not None]
    if not found:
        return Passed(key, rank, "does_not_fit")
    cohort, short = min(found, key=lambda both: sum(one.missing for one in both[1]))
    if not short:
        return Passed(key, rank, "others_fill_better", cohort)
    return Passed(key, rank, "does_not_fit", cohort, short[0].limit.kind, short[0].missing)
