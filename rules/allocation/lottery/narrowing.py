"""What is left of a program once it is known which chances are nought and one."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from rules.allocation.lottery.merging import Merged, breakable
from rules.allocation.program import Program, Row

_SAME = 1e-9


def narrowed(merged: Merged, never: Iterable[int], always: Iterable[int]) -> Merged:
    """The program in which these classes have no place, and those are in with all their members.

    Rows over the same columns become one, and rows that follow from equations are left out: what remains is
    what still decides, so that more columns are alike.
    """
    full = frozenset(always)
    out = {i: (0, 0) for k in never for i in merged.own[k]}
    bounds = merged.program.with_bounds(out).bounds
    held = [
        Row(merged.own[k], (1,) * len(merged.own[k]), size, size)
        for k in full
        for size in [len(merged.members[k])]
    ]
    rows = [row for row in _joined([*merged.program.rows, *held], bounds) if breakable(row, bounds)]
    return replace(merged, program=Program((), (), bounds, tuple(_independent(rows, len(bounds)))), full=full)


def _joined(rows: Iterable[Row], bounds: Sequence[tuple[int, int]]) -> list[Row]:
    """One row for all that weigh the open columns alike; decided columns move to the limits."""
    limits: dict[tuple[tuple[int, int], ...], tuple[int, int]] = {}
    for row in rows:
        terms = sorted(zip(row.columns, row.weights, strict=True))
        fixed = sum(w * bounds[i][0] for i, w in terms if bounds[i][0] == bounds[i][1])
        open_terms = tuple((i, w) for i, w in terms if bounds[i][0] != bounds[i][1])
        low, high = limits.get(open_terms, (row.lower - fixed, row.upper - fixed))
        limits[open_terms] = (max(low, row.lower - fixed), min(high, row.upper - fixed))
    return [
        Row(tuple(i for i, _ in terms), tuple(w for _, w in terms), low, high)
        for terms, (low, high) in limits.items()
    ]


def _independent(rows: Sequence[Row], width: int) -> list[Row]:
    """Without the rows of more than heads that the equations among the others already fix, heaviest first."""
    kept = list(rows)
    for row in sorted(rows, key=lambda r: -max(map(abs, r.weights))):
        others = [other for other in kept if other is not row and other.lower == other.upper]
        if others and any(abs(w) > 1 for w in row.weights) and _follows(row, others, width):
            kept.remove(row)
    return kept


def _follows(row: Row, equations: Sequence[Row], width: int) -> bool:
    left = np.zeros((width, len(equations)))
    for at, equation in enumerate(equations):
        left[list(equation.columns), at] = equation.weights
    right = np.zeros(width)
    right[list(row.columns)] = row.weights
    factors, *_ = np.linalg.lstsq(left.T @ left, left.T @ right)
    return bool(np.abs(left @ factors - right).max() < _SAME)
