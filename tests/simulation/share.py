"""The histories of CI, in two shares of equal cost: xdist gives whole modules to its workers."""

import os

from tests.simulation.run import Bench
from tests.simulation.soak import CHUNK, Tally, one

HISTORIES = int(os.environ.get("SAMHOLD_HISTORIES", "250"))
"""How many full histories CI tells; a longer run sets it higher."""
SHARES = 2


def chunks(share: int) -> list[int]:
    """The first seeds of the chunks in a share."""
    return list(range(share * CHUNK, HISTORIES, SHARES * CHUNK))


def wrong(place: Bench, first: int) -> dict[str, list[str]]:
    """What is wrong with the histories of a chunk, by seed and kind."""
    tally = Tally()
    for seed in range(first, min(first + CHUNK, HISTORIES)):
        one(place, seed, "mix", tally.least_events, tally)
    return tally.failed
