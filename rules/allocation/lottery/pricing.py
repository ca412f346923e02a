"""Answers whose weighted count of classes is large, quickly: with a mix held, or with a new one."""

from collections.abc import Sequence

import numpy as np

from rules.allocation.lottery.linear import Linear, Vector
from rules.allocation.lottery.merging import Merged
from rules.allocation.lottery.mixing import Mix, Mixer
from rules.allocation.lottery.sums import Limits, Sums, Whole
from rules.allocation.program import Row

Answer = tuple[int, ...]
_WHOLE = 1e-6


class Pricer:
    """Looks for answers; `bound` is what no answer with the mix asked for last can exceed."""

    def __init__(self, merged: Merged) -> None:
        self.merged = merged
        self._mixer = Mixer(merged)
        program = merged.program
        self._first = len(program.rows)
        kinds = self._mixer.kinds
        held = [Row(kind, (1,) * len(kind), 0, sum(program.bounds[i][1] for i in kind)) for kind in kinds]
        self._held = Linear(program.bounds, [*program.rows, *held])
        self._free = Linear(program.bounds, program.rows)
        self._mix: Mix | None = None
        self._limits = Limits(program)
        self._heads = Sums(merged.own)
        self._inside = Sums(kinds)
        self._class = np.full(program.width, len(merged.own))
        for k, own in enumerate(merged.own):
            self._class[list(own)] = k

    def mix(self, answer: Sequence[int] | Whole) -> Mix:
        """How many of each kind the answer chooses."""
        return tuple(self._inside.of(np.asarray(answer, dtype=np.int64)).tolist())

    def counts(self, answer: Sequence[int] | Whole) -> Whole:
        """How many members of each class have a place."""
        return self._heads.of(np.asarray(answer, dtype=np.int64))

    def on_columns(self, weights: Vector) -> Vector:
        """The classes' weights on the columns."""
        return np.asarray(np.append(weights, 0.0)[self._class], dtype=np.float64)

    def best(self, weights: Vector, mix: Mix) -> Whole | None:
        """The best answer with this mix; None where the relaxed program gives no whole one."""
        if mix != self._mix:
            self._mix = mix
            for row, count in enumerate(mix, start=self._first):
                self._held.limit(row, count, count)
        self._held.weigh(self.on_columns(weights))
        return self._whole(self._held.solve())

    def fresh(self, weights: Vector) -> Whole | None:
        """A good answer with whatever mix: the whole one that is nearest to the best fractional one."""
        self._free.weigh(self.on_columns(weights))
        found = self._free.solve()
        if found is None or not self._mixer.kinds:
            return self._whole(found)
        mix = self._mixer.nearest(self._mixer.mix(found))
        return None if mix is None else self.best(weights, mix)

    def _whole(self, columns: Vector | None) -> Whole | None:
        """The columns as whole numbers, where they are and keep every row."""
        if columns is None or np.abs(columns - np.rint(columns)).max(initial=0.0) > _WHOLE:
            return None
        answer = np.rint(columns).astype(np.int64)
        return answer if self._limits.allow(answer) else None
