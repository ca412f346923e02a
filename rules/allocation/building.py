"""From a problem to its integer program: a yes/no for each group and cohort that will do, and every limit."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations, pairwise

from rules.allocation.clash import refuse_clash
from rules.allocation.model import Aim, CohortLimits, Group, Pin, Problem
from rules.allocation.pins import decided, pinned
from rules.allocation.program import Column, Count, Extra, Limit, LimitKind, Program, Row


def wished(group: Group, cohorts: Iterable[str]) -> dict[str, int]:
    """The cohorts that will do for a group, each with the number of the wish it fulfils.

    A wish that repeats an earlier one, or names no cohort of the programme, does not count. With "no
    preference" all other cohorts fulfil the wish after the named ones; without a named wish each is
    the first.
    """
    known = sorted(cohorts) if group.anywhere else set(cohorts)
    ranks: dict[str, int] = {}
    for cohort in group.wishes:
        if cohort in known:
            ranks.setdefault(cohort, len(ranks) + 1)
    rest = len(ranks) + 1
    return ranks | {cohort: rest for cohort in known if group.anywhere and cohort not in ranks}


def build(problem: Problem) -> Program:
    """The program of a problem: its columns sorted, so that the order of groups and cohorts plays no part.

    Raises `Refused` (see `rules.allocation.pins` and `clash`) where the pins cannot be.
    """
    pins = pinned(problem)
    program = _Builder(problem, pins).program()
    refuse_clash(problem, pins, program)
    return program


class _Builder:
    def __init__(self, problem: Problem, pins: Mapping[str, Pin]) -> None:
        self.problem = problem
        self.pins = pins
        self.decided = decided(problem, pins)
        self.groups = {group.key: group for group in problem.groups}
        self.columns: list[Column] = []
        self.extras: list[Extra] = []
        self.bounds: list[tuple[int, int]] = []
        self.cohorts = sorted(problem.cohorts, key=lambda c: c.id)
        known = frozenset(cohort.id for cohort in self.cohorts)
        for key in sorted(self.groups):
            self._columns(self.groups[key], known)
        self.at: dict[str, list[int]] = {cohort.id: [] for cohort in self.cohorts}
        for i, column in enumerate(self.columns):
            self.at[column.cohort].append(i)

    def program(self) -> Program:
        rows = [
            *self._one_cohort_each(),
            *chain.from_iterable(self._limits(cohort) for cohort in self.cohorts),
            *self._relations(),
            *chain.from_iterable(self._minima(cohort) for cohort in self.cohorts),
        ]
        return Program(tuple(self.columns), tuple(self.extras), tuple(self.bounds), tuple(rows))

    def _columns(self, group: Group, known: frozenset[str]) -> None:
        ranks = wished(group, known)
        pin = self.pins.get(group.key)
        allowed = sorted(ranks) if pin is None else [pin.cohort] if pin.cohort else []
        self.columns += [Column(group.key, cohort, group.size, ranks.get(cohort, 0)) for cohort in allowed]
        chosen = self.decided.get(group.key)
        self.bounds += [(0, 1) if chosen is None else (int(c == chosen),) * 2 for c in allowed]

    def _extra(self, extra: Extra, most: int) -> int:
        """The number of a new column beside the placements."""
        self.extras.append(extra)
        self.bounds.append((0, most))
        return len(self.bounds) - 1

    def _one_cohort_each(self) -> Iterator[Row]:
        own: dict[str, list[int]] = defaultdict(list)
        for i, column in enumerate(self.columns):
            own[column.key].append(i)
        return (
            Row(tuple(some), (1,) * len(some), 0, 1, Limit(LimitKind.ONE_COHORT, "", (key,)))
            for key, some in own.items()
        )

    def _limits(self, cohort: CohortLimits) -> Iterator[Row]:
        yield from self._room(cohort)
        at = self.at[cohort.id]
        yield self._most(Limit(LimitKind.GROUPS, cohort.id), at, cohort.groups_max)
        for kind, most, place in (
            (LimitKind.MUNICIPALITY, cohort.per_municipality_max, lambda g: g.municipality),
            (LimitKind.BRANCH, cohort.per_branch_max, lambda g: g.branch),
        ):
            for name, some in () if most is None else self._by(at, place):
                yield self._most(Limit(kind, cohort.id, (name,)), some, most or 0)

    def _room(self, cohort: CohortLimits) -> Iterator[Row]:
        """The seats, and for each choice of reserves: those who belong to none of them share the rest.

        By Hall's theorem that is exactly when everybody inside can be given a seat.
        """
        reserves = sorted(cohort.reserved, key=lambda r: r.id)
        for count in range(len(reserves) + 1):
            for some in combinations(reserves, count):
                others = [
                    i
                    for i in self.at[cohort.id]
                    if not any(r.takes(self.groups[self.columns[i].key]) for r in some)
                ]
                kind = LimitKind.RESERVED if some else LimitKind.PARTICIPANTS
                limit = Limit(kind, cohort.id, tuple(r.id for r in some))
                room = max(cohort.participants_max - sum(r.places for r in some), 0)
                yield self._most(limit, others, room, [self.columns[i].size for i in others])

    def _most(
        self, limit: Limit, columns: Sequence[int], most: int, weights: Sequence[int] | None = None
    ) -> Row:
        """At most so much; where a person went beyond the limit by name, as much as the pins need."""
        own = weights or (1,) * len(columns)
        fixed = [(i, w) for i, w in zip(columns, own, strict=True) if self.columns[i].key in self.pins]
        if any(self.pins[self.columns[i].key].beyond_limit for i, _ in fixed):
            most = max(most, sum(w for _, w in fixed))
        return Row(tuple(columns), tuple(own), 0, most, limit)

    def _by(self, at: Iterable[int], place: Callable[[Group], str]) -> list[tuple[str, list[int]]]:
        """The columns by what their group has there, blanks left out, sorted."""
        found: dict[str, list[int]] = defaultdict(list)
        for i in at:
            if name := place(self.groups[self.columns[i].key]):
                found[name].append(i)
        return sorted(found.items())

    def _relations(self) -> Iterator[Row]:
        cell = {(column.key, column.cohort): i for i, column in enumerate(self.columns)}
        for relation in sorted(self.problem.relations, key=lambda r: (sorted(set(r.keys)), r.together)):
            keys = tuple(sorted(set(relation.keys)))
            for cohort in self.cohorts:
                inside = [i for key in keys if (i := cell.get((key, cohort.id))) is not None]
                if not relation.together:
                    yield self._most(Limit(LimitKind.APART, cohort.id, keys), inside, 1)
                elif inside:
                    yield from self._together(Limit(LimitKind.TOGETHER, cohort.id, keys), inside)

    @staticmethod
    def _together(limit: Limit, inside: Sequence[int]) -> Iterator[Row]:
        """All of them in this cohort or none; none where it will not do for one of them."""
        if len(inside) < len(limit.names):
            yield Row(tuple(inside), (1,) * len(inside), 0, 0, limit)
            return
        for one, other in pairwise(inside):
            yield Row((one, other), (1, -1), 0, 0, limit)

    def _minima(self, cohort: CohortLimits) -> Iterator[Row]:
        """What is missing of the least number of groups and branches, and which branches are there."""
        at = self.at[cohort.id]
        if cohort.groups_min:
            missing = self._extra(Extra(Count.GROUPS_MISSING, cohort.id), cohort.groups_min)
            yield Row((*at, missing), (1,) * (len(at) + 1), cohort.groups_min, len(at) + cohort.groups_min)
        if not cohort.branches_min and Aim.SPREAD not in self.problem.levels:
            return
        present = []
        for branch, some in self._by(at, lambda g: g.branch):
            present.append(self._extra(Extra(Count.BRANCH_PRESENT, cohort.id, branch), 1))
            yield Row((*some, present[-1]), (*(1,) * len(some), -1), 0, len(some))
        if cohort.branches_min:
            missing = self._extra(Extra(Count.BRANCHES_MISSING, cohort.id), cohort.branches_min)
            own = (*present, missing)
            yield Row(own, (1,) * len(own), cohort.branches_min, len(own) + cohort.branches_min)
