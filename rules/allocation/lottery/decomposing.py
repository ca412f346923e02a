"""Chances as a lottery over whole answers: columns are added until the chances are met, or can't be.

Column generation as in Flanigan, Gölz, Gupta, Hennig, Procaccia (Nature 596, 2021). There it looks for the
largest smallest chance; here the chances wanted are known from the relaxed program, so that one run suffices
for all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rules.allocation import engine
from rules.allocation.face import Clock
from rules.allocation.lottery.linear import INFINITY, Linear, Vector
from rules.allocation.lottery.merging import Merged
from rules.allocation.lottery.pricing import Answer, Pricer
from rules.allocation.program import Row

MET = 1e-7
"""The chances are met when less than this is missing, summed over all groups."""
_SCALE = 10**6
_BETTER = 1e-9
_WARM = 0.6
_FRESH = 6


@dataclass(frozen=True, slots=True)
class Mixture:
    """Answers and how often each is drawn."""

    answers: tuple[Answer, ...]
    odds: Vector


@dataclass(frozen=True, slots=True)
class Unmet:
    """The chances can't be met: by these weights on the columns they exceed every whole answer."""

    weights: tuple[int, ...]


class Decomposition:
    """Looks for a lottery with at least the chances wanted."""

    def __init__(self, merged: Merged, chances: Vector, watch: Clock) -> None:
        self.merged = merged
        self.watch = watch
        self.sizes = np.array([len(keys) for keys in merged.members], dtype=float)
        self.wanted = chances * self.sizes
        self.open = np.flatnonzero((chances > MET) & (chances < 1 - MET))
        self.pricer = Pricer(merged)
        self.answers: dict[tuple[int, ...], Answer] = {}
        self.mixes: list[tuple[int, ...]] = []
        count = len(self.open)
        rows = [*(Row((i,), (1,), 0, 1) for i in range(count)), Row((), (), 1, 1)]
        self.master = Linear([(0, INFINITY)] * count, rows, primal=True)
        for i, k in enumerate(self.open):
            self.master.limit(i, float(self.wanted[k]), INFINITY)
        self.master.weigh(-np.ones(count))

    def add(self, answer: Answer) -> bool:
        """Take an answer in; False where one with the same classes is known."""
        counts = self.merged.counts(answer)
        if counts in self.answers:
            return False
        self.answers[counts] = answer
        self.mixes.append(self.pricer.mix(answer))
        self.master.add_column(np.append(np.array(counts, dtype=float)[self.open], 1.0))
        return True

    def run(self, known: Sequence[Answer]) -> Mixture | Unmet | None:
        """A lottery, or why there is none; None where the time ran out."""
        if not known:
            return Unmet((0,) * self.merged.program.width)
        for answer in known:
            self.add(answer)
        self._warm_up()
        while self.watch.left() != 0:
            odds = self.master.solve()
            if odds is None:
                return None
            if self.master.value > -MET:
                return Mixture(tuple(self.answers.values()), odds[len(self.open) :])
            if self._generate(odds[len(self.open) :]):
                continue
            unmet = self._settle()
            if unmet is not None:
                return unmet
        return None

    def _warm_up(self) -> None:
        """Answers for weights that grow with what a class still lacks (multiplicative weights)."""
        served = np.zeros(len(self.open))
        taken = 0
        mix: tuple[int, ...] = next(iter(self.mixes), ())
        for step in range(int(_WARM * len(self.open))):
            lacking = (self.wanted[self.open] * taken - served) / self.sizes[self.open]
            weights = self._weights(np.exp(np.clip(lacking, -30, 30)) / self.sizes[self.open])
            answer = self.pricer.best(weights, mix) if step % _FRESH else self.pricer.fresh(weights)
            if answer is None:
                continue
            self.add(answer)
            mix = self.pricer.mix(answer)
            taken += 1
            served += np.array(self.merged.counts(answer))[self.open]

    def _weights(self, own: Vector) -> Vector:
        weights = np.zeros(len(self.wanted))
        weights[self.open] = own
        return weights

    def _generate(self, odds: Vector) -> bool:
        """Add better answers with the mixes in use, and with a new one; False where none was found."""
        weights = self._weights(-self.master.duals[: len(self.open)])
        worth = -float(self.master.duals[-1]) + _BETTER
        found = False
        used = dict.fromkeys(self.mixes[j] for j in np.flatnonzero(odds > _BETTER))
        for mix in used:
            found |= self._take(self.pricer.best(weights, mix), weights, worth)
        return self._take(self.pricer.fresh(weights), weights, worth) or found

    def _take(self, answer: Answer | None, weights: Vector, worth: float) -> bool:
        if answer is None or float(weights @ self.merged.counts(answer)) <= worth:
            return False
        return self.add(answer)

    def _settle(self) -> Unmet | None:
        """Ask the integer program: a better answer, or the proof that there is none."""
        weights = self._weights(-self.master.duals[: len(self.open)])
        whole = [int(w) for w in np.rint(_SCALE * self.pricer.on_columns(weights))]
        found = engine.maximise(self.merged.program, whole, self.watch.left())
        if found.answer is not None and self.add(found.answer):
            return None
        return Unmet(tuple(whole))
