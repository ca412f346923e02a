"""What the levels of a policy count, as weights on the columns of a program."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from rules.allocation.model import Aim, Problem
from rules.allocation.program import Count, LimitKind, Program

DRAWS = (Aim.DRAW, Aim.EARLIEST)
MISSING = (Count.GROUPS_MISSING, Count.BRANCHES_MISSING)


@dataclass(frozen=True, slots=True)
class Objective:
    """One level: weights whose sum shall be largest, and between which values any sum lies."""

    name: str
    weights: tuple[int, ...]
    least: int
    most: int


def before_draw(problem: Problem) -> tuple[Aim, ...]:
    """The aims that come before it is drawn who is in; all of them where the policy draws nothing."""
    return problem.levels[: _draw_at(problem.levels)]


def after_draw(problem: Problem) -> tuple[Aim, ...]:
    """The aims for those who were drawn."""
    return problem.levels[_draw_at(problem.levels) + 1 :]


def drawing(problem: Problem) -> Aim | None:
    """How the policy chooses who is in among equally good answers, if it does."""
    return next((aim for aim in problem.levels if aim in DRAWS), None)


def _draw_at(levels: Sequence[Aim]) -> int:
    return next((i for i, aim in enumerate(levels) if aim in DRAWS), len(levels))


def objectives(problem: Problem, program: Program, aims: Iterable[Aim]) -> Iterator[Objective]:
    """The objectives of these aims in order; the aims that no objective stands for give none."""
    for aim in aims:
        if aim is Aim.MINIMA:
            yield _extras(aim, program, -1, MISSING)
        elif aim is Aim.PRIORITY:
            yield _placements(aim, program, _points(problem, program))
        elif aim is Aim.PLACES:
            yield _placements(aim, program, [column.size for column in program.columns])
        elif aim is Aim.WISHES:
            for rank in sorted({column.rank for column in program.columns} - {0}):
                own = [column.size * (column.rank == rank) for column in program.columns]
                yield _placements(aim if rank == 1 else f"{aim}_{rank}", program, own)
        elif aim is Aim.SPREAD:
            yield _extras(aim, program, 1, (Count.BRANCH_PRESENT,))


def _points(problem: Problem, program: Program) -> list[int]:
    """Each group's points, once per participant."""
    worth = {criterion.id: criterion.points for criterion in problem.criteria}
    of = {g.key: sum(worth.get(one, 0) for one in set(g.criteria)) for g in problem.groups}
    return [of[column.key] * column.size for column in program.columns]


def _placements(name: str, program: Program, own: Sequence[int]) -> Objective:
    weights = (*own, *(0 for _ in program.extras))
    return Objective(str(name), weights, 0, sum(ceilings(program, weights).values()))


def _extras(aim: Aim, program: Program, sign: int, counts: Sequence[Count]) -> Objective:
    start = len(program.columns)
    own = [sign * (extra.count in counts) for extra in program.extras]
    total = sum(high * w for (_, high), w in zip(program.bounds[start:], own, strict=True))
    return Objective(str(aim), ((0,) * start + tuple(own)), min(total, 0), max(total, 0))


def ceilings(program: Program, weights: Sequence[int]) -> dict[str, int]:
    """The most that each cohort's placements can add, by its seats; weights are not negative."""
    at: dict[str, int] = defaultdict(int)
    dearest: dict[str, Fraction] = defaultdict(Fraction)
    for column, weight, (_, high) in zip(program.columns, weights, program.bounds, strict=False):
        if weight and high:
            at[column.cohort] += weight
            dearest[column.cohort] = max(dearest[column.cohort], Fraction(weight, column.size))
    for row in program.rows:
        if row.limit and row.limit.kind is LimitKind.PARTICIPANTS and row.limit.cohort in at:
            cohort = row.limit.cohort
            at[cohort] = min(at[cohort], int(dearest[cohort] * row.upper))
    return dict(at)
