"""Proposals for connecting a sheet: which column answers which question, which tab holds the responses."""

from random import Random

import pytest

from integrations.demo import demo_table
from integrations.programmes import read_programme
from rules.columns import HEADERS, LEDGER_TAB
from rules.connect import How, Match, propose_mapping, rank_tabs
from rules.reading.table import Table

NETWORK = read_programme("network")
OWN = [question.header for question in NETWORK.questions]


def proposed(headers: list[str]) -> dict[str, tuple[int, How]]:
    """Column and way of each question that has a column."""
    matches = propose_mapping(NETWORK, headers)
    return {m.question_id: (m.column, m.how) for m in matches if m.column}


def test_own_headers_are_found_exactly_whatever_their_order() -> None:
    """The sheet that the form leaves needs no choice by a person, sorted as it may be."""
    headers = Random(3).sample(OWN, len(OWN))
    expected = {q.id: (headers.index(q.header) + 1, How.EXACT) for q in NETWORK.questions}
    assert proposed(headers) == expected


def test_headers_are_compared_without_case_punctuation_and_spelling_of_letters() -> None:
    """MAILADRESSE, blanks and aa for å are the same header."""
    headers = [
        "  tidsstempel ",
        "MAILADRESSE",
        "Kommune:",
        "Er ansoegningen drøftet og\nbesluttet i TRIO/MED",
    ]
    assert proposed(headers) == {
        "timestamp": (1, How.EXACT),
        "email": (2, How.EXACT),
        "municipality": (3, How.EXACT),
        "decided": (4, How.EXACT),
    }


def test_alias_is_found_as_alias() -> None:
    """What the document lists as another header is said to be one."""
    assert proposed(["E-mail", "Ejerforhold"]) == {"email": (1, How.ALIAS), "sector": (2, How.ALIAS)}


@pytest.mark.parametrize(
    ("header", "question"),
    [
        ("Brance", "branch"),
        ("Hvilken kommune hører I til?", "municipality"),
        ("Arbejdspladsens navn (skole, plejehjem mv.)", "workplace"),
        ("Deltagernes navne, roller og e-mails", "participants"),
        ("Leders telefonnummer", "leader_phone"),
        ("Medarb.repræsentant: email", "representative_email"),
        ("Er ansøgningen besluttet i MED/TRIO?", "decided"),
    ],
)
def test_near_header_is_proposed_as_fuzzy(header: str, question: str) -> None:
    """A header in other words is proposed for a person to say yes to."""
    headers = ["" if q.id == question else q.header for q in NETWORK.questions] + [header]
    matches = {m.question_id: m for m in propose_mapping(NETWORK, headers)}
    assert (matches[question].column, matches[question].header, matches[question].how) == (
        len(headers),
        header,
        How.FUZZY,
    )


def test_foreign_header_is_proposed_for_nothing() -> None:
    """A column that coordinators added stays theirs."""
    assert proposed(["Noter", "Ringet op", "Farve", ""]) == {}


def test_several_columns_with_one_header_are_left_to_a_person() -> None:
    """Nothing is guessed between two columns that look alike; both can be chosen."""
    (match,) = [m for m in propose_mapping(NETWORK, ["Kommune", "Branche", "kommune"]) if m.candidates]
    assert match == Match(question_id="municipality", candidates=(1, 3))


def test_two_near_columns_are_left_to_a_person() -> None:
    """Two columns equally near are candidates, the nearer first."""
    matches = {
        m.question_id: m for m in propose_mapping(NETWORK, ["Lederens telefon nr", "Lederens telefon nr."])
    }
    assert (matches["leader_phone"].column, sorted(matches["leader_phone"].candidates)) == (0, [1, 2])


def test_own_columns_of_the_software_are_never_proposed() -> None:
    """A sheet connected before has Status and Hold: they answer no question."""
    assert proposed([*OWN, *HEADERS.values()]) == proposed(OWN)


def test_no_column_is_proposed_twice_for_any_mixture_of_headers() -> None:
    """One column answers one question."""
    known = [text for q in NETWORK.questions for text in (q.header, *q.aliases)]
    random = Random(1)
    for _ in range(20):
        headers = [_worn(random, header) for header in random.sample(known, 20)]
        columns = [m.column for m in propose_mapping(NETWORK, headers) if m.column]
        assert len(columns) == len(set(columns)), headers


def _worn(random: Random, header: str) -> str:
    """The header with a letter lost now and then."""
    cut = random.randrange(len(header))
    return header[:cut] + header[cut + 1 :] if random.random() < 0.5 else header


def test_participants_in_columns_are_found_by_the_first_one() -> None:
    """Where the document spreads participants over columns, the first person's column stands for all."""
    spread = tuple(
        q.model_copy(update={"columns": ("Deltager {n}: navn", "Deltager {n}: rolle")})
        if q.id == "participants"
        else q
        for q in NETWORK.questions
    )
    matches = propose_mapping(
        NETWORK.model_copy(update={"questions": spread}), ["Deltager 1: navn", "Deltager 2: navn"]
    )
    assert {m.question_id: m.column for m in matches if m.column} == {"participants": 1}


def test_responses_tab_is_ranked_first() -> None:
    """Among a spreadsheet's tabs the one with the form's headers leads; the ledger is none of them."""
    responses = demo_table(NETWORK, applications=5)
    moved = Table(rows=((), ("Ansøgninger 2024",), *responses.rows))
    phones = Table(rows=(("Kommune", "Telefon"), ("Aarhus", "1")))
    tabs = rank_tabs(
        NETWORK,
        {"Telefonliste": phones, "Formularsvar 1": moved, "Ark2": Table(rows=()), LEDGER_TAB: responses},
    )
    assert [(tab.title, tab.header_row, tab.matched) for tab in tabs] == [
        ("Formularsvar 1", 3, 21),
        ("Telefonliste", 1, 3),  # the phone may be either contact's
        ("Ark2", 1, 0),
    ]


def test_copy_with_fewer_rows_is_ranked_after_the_original() -> None:
    """Of two tabs with the same headers the fuller one is proposed."""
    full, copy = demo_table(NETWORK, applications=9), demo_table(NETWORK, applications=3)
    assert [tab.title for tab in rank_tabs(NETWORK, {"Kopi": copy, "Svar": full})] == ["Svar", "Kopi"]
