"""A second engine, SCIP, proves the same levels and finds the same answer; and it notices a worse one."""

import pytest

from integrations.double_checking import double_check, double_check_record
from rules.allocation import solve
from rules.allocation.lottery.committing import settle
from rules.allocation.lottery.record import Record
from rules.allocation.model import Aim, CohortLimits, Group, Placement, Problem
from rules.state import Refused
from tests.unit.allocation import brute
from tests.unit.allocation.lottery.cases import committed, drawn, opened, small
from tests.unit.allocation.test_properties import shuffled


@pytest.mark.parametrize("block", range(5))
def test_second_engine_agrees_on_small_problems(block: int) -> None:
    """On fifty drawn problems, their rows shuffled, SCIP proves every level again, and that no other answer
    is as good."""
    for seed in range(1000 + block * 10, 1010 + block * 10):
        problem = brute.instance(seed)
        try:
            answer = solve(problem)
        except Refused:
            continue
        said = double_check(shuffled(problem), answer.placements)
        assert said.agrees, (seed, said)


def test_second_engine_notices_a_worse_answer() -> None:
    """Where a group is left without its place, the level that could be better is named."""
    cohort = CohortLimits(id="aarhus", participants_max=6, groups_max=2)
    groups = tuple(Group(key=key, size=3, wishes=("aarhus",)) for key in "ABC")
    problem = Problem(groups=groups, cohorts=(cohort,), levels=(Aim.PLACES,))
    answer = solve(problem)
    said = double_check(problem, answer.placements[:1])
    assert [(step.name, step.value, step.best) for step in said.steps][:1] == [("places", 3, 6)]
    assert not said.agrees


def test_time_that_runs_out_leaves_the_rest_unproved() -> None:
    """With no time at all the second engine claims nothing and does not agree."""
    problem = brute.instance(1001)
    said = double_check(problem, solve(problem).placements, time_limit=0)
    assert (said.agrees, said.alone) == (False, False)
    assert {step.best for step in said.steps} == {None}


def settled(words: str) -> Record:
    """The small lottery after its draw, with the places that follow."""
    record = drawn(committed(), words)
    places = settle(record.commitment, record.draws[0]).placements
    return record.model_copy(update={"placements": places})


@pytest.mark.parametrize("words", ["blå stol, grøn kop", "rød bil, gul sol", "hvid hest, sort kat"])
def test_second_engine_proves_what_followed_from_a_lottery(words: str) -> None:
    """With those on the ticket fixed, the levels before the draw are the best there are, and so are wishes
    and tie-break for those drawn."""
    record = settled(words)
    said = double_check_record(record)
    assert said.agrees, said
    assert [step.name for step in said.steps] == ["places", "draw", "wishes", "wishes_2", *["tie_break"] * 2]
    assert said.steps[1].value == len(record.placements)


def test_second_engine_notices_that_another_than_those_drawn_has_a_place() -> None:
    """Where one group on the ticket was left out, the draw is no longer kept."""
    record = settled("blå stol, grøn kop")
    said = double_check_record(record.model_copy(update={"placements": record.placements[:-1]}))
    assert not said.agrees


def test_second_engine_notices_wishes_that_were_not_met() -> None:
    """Two groups of one size in each other's first wish are found."""
    cohorts = tuple(CohortLimits(id=c, participants_max=3, groups_max=1) for c in ("a", "b"))
    groups = (Group(key="A", size=3, wishes=("a", "b")), Group(key="B", size=3, wishes=("b", "a")))
    problem = Problem(groups=groups, cohorts=cohorts, levels=(Aim.PLACES, Aim.DRAW, Aim.WISHES))
    crossed = (Placement(key="A", cohort="b"), Placement(key="B", cohort="a"))
    said = double_check(problem, crossed, drawn={"A", "B"})
    assert [(one.name, one.value, one.best) for one in said.steps][:3] == [
        ("places", 6, 6),
        ("draw", 2, 2),
        ("wishes", 0, 6),
    ]


def test_lottery_without_places_given_has_nothing_to_prove() -> None:
    """Before the draw the second engine has nothing to say."""
    with pytest.raises(Refused, match="lottery_not_settled"):
        double_check_record(opened(committed(small())))
