"""Chances as a lottery over whole answers: a fractional point is taken apart into them, and where that ends
early, columns are added until the chances are met, or can't be.

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
from rules.allocation.lottery.peeling import Peeling
from rules.allocation.lottery.pricing import Answer, Pricer
from rules.allocation.lottery.relaxation import Relaxed
from rules.allocation.lottery.sums import Whole
from rules.allocation.program import Row

MET = 1e-7
"""The chances are met when less than this is missing, summed over all groups."""
_EXACT = 1e-10
"""As long as more than this is missing, a few rounds go on for the last digits."""
_POLISH = 4
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

    def __init__(self, merged: Merged, relaxed: Relaxed, watch: Clock) -> None:
        self.merged = merged
        self.watch = watch
        self.point = relaxed.columns
        self.sizes = np.array([len(keys) for keys in merged.members], dtype=float)
        self.wanted = relaxed.chances * self.sizes
        self.open = np.flatnonzero((relaxed.chances > MET) & (relaxed.chances < 1 - MET))
        self.pricer = Pricer(merged)
        self.answers: dict[tuple[int, ...], Answer] = {}
        self.columns: list[Vector] = []
        count = len(self.open)
        rows = [*(Row((i,), (1,), 0, 1) for i in range(count)), Row((), (), 1, 1)]
        self.master = Linear([(0, INFINITY)] * count, rows, primal=True)
        for i, k in enumerate(self.open):
            self.master.limit(i, float(self.wanted[k]), INFINITY)
        self.master.weigh(-np.ones(count))

    def add(self, answer: Whole) -> bool:
        """Take an answer in; False where one with the same classes is known."""
        counts = self.pricer.counts(answer)
        known = tuple(counts.tolist())
        if known in self.answers:
            return False
        self.answers[known] = tuple(answer.tolist())
        self.columns.append(counts[self.open].astype(float))
        self.master.add_column(np.append(self.columns[-1], 1.0))
        return True

    def run(self, known: Sequence[Answer]) -> Mixture | Unmet | None:
        """A lottery, or why there is none; None where the time ran out."""
        for answer in known:
            self.add(np.array(answer, dtype=np.int64))
        for peeled in Peeling(self.merged.program, self.point, self.watch).answers():
            self.add(peeled)
        if not self.answers and not self._settle(np.zeros(len(self.wanted))):
            return Unmet((0,) * self.merged.program.width)
        odds = self.master.solve(self.watch.left())
        if not self._met():
            self._warm_up()
            odds = self.master.solve(self.watch.left())
        while odds is not None and not self._met() and self.watch.left() != 0:
            if not self._generate(odds[len(self.open) :]) and not self._settle(self._prices()):
                return Unmet(self._whole(self._prices()))
            odds = self.master.solve(self.watch.left())
        if odds is None or not self._met():
            return None
        for _ in range(_POLISH):
            if self.master.value > -_EXACT or not self._generate(odds[len(self.open) :]):
                break
            better = self.master.solve(self.watch.left())
            odds = odds if better is None else better
        return Mixture(tuple(self.answers.values()), self._refined(odds[len(self.open) :]))

    def _met(self) -> bool:
        return self.master.value > -MET

    def _refined(self, odds: Vector) -> Vector:
        """The same answers with odds that fit the chances to the last digits, where there are such."""
        used = np.flatnonzero(odds > 0)
        rows = np.vstack([np.array(self.columns)[used].T, np.ones(len(used))])
        aims = np.append(self.wanted[self.open], 1.0)
        step, *_ = np.linalg.lstsq(rows, aims - rows @ odds[used])
        better = odds.copy()
        better[used] += step
        return (
            better
            if (better >= 0).all() and _off(rows, better[used], aims) < _off(rows, odds[used], aims)
            else odds
        )

    def _warm_up(self) -> None:
        """Answers for weights that grow with what a class still lacks (multiplicative weights)."""
        served = np.zeros(len(self.open))
        taken = 0
        mix = self.pricer.mix(next(iter(self.answers.values())))
        for step in range(int(_WARM * len(self.open))):
            if self.watch.left() == 0:
                return
            lacking = (self.wanted[self.open] * taken - served) / self.sizes[self.open]
            weights = self._weights(np.exp(np.clip(lacking, -30, 30)) / self.sizes[self.open])
            answer = self.pricer.best(weights, mix) if step % _FRESH else self.pricer.fresh(weights)
            if answer is None:
                continue
            self.add(answer)
            mix = self.pricer.mix(answer)
            taken += 1
            served += self.pricer.counts(answer)[self.open]

    def _weights(self, own: Vector) -> Vector:
        weights = np.zeros(len(self.wanted))
        weights[self.open] = own
        return weights

    def _prices(self) -> Vector:
        """What one more member of each class would be worth."""
        return self._weights(-self.master.duals[: len(self.open)])

    def _generate(self, odds: Vector) -> bool:
        """Add better answers with the mixes in use, and with a new one; False where none was found."""
        weights = self._prices()
        worth = -float(self.master.duals[-1]) + _BETTER
        answers = list(self.answers.values())
        used = dict.fromkeys(self.pricer.mix(answers[j]) for j in np.flatnonzero(odds > _BETTER))
        found = False
        for mix in used:
            found |= self._take(self.pricer.best(weights, mix), weights, worth)
        return self._take(self.pricer.fresh(weights), weights, worth) or found

    def _take(self, answer: Whole | None, weights: Vector, worth: float) -> bool:
        if answer is None or float(weights @ self.pricer.counts(answer)) <= worth:
            return False
        return self.add(answer)

    def _settle(self, weights: Vector) -> bool:
        """Ask the integer program for an answer that is worth more; False where there is none."""
        found = engine.maximise(self.merged.program, self._whole(weights), self.watch.left()).answer
        return found is not None and self.add(np.array(found, dtype=np.int64))

    def _whole(self, weights: Vector) -> tuple[int, ...]:
        return tuple(int(w) for w in np.rint(_SCALE * self.pricer.on_columns(weights)))


def _off(rows: Vector, odds: Vector, aims: Vector) -> float:
    return float(np.abs(rows @ odds - aims).max(initial=0.0))
