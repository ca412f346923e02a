"""HiGHS for the lottery: a linear program that is changed and solved again from where it stood."""

from collections.abc import Iterable, Sequence

import highspy
import numpy as np
from numpy.typing import NDArray

from rules.allocation.program import Row

INFINITY = highspy.kHighsInf
Vector = NDArray[np.float64]
_PRIMAL_SIMPLEX = 4
_TOLERANCES = ("primal_feasibility_tolerance", "dual_feasibility_tolerance")
_TOLERANCE = 1e-10


class Linear:
    """Maximise a sum over bounded columns under rows. Columns and rows count from 0 in the order given."""

    def __init__(self, bounds: Sequence[tuple[float, float]], rows: Iterable[Row], *, primal: bool = False):
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        self._highs.setOptionValue("output_flag", False)
        self._highs.setOptionValue("threads", 1)
        for option in _TOLERANCES:
            self._highs.setOptionValue(option, _TOLERANCE)
        if primal:
            self._highs.setOptionValue("simplex_strategy", _PRIMAL_SIMPLEX)
        self._highs.passModel(_model(bounds, tuple(rows)))
        self.value = 0.0
        self.duals: Vector = np.zeros(0)

    def weigh(self, weights: Vector) -> None:
        """Set what each column is worth."""
        self._highs.changeColsCost(len(weights), np.arange(len(weights), dtype=np.int32), weights)

    def limit(self, row: int, lower: float, upper: float) -> None:
        """Set between which values a row's sum lies."""
        self._highs.changeRowBounds(row, lower, upper)

    def bound(self, column: int, lower: float, upper: float) -> None:
        """Set between which values a column lies."""
        self._highs.changeColBounds(column, lower, upper)

    def change(self, row: int, column: int, weight: float) -> None:
        """Set a column's weight in a row."""
        self._highs.changeCoeff(row, column, weight)

    def add_column(self, rows: Vector, worth: float = 0.0) -> None:
        """A new column from 0 upwards with these weights in the rows."""
        used = np.flatnonzero(rows).astype(np.int32)
        self._highs.addCol(worth, 0.0, INFINITY, len(used), used, rows[used])

    def solve(self, seconds: float | None = None) -> Vector | None:
        """The columns of the best answer; None where there is none, or not within the time."""
        if seconds is not None:
            self._highs.setOptionValue("time_limit", self._highs.getRunTime() + max(seconds, 0.0))
        self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        found = self._highs.getSolution()
        self.value = self._highs.getInfo().objective_function_value
        self.duals = np.array(found.row_dual)
        return np.array(found.col_value)


def _model(bounds: Sequence[tuple[float, float]], rows: Sequence[Row]) -> highspy.HighsLp:
    lp = highspy.HighsLp()
    lp.num_col_ = len(bounds)
    lp.num_row_ = len(rows)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = np.zeros(len(bounds))
    lp.col_lower_ = np.array([low for low, _ in bounds], dtype=float)
    lp.col_upper_ = np.array([high for _, high in bounds], dtype=float)
    lp.row_lower_ = np.array([row.lower for row in rows], dtype=float)
    lp.row_upper_ = np.array([row.upper for row in rows], dtype=float)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *(len(row.columns) for row in rows)])
    lp.a_matrix_.index_ = np.array([c for row in rows for c in row.columns], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([w for row in rows for w in row.weights], dtype=float)
    return lp
