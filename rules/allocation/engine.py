"""HiGHS behind the neutral program: one objective, one proved answer.

The settings matter: with HiGHS's default relative gap of 1e-4 a worse answer has been called optimal, and
more threads or hints from an earlier answer were slower. Every number is whole, so an absolute gap under 1
is a proof.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from rules.allocation.program import Program

GAP = 0.99


@dataclass(frozen=True, slots=True)
class Optimum:
    """The best answer found (None if there was not even one), and whether nothing better exists."""

    answer: tuple[int, ...] | None
    proven: bool


def maximise(program: Program, weights: Sequence[int], time_limit: float | None = None) -> Optimum:
    """Choose the columns so that the sum of the weights (whole numbers) is largest.

    `time_limit` in seconds. An answer that breaks a row when counted in whole numbers is treated as none.
    """
    if not program.columns:
        return Optimum((), True)
    highs = _engine(time_limit)
    highs.passModel(_model(program, weights))
    highs.run()
    answer = _answer(highs)
    if answer is None or not program.allows(answer):
        return Optimum(None, False)
    return Optimum(answer, highs.getModelStatus() == highspy.HighsModelStatus.kOptimal)


def _engine(time_limit: float | None) -> highspy.Highs:
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.setOptionValue("mip_abs_gap", GAP)
    if time_limit is not None:
        highs.setOptionValue("time_limit", max(time_limit, 0.0))
    return highs


def _model(program: Program, weights: Sequence[int]) -> highspy.HighsLp:
    count = len(program.columns)
    lp = highspy.HighsLp()
    lp.num_col_ = count
    lp.num_row_ = len(program.rows)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = np.array(weights, dtype=float)
    lp.col_lower_ = np.array([low for low, _ in program.bounds], dtype=float)
    lp.col_upper_ = np.array([high for _, high in program.bounds], dtype=float)
    lp.row_lower_ = np.array([row.lower for row in program.rows], dtype=float)
    lp.row_upper_ = np.array([row.upper for row in program.rows], dtype=float)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * count
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *(len(row.columns) for row in program.rows)])
    lp.a_matrix_.index_ = np.array([c for row in program.rows for c in row.columns], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([w for row in program.rows for w in row.weights], dtype=float)
    return lp


def _answer(highs: highspy.Highs) -> tuple[int, ...] | None:
    if highs.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    return tuple(round(x) for x in highs.getSolution().col_value)
