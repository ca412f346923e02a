"""A change to a problem, by name: what explanations offer and what a what-if tries."""

from dataclasses import dataclass
from enum import StrEnum

from rules.allocation.model import Aim, CohortLimits, Group, Pin, Problem, Reserve


class Kind(StrEnum):
    """What is changed. See `Change`."""

    PARTICIPANTS = "participants"
    GROUPS = "groups"
    MUNICIPALITY = "municipality"
    BRANCH = "branch"
    RESERVED = "reserved"
    WISH = "wish"
    SIZE = "size"


@dataclass(frozen=True, slots=True)
class Change:
    """One step away from the problem as it is.

    `participants`, `groups`, `municipality`, `branch`: `amount` more (or fewer, below 0) in `cohort`;
    `reserved`: `amount` fewer places of reserve `name` kept in `cohort`; `wish`: group `key` also wishes for
    `cohort`, as its last wish; `size`: group `key` has `amount` people fewer.
    """

    kind: Kind
    cohort: str = ""
    amount: int = 0
    key: str = ""
    name: str = ""


def apply(problem: Problem, *changes: Change) -> Problem:
    """The problem after the changes."""
    for change in changes:
        if change.kind in (Kind.WISH, Kind.SIZE):
            groups = tuple(_group(g, change) if g.key == change.key else g for g in problem.groups)
            problem = problem.model_copy(update={"groups": groups})
        else:
            cohorts = tuple(_limits(c, change) if c.id == change.cohort else c for c in problem.cohorts)
            problem = problem.model_copy(update={"cohorts": cohorts})
    return problem


def with_pin(problem: Problem, pin: Pin) -> Problem:
    """The problem in which this is said of the group, and nothing else."""
    others = tuple(other for other in problem.pins if other.key != pin.key)
    return problem.model_copy(update={"pins": (*others, pin)})


def with_policy(problem: Problem, levels: tuple[Aim, ...]) -> Problem:
    """The problem under another policy."""
    return problem.model_copy(update={"levels": levels})


def _group(group: Group, change: Change) -> Group:
    if change.kind is Kind.SIZE:
        return group.model_copy(update={"size": group.size - change.amount})
    return group.model_copy(update={"wishes": (*group.wishes, change.cohort)})


def _limits(cohort: CohortLimits, change: Change) -> CohortLimits:
    if change.kind is Kind.RESERVED:
        return cohort.model_copy(update={"reserved": _reserved(cohort, change)})
    name = {
        Kind.PARTICIPANTS: "participants_max",
        Kind.GROUPS: "groups_max",
        Kind.MUNICIPALITY: "per_municipality_max",
        Kind.BRANCH: "per_branch_max",
    }[change.kind]
    now: int | None = getattr(cohort, name)
    return cohort if now is None else cohort.model_copy(update={name: max(now + change.amount, 0)})


def _reserved(cohort: CohortLimits, change: Change) -> tuple[Reserve, ...]:
    fewer = (
        r.model_copy(update={"places": r.places - change.amount}) if r.id == change.name else r
        for r in cohort.reserved
    )
    return tuple(reserve for reserve in fewer if reserve.places > 0)
