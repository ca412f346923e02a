"""Why a group has its place in this cohort and not in one that it wished for more."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from rules.allocation.building import build, wished
from rules.allocation.explain.forcing import Worse, forced
from rules.allocation.face import Clock, clock
from rules.allocation.levels import Objective, after_draw, before_draw, objectives
from rules.allocation.model import Allocation, Problem
from rules.allocation.pins import decided, pinned
from rules.allocation.program import Program


class Because(StrEnum):
    """Why here. `told`: it was told yes; `pinned`: a person set it, or one it must be together with;
    `first_wish`: it got what it wished for most; `better_taken`: see `WhyHere.better`.

    Why not in a better one: `level` would be worse; `costs_a_place`: not everybody who has a place would keep
    one; `tie_break`: as good, and the last level left this answer; `unproved`: the time ran out.
    """

    TOLD = "told"
    PINNED = "pinned"
    FIRST_WISH = "first_wish"
    BETTER_TAKEN = "better_taken"
    LEVEL = "level"
    COSTS_A_PLACE = "costs_a_place"
    TIE_BREAK = "tie_break"
    UNPROVED = "unproved"


@dataclass(frozen=True, slots=True)
class Better:
    """A cohort that the group wished for more, and why it is not there."""

    cohort: str
    wish: int
    because: Because
    worse: Worse | None = None


@dataclass(frozen=True, slots=True)
class WhyHere:
    """Why the group is in `cohort`, its wish number `wish` (0: a person put it where it did not wish)."""

    key: str
    cohort: str
    wish: int
    because: Because
    better: tuple[Better, ...] = ()


def why_here(problem: Problem, answer: Allocation, key: str, *, time_limit: float | None = None) -> WhyHere:
    """Why a group that has a place has this one, proved by solving with it in each that it wished for more.

    Raises KeyError where it has no place. `time_limit` in seconds.
    """
    cohort = {p.key: p.cohort for p in answer.placements}[key]
    group = next(group for group in problem.groups if group.key == key)
    ranks = wished(group, (one.id for one in problem.cohorts))
    wish = ranks.get(cohort, 0)
    pins = pinned(problem)
    if key in decided(problem, pins):
        told = key in pins and pins[key].told
        return WhyHere(key, cohort, wish, Because.TOLD if told else Because.PINNED)
    more = sorted((c for c in ranks if ranks[c] < wish), key=lambda c: (ranks[c], c))
    if not more:
        return WhyHere(key, cohort, wish, Because.FIRST_WISH)
    asking = _Asking.of(problem, answer, clock(time_limit))
    better = tuple(asking.better(key, c, ranks[c]) for c in more)
    return WhyHere(key, cohort, wish, Because.BETTER_TAKEN, better)


@dataclass(frozen=True, slots=True)
class _Asking:
    program: Program
    goals: tuple[Objective, ...]
    reached: Mapping[str, int]
    watch: Clock

    @classmethod
    def of(cls, problem: Problem, answer: Allocation, watch: Clock) -> "_Asking":
        """Everybody who has a place keeps one, whichever, and all levels are asked."""
        program = build(problem)
        inside = {p.key for p in answer.placements}
        aims = (*before_draw(problem), *after_draw(problem))
        return cls(
            program.with_settled(inside, program.own().keys() - inside),
            tuple(objectives(problem, program, aims)),
            {level.name: level.value for level in answer.levels},
            watch,
        )

    def better(self, key: str, cohort: str, wish: int) -> Better:
        """Why not there."""
        column = next(i for i in self.program.own()[key] if self.program.columns[i].cohort == cohort)
        found = forced(self.program.with_fixed([column], 1), self.goals, self.reached, self.watch)
        if not found.proven:
            return Better(cohort, wish, Because.UNPROVED)
        if not found.possible:
            return Better(cohort, wish, Because.COSTS_A_PLACE)
        return Better(cohort, wish, Because.LEVEL if found.worse else Because.TIE_BREAK, found.worse)
