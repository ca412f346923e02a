"""Every code of an explanation has its words, and sentences come out whole in both languages."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from string import Formatter

import pytest

from rules.allocation.changes import Change, Kind
from rules.allocation.explain import wording
from rules.allocation.explain.complaints import Against, Complaint
from rules.allocation.explain.forcing import Worse
from rules.allocation.explain.limit_costs import Demand
from rules.allocation.explain.saying import (
    say_against,
    say_change,
    say_level,
    say_remedy,
    say_why_here,
    say_why_not,
)
from rules.allocation.explain.smallest import Remedy
from rules.allocation.explain.why_here import Because, Better, WhyHere
from rules.allocation.explain.why_not import Decided, WhyNot
from rules.allocation.lottery.record import Chance, Verdict
from rules.allocation.program import LimitKind
from rules.allocation.queues import RankedBy
from rules.base import Text

NAMES = {"odense": Text(da="Odense", en="Odense")}
CATALOGUES = (
    wording.LEVELS,
    wording.WHY_NOT,
    wording.WHY_HERE,
    wording.CHANGES,
    wording.REMEDIES,
    wording.AGAINST,
    wording.LIMITS,
    wording.PASSED,
    wording.RANKED_BY,
    wording.DEMANDS,
)


def placeholders(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_both_languages_use_the_same_parameters(catalogue: Mapping[str, Text]) -> None:
    """What the Danish text fills in, the English fills in too."""
    assert {code: placeholders(text.da) for code, text in catalogue.items()} == {
        code: placeholders(text.en) for code, text in catalogue.items()
    }


@pytest.mark.parametrize(
    ("codes", "catalogue", "more"),
    [
        (Decided, wording.WHY_NOT, {"lot_with_chance"}),
        (Because, wording.WHY_HERE, set()),
        (Kind, wording.CHANGES, {f"{kind}_1" for kind in Kind if kind is not Kind.WISH}),
        (Against, wording.AGAINST, set()),
        (LimitKind, wording.LIMITS, set()),
        (RankedBy, wording.RANKED_BY, set()),
        (Demand, wording.DEMANDS, set()),
    ],
)
def test_every_code_has_its_words(
    codes: type[StrEnum], catalogue: Mapping[str, Text], more: Collection[str]
) -> None:
    """And there are no words for what is never said."""
    assert {code.value for code in codes} | set(more) == set(catalogue)


def test_level_that_decided_is_said_with_both_values() -> None:
    """What it would reach, and what it reaches."""
    said = say_why_not(WhyNot("A", Decided.LEVEL, Worse("wishes_2", 40, 38)))
    assert said.en == (
        "With the group in a cohort the allocation would reach 38 instead of 40: participants with wish "
        "number 2. It can't be better; that is proved."
    )


def test_lost_draw_is_said_with_its_chance() -> None:
    """Tickets and percent, where a lottery was published."""
    chance = Chance(key="A", verdict=Verdict.CHANCE, chance=185_000_000, tickets=185)
    said = say_why_not(WhyNot("A", Decided.LOT, chance=chance))
    assert said.da.endswith("gruppen stod på 185 af 1.000 lodder (chance 18 %).")
    assert say_why_not(WhyNot("A", Decided.LOT)) == wording.WHY_NOT["lot"]


def test_remedy_is_one_sentence() -> None:
    """Several limits at once, one of them by one."""
    steps = (Change(Kind.PARTICIPANTS, "odense", 2), Change(Kind.GROUPS, "odense", 1))
    said = say_remedy(Remedy(steps, "odense"), NAMES)
    assert said == Text(
        da="Med 2 deltagerpladser mere i Odense og med plads til én gruppe mere i Odense: så havde gruppen "
        "fået plads på Odense, uden at andre blev flyttet.",
        en="With 2 more places for participants in Odense and with room for one more group in Odense: the "
        "group would have had a place in Odense, with nobody else moved.",
    )


def test_wish_and_size_are_said_without_an_amount() -> None:
    """And a cohort without a name is called by its id."""
    assert say_change(Change(Kind.WISH, "skive", key="A"), NAMES).en == "if skive had also been a wish"
    assert (
        say_change(Change(Kind.SIZE, amount=1, key="A"), NAMES).en == "if the group had had one person fewer"
    )


def test_why_here_says_each_better_cohort() -> None:
    """First the place, then what speaks against each better one."""
    better = (Better("odense", 1, Because.LEVEL, Worse("spread", 9, 8)),)
    said = say_why_here(WhyHere("A", "skive", 2, Because.BETTER_TAKEN, better), NAMES)
    assert [text.en for text in said] == [
        "It is the group's wish number 2. Why not a better one is said below.",
        "Odense (wish number 1): then the allocation would reach 8 instead of 9: different branches in the "
        "cohorts.",
    ]


def test_what_speaks_against_a_complaint_is_said() -> None:
    """A limit, a level, and the draw."""
    said = [
        say_against(Complaint("A", "B", "odense", against, what, by)).en
        for against, what, by in (
            (Against.LIMIT, "participants", 2),
            (Against.LEVEL, "places", 1),
            (Against.LOT, "", 0),
        )
    ]
    assert said == [
        "the place would not do: 2 places are lacking",
        "it would cost 1: participants with a place",
        "as good; the draw chose",
    ]
    assert say_level("wishes").en == "participants with their first wish"
