"""Requests on blocks of cells: merge, insert, delete, sort."""

from functools import partial

from ..calc import computed
from ..errors import Json, bad_request
from ..formulas.rewrite import translated
from ..grids import box_of
from ..locales import decimal_mark
from ..model import EMPTY, Box, Cell, Computed, Fault, Formula, Sheet, Workbook
from ..shift import Delete, apply
from .context import Context, Handler


def merge_cells(book: Workbook, request: Json, context: Context) -> None:
    """One merged cell, or one per row or column; only the first value stays."""
    box = box_of(book, request.get("range", {}))
    sheet = book.edit(box.sheet)
    _refuse_partial(sheet, box)
    sheet.merges = [merge for merge in sheet.merges if not box.covers(merge)]
    for part in _parts(box, request.get("mergeType", "MERGE_ALL")):
        if part.height * part.width > 1:
            sheet.merges.append(part)
            _keep_first(sheet, part)


def _refuse_partial(sheet: Sheet, box: Box) -> None:
    if any(box.overlaps(merge) and not box.covers(merge) for merge in sheet.merges):
        raise bad_request("You must select all cells in a merged range to merge or unmerge them.")


def _parts(box: Box, kind: str) -> list[Box]:
    if kind == "MERGE_COLUMNS":
        return [box._replace(left=i, right=i + 1) for i in range(box.left, box.right)]
    if kind == "MERGE_ROWS":
        return [box._replace(top=i, bottom=i + 1) for i in range(box.top, box.bottom)]
    return [box]


def _keep_first(sheet: Sheet, box: Box) -> None:
    for row in range(box.top, box.bottom):
        cells = sheet.slice(row, box.left, box.right)
        kept = [
            cell if (row, i) == (box.top, 0) else cell._replace(value=None, runs=None)
            for i, cell in enumerate(cells)
        ]
        if kept != cells:
            sheet.put(row, box.left, kept)


def unmerge_cells(book: Workbook, request: Json, context: Context) -> None:
    """All merged cells inside a range come apart."""
    box = box_of(book, request.get("range", {}))
    sheet = book.edit(box.sheet)
    _refuse_partial(sheet, box)
    sheet.merges = [merge for merge in sheet.merges if not box.covers(merge)]


def insert_range(book: Workbook, request: Json, context: Context) -> None:
    """Blank cells; those in the way move down or to the right."""
    box = box_of(book, request.get("range", {}))
    sheet = book.edit(box.sheet)
    if request.get("shiftDimension") == "COLUMNS":
        for row in range(box.top, box.bottom):
            cells = list(sheet.row(row))
            if len(cells) > box.left:
                sheet.set_row(row, cells[: box.left] + [EMPTY] * box.width + cells[box.left :])
                sheet.column_count = max(sheet.column_count, len(sheet.row(row)))
        return
    blocks = [sheet.slice(row, box.left, box.right) for row in range(box.top, len(sheet.rows))]
    blank = [[EMPTY] * box.width for _ in range(box.height)]
    for offset, block in enumerate(blank + blocks):
        sheet.put(box.top + offset, box.left, block)
    sheet.row_count = max(sheet.row_count, len(sheet.rows))


def delete_range(book: Workbook, request: Json, context: Context) -> None:
    """Cells go; those below or to the right take their place."""
    box = box_of(book, request.get("range", {}))
    sheet = book.edit(box.sheet)
    if request.get("shiftDimension") == "COLUMNS":
        if box.height == sheet.row_count:
            apply(book, sheet.id, "COLUMNS", Delete(box.left, box.right))
            return
        for row in range(box.top, box.bottom):
            cells = sheet.row(row)
            sheet.set_row(row, cells[: box.left] + cells[box.right :])
        return
    last = len(sheet.rows)
    for row in range(box.top, last):
        sheet.put(row, box.left, sheet.slice(row + box.height, box.left, box.right))


def sort_range(book: Workbook, request: Json, context: Context) -> None:
    """Rows of a range in a new order: values, notes, formats and validation move together."""
    box = box_of(book, request.get("range", {}))
    sheet = book.edit(box.sheet)
    if any(box.overlaps(merge) and merge.height > 1 for merge in sheet.merges):
        raise bad_request("You can't perform a sort over a range containing vertical merges.")
    order = sorted_rows(book, sheet, box, request.get("sortSpecs", []))
    if context.behaviour.metadata_follows_sort:
        _carry_metadata(book, box, order)
    _reorder(book, sheet, box, order)


def _reorder(book: Workbook, sheet: Sheet, box: Box, order: list[int]) -> None:
    decimal = decimal_mark(book.properties["locale"])
    rows = {row: sheet.slice(row, box.left, box.right) for row in order}
    for target, source in enumerate(order, start=box.top):
        if target != source:
            moved = [_carried(cell, decimal, target - source) for cell in rows[source]]
            sheet.put(target, box.left, moved)


def _carried(cell: Cell, decimal: str, down: int) -> Cell:
    if isinstance(cell.value, Formula):
        return cell._replace(value=Formula(translated(cell.value.text, decimal, down, 0)))
    return cell


def _carry_metadata(book: Workbook, box: Box, order: list[int]) -> None:
    target = {source: box.top + offset for offset, source in enumerate(order)}
    moved = []
    for item in book.metadata:
        where = item["location"].get("dimensionRange", {})
        rows = where.get("dimension") == "ROWS" and where.get("sheetId", 0) == box.sheet
        if rows and where["startIndex"] in target:
            at = target[where["startIndex"]]
            place = item["location"] | {"dimensionRange": where | {"startIndex": at, "endIndex": at + 1}}
            moved.append(item | {"location": place})
        else:
            moved.append(item)
    book.metadata = moved


def sorted_rows(book: Workbook, sheet: Sheet, box: Box, specs: list[Json]) -> list[int]:
    """The row numbers of a box in sorted order; the sort is stable and blank cells come last."""
    order = list(range(box.top, box.bottom))
    for spec in reversed(specs):
        column = spec.get("dimensionIndex", 0)
        if not box.left <= column < box.right:
            raise bad_request(f"The sort column {column} is not within the range.")
        values = {row: computed(book, sheet, row, column) for row in order}
        filled = [row for row in order if values[row] is not None]
        blank = [row for row in order if values[row] is None]
        danish = book.properties["locale"].partition("_")[0] in ("da", "nb", "no")
        rank = partial(_rank, values, danish)
        order = sorted(filled, key=rank, reverse=spec.get("sortOrder") == "DESCENDING") + blank
    return order


_DANISH = str.maketrans("æøå", "{|}")


def _rank(values: dict[int, Computed], danish: bool, row: int) -> tuple[int, float | str]:
    """Numbers before texts before truth values before errors; case doesn't count."""
    value = values[row]
    if isinstance(value, bool):
        return 2, float(value)
    if isinstance(value, str):
        folded = value.casefold()
        return 1, folded.replace("aa", "å").translate(_DANISH) if danish else folded
    if isinstance(value, Fault) or value is None:
        return 3, 0.0
    return 0, value


HANDLERS: dict[str, Handler] = {
    "mergeCells": merge_cells,
    "unmergeCells": unmerge_cells,
    "insertRange": insert_range,
    "deleteRange": delete_range,
    "sortRange": sort_range,
}
