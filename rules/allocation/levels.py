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
    """One level: weights whose sum shall be largest."""

    name: str
    weights: tuple[int, ...]


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
    return Objective(str(name), (*own, *(0 for _ in program.extras)))


def _extras(aim: Aim, program: Program, sign: int, counts: Sequence[Count]) -> Objective:
    own = tuple(sign * (extra.count in counts) for extra in program.extras)
    return Objective(str(aim), (0,) * len(program.columns) + own)


def most(program: Program, weights: Sequence[int]) -> int:
    """What the sum can't exceed, seen without solving: by the bounds, and by each cohort's seats."""
    total = 0
    worth: dict[str, int] = defaultdict(int)
    dearest: dict[str, Fraction] = defaultdict(Fraction)
    for i, (weight, both) in enumerate(zip(weights, program.bounds, strict=True)):
        if not weight:
            continue
        if weight > 0 and i < len(program.columns):
            column = program.columns[i]
            worth[column.cohort] += weight * both[1]
            dearest[column.cohort] = max(dearest[column.cohort], Fraction(weight, column.size))
        else:
            total += max(weight * both[0], weight * both[1])
    for row in program.rows:
        if row.limit and row.limit.kind is LimitKind.PARTICIPANTS and row.limit.cohort in worth:
            cohort = row.limit.cohort
            worth[cohort] = min(worth[cohort], int(dearest[cohort] * row.upper))
    return total + sum(worth.values())
