"""The nearest peer's own problem: a panel of people, with least and most numbers by feature value."""

import random
from dataclasses import dataclass

from rules.allocation.program import Column, Program, Row

FEATURES = {"gender": 2, "age": 5, "region": 8, "education": 4}


@dataclass(frozen=True)
class Panel:
    """The people with their features, how many are wanted, and the quotas (least, most) by feature value."""

    people: dict[str, dict[str, str]]
    wanted: int
    quotas: dict[tuple[str, str], tuple[int, int]]


def panel(people: int, wanted: int, seed: int) -> Panel:
    """A pool unlike the population, as volunteers are; quotas follow the population, give or take one."""
    draw = random.Random(f"{seed}:{people}:{wanted}")
    shares = {f: [draw.uniform(1, 2) for _ in range(n)] for f, n in FEATURES.items()}
    tilt = {f: [draw.uniform(0.5, 2) for _ in range(n)] for f, n in FEATURES.items()}
    pool = {
        f"p{i:04}": {
            f: f"{f}{draw.choices(range(n), [s * t for s, t in zip(shares[f], tilt[f], strict=True)])[0]}"
            for f, n in FEATURES.items()
        }
        for i in range(people)
    }
    quotas = {}
    for f, n in FEATURES.items():
        for value in range(n):
            aim = wanted * shares[f][value] / sum(shares[f])
            there = sum(p[f] == f"{f}{value}" for p in pool.values())
            quotas[f, f"{f}{value}"] = (min(max(int(aim) - 1, 0), there), int(aim) + 2)
    return Panel(pool, wanted, quotas)


def program(problem: Panel) -> Program:
    """The same as a program: one cohort, people as groups of one."""
    keys = sorted(problem.people)
    columns = tuple(Column(key, "panel", 1, 1) for key in keys)
    every = tuple(range(len(keys)))
    rows = [Row(every, (1,) * len(keys), problem.wanted, problem.wanted)]
    for (feature, value), (least, most) in problem.quotas.items():
        own = tuple(i for i, key in enumerate(keys) if problem.people[key][feature] == value)
        rows.append(Row(own, (1,) * len(own), least, most))
    return Program(columns, (), ((0, 1),) * len(keys), tuple(rows))
