"""Why a group has no place: it is forced in, and the first level that gets worse is the one that decided."""

from dataclasses import dataclass
from enum import StrEnum

from rules.allocation.building import build
from rules.allocation.explain.forcing import Worse, forced
from rules.allocation.face import clock
from rules.allocation.levels import before_draw, drawing, objectives
from rules.allocation.lottery.record import Chance
from rules.allocation.model import Aim, Allocation, Problem
from rules.allocation.waitlist import left_out


class Decided(StrEnum):
    """What kept a group out.

    `has_a_place`: nothing did. `pinned_out`, `no_cohort_wished`, `larger_than_every_cohort`: as on the list
    of those left out. `impossible`: no allocation keeps the limits, the pins and those told yes with it in.
    `level`: a level of the policy would be worse (`worse`). `lot`: it is as good with it in, and the draw
    fell to others (`chance`, where one was published). `earlier`: likewise, and others applied before it.
    `tie_break`: likewise, and the last level left this answer. `unproved`: the time ran out.
    """

    HAS_A_PLACE = "has_a_place"
    PINNED_OUT = "pinned_out"
    NO_COHORT_WISHED = "no_cohort_wished"
    LARGER_THAN_EVERY_COHORT = "larger_than_every_cohort"
    IMPOSSIBLE = "impossible"
    LEVEL = "level"
    LOT = "lot"
    EARLIER = "earlier"
    TIE_BREAK = "tie_break"
    UNPROVED = "unproved"


@dataclass(frozen=True, slots=True)
class WhyNot:
    """What kept this group out, with the level and its two values, or its chance in the draw."""

    key: str
    decided: Decided
    worse: Worse | None = None
    chance: Chance | None = None


def why_not(
    problem: Problem,
    answer: Allocation,
    key: str,
    *,
    chance: Chance | None = None,
    time_limit: float | None = None,
) -> WhyNot:
    """What kept a group of the problem out, proved by solving with it in.

    `chance` is the group's in a published lottery. `time_limit` in seconds.
    """
    if any(p.key == key for p in answer.placements):
        return WhyNot(key, Decided.HAS_A_PLACE)
    for one in left_out(problem, answer.placements):
        if one.key == key:
            return WhyNot(key, Decided(one.reason))
    program = build(problem)
    found = forced(
        program.with_settled([key], []),
        tuple(objectives(problem, program, before_draw(problem))),
        {level.name: level.value for level in answer.levels},
        clock(time_limit),
    )
    if not found.proven:
        return WhyNot(key, Decided.UNPROVED)
    if found.worse or not found.possible:
        return WhyNot(key, Decided.LEVEL if found.worse else Decided.IMPOSSIBLE, found.worse)
    return WhyNot(key, _among_equals(problem), chance=chance)


def _among_equals(problem: Problem) -> Decided:
    """What chose between answers that are equally good by all levels."""
    by = {Aim.DRAW: Decided.LOT, Aim.EARLIEST: Decided.EARLIER}
    aim = drawing(problem)
    return by[aim] if aim else Decided.TIE_BREAK
