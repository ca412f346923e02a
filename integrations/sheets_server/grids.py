"""GridRanges and DimensionRanges of requests, read against a workbook."""

from .a1 import Span, span_of
from .errors import Json, bad_request
from .model import Box, Sheet, Workbook
from .values import beyond


def box_of(book: Workbook, grid: Json) -> Box:
    """The box of a GridRange. Raises a 400 if it is empty, outside the grid or on no sheet."""
    sheet = book.sheet(grid.get("sheetId", 0))
    span = span_of(grid)
    _refuse_empty(span)
    if (span.bottom or 0) > sheet.row_count or (span.right or 0) > sheet.column_count:
        raise beyond(span, sheet)
    box = span.on(sheet)
    if box.height <= 0 or box.width <= 0:
        raise beyond(span, sheet)
    return box


def corner(book: Workbook, at: Json) -> tuple[Sheet, int, int]:
    """Sheet, row and column of a GridCoordinate. Raises a 400 if it is outside the grid."""
    row, column = at.get("rowIndex", 0), at.get("columnIndex", 0)
    grid = {"startRowIndex": row, "endRowIndex": row + 1, "startColumnIndex": column}
    box = box_of(book, grid | {"endColumnIndex": column + 1, "sheetId": at.get("sheetId", 0)})
    return book.sheet(box.sheet), row, column


def bounded(book: Workbook, grid: Json) -> Json:
    """A GridRange with its open sides closed by the sheet's, as filters and formats keep it."""
    box = box_of(book, grid)
    return {
        "sheetId": box.sheet,
        "startRowIndex": box.top,
        "endRowIndex": box.bottom,
        "startColumnIndex": box.left,
        "endColumnIndex": box.right,
    }


def _refuse_empty(span: Span) -> None:
    for name, start, end in (("Row", span.top, span.bottom), ("Column", span.left, span.right)):
        if min(start or 0, 0 if end is None else end) < 0:
            raise bad_request(f"start{name}Index and end{name}Index must be >= 0.")
        if end is not None and end <= (start or 0):
            raise bad_request(f"end{name}Index ({end}) must be > start{name}Index ({start or 0}).")


def dimension_range(book: Workbook, given: Json, *, bounded: bool = True) -> tuple[Sheet, str, int, int]:
    """Sheet, dimension, start and end of a DimensionRange; an open end is the sheet's."""
    sheet = book.sheet(given.get("sheetId", 0))
    dimension = given.get("dimension")
    if dimension not in ("ROWS", "COLUMNS"):
        raise bad_request("No dimension specified.")
    size = sheet.row_count if dimension == "ROWS" else sheet.column_count
    start, end = given.get("startIndex", 0), given.get("endIndex", size)
    if start < 0 or end <= start:
        raise bad_request(f"endIndex ({end}) must be > startIndex ({start}).")
    if bounded and start >= size:
        raise bad_request(
            f"range.startIndex[{start}] is after last {dimension[:-1].lower()} in grid[{size - 1}]."
        )
    if bounded and end > size:
        raise bad_request(f"range.endIndex[{end}] is after last {dimension[:-1].lower()} in grid[{size}].")
    return sheet, dimension, start, end
