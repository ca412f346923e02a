"""Municipalities, workplaces, and rules over several applications."""

import pytest

from rules.application import Application
from rules.base import Cell
from rules.checks.duplicate import Duplicate
from rules.checks.municipality import Municipality
from rules.checks.workplace_limit import WorkplaceLimit
from rules.checks.workplaces import is_same, municipality_of, taken_apart
from rules.finding import Outcome
from rules.municipalities import find, is_outside, municipalities, suggest
from tests.unit.checks.made import CONTEXT, SOUND, applied, found


def test_all_98_municipalities_are_found_by_every_name() -> None:
    """Short and official names, in any spelling, lead to one municipality each."""
    listed = municipalities()
    assert len({m.code for m in listed}) == 98
    for m in listed:
        spelled = m.name.replace("ø", "oe").replace("å", "aa").replace("æ", "ae").replace("-", " ").upper()
        names = (m.name, m.official, f"{m.name} Kommune", spelled, f" {m.name.lower()}  kommune")
        assert {find(name) for name in names} == {m}


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Århus", "Aarhus"),
        ("Aarhus Kommune", "Aarhus"),
        ("Faaborg Midtfyn", "Faaborg-Midtfyn"),
        ("Fåborg-Midtfyn", "Faaborg-Midtfyn"),
        ("Høje Taastrup", "Høje-Taastrup"),
        ("Hoeje Tåstrup Kommune", "Høje-Taastrup"),
        ("Lyngby Tårbæk", "Lyngby-Taarbæk"),
        ("Bornholms Regionskommune", "Bornholm"),
        ("Kbenhavn", None),
        ("Kobenhavn", "København"),
        ("Nordfyns", "Nordfyn"),
        ("Vesthimmerland", "Vesthimmerland"),
        ("0751", "Aarhus"),
        ("Kbh.", "København"),
        ("Frb.", "Frederiksberg"),
        ("Rønne", None),
        ("Christiansø", None),
        ("", None),
    ],
)
def test_municipality_is_found_in_any_spelling(written: str, name: str | None) -> None:
    """Folding, hyphens, official forms and codes are understood; anything else is not guessed."""
    municipality = find(written)
    assert (municipality.name if municipality else None) == name


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Koldng", "Kolding"),
        ("Silkborg kommune", "Silkeborg"),
        ("Randes", "Randers"),
        ("Lyngby", "Lyngby-Taarbæk"),
        ("Skjern", "Ringkøbing-Skjern"),
        ("Rønne", None),
        ("xx", None),
    ],
)
def test_near_municipality_is_suggested(written: str, name: str | None) -> None:
    """A typing error gets a suggestion; a town that is no municipality gets none."""
    municipality = suggest(written)
    assert (municipality.name if municipality else None) == name


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Randers", []),
        ("", []),
        ("Rønne", [("municipality", Outcome.PERSON)]),
        ("Koldng", [("municipality_near", Outcome.PERSON)]),
        ("Christiansø", [("municipality_outside", Outcome.INELIGIBLE)]),
        ("christiansoe", [("municipality_outside", Outcome.INELIGIBLE)]),
        ("Grønland", [("municipality_outside", Outcome.INELIGIBLE)]),
        ("Tórshavn", [("municipality_outside", Outcome.INELIGIBLE)]),
    ],
)
def test_place_outside_the_98_is_not_eligible_an_unknown_one_needs_a_person(
    written: str, expected: list[tuple[str, Outcome]]
) -> None:
    """What asking can cure needs a person; a place known to lie elsewhere is out."""
    assert [(f.code, f.outcome) for f in found(Municipality(), municipality=written)] == expected


def test_no_municipality_is_outside() -> None:
    """The places outside share no name with the 98."""
    assert [m.name for m in municipalities() if is_outside(m.name) or is_outside(m.official)] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Børnehuset Solstrålen", "Bornehuset Solstraalen"),
        ("Børnehuset Solstrålen", "Boernehuset Solstraalen"),
        ("Børnehuset Solstrålen", "Børnehuset Solstålen"),
        ("Børnehuset Solstrålen", "Solstrålen"),
        ("Børnehuset Solstrålen", "Daginstitutionen Solstrålen"),
        ("Nørrebakkeskolen", "Nørrebakke Skole"),
        ("Nørrebakkeskolen", "NØRREBAKKESKOLEN, 8900 Randers"),
        ("Nørrebakkeskolen", "Nørrebakkeskolen i Randers Kommune"),
        ("Vej og Park", "Park & Vej"),
        ("Hjemmeplejen Nord", "Hjemmepleje, nord"),
        ("Plejecenter Åhaven", "Plejecentret Aahaven"),
        ("Jobcentret", "Jobcenter"),
        ("Team 1", "team-1"),
        ("Afd. A", "Afdeling A"),
    ],
)
def test_names_of_one_workplace_are_the_same(one: str, other: str) -> None:
    """Spelling, order, filling words and what kind of place it is make no difference."""
    assert is_same(taken_apart(one, "Randers"), taken_apart(other, "Randers"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hjemmeplejen Nord", "Hjemmeplejen Syd"),
        ("Team 1", "Team 2"),
        ("Team 1023", "Team 1024"),
        ("Afd. A", "Afd. B"),
        ("Skolen, afdeling 2b", "Skolen, afdeling 2c"),
        ("Børnehuset Solstrålen", "Børnehuset Månestrålen"),
        ("Børnehaven Søndervang", "Søndervangskolen"),
        ("Vestervangskolen", "Østervangskolen"),
        ("Nordskolen", "Sydskolen"),
        ("Egeskoven", "Egeskolen"),
        ("Store Heddinge Skole", "Lille Heddinge Skole"),
        ("Plejecenter Åhaven", "Hjemmeplejen Åhaven"),
        ("Børnehuset", "Børnehuset Solstrålen"),
        ("Ældrecenter Øst", "Ældrecenter Vest"),
        ("Hjemmeplejen distrikt III", "Hjemmeplejen distrikt IV"),
    ],
)
def test_names_of_two_workplaces_are_told_apart(one: str, other: str) -> None:
    """Compass points, numbers, letters and kinds of place tell siblings apart, however alike the rest is."""
    assert not is_same(taken_apart(one, "Randers"), taken_apart(other, "Randers"))


def people(*names: str) -> str:
    """A list of participants."""
    return "\n".join(f"{name}, TR" for name in names)


def team(key: str, row: int, **changes: Cell) -> Application:
    """One of several applications."""
    return applied({**SOUND, **changes}, key=key, row=row)


def test_duplicates_name_each_other_with_their_cells() -> None:
    """Each of the applications gets a finding that points to the others."""
    applications = [
        team("K1", 2),
        team("K2", 3, workplace="Norrebakke skole"),
        team("K3", 4, workplace="Jobcentret"),
    ]
    findings = list(Duplicate().check_block(applications, CONTEXT))
    assert [(key, f.cell, f.outcome, f.say("en")) for key, f in findings] == [
        (
            "K1",
            "D2",
            Outcome.PERSON,
            "The workplace seems to have applied more than once: see also Norrebakke skole (D3).",
        ),
        (
            "K2",
            "D3",
            Outcome.PERSON,
            "The workplace seems to have applied more than once: see also Nørrebakkeskolen (D2).",
        ),
    ]


@pytest.mark.parametrize(
    ("one", "other"), [("Århus", "Aarhus Kommune"), ("Koldng", "Kolding"), ("Rønne", "rønne")]
)
def test_workplaces_are_compared_within_one_municipality(one: str, other: str) -> None:
    """Spellings of a municipality, known or not, are one block."""
    blocks = {municipality_of(applied({"municipality": name}), CONTEXT) for name in (one, other)}
    assert len(blocks) == 1


def test_workplace_limit_counts_over_all_applications() -> None:
    """Four and three different people from one workplace are seven."""
    first = team("K1", 2, size="4", participants=people("Anna", "Bo", "Carl", "Dorte"))
    second = team("K2", 3, size="3", participants=people("Eva", "Finn", "Gerda"))
    findings = list(WorkplaceLimit().check_block([first, second], CONTEXT))
    assert [(key, f.code) for key, f in findings] == [("K1", "workplace_limit"), ("K2", "workplace_limit")]
    assert findings[0][1].say().startswith("Arbejdspladsen har i alt 7 deltagere på 2 ansøgninger")


@pytest.mark.parametrize(
    ("size", "names", "total"),
    [
        ("3", ("Anna", "Bo", "Eva"), 5),
        ("3", ("Eva", "Finn", "Gerda"), 7),
        ("5", ("Anna",), 8),
        ("", ("Eva",), 5),
    ],
)
def test_workplace_limit_counts_a_person_once(size: str, names: tuple[str, ...], total: int) -> None:
    """Somebody listed in both counts once; people who are only counted count as well."""
    first = team("K1", 2, size="4", participants=people("Anna", "Bo", "Carl", "Dorte"))
    second = team("K2", 3, size=size, participants=people(*names))
    found_total = [f for _, f in WorkplaceLimit(maximum=1).check_block([first, second], CONTEXT)]
    assert dict(found_total[0].params)["total"] == str(total)


def test_colleagues_with_one_address_are_several_people() -> None:
    """Four and three who all give the workplace's own address are seven."""
    names = ("Anna A", "Bo B", "Carl C", "Dorte D", "Eva E", "Finn F", "Gerda G")
    lines = [f"{name}, TR, kontor@skole.example" for name in names]
    first = team("K1", 2, size="4", participants="\n".join(lines[:4]))
    second = team("K2", 3, size="3", participants="\n".join(lines[4:]))
    (_, finding), *_ = WorkplaceLimit().check_block([first, second], CONTEXT)
    assert dict(finding.params)["total"] == "7"


def test_one_large_application_is_left_to_the_rule_on_size() -> None:
    """The limit over several applications needs several."""
    assert list(WorkplaceLimit().check_block([team("K1", 2, size="9")], CONTEXT)) == []


def test_many_duplicates_are_counted_after_the_first_five() -> None:
    """A message stays short enough to be read out."""
    applications = [team(f"K{n}", n) for n in range(2, 10)]
    (_, finding), *_ = Duplicate().check_block(applications, CONTEXT)
    assert finding.say().endswith("Nørrebakkeskolen (D7) … (+2).")


@pytest.mark.parametrize("name", [",", "?", "---", "(", "…", "\u200b"])
def test_workplace_without_a_word_stops_no_rule(name: str) -> None:
    """A name of signs alone has no parts; two of them are each other's duplicates, like any same names."""
    assert taken_apart(name) == ("", (), frozenset(), ())
    alike = [team("K1", 2, workplace=name), team("K2", 3, workplace=name)]
    assert [key for key, _ in Duplicate().check_block(alike, CONTEXT)] == ["K1", "K2"]
    assert [key for key, _ in WorkplaceLimit().check_block(alike, CONTEXT)] == []
