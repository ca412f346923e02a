"""What-if and changes by hand: the differences named are all there are, and broken limits are found."""

from rules.allocation import solve
from rules.allocation.changes import Change, Kind, apply, with_pin, with_policy
from rules.allocation.model import Aim, CohortLimits, Group, Pin, Placement, Problem, Relation, Reserve
from rules.allocation.program import Limit, LimitKind
from rules.allocation.what_if import Breach, Gain, Moved, by_hand, difference, what_if
from rules.state import Refused
from tests.unit.allocation import brute

LIMITS = (
    CohortLimits(id="aarhus", participants_max=9, groups_max=2),
    CohortLimits(id="odense", participants_max=9, groups_max=2, per_municipality_max=1),
)


def group(key: str, size: int, *wishes: str, municipality: str = "") -> Group:
    """A group that wishes for these."""
    return Group(key=key, size=size, wishes=wishes, municipality=municipality)


PROBLEM = Problem(
    groups=(
        group("A", 5, "aarhus", municipality="Skive"),
        group("B", 4, "aarhus", "odense"),
        group("C", 5, "odense", municipality="Skive"),
        group("D", 6, "aarhus"),
    ),
    cohorts=LIMITS,
    levels=(Aim.PLACES, Aim.DRAW, Aim.WISHES),
)
"""D in Aarhus, B and C in Odense: 15 people; with A for D it would be 14."""


def test_problem_unchanged_makes_no_difference() -> None:
    """Beside itself nothing changes."""
    answer = solve(PROBLEM)
    again, found = what_if(answer, PROBLEM)
    assert again.placements == answer.placements
    assert (found.came_in, found.went_out, found.moved) == ((), (), ())
    assert [gain.better for gain in found.gains] == [0] * len(found.gains)


def test_more_places_say_who_comes_in_and_what_each_level_gains() -> None:
    """Two more places in Aarhus let A in beside D."""
    _, found = what_if(solve(PROBLEM), apply(PROBLEM, Change(Kind.PARTICIPANTS, "aarhus", 2)))
    assert found.came_in == (Placement(key="A", cohort="aarhus"),)
    assert (found.went_out, found.moved, found.proven) == ((), (), True)
    assert found.gains == (
        Gain("places", 15, 20, 5),
        Gain("draw", 3, 4, 1),
        Gain("wishes", 11, 16, 5),
        Gain("wishes_2", 4, 4, 0),
        Gain("tie_break", 3, 4, 1),
    )


def test_pin_and_policy_on_the_side() -> None:
    """A pinned to Aarhus puts D out and moves B; wishes before places do the same."""
    answer = solve(PROBLEM)
    _, pinned = what_if(answer, with_pin(PROBLEM, Pin(key="A", cohort="aarhus")))
    assert (pinned.came_in, pinned.went_out, pinned.moved) == (
        (Placement(key="A", cohort="aarhus"),),
        (Placement(key="D", cohort="aarhus"),),
        (Moved("B", "odense", "aarhus"),),
    )
    _, other = what_if(answer, with_policy(PROBLEM, (Aim.WISHES, Aim.PLACES)))
    assert (other.came_in, other.went_out, other.moved) == (pinned.came_in, pinned.went_out, pinned.moved)


def test_fewer_places_and_more_branches_can_be_tried_too() -> None:
    """A limit may be lowered; a limit that is not set stays so; reserves can be given up."""
    fewer = apply(PROBLEM, Change(Kind.PARTICIPANTS, "aarhus", -5), Change(Kind.MUNICIPALITY, "aarhus", 1))
    assert fewer.cohorts[0] == LIMITS[0].model_copy(update={"participants_max": 4})
    kept = LIMITS[0].model_copy(update={"reserved": (Reserve(id="r", places=2), Reserve(id="s", places=1))})
    some = PROBLEM.model_copy(update={"cohorts": (kept,)})
    given_up = apply(some, Change(Kind.RESERVED, "aarhus", 2, name="r"))
    assert given_up.cohorts[0].reserved == (Reserve(id="s", places=1),)


def test_change_by_hand_within_the_limits_breaks_nothing() -> None:
    """D out and A in: five people for six."""
    found = by_hand(PROBLEM, solve(PROBLEM), {"D": "", "A": "aarhus"})
    assert found.breaches == ()
    assert found.difference.came_in == (Placement(key="A", cohort="aarhus"),)
    assert found.difference.went_out == (Placement(key="D", cohort="aarhus"),)
    assert found.difference.gains[0] == Gain("places", 15, 14, -1)


def test_change_by_hand_beyond_limits_names_each_with_its_groups() -> None:
    """A in Odense, which it did not wish for: too many people, groups, and groups of Skive."""
    found = by_hand(PROBLEM, solve(PROBLEM), {"A": "odense"})
    assert found.breaches == (
        Breach(Limit(LimitKind.PARTICIPANTS, "odense"), 5, ("A",)),
        Breach(Limit(LimitKind.GROUPS, "odense"), 1, ("A",)),
        Breach(Limit(LimitKind.MUNICIPALITY, "odense", ("Skive",)), 1, ("A",)),
    )


def test_change_by_hand_of_a_pinned_group_and_of_one_of_two_together() -> None:
    """A pin gives way to the hand; what must be together is named."""
    pinned = with_pin(PROBLEM, Pin(key="D", cohort="aarhus"))
    both = Relation(keys=("B", "C"), together=True)
    problem = pinned.model_copy(update={"relations": (both,)})
    answer = solve(problem)
    assert by_hand(problem, answer, {"D": ""}).breaches == ()
    (breach,) = by_hand(problem, answer, {"B": ""}).breaches
    assert (breach.limit.kind, breach.limit.cohort) == (LimitKind.TOGETHER, "odense")


def test_difference_is_all_there_is_between_two_answers() -> None:
    """On 100 small problems and one more place: the first answer with the difference is the second."""
    for seed in range(100):
        problem = brute.instance(seed)
        more = apply(problem, Change(Kind.PARTICIPANTS, problem.cohorts[0].id, 1))
        try:
            first, second = solve(problem), solve(more)
        except Refused:
            continue
        found = difference(first, second)
        at = {p.key: p.cohort for p in first.placements if p not in found.went_out}
        at |= {p.key: p.cohort for p in found.came_in} | {m.key: m.after for m in found.moved}
        assert at == {p.key: p.cohort for p in second.placements}, seed
        decided = [gain.better for gain in found.gains if gain.name != "tie_break"]
        assert next((better for better in decided if better), 0) >= 0, seed
