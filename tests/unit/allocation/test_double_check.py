"""A second engine, SCIP, proves the same levels and finds the same answer; and it notices a worse one."""

import pytest

from integrations.double_checking import double_check
from rules.allocation import solve
from rules.allocation.model import Aim, CohortLimits, Group, Problem
from rules.state import Refused
from tests.unit.allocation import brute


@pytest.mark.parametrize("block", range(5))
def test_second_engine_agrees_on_small_problems(block: int) -> None:
    """On fifty drawn problems SCIP proves every level again, and that no other answer is as good."""
    for seed in range(1000 + block * 10, 1010 + block * 10):
        problem = brute.instance(seed)
        try:
            answer = solve(problem)
        except Refused:
            continue
        said = double_check(problem, answer)
        assert said.agrees, (seed, said)


def test_second_engine_notices_a_worse_answer() -> None:
    """Where a group is left without its place, the level that could be better is named."""
    cohort = CohortLimits(id="aarhus", participants_max=6, groups_max=2)
    groups = tuple(Group(key=key, size=3, wishes=("aarhus",)) for key in "ABC")
    problem = Problem(groups=groups, cohorts=(cohort,), levels=(Aim.PLACES,))
    answer = solve(problem)
    worse = answer.model_copy(update={"placements": answer.placements[:1]})
    said = double_check(problem, worse)
    assert [(step.name, step.value, step.best) for step in said.steps][:1] == [("places", 3, 6)]
    assert not said.agrees
