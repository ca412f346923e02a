"""A fractional point taken apart into whole answers, as far as that goes (Carathéodory).

Each answer keeps to every bound and row that the point fills to the brim, and gets the largest share that
leaves the rest within the limits; that fills one more. So few answers suffice, and none is sought twice.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from rules.allocation import engine
from rules.allocation.face import Clock
from rules.allocation.lottery.linear import Linear, Vector
from rules.allocation.lottery.sums import Limits, Whole
from rules.allocation.program import Program

_FULL = 1e-9
"""A limit is filled to the brim where less than this is missing."""
_ROUNDING = 1e-10
"""How far the point may be off, so that the smaller the rest, the nearer to the brim counts as full."""
_NOTHING = 1e-9
"""The rest is used up when it is less than this."""
_WHOLE = 1e-6
_SCALE = 1000
_TRIES = 12
_GOLDEN = 0.6180339887498949


class Peeling:
    """What is left of a point of a program, and how large a share of the whole that is."""

    def __init__(self, program: Program, point: Vector, watch: Clock) -> None:
        self._program = program
        self._watch = watch
        self._limits = Limits(program)
        self._least = self._limits.least.copy()
        self._most = self._limits.most.copy()
        self._linear = Linear(program.bounds, program.rows)
        self._rest = self._limits.values(point)
        self._left = 1.0
        self._tries = _TRIES

    def answers(self) -> Iterator[Whole]:
        """One whole answer after the other, until the point is used up, none is found or the time is up."""
        while self._left > _NOTHING and self._watch.left() != 0:
            self._tighten()
            answer = self._relaxed()
            if answer is None:
                answer = self._sought()
            if answer is None:
                return
            yield answer
            self._take(answer)

    def _tighten(self) -> None:
        """What the rest fills to the brim stays so."""
        share = self._rest / self._left
        near = _FULL + _ROUNDING / self._left
        up = share >= self._most - near
        down = (share <= self._least + near) & ~up
        changed = np.flatnonzero((up | down) & (self._least < self._most))
        self._least = np.where(up, self._most, self._least)
        self._most = np.where(down, self._least, self._most)
        width = self._program.width
        for i in changed.tolist():
            ends = (float(self._least[i]), float(self._most[i]))
            if i < width:
                self._linear.bound(i, *ends)
            else:
                self._linear.limit(i - width, *ends)

    def _worth(self) -> Vector:
        return self._rest[: self._program.width] / self._left

    def _relaxed(self) -> Whole | None:
        """A whole answer from the relaxed program, with other weights where it gives fractions.

        Where that fails it is tried less often next time, and more often where it succeeds.
        """
        worth = self._worth()
        for turn in range(self._tries):
            self._linear.weigh(worth * _varied(len(worth), turn))
            found = self._linear.solve(self._watch.left())
            if found is None:
                return None
            answer = np.rint(found).astype(np.int64)
            if np.abs(found - answer).max(initial=0.0) <= _WHOLE and self._limits.allow(answer):
                self._tries = min(2 * self._tries, _TRIES)
                return answer
        self._tries = max(self._tries // 2, 1)
        return None

    def _sought(self) -> Whole | None:
        """The answer that has most of the rest, from the integer program."""
        ends = list(zip(self._least.tolist(), self._most.tolist(), strict=True))
        width = self._program.width
        rows = tuple(
            replace(row, lower=low, upper=high)
            for row, (low, high) in zip(self._program.rows, ends[width:], strict=True)
        )
        program = replace(self._program, bounds=tuple(ends[:width]), rows=rows)
        weights = np.rint(_SCALE * self._worth()).astype(np.int64).tolist()
        found = engine.maximise(program, weights, self._watch.left()).answer
        return None if found is None else np.array(found, dtype=np.int64)

    def _take(self, answer: Whole) -> None:
        """Give the answer the largest share that leaves the rest within the limits."""
        values = self._limits.values(answer)
        room = np.concatenate([self._rest - self._left * self._least, self._left * self._most - self._rest])
        need = np.concatenate([values - self._least, self._most - values])
        share = float((room[need > 0] / need[need > 0]).min(initial=self._left))
        self._rest = self._rest - share * values
        self._left -= max(share, 0.0)


def _varied(count: int, turn: int) -> Vector:
    """Factors between 0.3 and 1, other ones in each turn; in the first all are 1."""
    spread = np.modf(np.arange(1, count + 1) * turn * _GOLDEN)[0] if turn else np.ones(count)
    return np.asarray(0.3 + 0.7 * spread)
