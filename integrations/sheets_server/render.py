"""The replies of spreadsheets.get: a workbook as JSON."""

from collections.abc import KeysView, Sequence
from typing import Any

from . import masks
from .calc import computed
from .defaults import COLUMN_WIDTH, ROW_HEIGHT
from .errors import Json
from .formats import effective_format
from .masks import Mask
from .model import EMPTY, Box, Cell, Fault, Formula, Row, Sheet, Workbook
from .numberformat import formatted
from .schema import schemas


def spreadsheet(book: Workbook, *, boxes: Sequence[Box] | None, grid: bool, mask: Mask) -> Json:
    """The Spreadsheet; only sheets that `boxes` touch, if any are given."""
    reply: Json = {"spreadsheetId": book.id, "properties": book.properties}
    sheets = []
    for index, sheet in enumerate(book.sheets):
        own = [box for box in boxes if box.sheet == sheet.id] if boxes is not None else [sheet.box]
        if own:
            sheets.append(_sheet(book, sheet, index, own if grid else [], masks_below(mask, "sheets")))
    reply["sheets"] = sheets
    if book.named:
        reply["namedRanges"] = [named | {"range": grid_json(named["range"])} for named in book.named]
    if metadata := [m for m in book.metadata if m["location"]["locationType"] == "SPREADSHEET"]:
        reply["developerMetadata"] = metadata
    reply["spreadsheetUrl"] = f"https://docs.google.com/spreadsheets/d/{book.id}/edit"
    return reply


def masks_below(mask: Mask, name: str) -> Mask:
    """The mask below a field; everything if the whole is asked for."""
    return mask.get(name, {}) if mask else {}


def sheet_properties(sheet: Sheet, index: int) -> Json:
    """The SheetProperties of a sheet."""
    grid = {"rowCount": sheet.row_count, "columnCount": sheet.column_count}
    rest = {name: value for name, value in sheet.properties.items() if value is not False}
    grid |= {name: value for name, value in rest.pop("gridProperties", {}).items() if value}
    return {
        "sheetId": sheet.id,
        "title": sheet.title,
        "index": index,
        "sheetType": "GRID",
        "gridProperties": grid,
        **rest,
    }


def grid_json(grid: Json) -> Json:
    """A GridRange or DimensionRange in a reply: Google leaves out a sheet id of 0."""
    return {name: value for name, value in grid.items() if name != "sheetId" or value}


def box_json(box: Box) -> Json:
    """A box as a GridRange."""
    return grid_json(
        {
            "sheetId": box.sheet,
            "startRowIndex": box.top,
            "endRowIndex": box.bottom,
            "startColumnIndex": box.left,
            "endColumnIndex": box.right,
        }
    )


def _sheet(book: Workbook, sheet: Sheet, index: int, boxes: Sequence[Box], mask: Mask) -> Json:
    reply: Json = {"properties": sheet_properties(sheet, index)}
    if boxes and masks.wants(mask, "data"):
        reply["data"] = [_data(book, sheet, box, masks_below(mask, "data")) for box in boxes]
    lists: dict[str, list[Any]] = {
        "merges": [box_json(box) for box in sheet.merges],
        "protectedRanges": [ranged(item) for item in sheet.protected],
        "conditionalFormats": [_conditional(item) for item in sheet.conditional],
        "bandedRanges": [ranged(item) for item in sheet.banded],
        "filterViews": [ranged(item) for item in sheet.filter_views],
        "rowGroups": [ranged(item) for item in sheet.row_groups],
        "columnGroups": [ranged(item) for item in sheet.column_groups],
        "developerMetadata": _located(book, sheet.id, "SHEET"),
    }
    reply |= {name: items for name, items in lists.items() if items}
    if sheet.filter is not None:
        reply["basicFilter"] = ranged(sheet.filter)
    return reply


def ranged(item: Json) -> Json:
    """Something with a range, as a reply shows it."""
    return item | {"range": grid_json(item["range"])} if "range" in item else item


def _conditional(rule: Json) -> Json:
    return rule | {"ranges": [grid_json(grid) for grid in rule.get("ranges", [])]}


def _located(book: Workbook, sheet_id: int, kind: str) -> list[Json]:
    return [
        metadata_json(item)
        for item in book.metadata
        if item["location"]["locationType"] == kind and sheet_of(item) == sheet_id
    ]


def sheet_of(item: Json) -> int | None:
    """The id of the sheet that a developer metadata is on; None for the spreadsheet's own."""
    location = item["location"]
    if "dimensionRange" in location:
        return int(location["dimensionRange"].get("sheetId", 0))
    return location.get("sheetId", 0) if location["locationType"] == "SHEET" else None


def metadata_json(item: Json) -> Json:
    """A DeveloperMetadata in a reply."""
    location = dict(item["location"])
    if "dimensionRange" in location:
        location["dimensionRange"] = grid_json(location["dimensionRange"])
    return item | {"location": location}


def _data(book: Workbook, sheet: Sheet, box: Box, mask: Mask) -> Json:
    data: Json = {}
    if box.top:
        data["startRow"] = box.top
    if box.left:
        data["startColumn"] = box.left
    if masks.wants(mask, "rowData"):
        cells = masks_below(masks_below(mask, "rowData"), "values")
        rows = masks.Selected(
            _row(book, sheet, row, box, cells) for row in range(box.top, min(box.bottom, len(sheet.rows)))
        )
        if rows:
            data["rowData"] = rows
    if masks.wants(mask, "rowMetadata"):
        below = masks_below(mask, "rowMetadata")
        data["rowMetadata"] = _dimensions(book, sheet, "ROWS", range(box.top, box.bottom), below)
    if masks.wants(mask, "columnMetadata"):
        below = masks_below(mask, "columnMetadata")
        data["columnMetadata"] = _dimensions(book, sheet, "COLUMNS", range(box.left, box.right), below)
    return data


def _dimensions(book: Workbook, sheet: Sheet, dimension: str, span: range, mask: Mask) -> list[Json]:
    sizes, default = (
        (sheet.row_sizes, ROW_HEIGHT) if dimension == "ROWS" else (sheet.column_sizes, COLUMN_WIDTH)
    )
    if mask == _MARKS_ONLY:
        result: list[Json] = [{} for _ in span]
    else:
        result = [{"pixelSize": default} | sizes.get(index, {}) for index in span]
    for item in _located(book, sheet.id, dimension[:-1]):
        at = item["location"]["dimensionRange"]["startIndex"]
        if at in span:
            result[at - span.start].setdefault("developerMetadata", []).append(item)
    return masks.Selected(result) if mask == _MARKS_ONLY else result


_MARKS_ONLY: Mask = {"developerMetadata": {}}


def _row(book: Workbook, sheet: Sheet, row: int, box: Box, mask: Mask) -> Json:
    filled = sheet.row(row)
    cells = filled[box.left : box.right]
    if mask == _VALUES_ONLY and not sheet.has_formulas:
        return _whole(filled) if cells is filled else _plain(cells)
    wanted = mask.keys() or _CELL_FIELDS
    values = [
        {} if cell is EMPTY else _cell(book, sheet, (row, box.left + offset), cell, wanted)
        for offset, cell in enumerate(cells)
    ]
    if any(mask.values()):
        values = masks.select(values, mask)
    return {"values": values} if values else {}


def _plain(cells: Row) -> Json:
    """The values of cells without formulas."""
    values = [{} if cell.value is None else {"effectiveValue": extended(cell.value)} for cell in cells]
    return {"values": values} if values else {}


def _whole(row: Row) -> Json:
    """As `_plain`, of a row that is looked at many times and never changes: another one takes its place."""
    known = _SHOWN.get(id(row))
    if known is None or known[0] is not row:
        if len(_SHOWN) > _MOST_ROWS:
            _SHOWN.clear()
        known = _SHOWN[id(row)] = (row, _plain(row))
    return known[1]


_SHOWN: dict[int, tuple[Row, Json]] = {}
_MOST_ROWS = 10_000

_CELL_FIELDS = frozenset(schemas()["CellData"])
_VALUES_ONLY: Mask = {"effectiveValue": {}}
"""What programs that only read ask for: thousands of cells at a time."""


def _cell(
    book: Workbook, sheet: Sheet, at: tuple[int, int], cell: Cell, wanted: KeysView[str] | frozenset[str]
) -> Json:
    """The CellData of a cell, as far as it is wanted."""
    reply: Json = {}
    if cell.value is not None:
        value = computed(book, sheet, *at, cell)
        if "userEnteredValue" in wanted:
            reply["userEnteredValue"] = extended(cell.value)
        if "effectiveValue" in wanted:
            reply["effectiveValue"] = extended(value)
        if "formattedValue" in wanted:
            reply["formattedValue"] = formatted(value, cell.format, book.properties["locale"])
        if "effectiveFormat" in wanted:
            reply["effectiveFormat"] = effective_format(book, cell, value)
    elif cell.format and "effectiveFormat" in wanted:
        reply["effectiveFormat"] = effective_format(book, cell, None)
    if cell[1:] != EMPTY[1:]:
        own = zip(_OWN_FIELDS, cell[1:], strict=True)
        reply |= {name: content for name, content in own if content and name in wanted}
    return reply


_OWN_FIELDS = ("userEnteredFormat", "note", "dataValidation", "textFormatRuns")


def extended(value: Any) -> Json:
    """A value as an ExtendedValue."""
    if isinstance(value, str):
        return {"stringValue": value}
    if isinstance(value, Formula):
        return {"formulaValue": value.text}
    if isinstance(value, Fault):
        return {"errorValue": {"type": value.kind} | ({"message": value.message} if value.message else {})}
    if isinstance(value, bool):
        return {"boolValue": value}
    return {"numberValue": value}
