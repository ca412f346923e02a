"""The allocation as an integer program over yes/no columns, free of any solver's types."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rules.allocation.model import Group, Problem
from rules.allocation.pins import pinned, widened


@dataclass(frozen=True, slots=True)
class Column:
    """One yes/no: this group in this cohort. `rank` is the wish it fulfils, from 1; 0 where a person pinned
    the group to a cohort that it did not ask for."""

    key: str
    cohort: str
    size: int
    rank: int


@dataclass(frozen=True, slots=True)
class Row:
    """`lower <= sum of weight * column <= upper`."""

    columns: tuple[int, ...]
    weights: tuple[int, ...]
    lower: int
    upper: int

    def holds(self, answer: Sequence[int]) -> bool:
        """Whether the answer keeps this row, in whole numbers."""
        total = sum(w * answer[c] for c, w in zip(self.columns, self.weights, strict=True))
        return self.lower <= total <= self.upper


@dataclass(frozen=True, slots=True)
class Program:
    """Columns with their bounds, and rows. `bounds` are (0, 1), or the same number twice once decided.

    `seats` are the participants that each cohort takes.
    """

    columns: tuple[Column, ...]
    bounds: tuple[tuple[int, int], ...]
    rows: tuple[Row, ...]
    seats: Mapping[str, int]

    def with_rows(self, *rows: Row) -> "Program":
        """The program with more rows."""
        return replace(self, rows=(*self.rows, *rows))

    def with_floor(self, weights: Sequence[int], value: int) -> "Program":
        """The program whose answers all reach this value.

        Where every cohort must reach its own ceiling for that, one short row per cohort says the same as one
        row over everything, and the engine is several times faster.
        """
        parts = [self._part(weights, cohort) for cohort in sorted({c.cohort for c in self.columns})]
        if sum(part.lower for part in parts) == value:
            return self.with_rows(*parts)
        used = tuple(i for i, weight in enumerate(weights) if weight)
        return self.with_rows(Row(used, tuple(weights[i] for i in used), value, sum(weights)))

    def _part(self, weights: Sequence[int], cohort: str) -> Row:
        """The most a cohort can add: its columns' weights, or its seats where the weights count people."""
        used = tuple(i for i, c in enumerate(self.columns) if c.cohort == cohort and weights[i])
        own = tuple(weights[i] for i in used)
        most = sum(own)
        if all(weights[i] == self.columns[i].size for i in used):
            most = min(most, self.seats[cohort])
        return Row(used, own, most, most)

    def with_fixed(self, columns: Iterable[int], value: int) -> "Program":
        """The program with these columns decided."""
        bounds = list(self.bounds)
        for column in columns:
            bounds[column] = (value, value)
        return replace(self, bounds=tuple(bounds))

    def allows(self, answer: Sequence[int]) -> bool:
        """Whether the answer keeps every bound and row, in whole numbers."""
        return all(low <= x <= high for x, (low, high) in zip(answer, self.bounds, strict=True)) and all(
            row.holds(answer) for row in self.rows
        )


def wished(group: Group, cohorts: Iterable[str]) -> dict[str, int]:
    """The cohorts that will do for a group, each with the number of the wish it fulfils.

    A wish that repeats an earlier one, or names no cohort of the programme, does not count. With "no
    preference" all other cohorts fulfil the wish after the named ones; without a named wish each is
    the first.
    """
    known = sorted(cohorts)
    ranks: dict[str, int] = {}
    for cohort in group.wishes:
        if cohort in known:
            ranks.setdefault(cohort, len(ranks) + 1)
    rest = len(ranks) + 1
    return ranks | {cohort: rest for cohort in known if group.anywhere and cohort not in ranks}


def build(problem: Problem) -> Program:
    """The program of a problem: its columns sorted, so that the order of groups and cohorts plays no part."""
    pins = pinned(problem)
    groups = {group.key: group for group in problem.groups}
    columns: list[Column] = []
    bounds: list[tuple[int, int]] = []
    for key in sorted(groups):
        ranks = wished(groups[key], (cohort.id for cohort in problem.cohorts))
        pin = pins.get(key)
        allowed = sorted(ranks) if pin is None else [pin.cohort] if pin.cohort else []
        columns += [Column(key, cohort, groups[key].size, ranks.get(cohort, 0)) for cohort in allowed]
        bounds += [(int(pin is not None), 1) for _ in allowed]
    rows = list(_one_cohort_each(columns))
    limits = [widened(c, pins.values(), groups) for c in sorted(problem.cohorts, key=lambda c: c.id)]
    for cohort in limits:
        inside = tuple(i for i, column in enumerate(columns) if column.cohort == cohort.id)
        rows.append(Row(inside, tuple(columns[i].size for i in inside), 0, cohort.participants_max))
        rows.append(Row(inside, (1,) * len(inside), 0, cohort.groups_max))
    seats = {cohort.id: cohort.participants_max for cohort in limits}
    return Program(tuple(columns), tuple(bounds), tuple(rows), seats)


def columns_of(columns: Sequence[Column]) -> dict[str, tuple[int, ...]]:
    """The positions of each group's columns."""
    found: dict[str, tuple[int, ...]] = {}
    for i, column in enumerate(columns):
        found[column.key] = (*found.get(column.key, ()), i)
    return found


def _one_cohort_each(columns: Sequence[Column]) -> Iterable[Row]:
    return (Row(own, (1,) * len(own), 0, 1) for own in columns_of(columns).values())
