"""Leximin chances where fractions of an answer are allowed: what no lottery can beat, with the proof.

Every lottery over whole answers is a point of the relaxed program, so that whatever is largest there bounds
what a lottery can give: first the smallest chance, then, with that held, the next smallest, and so on
(Flanigan, Gölz, Gupta, Hennig, Procaccia, Nature 596, 2021, with columns for the program).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from rules.allocation.face import Clock
from rules.allocation.lottery.linear import INFINITY, Linear, Vector
from rules.allocation.lottery.merging import Merged
from rules.allocation.program import Row

_SLACK = 1e-10
_AT = 1e-7
"""A class is at a stage's chance where it has no more than this beyond it."""
_SCALE = 1 << 44
_PLAIN = 10**4
"""A chance next to a fraction with so small a denominator is that fraction; the proof is counted later."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One smallest chance: for which classes, which came earlier, and the whole weights that prove its bound.

    `weights` are for each member of a class, `rows` for each row of the program.
    """

    chance: float
    classes: tuple[int, ...]
    earlier: frozenset[int]
    weights: tuple[int, ...]
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Relaxed:
    """Each class's chance, the counts in each column that give it, and the stages with their proofs."""

    chances: Vector
    columns: Vector
    stages: tuple[Stage, ...]


def relaxed_leximin(merged: Merged, watch: Clock) -> Relaxed | None:
    """The leximin chances of the relaxed program; None where the time ran out or the engine failed."""
    return _Stages(merged, watch).run()


class _Stages:
    def __init__(self, merged: Merged, watch: Clock) -> None:
        self.merged = merged
        self.watch = watch
        program = merged.program
        self.least = program.width
        self.first = len(program.rows)
        self.open = set(range(len(merged.members)))
        self.sizes = np.array([len(keys) for keys in merged.members], dtype=float)
        self.chances = np.zeros(len(merged.members))
        floors = [
            Row((*own, self.least), (*(1,) * len(own), -len(keys)), 0, len(keys))
            for own, keys in zip(merged.own, merged.members, strict=True)
        ]
        self.linear = Linear([*program.bounds, (0, 1)], [*program.rows, *floors])
        for k in self.open:
            self.linear.limit(self.first + k, 0.0, INFINITY)

    def run(self) -> Relaxed | None:
        stages: list[Stage] = []
        found: Vector | None = np.zeros(self.least + 1)
        while self.open:
            found = self._raised()
            stage = None if found is None else self._stage(found)
            if stage is None:
                return None
            stages.append(stage)
            for k in stage.classes:
                self._hold(k, stage.chance)
        found = self._settled() if stages else found
        return None if found is None else Relaxed(self.chances, found[:-1], tuple(stages))

    def _raised(self) -> Vector | None:
        """The largest smallest chance of the open classes."""
        self.linear.bound(self.least, 0.0, 1.0)
        self.linear.weigh(np.eye(1, self.least + 1, self.least)[0])
        return self.linear.solve(self.watch.left())

    def _stage(self, found: Vector) -> Stage | None:
        """Which classes can't have more than the smallest chance: those among them that can are pushed up.

        The prices of the last push prove that the others can't: each of these weighs at least one.
        """
        chance = _plain(float(found[self.least]))
        earlier = frozenset(range(len(self.chances))) - self.open
        if chance >= 1 - _SLACK:
            none = (0,) * len(self.chances)
            return Stage(1.0, tuple(sorted(self.open)), earlier, none, (0,) * self.first)
        self.linear.bound(self.least, chance - _SLACK, chance - _SLACK)
        stuck = self._at(found, self.open, chance)
        while stuck:
            pushed = self._pushed(stuck)
            if pushed is None:
                return None
            still = self._at(pushed, stuck, chance)
            if still == stuck:
                return self._proved(chance, stuck, earlier)
            stuck = still
        return None

    def _at(self, found: Vector, classes: Iterable[int], chance: float) -> list[int]:
        """Those of the classes that have just this chance."""
        own = self.merged.own
        return sorted(k for k in classes if found[list(own[k])].sum() <= self.sizes[k] * (chance + _AT))

    def _pushed(self, classes: Sequence[int]) -> Vector | None:
        """As much as these classes can have together, while no other loses its floor."""
        weights = np.zeros(self.least + 1)
        weights[[i for k in classes for i in self.merged.own[k]]] = 1.0
        self.linear.weigh(weights)
        return self.linear.solve(self.watch.left())

    def _proved(self, chance: float, stuck: Sequence[int], earlier: frozenset[int]) -> Stage:
        weights = np.abs(self.linear.duals[self.first :])
        weights[list(stuck)] += 1.0
        rows = self.linear.duals[: self.first]
        return Stage(chance, tuple(stuck), earlier, _whole(weights), _whole(rows))

    def _hold(self, k: int, chance: float) -> None:
        self.open.discard(k)
        self.chances[k] = chance
        self.linear.change(self.first + k, self.least, 0.0)
        self.linear.limit(self.first + k, max(chance * self.sizes[k] - _SLACK, 0.0), INFINITY)

    def _settled(self) -> Vector | None:
        """Any point with all these chances."""
        self.linear.bound(self.least, 0.0, 0.0)
        self.linear.weigh(np.zeros(self.least + 1))
        return self.linear.solve(self.watch.left())


def _plain(chance: float) -> float:
    near = Fraction(chance).limit_denominator(_PLAIN)
    return float(near) if abs(near - Fraction(chance)) < _SLACK else chance


def _whole(weights: Vector) -> tuple[int, ...]:
    return tuple(round(w) for w in (weights * _SCALE).tolist())


def bound(merged: Merged, stage: Stage, chances: Sequence[Fraction]) -> Fraction:
    """What the stage's smallest chance can't exceed, in whole numbers, so that no rounding enters.

    It holds for every lottery that gives the classes of earlier stages at least `chances`: their weighted
    counts and those of this stage are together at most the largest weighted count in the relaxed program,
    and that is at most what the rows' weights give, whatever these are (weak duality).
    """
    each = [w * len(keys) for w, keys in zip(stage.weights, merged.members, strict=True)]
    own = sum(w for k, w in enumerate(each) if k not in stage.earlier)
    if not own:
        return Fraction(1)
    most = _most(merged, stage) - sum(each[k] * chances[k] for k in stage.earlier if each[k])
    return min(Fraction(most) / own, Fraction(1))


def _most(merged: Merged, stage: Stage) -> int:
    """At least the largest weighted count: the rows' limits by weight, and what each column adds to that."""
    program = merged.program
    left = [0] * program.width
    for own, weight in zip(merged.own, stage.weights, strict=True):
        for i in own:
            left[i] = weight
    total = 0
    for row, price in zip(program.rows, stage.rows, strict=True):
        if not price:
            continue
        total += price * (row.upper if price > 0 else row.lower)
        for i, times in zip(row.columns, row.weights, strict=True):
            left[i] -= price * times
    ends = zip(left, program.bounds, strict=True)
    return total + sum(worth * (high if worth > 0 else low) for worth, (low, high) in ends)
