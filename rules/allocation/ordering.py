"""Who comes first among groups that the levels hold equal: by the policy, and by changes of rank by hand."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from pydantic import AwareDatetime, Field

from rules.allocation.levels import before_draw, drawing
from rules.allocation.lottery import draw_order
from rules.allocation.model import Aim, Group, Problem
from rules.base import Frozen

_NEVER = datetime.max.replace(tzinfo=UTC)


class RankChange(Frozen):
    """A person's word that a waiting group has this rank (from 1) in the order over all, and why."""

    key: str
    rank: int = Field(ge=1)
    reason: str = Field(min_length=1)
    by: str = ""
    at: AwareDatetime | None = None


def order_of(problem: Problem, aim: Aim) -> tuple[str, ...]:
    """Who chooses first: as the lot has it, or the earliest first."""
    order = draw_order(problem.seed, [group.key for group in problem.groups])
    return _earliest(problem.groups, order) if aim is Aim.EARLIEST else order


def points_of(problem: Problem) -> dict[str, int]:
    """Each group's points for priority; 0 for all where the policy asks for priority after the draw or never.

    Points that come after it is drawn who is in say nothing of who comes first.
    """
    if Aim.PRIORITY not in before_draw(problem):
        return dict.fromkeys((group.key for group in problem.groups), 0)
    worth = {criterion.id: criterion.points for criterion in problem.criteria}
    return {g.key: sum(worth.get(one, 0) for one in set(g.criteria)) for g in problem.groups}


def ranking(problem: Problem, waiting: Iterable[str], changes: Sequence[RankChange] = ()) -> tuple[str, ...]:
    """The order in which these groups are asked: most points first, then as the policy's lot or the time of
    application has it; and those with a rank by hand at that rank, of several changes the last."""
    inside, points = set(waiting), points_of(problem)
    chosen = order_of(problem, drawing(problem) or Aim.DRAW)
    order = sorted((key for key in chosen if key in inside), key=lambda key: -points[key])
    last = {change.key: change.rank for change in changes if change.key in inside}
    rest = [key for key in order if key not in last]
    for key in sorted(last, key=lambda k: (last[k], order.index(k))):
        rest.insert(last[key] - 1, key)
    return tuple(rest)


def _earliest(groups: Sequence[Group], order: Sequence[str]) -> tuple[str, ...]:
    """By time of application; those of one moment, and those of none at the end, as the lot has it."""
    lot = {key: place for place, key in enumerate(order)}
    return tuple(
        group.key
        for group in sorted(groups, key=lambda g: (g.submitted is None, g.submitted or _NEVER, lot[g.key]))
    )
