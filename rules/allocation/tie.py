"""The last level: weights from the groups' own keys, until one answer is left whatever engine looks."""

import hashlib
from dataclasses import replace

from rules.allocation import engine
from rules.allocation.chain import Chain, Found, chain
from rules.allocation.face import Face
from rules.allocation.model import Level, Problem
from rules.allocation.parts import Part, split
from rules.allocation.program import Program, Row
from rules.allocation.watch import Clock

SPREAD = 1 << 16
"""Weights lie between minus and plus this: fine enough that two answers seldom weigh the same, and coarse
enough for an engine to tell any two sums apart."""
ROUNDS = 8
"""Far more than ever needed: each leaves a choice with a chance of about one in a thousand."""


def tie_break(problem: Problem, face: Face, watch: Clock) -> Face:
    """One answer is left, and another engine finds the same.

    The weights of a round are the same for a group and cohort whoever else applies. Whether another answer
    weighs as much is asked and proved; if so, another round decides between those.
    """
    started = watch.now()
    alone, found = False, Found(face.program, face.best)
    for number in range(ROUNDS if face.proven else 0):
        weights = tie_weights(found.program, problem.seed, number)
        found = chain(Chain(found.program, found.best, [weights], face.way), watch)
        if any(found.gaps):
            break
        others = [_other(part, part.own(found.best), watch) for part in split(found.program, face.way.bundle)]
        if all(other.answer is None for other in others):
            alone = all(other.proven for other in others)
            break
    level = Level(
        name="tie_break",
        value=len(found.program.placed(found.best)),
        proven=alone,
        engine=engine.NAME,
        version=engine.VERSION,
        seconds=watch.now() - started,
    )
    return replace(face, program=found.program, best=found.best, levels=(*face.levels, level), proven=alone)


def _other(part: Part, best: tuple[int, ...], watch: Clock) -> engine.Optimum:
    """Another answer for this part in which at least one placement differs."""
    count = len(part.program.columns)
    signs = tuple(-1 if x else 1 for x in best[:count])
    apart = Row(tuple(range(count)), signs, 1 - sum(best[:count]), count)
    return engine.maximise(part.program.with_rows(apart), [0] * part.program.width, watch.left())


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
