"""Requests that write cells: values, formats, notes, validation, borders."""

from typing import Any

from .. import masks
from ..errors import Json, bad_request
from ..formats import both_colors, normal_format
from ..formulas.rewrite import translated
from ..grids import box_of
from ..locales import decimal_mark
from ..masks import Mask
from ..model import Box, Cell, Entered, Formula, Workbook
from .context import Context, Handler

MOST_CHARACTERS = 50_000
"""What a cell can hold."""


class Patch:
    """What a CellData writes into a cell, as far as a mask says."""

    def __init__(self, data: Json, mask: Mask) -> None:
        everything = not mask
        self._value = everything or "userEnteredValue" in mask
        self._format = everything or "userEnteredFormat" in mask
        self._note = everything or "note" in mask
        self._validation = everything or "dataValidation" in mask
        self._runs = everything or "textFormatRuns" in mask
        self._below = both_colors(mask.get("userEnteredFormat", {})) if mask else {}
        self.value = entered(data.get("userEnteredValue", {}))
        self._new_format = normal_format(data.get("userEnteredFormat", {}))
        self._data = data

    def on(self, cell: Cell, value: Entered) -> Cell:
        """The cell with the patch applied; `value` is the patch's own, or a formula as it reads here."""
        return Cell(
            value if self._value else cell.value,
            self._formatted(cell.format) if self._format else cell.format,
            (self._data.get("note") or None) if self._note else cell.note,
            (self._data.get("dataValidation") or None) if self._validation else cell.validation,
            self._data.get("textFormatRuns") if self._runs else (None if self._value else cell.runs),
        )

    def _formatted(self, old: Json | None) -> Json | None:
        if not self._below:
            return self._new_format or None
        return masks.merged(old or {}, self._new_format, self._below) or None


def entered(value: Json) -> Entered:
    """The content that an ExtendedValue writes. Raises a 400 for more than a cell can hold."""
    if "formulaValue" in value:
        formula = value["formulaValue"]
        return Formula(formula) if formula.startswith("=") else formula or None
    for name in ("numberValue", "stringValue", "boolValue"):
        if name in value:
            content: Entered = value[name]
            if isinstance(content, str) and len(content) > MOST_CHARACTERS:
                said = f"Your input contains more than the maximum of {MOST_CHARACTERS} characters"
                raise bad_request(f"{said} in a single cell.")
            return None if content == "" else content
    return None


def cell_mask(request: Json) -> Mask:
    """The mask of a request on cells."""
    mask = masks.update_mask(request.get("fields"))
    masks.check(mask, "CellData")
    return mask


def update_cells(book: Workbook, request: Json, context: Context) -> None:
    """Each cell its own data; cells of the range that the rows don't reach are cleared."""
    mask = cell_mask(request)
    rows = [row.get("values", []) for row in request.get("rows", [])]
    box = _target(book, request, rows)
    sheet = book.edit(box.sheet)
    for offset in range(box.height):
        data = rows[offset] if offset < len(rows) else []
        width = box.width if "range" in request else len(data)
        old = sheet.slice(box.top + offset, box.left, box.left + width)
        patches = [Patch(data[i] if i < len(data) else {}, mask) for i in range(width)]
        new = [patch.on(cell, patch.value) for patch, cell in zip(patches, old, strict=True)]
        sheet.put(box.top + offset, box.left, new)


def _target(book: Workbook, request: Json, rows: list[list[Any]]) -> Box:
    width = max(map(len, rows), default=0)
    if "start" in request:
        at = request["start"]
        top, left = at.get("rowIndex", 0), at.get("columnIndex", 0)
        grid = {"startRowIndex": top, "startColumnIndex": left}
        grid |= {"endRowIndex": top + max(1, len(rows)), "endColumnIndex": left + max(1, width)}
        return box_of(book, grid | {"sheetId": at.get("sheetId", 0)})
    box = box_of(book, request.get("range", {}))
    if len(rows) > box.height:
        raise bad_request(
            f"Attempting to write row: {box.top + len(rows) - 1}, "
            f"beyond the last requested row of: {box.bottom - 1}"
        )
    if width > box.width:
        raise bad_request(
            f"Attempting to write column: {box.left + width - 1}, "
            f"beyond the last requested column of: {box.right - 1}"
        )
    return box


def append_cells(book: Workbook, request: Json, context: Context) -> None:
    """Rows below the last row that has a value; the sheet grows where it must."""
    mask = cell_mask(request)
    sheet = book.edit(request.get("sheetId", 0))
    top = max((i + 1 for i, row in enumerate(sheet.rows) if any(not cell.blank for cell in row)), default=0)
    for offset, row in enumerate(request.get("rows", [])):
        data = row.get("values", [])
        patches = [Patch(item, mask) for item in data]
        old = sheet.slice(top + offset, 0, len(data))
        sheet.put(top + offset, 0, [p.on(cell, p.value) for p, cell in zip(patches, old, strict=True)])
        sheet.row_count = max(sheet.row_count, top + offset + 1)
        sheet.column_count = max(sheet.column_count, len(data))


def repeat_cell(book: Workbook, request: Json, context: Context) -> None:
    """One cell's data in every cell of a range; a formula reads as if it were filled down and right."""
    patch = Patch(request.get("cell", {}), cell_mask(request))
    box = box_of(book, request.get("range", {}))
    sheet = book.edit(box.sheet)
    decimal = decimal_mark(book.properties["locale"])
    for row in range(box.top, box.bottom):
        values: list[Entered] = [patch.value] * box.width
        if isinstance(patch.value, Formula):
            text = patch.value.text
            values = [Formula(translated(text, decimal, row - box.top, i)) for i in range(box.width)]
        old = sheet.slice(row, box.left, box.right)
        new = [patch.on(cell, value) for cell, value in zip(old, values, strict=True)]
        if new != old:
            sheet.put(row, box.left, new)


def set_validation(book: Workbook, request: Json, context: Context) -> None:
    """The rule for what may be typed into the cells of a range; without a rule they are free again."""
    rule = {name: value for name, value in request.get("rule", {}).items() if value not in (False, "")}
    box = box_of(book, request.get("range", {}))
    _refuse_condition(rule)
    sheet = book.edit(box.sheet)
    for row in range(box.top, box.bottom):
        old = sheet.slice(row, box.left, box.right)
        new = [cell._replace(validation=rule or None) for cell in old]
        if new != old:
            sheet.put(row, box.left, new)


def _refuse_condition(rule: Json) -> None:
    if rule and "type" not in rule.get("condition", {}):
        raise bad_request("Condition type must be specified.")


def update_borders(book: Workbook, request: Json, context: Context) -> None:
    """Borders round a range and between its cells; a side that is not given stays."""
    box = box_of(book, request.get("range", {}))
    sheet = book.edit(box.sheet)
    for row in range(box.top, box.bottom):
        old = sheet.slice(row, box.left, box.right)
        new = []
        for offset, cell in enumerate(old):
            borders = dict((cell.format or {}).get("borders", {}))
            borders |= _borders(request, box, row, box.left + offset)
            shown = {side: line for side, line in borders.items() if line}
            form = {k: v for k, v in (cell.format or {}).items() if k != "borders"}
            new.append(cell._replace(format=(form | ({"borders": shown} if shown else {})) or None))
        sheet.put(row, box.left, new)


def _borders(request: Json, box: Box, row: int, column: int) -> Json:
    """The lines that the request gives one cell; an empty one takes the line away."""
    inner = {
        "top": row > box.top,
        "bottom": row < box.bottom - 1,
        "left": column > box.left,
        "right": column < box.right - 1,
    }
    lines = {}
    for side, within in inner.items():
        between = "innerHorizontal" if side in ("top", "bottom") else "innerVertical"
        name = between if within else side
        if name in request:
            lines[side] = _line(request[name])
    return lines


def _line(border: Json) -> Json:
    if border.get("style", "NONE") == "NONE":
        return {}
    widths = {"SOLID_MEDIUM": 2, "SOLID_THICK": 3, "DOUBLE": 3}
    line: Json = normal_format({"color": {}} | border | {"width": widths.get(border["style"], 1)})
    return line


HANDLERS: dict[str, Handler] = {
    "updateCells": update_cells,
    "appendCells": append_cells,
    "repeatCell": repeat_cell,
    "setDataValidation": set_validation,
    "updateBorders": update_borders,
}
