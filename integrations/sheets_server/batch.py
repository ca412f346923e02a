"""spreadsheets.batchUpdate: all requests or none, and the reply after all of them."""

from . import a1, masks, render
from .errors import ApiError, Json, bad_request
from .masks import Mask
from .model import Box, Workbook
from .requests import blocks, cells, dimensions, metadata, named, paste, tabs, tidy, views
from .requests.context import Context, Handler

HANDLERS: dict[str, Handler] = {
    **tabs.HANDLERS,
    **dimensions.HANDLERS,
    **cells.HANDLERS,
    **blocks.HANDLERS,
    **paste.HANDLERS,
    **tidy.HANDLERS,
    **named.HANDLERS,
    **metadata.HANDLERS,
    **views.HANDLERS,
}


def batch_update(book: Workbook, body: Json, mask: Mask, context: Context) -> Json:
    """Apply a checked BatchUpdateSpreadsheetRequest to a draft; its reply.

    Raises ApiError at the first request that can't be done; the caller then drops the draft.
    """
    requests = body.get("requests", [])
    if not requests:
        raise bad_request("Must specify at least one request.")
    replies = [_one(book, index, request, context) for index, request in enumerate(requests)]
    reply: Json = {"spreadsheetId": book.id, "replies": replies}
    if body.get("includeSpreadsheetInResponse"):
        reply["updatedSpreadsheet"] = _updated(book, body, render.masks_below(mask, "updatedSpreadsheet"))
    return reply


def _one(book: Workbook, index: int, request: Json, context: Context) -> Json:
    if len(request) != 1:
        raise bad_request(f"Invalid requests[{index}]: No request set.")
    ((kind, body),) = request.items()
    if kind not in HANDLERS:
        raise ApiError(501, f"Invalid requests[{index}].{kind}: This server does not support it.")
    try:
        reply = HANDLERS[kind](book, body, context)
    except ApiError as error:
        if error.code == 400:
            raise ApiError(400, f"Invalid requests[{index}].{kind}: {error.message}") from None
        raise
    return {} if reply is None else {kind: reply}


def _updated(book: Workbook, body: Json, mask: Mask) -> Json:
    ranges = body.get("responseRanges", [])
    boxes = wanted_boxes(book, ranges) if ranges else None
    grid = body.get("responseIncludeGridData", False)
    return render.spreadsheet(book, boxes=boxes, grid=grid, mask=mask)


def wanted_boxes(book: Workbook, ranges: list[str]) -> list[Box]:
    """The boxes that A1 ranges name, in their order."""
    boxes = []
    for text in ranges:
        span = a1.parse(text, book)
        boxes.append(span.on(book.sheet(span.sheet)))
    return boxes


def spreadsheet_mask(text: str | None) -> Mask:
    """The `fields` parameter of spreadsheets.get, checked."""
    mask = masks.parse(text) if text else masks.EVERYTHING
    masks.check(mask, "Spreadsheet")
    return mask
