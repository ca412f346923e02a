"""Many weighted sums over the same columns at once."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from rules.allocation.program import Program

Number = TypeVar("Number", np.int64, np.float64)
Whole = NDArray[np.int64]


class Sums:
    """Weighted sums of some columns each (each weighs one where nothing is said); of none it is nought."""

    def __init__(self, columns: Sequence[Sequence[int]], weights: Sequence[Sequence[int]] = ()) -> None:
        self._count = len(columns)
        self._used = np.array([n for n, own in enumerate(columns) if own], dtype=np.int64)
        self._columns = np.array([i for own in columns for i in own], dtype=np.int64)
        flat = [w for own in weights for w in own] or [1] * len(self._columns)
        self._weights = np.array(flat, dtype=np.int64)
        lengths = [len(own) for own in columns if own]
        self._starts = np.cumsum([0, *lengths])[:-1]

    def of(self, values: NDArray[Number]) -> NDArray[Number]:
        """The sums where the columns have these values."""
        found = np.zeros(self._count, dtype=values.dtype)
        if len(self._used):
            found[self._used] = np.add.reduceat(self._weights * values[self._columns], self._starts)
        return found


class Limits:
    """The bounds and rows of a program, as vectors: first the columns, then the rows."""

    def __init__(self, program: Program) -> None:
        self._sums = Sums([row.columns for row in program.rows], [row.weights for row in program.rows])
        ends = [*program.bounds, *((row.lower, row.upper) for row in program.rows)]
        self.least, self.most = np.array(ends, dtype=np.int64).reshape(-1, 2).T

    def values(self, columns: NDArray[Number]) -> NDArray[Number]:
        """What is held against the limits: the columns and the rows' sums."""
        return np.concatenate([columns, self._sums.of(columns)])

    def allow(self, answer: Whole) -> bool:
        """Whether the answer keeps every bound and row."""
        values = self.values(answer)
        return bool((values >= self.least).all() and (values <= self.most).all())
