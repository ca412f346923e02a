"""Cut a program into parts that have nothing to do with each other, and put their answers together again.

A sum over independent parts is best where every part is best, level by level, so each can be solved alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rules.allocation.program import Program, Row
from rules.allocation.way import USUAL


@dataclass(frozen=True, slots=True)
class Part:
    """Some open columns of a program (`columns`, ascending) with the rows (`rows`) that concern them.

    `settled` is what the decided columns already put into each of those rows.
    """

    program: Program
    columns: tuple[int, ...]
    rows: tuple[int, ...]
    settled: tuple[int, ...]

    def own(self, values: Sequence[int]) -> tuple[int, ...]:
        """Of values for all columns, those of this part."""
        return tuple(values[i] for i in self.columns)


def split(program: Program, bundle: int = USUAL.bundle) -> list[Part]:
    """The parts of the open columns, small ones together up to so many columns; none where everything is
    decided."""
    root = _roots(program)
    columns: dict[int, list[int]] = defaultdict(list)
    for i in root:
        columns[_find(root, i)].append(i)
    rows: dict[int, list[int]] = defaultdict(list)
    for number, row in enumerate(program.rows):
        if (first := next((i for i in row.columns if i in root), None)) is not None:
            rows[_find(root, first)].append(number)
    return [
        _part(program, *both) for both in _bundled(((own, rows[at]) for at, own in columns.items()), bundle)
    ]


def join(program: Program, solved: Iterable[tuple[Part, Program]]) -> Program:
    """The whole program with what was decided and added in its parts."""
    bounds, rows, more = list(program.bounds), list(program.rows), list[Row]()
    for part, after in solved:
        for i, both in zip(part.columns, after.bounds, strict=True):
            bounds[i] = both
        for number, settled, row in zip(part.rows, part.settled, after.rows, strict=False):
            rows[number] = replace(rows[number], lower=row.lower + settled, upper=row.upper + settled)
        more += [
            replace(row, columns=tuple(part.columns[i] for i in row.columns))
            for row in after.rows[len(part.rows) :]
        ]
    return replace(program, bounds=tuple(bounds), rows=(*rows, *more))


def joined(best: Sequence[int], solved: Iterable[tuple[Part, Sequence[int]]]) -> tuple[int, ...]:
    """The whole answer from those of the parts."""
    whole = list(best)
    for part, answer in solved:
        for i, x in zip(part.columns, answer, strict=True):
            whole[i] = x
    return tuple(whole)


def _roots(program: Program) -> dict[int, int]:
    """Every open column, with one that it hangs together with (union-find)."""
    root = {i: i for i, (low, high) in enumerate(program.bounds) if low < high}
    for row in program.rows:
        inside = (i for i in row.columns if i in root)
        if (first := next(inside, None)) is not None:
            top = _find(root, first)
            for i in inside:
                root[_find(root, i)] = top
    return root


def _find(root: dict[int, int], i: int) -> int:
    while root[i] != i:
        root[i] = root[root[i]]
        i = root[i]
    return i


def _bundled(
    parts: Iterable[tuple[list[int], list[int]]], bundle: int
) -> Iterator[tuple[list[int], list[int]]]:
    columns, rows = list[int](), list[int]()
    for own, theirs in parts:
        if columns and len(columns) + len(own) > bundle:
            yield columns, rows
            columns, rows = [], []
        columns, rows = columns + own, rows + theirs
    if columns:
        yield columns, rows


def _part(program: Program, columns: Sequence[int], rows: Sequence[int]) -> Part:
    own, inside = sorted(columns), sorted(rows)
    at = {i: new for new, i in enumerate(own)}
    cut, settled = [], []
    for number in inside:
        row = program.rows[number]
        pairs = list(zip(row.columns, row.weights, strict=True))
        fixed = sum(w * program.bounds[i][0] for i, w in pairs if i not in at)
        left = [(at[i], w) for i, w in pairs if i in at]
        cut.append(
            replace(
                row,
                columns=tuple(i for i, _ in left),
                weights=tuple(w for _, w in left),
                lower=row.lower - fixed,
                upper=row.upper - fixed,
            )
        )
        settled.append(fixed)
    count = len(program.columns)
    small = Program(
        columns=tuple(program.columns[i] for i in own if i < count),
        extras=tuple(program.extras[i - count] for i in own if i >= count),
        bounds=tuple(program.bounds[i] for i in own),
        rows=tuple(cut),
    )
    return Part(small, tuple(own), tuple(inside), tuple(settled))
