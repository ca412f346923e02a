"""What becomes of typed text."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("typed", "value", "shown"),
    [
        ("42", 42, "42"),
        ("0042", 42, "42"),
        ("-1.5", -1.5, "-1.5"),
        ("1e3", 1000, "1.00E+03"),
        ("2,000,000.01", 2000000.01, "2,000,000.01"),
        ("1,2,3", "1,2,3", "1,2,3"),
        ("12%", 0.12, "12%"),
        ("12.5%", 0.125, "12.50%"),
        ("$1,234.50", 1234.5, "$1,234.50"),
        ("TRUE", True, "TRUE"),
        ("false", False, "FALSE"),
        ("2020-01-01", 43831, "2020-01-01"),
        ("1/2/2020", 43832, "1/2/2020"),
        ("31/12/2020", "31/12/2020", "31/12/2020"),
        ("13:45", 0.5729166666666666, "13:45"),
        ("1:45 PM", 0.5729166666666666, "1:45 PM"),
        ("2020-01-01 12:00:00", 43831.5, "2020-01-01 12:00:00"),
        ("'0042", "0042", "0042"),
        ("'=1+1", "=1+1", "=1+1"),
        ("=1+1", 2, "2"),
        ("+1+1", 2, "2"),
        ("+45 20 12 34 56", "#ERROR!", "#ERROR!"),
        ("-", "-", "-"),
        ("@home", "@home", "@home"),
        (" padded ", " padded ", " padded "),
        ("Artur Артур", "Artur Артур", "Artur Артур"),
    ],
)
def test_typed_text_american(book: Any, typed: str, value: object, shown: str) -> None:
    """An American spreadsheet reads typed text as a person there means it."""
    book.write("A1", [[typed]])
    assert (book.read("A1", "UNFORMATTED_VALUE"), book.read("A1")) == ([[value]], [[shown]])


@pytest.mark.parametrize(
    ("typed", "value", "shown"),
    [
        ("1,5", 1.5, "1,5"),
        ("1.234,5", 1234.5, "1.234,50"),
        ("1.5.2027", 46508, "1.5.2027"),
        ("21/05/2024", 45433, "21/05/2024"),
        ("21-05-2024", 45433, "21-05-2024"),
        ("21/05/2024 08.12.31", 45433.34202546296, "21/05/2024 08.12.31"),
        ("10.30", 0.4375, "10.30"),
        ("50%", 0.5, "50%"),
        ("1.200 kr.", 1200, "1.200 kr."),
        ("SAND", True, "SAND"),
        ("=1,5+1", 2.5, "2,5"),
        ("=SUM(1;2)", 3, "3"),
        ("86 12 34 56", "86 12 34 56", "86 12 34 56"),
        ("20123456", 20123456, "20123456"),
    ],
)
def test_typed_text_danish(danish: Any, typed: str, value: object, shown: str) -> None:
    """A Danish spreadsheet has decimal commas, days first and times with dots."""
    danish.write("A1", [[typed]])
    assert (danish.read("A1", "UNFORMATTED_VALUE"), danish.read("A1")) == ([[value]], [[shown]])


@pytest.mark.parametrize("text", ["=1+1", "+45 20123456", "12%", "2020-01-01", "TRUE", "'x", "0042"])
def test_raw_text_stays_as_it_is(book: Any, text: str) -> None:
    """RAW stores text as it is, whatever it looks like."""
    book.write("A1", [[text]], "RAW")
    assert (book.read("A1"), book.read("A1", "FORMULA")) == ([[text]], [[text]])


def test_null_leaves_a_cell_and_empty_text_clears_it(book: Any) -> None:
    """null in a write skips the cell; an empty text clears it; only what was written is counted."""
    book.write("A1", [["a", "b", "c"]])
    reply = book.write("A1", [[None, "", "x"]])
    assert (book.read(), reply["updatedRange"], reply["updatedCells"]) == ([["a", "", "x"]], "Svar!A1:C1", 2)


def test_text_format_keeps_typed_numbers_as_text(book: Any) -> None:
    """What is typed into a cell with the text format stays text."""
    cell = {"userEnteredFormat": {"numberFormat": {"type": "TEXT"}}}
    book.batch({"repeatCell": {"range": {"endRowIndex": 1}, "cell": cell, "fields": "userEnteredFormat"}})
    book.write("A1", [["0042"]])
    assert book.read("A1", "UNFORMATTED_VALUE") == [["0042"]]


def test_date_render_option_decides_how_dates_come(book: Any) -> None:
    """Unformatted dates come as serial numbers, or as they are shown."""
    book.write("A1", [["2020-01-01"]])
    found = [
        book.read("A1", "UNFORMATTED_VALUE", dateTimeRenderOption=option)
        for option in ("SERIAL_NUMBER", "FORMATTED_STRING")
    ]
    assert found == [[[43831]], [["2020-01-01"]]]


@pytest.mark.parametrize(
    ("pattern", "kind", "value", "shown"),
    [
        ("#,##0.00", "NUMBER", -1234.567, "-1,234.57"),
        ("0000", "NUMBER", 42, "0042"),
        ("0.0#", "NUMBER", 1.5, "1.5"),
        ("0;(0);\"nul\"", "NUMBER", -3, "(3)"),
        ("0;(0);\"nul\"", "NUMBER", 0, "nul"),
        ("0.00E+00", "SCIENTIFIC", 12345, "1.23E+04"),
        ("", "PERCENT", 0.256, "25.60%"),
        ("dddd d mmmm yyyy", "DATE", 46568, "Wednesday 30 June 2027"),
        ("hh:mm:ss.000", "TIME", 0.5, "12:00:00.000"),
        ("[h]:mm", "TIME", 1.5, "36:00"),
        ("h:mm am/pm", "TIME", 0.75, "6:00 PM"),
    ],
)  # fmt: skip
def test_number_format_shows_the_value(book: Any, pattern: str, kind: str, value: float, shown: str) -> None:
    """A number is shown by its cell's pattern."""
    form = {"type": kind} | ({"pattern": pattern} if pattern else {})
    cell = {"userEnteredValue": {"numberValue": value}, "userEnteredFormat": {"numberFormat": form}}
    grid = {"endRowIndex": 1, "endColumnIndex": 1}
    book.batch({"repeatCell": {"range": grid, "cell": cell, "fields": "*"}})
    assert book.read("A1") == [[shown]]
