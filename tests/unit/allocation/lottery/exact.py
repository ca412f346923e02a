"""Leximin chances by enumeration and exact linear programs in fractions, sharing no code with the product."""

from collections.abc import Sequence
from fractions import Fraction

from rules.allocation.model import Aim, Problem
from tests.unit.allocation.brute import aims, every_answer

Set = frozenset[str]


def best_sets(problem: Problem) -> set[Set]:
    """Who can be in: the sets of groups of all answers that are best by the levels before the draw."""
    levels = problem.levels[: problem.levels.index(Aim.DRAW)]
    before = problem.model_copy(update={"levels": levels})
    scored = [(tuple(aims(before, answer)), frozenset(answer)) for answer in every_answer(problem)]
    top = max((score for score, _ in scored), default=())
    return {inside for score, inside in scored if score == top}


def leximin(sets: Sequence[Set], keys: Sequence[str]) -> dict[str, Fraction]:
    """The largest smallest chance; those who can't have more keep it; and so on with the others."""
    fixed: dict[str, Fraction] = {}
    while left := [key for key in keys if key not in fixed]:
        least = _most(sets, {**dict.fromkeys(left, None), **fixed})
        held = {**dict.fromkeys(left, least), **fixed}
        stuck = [key for key in left if _most(sets, {**held, key: None}) == least]
        assert stuck
        fixed |= dict.fromkeys(stuck, least)
    return fixed


def _most(sets: Sequence[Set], floors: dict[str, Fraction | None]) -> Fraction:
    """The largest value that all keys without a floor can have, while the others have at least theirs.

    Columns are the sets' shares and the value; the floors are multiplied by the sum of shares, so that
    nothing at all is a start.
    """
    rows = [[Fraction(1)] * len(sets) + [Fraction(0)]]
    for key, floor in floors.items():
        has = [Fraction(key in inside) for inside in sets]
        rows.append([(floor or 0) - one for one in has] + [Fraction(floor is None)])
    limits = [Fraction(1)] + [Fraction(0)] * len(floors)
    return _simplex(rows, limits, [Fraction(0)] * len(sets) + [Fraction(1)])


def _simplex(rows: list[list[Fraction]], limits: list[Fraction], worth: list[Fraction]) -> Fraction:
    """The maximum of worth * x over rows * x <= limits, x >= 0, limits >= 0 (Bland's rule: it ends)."""
    count, width = len(rows), len(worth)
    table = [
        [*row, *(Fraction(i == j) for j in range(count)), limit]
        for i, (row, limit) in enumerate(zip(rows, limits, strict=True))
    ]
    goal = [*(-w for w in worth), *[Fraction(0)] * (count + 1)]
    basis = [width + i for i in range(count)]
    while (enter := next((j for j, w in enumerate(goal[:-1]) if w < 0), None)) is not None:
        ratios = [(row[-1] / row[enter], basis[i], i) for i, row in enumerate(table) if row[enter] > 0]
        _, _, leave = min(ratios)
        table[leave] = [x / table[leave][enter] for x in table[leave]]
        pivot = table[leave]
        for i, row in enumerate(table):
            if i != leave and row[enter]:
                table[i] = [x - row[enter] * p for x, p in zip(row, pivot, strict=True)]
        goal = [x - goal[enter] * p for x, p in zip(goal, pivot, strict=True)]
        basis[leave] = enter
    return goal[-1]
