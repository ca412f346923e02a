"""Random serial dictatorship: groups choose in an order drawn by lot, each a place if that is still possible.

The way out where leximin chances are not proved in time: fair in that every order is as likely, and within
the same equally good answers, but without a promise about the smallest chance (Abdulkadiroğlu & Sönmez,
Econometrica 66, 1998; Bogomolnaia & Moulin, Journal of Economic Theory 100, 2001).
"""

from collections import Counter
from collections.abc import Callable

from rules.allocation.choosing import choose
from rules.allocation.face import Face, clock
from rules.allocation.lottery.keys import draw_order
from rules.allocation.lottery.record import BILLION, Chance, Chances, Method, Verdict
from rules.allocation.model import Problem

SECONDS = 20.0
SAMPLES = 200


def estimate(problem: Problem, face: Face, stopwatch: Callable[[], float]) -> Chances:
    """Each group's chance as its share of draws tried, as many as there is time for.

    Only what is proved is called always or never: here nothing is, so every verdict is a chance.
    """
    keys = sorted(group.key for group in problem.groups)
    watch = clock(SECONDS, stopwatch)
    counts: Counter[str] = Counter()
    samples = 0
    while samples < SAMPLES and (samples == 0 or watch.left()):
        order = draw_order(samples, keys)
        chosen = choose(face, order, clock(None, stopwatch))
        counts.update(chosen.program.placed(chosen.best).keys())
        samples += 1
    return Chances(
        method=Method.DICTATORSHIP,
        groups=tuple(
            Chance(key=key, verdict=Verdict.CHANCE, chance=counts[key] * BILLION // samples, tickets=0)
            for key in keys
        ),
        samples=samples,
        error=round(BILLION / (2 * samples**0.5)),
    )
