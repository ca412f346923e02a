"""Tables from and to files: CSV as spreadsheets export it, and XLSX."""

import csv
import io
import os
import re
import tempfile
import zipfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from statistics import median

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils.datetime import to_excel
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from integrations.decoding import decoded
from integrations.table_faults import TableFault
from rules.base import Cell
from rules.columns import LEDGER_TAB
from rules.folding import words
from rules.reading.cells import text_of
from rules.reading.table import Merge, Table

LARGEST_FILE = 50_000_000
LARGEST_UNPACKED = 500_000_000
MOST_CELLS = 5_000_000

_CSV = frozenset({".csv", ".tsv", ".txt"})
_XLSX = frozenset({".xlsx", ".xlsm"})
_DELIMITERS = (",", ";", "\t")
_SAMPLE = 30
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\r?\n')
_FORMULA = re.compile(rb"<f[ >/]")
_OLE = b"\xd0\xcf\x11\xe0"  # old XLS, and XLSX with a password
_LONGEST_FIELD = 1_000_000


def read_table(path: Path, *, headers: Collection[str] = ()) -> Table:
    """The cells of a CSV or XLSX file. Raises `TableFault`.

    Of a workbook's visible sheets it is the one with most of `headers`, else most cells; never the ledger.
    Dates become serial numbers, as the Sheets API gives them; in CSV everything is text.
    """
    content = _content(path)
    kind = path.suffix.lower()
    if kind in _CSV:
        return _from_csv(content, path)
    if kind not in _XLSX:
        raise TableFault("file_kind", path)
    return _from_xlsx(content, path, headers)


def write_table(path: Path, table: Table, *, title: str = "Formularsvar 1") -> None:
    """Writes CSV as Google exports it, or XLSX in which text is text, never a formula. Raises `TableFault`.

    The file is complete or not there: it is written beside its place and then moved.
    """
    kind = path.suffix.lower()
    if kind not in _CSV | _XLSX:
        raise TableFault("file_kind", path)
    if not path.parent.is_dir():
        raise TableFault("folder_missing", path, folder=path.parent)
    content = _to_xlsx(table, title) if kind in _XLSX else _to_csv(table, "\t" if kind == ".tsv" else ",")
    with _disk_faults(path):
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o600)
        Path(name).replace(path)


def _content(path: Path) -> bytes:
    with _disk_faults(path):
        if path.stat().st_size > LARGEST_FILE:
            raise TableFault("file_too_large", path, limit=LARGEST_FILE // 1_000_000)
        content = path.read_bytes()
    if not content.strip():
        raise TableFault("file_empty", path)
    return content


@contextmanager
def _disk_faults(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise TableFault("file_missing", path) from error
    except IsADirectoryError as error:
        raise TableFault("file_is_folder", path) from error
    except PermissionError as error:
        raise TableFault("file_locked", path) from error
    except OSError as error:
        raise TableFault("file_unreadable", path, reason=error.strerror or "") from error


def _from_csv(content: bytes, path: Path) -> Table:
    if b"\x00" in content[:1000] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise TableFault("file_corrupt", path)
    text = _one_line_end(decoded(content))
    declared = _SEPARATOR_LINE.match(text)
    text = text[declared.end() :] if declared else text
    try:
        delimiter = declared[1] if declared else _delimiter(text)
        rows = tuple(tuple(row) for row in _records(text, delimiter))
    except csv.Error as error:
        raise TableFault("file_corrupt", path) from error
    _refuse_too_many(sum(map(len, rows)), path)
    return Table(rows=rows, serial_dates=False)


def _one_line_end(text: str) -> str:
    """Line ends within cells differ from program to program; case numbers must not."""
    return text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")


def _delimiter(text: str) -> str:
    """The one that gives the most columns."""
    return max(_DELIMITERS, key=lambda delimiter: _columns(text, delimiter))


def _columns(text: str, delimiter: str) -> float:
    sample = (len(row) for row, _ in zip(_records(text, delimiter), range(_SAMPLE), strict=False))
    return median(tuple(sample) or (0,))


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(_LONGEST_FIELD)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _from_xlsx(content: bytes, path: Path, headers: Collection[str]) -> Table:
    if content.startswith(_OLE):
        raise TableFault("file_protected", path)
    try:
        _refuse_bombs(content, path)
        book = load_workbook(io.BytesIO(content), data_only=True)
        written = load_workbook(io.BytesIO(content)) if _has_formulas(content) else book
    except (
        zipfile.BadZipFile,
        InvalidFileException,
        KeyError,
        ValueError,
        TypeError,
        SyntaxError,
        OSError,
    ) as error:
        raise TableFault("file_corrupt", path) from error
    sheets = [
        sheet for sheet in book.worksheets if sheet.sheet_state == "visible" and sheet.title != LEDGER_TAB
    ]
    if not sheets:
        raise TableFault("file_empty", path)
    wanted = {words(header) for header in headers}
    sheet = max(sheets, key=lambda one: (_alike(one, wanted), one.max_row * one.max_column))
    _refuse_too_many(sheet.max_row * sheet.max_column, path)
    return _sheet_table(sheet, written[sheet.title])


def _has_formulas(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        return any(_FORMULA.search(archive.read(name)) for name in sheets)


def _refuse_bombs(content: bytes, path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED:
            raise TableFault("file_too_large", path, limit=LARGEST_UNPACKED // 1_000_000)


def _refuse_too_many(cells: int, path: Path) -> None:
    if cells > MOST_CELLS:
        raise TableFault("file_too_large", path, limit=LARGEST_FILE // 1_000_000)


def _alike(sheet: Worksheet, wanted: set[tuple[str, ...]]) -> int:
    """How many of the wanted headers the likeliest of the first rows holds."""
    rows = sheet.iter_rows(max_row=min(sheet.max_row, _SAMPLE), values_only=True)
    return max((len(wanted & {words(str(cell)) for cell in row if cell}) for row in rows), default=0)


def _sheet_table(sheet: Worksheet, written: Worksheet) -> Table:
    """What the cells show; a formula whose value the file does not hold stands as it was written."""
    both = zip(sheet.iter_rows(values_only=True), written.iter_rows(values_only=True), strict=True)
    rows = tuple(
        tuple(_cell(source if value is None else value) for value, source in zip(*row, strict=True))
        for row in both
    )
    merges = tuple(
        Merge(first_row=m.min_row, last_row=m.max_row, first_column=m.min_col, last_column=m.max_col)
        for m in sheet.merged_cells.ranges
    )
    return Table(rows=rows, merges=merges, serial_dates=True)


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return _one_line_end(value)
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime | date | time | timedelta):
        return float(to_excel(value))  # type: ignore[no-untyped-call]
    return str(value)


def _to_csv(table: Table, delimiter: str) -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, lineterminator="\r\n").writerows(
        [text_of(cell) for cell in row] for row in table.rows
    )
    return written.getvalue().encode()


def _to_xlsx(table: Table, title: str) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row, cells in enumerate(table.rows, start=1):
        for column, value in enumerate(cells, start=1):
            _write_cell(sheet, row, column, value)
    for merge in table.merges:
        sheet.merge_cells(None, merge.first_row, merge.first_column, merge.last_row, merge.last_column)
    sheet.freeze_panes = "A2"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _write_cell(sheet: Worksheet, row: int, column: int, value: Cell) -> None:
    if value is None or value == "":
        return
    cell = sheet.cell(row, column, ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = True
