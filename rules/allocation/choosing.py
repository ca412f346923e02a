"""Groups choose in order (serial dictatorship on the answers that are left), as far as anything is open."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rules.allocation.face import Clock, Face, improve

BLOCK = 12
"""Questions settled in one run: weights up to 2**11 stay far from the engine's tolerance."""


def choose(face: Face, order: Sequence[str], watch: Clock) -> Face:
    """Each group in turn gets a place if some answer that is left gives it one.

    Where proved, who has a place is the same in every answer of the face that comes back.
    """
    own = face.program.own()
    waiting = [key for key in order if key in own]
    while waiting and face.proven:
        ready = _ready(face, own, waiting)
        face = _settle(face, waiting[:ready])
        waiting = waiting[ready:]
        if block := waiting[:BLOCK]:
            face, _ = improve(face, _weights(face, own, block), watch)
        if face.proven:
            face = _settle(face, block)
        waiting = waiting[len(block) :]
    return face


def _ready(face: Face, own: Mapping[str, Sequence[int]], order: Sequence[str]) -> int:
    """How many of the first need no question: the best answer lets them in, or they can't be."""
    for at, key in enumerate(order):
        free = any(face.program.bounds[i] != (0, 0) for i in own[key])
        if free and not any(face.best[i] for i in own[key]):
            return at
    return len(order)


def _settle(face: Face, keys: Sequence[str]) -> Face:
    inside = face.program.placed(face.best).keys() & set(keys)
    return replace(face, program=face.program.with_settled(inside, set(keys) - inside))


def _weights(face: Face, own: Mapping[str, Sequence[int]], block: Sequence[str]) -> list[int]:
    weights = [0] * face.program.width
    for place, key in enumerate(reversed(block)):
        for i in own[key]:
            weights[i] = 1 << place
    return weights
