"""Requests on rows and columns: insert, delete, move, resize, hide, group."""

from itertools import groupby

from .. import masks
from ..calc import computed
from ..errors import Json, bad_request
from ..grids import dimension_range
from ..model import Sheet, Workbook
from ..numberformat import formatted
from ..render import ranged
from ..shift import ROWS, Delete, Insert, Move, apply
from ..textwidth import pixels
from .context import Context, Handler


def insert_dimension(book: Workbook, request: Json, context: Context) -> None:
    """Blank rows or columns, formatted like the neighbour before or after."""
    given = request.get("range", {})
    sheet, dimension, start, end = dimension_range(book, given, bounded=False)
    size = sheet.row_count if dimension == ROWS else sheet.column_count
    inherit = request.get("inheritFromBefore", False)
    if start > size or (start == size and not inherit):
        raise bad_request(
            f"range.startIndex[{start}] is after last {dimension[:-1].lower()} in grid[{size - 1}]."
        )
    if inherit and start == 0:
        raise bad_request("inheritFromBefore cannot be true when inserting at the beginning.")
    apply(book, sheet.id, dimension, Insert(start, end - start))
    _inherit(book.edit(sheet.id), dimension, start, end, before=inherit)


def _inherit(sheet: Sheet, dimension: str, start: int, end: int, *, before: bool) -> None:
    """New rows and columns take the formats and validation of their neighbour, not its values."""
    source = start - 1 if before else end
    if dimension == ROWS:
        looks = [cell._replace(value=None, note=None, runs=None) for cell in sheet.row(source)]
        if any(cell.format or cell.validation for cell in looks):
            for row in range(start, end):
                sheet.set_row(row, looks)
        return
    for row in range(len(sheet.rows)):
        look = sheet.cell(row, source)._replace(value=None, note=None, runs=None)
        if look.format or look.validation:
            sheet.put(row, start, [look] * (end - start))


def delete_dimension(book: Workbook, request: Json, context: Context) -> None:
    """Rows or columns go."""
    sheet, dimension, start, end = dimension_range(book, request.get("range", {}))
    size = sheet.row_count if dimension == ROWS else sheet.column_count
    if end - start >= size:
        raise bad_request(f"You can't delete all the {dimension.lower()} on the sheet.")
    frozen = sheet.properties.get("gridProperties", {}).get(
        "frozenRowCount" if dimension == ROWS else "frozenColumnCount", 0
    )
    if frozen and start <= frozen and end >= size:
        raise bad_request(f"You can't delete all the non-frozen {dimension.lower()}.")
    apply(book, sheet.id, dimension, Delete(start, end))


def append_dimension(book: Workbook, request: Json, context: Context) -> None:
    """Blank rows or columns at the end."""
    sheet = book.edit(request.get("sheetId", 0))
    length = request.get("length", 0)
    if length < 1:
        raise bad_request("length must be > 0.")
    if request.get("dimension") == ROWS:
        sheet.row_count += length
    else:
        sheet.column_count += length


def move_dimension(book: Workbook, request: Json, context: Context) -> None:
    """Rows or columns to another place; the index counts them as they stood before the move."""
    sheet, dimension, start, end = dimension_range(book, request.get("source", {}))
    to = request.get("destinationIndex", 0)
    size = sheet.row_count if dimension == ROWS else sheet.column_count
    if not 0 <= to <= size:
        raise bad_request(f"destinationIndex[{to}] is after last {dimension[:-1].lower()} in grid[{size}].")
    if start < to < end:
        raise bad_request("destinationIndex cannot be inside the source range.")
    if to not in (start, end):
        apply(book, sheet.id, dimension, Move(start, end, to))


def update_properties(book: Workbook, request: Json, context: Context) -> None:
    """Size and hiding of rows or columns."""
    mask = masks.update_mask(request.get("fields"))
    masks.check(mask, "DimensionProperties")
    if "range" not in request:
        raise bad_request("No range specified.")
    sheet, dimension, start, end = dimension_range(book, request["range"])
    sheet = book.edit(sheet.id)
    sizes = sheet.row_sizes if dimension == ROWS else sheet.column_sizes
    for index in range(start, end):
        new = masks.merged(sizes.get(index, {}), request.get("properties", {}), mask)
        sizes[index] = {name: value for name, value in new.items() if value}


def auto_resize(book: Workbook, request: Json, context: Context) -> None:
    """Columns as wide as their longest text; rows fall back to the default height."""
    sheet, dimension, start, end = dimension_range(book, request.get("dimensions", {}))
    sheet = book.edit(sheet.id)
    for index in range(start, end):
        if dimension == ROWS:
            sheet.row_sizes.pop(index, None)
        elif width := _widest(book, sheet, index):
            sheet.column_sizes[index] = sheet.column_sizes.get(index, {}) | {"pixelSize": width}


def _widest(book: Workbook, sheet: Sheet, column: int) -> int:
    return max(
        (
            pixels(formatted(computed(book, sheet, row, column), cell.format, book.properties["locale"]))
            for row in range(len(sheet.rows))
            if not (cell := sheet.cell(row, column)).blank
        ),
        default=0,
    )


def add_group(book: Workbook, request: Json, context: Context) -> Json:
    """One level more of grouping over a range."""
    return _regroup(book, request, +1)


def delete_group(book: Workbook, request: Json, context: Context) -> Json:
    """One level less of grouping over a range."""
    return _regroup(book, request, -1)


def _regroup(book: Workbook, request: Json, step: int) -> Json:
    sheet, dimension, start, end = dimension_range(book, request.get("range", {}))
    sheet = book.edit(sheet.id)
    name = "row_groups" if dimension == ROWS else "column_groups"
    old: list[Json] = getattr(sheet, name)
    depths = _depths(old)
    if step < 0 and not any(depths.get(index) for index in range(start, end)):
        raise bad_request("There is no group in the given range.")
    for index in range(start, end):
        depths[index] = max(0, depths.get(index, 0) + step)
    setattr(sheet, name, _groups(sheet.id, dimension, depths, old))
    control = "rowGroupControlAfter" if dimension == ROWS else "columnGroupControlAfter"
    sheet.properties["gridProperties"] = sheet.properties.get("gridProperties", {}) | {control: True}
    groups = [ranged(group) for group in getattr(sheet, name)]
    return {"dimensionGroups": groups} if groups else {}


def _depths(groups: list[Json]) -> dict[int, int]:
    depths: dict[int, int] = {}
    for group in groups:
        for index in range(group["range"]["startIndex"], group["range"]["endIndex"]):
            depths[index] = max(depths.get(index, 0), group["depth"])
    return depths


def _groups(sheet_id: int, dimension: str, depths: dict[int, int], old: list[Json]) -> list[Json]:
    """Each run of indexes at least so deep is a group of that depth."""
    groups = []
    for depth in range(1, max(depths.values(), default=0) + 1):
        deep = sorted(index for index, level in depths.items() if level >= depth)
        for _, run in groupby(enumerate(deep), lambda pair: pair[1] - pair[0]):
            indexes = [index for _, index in run]
            where = {
                "sheetId": sheet_id,
                "dimension": dimension,
                "startIndex": indexes[0],
                "endIndex": indexes[-1] + 1,
            }
            same = [g for g in old if g["range"] == where and g["depth"] == depth and g.get("collapsed")]
            groups.append({"range": where, "depth": depth} | ({"collapsed": True} if same else {}))
    return sorted(groups, key=lambda group: (group["range"]["startIndex"], group["depth"]))


def update_group(book: Workbook, request: Json, context: Context) -> None:
    """Collapse or open a group."""
    new = request.get("dimensionGroup", {})
    masks.update_mask(request.get("fields"))
    sheet, dimension, start, end = dimension_range(book, new.get("range", {}))
    sheet = book.edit(sheet.id)
    groups = sheet.row_groups if dimension == ROWS else sheet.column_groups
    for index, group in enumerate(groups):
        where = group["range"]
        if (where["startIndex"], where["endIndex"], group["depth"]) == (start, end, new.get("depth", 0)):
            rest = {name: value for name, value in group.items() if name != "collapsed"}
            groups[index] = rest | ({"collapsed": True} if new.get("collapsed") else {})
            return
    raise bad_request("There is no group with the given range and depth.")


HANDLERS: dict[str, Handler] = {
    "insertDimension": insert_dimension,
    "deleteDimension": delete_dimension,
    "appendDimension": append_dimension,
    "moveDimension": move_dimension,
    "updateDimensionProperties": update_properties,
    "autoResizeDimensions": auto_resize,
    "addDimensionGroup": add_group,
    "deleteDimensionGroup": delete_group,
    "updateDimensionGroup": update_group,
}
