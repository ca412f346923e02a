"""What must not matter to an allocation, and what can only do good."""

import random
from collections.abc import Iterator

import pytest
from pydantic import TypeAdapter

from rules.allocation import solve
from rules.allocation.model import Aim, Allocation, Group, Problem
from rules.state import Refused
from tests.unit.allocation import brute

BLOCKS = tuple(range(5000 + n, 5200, 5) for n in range(5))
DRAWS = (Aim.DRAW, Aim.EARLIEST)
IN_BLOCKS = pytest.mark.parametrize("seeds", BLOCKS, ids=range(len(BLOCKS)))


def solved(seeds: range) -> Iterator[tuple[Problem, Allocation]]:
    """Drawn problems that have an answer, with it."""
    for seed in seeds:
        problem = brute.instance(seed)
        try:
            yield problem, timeless(solve(problem))
        except Refused:
            continue


def timeless(answer: Allocation) -> Allocation:
    """The answer without the seconds it took."""
    levels = tuple(level.model_copy(update={"seconds": 0.0}) for level in answer.levels)
    return answer.model_copy(update={"seconds": 0.0, "levels": levels})


def shuffled(problem: Problem) -> Problem:
    """The same problem with every list in another order that has no order of its own."""
    draw = random.Random(problem.seed)
    lists = ("groups", "cohorts", "pins", "relations", "criteria")
    return problem.model_copy(
        update={name: tuple(draw.sample(one, len(one))) for name, one in problem if name in lists}
    )


def renamed(problem: Problem, *names: str) -> Problem:
    """The same problem with other names, in another order of the alphabet, wherever they stand."""
    new = {name: f"{'zyxwv'[n % 5]}{n}-{name}" for n, name in enumerate(names)}

    def walk(value: object) -> object:
        if isinstance(value, dict):
            return {key: walk(one) for key, one in value.items()}
        if isinstance(value, list):
            return [walk(one) for one in value]
        return new.get(value, value) if isinstance(value, str) else value

    return TypeAdapter(Problem).validate_python(walk(problem.model_dump(mode="json")))


def values(answer: Allocation) -> list[tuple[str, int]]:
    """What each level of the policy reached; the tie-break, which is for names, left out."""
    return [(level.name, level.value) for level in answer.levels[:-1]]


def unnamed(answer: Allocation) -> Allocation:
    """An answer without the names that the reasons for waiting quote."""
    waiting = [
        one.model_copy(update={"params": tuple(p for p in one.params if p[0] != "name")})
        for one in answer.waitlist
    ]
    return answer.model_copy(update={"waitlist": tuple(waiting)})


@IN_BLOCKS
def test_order_of_rows_changes_nothing(seeds: range) -> None:
    """With groups, cohorts, pins, relations and criteria in another order everything is as it was."""
    for problem, answer in solved(seeds):
        assert timeless(solve(shuffled(problem))) == answer


@IN_BLOCKS
def test_names_of_places_branches_kinds_and_criteria_change_nothing(seeds: range) -> None:
    """Whatever municipalities, branches, kinds, criteria and reserves are called, everybody's place and rank
    are the same."""
    for problem, answer in solved(seeds):
        other = renamed(
            problem, "skole", "Odense", "pleje", "first", "Skive", "TRIO", "social", "small", "trio"
        )
        assert unnamed(timeless(solve(other))) == unnamed(answer)


@IN_BLOCKS
def test_names_of_cohorts_change_neither_who_is_drawn_nor_what_is_reached(seeds: range) -> None:
    """With cohorts called otherwise each level reaches the same; and where it is drawn who is in, or the
    earliest come first, the same groups are."""
    for problem, answer in solved(seeds):
        other = solve(renamed(problem, *(cohort.id for cohort in problem.cohorts)))
        assert values(other) == values(answer)
        if set(DRAWS) & set(problem.levels):
            assert [p.key for p in other.placements] == [p.key for p in answer.placements]


@IN_BLOCKS
def test_case_numbers_change_nothing_but_the_lot(seeds: range) -> None:
    """With other case numbers other groups may be drawn, but every level before the draw reaches the same."""
    for problem, _ in solved(seeds):
        levels = tuple(aim for aim in problem.levels if aim not in DRAWS)
        undrawn = problem.model_copy(update={"levels": levels})
        other = renamed(undrawn, *(group.key for group in problem.groups))
        assert values(solve(other)) == values(solve(undrawn))


@IN_BLOCKS
def test_more_places_never_hurt_the_levels(seeds: range) -> None:
    """With one cohort larger the levels in their order, the draw's order of choice included, are never worse.

    A later level alone may be: a place more for a group with points can cost another its first wish.
    """
    for problem, answer in solved(seeds):
        for more in ("participants_max", "groups_max", "per_municipality_max", "per_branch_max"):
            first, *rest = problem.cohorts
            room = getattr(first, more)
            wider = first.model_copy(update={more: None if room is None else room + 1})
            larger = problem.model_copy(update={"cohorts": (wider, *rest)})
            assert compared(larger, solve(larger)) >= compared(problem, answer)


def compared(problem: Problem, answer: Allocation) -> list[tuple[int, ...]]:
    """All levels as they are compared, the most important first, of each number more is better."""
    return [value for _, value in brute.aims(problem, {p.key: p.cohort for p in answer.placements})]


@IN_BLOCKS
def test_a_row_without_a_part_in_it_changes_nobodys_place_or_rank(seeds: range) -> None:
    """One more group that wishes nothing is left out, and everybody else is where they were."""
    for problem, answer in solved(seeds):
        odd = Group(key="K000000A", size=4, municipality="Odense", branch="skole", criteria=("first",))
        more = solve(problem.model_copy(update={"groups": (odd, *problem.groups)}))
        assert (more.placements, more.waitlist) == (answer.placements, answer.waitlist)
        assert {one.key for one in more.left_out} - {one.key for one in answer.left_out} == {"K000000A"}
