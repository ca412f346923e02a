"""Pins that nothing can satisfy are refused, with a smallest set of those that clash."""

import pytest

from rules.allocation import solve
from rules.allocation.model import CohortLimits, Group, Pin, Problem
from rules.state import Refused

SMALL = CohortLimits(id="aarhus", participants_max=10, groups_max=3)


def problem(sizes: dict[str, int], *pins: Pin, cohort: CohortLimits = SMALL) -> Problem:
    """Groups of these sizes that wish the one cohort."""
    groups = tuple(Group(key=key, size=size, wishes=(cohort.id,)) for key, size in sizes.items())
    return Problem(groups=groups, cohorts=(cohort,), pins=pins)


def inside(*keys: str) -> tuple[Pin, ...]:
    """Pins to Aarhus."""
    return tuple(Pin(key=key, cohort="aarhus") for key in keys)


def refusal(case: Problem) -> tuple[str, dict[str, object]]:
    """How the problem is refused."""
    with pytest.raises(Refused) as caught:
        solve(case)
    return caught.value.code, caught.value.params


def test_pins_beyond_participants_name_the_smallest_clash() -> None:
    """Of three pins with 13 people for 10 seats, the two largest suffice to clash."""
    assert refusal(problem({"A": 6, "B": 2, "C": 5}, *inside("A", "B", "C"))) == (
        "allocation_pins_beyond_participants",
        {"keys": ("A", "C"), "cohort": "aarhus", "needed": 11, "limit": 10},
    )


def test_pins_beyond_groups_name_the_smallest_clash() -> None:
    """Of five pinned groups for three places, any four clash; the lot falls on the first four."""
    sizes = dict.fromkeys("ABCDE", 1)
    assert refusal(problem(sizes, *inside(*sizes))) == (
        "allocation_pins_beyond_groups",
        {"keys": ("A", "B", "C", "D"), "cohort": "aarhus", "needed": 4, "limit": 3},
    )


def test_pins_that_contradict_are_refused() -> None:
    """One group cannot be in a cohort and out of it."""
    assert refusal(problem({"A": 2}, Pin(key="A", cohort=""), *inside("A"))) == (
        "allocation_pins_contradict",
        {"keys": ("A",), "cohorts": ("", "aarhus")},
    )


def test_pin_said_twice_is_one_pin() -> None:
    """The same pin twice is no contradiction."""
    assert [p.key for p in solve(problem({"A": 2}, *inside("A", "A"))).placements] == ["A"]


def test_pin_on_unknown_group_is_refused() -> None:
    """A pin must name a group of the problem."""
    assert refusal(problem({"A": 2}, *inside("X"))) == ("allocation_pin_unknown_group", {"keys": ("X",)})


def test_pin_to_unknown_cohort_is_refused() -> None:
    """A pin must name a cohort of the problem."""
    assert refusal(problem({"A": 2}, Pin(key="A", cohort="skive"))) == (
        "allocation_pin_unknown_cohort",
        {"keys": ("A",), "cohort": "skive"},
    )


def test_group_or_cohort_named_twice_is_refused() -> None:
    """Keys and cohort ids are unique."""
    twice = Group(key="A", size=2)
    assert refusal(Problem(groups=(twice, twice), cohorts=(SMALL,))) == (
        "allocation_group_twice",
        {"keys": ("A",)},
    )
    assert refusal(Problem(groups=(twice,), cohorts=(SMALL, SMALL))) == (
        "allocation_cohort_twice",
        {"keys": ("aarhus",)},
    )


def test_group_without_people_is_refused() -> None:
    """A group of nobody cannot be counted."""
    assert refusal(problem({"A": 0})) == ("allocation_group_without_size", {"keys": ("A",)})


def test_place_beyond_a_limit_by_name_widens_the_cohort_for_its_pins_only() -> None:
    """Eleven pinned people of whom one group came in beyond the limit: all stay, nobody else gets in."""
    pins = (*inside("A"), Pin(key="B", cohort="aarhus", beyond_limit=True))
    answer = solve(problem({"A": 6, "B": 5, "C": 1}, *pins))
    assert [p.key for p in answer.placements] == ["A", "B"]
    assert [(w.key, w.reason) for w in answer.waitlist] == [("C", "full")]
