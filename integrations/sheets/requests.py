"""The requests of a `spreadsheets.batchUpdate` that we use, built from rows and columns counted from 1.

Text goes in as text (`stringValue`), whatever it begins with: never as a formula.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from rules.base import Cell

Request = dict[str, Any]


def area(sheet_id: int, row: int, column: int, rows: int = 1, columns: int = 1) -> dict[str, int]:
    """A block as the API writes it: from 0, ends left out."""
    return {
        "sheetId": sheet_id,
        "startRowIndex": row - 1,
        "endRowIndex": row - 1 + rows,
        "startColumnIndex": column - 1,
        "endColumnIndex": column - 1 + columns,
    }


def value(cell: Cell) -> dict[str, Any]:
    """One cell to be written as it is; None clears it."""
    if cell is None:
        return {}
    kind = (
        "boolValue" if isinstance(cell, bool) else "stringValue" if isinstance(cell, str) else "numberValue"
    )
    return {"userEnteredValue": {kind: cell}}


def write(sheet_id: int, row: int, column: int, rows: Sequence[Sequence[Cell]]) -> Request:
    """Write the values of a block; formats stay."""
    return {
        "updateCells": {
            "start": {"sheetId": sheet_id, "rowIndex": row - 1, "columnIndex": column - 1},
            "rows": [{"values": [value(cell) for cell in cells]} for cells in rows],
            "fields": "userEnteredValue",
        }
    }


def append(sheet_id: int, cells: Sequence[Cell]) -> Request:
    """Add a row after the last one with data."""
    rows = [{"values": [value(cell) for cell in cells]}]
    return {"appendCells": {"sheetId": sheet_id, "rows": rows, "fields": "userEnteredValue"}}


def insert_rows(sheet_id: int, row: int, count: int) -> Request:
    """Insert blank rows above `row`."""
    place = {"sheetId": sheet_id, "dimension": "ROWS", "startIndex": row - 1, "endIndex": row - 1 + count}
    return {"insertDimension": {"range": place, "inheritFromBefore": False}}


def copy_values(source: Mapping[str, int], target: Mapping[str, int]) -> Request:
    """Copy values (no formats, no formulas) from block to block."""
    return {"copyPaste": {"source": dict(source), "destination": dict(target), "pasteType": "PASTE_VALUES"}}


def add_name(name_id: str, sheet_id: int) -> Request:
    """Add a named range with an id of our choice; refused, with its whole batch, if the id exists."""
    named = {"namedRangeId": name_id, "name": name_id, "range": area(sheet_id, 1, 1)}
    return {"addNamedRange": {"namedRange": named}}


def delete_name(name_id: str) -> Request:
    """Remove a named range."""
    return {"deleteNamedRange": {"namedRangeId": name_id}}
