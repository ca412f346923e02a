"""What must hold before anything is solved: pins that exist, agree with each other, and fit the limits."""

from collections import Counter
from collections.abc import Iterable, Mapping

from rules.allocation.model import CohortLimits, Group, Pin, Problem
from rules.state import Refused


def pinned(problem: Problem) -> dict[str, Pin]:
    """The pins by key. A problem that nothing can satisfy is refused, with a smallest set of pins that clash.

    Codes of `Refused`: `allocation_group_twice`, `allocation_cohort_twice`, `allocation_group_without_size`,
    `allocation_pin_unknown_group`, `allocation_pin_unknown_cohort`, `allocation_pins_contradict`,
    `allocation_pins_beyond_participants`, `allocation_pins_beyond_groups`.
    """
    _refuse_doubles(problem)
    groups = {group.key: group for group in problem.groups}
    pins = _by_key(problem.pins)
    known = {cohort.id for cohort in problem.cohorts}
    for pin in pins.values():
        if pin.key not in groups:
            raise Refused("allocation_pin_unknown_group", keys=(pin.key,))
        if pin.cohort and pin.cohort not in known:
            raise Refused("allocation_pin_unknown_cohort", keys=(pin.key,), cohort=pin.cohort)
    for cohort in sorted(problem.cohorts, key=lambda c: c.id):
        _refuse_overfull(widened(cohort, pins.values(), groups), pins.values(), groups)
    return pins


def widened(cohort: CohortLimits, pins: Iterable[Pin], groups: Mapping[str, Group]) -> CohortLimits:
    """The limits that hold: where a person went beyond them by name, as wide as the cohort's pins need."""
    inside = [pin for pin in pins if pin.cohort == cohort.id]
    if not any(pin.beyond_limit for pin in inside):
        return cohort
    people = sum(groups[pin.key].size for pin in inside)
    return cohort.model_copy(
        update={
            "participants_max": max(cohort.participants_max, people),
            "groups_max": max(cohort.groups_max, len(inside)),
        }
    )


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


def _refuse_overfull(cohort: CohortLimits, pins: Iterable[Pin], groups: Mapping[str, Group]) -> None:
    """A smallest set that clashes: the largest groups first, until a limit breaks."""
    inside = [groups[pin.key] for pin in pins if pin.cohort == cohort.id]
    people = 0
    largest_first = sorted(inside, key=lambda g: (-g.size, g.key))
    for count, group in enumerate(largest_first, start=1):
        people += group.size
        clash = tuple(sorted(g.key for g in largest_first[:count]))
        if people > cohort.participants_max:
            raise Refused(
                "allocation_pins_beyond_participants",
                keys=clash,
                cohort=cohort.id,
                needed=sum(g.size for g in inside),
                limit=cohort.participants_max,
            )
        if count > cohort.groups_max:
            raise Refused(
                "allocation_pins_beyond_groups",
                keys=clash,
                cohort=cohort.id,
                needed=len(inside),
                limit=cohort.groups_max,
            )
