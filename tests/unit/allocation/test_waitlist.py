"""Who waits, in which order, and the reason given."""

from datetime import UTC, datetime

import pytest

from rules.allocation import solve
from rules.allocation.lottery import draw_order
from rules.allocation.model import (
    Aim,
    CohortLimits,
    Group,
    LeftOut,
    Pin,
    Problem,
    Relation,
    Reserve,
    Waiting,
)

CITY = CohortLimits(id="aarhus", participants_max=8, groups_max=2)


def groups(**sizes: int) -> tuple[Group, ...]:
    """Groups that wish Aarhus."""
    return tuple(Group(key=key, size=size, wishes=("aarhus",)) for key, size in sizes.items())


def test_ranks_follow_the_draw_and_count_from_one() -> None:
    """The waitlist is the lottery's order of those without a place."""
    many = groups(**{f"K{n}": 4 for n in range(8)})
    answer = solve(Problem(groups=many, cohorts=(CITY,), seed=7))
    placed = {p.key for p in answer.placements}
    order = [key for key in draw_order(7, (g.key for g in many)) if key not in placed]
    assert [(w.rank, w.key) for w in answer.waitlist] == list(enumerate(order, start=1))


def test_group_larger_than_the_free_seats_is_told_how_many_are_free() -> None:
    """A group of four beside five taken seats of eight waits because three are free."""
    answer = solve(Problem(groups=groups(A=5, B=4), cohorts=(CITY,)))
    params = (("size", "4"), ("free", "3"), ("cohort", "aarhus"))
    assert answer.waitlist == (Waiting(key="B", rank=1, reason="would_not_fit_now", params=params),)


def test_no_group_place_left_is_full_though_seats_are_free() -> None:
    """Two groups fill a cohort for two groups, whatever seats are left."""
    answer = solve(Problem(groups=groups(A=3, B=3, C=1), cohorts=(CITY,)))
    assert answer.waitlist == (Waiting(key="C", rank=1, reason="full"),)


def test_group_that_no_cohort_can_ever_take_does_not_wait() -> None:
    """Nine people never fit into eight seats, and a group that wishes nothing offered gets nothing."""
    odd = (*groups(A=9), Group(key="B", size=2), Group(key="C", size=2, wishes=("skive",)))
    answer = solve(Problem(groups=odd, cohorts=(CITY,)))
    assert answer.left_out == (
        LeftOut(key="A", reason="larger_than_every_cohort"),
        LeftOut(key="B", reason="no_cohort_wished"),
        LeftOut(key="C", reason="no_cohort_wished"),
    )
    assert answer.waitlist == ()


def test_every_group_is_in_exactly_one_list() -> None:
    """Nobody is dropped silently."""
    mixed = (*groups(A=5, B=4, C=9), Group(key="D", size=1, anywhere=True), Group(key="E", size=2))
    answer = solve(Problem(groups=mixed, cohorts=(CITY,)))
    lists = (answer.placements, answer.waitlist, answer.left_out)
    assert sorted(one.key for some in lists for one in some) == ["A", "B", "C", "D", "E"]


def test_one_more_application_changes_nobodys_order() -> None:
    """The draw goes by the case number alone."""
    keys = [f"K{n}" for n in range(20)]
    with_one_more = draw_order(3, ["NEW", *keys])
    assert [key for key in with_one_more if key != "NEW"] == list(draw_order(3, keys))


WIDE = CohortLimits(id="aarhus", participants_max=20, groups_max=9)
IN = Group(key="A", size=3, wishes=("aarhus",), municipality="Odense", branch="skole")


@pytest.mark.parametrize(
    ("limits", "relations", "reason", "name"),
    [
        ({"per_municipality_max": 1}, (), "limit_municipality", "Odense"),
        ({"per_branch_max": 1}, (), "limit_branch", "skole"),
        ({"reserved": (Reserve(id="trio", places=16, kinds=("TRIO",)),)}, (), "limit_reserved", "trio"),
        ({}, (Relation(keys=("A", "B"), together=False),), "limit_apart", ""),
    ],
)
def test_free_seats_behind_another_limit_are_not_called_room(
    limits: dict[str, object], relations: tuple[Relation, ...], reason: str, name: str
) -> None:
    """A group that seats enough are free for is told which limit keeps it out instead."""
    waits = IN.model_copy(update={"key": "B"})
    problem = Problem(
        groups=(IN, waits),
        cohorts=(WIDE.model_copy(update=limits),),
        pins=(Pin(key="A", cohort="aarhus"),),
        relations=relations,
    )
    params = (("cohort", "aarhus"), *((("name", name),) if name else ()))
    assert solve(problem).waitlist == (Waiting(key="B", rank=1, reason=reason, params=params),)


def test_room_for_one_of_two_that_must_be_together_is_no_room() -> None:
    """Of two groups of five with eight free seats that must be together, neither fits."""
    both = (Relation(keys=("A", "B"), together=True),)
    answer = solve(Problem(groups=groups(A=5, B=5), cohorts=(CITY,), relations=both))
    assert {(one.key, one.reason) for one in answer.waitlist} == {
        ("A", "no_room_together"),
        ("B", "no_room_together"),
    }


def test_earliest_policy_ranks_by_time_of_application() -> None:
    """Where the earliest come first, so do they on the waitlist, those without a time last."""
    times = {"A": 3, "B": 1, "C": None, "D": 2}
    own = tuple(
        Group(
            key=key,
            size=8,
            wishes=("aarhus",),
            submitted=day and datetime(2026, 4, day, tzinfo=UTC),
        )
        for key, day in times.items()
    )
    answer = solve(Problem(groups=own, cohorts=(CITY,), levels=(Aim.PLACES, Aim.EARLIEST)))
    assert [p.key for p in answer.placements] == ["B"]
    assert [(one.rank, one.key) for one in answer.waitlist] == [(1, "D"), (2, "A"), (3, "C")]
