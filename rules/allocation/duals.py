"""Hold a level by its dual prices: what they forbid is decided, column by column and row by row.

For any prices y on the rows, every answer x obeys c·x <= bound(y) - sum |c - yA| * |x - its dear end|
- sum |y| * slack. So where an answer must reach a value, a column whose reduced cost exceeds what is between
bound and value stands at its dear end, and a row whose price does is tight. However the prices are rounded,
the bound is taken from the same prices, so nothing is decided wrongly. Short rows and decided columns make
the next level several times faster than one long row over everything.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from rules.allocation.program import Program, Row

_NOISE = 1e-7
_SURE = 0.5
"""What is left open may cost less than one, rounding included: then whole answers can't lose anything."""


def held(program: Program, weights: Sequence[int], reached: int, prices: Sequence[float]) -> Program:
    """The program whose answers all reach this value, which none can beat."""
    reduced, bound = _reduced(program, weights, prices)
    room = max(bound - reached, 0.0) + _NOISE * max(1.0, abs(bound))
    open_ends = 0.0
    decided: dict[int, tuple[int, int]] = {}
    for i in np.flatnonzero(np.abs(reduced) > _NOISE).tolist():
        low, high = program.bounds[i]
        if low < high and abs(reduced[i]) > room:
            end = high if reduced[i] > 0 else low
            decided[i] = (end, end)
        else:
            open_ends += abs(reduced[i]) * (high - low)
    rows = list(program.rows)
    for number in _priced(prices):
        row, price = rows[number], prices[number]
        if abs(price) > room:
            side = row.upper if price > 0 else row.lower
            rows[number] = replace(row, lower=side, upper=side)
        else:
            open_ends += abs(price) * (row.upper - row.lower)
    if open_ends > _SURE + max(bound - reached, 0.0):
        rows.append(_floor(program, weights, reached))
    return replace(program.with_bounds(decided), rows=tuple(rows))


def _priced(prices: Sequence[float]) -> list[int]:
    return [int(i) for i in np.flatnonzero(np.abs(np.asarray(prices)) > _NOISE)]


def _reduced(
    program: Program, weights: Sequence[int], prices: Sequence[float]
) -> tuple["np.ndarray[tuple[int], np.dtype[np.float64]]", float]:
    """The reduced costs, and what no answer can beat by these prices."""
    reduced = np.array(weights, dtype=np.float64)
    bound = 0.0
    for number in _priced(prices):
        row, price = program.rows[number], prices[number]
        reduced[list(row.columns)] -= price * np.array(row.weights, dtype=np.float64)
        bound += price * (row.upper if price > 0 else row.lower)
    ends = np.array(program.bounds, dtype=np.float64).reshape(-1, 2)
    bound += float(np.sum(np.where(reduced > 0, reduced * ends[:, 1], reduced * ends[:, 0])))
    return reduced, bound


def _floor(program: Program, weights: Sequence[int], reached: int) -> Row:
    """One row over everything that still counts."""
    used, fixed = [], 0
    for i, weight in enumerate(weights):
        low, high = program.bounds[i]
        if weight and low < high:
            used.append(i)
        elif weight:
            fixed += weight * low
    own = tuple(weights[i] for i in used)
    most = sum(max(weights[i] * b for b in program.bounds[i]) for i in used)
    return Row(tuple(used), own, reached - fixed, most, level=True)
