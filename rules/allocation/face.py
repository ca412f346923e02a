"""Level after level, each proved before the next: the answers that are left are a face of the program."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rules.allocation import engine
from rules.allocation.levels import MISSING, Objective, ceilings
from rules.allocation.model import Level
from rules.allocation.program import Program, Row, value

PRODUCT = 10**12
"""Several levels go into one weighted objective while the product of their ranges stays under this."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The time there is: `left()` in seconds, None where there is no limit; `now()` runs on."""

    limit: float | None = None
    now: Callable[[], float] = time.perf_counter
    started: float = field(default=-1.0)

    def left(self) -> float | None:
        """What is left of the limit, in seconds."""
        return None if self.limit is None else max(self.limit - self.used(), 0.0)

    def used(self) -> float:
        """The seconds since the start."""
        return self.now() - self.started


def clock(limit: float | None = None, now: Callable[[], float] = time.perf_counter) -> Clock:
    """A clock that starts now."""
    return Clock(limit, now, now())


@dataclass(frozen=True, slots=True)
class Face:
    """The answers that reach all levels so far: a program they all fulfil, and one of them.

    `proven` says that the levels are proved; the program holds those that are.
    """

    program: Program
    best: tuple[int, ...]
    levels: tuple[Level, ...] = ()
    proven: bool = True


def first(program: Program) -> Face:
    """All answers, of which the known one has what is decided already and nothing else."""
    start = len(program.columns)
    lows = [low for low, _ in program.bounds[:start]]
    missing = [
        high if extra.count in MISSING else 0
        for extra, (_, high) in zip(program.extras, program.bounds[start:], strict=True)
    ]
    return Face(program, (*lows, *missing))


def improve(face: Face, weights: Sequence[int], watch: Clock) -> tuple[Face, int | None]:
    """Look for a better answer by these weights; and what none can beat, where that is known.

    After an unproved level nothing is sought any more: what came of it could not be relied upon.
    """
    left = watch.left()
    if not face.proven or left == 0:
        return Face(face.program, face.best, face.levels, False), None
    found = engine.maximise(face.program, weights, left)
    best = face.best
    if found.answer is not None and value(weights, found.answer) > value(weights, best):
        best = found.answer
    return Face(face.program, best, face.levels, found.proven), found.bound


def reach(face: Face, objectives: Sequence[Objective], watch: Clock) -> Face:
    """Reach each level's best value in turn, and hold it from there on."""
    for run in _runs(objectives):
        face = _reach(face, run, watch)
    return face


def _runs(objectives: Iterable[Objective]) -> list[list[Objective]]:
    """The levels that one weighted objective can hold together."""
    runs: list[list[Objective]] = []
    product = PRODUCT
    for objective in objectives:
        span = objective.most - objective.least + 1
        if product * span >= PRODUCT:
            runs.append([])
            product = 1
        runs[-1].append(objective)
        product *= span
    return runs


def _reach(face: Face, run: Sequence[Objective], watch: Clock) -> Face:
    started = watch.now()
    scales = _scales(run)
    after, bound = improve(face, _joint(run, scales, face.program.width), watch)
    seconds = watch.now() - started
    left = None if bound is None else bound - sum(s * o.least for s, o in zip(scales, run, strict=True))
    program, levels = after.program, []
    for objective, scale in zip(run, scales, strict=True):
        reached = value(objective.weights, after.best)
        most = objective.most if left is None else min(left // scale + objective.least, objective.most)
        left = None if left is None or most > reached else left - scale * (reached - objective.least)
        most = reached if after.proven else most
        levels.append(_level(objective.name, reached, most, seconds))
        program = hold(program, objective, reached) if after.proven else program
        seconds = 0.0
    return Face(program, after.best, (*after.levels, *levels), after.proven)


def _scales(run: Sequence[Objective]) -> list[int]:
    scales = [1]
    for objective in reversed(run[1:]):
        scales.append(scales[-1] * (objective.most - objective.least + 1))
    return scales[::-1]


def _joint(run: Sequence[Objective], scales: Sequence[int], width: int) -> list[int]:
    joint = [0] * width
    for objective, scale in zip(run, scales, strict=True):
        for i, weight in enumerate(objective.weights):
            joint[i] += scale * weight
    return joint


def _level(name: str, reached: int, most: int, seconds: float) -> Level:
    return Level(
        name=name,
        value=abs(reached),
        proven=most == reached,
        bound=abs(most),
        engine=engine.NAME,
        version=engine.VERSION,
        seconds=seconds,
    )


def hold(program: Program, objective: Objective, reached: int) -> Program:
    """The program whose answers all reach this value, which none can beat.

    Where every cohort must reach its own ceiling for that, one short row per cohort says the same as one
    row over everything, and the engine is several times faster; at either end every column is decided.
    """
    weights = objective.weights
    used = [i for i, w in enumerate(weights) if w]
    best = {i: program.bounds[i][weights[i] > 0] for i in used}
    if reached == sum(weights[i] * x for i, x in best.items()):
        return program.with_bounds({i: (x, x) for i, x in best.items()})
    if reached == objective.least:
        worst = {i: program.bounds[i][weights[i] < 0] for i in used}
        return program.with_bounds({i: (x, x) for i, x in worst.items()})
    return program.with_rows(*_floors(program, weights, used, reached))


def _floors(program: Program, weights: Sequence[int], used: Sequence[int], reached: int) -> Iterator[Row]:
    most = ceilings(program, weights)
    if sum(most.values()) != reached:
        yield _floor(weights, used, reached)
        return
    at: dict[str, list[int]] = {cohort: [] for cohort in most}
    for i in used:
        if i < len(program.columns) and program.columns[i].cohort in at:
            at[program.columns[i].cohort].append(i)
    yield from (_floor(weights, own, most[cohort]) for cohort, own in at.items())


def _floor(weights: Sequence[int], used: Sequence[int], least: int) -> Row:
    own = tuple(weights[i] for i in used)
    return Row(tuple(used), own, least, sum(w for w in own if w > 0))
