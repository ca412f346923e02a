"""Every possible complaint: a group in a cohort that another one wished for more than what it has.

The other comes no later by points. For each pair, what speaks against giving it the place. Nothing is solved:
it counts.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rules.allocation.building import wished
from rules.allocation.levels import before_draw, drawing
from rules.allocation.model import Aim, CohortLimits, Group, Placement, Problem
from rules.allocation.ordering import points_of
from rules.allocation.pins import pinned
from rules.allocation.room import Room


class Against(StrEnum):
    """What speaks against the complaint. `pinned`: a person set the other one there, or told it yes; `limit`:
    the place would not do, as a limit of the cohort would be broken; `together`: one of the two goes with
    others only; `level`: a level of the policy would be worse; `lot`, `earlier`, `tie_break`: it would be as
    good, and that chose. `nothing`: it would be better (only after changes by hand, or unproved).
    """

    PINNED = "pinned"
    LIMIT = "limit"
    TOGETHER = "together"
    LEVEL = "level"
    LOT = "lot"
    EARLIER = "earlier"
    TIE_BREAK = "tie_break"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Complaint:
    """`key` might ask why `over` has its place in `cohort`.

    `what` is the limit's kind or the level; `by` how much the limit lacks or the level would lose.
    """

    key: str
    over: str
    cohort: str
    against: Against
    what: str = ""
    by: int = 0


def complaints(problem: Problem, placements: tuple[Placement, ...]) -> Iterator[Complaint]:
    """All pairs, by the complaining group, its wishes, and the other one.

    A group of more points than the complaining one (where the policy has priority before the draw) gives no
    cause. Who is pinned out does not complain of others.
    """
    yield from _Pairs(problem, placements).all()


class _Pairs:
    def __init__(self, problem: Problem, placements: tuple[Placement, ...]) -> None:
        self.problem = problem
        self.at = {p.key: p.cohort for p in placements}
        self.groups = {group.key: group for group in problem.groups}
        self.cohorts = {cohort.id: cohort for cohort in problem.cohorts}
        self.pins = pinned(problem)
        self.points = points_of(problem)
        self.room = Room(problem, placements, movable=True)
        self.levels = _Levels(problem, self.groups, self.cohorts, self.at)
        self.inside: dict[str, list[str]] = {cohort: [] for cohort in self.cohorts}
        for key in sorted(self.at):
            self.inside[self.at[key]].append(key)

    def all(self) -> Iterator[Complaint]:
        for key in sorted(self.groups.keys() - self.pins.keys()):
            ranks = wished(self.groups[key], self.cohorts)
            has = ranks.get(self.at.get(key, ""), len(self.cohorts) + 2)
            for cohort in sorted((c for c in ranks if ranks[c] < has), key=lambda c: (ranks[c], c)):
                for over in self.inside[cohort]:
                    if self.points[over] <= self.points[key]:
                        yield self._complaint(key, over, cohort)

    def _complaint(self, key: str, over: str, cohort: str) -> Complaint:
        if over in self.pins:
            return Complaint(key, over, cohort, Against.PINNED)
        short = self.room.short_instead(key, cohort, over)
        if short is None:
            return Complaint(key, over, cohort, Against.TOGETHER)
        if short:
            return Complaint(key, over, cohort, Against.LIMIT, short[0].limit.kind, short[0].missing)
        for name, gain in self.levels.instead(key, over, cohort):
            if gain:
                against = Against.LEVEL if gain < 0 else Against.NOTHING
                return Complaint(key, over, cohort, against, name, abs(gain))
        return Complaint(key, over, cohort, self._among_equals())

    def _among_equals(self) -> Against:
        by = {Aim.DRAW: Against.LOT, Aim.EARLIEST: Against.EARLIER}
        aim = drawing(self.problem)
        return by[aim] if aim else Against.TIE_BREAK


@dataclass(frozen=True, slots=True)
class _Levels:
    """What the levels before the draw gain when one group takes another one's place, counted."""

    problem: Problem
    groups: Mapping[str, Group]
    cohorts: Mapping[str, CohortLimits]
    at: Mapping[str, str]

    def instead(self, key: str, over: str, cohort: str) -> Iterator[tuple[str, int]]:
        """Level by level: what it gains, below 0 where it loses."""
        before = {c: self._inside(c) for c in {cohort, self.at.get(key, "")} - {""}}
        after = {c: [one for one in keys if one not in (key, over)] for c, keys in before.items()}
        after[cohort].append(key)
        for aim in before_draw(self.problem):
            for name, first, second in zip(
                self._names(aim), self._count(aim, before), self._count(aim, after), strict=True
            ):
                yield name, second - first

    def _inside(self, cohort: str) -> list[str]:
        return [key for key, at in self.at.items() if at == cohort]

    def _names(self, aim: Aim) -> list[str]:
        if aim is Aim.WISHES:
            return ["wishes", *(f"wishes_{rank}" for rank in range(2, len(self.cohorts) + 2))]
        return [aim.value] if aim in (Aim.MINIMA, Aim.PRIORITY, Aim.PLACES, Aim.SPREAD) else []

    def _count(self, aim: Aim, inside: Mapping[str, list[str]]) -> list[int]:
        """The level's values in these cohorts, of which more is better."""
        own = [(self.groups[key], c) for c, keys in inside.items() for key in keys]
        if aim is Aim.PRIORITY:
            worth = {criterion.id: criterion.points for criterion in self.problem.criteria}
            return [sum(g.size * sum(worth.get(x, 0) for x in set(g.criteria)) for g, _ in own)]
        if aim is Aim.PLACES:
            return [sum(group.size for group, _ in own)]
        if aim is Aim.SPREAD:
            return [sum(self._branches(keys) for keys in inside.values())]
        if aim is Aim.MINIMA:
            return [-sum(self._missing(c, keys) for c, keys in inside.items())]
        return self._wishes(own) if aim is Aim.WISHES else []

    def _wishes(self, own: list[tuple[Group, str]]) -> list[int]:
        got: Counter[int] = Counter()
        for group, cohort in own:
            got[wished(group, self.cohorts).get(cohort, 0)] += group.size
        return [got[rank] for rank in range(1, len(self.cohorts) + 2)]

    def _branches(self, keys: list[str]) -> int:
        return len({self.groups[key].branch for key in keys} - {""})

    def _missing(self, cohort: str, keys: list[str]) -> int:
        limits = self.cohorts[cohort]
        groups = max(limits.groups_min - len(keys), 0)
        return groups + max(limits.branches_min - self._branches(keys), 0)
