"""The waitlist as people see it: ranks, reasons, and who fits."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from rules.allocation.backfill import Present
from rules.allocation.lottery import draw_order
from rules.allocation.model import Aim, CohortLimits, Criterion, Group, Placement, Problem
from rules.allocation.ordering import RankChange, ranking
from rules.allocation.queues import Queue, RankedBy, queues

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
LIMITS = (
    CohortLimits(id="aarhus", participants_max=9, groups_max=9),
    CohortLimits(id="odense", participants_max=9, groups_max=9),
)
BOTH = ("aarhus", "odense")
PLACED = (Placement(key="A", cohort="aarhus"), Placement(key="B", cohort="odense"))


def group(key: str, size: int, *wishes: str, criteria: tuple[str, ...] = ()) -> Group:
    """A group that wishes for these."""
    return Group(key=key, size=size, wishes=wishes, criteria=criteria)


def shown(queue: Queue) -> list[tuple[int, str, str, list[tuple[str, int]]]]:
    """Place, key, cohort and what is in the way."""
    return [
        (row.place, row.key, row.cohort, [(s.limit.kind.value, s.missing) for s in row.short])
        for row in queue.rows
    ]


def test_group_of_six_is_passed_over_for_three_free_places() -> None:
    """Three places free in Aarhus, four in Odense: six fit in neither, and three fit in both."""
    some = (group("A", 6, *BOTH), group("B", 5, *BOTH), group("SIX", 6, *BOTH), group("C", 3, "aarhus"))
    problem = Problem(groups=some, cohorts=LIMITS)
    first = (RankChange(key="SIX", rank=1, reason="aftalt"),)
    over_all, aarhus, odense = queues(problem, Present(PLACED, NOW, changes=first))
    assert shown(over_all) == [(1, "SIX", "odense", [("participants", 2)]), (2, "C", "aarhus", [])]
    assert shown(aarhus) == [(1, "SIX", "aarhus", [("participants", 3)]), (2, "C", "aarhus", [])]
    assert shown(odense) == [(1, "SIX", "odense", [("participants", 2)])]
    assert [[row.key for row in queue.passed()] for queue in (over_all, aarhus, odense)] == [
        ["SIX"],
        ["SIX"],
        [],
    ]


def test_rank_by_hand_is_shown_as_such_with_its_reason() -> None:
    """The others keep the order of the lot."""
    some = (*(group(key, 9, *BOTH) for key in "AB"), *(group(f"K{n}", 9, "aarhus") for n in range(5)))
    problem = Problem(groups=some, cohorts=LIMITS, seed=3)
    lot = [key for key in draw_order(3, [g.key for g in some]) if key.startswith("K")]
    change = RankChange(key=lot[4], rank=2, reason="søgte også sidste år", by="Bo")
    rows = queues(problem, Present(PLACED, NOW, changes=(change,)))[0].rows
    assert [(row.key, row.by, row.change) for row in rows] == [
        (lot[0], RankedBy.LOT, None),
        (lot[4], RankedBy.HAND, change),
        (lot[1], RankedBy.LOT, None),
        (lot[2], RankedBy.LOT, None),
        (lot[3], RankedBy.LOT, None),
    ]


def test_rank_by_hand_needs_a_reason() -> None:
    """An empty one is refused."""
    with pytest.raises(ValidationError):
        RankChange(key="A", rank=1, reason="")


def test_points_come_first_where_the_policy_has_them_before_the_draw() -> None:
    """And say nothing of the order where it has them after it, or not at all."""
    some = tuple(group(f"K{n}", 9, "aarhus", criteria=("first",) * (n == 3)) for n in range(6))
    problem = Problem(groups=some, cohorts=LIMITS, criteria=(Criterion(id="first", points=2),), seed=2)
    keys = [g.key for g in some]
    lot = draw_order(2, keys)
    assert ranking(problem, keys) == ("K3", *(key for key in lot if key != "K3"))
    after = problem.model_copy(update={"levels": (Aim.PLACES, Aim.DRAW, Aim.PRIORITY)})
    assert ranking(after, keys) == lot


def test_who_withdrew_waits_in_no_queue() -> None:
    """Nor does who can never have a place."""
    some = (group("A", 6, *BOTH), group("B", 5, *BOTH), group("C", 3, "aarhus"), group("D", 10, "aarhus"))
    problem = Problem(groups=some, cohorts=LIMITS)
    found = queues(problem, Present(PLACED, NOW, withdrawn=frozenset({"C"})))
    assert found == (Queue("", ()), Queue("aarhus", ()), Queue("odense", ()))
