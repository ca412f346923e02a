"""An allocation proved again by another engine (SCIP), in a process of its own, from the problem alone."""

import json
import subprocess
import sys
from collections.abc import Collection, Iterator, Sequence
from importlib.util import find_spec

from rules.allocation.building import build
from rules.allocation.completing import completed
from rules.allocation.levels import after_draw, before_draw, drawing, objectives
from rules.allocation.lottery.committing import drawn as on_ticket
from rules.allocation.lottery.drawing import whole_seed
from rules.allocation.lottery.record import Record
from rules.allocation.model import Aim, Placement, Problem
from rules.allocation.ordering import order_of
from rules.allocation.program import Program, value
from rules.allocation.tie import tie_weights
from rules.base import Frozen
from rules.state import Refused

BLOCK = 12
"""Groups of an order that are asked about in one step; weights up to 2**11."""


class Confirmed(Frozen):
    """One level: what the allocation reaches, and what the other engine proved to be the best; None where it
    proved nothing."""

    name: str
    value: int
    best: int | None


class DoubleCheck(Frozen):
    """What another engine says of an allocation; `alone`: no other answer is as good, tie-break included."""

    engine: str
    version: str
    steps: tuple[Confirmed, ...]
    alone: bool

    @property
    def agrees(self) -> bool:
        """Whether the other engine proved every level and found the same answer and no other."""
        return self.alone and all(step.value == step.best for step in self.steps)


def double_check_record(record: Record, *, time_limit: float | None = None) -> DoubleCheck:
    """Prove again what followed from a lottery's draw: that the ticket drawn is as good as any by the levels
    before the draw, and that no places for those on it are better by the levels after.

    Raises `Refused`: `lottery_not_settled` (nobody has been given a place yet), and as `double_check`.
    """
    if not record.draws or not record.placements:
        raise Refused("lottery_not_settled")
    draw, commitment = record.draws[0], record.commitment
    problem = commitment.problem.model_copy(update={"seed": whole_seed(draw.seed)})
    drawn = on_ticket(commitment, draw.ticket) if draw.ticket else None
    return double_check(problem, record.placements, drawn=drawn, time_limit=time_limit)


def double_check(
    problem: Problem,
    placements: Sequence[Placement],
    *,
    drawn: Collection[str] | None = None,
    time_limit: float | None = None,
) -> DoubleCheck:
    """Prove every level of a solved problem again; `time_limit` in seconds, what is not proved by then is
    None.

    `drawn` are the groups that a ticket let in; without it a draw is checked as an order in which the groups
    choose. Whether chances are fair is not its matter. Raises Refused("double_check_missing") where the other
    engine is not installed.
    """
    if find_spec("pyscipopt") is None:
        raise Refused("double_check_missing")
    program = build(problem)
    answer = completed(program, {p.key: p.cohort for p in placements})
    steps = [
        {"name": name, "weights": weights, "value": value(weights, answer)}
        for name, weights in _steps(problem, program, drawn)
    ]
    question = {
        "bounds": program.bounds,
        "rows": [(row.columns, row.weights, row.lower, row.upper) for row in program.rows],
        "steps": steps,
        "placed": [i for i, x in enumerate(answer[: len(program.columns)]) if x],
        "count": len(program.columns),
        "seconds": time_limit,
    }
    said = subprocess.run(
        [sys.executable, "-m", "integrations.second_engine"],
        input=json.dumps(question),
        capture_output=True,
        text=True,
        check=True,
    )
    return DoubleCheck(engine="SCIP", **json.loads(said.stdout))


def _steps(
    problem: Problem, program: Program, drawn: Collection[str] | None
) -> Iterator[tuple[str, list[int]]]:
    for objective in objectives(problem, program, before_draw(problem)):
        yield objective.name, list(objective.weights)
    if aim := drawing(problem):
        yield from _order(problem, program, aim) if drawn is None else _exactly(program, aim, drawn)
        for objective in objectives(problem, program, after_draw(problem)):
            yield objective.name, list(objective.weights)
    for number in range(2):
        yield "tie_break", tie_weights(program, problem.seed, number)


def _order(problem: Problem, program: Program, aim: Aim) -> Iterator[tuple[str, list[int]]]:
    """The groups choose one after the other."""
    own = program.own()
    order = [key for key in order_of(problem, aim) if key in own]
    for start in range(0, len(order), BLOCK):
        weights = [0] * program.width
        for place, key in enumerate(reversed(order[start : start + BLOCK])):
            for i in own[key]:
                weights[i] = 1 << place
        yield aim.value, weights


def _exactly(program: Program, aim: Aim, drawn: Collection[str]) -> Iterator[tuple[str, list[int]]]:
    """Only with these groups in, and no others, is the sum their number."""
    own = [1 if column.key in drawn else -1 for column in program.columns]
    yield aim.value, own + [0] * len(program.extras)
