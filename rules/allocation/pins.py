"""What must hold before anything is solved: groups, cohorts and pins that exist and agree with each other."""

from collections import Counter
from collections.abc import Iterable, Mapping

from rules.allocation.model import Pin, Problem, Relation
from rules.state import Refused


def pinned(problem: Problem) -> dict[str, Pin]:
    """The pins by key.

    Codes of `Refused`: `allocation_group_twice`, `allocation_cohort_twice`, `allocation_group_without_size`,
    `allocation_pin_unknown_group`, `allocation_pin_unknown_cohort`, `allocation_relation_unknown_group`,
    `allocation_pins_contradict`. Whether the limits allow the pins is for `rules.allocation.clash`.
    """
    _refuse_doubles(problem)
    groups = {group.key for group in problem.groups}
    pins = _by_key(problem.pins)
    known = {cohort.id for cohort in problem.cohorts}
    for pin in pins.values():
        if pin.key not in groups:
            raise Refused("allocation_pin_unknown_group", keys=(pin.key,))
        if pin.cohort and pin.cohort not in known:
            raise Refused("allocation_pin_unknown_cohort", keys=(pin.key,), cohort=pin.cohort)
    if strangers := {key for relation in problem.relations for key in relation.keys} - groups:
        raise Refused("allocation_relation_unknown_group", keys=tuple(sorted(strangers)))
    return pins


def decided(problem: Problem, pins: Mapping[str, Pin]) -> dict[str, str]:
    """The cohort ("" is none) of every group that is pinned, or must be together with one that is."""
    cohorts = {key: pin.cohort for key, pin in pins.items()}
    for together in circles(problem.relations):
        for key in sorted(together & pins.keys()):
            for other in together:
                cohorts.setdefault(other, pins[key].cohort)
    return cohorts


def circles(relations: Iterable[Relation]) -> list[frozenset[str]]:
    """The groups that must all be together, one relation with another."""
    found: list[frozenset[str]] = []
    for relation in relations:
        if relation.together:
            keys = frozenset(relation.keys)
            near = [circle for circle in found if circle & keys]
            found = [circle for circle in found if not circle & keys] + [keys.union(*near)]
    return found


def _refuse_doubles(problem: Problem) -> None:
    for code, names in (
        ("allocation_group_twice", [group.key for group in problem.groups]),
        ("allocation_cohort_twice", [cohort.id for cohort in problem.cohorts]),
    ):
        if twice := sorted(name for name, count in Counter(names).items() if count > 1):
            raise Refused(code, keys=tuple(twice))
    if empty := sorted(group.key for group in problem.groups if group.size < 1):
        raise Refused("allocation_group_without_size", keys=tuple(empty))


def _by_key(pins: Iterable[Pin]) -> dict[str, Pin]:
    found: dict[str, Pin] = {}
    for pin in sorted(pins, key=lambda p: (p.key, p.cohort, not p.beyond_limit)):
        first = found.setdefault(pin.key, pin)
        if first.cohort != pin.cohort:
            raise Refused("allocation_pins_contradict", keys=(pin.key,), cohorts=(first.cohort, pin.cohort))
    return found
