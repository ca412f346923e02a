"""The exact allocation against counting every answer, on thousands of small problems drawn from seeds."""

import os

import pytest

from rules.allocation import solve
from rules.state import Refused
from tests.unit.allocation import brute

PROBLEMS = int(os.environ.get("SAMHOLD_COUNTED_ALLOCATIONS", "4000"))
BLOCKS = 20


@pytest.mark.parametrize("block", range(BLOCKS))
def test_every_level_and_every_placement_equal_counting(block: int) -> None:
    """The answer is the one that counting all answers finds, level by level, with every bound reached."""
    for seed in range(block, PROBLEMS, BLOCKS):
        problem = brute.instance(seed)
        expected = brute.best(problem)
        if expected is None:
            with pytest.raises(Refused):
                solve(problem)
            continue
        answer = solve(problem)
        assert {p.key: p.cohort for p in answer.placements} == expected.placements, seed
        reached = {level.name: level.value for level in answer.levels}
        assert {name: reached.get(name, 0) for name in expected.levels} == expected.levels, seed
        assert [level.bound for level in answer.levels if level.bound not in (None, level.value)] == [], seed
        assert answer.proven, seed


def test_drawn_problems_cover_every_level_limit_and_clash() -> None:
    """The first thousand have each kind of level, limit, pin and relation, and some have no answer at all."""
    problems = [brute.instance(seed) for seed in range(1000)]
    cohorts = [cohort for problem in problems for cohort in problem.cohorts]
    relations = [relation for problem in problems for relation in problem.relations]
    pins = [pin for problem in problems for pin in problem.pins]
    seen = {
        "levels": len({aim for problem in problems for aim in problem.levels}),
        "per municipality": any(cohort.per_municipality_max for cohort in cohorts),
        "per branch": any(cohort.per_branch_max for cohort in cohorts),
        "minima": any(cohort.groups_min and cohort.branches_min for cohort in cohorts),
        "reserved twice": any(len(cohort.reserved) == 2 for cohort in cohorts),
        "together and apart": {relation.together for relation in relations},
        "pinned in and out": {bool(pin.cohort) for pin in pins},
        "beyond a limit": any(pin.beyond_limit for pin in pins),
        "no answer": any(brute.best(problem) is None for problem in problems),
    }
    assert seen == {
        "levels": 7,
        "per municipality": True,
        "per branch": True,
        "minima": True,
        "reserved twice": True,
        "together and apart": {True, False},
        "pinned in and out": {True, False},
        "beyond a limit": True,
        "no answer": True,
    }
