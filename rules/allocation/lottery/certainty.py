"""Who is in every answer, and who in none: asked of the integer program, and so proved."""

from collections.abc import Collection, Sequence

from rules.allocation import engine
from rules.allocation.face import Clock
from rules.allocation.lottery.merging import Merged
from rules.allocation.lottery.narrowing import narrowed
from rules.allocation.lottery.pricing import Answer


def settled(merged: Merged, known: Sequence[Answer], watch: Clock) -> Merged:
    """The program with those decided who are in every answer or in none."""
    counts = [merged.counts(answer) for answer in known]
    absent = [k for k in range(len(merged.own)) if not any(count[k] for count in counts)]
    full = [k for k, keys in enumerate(merged.members) if all(count[k] == len(keys) for count in counts)]
    return narrowed(merged, impossible(merged, absent, watch), sure(merged, full, watch))


def impossible(merged: Merged, classes: Collection[int], watch: Clock) -> frozenset[int]:
    """Those of the classes of which no answer has a member: letting one in is tried, and fails."""
    return _untouched(merged, classes, watch, 1)


def sure(merged: Merged, classes: Collection[int], watch: Clock) -> frozenset[int]:
    """Those of the classes that no answer leaves a member of out: leaving one out is tried, and fails."""
    return _untouched(merged, classes, watch, -1)


def _untouched(merged: Merged, classes: Collection[int], watch: Clock, sign: int) -> frozenset[int]:
    left = set(classes)
    usual = {k: 0 if sign > 0 else len(merged.members[k]) for k in left}
    while left:
        weights = [0] * merged.program.width
        for i in (i for k in left for i in merged.own[k]):
            weights[i] = sign
        found = engine.maximise(merged.program, weights, watch.left())
        if found.answer is None or not found.proven:
            return frozenset()
        counts = merged.counts(found.answer)
        touched = {k for k in left if counts[k] != usual[k]}
        if not touched:
            return frozenset(left)
        left -= touched
    return frozenset()
