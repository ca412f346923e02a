"""Levels one after the other on a program, each proved before the next.

First the relaxation without whole numbers: where its bound is whole it is nearly always reached, and then its
prices say at once what every best answer has in common. One integer run afterwards proves all such levels
together with the next one that needs it. Parts that have nothing to do with each other are solved apart.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rules.allocation import engine
from rules.allocation.duals import held
from rules.allocation.levels import most
from rules.allocation.parts import Part, join, joined, split
from rules.allocation.program import Program, value
from rules.allocation.watch import Clock
from rules.allocation.way import USUAL, Way

_WHOLE = 1e-6

Weights = Sequence[int]


@dataclass(frozen=True, slots=True)
class Chain:
    """What is to be done, and how: a program, an answer it allows, and the weights of each level."""

    program: Program
    best: tuple[int, ...]
    goals: Sequence[Weights]
    way: Way = USUAL

    def after(self, program: Program, best: tuple[int, ...], done: int) -> "Chain":
        """What is left when the first levels are done."""
        return Chain(program, best, self.goals[done:], self.way)


@dataclass(frozen=True, slots=True)
class Found:
    """The program that holds the levels, the best answer, and for each level how far it may be from the best
    (0 is proved) and the seconds it took."""

    program: Program
    best: tuple[int, ...]
    gaps: tuple[int, ...] = ()
    seconds: tuple[float, ...] = ()


def chain(task: Chain, watch: Clock) -> Found:
    """Reach the levels in turn. After one that is not proved nothing more is sought."""
    if not task.goals:
        return Found(task.program, task.best)
    parts = split(task.program, task.way.bundle)
    if not parts:
        return Found(task.program, task.best, (0,) * len(task.goals), (0.0,) * len(task.goals))
    if len(parts) == 1 and len(parts[0].columns) == task.program.width:
        return _step(task, watch)
    return _apart(task, parts, watch)


def _apart(task: Chain, parts: Sequence[Part], watch: Clock) -> Found:
    solved = []
    for part in parts:
        goals = [part.own(goal) for goal in task.goals]
        solved.append((part, _step(Chain(part.program, part.own(task.best), goals, task.way), watch)))
    return Found(
        join(task.program, ((part, one.program) for part, one in solved)),
        joined(task.best, ((part, one.best) for part, one in solved)),
        tuple(map(sum, zip(*(one.gaps for _, one in solved), strict=True))),
        tuple(map(sum, zip(*(one.seconds for _, one in solved), strict=True))),
    )


def given_up(task: Chain) -> Found:
    """Nothing sought: the answer as it is, and what is known without looking."""
    gaps = (most(task.program, goal) - value(goal, task.best) for goal in task.goals)
    return Found(task.program, task.best, tuple(gaps), (0.0,) * len(task.goals))


def _step(task: Chain, watch: Clock) -> Found:
    """The next levels: those that the relaxation settles, and one integer run."""
    started = watch.now()
    if watch.left() == 0:
        return given_up(task)
    trial, bounds = _relaxed(task, watch)
    run = _run(trial, task.goals[len(bounds) :], task.way)
    found = engine.maximise(trial, _joint(run), watch.left()) if run.goals else _any(trial, task, watch)
    if bounds and found.answer is None and found.proven:
        trial, bounds = task.program, []
        run = _run(trial, task.goals, task.way)
        found = engine.maximise(trial, _joint(run), watch.left())
    best = _better(task, found.answer)
    done = len(bounds) + len(run.goals)
    if not found.proven:
        caps = [*bounds, *_caps(run, found.bound, best)]
        return _unproved(replace(task, best=best), caps, watch.now() - started)
    for goal in run.goals:
        trial = _hold(task.way, trial, goal, value(goal, best), watch)
    rest = chain(task.after(trial, best, done), watch)
    seconds = (watch.now() - started - sum(rest.seconds), *(0.0,) * (done - 1), *rest.seconds)
    return Found(rest.program, rest.best, ((0,) * done + rest.gaps), seconds)


def _relaxed(task: Chain, watch: Clock) -> tuple[Program, list[int]]:
    """The program with the first levels held at the bounds of their relaxation, as far as those are whole."""
    program, bounds = task.program, list[int]()
    for goal in task.goals:
        found = engine.relax(program, goal, watch.left())
        if found is None or abs(found.value - round(found.value)) > _WHOLE * max(1.0, abs(found.value)):
            break
        bounds.append(round(found.value))
        program = held(program, goal, bounds[-1], _prices(task.way, program, found))
    return program, bounds


def _any(program: Program, task: Chain, watch: Clock) -> engine.Optimum:
    """Any answer of the program: the one at hand if it will do."""
    if program.allows(task.best):
        return engine.Optimum(task.best, True)
    return engine.maximise(program, [0] * program.width, watch.left())


def _hold(way: Way, program: Program, goal: Weights, reached: int, watch: Clock) -> Program:
    found = engine.relax(program, goal, watch.left()) if way.by_prices else None
    return held(program, goal, reached, _prices(way, program, found))


def _prices(way: Way, program: Program, found: engine.Relaxed | None) -> Sequence[float]:
    """Without prices one row holds the level."""
    return found.duals if found and way.by_prices else (0.0,) * len(program.rows)


def _better(task: Chain, answer: tuple[int, ...] | None) -> tuple[int, ...]:
    """The better of two answers by the levels in their order."""
    if answer is None:
        return task.best
    return max(task.best, answer, key=lambda one: [value(goal, one) for goal in task.goals])


@dataclass(frozen=True, slots=True)
class _Run:
    """Levels that one objective holds together: their weights, the least they can be, and their scales."""

    goals: Sequence[Weights]
    least: tuple[int, ...]
    scales: tuple[int, ...]


def _run(program: Program, goals: Sequence[Weights], way: Way) -> _Run:
    least, spans = list[int](), list[int]()
    for goal in goals:
        low = -most(program, [-w for w in goal])
        span = most(program, goal) - low + 1
        if spans and math.prod(spans) * span > way.product:
            break
        least.append(low)
        spans.append(span)
    scales = [math.prod(spans[i + 1 :]) for i in range(len(spans))]
    return _Run(goals[: len(spans)], tuple(least), tuple(scales))


def _joint(run: _Run) -> list[int]:
    joint = [0] * len(run.goals[0])
    for goal, scale in zip(run.goals, run.scales, strict=True):
        for i, weight in enumerate(goal):
            joint[i] += scale * weight
    return joint


def _unproved(task: Chain, caps: Sequence[int], seconds: float) -> Found:
    """What is known of how good the best answer is: each level's cap holds where those before are met."""
    gaps, sure = list[int](), True
    for at, goal in enumerate(task.goals):
        reached, cap = value(goal, task.best), most(task.program, goal)
        if sure and at < len(caps):
            cap = min(cap, caps[at])
        gaps.append(cap - reached)
        sure = sure and not gaps[-1]
    return Found(task.program, task.best, tuple(gaps), (seconds, *(0.0,) * (len(gaps) - 1)))


def _caps(run: _Run, bound: int | None, best: Sequence[int]) -> Iterable[int]:
    if bound is None:
        return
    left = bound - sum(s * low for s, low in zip(run.scales, run.least, strict=True))
    for goal, low, scale in zip(run.goals, run.least, run.scales, strict=True):
        yield left // scale + low
        left -= scale * (value(goal, best) - low)
