"""XLSX without live formulas: every text is a text cell, whatever it starts with."""

import io
import re
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as Square
from openpyxl.cell.cell import MergedCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from integrations.exports.safety import safe
from integrations.exports.table import ExportTable, ExportValue
from rules.checks.masking import mask

_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_TITLE = 31
_QUOTED = frozenset("=+-@'")
_NARROW, _WIDE = 9, 48


def to_xlsx(table: ExportTable) -> bytes:
    """The table as a workbook with one sheet; the header row is bold, frozen and can be filtered by."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = sheet_title(table.title)
    for row, values in enumerate((table.headers, *table.rows), start=1):
        for column, value in enumerate(values, start=1):
            put(sheet.cell(row, column), value)
    _dress(sheet, table)
    return saved(book)


def put(square: Square | MergedCell, value: ExportValue) -> None:
    """Write one value; text is stored as text, and stays text when somebody edits the cell in Excel.

    The covered part of a merged cell holds nothing and is left alone.
    """
    if isinstance(square, MergedCell):
        return
    value = safe(value)
    if isinstance(value, str):
        # XML knows only the line feed as line end.
        square.value = value.replace("\r\n", "\n").replace("\r", "\n")
        square.data_type = "s"
        if value[:1] in _QUOTED:
            square.quotePrefix = True
        return
    square.value = value
    if isinstance(value, datetime):
        square.number_format = "yyyy-mm-dd hh:mm"
    elif isinstance(value, date):
        square.number_format = "yyyy-mm-dd"


def sheet_title(title: str, taken: frozenset[str] = frozenset()) -> str:
    """A title that Excel accepts (31 characters, none of `[]:*?/\\`) and that no sheet in `taken` bears."""
    clean = _NOT_IN_TITLES.sub(" ", mask(title)).strip().strip("'")[:_LONGEST_TITLE] or "Ark"
    lower, number, unique = {name.casefold() for name in taken}, 2, clean
    while unique.casefold() in lower:
        ending = f" ({number})"
        unique, number = clean[: _LONGEST_TITLE - len(ending)] + ending, number + 1
    return unique


def saved(book: Workbook) -> bytes:
    """The workbook as the bytes of an XLSX file."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _dress(sheet: Worksheet, table: ExportTable) -> None:
    for column, header in enumerate(table.headers, start=1):
        sheet.cell(1, column).font = Font(bold=True)
        texts = [header, *(str(row[column - 1]) for row in table.rows if len(row) >= column)]
        longest = max(len(line) for text in texts for line in text.split("\n"))
        width = min(max(longest + 2, _NARROW), _WIDE)
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    if table.headers:
        sheet.auto_filter.ref = sheet.dimensions
