"""HiGHS behind the neutral program: one objective, one proved answer; and its relaxation with duals.

The settings matter: with HiGHS's default relative gap of 1e-4 a worse answer has been called optimal, and
more threads or hints from an earlier answer were slower. Every number is whole, so an absolute gap under 1
is a proof.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version

import highspy
import numpy as np

from rules.allocation.program import Program

NAME = "HiGHS"
VERSION = version("highspy")
GAP = 0.99
_ROUNDING = 1e-6
"""How far a bound in floating point may be off, relative to its size."""


_NONE = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)
"""That no answer exists: every column is bounded."""


@dataclass(frozen=True, slots=True)
class Optimum:
    """The best answer found (None if there was not even one), and whether nothing better exists.

    `bound` is what no answer's value can exceed, None where none is known. No answer and proven means that
    no answer exists; no answer and not proven, that none was found in time.
    """

    answer: tuple[int, ...] | None
    proven: bool
    bound: int | None = None


@dataclass(frozen=True, slots=True)
class Relaxed:
    """The optimum without whole numbers: its value, the columns, each row's dual, each column's reduced cost.

    Signs are those of a maximum: one more in a tight row's upper limit adds its dual.
    """

    value: float
    columns: tuple[float, ...]
    duals: tuple[float, ...]
    reduced: tuple[float, ...]


def maximise(program: Program, weights: Sequence[int], time_limit: float | None = None) -> Optimum:
    """Choose the columns so that the sum of the weights (whole numbers) is largest.

    `time_limit` in seconds. An answer that breaks a row when counted in whole numbers is treated as none.
    """
    if not program.width:
        return Optimum((), True, 0) if program.allows(()) else Optimum(None, True)
    highs = _engine(time_limit)
    highs.passModel(_model(program, weights, whole=True))
    highs.run()
    status = highs.getModelStatus()
    answer = _answer(highs)
    if answer is None or not program.allows(answer):
        return Optimum(None, status in _NONE, _bound(highs))
    return Optimum(answer, status == highspy.HighsModelStatus.kOptimal, _bound(highs))


def relax(program: Program, weights: Sequence[int], time_limit: float | None = None) -> Relaxed | None:
    """The best value without whole numbers, with the proof of it; None where there is none in time."""
    highs = _engine(time_limit)
    highs.passModel(_model(program, weights, whole=False))
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    found = highs.getSolution()
    return Relaxed(
        value=highs.getInfo().objective_function_value,
        columns=tuple(found.col_value),
        duals=tuple(found.row_dual),
        reduced=tuple(found.col_dual),
    )


def _engine(time_limit: float | None) -> highspy.Highs:
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.setOptionValue("mip_abs_gap", GAP)
    if time_limit is not None:
        highs.setOptionValue("time_limit", max(time_limit, 0.0))
    return highs


def _model(program: Program, weights: Sequence[int], *, whole: bool) -> highspy.HighsLp:
    lp = highspy.HighsLp()
    lp.num_col_ = program.width
    lp.num_row_ = len(program.rows)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = np.array(weights, dtype=float)
    lp.col_lower_ = np.array([low for low, _ in program.bounds], dtype=float)
    lp.col_upper_ = np.array([high for _, high in program.bounds], dtype=float)
    lp.row_lower_ = np.array([row.lower for row in program.rows], dtype=float)
    lp.row_upper_ = np.array([row.upper for row in program.rows], dtype=float)
    if whole:
        lp.integrality_ = [highspy.HighsVarType.kInteger] * program.width
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *(len(row.columns) for row in program.rows)])
    lp.a_matrix_.index_ = np.array([c for row in program.rows for c in row.columns], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([w for row in program.rows for w in row.weights], dtype=float)
    return lp


def _answer(highs: highspy.Highs) -> tuple[int, ...] | None:
    if highs.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    return tuple(round(x) for x in highs.getSolution().col_value)


def _bound(highs: highspy.Highs) -> int | None:
    bound = highs.getInfo().mip_dual_bound
    return math.floor(bound + _ROUNDING * max(1.0, abs(bound))) if math.isfinite(bound) else None
