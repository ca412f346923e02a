"""Solve an allocation: level after level, each proved and held before the next, until one answer is left."""

import time
from collections.abc import Callable
from dataclasses import replace

from rules.allocation import engine
from rules.allocation.building import build
from rules.allocation.choosing import choose
from rules.allocation.face import Clock, Face, clock, first, reach
from rules.allocation.levels import after_draw, before_draw, drawing, objectives
from rules.allocation.model import Aim, Allocation, Level, Placement, Problem
from rules.allocation.ordering import order_of
from rules.allocation.tie import tie_break
from rules.allocation.waitlist import left_out, waitlist
from rules.allocation.way import USUAL, Way


def solve(
    problem: Problem,
    *,
    time_limit: float | None = None,
    stopwatch: Callable[[], float] = time.perf_counter,
    way: Way = USUAL,
) -> Allocation:
    """The best allocation of a problem, with proof, and the order in which the others wait.

    `time_limit` in seconds over all levels: when it runs out, the best found is given and what is not proved
    says so. `way` changes the time it takes, and never a proved answer. Raises `Refused` (see
    `rules.allocation.pins.pinned`) where no allocation can keep the pins.
    """
    watch = clock(time_limit, stopwatch)
    face = down_to_draw(problem, watch, way)
    if aim := drawing(problem):
        face = in_order(problem, face, watch, aim)
    return finish(problem, face, watch)


def down_to_draw(problem: Problem, watch: Clock, way: Way = USUAL) -> Face:
    """The answers that are equally good by all levels before the draw, and one of them."""
    program = build(problem)
    return reach(first(program, way), tuple(objectives(problem, program, before_draw(problem))), watch)


def finish(problem: Problem, face: Face, watch: Clock) -> Allocation:
    """The levels after the draw for those who are in, the tie-break, and the lists of the others."""
    face = reach(face, tuple(objectives(problem, face.program, after_draw(problem))), watch)
    face = tie_break(problem, face, watch)
    placements = tuple(Placement(key=k, cohort=c) for k, c in face.program.placed(face.best).items())
    return Allocation(
        placements=placements,
        waitlist=waitlist(problem, placements),
        left_out=left_out(problem, placements),
        levels=face.levels,
        seconds=watch.used(),
    )


def in_order(problem: Problem, face: Face, watch: Clock, aim: Aim) -> Face:
    """Who is in where the groups choose one after the other: in lottery order, or the earliest first."""
    started = watch.now()
    face = choose(face, order_of(problem, aim), watch)
    level = Level(
        name=aim.value,
        value=len(face.program.placed(face.best)),
        proven=face.proven,
        engine=engine.NAME,
        version=engine.VERSION,
        seconds=watch.now() - started,
    )
    return replace(face, levels=(*face.levels, level))
