"""Leximin chances where fractions of an answer are allowed: what no lottery can beat, with the proof.

Every lottery over whole answers is a point of the relaxed program, so that whatever is largest there bounds
what a lottery can give: first the smallest chance, then, with that held, the next smallest, and so on
(Flanigan, Gölz, Gupta, Hennig, Procaccia, Nature 596, 2021, with columns for the program).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from rules.allocation.lottery.linear import INFINITY, Linear, Vector
from rules.allocation.lottery.merging import Merged
from rules.allocation.program import Row

WEIGHT = 1e-6
"""A class is held at a stage's chance where its weight in the proof is at least this."""
_SLACK = 1e-10


@dataclass(frozen=True, slots=True)
class Stage:
    """One smallest chance: for which classes, which came earlier, and the weights that prove its bound."""

    chance: float
    classes: tuple[int, ...]
    earlier: frozenset[int]
    weights: tuple[float, ...]
    rows: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Relaxed:
    """Each class's chance, the counts in each column that give it, and the stages with their proofs."""

    chances: Vector
    columns: Vector
    stages: tuple[Stage, ...]


def relaxed_leximin(merged: Merged) -> Relaxed | None:
    """The leximin chances of the relaxed program; None where the engine failed."""
    return _Stages(merged).run()


class _Stages:
    def __init__(self, merged: Merged) -> None:
        self.merged = merged
        program = merged.program
        self.least = program.width
        self.first = len(program.rows)
        self.open = set(range(len(merged.members)))
        self.chances = np.zeros(len(merged.members))
        floors = [
            Row((*own, self.least), (*(1,) * len(own), -len(keys)), 0, len(keys))
            for own, keys in zip(merged.own, merged.members, strict=True)
        ]
        self.linear = Linear([*program.bounds, (0, 1)], [*program.rows, *floors])
        for k in self.open:
            self.linear.limit(self.first + k, 0.0, INFINITY)
        self.linear.weigh(np.eye(1, self.least + 1, self.least)[0])

    def run(self) -> Relaxed | None:
        stages: list[Stage] = []
        found = np.zeros(self.least + 1)
        while self.open:
            solved = self.linear.solve()
            if solved is None:
                return None
            found = solved
            stages.append(self._stage(float(found[self.least])))
        return Relaxed(self.chances, found[:-1], tuple(stages))

    def _stage(self, chance: float) -> Stage:
        duals = self.linear.duals
        earlier = frozenset(range(len(self.chances))) - self.open
        sizes = [len(keys) for keys in self.merged.members]
        weights = [abs(float(d)) * n for d, n in zip(duals[self.first :], sizes, strict=True)]
        held = sorted(k for k in self.open if weights[k] >= WEIGHT)
        if chance >= 1 - _SLACK or not held:
            held = sorted(self.open)
        for k in held:
            self._hold(k, chance)
        return Stage(chance, tuple(held), earlier, tuple(weights), tuple(duals[: self.first].tolist()))

    def _hold(self, k: int, chance: float) -> None:
        self.open.discard(k)
        self.chances[k] = chance
        self.linear.change(self.first + k, self.least, 0.0)
        floor = chance * len(self.merged.members[k])
        self.linear.limit(self.first + k, max(floor - _SLACK, 0.0), INFINITY)


def bound(merged: Merged, stage: Stage, chances: Sequence[Fraction]) -> Fraction:
    """What the stage's smallest chance can't exceed, in fractions, so that no rounding enters.

    It holds for every lottery that gives the classes of earlier stages at least `chances`: their weighted
    chances and those of this stage are together at most the largest weighted count in the relaxed program,
    and that is at most what the rows' weights give, whatever these are (weak duality).
    """
    weights = [Fraction(w) for w in stage.weights]
    counts = [w / len(keys) for w, keys in zip(weights, merged.members, strict=True)]
    most = _most(merged, counts, stage.rows) - sum(weights[k] * chances[k] for k in stage.earlier)
    own = sum(w for k, w in enumerate(weights) if k not in stage.earlier)
    return min(most / own, Fraction(1)) if own else Fraction(1)


def _most(merged: Merged, counts: Sequence[Fraction], rows: Sequence[float]) -> Fraction:
    """At least the largest weighted count: the rows' limits by weight, and what each column adds to that."""
    program = merged.program
    left = [Fraction(0)] * program.width
    for own, weight in zip(merged.own, counts, strict=True):
        for i in own:
            left[i] = Fraction(weight)
    total = Fraction(0)
    for row, dual in zip(program.rows, rows, strict=True):
        if not dual:
            continue
        price = Fraction(dual)
        total += price * (row.upper if price > 0 else row.lower)
        for i, times in zip(row.columns, row.weights, strict=True):
            left[i] -= price * times
    ends = zip(left, program.bounds, strict=True)
    return total + sum((worth * (high if worth > 0 else low) for worth, (low, high) in ends), Fraction(0))
