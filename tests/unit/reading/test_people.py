"""The list of participants, in the ways in which people write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.reading.people import people

THREE = [
    ("Lone Kragh", "leder", "lone@s.example"),
    ("Jens Bach", "TR", "jens@s.example"),
    ("Ida Holm", "AMR", ""),
]


def listed(text: str) -> list[tuple[str, str, str]]:
    """Name, role and address of everybody found."""
    return [(p.name, p.role, p.email) for p in people(text).found]


@pytest.mark.parametrize(
    "text",
    [
        "Lone Kragh, leder, lone@s.example\nJens Bach, TR, jens@s.example\nIda Holm, AMR",
        "Lone Kragh; leder; lone@s.example\r\nJens Bach; TR; jens@s.example\r\nIda Holm; AMR",
        "Lone Kragh\tleder\tlone@s.example\nJens Bach\tTR\tjens@s.example\nIda Holm\tAMR",
        "Lone Kragh - leder - lone@s.example\nJens Bach – TR – jens@s.example\nIda Holm - AMR",
        "Lone Kragh (leder) lone@s.example\nJens Bach (TR), jens@s.example\nIda Holm (AMR)",
        "- Lone Kragh, leder, lone@s.example\n• Jens Bach, TR, jens@s.example\n* Ida Holm, AMR",
        "1. Lone Kragh, leder, lone@s.example\n2) Jens Bach, TR, jens@s.example\n3. Ida Holm, AMR,",
        "Navn, rolle\nLone Kragh, leder, lone@s.example\n\nJens Bach, TR, jens@s.example\nIda Holm, AMR",
        "Lone Kragh, leder, lone@s.example; Jens Bach, TR, jens@s.example; Ida Holm, AMR",
        "Lone Kragh, leder, lone@s.example, Jens Bach, TR, jens@s.example, Ida Holm, AMR",
        "Lone Kragh leder lone@s.example\nJens Bach TR jens@s.example\nIda Holm AMR",
        "leder: Lone Kragh, lone@s.example\nTR: Jens Bach, jens@s.example\nAMR: Ida Holm",
        "Lone Kragh <lone@s.example>, leder\nJens Bach <jens@s.example>, TR\nIda Holm, AMR",
        "Lone Kragh, lone@s.example, leder\nJens Bach, jens@s.example, TR\nIda Holm, AMR",
        "Lone Kragh, leder\nlone@s.example\nJens Bach, TR\njens@s.example\nIda Holm, AMR",
        "Lone Kragh, leder, lone@s.example\nJens Bach, TR, jens@s.example og Ida Holm, AMR",
        "Lone Kragh|leder|lone@s.example\nJens Bach|TR|jens@s.example\nIda Holm|AMR",
        "Lone Kragh, leder, mailto:lone@s.example\nJens Bach, TR, jens@s.example.\nog Ida Holm, AMR",
    ],
)
def test_people_are_read_however_they_are_written(text: str) -> None:
    """Separators, bullets, numbers, brackets and order make no difference."""
    assert listed(text) == THREE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Lone Kragh (leder), Jens Bach (TR) og Ida Holm (AMR)",
            [("Lone Kragh", "leder", ""), ("Jens Bach", "TR", ""), ("Ida Holm", "AMR", "")],
        ),
        ("Lone Kragh, leder og Jens Bach, TR", [("Lone Kragh", "leder", ""), ("Jens Bach", "TR", "")]),
        (
            "Lone Kragh, Jens Bach og Ida Holm",
            [("Lone Kragh", "", ""), ("Jens Bach", "", ""), ("Ida Holm", "", "")],
        ),
        ("Anna Bo, lærer og TR, anna@s.example", [("Anna Bo", "lærer og TR", "anna@s.example")]),
        ("Anna Bo, lærer, TR, anna@s.example", [("Anna Bo", "lærer, TR", "anna@s.example")]),
        ("Anna-Marie Bo-Hansen, TR-suppleant", [("Anna-Marie Bo-Hansen", "TR-suppleant", "")]),
        ("Anna Bo, teknisk designer, anna@s.example", [("Anna Bo", "teknisk designer", "anna@s.example")]),
        ("Anna Bo, TR, anna@s@example", [("Anna Bo", "TR", "anna@s@example")]),
        ("leder, lone@s.example", [("", "leder", "lone@s.example")]),
        ("lone@s.example", [("", "", "lone@s.example")]),
        ("Mette", [("Mette", "", "")]),
        ("Peter Kok, TR", [("Peter Kok", "TR", "")]),
        ("Peter Kok, Anna Gartner", [("Peter Kok", "", ""), ("Anna Gartner", "", "")]),
        ("Peter Kok, kok", [("Peter Kok", "kok", "")]),
        ("Ærø Østergaard, AMR, ae@s.example", [("Ærø Østergaard", "AMR", "ae@s.example")]),
        ("Lone Kragh\nJens Bach", [("Lone Kragh", "", ""), ("Jens Bach", "", "")]),
        ("Lone Kragh\nleder\nJens Bach\nTR", [("Lone Kragh", "leder", ""), ("Jens Bach", "TR", "")]),
        ("Ole d'Arc, TR/AMR", [("Ole d'Arc", "TR/AMR", "")]),
        ("Jens Bach, TR (BUPL), jens@s.example", [("Jens Bach", "TR, BUPL", "jens@s.example")]),
        ("", []),
        ("Navn, rolle, e-mail", []),
        ("–\n-\n  ", []),
    ],
)
def test_people_are_told_apart(text: str, expected: list[tuple[str, str, str]]) -> None:
    """Two in one line are two, one with two roles is one, and what is missing stays blank."""
    assert listed(text) == expected


def test_line_counts_within_the_cell() -> None:
    """A participant knows its line, blank lines and headings counted."""
    text = "Navn, rolle\n\nLone Kragh, leder\nJens Bach, TR"
    assert [p.line for p in people(text).found] == [3, 4]


def test_remark_among_the_people_is_left_over() -> None:
    """A sentence is nobody's name."""
    text = "Lone Kragh, leder\nVi mangler stadig at vælge vores nye tillidsmand efter sommer"
    assert people(text).leftover == ("Vi mangler stadig at vælge vores nye tillidsmand efter sommer",)


@pytest.mark.parametrize("remark", ["se vedhæftet", "Se bilag", "følger senere", "Mvh Lone"])
def test_remark_instead_of_people_is_left_over(remark: str) -> None:
    """Who points somewhere else has named nobody."""
    assert (people(remark).found, people(remark).leftover) == ((), (remark,))


@given(st.text(max_size=300))
def test_any_text_gives_people_or_leftovers(text: str) -> None:
    """No text is too strange to be read, and nobody found is without all of name, role and address."""
    assert all(p.name or p.role or p.email for p in people(text).found)
