"""XLSX and CSV files as sheets of plain values: formulas come as their results or as text, never live."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet

from integrations.decoding import decoded

from .errors import Json

LARGEST_FILE = 20 * 1024 * 1024
"""Bytes of a file that is accepted."""
_LARGEST_UNPACKED = 300 * 1024 * 1024
_MOST_CELLS = 2_000_000
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - serial days have no zone
_PATTERNS = {"DATE": "dd-mm-yyyy", "DATE_TIME": "dd-mm-yyyy hh:mm:ss", "TIME": "hh:mm:ss"}
_PIXELS_PER_CHARACTER = 7


class BadFile(Exception):
    """A file that cannot be imported; `reason` is "unreadable", "large" or "empty"."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the file cannot be imported: {reason}")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class ImportedSheet:
    """One sheet of a file: CellData row by row, and its shape. Indexes are 0-based, ends exclusive."""

    title: str
    rows: list[list[Json]]
    merges: list[Json] = field(default_factory=list)
    hidden: bool = False
    hidden_columns: list[int] = field(default_factory=list)
    widths: dict[int, int] = field(default_factory=dict)
    frozen_rows: int = 0
    frozen_columns: int = 0


def read_file(content: bytes, name: str) -> tuple[ImportedSheet, ...]:
    """The sheets of an XLSX or CSV file; a CSV's only sheet is named after the file. Raises BadFile."""
    if len(content) > LARGEST_FILE:
        raise BadFile("large")
    if name.lower().endswith(".csv"):
        return (_read_csv(content, re.split(r"[\\/]", name)[-1][:-4] or "CSV"),)
    return _read_xlsx(content)


def _read_xlsx(content: bytes) -> tuple[ImportedSheet, ...]:
    _check_unpacked_size(content)
    try:
        results = load_workbook(io.BytesIO(content), data_only=True)
        typed = load_workbook(io.BytesIO(content))
    except Exception as error:  # openpyxl raises whatever its parsers raise on a broken file
        raise BadFile("unreadable") from error
    pairs = list(zip(results.worksheets, typed.worksheets, strict=True))
    if not pairs:
        raise BadFile("empty")
    if sum(sheet.max_row * sheet.max_column for sheet, _ in pairs) > _MOST_CELLS:
        raise BadFile("large")
    return tuple(_read_sheet(sheet, formulas) for sheet, formulas in pairs)


def _check_unpacked_size(content: bytes) -> None:
    """A small file can unpack to more than the machine holds; its own directory says so beforehand."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise BadFile("unreadable") from error
    if size > _LARGEST_UNPACKED:
        raise BadFile("large")


def _read_sheet(sheet: Worksheet, formulas: Worksheet) -> ImportedSheet:
    rows = [
        [_cell_data(result.value, formula.value) for result, formula in zip(*pair, strict=True)]
        for pair in zip(sheet.iter_rows(), formulas.iter_rows(), strict=True)
    ]
    pane = sheet.freeze_panes
    corner = sheet[pane] if isinstance(pane, str) else None
    return ImportedSheet(
        title=sheet.title,
        rows=_trimmed(rows),
        merges=[_merge(area.bounds) for area in sheet.merged_cells.ranges],
        hidden=sheet.sheet_state != "visible",
        hidden_columns=sorted(_columns(sheet, "hidden")),
        widths={
            column: round(dimension.width * _PIXELS_PER_CHARACTER) + 5
            for column, dimension in _columns(sheet, "customWidth").items()
            if dimension.width
        },
        frozen_rows=corner.row - 1 if corner else 0,
        frozen_columns=corner.column - 1 if corner else 0,
    )


def _columns(sheet: Worksheet, flag: str) -> dict[int, Any]:
    """The column dimensions that bear a flag, by 0-based index; one may stand for several columns."""
    found = {}
    for letters, dimension in sheet.column_dimensions.items():
        if not getattr(dimension, flag):
            continue
        first = dimension.min or column_index_from_string(letters)
        last = min(dimension.max or first, sheet.max_column)
        found.update({column - 1: dimension for column in range(first, last + 1)})
    return found


def _merge(bounds: tuple[int, int, int, int]) -> Json:
    left, top, right, bottom = bounds
    return {
        "startRowIndex": top - 1,
        "endRowIndex": bottom,
        "startColumnIndex": left - 1,
        "endColumnIndex": right,
    }


def _cell_data(result: object, typed: object) -> Json:
    """CellData of a cell; a formula without a stored result is imported as the text of the formula."""
    value = result if result is not None else getattr(typed, "text", typed)
    if value is None or value == "":
        return {}
    if isinstance(value, bool):
        return {"userEnteredValue": {"boolValue": value}}
    if isinstance(value, int | float):
        return {"userEnteredValue": {"numberValue": value}}
    if isinstance(value, datetime | date | time | timedelta):
        return _moment(value)
    return {"userEnteredValue": {"stringValue": str(value)}}


def _moment(value: datetime | date | time | timedelta) -> Json:
    if isinstance(value, timedelta):
        kind, days = "TIME", value / timedelta(days=1)
    elif isinstance(value, time):
        kind, days = "TIME", (datetime.combine(_EPOCH, value) - _EPOCH) / timedelta(days=1)
    else:
        full = value if isinstance(value, datetime) else datetime.combine(value, time())
        kind = "DATE" if full.time() == time() else "DATE_TIME"
        days = (full.replace(tzinfo=None) - _EPOCH) / timedelta(days=1)
    number_format = {"type": kind, "pattern": _PATTERNS[kind]}
    return {"userEnteredValue": {"numberValue": days}, "userEnteredFormat": {"numberFormat": number_format}}


def _read_csv(content: bytes, title: str) -> ImportedSheet:
    text = decoded(content)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        rows = [[_cell_data(_understood(cell), None) for cell in line] for line in lines]
    except csv.Error as error:
        raise BadFile("unreadable") from error
    if not any(any(row) for row in rows):
        raise BadFile("empty")
    if sum(map(len, rows)) > _MOST_CELLS:
        raise BadFile("large")
    return ImportedSheet(title=title, rows=_trimmed(rows), frozen_rows=1)


def _delimiter(text: str) -> str:
    """The separator that the first line has most of, outside quotes."""
    first = re.sub(r'"[^"]*"', "", text[:20_000]).split("\n", 1)[0]
    return max(";,\t", key=first.count)


_WHOLE = re.compile(r"-?(0|[1-9]\d{0,5})")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2})?)?")
_DANISH = re.compile(
    r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:,? (?:kl\. )?(\d{1,2})[.:](\d{2})(?:[.:](\d{2}))?)?"
)


def _understood(text: str) -> str | int | datetime:
    """Small whole numbers and whole dates are understood; all else stays text, phone numbers above all."""
    if _WHOLE.fullmatch(text):
        return int(text)
    try:
        if _ISO.fullmatch(text):
            return datetime.fromisoformat(text)
        if match := _DANISH.fullmatch(text):
            day, month, year, hour, minute, second = (int(part or 0) for part in match.groups())
            return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - cells have no zone
    except ValueError:
        pass
    # Exports of ours mark text that is no formula by an apostrophe; it is not part of the text.
    return text[1:] if re.match(r"'\s*[=+\-@\t\r\n]", text) else text


def _trimmed(rows: Iterable[list[Json]]) -> list[list[Json]]:
    kept = list(rows)
    while kept and not any(kept[-1]):
        kept.pop()
    return kept
