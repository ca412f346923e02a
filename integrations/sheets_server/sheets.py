"""The `spreadsheets` collection: create, get, batchUpdate, copyTo, developer metadata."""

from typing import TYPE_CHECKING

from . import masks, render
from .access import changing, looking, masked
from .batch import batch_update, spreadsheet_mask, wanted_boxes
from .calls import Reply, Request, Route
from .datafilters import filter_boxes, find, matches
from .defaults import new_workbook
from .errors import ApiError, Json
from .files import File
from .model import Sheet
from .requests.cells import Patch
from .requests.tabs import check_properties, copied
from .schema import checked
from .values_api import ROUTES as VALUES_ROUTES

if TYPE_CHECKING:
    from .account import Account

_BASE = r"/v4/spreadsheets"
_ONE = rf"{_BASE}/([^/:]+)"


def create(account: "Account", request: Request) -> Reply:
    """A new spreadsheet, with the sheets and cells that the body describes."""
    body = checked(request.json(), "Spreadsheet", "spreadsheet")
    properties = body.get("properties", {})
    check_properties(properties)
    file_id, now = account.context.ids.file(), account.clock()
    title = properties.get("title") or "Untitled spreadsheet"
    book = new_workbook(file_id, title, body, ids=account.context.ids, now=now)
    for sheet, given in zip(book.sheets, body.get("sheets") or [], strict=False):
        for data in given.get("data", []):
            _fill(sheet, data)
    with account.store.transaction(write=True):
        book.publish()
        account.store.put(File(file_id, title, now, now), book)
    reply = render.spreadsheet(book, boxes=None, grid=False, mask=masks.EVERYTHING)
    return Reply(masked(reply, request, "Spreadsheet"))


def _fill(sheet: Sheet, data: Json) -> None:
    """The cells of a GridData."""
    top, left = data.get("startRow", 0), data.get("startColumn", 0)
    for offset, row in enumerate(data.get("rowData", [])):
        items = row.get("values", [])
        patches = [Patch(item, masks.EVERYTHING) for item in items]
        old = sheet.slice(top + offset, left, left + len(items))
        sheet.put(top + offset, left, [p.on(cell, p.value) for p, cell in zip(patches, old, strict=True)])
        sheet.row_count = max(sheet.row_count, top + offset + 1)
        sheet.column_count = max(sheet.column_count, left + len(items))


def get(account: "Account", request: Request) -> Reply:
    """The spreadsheet; with cells if `includeGridData` or the mask asks for them."""
    mask = spreadsheet_mask(request.param("fields"))
    grid = masks.wants(mask, "sheets", "data") if mask else request.flag("includeGridData")
    ranges = request.params.get("ranges", [])
    with looking(account, request.group(0)) as book:
        boxes = wanted_boxes(book, ranges) if ranges else None
        reply = render.spreadsheet(book, boxes=boxes, grid=grid, mask=mask)
    return Reply(masks.select(reply, mask))


def get_by_filter(account: "Account", request: Request) -> Reply:
    """The spreadsheet as far as data filters find it."""
    body = checked(request.json(), "GetSpreadsheetByDataFilterRequest")
    mask = spreadsheet_mask(request.param("fields"))
    grid = masks.wants(mask, "sheets", "data") if mask else body.get("includeGridData", False)
    with looking(account, request.group(0)) as book:
        boxes = filter_boxes(book, body.get("dataFilters", []))
        reply = render.spreadsheet(book, boxes=boxes or None, grid=grid, mask=mask)
    return Reply(masks.select(reply, mask))


def update(account: "Account", request: Request) -> Reply:
    """All requests of the batch, or none."""
    body = checked(request.json(), "BatchUpdateSpreadsheetRequest")
    mask = masks.parse(request.param("fields") or "*")
    masks.check(mask, "BatchUpdateSpreadsheetResponse")
    with changing(account, request.group(0)) as book:
        reply = batch_update(book, body, mask, account.context)
    return Reply(masks.select(reply, mask))


def copy_to(account: "Account", request: Request) -> Reply:
    """A copy of a sheet in another spreadsheet."""
    body = checked(request.json(), "CopySheetToAnotherSpreadsheetRequest")
    with looking(account, request.group(0)) as book:
        source = book.sheet(_number(request.group(1)), "sheet")
    with changing(account, body.get("destinationSpreadsheetId", "")) as target:
        new_id = account.context.ids.number({sheet.id for sheet in target.sheets})
        title = f"Copy of {source.title}"
        number = 1
        while target.titled(title) is not None:
            number += 1
            title = f"Copy of {source.title} {number}"
        target.add(copied(source, new_id, title), None)
        reply = render.sheet_properties(target.sheets[-1], len(target.sheets) - 1)
    return Reply(masked(reply, request, "SheetProperties"))


def _number(text: str) -> int:
    if not text.lstrip("-").isdigit():
        raise ApiError(404)
    return int(text)


def get_metadata(account: "Account", request: Request) -> Reply:
    """One developer metadata by its id."""
    wanted = _number(request.group(1))
    with looking(account, request.group(0)) as book:
        found = [item for item in book.metadata if item["metadataId"] == wanted]
    if not found:
        raise ApiError(404)
    return Reply(masked(render.metadata_json(found[0]), request, "DeveloperMetadata"))


def search_metadata(account: "Account", request: Request) -> Reply:
    """The developer metadata that data filters match, and which filters they are."""
    filters = checked(request.json(), "SearchDeveloperMetadataRequest").get("dataFilters", [])
    with looking(account, request.group(0)) as book:
        found = [
            {
                "developerMetadata": render.metadata_json(item),
                "dataFilters": [wanted for wanted in filters if matches(book, item, wanted)],
            }
            for item in find(book, filters)
        ]
    reply = {"matchedDeveloperMetadata": found} if found else {}
    return Reply(masked(reply, request, "SearchDeveloperMetadataResponse"))


ROUTES: tuple[Route, ...] = (
    ("POST", _BASE, create),
    ("GET", _ONE, get),
    ("POST", rf"{_ONE}:getByDataFilter", get_by_filter),
    ("POST", rf"{_ONE}:batchUpdate", update),
    ("POST", rf"{_ONE}/sheets/([^/:]+):copyTo", copy_to),
    ("GET", rf"{_ONE}/developerMetadata/([^/:]+)", get_metadata),
    ("POST", rf"{_ONE}/developerMetadata:search", search_metadata),
    *VALUES_ROUTES,
)
