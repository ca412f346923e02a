"""Who takes part in an allocation: those judged ok, cleared by a person, or holding a place."""

from collections.abc import Mapping, Sequence

from rules.allocation.model import Group, LeftOut, Pin
from rules.application import Application
from rules.base import Frozen
from rules.finding import Judgement, Outcome
from rules.groups import group_of
from rules.programme.model import Programme
from rules.state import CLOSED, HOLDS_A_PLACE, Standing, Status

_BY_RULES = {Outcome.PERSON: "needs_a_person", Outcome.INELIGIBLE: "not_eligible"}


class Candidates(Frozen):
    """The groups to allocate, the pins of those who hold a place, and the others with the reason."""

    groups: tuple[Group, ...]
    pins: tuple[Pin, ...]
    left_out: tuple[LeftOut, ...]


def candidates(
    programme: Programme,
    applications: Sequence[Application],
    judgements: Mapping[str, Judgement],
    standings: Mapping[str, Standing],
) -> Candidates:
    """Sort the applications by what was decided on them, and by the rules where nothing was.

    Approved, confirmed and offered groups are pinned to their cohort, beyond its limits where a person said
    so by name; without a cohort, and on the waitlist, they are cleared: they take part like any other.
    Reasons for leaving out: `declined`, `withdrawn`, `clarification`, `needs_a_person`, `not_eligible`,
    `size_unknown`.
    """
    groups: list[Group] = []
    pins: list[Pin] = []
    left_out: list[LeftOut] = []
    for application in sorted(applications, key=lambda a: a.key):
        key = application.key
        standing = standings.get(key, Standing(key=key))
        group = group_of(application, programme)
        pin = _pin(standing)
        if reason := _obstacle(standing, judgements[key], group if pin is None else None):
            left_out.append(LeftOut(key=key, reason=reason))
            continue
        groups.append(group)
        pins += [pin] if pin else []
    return Candidates(groups=tuple(groups), pins=tuple(pins), left_out=tuple(left_out))


def _pin(standing: Standing) -> Pin | None:
    if standing.status not in HOLDS_A_PLACE or not standing.cohort:
        return None
    beyond = standing.override is not None
    return Pin(
        key=standing.key, cohort=standing.cohort, reason=standing.status, told=True, beyond_limit=beyond
    )


def _obstacle(standing: Standing, judgement: Judgement, group: Group | None) -> str:
    """Why the application takes no part, or ""."""
    if standing.status in CLOSED or standing.status is Status.CLARIFICATION:
        return standing.status.value
    if standing.status is Status.RECEIVED and judgement.outcome is not Outcome.OK:
        return _BY_RULES[judgement.outcome]
    return "size_unknown" if group and group.size < 1 else ""
