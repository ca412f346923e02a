"""Files in and out of the embedded server: plain values only, never a live formula."""

import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from integrations.sheets_server import importing
from integrations.sheets_server.exporting import csv_of, workbook_of
from integrations.sheets_server.importing import BadFile, ImportedSheet, read_file
from integrations.sheets_server.xlsx import import_requests

FORM = Path(__file__).parents[2] / "data" / "form-network.csv"


def _xlsx(*rows: tuple[Any, ...], title: str = "Svar") -> Workbook:
    book = Workbook()
    book.worksheets[0].title = title
    for row in rows:
        book.worksheets[0].append(row)
    return book


def _read(book: Workbook) -> tuple[ImportedSheet, ...]:
    out = io.BytesIO()
    book.save(out)
    return read_file(out.getvalue(), "fil.xlsx")


def _csv(text: str) -> list[list[dict[str, Any]]]:
    return read_file(text.encode(), "svar.csv")[0].rows


def _entered(sheet: ImportedSheet) -> list[list[dict[str, Any] | None]]:
    return [[cell.get("userEnteredValue") for cell in row] for row in sheet.rows]


def _shown(text: str, **cell: Any) -> dict[str, Any]:
    return {"effectiveValue": {"stringValue": text}, "formattedValue": text, **cell}


def _spreadsheet(*rows: list[dict[str, Any]], **properties: Any) -> dict[str, Any]:
    data = {"rowData": [{"values": row} for row in rows]}
    return {"sheets": [{"properties": {"title": "Svar", **properties}, "data": [data]}]}


def _sheet(spreadsheet: dict[str, Any]) -> Any:
    return load_workbook(io.BytesIO(workbook_of(spreadsheet))).worksheets[0]


def test_import_of_a_formula_without_result_is_its_text() -> None:
    """A formula that no program has computed is imported as text that looks like it, not as a formula."""
    (sheet,) = _read(_xlsx(("=1+1",)))
    assert _entered(sheet) == [[{"stringValue": "=1+1"}]]


def test_import_keeps_text_numbers_and_truth_apart() -> None:
    """A phone number as text stays text, a number a number, and a blank cell blank."""
    (sheet,) = _read(_xlsx(("04123456", 3, 2.5, True, None, "x")))
    assert _entered(sheet) == [
        [
            {"stringValue": "04123456"},
            {"numberValue": 3},
            {"numberValue": 2.5},
            {"boolValue": True},
            None,
            {"stringValue": "x"},
        ]
    ]


def test_import_of_a_date_is_a_serial_day_with_a_format() -> None:
    """Dates become serial days since 30 December 1899 and carry a date format."""
    (sheet,) = _read(_xlsx((date(2024, 6, 18), datetime(2024, 6, 18, 12, 0))))  # noqa: DTZ001
    assert sheet.rows == [
        [
            {
                "userEnteredValue": {"numberValue": 45461.0},
                "userEnteredFormat": {"numberFormat": {"type": "DATE", "pattern": "dd-mm-yyyy"}},
            },
            {
                "userEnteredValue": {"numberValue": 45461.5},
                "userEnteredFormat": {
                    "numberFormat": {"type": "DATE_TIME", "pattern": "dd-mm-yyyy hh:mm:ss"}
                },
            },
        ]
    ]


def test_import_keeps_merges_hidden_columns_and_the_frozen_header() -> None:
    """Merged cells, hidden and wide columns and frozen panes come along."""
    book = _xlsx(("Overskrift", None), ("a", "b"))
    sheet = book.worksheets[0]
    sheet.merge_cells("A1:B1")
    sheet.freeze_panes = "A2"
    sheet.column_dimensions["B"].hidden = True
    sheet.column_dimensions["A"].width = 20
    (read,) = _read(book)
    merge = {"startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 2}
    assert (read.merges, read.hidden_columns, read.widths[0], read.frozen_rows, read.frozen_columns) == (
        [merge],
        [1],
        145,
        1,
        0,
    )


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"not a zip file", "x.xlsx", "unreadable"),
        (b"PK\x05\x06" + b"\0" * 18, "x.xlsx", "unreadable"),
        (b"", "x.csv", "empty"),
        (b"x" * (importing.LARGEST_FILE + 1), "x.csv", "large"),
    ],
)
def test_import_of_a_bad_file_says_why(content: bytes, name: str, reason: str) -> None:
    """A broken, blank or far too large file is refused with its reason."""
    with pytest.raises(BadFile) as refusal:
        read_file(content, name)
    assert refusal.value.reason == reason


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("=1+1", {"stringValue": "=1+1"}),
        ("20304050", {"stringValue": "20304050"}),
        ("0800", {"stringValue": "0800"}),
        ("'+4520304050", {"stringValue": "+4520304050"}),
        ("'citat'", {"stringValue": "'citat'"}),
        ("8", {"numberValue": 8}),
        ("18/06/2024 12.00.00", {"numberValue": 45461.5}),
        ("2024-06-18", {"numberValue": 45461.0}),
        ("31/02/2024", {"stringValue": "31/02/2024"}),
    ],
)
def test_import_of_csv_understands_only_what_is_certain(text: str, value: dict[str, Any]) -> None:
    """Small whole numbers and whole dates are understood; phone numbers and formulas stay text."""
    assert _csv(f"Svar;x\n{text};y\n")[1][0]["userEnteredValue"] == value


def test_import_of_csv_finds_separator_and_encoding() -> None:
    """A CSV of old Danish Excel (Windows-1252, semicolons) and one of Google (UTF-8, commas) read alike."""
    excel = read_file('Kommune;Hold\r\nTårnby;"a,b"\r\n'.encode("cp1252"), "a.csv")[0]
    google = read_file('Kommune,Hold\r\nTårnby,"a,b"\r\n'.encode(), "a.csv")[0]
    assert excel == google


def test_import_of_the_form_file_keeps_every_row() -> None:
    """The form's own sheet, saved as CSV, comes in whole: header and twelve responses of 21 columns."""
    (sheet,) = read_file(FORM.read_bytes(), "form-network.csv")
    assert (sheet.title, len(sheet.rows), {len(row) for row in sheet.rows}) == ("form-network", 13, {21})


def test_import_requests_never_take_a_title_or_id_in_use() -> None:
    """An import is a new sheet beside the old ones, whatever its name."""
    sheet = ImportedSheet(title="Svar", rows=[])
    added, _ = import_requests([sheet, sheet], [{"sheetId": 7, "title": "svar"}])
    assert [one["title"] for one in added] == ["Svar (2)", "Svar (3)"]
    assert len({7, *(one["sheetId"] for one in added)}) == 3


def test_export_has_no_live_formula() -> None:
    """A formula is exported as its result, text like a formula as text, an error as what is shown."""
    formula = {"effectiveValue": {"numberValue": 2}, "formattedValue": "2"}
    error = {"effectiveValue": {"errorValue": {"type": "REF"}}, "formattedValue": "#REF!"}
    sheet = _sheet(_spreadsheet([formula, _shown("=1+1"), error]))
    assert [(cell.value, cell.data_type) for cell in sheet[1]] == [(2, "n"), ("=1+1", "s"), ("#REF!", "s")]


def test_export_masks_a_cpr_number() -> None:
    """A CPR number in the sheet does not leave with the file."""
    spreadsheet = _spreadsheet([_shown("Svar")], [_shown("Mit nr. er 150879-1234")])
    csv_file = csv_of(spreadsheet["sheets"][0]).decode("utf-8-sig")
    assert (_sheet(spreadsheet)["A2"].value, csv_file) == (
        "Mit nr. er ••••••-••••",
        "Svar\r\nMit nr. er ••••••-••••\r\n",
    )


def test_export_of_a_date_is_a_date_in_excel_and_reads_as_shown_in_csv() -> None:
    """A date is a real date in the workbook, and the sheet's own wording in CSV."""
    when = {
        "effectiveValue": {"numberValue": 45461.5},
        "formattedValue": "18/06/2024 12.00.00",
        "userEnteredFormat": {"numberFormat": {"type": "DATE_TIME"}},
    }
    spreadsheet = _spreadsheet([_shown("Tid")], [when])
    assert _sheet(spreadsheet)["A2"].value == datetime(2024, 6, 18, 12, 0)  # noqa: DTZ001
    assert csv_of(spreadsheet["sheets"][0]).decode("utf-8-sig") == "Tid\r\n18/06/2024 12.00.00\r\n"


def test_export_and_import_give_back_the_same_values() -> None:
    """What is exported as XLSX and imported again holds the same texts and numbers."""
    number = {"effectiveValue": {"numberValue": -4.5}, "formattedValue": "-4,5"}
    exported = workbook_of(_spreadsheet([_shown("@x"), number], [_shown("-2+3")]))
    (sheet,) = read_file(exported, "x.xlsx")
    assert _entered(sheet) == [
        [{"stringValue": "@x"}, {"numberValue": -4.5}],
        [{"stringValue": "-2+3"}, None],
    ]
