"""What the parts of an allocation's policy must agree on: order of the aims, names that point somewhere."""

from collections.abc import Iterable, Iterator, Sequence

from rules.allocation.model import Aim
from rules.base import Text
from rules.programme.draft import Draft
from rules.programme.fault import Defect, Loc
from rules.programme.model import AllocationPolicy, Cohort, ReservedPlaces
from rules.programme.wording import one_of, suggestion

_FIRST = (Aim.LIMITS, Aim.PINS)
_ADD = Text(da="Skriv det under [allocation] først.", en="Write it under [allocation] first.")


def defects(draft: Draft) -> Iterator[Defect]:
    """Everything that does not fit together in the allocation and in the cohorts' reserved places."""
    known: set[str] | None = None
    if draft.allocation is not None:
        known = {criterion.id for criterion in draft.allocation.criteria}
        yield from _levels(draft.allocation.levels)
        yield from _twice("criteria", "id", [c.id for c in draft.allocation.criteria])
        yield from _twice("pins", "key", [p.key for p in draft.allocation.pins])
        yield from _fields(draft, draft.allocation)
        yield from _pins(draft, draft.allocation)
    for index, cohort in draft.cohorts:
        yield from _reserved(("cohorts", index, "reserved"), cohort, known)


def _levels(levels: Sequence[Aim]) -> Iterator[Defect]:
    for index, aim in enumerate(levels):
        place = ("allocation", "levels", index)
        before = levels[:index]
        if aim in before:
            yield _used_twice(place, aim)
        elif aim in _FIRST and not set(before) <= set(_FIRST):
            yield _order(place, aim, Text(da="Skriv det først.", en="Write it first."))
        elif Aim.TIE_BREAK in before:
            yield _order(place, aim, Text(da="Skriv tie_break sidst.", en="Write tie_break last."))
        elif aim in (Aim.DRAW, Aim.EARLIEST) and {Aim.DRAW, Aim.EARLIEST} & set(before):
            yield Defect(
                loc=place,
                problem=Text(
                    da="Enten lodtrækning eller »først til mølle«: begge kan ikke afgøre det.",
                    en="Either a draw or the earliest first: both can't decide it.",
                ),
                cure=Text(da="Slet draw eller earliest.", en="Delete draw or earliest."),
            )


def _order(loc: Loc, aim: Aim, cure: Text) -> Defect:
    problem = Text(da=f"»{aim}« står på en forkert plads.", en=f"“{aim}” stands in a wrong place.")
    return Defect(loc=loc, problem=problem, cure=cure)


def _used_twice(loc: Loc, word: str) -> Defect:
    return Defect(
        loc=loc,
        problem=Text(da=f"»{word}« står to gange.", en=f"“{word}” stands twice."),
        cure=Text(da="Slet den ene.", en="Delete one of them."),
    )


def _twice(part: str, name: str, words: Sequence[str]) -> Iterator[Defect]:
    for index, word in enumerate(words):
        if word in words[:index]:
            yield _used_twice(("allocation", part, index, name), word)


def _fields(draft: Draft, policy: AllocationPolicy) -> Iterator[Defect]:
    for index, criterion in enumerate(policy.criteria if draft.question_ids else ()):
        if criterion.field not in draft.question_ids:
            loc = ("allocation", "criteria", index, "field")
            yield _unknown(loc, "spørgsmål", "question", criterion.field, draft.question_ids)


def _pins(draft: Draft, policy: AllocationPolicy) -> Iterator[Defect]:
    known = {cohort.id for _, cohort in draft.cohorts}
    for index, pin in enumerate(policy.pins if draft.complete else ()):
        if pin.cohort and pin.cohort not in known:
            yield _unknown(("allocation", "pins", index, "cohort"), "hold", "cohort", pin.cohort, known)


def _reserved(loc: Loc, cohort: Cohort, criteria: set[str] | None) -> Iterator[Defect]:
    ids = [kept.id for kept in cohort.reserved]
    for index, kept in enumerate(cohort.reserved):
        if kept.id in ids[:index]:
            yield _used_twice((*loc, index, "id"), kept.id)
        yield from _reserve((*loc, index), kept, criteria)
    if sum(kept.places for kept in cohort.reserved) > cohort.participants_max:
        yield Defect(
            loc=loc,
            problem=Text(
                da="Der er reserveret flere pladser, end holdet har.",
                en="More places are reserved than the cohort has.",
            ),
            cure=Text(
                da=f"Reservér højst {cohort.participants_max} i alt.",
                en=f"Reserve {cohort.participants_max} in all, or fewer.",
            ),
        )


def _reserve(loc: Loc, kept: ReservedPlaces, criteria: set[str] | None) -> Iterator[Defect]:
    if not (kept.municipalities or kept.branches or kept.kinds or kept.criteria):
        yield Defect(
            loc=loc,
            problem=Text(da="Pladserne er reserveret til alle.", en="The places are reserved for everybody."),
            cure=Text(
                da="Tilføj municipalities, branches, kinds eller criteria.",
                en="Add municipalities, branches, kinds or criteria.",
            ),
        )
    for index, name in enumerate(kept.criteria if criteria is not None else ()):
        if name not in (criteria or ()):
            yield _unknown((*loc, "criteria", index), "kriterium", "criterion", name, criteria or ())


def _unknown(loc: Loc, danish: str, english: str, name: str, known: Iterable[str]) -> Defect:
    choices = sorted(known)
    return Defect(
        loc=loc,
        problem=Text(
            da=f"Der er ikke noget {danish} med id »{name}«.", en=f"No {english} has the id “{name}”."
        ),
        cure=suggestion(name, choices, one_of(choices) if choices else _ADD),
    )
