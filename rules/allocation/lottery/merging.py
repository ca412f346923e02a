"""Groups that no row of the program tells apart are one class: by symmetry they have the same chance."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rules.allocation.program import LimitKind, Program, Row

_Bounds = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Merged:
    """A program over classes: a column counts the members of a class in a cohort.

    `members` are the keys of each class, `own` its columns, `cohorts` their cohorts. The columns after those
    are the extras that still matter. The classes in `full` are in with all their members.
    """

    program: Program
    members: tuple[tuple[str, ...], ...]
    own: tuple[tuple[int, ...], ...]
    cohorts: tuple[tuple[str, ...], ...]
    full: frozenset[int] = frozenset()

    def counts(self, answer: Sequence[int]) -> tuple[int, ...]:
        """How many members of each class have a place."""
        return tuple(sum(answer[i] for i in own) for own in self.own)

    def merged(self, placed: Mapping[str, str]) -> dict[int, int]:
        """How many members each class has in each of its columns, where these groups are in these cohorts."""
        return {
            i: sum(placed.get(key) == cohort for key in keys)
            for keys, own, cohorts in zip(self.members, self.own, self.cohorts, strict=True)
            for i, cohort in zip(own, cohorts, strict=True)
        }


def merge(program: Program) -> Merged:
    """The same problem with one column for each class and cohort.

    Rows that always hold are left out first, and extras that stand in one row only: what a group weighs in
    those tells it from no other.
    """
    rows = _needed(program)
    own = program.own()
    classes = _classes(program, own, rows)
    place: dict[int, int] = {}
    bounds: _Bounds = []
    for keys in classes:
        for same in zip(*(own[key] for key in keys), strict=True):
            place |= dict.fromkeys(same, len(bounds))
            bounds.append((sum(program.bounds[i][0] for i in same), sum(program.bounds[i][1] for i in same)))
    for i in sorted({i for row in rows for i in row.columns if i >= len(program.columns)}):
        place[i] = len(bounds)
        bounds.append(program.bounds[i])
    mine = tuple(tuple(place[i] for i in own[keys[0]]) for keys in classes)
    cohorts = tuple(tuple(program.columns[i].cohort for i in own[keys[0]]) for keys in classes)
    return Merged(Program((), (), tuple(bounds), tuple(_rows(rows, classes, place))), classes, mine, cohorts)


def _rows(rows: Sequence[Row], classes: Sequence[Sequence[str]], place: Mapping[int, int]) -> Iterator[Row]:
    """The rows over the new columns; of a class's rows "at most one cohort", their sum."""
    size = {keys[0]: len(keys) for keys in classes}
    for row in rows:
        times = 1
        if (key := _owner(row)) is not None:
            if key not in size:
                continue
            times = size[key]
        weights = {place[i]: w for i, w in zip(row.columns, row.weights, strict=True)}
        yield Row(tuple(weights), tuple(weights.values()), times * row.lower, times * row.upper)


def _owner(row: Row) -> str | None:
    """The group whose row "at most one cohort" this is."""
    one = row.limit and row.limit.kind is LimitKind.ONE_COHORT
    return row.limit.names[0] if row.limit and one else None


def _classes(
    program: Program, own: Mapping[str, Sequence[int]], rows: Sequence[Row]
) -> tuple[tuple[str, ...], ...]:
    weighs: dict[int, list[tuple[int, int]]] = defaultdict(list)
    shape: dict[str, tuple[int, int]] = {}
    for number, row in enumerate(rows):
        if (key := _owner(row)) is not None:
            shape[key] = (row.lower, row.upper)
            continue
        for i, weight in zip(row.columns, row.weights, strict=True):
            weighs[i].append((number, weight))
    alike: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for key in sorted(own):
        columns = tuple((program.columns[i].cohort, program.bounds[i], *weighs[i]) for i in own[key])
        alike[(shape.get(key), columns)].append(key)
    return tuple(tuple(keys) for keys in alike.values())


def _needed(program: Program) -> list[Row]:
    """The rows that can be broken, without extras that stand in one row only."""
    used: dict[int, int] = defaultdict(int)
    for row in program.rows:
        for i in row.columns:
            used[i] += i >= len(program.columns)
    alone = {i for i, count in used.items() if count == 1}
    slim = (_without(row, alone, program.bounds) for row in program.rows)
    return [row for row in slim if breakable(row, program.bounds)]


def _without(row: Row, alone: set[int], bounds: Sequence[tuple[int, int]]) -> Row:
    """The row as it binds the other columns, whatever these extras are; their weights are plus or minus 1."""
    free = [(i, w) for i, w in zip(row.columns, row.weights, strict=True) if i in alone and abs(w) == 1]
    if not free:
        return row
    low, high = _span(free, bounds)
    kept = [(i, w) for i, w in zip(row.columns, row.weights, strict=True) if (i, w) not in free]
    columns, weights = tuple(i for i, _ in kept), tuple(w for _, w in kept)
    return replace(row, columns=columns, weights=weights, lower=row.lower - high, upper=row.upper - low)


def breakable(row: Row, bounds: Sequence[tuple[int, int]]) -> bool:
    """Whether some values within the bounds break the row."""
    low, high = _span(zip(row.columns, row.weights, strict=True), bounds)
    return low < row.lower or high > row.upper


def _span(terms: Iterable[tuple[int, int]], bounds: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The least and the most that these weighted columns add up to."""
    least = most = 0
    for i, weight in terms:
        ends = (weight * bounds[i][0], weight * bounds[i][1])
        least += min(ends)
        most += max(ends)
    return least, most
