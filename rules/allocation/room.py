"""What stands between a group and a cohort, beside those who have a place."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from rules.allocation.building import build
from rules.allocation.completing import completed
from rules.allocation.model import Pin, Placement, Problem
from rules.allocation.pins import circles
from rules.allocation.program import Limit, LimitKind, Program


@dataclass(frozen=True, slots=True)
class Short:
    """A limit that would be broken, and by how much: people, groups, or reserved places."""

    limit: Limit
    missing: int


class Room:
    """The free room beside some placements, for one question after another. The placements keep the limits.

    `movable`: those who have a place count with their other wishes, too. Raises `Refused` where the
    placements, or with `movable` the pins, can't be (see `rules.allocation.building.build`).
    """

    def __init__(self, problem: Problem, placements: Sequence[Placement], *, movable: bool = False) -> None:
        self.program: Program = build(problem if movable else kept(problem, placements))
        self._cells = {(c.key, c.cohort): i for i, c in enumerate(self.program.columns)}
        answer = completed(self.program, {p.key: p.cohort for p in placements})
        self._free = [row.upper - row.total(answer) for row in self.program.rows]
        self._rows: Mapping[int, list[tuple[int, int]]] = self._by_column()
        self._circles = {key: circle for circle in circles(problem.relations) for key in circle}

    def short(self, key: str, cohort: str) -> tuple[Short, ...] | None:
        """The limits that keep the group (with those it must be together with) out of a cohort; () where it
        fits, None where the cohort will not do for it at all."""
        cells = [self._cells.get((one, cohort)) for one in sorted(self._circles.get(key, {key}))]
        columns = [i for i in cells if i is not None and self.program.bounds[i] != (0, 0)]
        if len(columns) < len(cells):
            return None
        needed: dict[int, int] = defaultdict(int)
        for row, weight in (pair for i in columns for pair in self._rows[i]):
            needed[row] += weight
        return tuple(
            Short(limit, weight - self._free[row])
            for row, weight in sorted(needed.items())
            if weight > self._free[row] and (limit := self.program.rows[row].limit)
        )

    def short_instead(self, key: str, cohort: str, other: str) -> tuple[Short, ...] | None:
        """The limits that keep the group out of a cohort though another one gives it its place there; None
        where it will not do, or where one of the two must be together with others."""
        new, old = self._cells.get((key, cohort)), self._cells.get((other, cohort))
        if new is None or old is None or {key, other} & self._circles.keys():
            return None
        freed = dict(self._rows[old])
        return tuple(
            Short(limit, lacks)
            for row, weight in self._rows[new]
            if (lacks := weight - self._free[row] - freed.get(row, 0)) > 0
            and (limit := self.program.rows[row].limit)
            and limit.kind is not LimitKind.ONE_COHORT
        )

    def _by_column(self) -> dict[int, list[tuple[int, int]]]:
        """The limits that a column counts towards, with its weight there."""
        found: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for number, row in enumerate(self.program.rows):
            for i, weight in zip(row.columns, row.weights, strict=True) if row.limit else ():
                found[i].append((number, weight))
        return found


def kept(problem: Problem, placements: Sequence[Placement]) -> Problem:
    """The problem in which all who have a place have been told yes, and never move."""
    own = {pin.key: pin for pin in problem.pins}
    placed = {p.key: p.cohort for p in placements}
    held = tuple(
        Pin(key=key, cohort=cohort, told=True, beyond_limit=key in own and own[key].beyond_limit)
        for key, cohort in sorted(placed.items())
    )
    return problem.model_copy(update={"pins": (*held, *(p for p in problem.pins if p.key not in placed))})


def without(problem: Problem, keys: Collection[str]) -> Problem:
    """The problem without these groups, and without what was said of them."""
    relations = (
        relation.model_copy(update={"keys": left})
        for relation in problem.relations
        if len(left := tuple(key for key in relation.keys if key not in keys)) > 1
    )
    return problem.model_copy(
        update={
            "groups": tuple(group for group in problem.groups if group.key not in keys),
            "pins": tuple(pin for pin in problem.pins if pin.key not in keys),
            "relations": tuple(relations),
        }
    )


def narrowed(program: Program) -> Program:
    """The program without the open columns that no longer fit beside what is decided, and with what follows
    from the placements decided where they all are; no answer is lost that could be a best one.

    Only rows with weights of one sign tell, which all limits but `together` have.
    """
    closed: set[int] = set()
    for row in program.rows:
        if row.limit is None or min(row.weights, default=0) < 0:
            continue
        free = row.upper - sum(
            w * program.bounds[i][0] for i, w in zip(row.columns, row.weights, strict=True)
        )
        closed |= {
            i
            for i, w in zip(row.columns, row.weights, strict=True)
            if w > free and program.bounds[i] == (0, 1)
        }
    return _followed(program.with_fixed(closed, 0))


def _followed(program: Program) -> Program:
    """Cohorts in which nothing is open: what is missing there, and which branches are there, is decided."""
    count = len(program.columns)
    certain = [(low, low) if low == high else None for low, high in program.bounds]
    sure = completed(program, program.placed([both[0] if both else 0 for both in certain[:count]]))
    rows = {row.columns[-1]: row for row in program.rows if row.columns}
    for i in range(count, program.width):
        if all(certain[c] for c in rows[i].columns[:-1]):
            certain[i] = (sure[i], sure[i])
    return program.with_bounds({i: both for i, both in enumerate(certain) if both and i >= count})
