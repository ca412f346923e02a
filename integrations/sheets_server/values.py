"""Reading and writing values: what the `values` collection of the API does, on one workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from . import shift
from .a1 import Span, cell_name, column_letters, quoted, written
from .calc import computed
from .entering import enter
from .errors import ApiError, Json, bad_request
from .model import EMPTY, Box, Cell, Fault, Formula, Sheet, Workbook
from .numberformat import formatted, is_date
from .shift import ROWS


@dataclass(frozen=True)
class Rendering:
    """How values are given out."""

    value: str = "FORMATTED_VALUE"
    date: str = "SERIAL_NUMBER"
    columns: bool = False


def read(book: Workbook, span: Span, how: Rendering) -> Json:
    """The ValueRange of a span, without blank rows and cells at the ends."""
    sheet = book.sheet(span.sheet)
    box = inside(span, sheet)
    rows = [
        [shown(book, sheet, (row, box.left + i), cell, how) for i, cell in enumerate(cells)]
        for row, cells in ((row, sheet.row(row)[box.left : box.right]) for row in range(box.top, box.bottom))
    ]
    values = _trimmed(_turned(rows) if how.columns else rows)
    reply: Json = {
        "range": written(box, sheet),
        "majorDimension": "COLUMNS" if how.columns else "ROWS",
    }
    if values:
        reply["values"] = [["" if value is None else value for value in line] for line in values]
    return reply


def inside(span: Span, sheet: Sheet) -> Box:
    """The span on the sheet's grid. Raises a 400 if it begins outside."""
    box = span.on(sheet)
    if box.top >= sheet.row_count or box.left >= sheet.column_count:
        raise beyond(span, sheet)
    return box


def beyond(span: Span, sheet: Sheet) -> ApiError:
    """Google's refusal of a range outside the grid."""
    first = cell_name(span.top or 0, span.left or 0)
    if span.bottom is None or span.right is None:
        last = column_letters((span.right or sheet.column_count) - 1)
    else:
        last = cell_name(span.bottom - 1, span.right - 1)
    name = first if first == last else f"{first}:{last}"
    return bad_request(
        f"Range ({quoted(sheet.title)}!{name}) exceeds grid limits. "
        f"Max rows: {sheet.row_count}, max columns: {sheet.column_count}"
    )


def shown(book: Workbook, sheet: Sheet, at: tuple[int, int], cell: Cell, how: Rendering) -> Any:
    """One value as the caller wants it; None for a blank cell."""
    entered = cell.value
    if entered is None or isinstance(entered, str):
        return entered
    if how.value == "FORMULA" and isinstance(entered, Formula):
        return entered.text
    value = computed(book, sheet, *at, cell)
    if how.value == "FORMATTED_VALUE" or (how.date == "FORMATTED_STRING" and is_date(cell.format)):
        return formatted(value, cell.format, book.properties["locale"])
    return value.shown if isinstance(value, Fault) else value


def _turned(rows: list[list[Any]]) -> list[list[Any]]:
    width = max(map(len, rows), default=0)
    return [[row[i] if i < len(row) else None for row in rows] for i in range(width)]


def _trimmed(lines: list[list[Any]]) -> list[list[Any]]:
    for line in lines:
        while line and line[-1] is None:
            line.pop()
    while lines and not lines[-1]:
        lines.pop()
    return lines


def write(book: Workbook, span: Span, values: Sequence[Sequence[Any]], *, columns: bool, raw: bool) -> Json:
    """Write values from the span's corner on; the UpdateValuesResponse. None leaves a cell as it is.

    The grid grows where values reach beyond it from a single cell; a range that is too small is refused.
    """
    sheet = book.edit(span.sheet)
    rows = _turned_in(values) if columns else [list(row) for row in values]
    height, width = len(rows), max(map(len, rows), default=0)
    box = _target(span, sheet, height, width)
    for offset, line in enumerate(rows):
        old = sheet.slice(box.top + offset, box.left, box.left + len(line))
        new = [_entered(book, *pair, raw=raw) for pair in zip(old, line, strict=True)]
        sheet.put(box.top + offset, box.left, new)
    return {"spreadsheetId": book.id, "updatedRange": written(box, sheet)} | _counts(rows)


def _counts(rows: list[list[Any]]) -> Json:
    """The rows, columns and cells that were written; a null is none."""
    cells = [(i, j) for i, line in enumerate(rows) for j, value in enumerate(line) if value is not None]
    if not cells:
        return {}
    height, width = len({i for i, _ in cells}), len({j for _, j in cells})
    return {"updatedRows": height, "updatedColumns": width, "updatedCells": len(cells)}


def _entered(book: Workbook, cell: Cell, value: Any, *, raw: bool) -> Cell:
    if value is None:
        return cell
    return enter(cell, value, raw=raw, locale=book.properties["locale"], now=book.changed)


def _turned_in(values: Sequence[Sequence[Any]]) -> list[list[Any]]:
    height = max(map(len, values), default=0)
    return [[line[i] if i < len(line) else None for line in values] for i in range(height)]


def _target(span: Span, sheet: Sheet, height: int, width: int) -> Box:
    top, left = span.top or 0, span.left or 0
    bottom = sheet.row_count if span.bottom is None else span.bottom
    right = sheet.column_count if span.right is None else span.right
    if max(top + 1, bottom if span.bottom else 0) > sheet.row_count or (
        max(left + 1, right if span.right else 0) > sheet.column_count
    ):
        raise beyond(span, sheet)
    single = bottom - top == 1 and right - left == 1
    if not single:
        _refuse_outside(sheet, Box(sheet.id, top, bottom, left, right), height, width)
    sheet.row_count = max(sheet.row_count, top + height)
    sheet.column_count = max(sheet.column_count, left + width)
    return Box(sheet.id, top, top + max(height, 1), left, left + max(width, 1))


def _refuse_outside(sheet: Sheet, box: Box, height: int, width: int) -> None:
    where = f"Requested writing within range [{written(box, sheet)}], but tried writing to"
    if height > box.height:
        raise bad_request(f"{where} row [{box.bottom + 1}]")
    if width > box.width:
        raise bad_request(f"{where} column [{column_letters(box.right)}]")


def clear(book: Workbook, span: Span) -> str:
    """Clear the values of a span, keeping formats, notes and validation; the range that was cleared."""
    sheet = book.edit(span.sheet)
    box = inside(span, sheet)
    for row in range(box.top, min(box.bottom, len(sheet.rows))):
        cells = sheet.row(row)[box.left : box.right]
        if any(cell.value is not None for cell in cells):
            sheet.put(row, box.left, [c if c is EMPTY else c._replace(value=None, runs=None) for c in cells])
    return written(box, sheet)


def append(
    book: Workbook, span: Span, values: Sequence[Sequence[Any]], *, columns: bool, raw: bool, insert: bool
) -> Json:
    """Write below the table that the span touches; the AppendValuesResponse."""
    sheet = book.edit(span.sheet)
    box = inside(span, sheet)
    table = find_table(sheet, box)
    rows = _turned_in(values) if columns else [list(row) for row in values]
    top, left = (table.bottom, table.left) if table else (box.top, box.left)
    if insert and table:
        shift.apply(book, sheet.id, ROWS, shift.Insert(top, len(rows)))
        sheet = book.edit(span.sheet)
    sheet.row_count = max(sheet.row_count, top + len(rows), top + 1)
    corner = Span(sheet.id, top, top + 1, left, left + 1)
    updates = write(book, corner, rows, columns=False, raw=raw)
    reply = {"spreadsheetId": book.id, "tableRange": written(table, sheet) if table else None}
    return {name: value for name, value in reply.items() if value} | {"updates": updates}


def find_table(sheet: Sheet, box: Box) -> Box | None:
    """The last table in the box: the block of filled cells around its last filled cell."""
    for row in range(min(box.bottom, len(sheet.rows)) - 1, box.top - 1, -1):
        cells = sheet.row(row)
        for column in range(min(box.right, len(cells)) - 1, box.left - 1, -1):
            if not cells[column].blank:
                return _grown(sheet, Box(sheet.id, row, row + 1, column, column + 1))
    return None


def _grown(sheet: Sheet, box: Box) -> Box:
    """Widen the box until only blank cells surround it."""
    while True:
        top, bottom, left, right = box[1:]
        if top and _filled(sheet, top - 1, left, right):
            box = box._replace(top=top - 1)
        elif _filled(sheet, bottom, left, right):
            box = box._replace(bottom=bottom + 1)
        elif left and any(_filled(sheet, row, left - 1, left) for row in range(top, bottom)):
            box = box._replace(left=left - 1)
        elif any(_filled(sheet, row, right, right + 1) for row in range(top, bottom)):
            box = box._replace(right=right + 1)
        else:
            return box


def _filled(sheet: Sheet, row: int, left: int, right: int) -> bool:
    return any(not cell.blank for cell in sheet.row(row)[left:right])
