"""Rules over single answers: required, e-mail, phone, sector, group kind, wishes, contact, CPR."""

import pytest

from rules.base import Cell
from rules.checks.contact import Contact
from rules.checks.cpr import Cpr
from rules.checks.email import Email, is_email
from rules.checks.group_kind import Group, GroupKind, group_kind
from rules.checks.phone import Phone
from rules.checks.required import Required
from rules.checks.sector import Sector
from rules.checks.size import Size
from rules.checks.wishes import Wishes
from rules.finding import Outcome
from tests.unit.checks.made import NETWORK, codes, found


@pytest.mark.parametrize("rule", NETWORK.rules, ids=lambda rule: rule.kind)
def test_rule_of_the_shipped_programme_can_be_said_in_both_languages(rule: object) -> None:
    """Every rule has wording in Danish and English."""
    message = getattr(rule, "message")  # noqa: B009 - the union's members share it
    assert message.da
    assert message.en


def test_required_finds_each_blank_answer_at_its_cell() -> None:
    """Blanks and missing answers of the questions that must be answered are found, no others."""
    findings = found(Required(), workplace="  ", decided=None, wish_2="")
    assert [(f.code, f.cell, f.field) for f in findings] == [
        ("required", "D2", "workplace"),
        ("required", "T2", "decided"),
    ]
    assert findings[0].say("en") == "“Arbejdsplads” is not filled in."


def test_required_may_name_its_questions() -> None:
    """A rule with fields of its own looks at those alone."""
    assert [f.field for f in found(Required(fields=("wish_2",)), wish_2=None, workplace=None)] == ["wish_2"]


@pytest.mark.parametrize(
    ("address", "valid"),
    [
        ("lone@skole.example", True),
        ("a.b-c+d@e-f.dk", True),
        ("lone@ærø.dk", True),
        ("aa@social@example", False),
        ("lone@skole", False),
        ("lone@@skole.dk", False),
        ("lone skole.dk", False),
        ("lone@skole..dk", False),
        ("lone@-skole.dk", False),
        ("søren@skole.dk", False),
        ("lone@skole.dk, jens@skole.dk", False),
        (".lone@skole.dk", False),
        ("x" * 65 + "@skole.dk", False),
    ],
)
def test_email_is_judged_by_its_form(address: str, valid: bool) -> None:
    """An address is one that mail could be sent to; nothing is looked up."""
    assert is_email(address) is valid


def test_email_rule_looks_at_contacts_and_listed_people() -> None:
    """All questions of type e-mail are checked, and the addresses on the list."""
    findings = found(
        Email(), leader_email="lone(a)skole", participants="Lone Kragh, leder, lone@skole\nJens, TR"
    )
    assert [(f.field, f.value) for f in findings] == [
        ("leader_email", "lone(a)skole"),
        ("participants", "lone@skole"),
    ]


def test_phone_rule_finds_what_has_not_eight_digits() -> None:
    """Both contacts' numbers are checked; a blank is left to `required`."""
    findings = found(Phone(), leader_phone="5692000", representative_phone="")
    assert [(f.code, f.cell, f.value) for f in findings] == [("phone", "L2", "5692000")]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Kommunal", []),
        ("kommunal ", []),
        ("Selvejende med driftsoverenskomst", [("sector", Outcome.PERSON)]),
        ("Ved ikke", [("sector", Outcome.PERSON)]),
        ("Privat/kommunal", [("sector", Outcome.PERSON)]),
        ("", [("sector_blank", Outcome.PERSON)]),
        ("Regional", [("sector_outside", Outcome.INELIGIBLE)]),
        ("Statslig", [("sector_outside", Outcome.INELIGIBLE)]),
        ("privat", [("sector_outside", Outcome.INELIGIBLE)]),
        ("Region Midtjylland", [("sector_outside", Outcome.INELIGIBLE)]),
        ("Privat/selvejende", [("sector", Outcome.PERSON)]),
    ],
)
def test_sector_must_be_municipal(written: str, expected: list[tuple[str, Outcome]]) -> None:
    """Region, state and private are out; self-governing and unknown need a person."""
    assert [(f.code, f.outcome) for f in found(Sector(), sector=written)] == expected


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("TRIO", Group.TRIO),
        ("Trio ", Group.TRIO),
        ("MED-udvalg", Group.MED),
        ("Lokal-MED", Group.MED),
        ("HovedMED", Group.MED),
        ("Arbejdsmiljøgruppe", Group.AMG),
        ("AMG", Group.AMG),
        ("arbejdsmiljøgruppen", Group.AMG),
        ("TRIO/MED", None),
        ("Andet", None),
        ("", None),
    ],
)
def test_group_kind_is_read_from_its_name(written: str, kind: Group | None) -> None:
    """One kind is understood however it is written; several or none are not guessed."""
    assert group_kind(written) is kind


def test_group_kind_that_may_not_apply_is_found() -> None:
    """A programme may leave out a kind."""
    assert codes(GroupKind(allowed=(Group.TRIO,)), group_kind="MED-udvalg") == ["group_kind"]
    assert codes(GroupKind(), group_kind="Venner") == ["group_kind"]
    assert codes(GroupKind()) == []


@pytest.mark.parametrize(
    "written", ["Aarhus", "århus", "Odense ", "Ingen præference", "ingen praeference", ""]
)
def test_known_wish_is_fine(written: str) -> None:
    """Cohorts by name or alias, no preference, and no second wish are fine."""
    assert codes(Wishes(), wish_2=written) == []


def test_second_wish_may_repeat_the_first() -> None:
    """A repeated wish is no fault."""
    assert codes(Wishes(), wish_1="Aarhus", wish_2="Aarhus") == []


def test_unknown_wish_is_found_with_the_cohorts_to_choose_from() -> None:
    """A wish for a cohort that isn't there needs a person."""
    (finding,) = found(Wishes(), wish_1="Herning")
    assert (finding.code, finding.cell, finding.outcome) == ("wishes", "Q2", Outcome.PERSON)
    assert finding.say("en") == "“Herning” is not one of the cohorts (Aarhus, Odense)."


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"leader_email": ""}, [("contact", "K2")]),
        ({"representative_name": "", "representative_phone": ""}, [("contact_employees", "M2")]),
        ({"representative_role": "leder"}, [("contact_other_role", "N2")]),
        ({"representative_role": "medarbejder"}, [("contact_other_role", "N2")]),
        ({"representative_role": "kontaktperson"}, []),
    ],
)
def test_contact_details_of_both_sides_are_needed(
    changes: dict[str, Cell], expected: list[tuple[str, str]]
) -> None:
    """One finding for each side, at its first blank; a leader is no representative of the employees."""
    assert [(f.code, f.cell) for f in found(Contact(), **changes)] == expected


@pytest.mark.parametrize(
    "written",
    [
        "cpr 010170-1234",
        "0101701234",
        "010170 1234",
        "Født 290200-1234.",
        "010170 - 1234",
        "010170–1234",
        "01.01.70-1234",
        "01011970-1234",
        "01 01 70-1234",
        "01 01 70 1234",
        "01.01.70 1234",
        "01.01.70.1234",
        "010170.1234",
        "010170--1234",
        "010170\u200b-1234",
        "0101701234 20998877",
    ],
)
def test_cpr_number_is_found_and_masked(written: str) -> None:
    """With hyphen, blank or neither, a number with a possible date is found, and never shown."""
    (finding,) = found(Cpr(), motivation=f"Ring: {written}, tak")
    assert (finding.code, finding.cell) == ("cpr", "U2")
    assert "1234" not in finding.model_dump_json()
    assert finding.value.count("••••••-••••") == 1


@pytest.mark.parametrize(
    "written",
    [
        "86 12 34 56",
        "+45 86123456",
        "310299-1234",
        "991370-1234",
        "123456789",
        "2024-05-21",
        "01017012345",
        "10.09.24 1400",
        "01.13.70-1234",
        "20 12 34 56 20 12 34 56",
        "18/06/2024 23.59.59",
    ],
)
def test_other_numbers_are_no_cpr_numbers(written: str) -> None:
    """Phones, impossible dates and longer or shorter numbers are left alone."""
    assert codes(Cpr(), motivation=written) == []


def test_cpr_number_that_lost_its_leading_zero_is_masked() -> None:
    """A sheet makes a number of it; neither the number nor what is counted from it is shown."""
    findings = [*found(Phone(), leader_phone=101701234), *found(Size(), size=101701234)]
    findings += found(Cpr(), leader_phone=101701234.0)
    assert [f.code for f in findings] == ["phone", "size", "size_too_many", "cpr"]
    assert all("1017" not in f.model_dump_json() for f in findings)


def test_every_text_is_searched_for_cpr_numbers() -> None:
    """A number may land in any answer, the list of participants and names included."""
    fields = ("workplace", "participants", "leader_name", "leader_phone", "branch")
    findings = found(Cpr(), **dict.fromkeys(fields, "Lone 010170-1234"))
    assert [f.field for f in findings] == [q.id for q in NETWORK.questions if q.id in fields]


def test_cpr_number_is_masked_in_findings_of_other_rules() -> None:
    """Whatever a rule shows of an answer has no CPR number in it."""
    findings = [*found(Phone(), leader_phone="010170-1234"), *found(Wishes(), wish_1="Aarhus 010170-1234")]
    assert [f.value for f in findings] == ["••••••-••••", "Aarhus ••••••-••••"]
    assert all("1234" not in f.model_dump_json() for f in findings)
