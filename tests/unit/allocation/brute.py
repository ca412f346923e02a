"""The allocation by sheer counting, written from the definitions and sharing no code with the product."""

import hashlib
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass

from rules.allocation.model import CohortLimits, Group, Pin, Problem


@dataclass(frozen=True)
class Best:
    """The only best answer, and what it reaches."""

    placements: dict[str, str]
    places: int
    wishes: tuple[int, ...]


def ranks(group: Group, cohorts: list[str]) -> dict[str, int]:
    """Cohort -> number of the wish it fulfils."""
    named = [c for c in dict.fromkeys(group.wishes) if c in cohorts]
    rest = [c for c in cohorts if c not in named] if group.anywhere else []
    return {c: i for i, c in enumerate(named, 1)} | dict.fromkeys(rest, len(named) + 1)


def digest(*parts: object) -> str:
    """The lottery key as documented: SHA-256 of seed and names, parted by the unit separator."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()


def every_answer(problem: Problem) -> Iterator[dict[str, str]]:
    """All assignments that keep wishes, pins and limits."""
    cohorts = sorted(c.id for c in problem.cohorts)
    pins = {p.key: p.cohort for p in problem.pins}
    choices = [[pins[g.key]] if g.key in pins else ["", *ranks(g, cohorts)] for g in problem.groups]
    for picks in itertools.product(*choices):
        if all(keeps(problem, cohort, picks) for cohort in problem.cohorts):
            yield {g.key: c for g, c in zip(problem.groups, picks, strict=True) if c}


def keeps(problem: Problem, cohort: CohortLimits, picks: tuple[str, ...]) -> bool:
    """Whether one cohort's limits hold."""
    inside = [g.size for g, c in zip(problem.groups, picks, strict=True) if c == cohort.id]
    return sum(inside) <= cohort.participants_max and len(inside) <= cohort.groups_max


def score(problem: Problem, answer: dict[str, str]) -> tuple[object, ...]:
    """What is compared, the most important first; no two answers score the same."""
    cohorts = sorted(c.id for c in problem.cohorts)
    size = {g.key: g.size for g in problem.groups}
    rank = {g.key: ranks(g, cohorts) for g in problem.groups}
    places = sum(size[k] for k in answer)
    wishes = tuple(
        sum(size[k] for k, c in answer.items() if rank[k].get(c) == r) for r in range(1, len(cohorts) + 2)
    )
    order = sorted(size, key=lambda k: digest(problem.seed, k))
    drawn = tuple(k in answer for k in order)
    liking = tuple(
        tuple(
            answer.get(k) == c
            for c in sorted(rank[k], key=lambda c: (rank[k][c], digest(problem.seed, k, c)))
        )
        for k in order
    )
    aims = {"places": (places,), "wishes": wishes}
    return (*(aims[level] for level in problem.levels), drawn, liking)


def best(problem: Problem) -> Best | None:
    """The best answer, or None where nothing keeps pins and limits."""
    top = max(every_answer(problem), key=lambda a: score(problem, a), default=None)
    if top is None:
        return None
    aims = score(problem, top)
    by_level = dict(zip(problem.levels, aims, strict=False))
    wishes = by_level.get("wishes", ())
    places = by_level.get("places", (0,))
    assert isinstance(wishes, tuple)
    assert isinstance(places, tuple)
    return Best(top, places[0], wishes)


def instance(seed: int, *, pins: bool = True) -> Problem:
    """A small problem drawn from a seed: 0-7 groups, 1-3 cohorts, tight limits."""
    draw = random.Random(seed)
    cohorts = [f"c{i}" for i in range(draw.randint(1, 3))]
    groups = tuple(
        Group(
            key=f"K{draw.randrange(10**6):06}{i}",
            size=draw.randint(1, 6),
            wishes=tuple(draw.choices([*cohorts, "closed"], k=draw.randint(0, 3))),
            anywhere=draw.random() < 0.2,
        )
        for i in range(draw.randint(0, 7))
    )
    limits = tuple(
        CohortLimits(id=c, participants_max=draw.randint(2, 14), groups_max=draw.randint(1, 4))
        for c in cohorts
    )
    chosen = [g.key for g in groups if draw.random() < 0.15] if pins else []
    set_by_people = tuple(Pin(key=k, cohort=draw.choice(["", *cohorts])) for k in chosen)
    levels = draw.choice([("places", "wishes"), ("places", "wishes"), ("wishes", "places"), ("places",), ()])
    return Problem(groups=groups, cohorts=limits, pins=set_by_people, levels=levels, seed=draw.randrange(100))
