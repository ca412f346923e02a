"""Force a demand upon the program and see which level gets worse first: that level decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rules.allocation import engine
from rules.allocation.face import Clock, Face, reach
from rules.allocation.levels import Objective
from rules.allocation.program import Program


@dataclass(frozen=True, slots=True)
class Worse:
    """The first level that gets worse: what it reached, and the best it could reach then."""

    level: str
    reached: int
    would: int


@dataclass(frozen=True, slots=True)
class Forced:
    """What comes of a demand. `possible`: some answer keeps it; `worse`: None where every level asked is as
    good with it. `proven`: the engine proved both."""

    possible: bool
    worse: Worse | None
    proven: bool
    face: Face | None = None


def forced(program: Program, goals: Sequence[Objective], reached: Mapping[str, int], watch: Clock) -> Forced:
    """Reach the levels again under the demand (which the program holds), as far as they are as good."""
    start = engine.maximise(program, [0] * program.width, watch.left())
    if start.answer is None:
        return Forced(False, None, start.proven)
    face = reach(Face(program, start.answer), tuple(goals), watch)
    for level in face.levels:
        if not level.proven:
            return Forced(True, None, False)
        if level.value != reached[level.name]:
            return Forced(True, Worse(level.name, reached[level.name], level.value), True)
    return Forced(True, None, True, face)
