"""Workbooks as JSON, for the store: the workbook, each sheet without its rows, and each row."""

import json
from datetime import datetime
from typing import Any

from .errors import Json
from .model import EMPTY, Box, Cell, Formula, Row, Sheet, Workbook

_PLAIN = ("row_groups", "column_groups", "protected", "conditional", "banded", "filter_views", "filter",
          "properties", "row_count", "column_count", "title", "has_formulas")  # fmt: skip


def dump(value: Any) -> str:
    """Compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def book_json(book: Workbook) -> str:
    """The workbook apart from its sheets."""
    return dump(
        {
            "properties": book.properties,
            "named": book.named,
            "metadata": book.metadata,
            "changed": book.changed.isoformat(),
        }
    )


def book_from(spreadsheet_id: str, text: str, sheets: list[Sheet]) -> Workbook:
    """The workbook with these sheets."""
    data = json.loads(text)
    changed = datetime.fromisoformat(data["changed"])
    return Workbook(spreadsheet_id, data["properties"], sheets, changed, data["named"], data["metadata"])


def sheet_json(sheet: Sheet) -> str:
    """The sheet apart from its rows."""
    data: Json = {name: getattr(sheet, name) for name in _PLAIN}
    data["merges"] = [box[1:] for box in sheet.merges]
    data["row_sizes"] = list(sheet.row_sizes.items())
    data["column_sizes"] = list(sheet.column_sizes.items())
    return dump(data)


def sheet_from(sheet_id: int, text: str, rows: list[Row]) -> Sheet:
    """The sheet with these rows."""
    data = json.loads(text)
    merges = [Box(sheet_id, *sides) for sides in data.pop("merges")]
    for name in ("row_sizes", "column_sizes"):
        data[name] = dict(map(tuple, data[name]))
    return Sheet(sheet_id, rows=rows, merges=merges, **data)


def row_json(row: Row) -> str:
    """A row: a bare value where a cell has nothing else."""
    return dump([_cell_json(cell) for cell in row])


def row_from(text: str) -> Row:
    """The row."""
    return tuple(_cell_from(item) for item in json.loads(text))


_KEYS = ("value", "format", "note", "validation", "runs")


def _cell_json(cell: Cell) -> Any:
    if cell is EMPTY:
        return None
    value = {"formula": cell.value.text} if isinstance(cell.value, Formula) else cell.value
    if cell[1:] == EMPTY[1:] and not isinstance(value, dict):
        return value
    content = (value, *cell[1:])
    return {key: part for key, part in zip(_KEYS, content, strict=True) if part is not None}


def _cell_from(item: Any) -> Cell:
    if item is None:
        return EMPTY
    if not isinstance(item, dict):
        return Cell(item)
    value = item.get("value")
    if isinstance(value, dict):
        value = Formula(value["formula"])
    return Cell(value, *(item.get(key) for key in _KEYS[1:]))
