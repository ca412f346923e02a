"""Two answers side by side: what a change would bring, and what changes by hand have done."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from rules.allocation import solve
from rules.allocation.building import build
from rules.allocation.completing import completed
from rules.allocation.levels import after_draw, before_draw, objectives
from rules.allocation.model import Aim, Allocation, Group, Placement, Problem
from rules.allocation.program import Limit, Program, Row, value


@dataclass(frozen=True, slots=True)
class Moved:
    """A group that has a place in both, but not the same."""

    key: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Gain:
    """A level's value in both; `better` is how much better the second is by the level's own measure (what is
    missing of the minima counts backwards), below 0 where it is worse."""

    name: str
    before: int
    after: int
    better: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Who comes in, who goes out, who moves (by key), and what each level gains. `proven`: both are."""

    came_in: tuple[Placement, ...]
    went_out: tuple[Placement, ...]
    moved: tuple[Moved, ...]
    gains: tuple[Gain, ...]
    proven: bool = True


@dataclass(frozen=True, slots=True)
class Breach:
    """A limit that changes by hand broke, by how much, and the groups of the changes that take part."""

    limit: Limit
    over: int
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ByHand:
    """Changes by hand beside the allocation they were made to; no breaches: every limit is kept."""

    placements: tuple[Placement, ...]
    breaches: tuple[Breach, ...]
    difference: Difference


def what_if(
    present: Allocation, changed: Problem, *, time_limit: float | None = None
) -> tuple[Allocation, Difference]:
    """The allocation of the changed problem, and how it differs from the present one.

    The lot between equals is the order of the seed. Raises `Refused` where the changed problem can't be.
    """
    answer = solve(changed, time_limit=time_limit)
    return answer, difference(present, answer)


def difference(before: Allocation, after: Allocation) -> Difference:
    """How the second answer differs from the first; levels that only one of them has are left out."""
    values = {level.name: level.value for level in before.levels}
    gains = tuple(
        gain(level.name, values[level.name], level.value) for level in after.levels if level.name in values
    )
    return _difference(before.placements, after.placements, gains, proven=before.proven and after.proven)


def by_hand(problem: Problem, present: Allocation, moves: Mapping[str, str]) -> ByHand:
    """The allocation after people moved groups (key -> cohort, "" for out), checked against the limits.

    Nothing is solved: the levels are counted. Raises `Refused` where the problem itself can't be.
    """
    before = {p.key: p.cohort for p in present.placements}
    after = {k: c for k, c in (before | dict(moves)).items() if c}
    own = {p.key: p for p in problem.pins}
    free = problem.model_copy(
        update={
            "pins": tuple(p for p in own.values() if p.key not in moves),
            "groups": _opened(problem, moves),
        }
    )
    placed = tuple(Placement(key=key, cohort=after[key]) for key in sorted(after))
    program = build(free)
    first, second = completed(program, before), completed(program, after)
    aims = (*before_draw(problem), *after_draw(problem))
    gains = tuple(
        gain(o.name, abs(value(o.weights, first)), abs(value(o.weights, second)))
        for o in objectives(free, program, aims)
    )
    breaches = tuple(
        Breach(row.limit, over, _taking_part(program, row, second, moves))
        for row in program.rows
        if row.limit and (over := max(row.total(second) - row.upper, row.lower - row.total(second))) > 0
    )
    return ByHand(placed, breaches, _difference(present.placements, placed, gains, proven=True))


def _opened(problem: Problem, moves: Mapping[str, str]) -> tuple[Group, ...]:
    """The groups, with a wish for the cohort that a person moved them to."""
    return tuple(
        group.model_copy(update={"wishes": (*group.wishes, moves[group.key])})
        if moves.get(group.key) and moves[group.key] not in group.wishes
        else group
        for group in problem.groups
    )


def _taking_part(
    program: Program, row: Row, answer: Sequence[int], moves: Collection[str]
) -> tuple[str, ...]:
    """The groups of the changes that count towards a row."""
    count = len(program.columns)
    inside = {program.columns[i].key for i in row.columns if i < count and answer[i]}
    return tuple(sorted(inside & set(moves)))


def gain(name: str, before: int, after: int) -> Gain:
    """The gain of a level from its value in both."""
    return Gain(name, before, after, before - after if name == Aim.MINIMA else after - before)


def _difference(
    before: Sequence[Placement], after: Sequence[Placement], gains: tuple[Gain, ...], *, proven: bool
) -> Difference:
    first = {p.key: p.cohort for p in before}
    second = {p.key: p.cohort for p in after}
    return Difference(
        came_in=tuple(Placement(key=k, cohort=second[k]) for k in sorted(second.keys() - first.keys())),
        went_out=tuple(Placement(key=k, cohort=first[k]) for k in sorted(first.keys() - second.keys())),
        moved=tuple(
            Moved(key, first[key], second[key])
            for key in sorted(first.keys() & second.keys())
            if first[key] != second[key]
        ),
        gains=gains,
        proven=proven,
    )
