"""From an application to what the allocation needs to know of it."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from rules.allocation.model import CohortLimits, Criterion, Group, Pin, Problem, Relation, Reserve
from rules.application import Application
from rules.checks.base import Context
from rules.checks.email import listed
from rules.checks.wishes import cohort_of, is_no_preference
from rules.checks.workplaces import municipality_of
from rules.folding import fold
from rules.municipalities import find, suggest
from rules.programme.model import Cohort, PriorityCriterion, Programme, ReservedPlaces


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
        branch=application.meaning(fields.branch),
        kind=application.meaning(fields.group_kind),
        criteria=tuple(
            criterion.id
            for criterion in programme.allocation.criteria
            if _meets(application, criterion, context)
        ),
        submitted=application.first_seen,
    )


def people(application: Application, context: Context) -> int:
    """How many places the group asks for: the number stated, else the number listed, else 0."""
    stated = application.value(context.fields.size)
    if isinstance(stated, int | float) and stated >= 1:
        return int(stated)
    return len(listed(application, context.fields.participants))


def problem_of(
    programme: Programme,
    groups: Sequence[Group],
    *,
    pins: Iterable[Pin] = (),
    seed: int = 0,
    today: date | None = None,
    absent: Collection[str] = (),
) -> Problem:
    """The allocation of these groups to the programme's cohorts, by the programme's policy.

    `pins` come before those of the document. `today` ends the reserved places whose last day is past; without
    it all are kept. `absent` are the keys of those who take no part: what the document says of them is void.
    """
    policy = programme.allocation
    given = tuple(pins)
    held = {pin.key for pin in given} | set(absent)
    written = (Pin(key=p.key, cohort=p.cohort, reason=p.reason) for p in policy.pins if p.key not in held)
    relations = (
        Relation(keys=keys, together=one.together, reason=one.reason)
        for one in policy.relations
        if len(keys := tuple(key for key in one.keys if key not in absent)) > 1
    )
    return Problem(
        groups=tuple(groups),
        cohorts=tuple(_limits(cohort, programme, today) for cohort in programme.cohorts),
        pins=(*given, *written),
        relations=tuple(relations),
        criteria=tuple(Criterion(id=c.id, points=c.points) for c in policy.criteria),
        levels=policy.levels,
        seed=seed,
    )


def _limits(cohort: Cohort, programme: Programme, today: date | None) -> CohortLimits:
    return CohortLimits(
        id=cohort.id,
        participants_max=cohort.participants_max,
        groups_max=cohort.groups_max,
        groups_min=cohort.groups_min,
        per_municipality_max=cohort.per_municipality_max,
        per_branch_max=cohort.per_branch_max,
        branches_min=cohort.branches_min,
        reserved=tuple(
            _reserve(kept)
            for kept in cohort.reserved
            if kept.until is None or today is None or today <= kept.until
        ),
    )


def _reserve(kept: ReservedPlaces) -> Reserve:
    return Reserve(
        id=kept.id,
        places=kept.places,
        municipalities=tuple(_municipality(name) for name in kept.municipalities),
        branches=kept.branches,
        kinds=kept.kinds,
        criteria=kept.criteria,
    )


def _meets(application: Application, criterion: PriorityCriterion, context: Context) -> bool:
    if criterion.field == context.fields.municipality:
        wanted = {_municipality(name) for name in criterion.values}
        return municipality_of(application, context) in wanted
    return fold(application.text(criterion.field)) in {fold(value) for value in criterion.values}


def _municipality(name: str) -> str:
    """What `municipality_of` makes of an answer with this name."""
    known = find(name) or suggest(name)
    return known.code if known else fold(name)


def _wishes(written: Iterable[str], context: Context) -> tuple[str, ...]:
    named = (cohort_of(text, context) for text in written)
    return tuple(dict.fromkeys(cohort for cohort in named if cohort))
