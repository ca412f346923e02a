"""From answers to a group: size, wishes and "no preference"."""

import pytest

from integrations.programmes import read_programme
from rules.allocation.model import DEFAULT_POLICY, CohortLimits
from rules.application import Answer, Application, Participant, Value
from rules.groups import group_of, problem_of

NETWORK = read_programme("network-2024")


def application(**values: Value) -> Application:
    """An application with these answers."""
    answers = {
        question: Answer(question=question, text=value if isinstance(value, str) else "", value=value)
        for question, value in values.items()
    }
    return Application(key="K1", answers=answers)


def people(count: int) -> tuple[Participant, ...]:
    """A list of so many participants."""
    return tuple(Participant(name=f"Deltager {n}", line=n) for n in range(1, count + 1))


@pytest.mark.parametrize(
    ("stated", "listed", "size"),
    [(4, 4, 4), (8, 3, 8), (3, 5, 3), (None, 3, 3), (0, 2, 2), (None, 0, 0), (4.0, 0, 4), ("fire", 2, 2)],
)
def test_size_is_the_number_stated_or_else_those_listed(stated: Value, listed: int, size: int) -> None:
    """The number stated counts where it can be read; without it the list does."""
    assert group_of(application(size=stated, participants=people(listed)), NETWORK).size == size


@pytest.mark.parametrize(
    ("first", "second", "wishes", "anywhere"),
    [
        ("Aarhus", "Odense", ("aarhus", "odense"), False),
        ("århus", "", ("aarhus",), False),
        ("Odense", "Ingen præference", ("odense",), True),
        ("Ingen præference", "", (), True),
        ("ingen praeference", "Odense C", ("odense",), True),
        ("Aarhus", "Århus", ("aarhus",), False),
        ("Skive", "Odense", ("odense",), False),
        ("", "", (), False),
    ],
)
def test_wishes_name_cohorts_in_any_spelling(
    first: str, second: str, wishes: tuple[str, ...], anywhere: bool
) -> None:
    """Names, aliases and Danish spellings are understood; a blank wish is no wish and not "anywhere"."""
    group = group_of(application(wish_1=first, wish_2=second), NETWORK)
    assert (group.wishes, group.anywhere) == (wishes, anywhere)


def test_municipality_is_one_however_it_is_spelled() -> None:
    """Århus, Aarhus and Aarhus Kommune are one municipality to the allocation."""
    spelled = ("Århus", "Aarhus", "Aarhus Kommune")
    assert {group_of(application(municipality=name), NETWORK).municipality for name in spelled} == {"0751"}


def test_problem_has_the_programmes_limits_and_policy() -> None:
    """The 2024 network: two cohorts of 45 people and 14 groups, and the usual order of aims."""
    problem = problem_of(NETWORK, [], seed=5)
    assert problem.cohorts == tuple(
        CohortLimits(id=cohort, participants_max=45, groups_max=14, groups_min=12)
        for cohort in ("aarhus", "odense")
    )
    assert (problem.levels, problem.seed) == (DEFAULT_POLICY, 5)
