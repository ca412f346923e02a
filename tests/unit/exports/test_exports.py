"""Exports of tables: no live formulas, CPR numbers masked, Danish Excel opens them well."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from openpyxl import load_workbook

from integrations.exports import ExportTable, ExportValue, to_csv, to_xlsx
from integrations.exports.workbook import sheet_title

TRAPS = ("=1+1", "+45 20304050", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "  =1+1", "\n=1", "#N/A")


def _table(*values: ExportValue, header: str = "Svar") -> ExportTable:
    return ExportTable(title="Ansøgninger", headers=(header,), rows=tuple((v,) for v in values))


def _csv_rows(table: ExportTable) -> list[list[str]]:
    return list(csv.reader(io.StringIO(to_csv(table).decode("utf-8-sig"), newline=""), delimiter=";"))


def _xlsx_cells(table: ExportTable) -> list[tuple[object, str]]:
    sheet = load_workbook(io.BytesIO(to_xlsx(table))).worksheets[0]
    return [(row[0].value, row[0].data_type) for row in sheet.iter_rows(min_row=2)]


def test_csv_starts_with_a_byte_order_mark_and_parts_by_semicolon() -> None:
    """A CSV export is UTF-8 with byte order mark, semicolons and CRLF."""
    table = ExportTable(title="t", headers=("Kommune", "Hold"), rows=(("Tårnby", "Odense"),))
    assert to_csv(table) == "\ufeffKommune;Hold\r\nTårnby;Odense\r\n".encode()


@pytest.mark.parametrize("text", [trap for trap in TRAPS if trap != "#N/A"])
def test_csv_text_that_looks_like_a_formula_gets_an_apostrophe(text: str) -> None:
    """Text that a spreadsheet would read as a formula is neutralised by a leading apostrophe."""
    assert _csv_rows(_table(text))[1] == [f"'{text}"]


def test_csv_numbers_stay_numbers() -> None:
    """Negative numbers are no formulas; decimals have a comma, as Danish Excel reads them."""
    assert _csv_rows(_table(-5, -2.5, 3.0, 12))[1:] == [["-5"], ["-2,5"], ["3"], ["12"]]


def test_csv_times_are_danish() -> None:
    """An aware time is exported in Danish time; a date as it is; truth as ja or nej; None as blank."""
    values = _csv_rows(_table(datetime(2024, 6, 18, 12, 3, tzinfo=UTC), date(2024, 6, 18), True, False))
    assert values[1:] == [["2024-06-18 14:03:00"], ["2024-06-18"], ["ja"], ["nej"]]


def test_csv_a_header_is_neutralised_too() -> None:
    """A header comes from people's sheets, so it is as dangerous as an answer."""
    assert _csv_rows(_table(header="=HYPERLINK(1)"))[0] == ["'=HYPERLINK(1)"]


def test_csv_text_with_quotes_lines_and_semicolons_comes_back_whole() -> None:
    """Quotes, line breaks and separators within a text survive, and start no new cell."""
    text = 'Han sagde "ja";\nså =1+1'
    assert _csv_rows(_table(text))[1] == [text]


@pytest.mark.parametrize("text", TRAPS)
def test_xlsx_text_is_a_text_cell_whatever_it_starts_with(text: str) -> None:
    """In the workbook each text is a string cell, never a formula or an error value."""
    value, kind = _xlsx_cells(_table(text))[0]
    assert (value, kind) == (text.replace("\r", "\n"), "s")


def test_xlsx_stays_text_when_somebody_edits_the_cell() -> None:
    """Text like a formula carries Excel's quote prefix, so F2 and Enter do not bring it to life."""
    sheet = load_workbook(io.BytesIO(to_xlsx(_table("=1+1", "Hej")))).worksheets[0]
    assert [sheet.cell(row, 1).quotePrefix for row in (2, 3)] == [True, False]


def test_xlsx_numbers_and_times_keep_their_kind() -> None:
    """Numbers, truth values and times are typed cells; times are Danish."""
    moment = datetime(2024, 12, 1, 12, 0, tzinfo=UTC)
    assert _xlsx_cells(_table(-5, 2.5, True, moment)) == [
        (-5, "n"),
        (2.5, "n"),
        (True, "b"),
        (datetime(2024, 12, 1, 13, 0), "d"),  # noqa: DTZ001
    ]


def test_a_cpr_number_is_masked_in_text_numbers_and_headers() -> None:
    """No export carries a CPR number, even one that a spreadsheet turned into a number."""
    table = _table("Mit nr. er 150879-1234, ring", 1508791234, 108791234, header="Født 150879-1234")
    written = to_csv(table).decode("utf-8-sig") + str(_xlsx_cells(table))
    assert [n for n in ("150879", "1234", "108791234", "1508791234") if n in written] == []


def test_a_phone_number_is_not_masked() -> None:
    """Eight digits are a phone number, as text and as number."""
    assert _csv_rows(_table("20304050", 20304050))[1:] == [["20304050"], ["20304050"]]


def test_xlsx_characters_that_xml_forbids_are_replaced() -> None:
    """A stray control character cannot make the workbook unreadable."""
    assert _xlsx_cells(_table("a\x0bb\ud800"))[0] == ("a\ufffdb\ufffd", "s")


@pytest.mark.parametrize("number", [float("inf"), float("nan"), 12345678901234567890])
def test_xlsx_numbers_that_excel_would_bend_are_text(number: float) -> None:
    """Infinity, not-a-number and numbers of more than 15 digits are exported as text."""
    assert _xlsx_cells(_table(number)) == [(str(number), "s")]


def test_a_naive_time_is_refused() -> None:
    """A time without zone is a fault of the caller and is not exported two hours off."""
    with pytest.raises(ValueError, match="aware"):
        to_csv(_table(datetime(2024, 6, 18, 12, 3)))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Hold: Aarhus/Odense [2024]?", "Hold  Aarhus Odense  2024"),
        ("x" * 40, "x" * 31),
        ("'", "Ark"),
        ("Svar", "Svar (2)"),
    ],
)
def test_sheet_title_is_one_that_excel_accepts(title: str, expected: str) -> None:
    """Characters that Excel refuses are blanked, long titles cut, and a taken title gets a number."""
    assert sheet_title(title, frozenset({"svar"})) == expected
