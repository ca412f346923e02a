"""The last level: weights from the groups' own keys, until one answer is left whatever engine looks."""

import hashlib
from dataclasses import replace

from rules.allocation import engine
from rules.allocation.face import Clock, Face, improve
from rules.allocation.model import Level, Problem
from rules.allocation.program import Program, Row, value

SPREAD = 1 << 16
"""Weights lie between minus and plus this: fine enough that two answers seldom weigh the same, and coarse
enough for an engine to tell any two sums apart."""
ROUNDS = 8


def tie_break(problem: Problem, face: Face, watch: Clock) -> Face:
    """One answer is left, and another engine finds the same.

    The weights of a round are the same for a group and cohort whoever else applies. Whether another answer
    weighs as much is asked and proved; if so, another round decides between those.
    """
    started = watch.now()
    alone = False
    for number in range(ROUNDS):
        weights = tie_weights(face.program, problem.seed, number)
        face, _ = improve(face, weights, watch)
        if not face.proven:
            break
        best = value(weights, face.best)
        used = [i for i, w in enumerate(weights) if w]
        row = Row(tuple(used), tuple(weights[i] for i in used), best, sum(abs(weights[i]) for i in used))
        face = replace(face, program=face.program.with_rows(row))
        other = engine.maximise(_others(face), [0] * face.program.width, watch.left())
        if other.answer is None:
            alone = other.proven
            break
    level = Level(
        name="tie_break",
        value=len(face.program.placed(face.best)),
        proven=alone,
        engine=engine.NAME,
        version=engine.VERSION,
        seconds=watch.now() - started,
    )
    return replace(face, levels=(*face.levels, level), proven=alone)


def _others(face: Face) -> Program:
    """The program without the best answer: at least one placement differs."""
    count = len(face.program.columns)
    signs = tuple(-1 if x else 1 for x in face.best[:count])
    inside = sum(face.best[:count])
    return face.program.with_rows(Row(tuple(range(count)), signs, 1 - inside, count))


def tie_weights(program: Program, seed: int, number: int) -> list[int]:
    """A weight for each placement that is still open, from seed, group and cohort alone."""
    return [
        _weight(seed, number, column.key, column.cohort) if low < high else 0
        for column, (low, high) in zip(program.columns, program.bounds, strict=False)
    ] + [0] * len(program.extras)


def _weight(seed: int, number: int, key: str, cohort: str) -> int:
    text = "\x1f".join((str(seed), "tie", str(number), key, cohort))
    digest = hashlib.sha256(text.encode()).digest()
    return int.from_bytes(digest[:8]) % (2 * SPREAD + 1) - SPREAD
