"""SCIP as a second engine, in a process of its own: `python -m integrations.second_engine` < question.

The question is JSON: `{"bounds", "rows": [[columns, weights, lower, upper]], "steps": [{"name", "weights",
"value"}], "placed", "count", "seconds"}`, `seconds` for all of it or null. Each step's weights are maximised
over what the steps before left, and held. The answer is JSON: `{"version", "steps": [{"name", "value",
"best"}], "alone"}`; `best` is null where SCIP proved none, `alone` says that no other choice among the first
`count` columns reaches all steps.
"""

import json
import sys
import time
from typing import Any

from pyscipopt import Model, quicksum

Json = dict[str, Any]


def main() -> None:
    """Answer the question on standard input."""
    question: Json = json.load(sys.stdin)
    if question["seconds"] is not None:
        question["ends"] = time.monotonic() + question["seconds"]
    steps: list[Json] = []
    held: list[Json] = []
    for step in question["steps"]:
        steps.append({"name": step["name"], "value": step["value"], "best": _best(question, held, step)})
        held.append(step)
    alone = _others(question, held) == "infeasible"
    json.dump({"version": str(Model().version()), "steps": steps, "alone": alone}, sys.stdout)


def _model(question: Json, held: list[Json]) -> tuple[Model, list[Any]]:
    model = Model()
    model.hideOutput()
    model.setParam("limits/gap", 0.0)
    model.setParam("limits/absgap", 0.0)
    if "ends" in question:
        model.setParam("limits/time", max(question["ends"] - time.monotonic(), 0.0))
    columns = [model.addVar(vtype="I", lb=low, ub=high) for low, high in question["bounds"]]
    for own, weights, lower, upper in question["rows"]:
        if own:
            total = quicksum(w * columns[i] for i, w in zip(own, weights, strict=True))
            model.addCons((lower <= total) <= upper)
    for step in held:
        model.addCons(_sum(columns, step) >= step["value"])
    return model, columns


def _sum(columns: list[Any], step: Json) -> Any:
    return quicksum(w * columns[i] for i, w in enumerate(step["weights"]) if w)


def _best(question: Json, held: list[Json], step: Json) -> int | None:
    if not any(step["weights"]):
        return 0
    model, columns = _model(question, held)
    model.setObjective(_sum(columns, step), "maximize")
    model.optimize()
    return round(model.getObjVal()) if model.getStatus() == "optimal" else None


def _others(question: Json, held: list[Json]) -> str:
    """How the search for another answer ends."""
    inside = set(question["placed"])
    if not question["count"]:
        return "infeasible"
    model, columns = _model(question, held)
    apart = quicksum(1 - columns[i] if i in inside else columns[i] for i in range(question["count"]))
    model.addCons(apart >= 1)
    model.optimize()
    return str(model.getStatus())


if __name__ == "__main__":
    main()
