"""What formulas come to."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=1+2*3^2", 19),
        ("=-2^2", 4),
        ("=(1+2)*3", 9),
        ("=10%", 0.1),
        ("=1/3", 1 / 3),
        ("=7-2-1", 4),
        ('="a"&"b"&1', "ab1"),
        ('="he said ""hi"""', 'he said "hi"'),
        ("=1<2", True),
        ('="a"="A"', True),
        ("=2<>2", False),
        ("=A1+B1", 3),
        ("=SUM(A1:B2)", 10),
        ("=SUM(A:A)", 4),
        ("=AVERAGE(A1:B2)", 2.5),
        ("=MIN(A1:B2)+MAX(A1:B2)", 5),
        ("=COUNT(A1:C2)", 4),
        ("=COUNTA(A1:C2)", 5),
        ("=ROUND(2.345;2)", 2.35),
        ('=IF(A1>0,"ja","nej")', "ja"),
        ('=IF(A1>5,"ja")', False),
        ("=IFERROR(1/0,7)", 7),
        ('=CONCATENATE("a",1,C1)', "a1tekst"),
        ('=LEN("æøå")', 3),
        ('=UPPER("æ")&LOWER("Ø")&TRIM("  a  b ")', "Æøa b"),
        ("=Svar!A1", 1),
        ("='Svar'!$B$2", 4),
        ("=Navn+1", 2),
        ("=TODAY()", 46568),
        ("=1/0", "#DIV/0!"),
        ('="a"+1', "#VALUE!"),
        ("=NOSUCH(1)", "#NAME?"),
        ("=nosuch", "#NAME?"),
        ("=Nope!A1", "#REF!"),
        ("=1+", "#ERROR!"),
        ("=H20", "#REF!"),
    ],
)
def test_formula_value(book: Any, formula: str, value: object) -> None:
    """A formula is kept as typed and comes to its value."""
    book.write("A1", [[1, 2, "tekst"], [3, 4]])
    grid = {"endRowIndex": 1, "endColumnIndex": 1}
    book.batch({"addNamedRange": {"namedRange": {"name": "Navn", "range": grid}}})
    book.write("H20", [[formula]])
    assert (book.read("H20", "FORMULA"), book.read("H20", "UNFORMATTED_VALUE")) == ([[formula]], [[value]])


def test_formula_is_worked_out_again_after_a_change(book: Any) -> None:
    """A formula shows what its cells hold now, through other formulas too."""
    book.write("A1", [[1, "=A1+1", "=B1+1"]])
    before = book.read()
    book.write("A1", [[10]])
    assert (before, book.read()) == ([["1", "2", "3"]], [["10", "11", "12"]])


def test_error_says_what_is_wrong(book: Any) -> None:
    """The effective value of a failed formula has Google's type and message."""
    book.write("A1", [["=NOSUCH(1)"]])
    cell = book.get("sheets.data.rowData.values(userEnteredValue,effectiveValue,formattedValue)")
    assert cell["sheets"][0]["data"][0]["rowData"][0]["values"] == [
        {
            "userEnteredValue": {"formulaValue": "=NOSUCH(1)"},
            "effectiveValue": {"errorValue": {"type": "NAME", "message": "Unknown function: 'NOSUCH'."}},
            "formattedValue": "#NAME?",
        }
    ]


def test_formula_in_a_range_is_filled_down(book: Any) -> None:
    """repeatCell writes a formula as if it were filled down."""
    book.write("A1", [[1], [2]])
    cell = {"userEnteredValue": {"formulaValue": "=A1*$A$1"}}
    grid = {"endRowIndex": 2, "startColumnIndex": 1, "endColumnIndex": 2}
    book.batch({"repeatCell": {"range": grid, "cell": cell, "fields": "userEnteredValue"}})
    assert book.read("B1:B2", "FORMULA") == [["=A1*$A$1"], ["=A2*$A$1"]]
