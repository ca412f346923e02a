"""Explanations, replayed: the demand or change is made, every answer is counted, and it is as was said."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from rules.allocation import solve
from rules.allocation.backfill import Present, backfill
from rules.allocation.building import wished
from rules.allocation.changes import Change, Kind, apply
from rules.allocation.explain.complaints import Against, Complaint, complaints
from rules.allocation.explain.forcing import Worse
from rules.allocation.explain.limit_costs import Demand, limit_costs, without_demand
from rules.allocation.explain.smallest import Question, moving_nobody, moving_others
from rules.allocation.explain.why_here import Because, WhyHere, why_here
from rules.allocation.explain.why_not import Decided, WhyNot, why_not
from rules.allocation.levels import before_draw, drawing
from rules.allocation.model import (
    Aim,
    Allocation,
    CohortLimits,
    Group,
    Pin,
    Placement,
    Problem,
)
from rules.state import Refused
from tests.unit.allocation import brute

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
CITY = CohortLimits(id="aarhus", participants_max=9, groups_max=9)
TOWN = CohortLimits(id="odense", participants_max=9, groups_max=9)


def group(key: str, size: int, *wishes: str) -> Group:
    """A group that wishes for these, or for Aarhus."""
    return Group(key=key, size=size, wishes=wishes or ("aarhus",))


def small(first: int, count: int) -> Iterator[tuple[int, Problem, Allocation]]:
    """Small problems that have an answer."""
    for seed in range(first, first + count):
        problem = brute.instance(seed)
        try:
            yield seed, problem, solve(problem)
        except Refused:
            continue


def before(problem: Problem, answer: brute.Answer) -> list[tuple[str, int]]:
    """What an answer reaches down to the draw, as counted."""
    cut = problem.model_copy(update={"levels": before_draw(problem)})
    return [(str(name), abs(sum(value))) for name, value in brute.aims(cut, answer)]


def counted(problem: Problem, key: str) -> tuple[Decided, Worse | None]:
    """Why this group has no place, by counting every answer with it in."""
    with_it = [answer for answer in brute.every_answer(problem) if key in answer]
    if not with_it:
        return Decided.IMPOSSIBLE, None
    cut = problem.model_copy(update={"levels": before_draw(problem)})
    top = max(with_it, key=lambda a: brute.score(cut, a))
    best = max(brute.every_answer(problem), key=lambda a: brute.score(cut, a))
    for (name, reached), (_, would) in zip(before(problem, best), before(problem, top), strict=True):
        if reached != would:
            return Decided.LEVEL, Worse(name, reached, would)
    equal = {Aim.DRAW: Decided.LOT, Aim.EARLIEST: Decided.EARLIER, None: Decided.TIE_BREAK}
    return equal[drawing(problem)], None


@pytest.mark.parametrize("block", range(4))
def test_why_not_names_the_level_that_counting_finds(block: int) -> None:
    """For all who wait in 200 small problems: the first level that is worse with it in, and both values."""
    for seed, problem, answer in small(block * 50, 50):
        for waits in answer.waitlist:
            said = why_not(problem, answer, waits.key)
            assert (said.decided, said.worse) == counted(problem, waits.key), (seed, waits.key)


def test_why_not_of_those_who_take_no_part_is_what_the_list_says() -> None:
    """Pinned out, too large, and without a wish that is offered."""
    some = (group("A", 10), group("B", 2, "skive"), group("C", 2), group("D", 2))
    problem = Problem(groups=some, cohorts=(CITY,), pins=(Pin(key="C", cohort=""),))
    answer = solve(problem)
    assert [why_not(problem, answer, key) for key in "ABCD"] == [
        WhyNot("A", Decided.LARGER_THAN_EVERY_COHORT),
        WhyNot("B", Decided.NO_COHORT_WISHED),
        WhyNot("C", Decided.PINNED_OUT),
        WhyNot("D", Decided.HAS_A_PLACE),
    ]


def test_why_not_without_time_says_that_nothing_is_proved() -> None:
    """No time: no reason is made up."""
    problem = Problem(groups=(group("A", 6), group("B", 6)), cohorts=(CITY,))
    answer = solve(problem)
    assert why_not(problem, answer, answer.waitlist[0].key, time_limit=0).decided is Decided.UNPROVED


def present(answer: Allocation) -> Present:
    """As things stand after an allocation."""
    return Present(answer.placements, NOW)


@pytest.mark.parametrize("block", range(4))
def test_every_change_replayed_gives_the_group_its_place_and_moves_nobody(block: int) -> None:
    """On 160 small problems: after the named changes the group is asked, in the named cohort."""
    for seed, problem, answer in small(block * 40, 40):
        for waits in answer.waitlist:
            for remedy in moving_nobody(Question.of(problem, present(answer), waits.key), 3):
                again = backfill(apply(problem, *remedy.changes), present(answer))
                assert Placement(key=waits.key, cohort=remedy.cohort) in again.asked, (seed, remedy)


def smaller(change: Change) -> Iterator[Change]:
    """The same change, less far."""
    for amount in range(1, change.amount):
        yield Change(change.kind, change.cohort, amount, change.key, change.name)


@pytest.mark.parametrize("block", range(4))
def test_no_smaller_change_of_the_same_sort_would_have_done(block: int) -> None:
    """On 160 small problems: any one of the named changes made smaller, and the group is not asked."""
    for seed, problem, answer in small(block * 40, 40):
        for waits in answer.waitlist:
            for remedy in moving_nobody(Question.of(problem, present(answer), waits.key), 3):
                for at, change in enumerate(remedy.changes):
                    others = remedy.changes[:at] + remedy.changes[at + 1 :]
                    for less in smaller(change):
                        again = backfill(apply(problem, *others, less), present(answer))
                        there = Placement(key=waits.key, cohort=remedy.cohort)
                        assert there not in again.asked, (seed, remedy, less)


def test_two_more_places_one_more_wish_or_one_person_fewer() -> None:
    """Five people, four free places in Aarhus, and room in Odense."""
    some = (group("A", 5), group("B", 5), group("C", 4, "odense"))
    pins = (Pin(key="A", cohort="aarhus"),)
    problem = Problem(groups=some, cohorts=(CITY, TOWN), pins=pins)
    found = moving_nobody(Question.of(problem, present(solve(problem)), "B"))
    assert [(remedy.changes, remedy.cohort) for remedy in found] == [
        ((Change(Kind.WISH, "odense", key="B"),), "odense"),
        ((Change(Kind.PARTICIPANTS, "aarhus", 1),), "aarhus"),
        ((Change(Kind.SIZE, amount=1, key="B"),), "aarhus"),
    ]


def test_changes_that_move_others_say_whom() -> None:
    """Five and four people fill nine places; with ten, two groups of five do, and the four are out."""
    some = (group("A", 5), group("B", 5), group("C", 4))
    problem = Problem(groups=some, cohorts=(CITY,))
    answer = solve(problem)
    (waits,) = answer.waitlist
    found = list(moving_others(Question.of(problem, present(answer), waits.key), answer))
    assert [remedy.changes for remedy in found] == [
        (Change(Kind.PARTICIPANTS, "aarhus", 1),),
        (Change(Kind.PARTICIPANTS, "aarhus", 2),),
        (Change(Kind.SIZE, amount=1, key=waits.key),),
    ]
    for remedy in found[:2]:
        assert remedy.difference is not None
        assert remedy.difference.came_in == (Placement(key=waits.key, cohort="aarhus"),)
        assert remedy.difference.went_out == (Placement(key="C", cohort="aarhus"),)


def test_why_here_first_wish_pinned_told_and_better_taken() -> None:
    """Each reason, and what speaks against the better cohort."""
    some = (
        group("A", 5, "aarhus", "odense"),
        group("B", 5, "aarhus"),
        group("C", 2, "odense"),
        group("D", 2, "odense"),
    )
    pins = (Pin(key="C", cohort="odense", told=True), Pin(key="D", cohort="odense"))
    problem = Problem(groups=some, cohorts=(CITY, TOWN), pins=pins)
    answer = solve(problem)
    said = [why_here(problem, answer, key) for key in "ABCD"]
    assert said[1:] == [
        WhyHere("B", "aarhus", 1, Because.FIRST_WISH),
        WhyHere("C", "odense", 1, Because.TOLD),
        WhyHere("D", "odense", 1, Because.PINNED),
    ]
    (better,) = said[0].better
    assert (said[0].because, better.cohort, better.because) == (
        Because.BETTER_TAKEN,
        "aarhus",
        Because.COSTS_A_PLACE,
    )


@pytest.mark.parametrize("block", range(2))
def test_why_here_holds_when_every_answer_is_counted(block: int) -> None:
    """On 100 small problems, with the same groups in: what the levels lose is as counted."""
    for seed, problem, answer in small(block * 50, 50):
        inside = {p.key for p in answer.placements}
        same = [a for a in brute.every_answer(problem) if a.keys() == inside]
        for key in sorted(inside):
            for better in why_here(problem, answer, key).better:
                there = [a for a in same if a[key] == better.cohort]
                best = {level.name: level.value for level in answer.levels}
                assert (better.because is Because.COSTS_A_PLACE) == (not there), (seed, key)
                if better.worse:
                    top = max(there, key=lambda a: brute.score(problem, a))
                    reached = {str(n): abs(sum(v)) for n, v in brute.aims(problem, top)}
                    level = better.worse.level
                    assert (better.worse.reached, better.worse.would) == (best[level], reached[level])


def test_what_each_limit_costs_is_what_counting_finds() -> None:
    """On 60 small problems: counted without the limit, the levels gain what was named."""
    for seed, problem, answer in small(0, 60):
        reached = {level.name: level.value for level in answer.levels}
        for cost in limit_costs(problem, answer):
            lifted = without_demand(problem, cost.demand)
            cut = lifted.model_copy(update={"levels": before_draw(lifted)})
            top = max(brute.every_answer(cut), key=lambda a: brute.score(cut, a))
            expected = [(n, reached.get(n, 0), v) for n, v in before(cut, top) if reached.get(n, 0) != v]
            assert [(g.name, g.before, g.after) for g in cost.gains] == expected, (seed, cost.demand)


def test_limits_that_nobody_set_are_not_asked() -> None:
    """Only participants and groups are limited here."""
    problem = Problem(
        groups=(group("A", 6), group("B", 6)), cohorts=(CITY.model_copy(update={"groups_max": 1}),)
    )
    costs = list(limit_costs(problem, solve(problem)))
    assert [cost.demand for cost in costs] == [Demand.PARTICIPANTS, Demand.GROUPS]


@pytest.mark.parametrize("block", range(4))
def test_every_complaint_is_there_and_its_reason_holds(block: int) -> None:
    """On 200 small problems: the pairs are all there, and giving the place breaks what is named."""
    for seed, problem, answer in small(block * 50, 50):
        at = {p.key: p.cohort for p in answer.placements}
        said = list(complaints(problem, answer.placements))
        assert {(c.key, c.over, c.cohort) for c in said} == pairs(problem, at), seed
        for one in said:
            replay(problem, at, one)


def pairs(problem: Problem, at: brute.Answer) -> set[tuple[str, str, str]]:
    """By definition: over has a place that key wished for more than its own, and no more points."""
    worth = {c.id: c.points for c in problem.criteria}
    counts = Aim.PRIORITY in before_draw(problem)
    points = {g.key: counts * sum(worth[c] for c in g.criteria) for g in problem.groups}
    pinned = {pin.key for pin in problem.pins}
    found = set()
    for one in problem.groups:
        ranks = wished(one, [c.id for c in problem.cohorts])
        has = ranks.get(at.get(one.key, ""), 99)
        for over, cohort in at.items() if one.key not in pinned else ():
            if ranks.get(cohort, 99) < has and points[over] <= points[one.key]:
                found.add((one.key, over, cohort))
    return found


def replay(problem: Problem, at: brute.Answer, one: Complaint) -> None:
    """Give the place to the one that complains, and count."""
    swapped = {k: c for k, c in at.items() if k not in (one.key, one.over)} | {one.key: one.cohort}
    limits = next(c for c in problem.cohorts if c.id == one.cohort)
    kept = brute.keeps(problem, limits, swapped) and brute.related(problem, swapped)
    if one.against is Against.LIMIT:
        assert not kept
    elif one.against in (Against.LEVEL, Against.LOT, Against.EARLIER, Against.TIE_BREAK):
        assert kept
        changed = [
            (name, abs(was - would))
            for (name, was), (_, would) in zip(before(problem, at), before(problem, swapped), strict=True)
            if was != would
        ]
        assert changed[:1] == ([(one.what, one.by)] if one.against is Against.LEVEL else [])
    else:
        assert one.against in (Against.PINNED, Against.TOGETHER)
