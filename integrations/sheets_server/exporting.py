"""A spreadsheet as XLSX or CSV: values as they are shown, no live formulas, CPR numbers masked."""

from collections.abc import Iterator
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from integrations.exports import ExportTable, ExportValue, to_csv
from integrations.exports.workbook import put, saved, sheet_title

from .errors import Json

FIELDS = (
    "properties.title,sheets(properties,merges,data(rowData(values(effectiveValue,formattedValue,"
    "userEnteredFormat.numberFormat)),rowMetadata.hiddenByUser,columnMetadata(hiddenByUser,pixelSize)))"
)
"""The field mask with which the spreadsheet is to be read."""
_PATTERNS = {"DATE": "dd-mm-yyyy", "DATE_TIME": "dd-mm-yyyy hh:mm:ss", "TIME": "hh:mm:ss"}
_PIXELS_PER_CHARACTER = 7


def workbook_of(spreadsheet: Json) -> bytes:
    """All sheets as an XLSX workbook, hidden sheets, rows and columns hidden there too."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in spreadsheet["sheets"]:
        title = sheet_title(sheet["properties"]["title"], frozenset(book.sheetnames))
        _fill(book.create_sheet(title), sheet)
    return saved(book)


def csv_of(sheet: Json) -> bytes:
    """One sheet as CSV; dates and times read as the sheet shows them."""
    rows = [tuple(_shown(cell) for cell in row) for row in _rows(sheet)]
    headers = tuple("" if value is None else str(value) for value in rows[0]) if rows else ()
    return to_csv(ExportTable(title=sheet["properties"]["title"], headers=headers, rows=tuple(rows[1:])))


def _fill(target: Worksheet, sheet: Json) -> None:
    for row, cells in enumerate(_rows(sheet), start=1):
        for column, cell in enumerate(cells, start=1):
            _put(target.cell(row, column), cell)
    for merge in sheet.get("merges", []):
        target.merge_cells(
            start_row=merge["startRowIndex"] + 1,
            end_row=merge["endRowIndex"],
            start_column=merge["startColumnIndex"] + 1,
            end_column=merge["endColumnIndex"],
        )
    _shape(target, sheet)


def _put(target: Cell | MergedCell, cell: Json) -> None:
    if not cell.get("effectiveValue"):
        return
    put(target, _value(cell))
    number_format = _format(cell)
    if isinstance(target.value, int | float) and number_format.get("type") not in {None, "TEXT"}:
        fallback = number_format.get("pattern") or "General"
        target.number_format = _PATTERNS.get(number_format["type"], fallback)


def _shape(target: Worksheet, sheet: Json) -> None:
    properties = sheet["properties"]
    grid = properties.get("gridProperties", {})
    frozen_row, frozen_column = grid.get("frozenRowCount", 0), grid.get("frozenColumnCount", 0)
    if frozen_row or frozen_column:
        target.freeze_panes = f"{get_column_letter(frozen_column + 1)}{frozen_row + 1}"
    if properties.get("hidden"):
        target.sheet_state = "hidden"
    data = _data(sheet)
    for column, dimension in enumerate(data.get("columnMetadata", []), start=1):
        shape = target.column_dimensions[get_column_letter(column)]
        shape.width = max(4.0, dimension.get("pixelSize", 100) / _PIXELS_PER_CHARACTER)
        shape.hidden = bool(dimension.get("hiddenByUser"))
    for row, dimension in enumerate(data.get("rowMetadata", []), start=1):
        if dimension.get("hiddenByUser"):
            target.row_dimensions[row].hidden = True


def _data(sheet: Json) -> Json:
    blocks: list[Json] = sheet.get("data") or [{}]
    return blocks[0]


def _rows(sheet: Json) -> Iterator[list[Json]]:
    for row in _data(sheet).get("rowData", []):
        yield row.get("values", [])


def _format(cell: Json) -> Json:
    found: Json = cell.get("userEnteredFormat", {}).get("numberFormat", {})
    return found


def _value(cell: Json) -> ExportValue:
    """What the cell comes to; an error is exported as the text that people see."""
    value: dict[str, Any] = cell.get("effectiveValue") or {}
    for kind in ("stringValue", "numberValue", "boolValue"):
        if kind in value:
            found: ExportValue = value[kind]
            return found
    return cell.get("formattedValue") if value else None


def _shown(cell: Json) -> ExportValue:
    is_time = _format(cell).get("type") in _PATTERNS
    return cell.get("formattedValue") if is_time else _value(cell)
