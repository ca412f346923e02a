"""One way of solving one instance in a process of its own: `-m benchmarks.allocation.ways WAY FILE LIMIT`.

Prints JSON: seconds of CPU without imports, peak megabytes, whether every level was proved, their values.
"""

import importlib
import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

Json = dict[str, Any]
Solved = tuple[list[int], bool]
MODULES = {
    "samhold": "rules.allocation",
    "highs_dense": "highspy",
    "scipy": "scipy.optimize",
    "cp_sat": "ortools.sat.python.cp_model",
}
"""What each way imports, before the time counts."""


def main() -> None:
    """Solve and tell."""
    way, file, limit = sys.argv[1], Path(sys.argv[2]), float(sys.argv[3])
    text = file.read_text()
    importlib.import_module(MODULES[way])
    started = time.process_time()
    values, proven = {"samhold": samhold}.get(way, _other(way))(text, limit)
    told = {
        "seconds": time.process_time() - started,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "proven": proven,
        "values": values,
    }
    json.dump(told, sys.stdout)


def samhold(text: str, limit: float) -> Solved:
    """As the application does it, with building the model and the proof that no other answer is as good."""
    from rules.allocation import solve  # noqa: PLC0415
    from rules.allocation.model import Problem  # noqa: PLC0415

    answer = solve(Problem.model_validate_json(text), time_limit=limit)
    return [level.value for level in answer.levels[:-1]], answer.proven


def _other(way: str) -> Any:
    engine = {"highs_dense": highs_dense, "scipy": scipy_milp, "cp_sat": cp_sat}.get(way)
    return lambda text, limit: level_by_level(json.loads(text), limit, engine)


def level_by_level(instance: Json, limit: float, engine: Any) -> Solved:
    """Each level in a run of its own, then held by one row over everything."""
    values, ends = list[int](), time.monotonic() + limit
    for goal in instance["goals"]:
        value, proven = engine(instance, goal, max(ends - time.monotonic(), 0.1))
        if not proven:
            return [abs(one) for one in values], False
        values.append(value)
        used = [i for i, w in enumerate(goal) if w]
        most = sum(max(goal[i] * b for b in instance["bounds"][i]) for i in used)
        if used:
            instance["rows"].append((used, [goal[i] for i in used], value, most))
    return [abs(one) for one in values[:-1]], True


def highs_dense(instance: Json, goal: list[int], limit: float) -> tuple[int, bool]:
    """HiGHS through highspy, gap 0, one thread."""
    import highspy  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, setting in (
        ("output_flag", False),
        ("threads", 1),
        ("mip_rel_gap", 0.0),
        ("time_limit", limit),
    ):
        highs.setOptionValue(name, setting)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(goal), len(instance["rows"])
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = np.array(goal, dtype=float)
    lp.col_lower_, lp.col_upper_ = np.array(instance["bounds"], dtype=float).T.copy()
    lp.row_lower_ = np.array([row[2] for row in instance["rows"]], dtype=float)
    lp.row_upper_ = np.array([row[3] for row in instance["rows"]], dtype=float)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * len(goal)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *(len(row[0]) for row in instance["rows"])])
    lp.a_matrix_.index_ = np.array([c for row in instance["rows"] for c in row[0]], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([w for row in instance["rows"] for w in row[1]], dtype=float)
    highs.passModel(lp)
    highs.run()
    proven = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return round(highs.getInfo().objective_function_value) if proven else 0, proven


def scipy_milp(instance: Json, goal: list[int], limit: float) -> tuple[int, bool]:
    """scipy.optimize.milp with its HiGHS, gap 0."""
    import numpy as np  # noqa: PLC0415
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415
    from scipy.sparse import csr_array  # noqa: PLC0415

    rows = instance["rows"]
    starts = np.cumsum([0, *(len(row[0]) for row in rows)])
    data = np.array([w for row in rows for w in row[1]], dtype=float)
    index = np.array([c for row in rows for c in row[0]], dtype=np.int32)
    matrix = csr_array((data, index, starts), shape=(len(rows), len(goal)))
    low, high = np.array(instance["bounds"], dtype=float).T
    found = milp(
        -np.array(goal, dtype=float),
        integrality=np.ones(len(goal)),
        bounds=Bounds(low, high),
        constraints=LinearConstraint(matrix, [row[2] for row in rows], [row[3] for row in rows]),
        options={"mip_rel_gap": 0.0, "time_limit": limit},
    )
    return (round(-found.fun), True) if found.status == 0 else (0, False)


def cp_sat(instance: Json, goal: list[int], limit: float) -> tuple[int, bool]:
    """CP-SAT, one worker, linearization level 2."""
    from ortools.sat.python import cp_model  # noqa: PLC0415

    model = cp_model.CpModel()
    columns = [model.new_int_var(low, high, "") for low, high in instance["bounds"]]
    for own, weights, lower, upper in instance["rows"]:
        total = cp_model.LinearExpr.weighted_sum([columns[i] for i in own], weights)
        model.add_linear_constraint(total, lower, upper)
    model.maximize(cp_model.LinearExpr.weighted_sum(columns, goal))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.max_time_in_seconds = limit
    status = solver.solve(model)
    proven = status == cp_model.OPTIMAL
    return round(solver.objective_value) if proven else 0, proven


if __name__ == "__main__":
    main()
