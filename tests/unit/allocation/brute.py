"""The allocation by sheer counting, written from the definitions and sharing no code with the product."""

import hashlib
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from rules.allocation.model import (
    Aim,
    CohortLimits,
    Criterion,
    Group,
    Pin,
    Problem,
    Relation,
    Reserve,
)

Answer = dict[str, str]
"""Key -> cohort, of those with a place."""
_POLICIES = (
    "minima priority places wishes spread",
    "minima priority places draw wishes spread",
    "places wishes",
    "wishes places",
    "spread minima draw wishes",
    "priority earliest wishes spread",
    "places draw",
    "draw places",
    "spread",
    "",
)
_SPREAD = 1 << 16


@dataclass(frozen=True)
class Best:
    """The only best answer, and what it reaches by name of the level."""

    placements: Answer
    levels: dict[str, int]


def ranks(group: Group, cohorts: list[str]) -> dict[str, int]:
    """Cohort -> number of the wish it fulfils."""
    named = [c for c in dict.fromkeys(group.wishes) if c in cohorts]
    rest = [c for c in cohorts if c not in named] if group.anywhere else []
    return {c: i for i, c in enumerate(named, 1)} | dict.fromkeys(rest, len(named) + 1)


def digest(*parts: object) -> str:
    """The lottery key as documented: SHA-256 of seed and names, parted by the unit separator."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()


def every_answer(problem: Problem) -> Iterator[Answer]:
    """All assignments that keep wishes, pins, relations and limits."""
    cohorts = sorted(c.id for c in problem.cohorts)
    pins = {p.key: p.cohort for p in problem.pins}
    choices = [[pins[g.key]] if g.key in pins else ["", *ranks(g, cohorts)] for g in problem.groups]
    for picks in itertools.product(*choices):
        answer = {g.key: c for g, c in zip(problem.groups, picks, strict=True) if c}
        if all(keeps(problem, cohort, answer) for cohort in problem.cohorts) and related(problem, answer):
            yield answer


def related(problem: Problem, answer: Answer) -> bool:
    """Whether those who must be together are, and those who must not are not."""
    for relation in problem.relations:
        places = [answer.get(key, "") for key in set(relation.keys)]
        if relation.together and len(set(places)) > 1:
            return False
        shared = [
            [g for g in problem.groups if g.key in relation.keys and answer.get(g.key) == c]
            for c in places
            if c
        ]
        if not relation.together and not all(within(problem, 1, inside) for inside in shared):
            return False
    return True


def keeps(problem: Problem, cohort: CohortLimits, answer: Answer) -> bool:
    """Whether one cohort's limits hold, as far as no person went beyond them by name."""
    inside = [g for g in problem.groups if answer.get(g.key) == cohort.id]
    towns = {g.municipality for g in inside} - {""}
    branches = {g.branch for g in inside} - {""}
    return (
        seated(problem, cohort, inside)
        and within(problem, cohort.groups_max, inside)
        and all(within(problem, cohort.per_municipality_max, of_town(inside, town)) for town in towns)
        and all(within(problem, cohort.per_branch_max, of_branch(inside, branch)) for branch in branches)
    )


def within(problem: Problem, limit: int | None, inside: list[Group]) -> bool:
    """Whether so many groups are allowed; with one beyond the limit by name, as many as are pinned."""
    pinned = {pin.key for pin in problem.pins} & {group.key for group in inside}
    beyond = any(pin.beyond_limit for pin in problem.pins if pin.key in pinned)
    return limit is None or len(inside) <= (max(limit, len(pinned)) if beyond else limit)


def of_town(inside: list[Group], town: str) -> list[Group]:
    """The groups of a municipality."""
    return [group for group in inside if group.municipality == town]


def of_branch(inside: list[Group], branch: str) -> list[Group]:
    """The groups of a branch."""
    return [group for group in inside if group.branch == branch]


def seated(problem: Problem, cohort: CohortLimits, inside: list[Group]) -> bool:
    """Whether everybody finds a seat: one by one, those who may take fewest reserved places first tried
    with every choice. Without reserves, those pinned beyond the limit bring their seats along."""
    beyond = {pin.key for pin in problem.pins if pin.beyond_limit}
    if not cohort.reserved and any(group.key in beyond for group in inside):
        pinned = {pin.key for pin in problem.pins}
        needed = sum(group.size for group in inside if group.key in pinned)
        return sum(group.size for group in inside) <= max(cohort.participants_max, needed)
    free = [cohort.participants_max - sum(r.places for r in cohort.reserved)]
    free += [r.places for r in cohort.reserved]
    people = [g for g in inside for _ in range(g.size)]

    def sit(at: int) -> bool:
        if at == len(people):
            return True
        own = [0] + [n for n, r in enumerate(cohort.reserved, 1) if belongs(r, people[at])]
        for seat in own:
            if free[seat] > 0:
                free[seat] -= 1
                if sit(at + 1):
                    return True
                free[seat] += 1
        return False

    return sum(g.size for g in inside) <= cohort.participants_max and sit(0)


def belongs(reserve: Reserve, group: Group) -> bool:
    """Whether a group may take a reserved place."""
    return not any(
        names and not set(names) & set(own)
        for names, own in (
            (reserve.municipalities, [group.municipality]),
            (reserve.branches, [group.branch]),
            (reserve.kinds, [group.kind]),
            (reserve.criteria, group.criteria),
        )
    )


def tie_weight(seed: int, number: int, key: str, cohort: str) -> int:
    """The weight of one placement in one round of the tie-break, as documented."""
    return int(digest(seed, "tie", number, key, cohort)[:16], 16) % (2 * _SPREAD + 1) - _SPREAD


def branches(problem: Problem, answer: Answer, cohort: str) -> int:
    """How many different branches a cohort has."""
    return len({g.branch for g in problem.groups if g.branch and answer.get(g.key) == cohort})


def missing(problem: Problem, answer: Answer) -> int:
    """What the cohorts lack of their least numbers of groups and branches."""
    return sum(
        max(0, c.groups_min - sum(at == c.id for at in answer.values()))
        + max(0, c.branches_min - branches(problem, answer, c.id))
        for c in problem.cohorts
    )


def order(problem: Problem, aim: Aim) -> list[str]:
    """Who chooses first."""
    lot = sorted((g.key for g in problem.groups), key=lambda k: digest(problem.seed, k))
    if aim is Aim.EARLIEST:
        when = {g.key: g.submitted for g in problem.groups}
        end = datetime.max.replace(tzinfo=UTC)
        lot.sort(key=lambda k: when[k] or end)
    return lot


def aims(problem: Problem, answer: Answer) -> Iterator[tuple[str, tuple[int, ...]]]:
    """What is compared, the most important first, each as numbers of which more is better."""
    cohorts = sorted(c.id for c in problem.cohorts)
    by_key = {g.key: g for g in problem.groups}
    inside = [by_key[key] for key in answer]
    points = {c.id: c.points for c in problem.criteria}
    for aim in problem.levels:
        if aim is Aim.MINIMA:
            yield aim, (-missing(problem, answer),)
        if aim is Aim.PRIORITY:
            yield aim, (sum(g.size * sum(points[c] for c in g.criteria) for g in inside),)
        if aim is Aim.PLACES:
            yield aim, (sum(g.size for g in inside),)
        if aim is Aim.SPREAD:
            yield aim, (sum(branches(problem, answer, c) for c in cohorts),)
        if aim in (Aim.DRAW, Aim.EARLIEST):
            yield aim, tuple(k in answer for k in order(problem, aim))
        if aim is Aim.WISHES:
            got = [(ranks(g, cohorts).get(answer[g.key], 0), g.size) for g in inside]
            for rank in range(1, len(cohorts) + 2):
                name = "wishes" if rank == 1 else f"wishes_{rank}"
                yield name, (sum(size for r, size in got if r == rank),)


def score(problem: Problem, answer: Answer) -> tuple[object, ...]:
    """What is compared, the most important first; no two answers score the same.

    Who is pinned weighs the same in every answer, so the sums may take everybody along.
    """
    reached = tuple(value for _, value in aims(problem, answer))
    rounds = tuple(
        sum(tie_weight(problem.seed, number, key, cohort) for key, cohort in answer.items())
        for number in range(8)
    )
    return (reached, rounds)


def best(problem: Problem) -> Best | None:
    """The best answer, or None where nothing keeps pins and limits."""
    top = max(every_answer(problem), key=lambda a: score(problem, a), default=None)
    if top is None:
        return None
    return Best(top, {name: abs(sum(value)) for name, value in aims(problem, top)})


def instance(seed: int, *, pins: bool = True, relations: bool = True) -> Problem:
    """A small problem drawn from a seed: 0-7 groups, 1-3 cohorts, tight limits of every kind."""
    draw = random.Random(seed)
    cohorts = [f"c{i}" for i in range(draw.randint(1, 3))]
    groups = tuple(
        Group(
            key=f"K{draw.randrange(10**6):06}{i}",
            size=draw.randint(1, 6),
            wishes=tuple(draw.choices([*cohorts, "closed"], k=draw.randint(0, 3))),
            anywhere=draw.random() < 0.2,
            municipality=draw.choice(["", "Odense", "Skive"]),
            branch=draw.choice(["", "skole", "pleje", "social"]),
            kind=draw.choice(["TRIO", "MED"]),
            criteria=tuple(c for c in ("first", "small") if draw.random() < 0.3),
            submitted=draw.choice([None, *(datetime(2026, 4, day, tzinfo=UTC) for day in (1, 2, 3))]),
        )
        for i in range(draw.randint(0, 7))
    )
    limits = tuple(_limits(draw, c) for c in cohorts)
    chosen = [g.key for g in groups if draw.random() < 0.15] if pins else []
    apart = random.Random(f"{seed}:beyond")
    beyond = not any(limit.reserved for limit in limits) and apart.random() < 0.5
    set_by_people = tuple(
        Pin(key=k, cohort=(c := draw.choice(["", *cohorts])), beyond_limit=beyond and bool(c)) for k in chosen
    )
    policy = tuple(Aim(name) for name in draw.choice(_POLICIES).split())
    return Problem(
        groups=groups,
        cohorts=limits,
        pins=set_by_people,
        relations=_relations(draw, groups) if relations else (),
        criteria=(Criterion(id="first", points=2), Criterion(id="small", points=1)),
        levels=policy,
        seed=draw.randrange(100),
    )


def _limits(draw: random.Random, cohort: str) -> CohortLimits:
    room = draw.randint(2, 14)
    reserved = tuple(
        reserve
        for reserve in (
            Reserve(id="odense", places=draw.randint(1, 3), municipalities=("Odense",)),
            Reserve(id="trio", places=draw.randint(1, 3), kinds=("TRIO",), criteria=("first", "small")),
        )
        if draw.random() < 0.15 and room > 6
    )
    return CohortLimits(
        id=cohort,
        participants_max=room,
        groups_max=draw.randint(1, 4),
        groups_min=draw.randint(0, 3),
        per_municipality_max=draw.choice([None, None, 1, 2]),
        per_branch_max=draw.choice([None, None, 1, 2]),
        branches_min=draw.choice([0, 0, 2, 3]),
        reserved=reserved,
    )


def _relations(draw: random.Random, groups: tuple[Group, ...]) -> tuple[Relation, ...]:
    count = draw.choice([0, 0, 0, 1, 2]) if len(groups) > 2 else 0
    keys = [g.key for g in groups]
    return tuple(
        Relation(keys=tuple(draw.sample(keys, draw.choice([2, 2, 3]))), together=draw.random() < 0.5)
        for _ in range(count)
    )
