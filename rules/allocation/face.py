"""The answers that are left after some levels, and how the next levels narrow them down."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rules.allocation import engine
from rules.allocation.chain import Chain, chain, given_up
from rules.allocation.levels import MISSING, Objective
from rules.allocation.model import Level
from rules.allocation.program import Program, value
from rules.allocation.watch import Clock, clock
from rules.allocation.way import USUAL, Way

__all__ = ["Clock", "Face", "clock", "first", "improve", "reach"]


@dataclass(frozen=True, slots=True)
class Face:
    """The answers that reach all levels so far: a program they all fulfil, and one of them.

    `proven` says that the levels are proved; the program holds those that are. `way` is how the next are
    reached.
    """

    program: Program
    best: tuple[int, ...]
    levels: tuple[Level, ...] = ()
    proven: bool = True
    way: Way = USUAL


def first(program: Program, way: Way = USUAL) -> Face:
    """All answers, of which the known one has what is decided already and nothing else."""
    start = len(program.columns)
    lows = [low for low, _ in program.bounds[:start]]
    missing = [
        high if extra.count in MISSING else 0
        for extra, (_, high) in zip(program.extras, program.bounds[start:], strict=True)
    ]
    return Face(program, (*lows, *missing), way=way)


def improve(face: Face, weights: Sequence[int], watch: Clock) -> tuple[Face, int | None]:
    """Look for a better answer by these weights; and what none can beat, where that is known.

    After an unproved level nothing is sought any more: what came of it could not be relied upon.
    """
    left = watch.left()
    if not face.proven or left == 0:
        return replace(face, proven=False), None
    found = engine.maximise(face.program, weights, left)
    best = face.best
    if found.answer is not None and value(weights, found.answer) > value(weights, best):
        best = found.answer
    return replace(face, best=best, proven=found.proven), found.bound


def reach(face: Face, objectives: Sequence[Objective], watch: Clock) -> Face:
    """Reach each level's best value in turn, and hold it from there on."""
    if not objectives:
        return face
    goals = [objective.weights for objective in objectives]
    task = Chain(face.program, face.best, goals, face.way)
    found = chain(task, watch) if face.proven else given_up(task)
    levels = [
        _level(objective, value(objective.weights, found.best), gap, seconds)
        for objective, gap, seconds in zip(objectives, found.gaps, found.seconds, strict=True)
    ]
    return Face(found.program, found.best, (*face.levels, *levels), not any(found.gaps), face.way)


def _level(objective: Objective, reached: int, gap: int, seconds: float) -> Level:
    return Level(
        name=objective.name,
        value=abs(reached),
        proven=not gap,
        bound=abs(reached + gap),
        engine=engine.NAME,
        version=engine.VERSION,
        seconds=seconds,
    )
