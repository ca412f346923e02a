"""Requests on the spreadsheet and its sheets as a whole."""

from dataclasses import replace
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .. import masks
from ..defaults import new_sheet
from ..errors import Json, bad_request
from ..formats import normal_format
from ..formulas.tokens import Reference
from ..locales import customs
from ..model import Sheet, Workbook
from ..render import sheet_of, sheet_properties
from ..shift import COLUMNS, ROWS, Delete, apply, follow_references
from .context import Context, Handler


def update_spreadsheet(book: Workbook, request: Json, context: Context) -> None:
    """Title, locale, time zone and the like."""
    new, mask = request.get("properties", {}), masks.update_mask(request.get("fields"), "properties")
    masks.check(mask, "SpreadsheetProperties")
    check_properties(new)
    book.properties = book.properties | masks.merged(book.properties, new, mask or {name: {} for name in new})
    if not book.properties.get("title"):
        raise bad_request("The title cannot be empty.")
    book.memo = None


def check_properties(properties: Json) -> None:
    """Refuse a locale or time zone that doesn't exist."""
    if "locale" in properties:
        customs(properties["locale"])
    if "timeZone" in properties:
        try:
            ZoneInfo(properties["timeZone"])
        except (ZoneInfoNotFoundError, ValueError):
            raise bad_request(f"Invalid time zone: {properties['timeZone']}") from None


def add_sheet(book: Workbook, request: Json, context: Context) -> Json:
    """A new, blank sheet."""
    properties = normal_format(request.get("properties", {}))
    title = properties.get("title") or _free_title(book, "Sheet{}")
    _refuse_title(book, title, None)
    sheet_id = _new_id(book, properties.get("sheetId"), context)
    sheet = new_sheet(properties, sheet_id, title)
    _refuse_size(book, sheet, context)
    book.add(sheet, properties.get("index"))
    return {"properties": sheet_properties(sheet, book.sheets.index(sheet))}


def _free_title(book: Workbook, pattern: str) -> str:
    number = len(book.sheets) + 1 if pattern == "Sheet{}" else 1
    while book.titled(pattern.format(number)) is not None:
        number += 1
    return pattern.format(number)


def _new_id(book: Workbook, wanted: int | None, context: Context) -> int:
    taken = {sheet.id for sheet in book.sheets}
    if wanted is None:
        return context.ids.number(taken)
    if wanted in taken:
        raise bad_request(f"A sheet with the id {wanted} already exists. Please enter another id.")
    if wanted < 0:
        raise bad_request("sheetId must be >= 0.")
    return wanted


def _refuse_title(book: Workbook, title: str, own: int | None) -> None:
    if not title:
        raise bad_request("The sheet name cannot be empty.")
    twin = book.titled(title)
    if twin is not None and twin.id != own:
        raise bad_request(f'A sheet with the name "{title}" already exists. Please enter another name.')


def _refuse_size(book: Workbook, sheet: Sheet, context: Context) -> None:
    if sheet.row_count < 1 or sheet.column_count < 1:
        raise bad_request("You can't delete all the rows or columns on the sheet.")
    cells = sum(s.row_count * s.column_count for s in book.sheets if s.id != sheet.id)
    if cells + sheet.row_count * sheet.column_count > context.behaviour.cells:
        raise bad_request(
            "This action would increase the number of cells in the workbook above the limit of "
            f"{context.behaviour.cells} cells."
        )


def duplicate_sheet(book: Workbook, request: Json, context: Context) -> Json:
    """A copy of a sheet with everything on it."""
    source = book.sheet(request.get("sourceSheetId", 0), "sheet")
    title = request.get("newSheetName") or _copy_title(book, source.title)
    _refuse_title(book, title, None)
    sheet = copied(source, _new_id(book, request.get("newSheetId"), context), title)
    _refuse_size(book, sheet, context)
    index = request.get("insertSheetIndex")
    book.add(sheet, 0 if index is None else index)
    return {"properties": sheet_properties(sheet, book.sheets.index(sheet))}


def _copy_title(book: Workbook, title: str) -> str:
    first = f"Copy of {title}"
    return first if book.titled(first) is None else _free_title(book, first + " {}")


def copied(source: Sheet, sheet_id: int, title: str) -> Sheet:
    """The sheet under another id: everything that names its own id is changed too."""

    def own(items: list[Json]) -> list[Json]:
        return [item | {"range": item["range"] | {"sheetId": sheet_id}} for item in items]

    conditional = [
        rule | {"ranges": [grid | {"sheetId": sheet_id} for grid in rule["ranges"]]}
        for rule in source.conditional
    ]
    return replace(
        source.copy(),
        id=sheet_id,
        title=title,
        merges=[box._replace(sheet=sheet_id) for box in source.merges],
        protected=own(source.protected),
        banded=own(source.banded),
        filter_views=own(source.filter_views),
        row_groups=own(source.row_groups),
        column_groups=own(source.column_groups),
        filter=own([source.filter])[0] if source.filter else None,
        conditional=conditional,
    )


def delete_sheet(book: Workbook, request: Json, context: Context) -> None:
    """A sheet goes, with its named ranges and metadata."""
    sheet = book.edit(request.get("sheetId", 0), "sheet")
    if not [s for s in book.sheets if s is not sheet and not s.properties.get("hidden")]:
        raise bad_request("You can't remove all the visible sheets in a document.")
    book.sheets.remove(sheet)
    book.named = [named for named in book.named if named["range"].get("sheetId", 0) != sheet.id]
    book.metadata = [item for item in book.metadata if sheet_of(item) != sheet.id]
    follow_references(book, sheet.id, sheet.title, lambda _: None)


def update_sheet(book: Workbook, request: Json, context: Context) -> None:
    """Title, index, size, frozen rows, colour and the like of a sheet."""
    new = normal_format(request.get("properties", {}))
    mask = masks.update_mask(request.get("fields"), "properties")
    masks.check(mask, "SheetProperties")
    sheet = book.edit(new.get("sheetId", 0), "sheet")
    mask = _paired(mask or {name: {} for name in new if name != "sheetId"})
    if "title" in mask:
        _rename(book, sheet, new.get("title", ""))
    if "gridProperties" in mask:
        _resize(book, sheet, new.get("gridProperties", {}), mask["gridProperties"], context)
    rest = {
        name: below for name, below in mask.items() if name not in ("title", "index", "sheetId", "sheetType")
    }
    sheet.properties = masks.merged(sheet.properties, _without_size(new), rest) if rest else sheet.properties
    sheet.properties = _without_size(sheet.properties)
    if sheet.properties.get("hidden") and all(s.properties.get("hidden") for s in book.sheets):
        raise bad_request("You can't hide all the sheets in a document.")
    if "index" in mask:
        _reorder(book, sheet, new.get("index", 0))


def _paired(mask: masks.Mask) -> masks.Mask:
    """A tab's colour and its style are one thing."""
    if {"tabColor", "tabColorStyle"} & mask.keys():
        return mask | {"tabColor": {}, "tabColorStyle": {}}
    return mask


def _without_size(properties: Json) -> Json:
    if "gridProperties" not in properties:
        return properties
    grid = {k: v for k, v in properties["gridProperties"].items() if k not in ("rowCount", "columnCount")}
    return properties | {"gridProperties": grid}


def _rename(book: Workbook, sheet: Sheet, title: str) -> None:
    _refuse_title(book, title, sheet.id)
    old, sheet.title = sheet.title, title

    def renamed(ref: Reference) -> Reference:
        return ref if ref.sheet is None else ref._replace(sheet=title)

    follow_references(book, sheet.id, old, renamed)


def _resize(book: Workbook, sheet: Sheet, grid: Json, mask: masks.Mask, context: Context) -> None:
    rows = grid.get("rowCount", 0) if masks.wants(mask, "rowCount") else sheet.row_count
    columns = grid.get("columnCount", 0) if masks.wants(mask, "columnCount") else sheet.column_count
    _refuse_size(book, replace(sheet, row_count=rows, column_count=columns), context)
    _refuse_frozen(grid, rows, columns)
    if rows < sheet.row_count:
        apply(book, sheet.id, ROWS, Delete(rows, sheet.row_count))
    if columns < sheet.column_count:
        apply(book, sheet.id, COLUMNS, Delete(columns, sheet.column_count))
    sheet.row_count, sheet.column_count = rows, columns


def _refuse_frozen(grid: Json, rows: int, columns: int) -> None:
    for name, size, word in (("frozenRowCount", rows, "rows"), ("frozenColumnCount", columns, "columns")):
        if grid.get(name, 0) >= size:
            raise bad_request(f"You can't freeze all visible {word} on the sheet.")


def _reorder(book: Workbook, sheet: Sheet, index: int) -> None:
    """The index counts the sheets as they stood before the move, as Google documents."""
    old = book.sheets.index(sheet)
    if index > len(book.sheets):
        raise bad_request(f"Cannot move sheet to index {index}, there are only {len(book.sheets)} sheets.")
    book.sheets.remove(sheet)
    book.sheets.insert(index - 1 if index > old else index, sheet)


HANDLERS: dict[str, Handler] = {
    "updateSpreadsheetProperties": update_spreadsheet,
    "addSheet": add_sheet,
    "duplicateSheet": duplicate_sheet,
    "deleteSheet": delete_sheet,
    "updateSheetProperties": update_sheet,
}
