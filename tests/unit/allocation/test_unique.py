"""One answer, whatever the settings of the engine: by short rows, by long rows, apart or in one piece."""

import random

import pytest

from benchmarks.allocation.instances import instance
from rules.allocation import solve
from rules.allocation.model import Problem
from rules.allocation.way import USUAL, Way

WAYS = (USUAL, Way(product=1, by_prices=False), Way(product=10**7, bundle=1))
"""As usual; level by level, each held by one long row; and in small parts with fewer levels at once."""


def told(problem: Problem, way: Way) -> tuple[object, ...]:
    """Placements, ranks and values of the levels."""
    answer = solve(problem, way=way)
    assert answer.proven
    return (answer.placements, answer.waitlist, [(one.name, one.value) for one in answer.levels])


@pytest.mark.parametrize("block", range(10))
def test_three_ways_give_one_answer(block: int) -> None:
    """On fifty instances, shuffled each time, three ways through the engine end at the same placements."""
    for seed in range(block * 5, block * 5 + 5):
        problem = instance(40, 2, seed)
        answers = []
        for number, way in enumerate(WAYS):
            groups = random.Random(number).sample(problem.groups, len(problem.groups))
            mixed = problem.model_copy(update={"groups": tuple(groups)})
            answers.append(told(mixed, way))
        assert answers[1:] == [answers[0]] * 2, seed
