"""The waitlist as people see it: one order over all and one per cohort, and who would fit the free places."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rules.allocation.backfill import Present
from rules.allocation.building import wished
from rules.allocation.levels import drawing
from rules.allocation.model import Aim, Group, Problem
from rules.allocation.ordering import RankChange, points_of
from rules.allocation.room import Room, Short, without
from rules.allocation.waitlist import waiting_order


class RankedBy(StrEnum):
    """What gave a group its rank. `hand`: a person, with a reason; `priority`: its points; `lot`, `earliest`:
    the lottery or the time of application, among groups of equal points."""

    HAND = "hand"
    PRIORITY = "priority"
    LOT = "lot"
    EARLIEST = "earliest"


@dataclass(frozen=True, slots=True)
class Queued:
    """A group that waits, as seen from one queue.

    `place` counts from 1 in this queue, `rank` over all. `change` is the person's word where there is one.
    `cohort` is the one that `short` speaks of: the queue's own, or over all the one that the group fits or
    comes closest to. `short` are the limits in the way, () where it would fit now. `wish` is the number of
    the wish that this cohort fulfils.
    """

    key: str
    place: int
    rank: int
    by: RankedBy
    points: int
    cohort: str
    wish: int
    short: tuple[Short, ...]
    change: RankChange | None = None

    @property
    def fits(self) -> bool:
        """Whether it would fit the places that are free now."""
        return not self.short


@dataclass(frozen=True, slots=True)
class Queue:
    """The order in which groups are asked, for one cohort; `cohort` "" is the order over all."""

    cohort: str
    rows: tuple[Queued, ...]

    def passed(self) -> tuple[Queued, ...]:
        """Those who would be passed over if the first that fits were asked now; () where none fits."""
        at = next((i for i, row in enumerate(self.rows) if row.fits), 0)
        return self.rows[:at]


def queues(problem: Problem, present: Present) -> tuple[Queue, ...]:
    """The order over all, then one per cohort by id. Who can never have a place waits in none.

    Raises `Refused` where those who have a place break a limit that no person went beyond by name.
    """
    left = without(problem, present.gone())
    held = present.holding()
    order = waiting_order(left, held, present.changes)
    groups = {g.key: g for g in left.groups}
    points = points_of(left)
    changes = {change.key: change for change in present.changes}
    rows = _Rows(left, groups, order, points, changes, Room(left, held))
    cohorts = sorted(cohort.id for cohort in left.cohorts)
    return (Queue("", tuple(rows.over_all())), *(Queue(c, tuple(rows.of(c))) for c in cohorts))


@dataclass(frozen=True, slots=True)
class _Rows:
    problem: Problem
    groups: Mapping[str, Group]
    order: tuple[str, ...]
    points: Mapping[str, int]
    changes: Mapping[str, RankChange]
    room: Room

    def of(self, cohort: str) -> Iterable[Queued]:
        """Those who would take a place in this cohort."""
        place = 0
        for rank, key in enumerate(self.order, start=1):
            short = self.room.short(key, cohort)
            if short is not None:
                place += 1
                yield self._row(key, place, rank, cohort, short)

    def over_all(self) -> Iterable[Queued]:
        """Everybody who waits, with the cohort that lacks least."""
        for rank, key in enumerate(self.order, start=1):
            ranks = self._wishes(key)
            found = [(c, short) for c in ranks if (short := self.room.short(key, c)) is not None]
            if found:
                cohort, short = min(found, key=lambda f: (sum(s.missing for s in f[1]), ranks[f[0]], f[0]))
                yield self._row(key, rank, rank, cohort, short)

    def _wishes(self, key: str) -> dict[str, int]:
        return wished(self.groups[key], (cohort.id for cohort in self.problem.cohorts))

    def _row(self, key: str, place: int, rank: int, cohort: str, short: tuple[Short, ...]) -> Queued:
        points, change = self.points[key], self.changes.get(key)
        by = RankedBy.EARLIEST if drawing(self.problem) is Aim.EARLIEST else RankedBy.LOT
        by = RankedBy.HAND if change else RankedBy.PRIORITY if points else by
        return Queued(key, place, rank, by, points, cohort, self._wishes(key)[cohort], short, change)
