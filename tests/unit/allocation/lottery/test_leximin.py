"""Chances are leximin, exactly; verdicts are proved; tickets come within one of the chances."""

import random

import pytest

from rules.allocation.lottery.leximin import TOLERANCE, Leximin
from rules.allocation.lottery.rounding import TICKETS, tickets
from rules.allocation.model import Aim, CohortLimits, Group, Problem
from tests.unit.allocation import brute
from tests.unit.allocation.lottery.cases import POLICIES, lottery_of, small
from tests.unit.allocation.lottery.exact import Set, best_sets, leximin


def by_key(found: Leximin) -> dict[str, float]:
    """Each group's chance."""
    return {key: float(found.chances[k]) for k, keys in enumerate(found.narrow.members) for key in keys}


def check(problem: Problem, sets: set[Set]) -> None:
    """Chances, verdicts and tickets against enumeration."""
    keys = [group.key for group in problem.groups]
    found = lottery_of(problem)
    assert found is not None
    assert found.gap <= TOLERANCE
    chances = dict.fromkeys(keys, 0.0) | by_key(found)
    expected = leximin(sorted(sets, key=sorted), keys)
    assert chances == pytest.approx({key: float(p) for key, p in expected.items()}, abs=2e-6)
    always = {key for k in found.always for key in found.narrow.members[k]}
    assert always == {key for key in keys if all(key in inside for inside in sets)}
    sheets = tickets(found)
    assert len(sheets) == TICKETS
    assert {frozenset(sheet) for sheet in sheets} <= sets
    counts = {key: sum(key in sheet for sheet in sheets) for key in keys}
    assert counts == pytest.approx({key: TICKETS * p for key, p in chances.items()}, abs=1.001)


@pytest.mark.parametrize("block", range(4))
def test_chances_verdicts_and_tickets_equal_enumeration(block: int) -> None:
    """On 400 small problems chances are leximin over all best answers, and every ticket is one of these."""
    tried = 0
    for seed in range(block, 450, 4):
        problem = brute.instance(seed).model_copy(update={"levels": POLICIES[seed // 4 % len(POLICIES)]})
        sets = best_sets(problem)
        if sets:
            check(problem, sets)
            tried += 1
    assert tried >= 100


def test_identical_groups_have_the_same_chance_and_nearly_the_same_tickets() -> None:
    """Five like groups for three places: three fifths for each, and 600 tickets of 1,000."""
    groups = tuple(Group(key=f"K{i}", size=2, wishes=("a",)) for i in range(5))
    cohort = CohortLimits(id="a", participants_max=6, groups_max=9)
    problem = Problem(groups=groups, cohorts=(cohort,), levels=(Aim.PLACES, Aim.DRAW))
    found = lottery_of(problem)
    assert found is not None
    assert found.narrow.members == (("K0", "K1", "K2", "K3", "K4"),)
    assert by_key(found) == {f"K{i}": 0.6 for i in range(5)}
    assert {k: sum(k in t for t in tickets(found)) for k in by_key(found)} == {f"K{i}": 600 for i in range(5)}


def test_rows_shuffled_and_another_seed_change_no_chance() -> None:
    """Chances follow from what is applied for, not from rows or the seed."""
    problem = small()
    groups = list(problem.groups)
    random.Random(7).shuffle(groups)
    again = problem.model_copy(update={"groups": tuple(groups), "cohorts": problem.cohorts[::-1], "seed": 99})
    first, second = lottery_of(problem), lottery_of(again)
    assert first is not None
    assert second is not None
    assert by_key(first) == by_key(second)
    assert tickets(first) == tickets(second)


def test_nobody_to_draw_is_no_fault() -> None:
    """Without groups there are 1,000 empty tickets."""
    found = lottery_of(small().model_copy(update={"groups": (), "pins": ()}))
    assert found is not None
    assert tickets(found) == ({},) * TICKETS
