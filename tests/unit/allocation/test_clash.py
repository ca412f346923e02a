"""What clashes is named by a smallest set: no smaller set of pins, relations and limits is impossible."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest

from rules.allocation.building import build
from rules.allocation.model import CohortLimits, Group, Pin, Problem, Relation
from rules.state import Refused
from tests.unit.allocation import brute

Demand = tuple[str, Any]
"""A pin, a relation, or a cohort's limit by (cohort, kind, name)."""


def demands(problem: Problem) -> list[Demand]:
    """Everything that can be dropped."""
    found: list[Demand] = [("pin", pin) for pin in problem.pins]
    found += [("relation", relation) for relation in problem.relations]
    for cohort in problem.cohorts:
        found += [("limit", (cohort.id, "participants_max")), ("limit", (cohort.id, "groups_max"))]
        for name in ("per_municipality_max", "per_branch_max"):
            if getattr(cohort, name) is not None:
                found.append(("limit", (cohort.id, name)))
        found += [("limit", (cohort.id, reserve.id)) for reserve in cohort.reserved]
    return found


def possible(problem: Problem, kept: tuple[Demand, ...]) -> bool:
    """Whether some answer keeps these demands; reserved places need the seats they are part of."""
    limits = {what for kind, what in kept if kind == "limit"}
    only = problem.model_copy(
        update={
            "pins": tuple(what for kind, what in kept if kind == "pin"),
            "relations": tuple(what for kind, what in kept if kind == "relation"),
            "cohorts": tuple(_loosened(cohort, limits) for cohort in problem.cohorts),
        }
    )
    return next(brute.every_answer(only), None) is not None


def _loosened(cohort: CohortLimits, limits: set[Any]) -> CohortLimits:
    changes: dict[str, Any] = {}
    for name in ("participants_max", "groups_max"):
        if (cohort.id, name) not in limits:
            changes[name] = 10_000
    for name in ("per_municipality_max", "per_branch_max"):
        if (cohort.id, name) not in limits:
            changes[name] = None
    kept = tuple(reserve for reserve in cohort.reserved if (cohort.id, reserve.id) in limits)
    changes["reserved"] = kept if (cohort.id, "participants_max") in limits else ()
    return cohort.model_copy(update=changes)


def smallest(problem: Problem) -> int:
    """The size of a smallest set of demands that nothing keeps."""
    everything = demands(problem)
    return next(
        size
        for size in range(1, len(everything) + 1)
        for some in itertools.combinations(everything, size)
        if not possible(problem, some)
    )


def impossible() -> Iterator[tuple[int, Problem, Refused]]:
    """Small problems that are refused, with many pins."""
    for seed in range(5000, 5160):
        problem = brute.instance(seed)
        keys = [group.key for group in problem.groups][:4]
        cohorts = [cohort.id for cohort in problem.cohorts]
        pins = tuple(Pin(key=key, cohort=cohorts[n * seed % len(cohorts)]) for n, key in enumerate(keys))
        problem = problem.model_copy(update={"pins": pins, "groups": problem.groups[:5]})
        inside = {group.key for group in problem.groups}
        problem = problem.model_copy(update={"groups": tuple(_permitted(problem))})
        related = tuple(r for r in problem.relations if set(r.keys) <= inside)
        problem = problem.model_copy(update={"relations": related})
        try:
            build(problem)
        except Refused as refused:
            yield seed, problem, refused


def _permitted(problem: Problem) -> Iterator[Group]:
    """The groups, whose pins count as a wish too: dropping a pin must not forbid what it allowed."""
    at = {pin.key: (pin.cohort,) for pin in problem.pins}
    return (g.model_copy(update={"wishes": (*g.wishes, *at.get(g.key, ()))}) for g in problem.groups)


def test_named_clash_is_smallest() -> None:
    """On drawn impossible problems the set named is as small as the smallest found by trying all sets."""
    seen = 0
    for seed, problem, refused in itertools.islice(impossible(), 40):
        seen += 1
        assert named(problem, refused) == smallest(problem), (seed, refused.code, refused.params)
    assert seen == 40


def named(problem: Problem, refused: Refused) -> int:
    """How many demands the refusal names."""
    params: dict[str, Any] = dict(refused.params)
    pins = len(params["keys"])
    together = set(params.get("together", ()))
    relations = sum(r.together and set(r.keys) <= together for r in problem.relations)
    if "beyond_reserved" in refused.code:
        return pins + relations + 1 + len(params["name"])
    return pins + relations + ("beyond" in refused.code)


def test_pins_through_a_relation_name_it() -> None:
    """One pin brings in its partner, and the two are too many: pin, relation and limit are named."""
    cohort = CohortLimits(id="aarhus", participants_max=5, groups_max=9)
    groups = tuple(Group(key=key, size=3, wishes=("aarhus",)) for key in "AB")
    problem = Problem(
        groups=groups,
        cohorts=(cohort,),
        pins=(Pin(key="A", cohort="aarhus"),),
        relations=(Relation(keys=("A", "B"), together=True),),
    )
    with pytest.raises(Refused) as caught:
        build(problem)
    assert (caught.value.code, caught.value.params) == (
        "allocation_pins_beyond_participants_together",
        {"keys": ("A",), "together": ("A", "B"), "cohort": "aarhus", "needed": 6, "limit": 5},
    )
