"""A lottery as 1,000 tickets, each a full allocation, of which one is drawn with equal chances.

Flanigan, Kehne, Procaccia ("Fair sortition made transparent", NeurIPS 2021) show that little is lost by that.
Here tickets are not only rounded but also changed: with the others held, the best replacement for one ticket
is again an answer with the largest weighted count, so that every group's tickets come within 1 of its chance.
"""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from rules.allocation.face import Clock, clock
from rules.allocation.lottery.leximin import Leximin
from rules.allocation.lottery.linear import Vector
from rules.allocation.lottery.merging import Merged
from rules.allocation.lottery.mixing import Mix
from rules.allocation.lottery.pricing import Answer, Pricer

TICKETS = 1000
_STEPS = 1500
_PATIENCE = 60
_STRIDE = 7
"""Has no factor in common with the number of tickets, so that every one has its turn."""
_NEAR = 1 + 1e-6


def tickets(lottery: Leximin, watch: Clock | None = None) -> tuple[dict[str, str], ...]:
    """The cohort of each group that is in, for each ticket. The order says nothing.

    When the time is up the tickets are as they are then: each an allocation, some perhaps further off.
    """
    rounded = _Rounding(lottery)
    rounded.improve(watch or clock())
    return tuple(_spread(lottery.narrow, rounded.answers))


class _Rounding:
    def __init__(self, lottery: Leximin) -> None:
        self.merged = lottery.narrow
        self.pricer = Pricer(self.merged)
        self.sizes = np.array([len(keys) for keys in self.merged.members], dtype=float)
        aims = [TICKETS * c * len(k) for c, k in zip(lottery.chances, self.merged.members, strict=True)]
        self.aims = np.array([float(aim) for aim in aims])
        self.lacking = self.aims.copy()
        self.open = np.array([0 < chance < 1 for chance in lottery.chances])
        self.answers = [
            answer
            for answer, times in zip(lottery.answers, _floors(lottery.odds), strict=True)
            for _ in range(times)
        ]
        for answer in self.answers:
            self.lacking -= self._counts(answer)
        self.support = [(self._counts(answer), answer) for answer in lottery.answers]
        while len(self.answers) < TICKETS:
            self._append()

    def improve(self, watch: Clock) -> None:
        """Replace tickets one by one until every class has as many as it should, or it takes too long.

        Where no replacement helps for a while, one is made for the sake of the class that is worst off.
        """
        mixes = list(dict.fromkeys(self.pricer.mix(answer) for answer in self.answers))
        idle = 0
        for step in range(_STEPS):
            if self._worst() < _NEAR or watch.left() == 0:
                return
            at = TICKETS - 1 - step * _STRIDE % TICKETS
            mix = mixes[step // 2 % len(mixes)] if step % 2 else None
            idle = 0 if self._replace(at, mix, forced=idle > _PATIENCE) else idle + 1

    def _off(self) -> Vector:
        """By how much the tickets of a class's members are off at most, when these take turns."""
        each = np.round((self.aims - self.lacking) / self.sizes, 9)
        aim = self.aims / self.sizes
        return np.asarray(np.maximum(np.ceil(each) - aim, aim - np.floor(each)) * self.open)

    def _worst(self) -> float:
        """The most by which a group's tickets are off."""
        return float(self._off().max(initial=0.0))

    def _cost(self, lacking: Vector) -> Vector:
        """Grows so fast that the group with most lacking matters most."""
        return np.asarray((lacking / np.sqrt(self.sizes)) ** 4)

    def _counts(self, answer: Answer) -> Vector:
        return self.pricer.counts(answer).astype(float)

    def _append(self) -> None:
        """The answer of the lottery that leaves least lacking."""
        left = [float(((self.lacking - counts)[self.open] ** 2).sum()) for counts, _ in self.support]
        counts, answer = self.support[int(np.argmin(left))]
        self.answers.append(answer)
        self.lacking -= counts

    def _replace(self, at: int, mix: Mix | None, *, forced: bool) -> bool:
        """Another answer (None: any mix) for one ticket, if that leaves less lacking or it is forced."""
        open_now = self.lacking + self._counts(self.answers[at])
        weights = np.where(self.open, self._cost(open_now) - self._cost(open_now - 1), 0.0)
        if forced:
            worst = int(np.argmax(self._off()))
            weights[worst] = np.sign(self.lacking[worst]) * np.abs(weights).sum()
        found = self.pricer.fresh(weights) if mix is None else self.pricer.best(weights, mix)
        answer = self.answers[at] if found is None else tuple(found.tolist())
        if answer == self.answers[at]:
            return False
        after = open_now - self._counts(answer)
        if not forced and self._cost(after).sum() >= self._cost(self.lacking).sum() - 1e-9:
            return False
        self.answers[at] = answer
        self.lacking = after
        return True


def _floors(odds: Sequence[Fraction]) -> list[int]:
    return [int(TICKETS * odd) for odd in odds]


def _spread(merged: Merged, answers: Sequence[Answer]) -> list[dict[str, str]]:
    """Members of a class take turns, so that their tickets differ by one at most."""
    served: Counter[str] = Counter()
    found = []
    for answer in answers:
        placed: dict[str, str] = {}
        for keys, own, cohorts in zip(merged.members, merged.own, merged.cohorts, strict=True):
            waiting = iter(sorted(keys, key=lambda key: (served[key], key)))
            for i, cohort in zip(own, cohorts, strict=True):
                for _ in range(answer[i]):
                    placed[next(waiting)] = cohort
        served.update(placed.keys())
        found.append(placed)
    return found
