"""Instances from seeds: sizes 2-6, municipalities with a heavy tail, 8 branches, pins and exclusions.

Two to four times as many people as places. Wishes are for cohorts of one's own part of the country, of at
most 40 cohorts; one group in twelve meets each of two criteria for priority.
"""

import random
from datetime import UTC, datetime, timedelta

from rules.allocation.model import Aim, CohortLimits, Criterion, Group, Pin, Problem

SIZES = (*[2] * 6, *[3] * 7, *[4] * 4, *[5] * 2, 6)
CRITERIA = (Criterion(id="first_time", points=2), Criterion(id="small_municipality", points=1))
WITHOUT_DRAW = (Aim.LIMITS, Aim.PINS, Aim.MINIMA, Aim.PRIORITY, Aim.PLACES, Aim.WISHES, Aim.SPREAD)
"""All levels that have a proof of optimality; the draw is measured on its own."""
SHARE = 0.25
"""So large a part of the groups meets a criterion, in the base case."""
REACH = 40
"""So many cohorts a group may wish for."""
_OPENS = datetime(2026, 4, 1, 8, tzinfo=UTC)


def instance(
    groups: int,
    cohorts: int,
    seed: int,
    *,
    share: float = SHARE,
    reach: int = REACH,
    levels: tuple[Aim, ...] = WITHOUT_DRAW,
) -> Problem:
    """So many groups for so many cohorts of 45 people and 12-14 groups.

    Of the groups, `share` meet each criterion; with 0 all are in one class of priority.
    """
    draw = random.Random(f"{seed}:{groups}:{cohorts}")
    apart = random.Random(f"{seed}:{groups}:{cohorts}:criteria")
    names = [f"c{i:03}" for i in range(cohorts)]
    towns = [f"town{i:02}" for i in range(98)]
    weights = [1 / (1 + i) for i in range(98)]
    parts = [names[at : at + reach] for at in range(0, cohorts, reach)]
    rows = tuple(
        Group(
            key=f"N27-{i:05}",
            size=draw.choice(SIZES),
            wishes=_wishes(draw, parts[i % len(parts)]),
            anywhere=draw.random() < 0.05 and cohorts <= 6,
            municipality=draw.choices(towns, weights)[0],
            branch=f"branch{draw.randrange(8)}",
            criteria=tuple(c.id for c in CRITERIA if apart.random() < share),
            submitted=_OPENS + timedelta(minutes=draw.randrange(60 * 24 * 60)),
        )
        for i in range(groups)
    )
    limits = tuple(
        CohortLimits(
            id=name,
            participants_max=45,
            groups_max=14,
            groups_min=12,
            per_municipality_max=3,
            branches_min=4,
        )
        for name in names
    )
    chosen = draw.sample(rows, max(groups // 50, 2))
    pins = tuple(
        Pin(key=g.key, cohort=g.wishes[0] if n % 2 else "", reason="aftalt") for n, g in enumerate(chosen)
    )
    return Problem(groups=rows, cohorts=limits, pins=pins, criteria=CRITERIA, levels=levels, seed=seed)


def _wishes(draw: random.Random, near: list[str]) -> tuple[str, ...]:
    return tuple(draw.sample(near, min(len(near), draw.choice((1, 2, 2, 3, 4)))))
