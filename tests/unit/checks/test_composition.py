"""Who takes part: roles, both sides, the TRIO, and how many."""

import pytest

from rules.checks.composition import Composition
from rules.checks.roles import Role, roles_of
from rules.checks.size import Size
from tests.unit.checks.made import codes, found

ELECTED_UNION, ELECTED_SAFETY = {Role.UNION}, {Role.SAFETY}


@pytest.mark.parametrize(
    ("written", "roles"),
    [
        *(
            (w, {Role.MANAGEMENT})
            for w in (
                "leder",
                "Skoleleder",
                "afdelingsleder",
                "souschef",
                "koordinator",
                "pædagogisk leder",
                "daglig leder",
                "ledende pædagog",
                "afdelingssygeplejerske",
                "Team leder",
                "Afd.leder",
                "Lederrepræsentant",
                "forstander",
                "arbejdsmiljøleder",
                "områdechef",
            )
        ),
        *(
            (w, ELECTED_UNION)
            for w in (
                "TR",
                "tr.",
                "T.R.",
                "FællesTR",
                "TR'er",
                "FTR",
                "tillidsrepræsentant",
                "Tillidsrepraesentant",
                "fællestillidsrepræsentant",
                "Fælles tillidsrepræsentant",
                "tillidsmand",
                "TR for lærerne",
                "lærer og TR",
                "TR (BUPL)",
                "lærer, TR",
                "tillids repræsentant",
            )
        ),
        *(
            (w, ELECTED_SAFETY)
            for w in (
                "AMR",
                "arbejdsmiljørepræsentant",
                "Arbejdsmiljø-repræsentant",
                "arbejdsmiljørep.",
                "fælles AMR",
                "FAMR",
                "A.M.R.",
                "fællesAMR",
                "arb.miljørepræsentant",
            )
        ),
        *((w, {Role.UNION, Role.SAFETY}) for w in ("TR/AMR", "AMR og TR")),
        *((w, {Role.NEITHER}) for w in ("medarbejder", "pædagog", "lærer", "læsevejleder", "Sosu-assistent")),
        ("tillidsvalgt", {Role.ELECTED}),
        *(
            (w, set())
            for w in (
                "",
                "TR-suppleant",
                "tidligere leder",
                "leder og AMR",
                "projektleder",
                "medarbejderrepræsentant",
                "formand",
                "kommende TR",
                "AMR-vikar?",
                "arbejdsmiljøkoordinator",
            )
        ),
    ],
)
def test_role_is_known_however_it_is_written(written: str, roles: set[Role]) -> None:
    """Management, elected and neither are told apart; deputies and words for both sides are unknown."""
    assert roles_of(written) == roles


def test_programme_may_add_role_words() -> None:
    """A programme's own words go before the known ones."""
    assert roles_of("Distriktsansvarlig", ("distriktsansvarlig",)) == {Role.MANAGEMENT}
    assert roles_of("koordinator", (), (), ("Koordinator",)) == {Role.NEITHER}


@pytest.mark.parametrize(
    ("kind", "roles", "expected"),
    [
        ("TRIO", ["leder", "TR", "AMR"], []),
        ("TRIO", ["leder", "FTR", "AMR", "medarbejder"], []),
        ("TRIO", ["leder", "TR/AMR"], []),
        ("TRIO", ["leder", "TR"], ["composition"]),
        ("TRIO", ["leder", "AMR"], ["composition"]),
        ("TRIO", ["TR", "AMR"], ["composition"]),
        ("TRIO", ["leder", "TR", "konsulentansvarlig"], ["composition_unclear"]),
        ("TRIO", ["leder", "TR", ""], ["composition_unclear"]),
        ("TRIO", ["leder", "TR", "AMR", "altmuligmand"], []),
        ("MED-udvalg", ["leder", "TR", "medarbejder"], []),
        ("MED-udvalg", ["leder", "leder"], ["composition"]),
        ("MED-udvalg", ["leder", "medarbejder"], ["composition"]),
        ("MED-udvalg", ["leder", "næstformand"], ["composition_unclear"]),
        ("MED-udvalg", ["leder", "TR", "næstformand"], []),
        ("Arbejdsmiljøgruppe", ["leder", "AMR"], []),
        ("Arbejdsmiljøgruppe", ["leder", "TR-suppleant"], ["composition_unclear"]),
        ("Arbejdsmiljøgruppe", ["TR", "AMR"], ["composition"]),
        ("Noget andet", ["leder", "TR"], []),
    ],
)
def test_composition_needs_both_sides(kind: str, roles: list[str], expected: list[str]) -> None:
    """Management and someone elected; a TRIO its three. An unknown role counts only where it would decide."""
    people = "\n".join(f"Person {chr(65 + n)}, {role}, p{n}@s.example" for n, role in enumerate(roles))
    assert codes(Composition(), group_kind=kind, participants=people) == expected


def test_composition_is_judged_on_the_list_alone() -> None:
    """The contact columns make nobody a participant."""
    (finding,) = found(Composition(), participants="Lone Kragh, leder\nIda Holm, AMR")
    assert (finding.cell, finding.say()) == (
        "I2",
        "På deltagerlisten mangler en tillidsrepræsentant (TR).",
    )
    assert finding.ask("en").startswith("Your list of participants lacks a union representative (TR).")


def test_unclear_role_is_named_with_its_person() -> None:
    """The consultant hears whose role is to be asked for."""
    (finding,) = found(Composition(), participants="Lone Kragh, leder\nJens Bach, TR\nBo Ek, vikar")
    assert "Bo Ek (vikar)" in finding.ask()


def test_list_without_people_is_left_to_required() -> None:
    """An empty list is found once, by the rule for blanks."""
    assert codes(Composition(), participants="") == []


@pytest.mark.parametrize(
    ("size", "people", "expected"),
    [
        ("3", 3, []),
        ("6", 6, []),
        ("1", 1, []),
        ("8", 3, ["size", "size_too_many"]),
        ("4", 3, ["size"]),
        ("2", 3, ["size"]),
        ("7", 7, ["size_too_many"]),
        ("", 7, ["size_too_many"]),
        ("", 3, []),
        ("mange", 7, ["size_too_many"]),
        ("0", 3, ["size", "size_too_few"]),
        ("2,5", 2, ["size"]),
        ("4", 0, []),
    ],
)
def test_size_agrees_with_the_list_and_the_limits(size: str, people: int, expected: list[str]) -> None:
    """One to six people, as many as are listed; without a number those listed are counted."""
    listed = "\n".join(f"Person {chr(65 + n)}, TR" for n in range(people))
    assert codes(Size(), size=size, participants=listed) == expected


def test_size_finding_says_both_numbers() -> None:
    """The question can be pasted into a mail as it stands."""
    first, second = found(Size(), size="8")
    assert (first.cell, first.say("en")) == ("H2", "The number of participants is 8, but 3 are listed.")
    assert second.ask() == "Der er plads til højst 6 fra hver arbejdsplads. Hvem af jer skal deltage?"


def test_line_that_stands_twice_is_one_person() -> None:
    """Three lines, two people: the number is asked about."""
    lone, ida = "Lone Kragh, leder, lone@skole.example", "Ida Holm, TR og AMR, ida@skole.example"
    (finding,) = found(Size(), size="3", participants=f"{lone}\n{lone}\n{ida}")
    assert (finding.code, dict(finding.params)["listed"]) == ("size", "2")
