"""Real files: CSV as programs write it, XLSX with dates and merges, and files that are broken."""

import zipfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from integrations.programmes import read_programme
from integrations.table_faults import TableFault
from integrations.tables import LARGEST_FILE, LARGEST_UNPACKED, read_table, write_table
from rules.base import Cell
from rules.reading import Merge, Table, read

FORM = Path(__file__).parents[2] / "data" / "form-network.csv"
NETWORK = read_programme("network")
ROWS = (("Kommune", "Deltagere, navn"), ("Århus", 'Lone "K", leder\nJens; TR'), ("Ærø", "=1+1"))


def cells(table: Table) -> list[list[Cell]]:
    """Rows with blanks as "", and none at the end."""
    rows: list[list[Cell]] = [["" if cell is None else cell for cell in row] for row in table.rows]
    return [row[: max((n for n, c in enumerate(row, 1) if c != ""), default=0)] for row in rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize(("delimiter", "line"), [(",", "\r\n"), (";", "\n"), ("\t", "\r\n")])
def test_csv_is_read_as_programs_write_it(tmp_path: Path, encoding: str, delimiter: str, line: str) -> None:
    """Delimiter, line ends and encoding are found; quoted line breaks stay in their cell."""
    text = line.join(delimiter.join('"' + c.replace('"', '""') + '"' for c in row) for row in ROWS)
    file = tmp_path / "svar.csv"
    file.write_bytes(text.encode(encoding))
    assert read_table(file) == Table(rows=ROWS, serial_dates=False)


def test_csv_with_semicolons_may_hold_bare_commas(tmp_path: Path) -> None:
    """The delimiter is the one that gives most columns."""
    file = tmp_path / "svar.csv"
    file.write_text("Navn, rolle;Kommune;Antal\nLone, leder, TR;Aarhus;3\n", encoding="utf-8")
    assert read_table(file).rows[1] == ("Lone, leder, TR", "Aarhus", "3")


def test_csv_may_declare_its_delimiter(tmp_path: Path) -> None:
    """The line that Excel writes for itself is no row."""
    file = tmp_path / "svar.csv"
    file.write_text("sep=;\r\na;b\r\n", encoding="utf-8")
    assert read_table(file).rows == (("a", "b"),)


@pytest.mark.parametrize("name", ["svar.csv", "svar.tsv", "svar.xlsx"])
def test_written_responses_are_read_back(tmp_path: Path, name: str) -> None:
    """The form's responses survive every format, and are read alike."""
    table = read_table(FORM)
    write_table(tmp_path / name, table)
    back = read(NETWORK, read_table(tmp_path / name))
    assert cells(read_table(tmp_path / name)) == cells(table)
    assert [a.fingerprint for a in back.applications] == [
        a.fingerprint for a in read(NETWORK, table).applications
    ]


def test_written_text_is_never_a_formula(tmp_path: Path) -> None:
    """What an applicant wrote is text in the workbook, also to the program that opens it."""
    write_table(tmp_path / "svar.xlsx", Table(rows=(("=1+1", "+45", 3, 2.5, True, None, "a\x00b"),)))
    row = next(load_workbook(tmp_path / "svar.xlsx").worksheets[0].iter_rows())
    assert [cell.data_type for cell in row] == ["s", "s", "n", "n", "b", "n", "s"]
    assert [cell.value for cell in row] == ["=1+1", "+45", 3, 2.5, True, None, "ab"]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_within_cells_are_all_one(tmp_path: Path, end: str) -> None:
    """Windows, Mac or neither: the same answer, so the same case number, from CSV and from XLSX."""
    (tmp_path / "svar.csv").write_bytes(f'Kommune{end}"Lone{end}Jens"{end}'.encode())
    book = Workbook()
    for row, text in enumerate(("Kommune", f"Lone{end}Jens"), start=1):
        book.worksheets[0].cell(row, 1, text)
    book.save(tmp_path / "svar.xlsx")
    tables = [read_table(tmp_path / f"svar.{kind}") for kind in ("csv", "xlsx")]
    assert [table.rows for table in tables] == [(("Kommune",), ("Lone\nJens",))] * 2


def test_formula_without_a_value_stands_as_it_was_written(tmp_path: Path) -> None:
    """A program that doesn't calculate stores none; an answer that begins with = must not vanish."""
    book = Workbook()
    book.worksheets[0].append(["Antal", "Hvorfor?"])
    book.worksheets[0].append([3, '=HYPERLINK("http://example.org";"Klik her")'])
    book.save(tmp_path / "svar.xlsx")
    assert read_table(tmp_path / "svar.xlsx").rows[1] == (3, '=HYPERLINK("http://example.org";"Klik her")')


def test_workbook_gives_serial_dates_and_merges(tmp_path: Path) -> None:
    """Dates become what the Sheets API gives; merged blocks are told."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Tidsstempel", "Antal"])
    sheet.append([datetime(2024, 5, 21, 12, 0), 3])  # noqa: DTZ001 - a workbook holds wall time
    sheet.merge_cells("B2:B3")
    book.save(tmp_path / "svar.xlsx")
    table = read_table(tmp_path / "svar.xlsx")
    assert table.rows[1] == (45433.5, 3)
    assert table.merges == (Merge(first_row=2, last_row=3, first_column=2, last_column=2),)
    assert table.serial_dates


def test_workbook_of_the_other_epoch_gives_the_same_dates(tmp_path: Path) -> None:
    """Workbooks from old Macs count days from 1904; the dates are the same."""
    book = Workbook()
    book.epoch = datetime(1904, 1, 1)  # noqa: DTZ001
    book.worksheets[0].append([datetime(2024, 5, 21, 12, 0)])  # noqa: DTZ001
    book.save(tmp_path / "svar.xlsx")
    assert read_table(tmp_path / "svar.xlsx").rows == ((45433.5,),)


def test_sheet_with_the_responses_is_chosen(tmp_path: Path) -> None:
    """It is the one with the headers asked for; hidden ones and the ledger don't count."""
    book = Workbook()
    for title, row in (
        ("Noter", ["x"] * 30),
        ("Svar", ["Kommune", "Arbejdsplads"]),
        ("_ledger", ["Kommune"] * 40),
    ):
        book.create_sheet(title).append(row)
    book.create_sheet("Skjult").append(["Kommune", "Arbejdsplads", "Antal"])
    book["Skjult"].sheet_state = "hidden"
    book.save(tmp_path / "svar.xlsx")
    assert read_table(tmp_path / "svar.xlsx", headers=["KOMMUNE", "Arbejdsplads", "Antal"]).rows == (
        ("Kommune", "Arbejdsplads"),
    )
    assert len(read_table(tmp_path / "svar.xlsx").rows[0]) == 30


def bomb(file: Path) -> None:
    """A small archive that says it unpacks to a large one."""
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "a")
        archive.infolist()[0].file_size = LARGEST_UNPACKED + 1


def large(file: Path) -> None:
    """A file one byte too long, without its bytes on the disk."""
    with file.open("wb") as handle:
        handle.truncate(LARGEST_FILE + 1)


@pytest.mark.parametrize(
    ("name", "make", "code"),
    [
        ("svar.csv", lambda f: None, "file_missing"),
        ("svar.csv", lambda f: f.mkdir(), "file_is_folder"),
        ("svar.csv", lambda f: f.write_bytes(b""), "file_empty"),
        ("svar.csv", lambda f: f.write_bytes(b" \r\n"), "file_empty"),
        ("svar.csv", lambda f: f.write_bytes(b"PK\x03\x04\x00\x00"), "file_corrupt"),
        ("svar.csv", large, "file_too_large"),
        ("svar.xlsx", lambda f: f.write_bytes(b"Kommune;Antal"), "file_corrupt"),
        ("svar.xlsx", lambda f: f.write_bytes(b"PK\x03\x04 cut short"), "file_corrupt"),
        ("svar.xlsx", lambda f: f.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "file_protected"),
        ("svar.xlsx", bomb, "file_too_large"),
        ("svar.pdf", lambda f: f.write_bytes(b"%PDF"), "file_kind"),
    ],
)
def test_broken_file_is_told_in_plain_words(tmp_path: Path, name: str, make: object, code: str) -> None:
    """Each fault has its code, and its wording names the file in both languages."""
    assert callable(make)
    make(tmp_path / name)
    with pytest.raises(TableFault) as fault:
        read_table(tmp_path / name)
    assert fault.value.code == code
    assert name in fault.value.say("da")
    assert name in fault.value.say("en")


def test_archive_that_is_no_workbook_is_told(tmp_path: Path) -> None:
    """A ZIP file with another name's ending is not read as a workbook."""
    with zipfile.ZipFile(tmp_path / "svar.xlsx", "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(TableFault) as fault:
        read_table(tmp_path / "svar.xlsx")
    assert fault.value.code == "file_corrupt"


def test_file_is_complete_or_not_there(tmp_path: Path) -> None:
    """A write into a folder that isn't there leaves nothing behind."""
    with pytest.raises(TableFault) as fault:
        write_table(tmp_path / "no" / "svar.csv", Table(rows=(("a",),)))
    assert (fault.value.code, list(tmp_path.iterdir())) == ("folder_missing", [])


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([".csv", ".xlsx"]))
def test_any_bytes_give_a_table_or_a_fault(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, kind: str
) -> None:
    """No file is too strange."""
    file = tmp_path_factory.mktemp("any") / f"svar{kind}"
    file.write_bytes(content)
    with suppress(TableFault):
        assert read(NETWORK, read_table(file)).layout.header_row >= 1
