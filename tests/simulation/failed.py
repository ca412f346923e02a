"""Every seed that ever failed, with what it was. A seed tells the same history only under the same commit."""

from typing import NamedTuple

from tests.simulation.harshness import CALM, HARSH, Harshness


class Failed(NamedTuple):
    """One seed, how rough its history was, and what was wrong."""

    seed: int
    harshness: Harshness
    why: str


FAILED = (
    Failed(19, CALM, "a stamp over a row that an earlier stamp of ours had hit was taken for a miss"),
    Failed(117, CALM, "columns moved twice, before a write and again before its repair"),
    Failed(138, CALM, "they moved during the repair too, and what that covered was not on record"),
    Failed(50052, HARSH, "a word of ours in a wrong row was cleared by hand: that says nothing of the row"),
    Failed(50085, HARSH, "a word typed beside a key that had hit a blank row stayed, and no item named it"),
    Failed(70048, CALM, "a word typed and taken back before anyone looked is no edit"),
)
