"""From an application to what the allocation needs to know of it."""

from collections.abc import Iterable, Sequence

from rules.allocation.model import CohortLimits, Group, Pin, Problem
from rules.application import Application
from rules.checks.base import Context
from rules.checks.email import listed
from rules.checks.wishes import cohort_of, is_no_preference
from rules.checks.workplaces import municipality_of
from rules.programme.model import Programme


def group_of(application: Application, programme: Programme) -> Group:
    """The group behind an application.

    "No preference" makes it `anywhere`; a blank wish says nothing, and a wish that names no cohort (a finding
    says so) or repeats an earlier one is left out.
    """
    context = programme.context
    fields = context.fields
    written = [text for field in fields.wishes if (text := application.text(field))]
    return Group(
        key=application.key,
        size=people(application, context),
        wishes=_wishes(written, context),
        anywhere=any(is_no_preference(text, context) for text in written),
        workplace=application.text(fields.workplace),
        municipality=municipality_of(application, context),
        branch=application.text(fields.branch),
        kind=application.text(fields.group_kind),
        submitted=application.first_seen,
    )


def people(application: Application, context: Context) -> int:
    """How many places the group asks for: the number stated, else the number listed, else 0."""
    stated = application.value(context.fields.size)
    if isinstance(stated, int | float) and stated >= 1:
        return int(stated)
    return len(listed(application, context.fields.participants))


def problem_of(
    programme: Programme, groups: Sequence[Group], *, pins: Iterable[Pin] = (), seed: int = 0
) -> Problem:
    """The allocation of these groups to the programme's cohorts, by the programme's policy."""
    return Problem(
        groups=tuple(groups),
        cohorts=tuple(
            CohortLimits(
                id=cohort.id,
                participants_max=cohort.participants_max,
                groups_max=cohort.groups_max,
                groups_min=cohort.groups_min,
            )
            for cohort in programme.cohorts
        ),
        pins=tuple(pins),
        levels=programme.allocation.levels,
        seed=seed,
    )


def _wishes(written: Iterable[str], context: Context) -> tuple[str, ...]:
    named = (cohort_of(text, context) for text in written)
    return tuple(dict.fromkeys(cohort for cohort in named if cohort))
