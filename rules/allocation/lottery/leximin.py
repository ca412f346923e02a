"""Leximin chances over all answers of a face, with the lottery that gives them and the proof.

A lottery is leximin when its smallest chance is as large as can be, then its next smallest, and so on
(Flanigan, Gölz, Gupta, Hennig, Procaccia, "Fair algorithms for selecting citizens' assemblies", Nature 596,
2021). The relaxed program bounds all of that at once; where its chances are those of a lottery over whole
answers, nothing better exists. Where they are not, an integer program gives a row that every whole answer
keeps and they do not; with that row it starts again.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from rules.allocation import engine
from rules.allocation.face import Clock
from rules.allocation.lottery.certainty import settled, sure
from rules.allocation.lottery.decomposing import MET, Decomposition, Mixture, Unmet
from rules.allocation.lottery.merging import Merged, merge
from rules.allocation.lottery.narrowing import narrowed
from rules.allocation.lottery.pricing import Answer
from rules.allocation.lottery.relaxation import Relaxed, bound, relaxed_leximin
from rules.allocation.lottery.sums import Sums
from rules.allocation.program import Program, Row, value

_PARTS = 10**15
_LIFTS = (0, 1, 10, 1000)
_BROKEN = 1e-6


@dataclass(frozen=True, slots=True)
class Leximin:
    """A leximin lottery over the classes of a program.

    `answers` are drawn with `odds`, which add up to 1; `chances` follow from them, exactly. `gap` is by how
    much any stage's smallest chance could still be beaten, proved in fractions: rounding alone, below 1e-6.
    `always` are the classes that are in with all their members in every answer, `narrow` the program of the
    answers that such a lottery can draw, `cuts` how many rows an integer program had to add for the proof.
    """

    narrow: Merged
    answers: tuple[Answer, ...]
    odds: tuple[Fraction, ...]
    chances: tuple[Fraction, ...]
    gap: Fraction
    always: frozenset[int]
    cuts: int = 0


TOLERANCE = Fraction(1, 10**6)


def leximin(program: Program, best: dict[str, str], watch: Clock) -> Leximin | None:
    """The leximin lottery over the program's answers; None where the time ran out.

    `best` is one answer: the cohort of each group that has a place in it.
    """
    whole = merge(program)
    place = whole.merged(best)
    known: list[Answer] = [tuple(place.get(i, 0) for i in range(whole.program.width))]
    cuts: list[Row] = []
    while watch.left() != 0:
        merged = replace(whole, program=whole.program.with_rows(*cuts))
        relaxed = relaxed_leximin(merged, watch)
        if relaxed is None:
            return None
        narrow = _narrow(whole, relaxed)
        search = Decomposition(narrow, relaxed, watch)
        found = search.run([answer for answer in known if narrow.program.allows(answer)])
        if isinstance(found, Mixture):
            return replace(_proved(merged, narrow, relaxed, found, watch), cuts=len(cuts))
        if found is None:
            return None
        known = [*known, *search.answers.values()]
        if not cuts:
            whole = settled(whole, known, watch)
        cut = _cut(whole, relaxed, found, watch)
        if cut is None:
            return None
        cuts.append(cut)
    return None


def _narrow(merged: Merged, relaxed: Relaxed) -> Merged:
    """The answers that a lottery with these chances can be made of."""
    never = [k for k, chance in enumerate(relaxed.chances) if chance < MET]
    full = [k for k, chance in enumerate(relaxed.chances) if chance > 1 - MET]
    return narrowed(merged, never, full)


def _cut(merged: Merged, relaxed: Relaxed, unmet: Unmet, watch: Clock) -> Row | None:
    """A row that all whole answers keep and the relaxed chances break, the fewer classes in it the better.

    The answers looked at had all members of the classes with chance 1; where others must keep the row too,
    these classes count in it.
    """
    full = [i for k, chance in enumerate(relaxed.chances) if chance > 1 - MET for i in merged.own[k]]
    for lift in _LIFTS:
        weights = np.array(unmet.weights, dtype=np.int64)
        weights[full] = lift * max(int(weights.max(initial=0)), 1)
        weights //= max(int(np.gcd.reduce(weights)), 1)
        found = engine.maximise(merged.program, weights.tolist(), watch.left())
        if found.answer is None or not found.proven:
            return None
        most = value(weights.tolist(), found.answer)
        if most < float(weights @ relaxed.columns) - _BROKEN * float(weights.max(initial=1)):
            used = np.flatnonzero(weights).tolist()
            return Row(tuple(used), tuple(int(weights[i]) for i in used), 0, most)
    return None


def _proved(merged: Merged, narrow: Merged, relaxed: Relaxed, mixture: Mixture, watch: Clock) -> Leximin:
    answers, odds = _exact(mixture)
    chances = _chances(merged, answers, odds)
    gap = Fraction(0)
    for stage in relaxed.stages:
        smallest = min(chances[k] for k in range(len(chances)) if k not in stage.earlier)
        gap = max(gap, bound(merged, stage, chances) - smallest)
    always = sure(merged, [k for k, chance in enumerate(chances) if chance == 1], watch)
    return Leximin(narrow, answers, odds, chances, gap, always)


def _exact(mixture: Mixture) -> tuple[tuple[Answer, ...], tuple[Fraction, ...]]:
    """The odds as fractions that add up to 1, without answers that are never drawn."""
    parts = np.rint(np.maximum(mixture.odds, 0) * _PARTS).astype(np.int64).tolist()
    drawn = [(answer, part) for answer, part in zip(mixture.answers, parts, strict=True) if part]
    total = sum(part for _, part in drawn)
    return tuple(answer for answer, _ in drawn), tuple(Fraction(part, total) for _, part in drawn)


def _chances(merged: Merged, answers: Sequence[Answer], odds: Sequence[Fraction]) -> tuple[Fraction, ...]:
    whole = math.lcm(*(odd.denominator for odd in odds))
    heads = Sums(merged.own)
    totals = [0] * len(merged.members)
    for answer, odd in zip(answers, odds, strict=True):
        part = int(odd * whole)
        for k, count in enumerate(heads.of(np.array(answer, dtype=np.int64)).tolist()):
            totals[k] += part * count
    sizes = (len(keys) for keys in merged.members)
    return tuple(Fraction(total, whole * size) for total, size in zip(totals, sizes, strict=True))
