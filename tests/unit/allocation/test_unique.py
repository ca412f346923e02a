"""One answer, whatever the settings of the engine: by short rows, by long rows, apart or in one piece."""

import random

import pytest

from benchmarks.allocation.instances import instance
from rules.allocation import chain, duals, parts, solve
from rules.allocation.model import Allocation, Problem
from rules.allocation.program import Program

SETTINGS = ("usual", "level_by_level_in_one_row", "small_parts")


def held_by_rows(program: Program, weights: list[int], reached: int, prices: list[float]) -> Program:
    """Hold a level by one row over everything, whatever the prices say."""
    return duals.held(program, weights, reached, [0.0] * len(program.rows))


def told(problem: Problem, setting: str, monkeypatch: pytest.MonkeyPatch) -> tuple[object, ...]:
    """Placements, ranks and values of the levels."""
    with monkeypatch.context() as patch:
        if setting == "level_by_level_in_one_row":
            patch.setattr(chain, "held", held_by_rows)
            patch.setattr(chain, "PRODUCT", 1)
        if setting == "small_parts":
            patch.setattr(parts, "BUNDLE", 1)
            patch.setattr(chain, "PRODUCT", 10**7)
        answer: Allocation = solve(problem)
    assert answer.proven
    return (answer.placements, answer.waitlist, [(one.name, one.value) for one in answer.levels])


@pytest.mark.parametrize("block", range(10))
def test_three_settings_give_one_answer(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """On fifty instances, shuffled each time, three ways through the engine end at the same placements."""
    for seed in range(block * 5, block * 5 + 5):
        problem = instance(40, 2, seed)
        answers = []
        for number, setting in enumerate(SETTINGS):
            groups = random.Random(number).sample(problem.groups, len(problem.groups))
            mixed = problem.model_copy(update={"groups": tuple(groups)})
            answers.append(told(mixed, setting, monkeypatch))
        assert answers[1:] == [answers[0]] * 2, seed
