"""An integer program: bounded whole-number columns and rows, free of any solver's types."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class LimitKind(StrEnum):
    """Which demand of the problem a row stands for."""

    ONE_COHORT = "one_cohort"
    PARTICIPANTS = "participants"
    GROUPS = "groups"
    MUNICIPALITY = "municipality"
    BRANCH = "branch"
    RESERVED = "reserved"
    TOGETHER = "together"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Limit:
    """A demand: its kind, its cohort, and the municipality, branch, reserves or groups that it is about."""

    kind: LimitKind
    cohort: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One yes/no: this group in this cohort. `rank` is the wish it fulfils, from 1; 0 where a person pinned
    the group to a cohort that it did not ask for."""

    key: str
    cohort: str
    size: int
    rank: int


class Count(StrEnum):
    """What a column counts that is no placement."""

    GROUPS_MISSING = "groups_missing"
    BRANCHES_MISSING = "branches_missing"
    BRANCH_PRESENT = "branch_present"


@dataclass(frozen=True, slots=True)
class Extra:
    """A column that follows from the placements: what is missing of a cohort's minima, or a branch in it."""

    count: Count
    cohort: str
    branch: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """`lower <= sum of weight * column <= upper`; `limit` is the demand it stands for, if it is one.

    `level` says that `lower` is a level's value, proved to be the best, so that no answer exceeds it.
    """

    columns: tuple[int, ...]
    weights: tuple[int, ...]
    lower: int
    upper: int
    limit: Limit | None = None
    level: bool = False

    def total(self, answer: Sequence[int]) -> int:
        """The sum for an answer."""
        return sum(w * answer[c] for c, w in zip(self.columns, self.weights, strict=True))

    def holds(self, answer: Sequence[int]) -> bool:
        """Whether the answer keeps this row, in whole numbers."""
        return self.lower <= self.total(answer) <= self.upper


@dataclass(frozen=True, slots=True)
class Program:
    """Columns (first the placements, then the extras), their bounds, and rows.

    An answer is a whole number for each column, in this order; `bounds` are (least, most).
    """

    columns: tuple[Column, ...]
    extras: tuple[Extra, ...]
    bounds: tuple[tuple[int, int], ...]
    rows: tuple[Row, ...]

    @property
    def width(self) -> int:
        """How many columns there are in all."""
        return len(self.bounds)

    def with_rows(self, *rows: Row) -> "Program":
        """The program with more rows."""
        return replace(self, rows=(*self.rows, *rows))

    def with_bounds(self, bounds: Mapping[int, tuple[int, int]]) -> "Program":
        """The program with other bounds for these columns."""
        changed = list(self.bounds)
        for column, both in bounds.items():
            changed[column] = both
        return replace(self, bounds=tuple(changed))

    def with_fixed(self, columns: Iterable[int], value: int) -> "Program":
        """The program with these columns decided."""
        return self.with_bounds(dict.fromkeys(columns, (value, value)))

    def with_settled(self, inside: Iterable[str], outside: Iterable[str]) -> "Program":
        """The program in which these groups have a place, whichever, and those have none."""
        held = frozenset(inside)
        own = self.own()
        rows = tuple(
            replace(row, lower=1)
            if row.limit and row.limit.kind is LimitKind.ONE_COHORT and row.limit.names[0] in held
            else row
            for row in self.rows
        )
        bounds = {i: (0, 0) for key in outside for i in own.get(key, ())}
        bounds |= {own[key][0]: (1, 1) for key in held if len(own[key]) == 1}
        return replace(self.with_bounds(bounds), rows=rows)

    def allows(self, answer: Sequence[int]) -> bool:
        """Whether the answer keeps every bound and row, in whole numbers."""
        return all(low <= x <= high for x, (low, high) in zip(answer, self.bounds, strict=True)) and all(
            row.holds(answer) for row in self.rows
        )

    def own(self) -> dict[str, tuple[int, ...]]:
        """The positions of each group's columns."""
        found: dict[str, list[int]] = {}
        for i, column in enumerate(self.columns):
            found.setdefault(column.key, []).append(i)
        return {key: tuple(own) for key, own in found.items()}

    def placed(self, answer: Sequence[int]) -> dict[str, str]:
        """The cohort of each group that has a place in this answer."""
        return {c.key: c.cohort for c, x in zip(self.columns, answer, strict=False) if x}


def value(weights: Sequence[int], answer: Sequence[int]) -> int:
    """What the answer is worth by these weights."""
    return sum(w * x for w, x in zip(weights, answer, strict=True) if w)
