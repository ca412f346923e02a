"""The exact allocation: against counting every answer, and against everything that must not matter."""

import json
import random
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from rules.allocation import solve
from rules.allocation.model import Aim, Allocation, CohortLimits, Group, Pin, Placement, Problem

HERE = Path(__file__).parent

AARHUS = CohortLimits(id="aarhus", participants_max=45, groups_max=14)
ODENSE = CohortLimits(id="odense", participants_max=45, groups_max=14)


def season(seed: int, groups: int = 60) -> Problem:
    """A season of the network course: twice as many people as places."""
    draw = random.Random(seed)
    return Problem(
        groups=tuple(
            Group(
                key=f"K{i:03}",
                size=draw.choice([2, 3, 3, 3, 4, 5, 6]),
                wishes=tuple(draw.sample(["aarhus", "odense"], draw.choice([1, 2, 2]))),
                anywhere=draw.random() < 0.1,
            )
            for i in range(groups)
        ),
        cohorts=(AARHUS, ODENSE),
        seed=seed,
    )


def timeless(answer: Allocation) -> Allocation:
    """The answer without the seconds it took."""
    levels = tuple(level.model_copy(update={"seconds": 0.0}) for level in answer.levels)
    return answer.model_copy(update={"seconds": 0.0, "levels": levels})


def placed(problem: Problem) -> dict[str, str]:
    """Key -> cohort."""
    return {p.key: p.cohort for p in solve(problem).placements}


def test_places_come_before_wishes() -> None:
    """A group gets its second wish where that lets one more group in."""
    tiny = [CohortLimits(id=c, participants_max=3, groups_max=1) for c in ("aarhus", "odense")]
    flexible = Group(key="A", size=3, wishes=("aarhus", "odense"))
    strict = Group(key="B", size=3, wishes=("aarhus",))
    policy = (Aim.PLACES, Aim.WISHES)
    answer = solve(Problem(groups=(flexible, strict), cohorts=tuple(tiny), levels=policy))
    assert answer.placements == (
        Placement(key="A", cohort="odense"),
        Placement(key="B", cohort="aarhus"),
    )
    assert [(level.name, level.value, level.bound, level.proven) for level in answer.levels] == [
        ("places", 6, 6, True),
        ("wishes", 3, 3, True),
        ("wishes_2", 3, 3, True),
        ("tie_break", 2, None, True),
    ]
    assert {(level.engine, level.version) for level in answer.levels} == {("HiGHS", version("highspy"))}


def test_wishes_count_people_first_wishes_before_second() -> None:
    """Two groups of two in their first wish weigh more than one of three."""
    limits = (
        CohortLimits(id="aarhus", participants_max=4, groups_max=9),
        CohortLimits(id="odense", participants_max=4, groups_max=9),
    )
    groups = (
        Group(key="A", size=2, wishes=("aarhus", "odense")),
        Group(key="B", size=2, wishes=("aarhus", "odense")),
        Group(key="C", size=3, wishes=("aarhus", "odense")),
    )
    assert placed(Problem(groups=groups, cohorts=limits)) == {"A": "aarhus", "B": "aarhus", "C": "odense"}


def test_both_limits_hold() -> None:
    """A full season fills every seat of both cohorts, and no cohort has more groups than it takes."""
    problem = season(1)
    sizes = {g.key: g.size for g in problem.groups}
    where = placed(problem)
    people = {c: sum(sizes[k] for k, at in where.items() if at == c) for c in ("aarhus", "odense")}
    groups = {c: sum(at == c for at in where.values()) for c in ("aarhus", "odense")}
    assert people == {"aarhus": 45, "odense": 45}
    assert max(groups.values()) <= 14


def test_groups_limit_alone_decides() -> None:
    """With room for many people but two groups, the two largest groups get in."""
    cohort = CohortLimits(id="aarhus", participants_max=100, groups_max=2)
    groups = tuple(Group(key=f"K{n}", size=n, wishes=("aarhus",)) for n in range(1, 6))
    assert placed(Problem(groups=groups, cohorts=(cohort,))) == {"K4": "aarhus", "K5": "aarhus"}


def test_order_of_groups_cohorts_and_pins_never_matters() -> None:
    """Shuffled input gives the very same answer: placements, waitlist and levels."""
    problem = season(2).model_copy(
        update={"pins": (Pin(key="K004", cohort="odense"), Pin(key="K009", cohort=""))}
    )
    first = solve(problem)
    for shuffle in range(10):
        draw = random.Random(shuffle)
        mixed = problem.model_copy(
            update={
                name: tuple(draw.sample(getattr(problem, name), len(getattr(problem, name))))
                for name in ("groups", "cohorts", "pins")
            }
        )
        assert timeless(solve(mixed)) == timeless(first)


def test_ten_fresh_processes_give_one_answer() -> None:
    """Ten new interpreters with ten hash seeds agree to the letter."""
    script = (
        "import sys\nfrom rules.allocation import solve\nfrom rules.allocation.model import Problem\n"
        "answer = solve(Problem.model_validate_json(sys.stdin.read()))\n"
        "print(answer.model_dump_json(exclude={'seconds': True, 'levels': {'__all__': {'seconds'}}}))"
    )
    problem = season(3).model_dump_json()
    root = HERE.parents[2]
    answers = {
        subprocess.run(
            [sys.executable, "-c", script],
            input=problem,
            capture_output=True,
            text=True,
            check=True,
            cwd=root,
            env={"PYTHONHASHSEED": str(n), "PYTHONPATH": str(root)},
        ).stdout
        for n in range(10)
    }
    assert len(answers) == 1
    assert [level["proven"] for level in json.loads(answers.pop())["levels"]] == [True] * 8


def test_seed_decides_between_equals_and_is_fair_to_all() -> None:
    """Among five equal groups and two places, every seed lets two in, and each gets in with some seed."""
    cohort = CohortLimits(id="aarhus", participants_max=6, groups_max=2)
    groups = tuple(Group(key=f"K{n}", size=3, wishes=("aarhus",)) for n in range(5))
    answers = [placed(Problem(groups=groups, cohorts=(cohort,), seed=seed)) for seed in range(40)]
    assert {len(answer) for answer in answers} == {2}
    assert {key for answer in answers for key in answer} == {"K0", "K1", "K2", "K3", "K4"}


def test_pins_hold_even_against_wishes() -> None:
    """A pinned group is where it was pinned, wished or not, and a group pinned to none stays out."""
    groups = (
        Group(key="A", size=3, wishes=("aarhus",)),
        Group(key="B", size=3, wishes=("aarhus",)),
        Group(key="C", size=3),
    )
    pins = (Pin(key="A", cohort="odense"), Pin(key="B", cohort=""), Pin(key="C", cohort="odense"))
    answer = solve(Problem(groups=groups, cohorts=(AARHUS, ODENSE), pins=pins))
    assert {p.key: p.cohort for p in answer.placements} == {"A": "odense", "C": "odense"}
    assert [(one.key, one.reason) for one in answer.left_out] == [("B", "pinned_out")]


def test_time_limit_says_honestly_that_nothing_is_proved() -> None:
    """With no time at all the pins are kept, nothing else is claimed, and no level says it is proved."""
    problem = season(5).model_copy(update={"pins": (Pin(key="K004", cohort="odense"),)})
    answer = solve(problem, time_limit=0)
    assert answer.placements == (Placement(key="K004", cohort="odense"),)
    assert [level.name for level in answer.levels if level.proven] == ["minima", "priority", "spread"]
    assert {one.reason for one in answer.waitlist} == {"fits_now"}


def test_time_that_runs_out_later_keeps_the_levels_already_proved() -> None:
    """A stopwatch that jumps after the first level leaves that level proved and the rest not."""
    ticks = iter([0.0] * 7)
    policy = (Aim.PLACES, Aim.DRAW, Aim.WISHES)
    answer = solve(
        season(6).model_copy(update={"levels": policy}), time_limit=60, stopwatch=lambda: next(ticks, 100.0)
    )
    assert [(level.name, level.proven) for level in answer.levels] == [
        ("places", True),
        ("draw", False),
        ("wishes", False),
        ("wishes_2", False),
        ("tie_break", False),
    ]
    assert answer.levels[0].value == 90


def test_nothing_to_allocate_is_no_fault() -> None:
    """No groups give no placements, and that is proved."""
    answer = solve(Problem(groups=(), cohorts=(AARHUS,)))
    assert (answer.placements, answer.waitlist, answer.left_out, answer.proven) == ((), (), (), True)
