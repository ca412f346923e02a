"""Requests that copy: copyPaste, cutPaste, pasteData."""

import csv
import io
from collections.abc import Callable
from html.parser import HTMLParser

from ..calc import computed
from ..entering import enter
from ..errors import Json, bad_request
from ..formulas.rewrite import translated
from ..formulas.tokens import Reference
from ..grids import box_of, corner
from ..locales import decimal_mark
from ..model import EMPTY, Box, Cell, Entered, Fault, Formula, Sheet, Workbook
from ..shift import follow_references
from .context import Context, Handler

Block = list[list[Cell]]


def _block(sheet: Sheet, box: Box) -> Block:
    return [sheet.slice(row, box.left, box.right) for row in range(box.top, box.bottom)]


def _flat(book: Workbook, sheet: Sheet, box: Box) -> Block:
    """The block with formulas replaced by what they come to."""
    block = _block(sheet, box)
    for row, cells in enumerate(block):
        for column, cell in enumerate(cells):
            if isinstance(cell.value, Formula):
                value = computed(book, sheet, box.top + row, box.left + column)
                flat: Entered = value.shown if isinstance(value, Fault) else value
                cells[column] = cell._replace(value=flat)
    return block


def _without_borders(cell: Cell) -> Json | None:
    form = {name: value for name, value in (cell.format or {}).items() if name != "borders"}
    return form or None


def _no_borders(source: Cell, target: Cell) -> Cell:
    form = _without_borders(source) or {}
    if borders := (target.format or {}).get("borders"):
        form = form | {"borders": borders}
    return source._replace(format=form or None)


_MIXES: dict[str, Callable[[Cell, Cell], Cell]] = {
    "PASTE_NORMAL": lambda source, target: source,
    "PASTE_VALUES": lambda source, target: target._replace(value=source.value),
    "PASTE_FORMAT": lambda source, target: target._replace(format=source.format),
    "PASTE_NO_BORDERS": _no_borders,
    "PASTE_FORMULA": lambda source, target: target._replace(value=source.value),
    "PASTE_DATA_VALIDATION": lambda source, target: target._replace(validation=source.validation),
    "PASTE_CONDITIONAL_FORMATTING": lambda source, target: target,
}


def copy_paste(book: Workbook, request: Json, context: Context) -> None:
    """Copy a block into a range, repeated as often as it fits in."""
    source, kind = box_of(book, request.get("source", {})), request.get("pasteType", "PASTE_NORMAL")
    target = _destination(book, request, source)
    sheet, turned = book.sheet(source.sheet), request.get("pasteOrientation") == "TRANSPOSE"
    block = _flat(book, sheet, source) if kind == "PASTE_VALUES" else _block(sheet, source)
    if kind in ("PASTE_NORMAL", "PASTE_FORMAT"):
        _copy_merges(book, source, target)
    if kind == "PASTE_CONDITIONAL_FORMATTING":
        _copy_conditions(book, source, target)
    _lay(book, block, source, target, mix=_MIXES[kind], turned=turned)


def _destination(book: Workbook, request: Json, source: Box) -> Box:
    """The range that is filled: whole copies of the block, at least one."""
    grid = request.get("destination", {})
    sheet = book.sheet(grid.get("sheetId", 0))
    height, width = source.height, source.width
    if request.get("pasteOrientation") == "TRANSPOSE":
        height, width = width, height
    top, left = grid.get("startRowIndex", 0), grid.get("startColumnIndex", 0)
    bottom, right = grid.get("endRowIndex", sheet.row_count), grid.get("endColumnIndex", sheet.column_count)
    down, across = max(1, (bottom - top) // height), max(1, (right - left) // width)
    return box_of(
        book,
        {
            "sheetId": sheet.id,
            "startRowIndex": top,
            "endRowIndex": top + down * height,
            "startColumnIndex": left,
            "endColumnIndex": left + across * width,
        },
    )


def _lay(
    book: Workbook, block: Block, source: Box, target: Box, *, mix: Callable[[Cell, Cell], Cell], turned: bool
) -> None:
    if turned:
        block = [list(column) for column in zip(*block, strict=True)]
    sheet = book.edit(target.sheet)
    decimal = decimal_mark(book.properties["locale"])
    for row in range(target.height):
        line = block[row % len(block)]
        old = sheet.slice(target.top + row, target.left, target.right)
        new = []
        for column, under in enumerate(old):
            y, x = row % len(block), column % len(line)
            from_row, from_column = (x, y) if turned else (y, x)
            down = target.top + row - (source.top + from_row)
            right = target.left + column - (source.left + from_column)
            new.append(mix(_moved(line[x], decimal, down, right), under))
        sheet.put(target.top + row, target.left, new)


def _moved(cell: Cell, decimal: str, down: int, right: int) -> Cell:
    if isinstance(cell.value, Formula):
        return cell._replace(value=Formula(translated(cell.value.text, decimal, down, right)))
    return cell


def _copy_merges(book: Workbook, source: Box, target: Box) -> None:
    merges = [merge for merge in book.sheet(source.sheet).merges if source.covers(merge)]
    sheet = book.edit(target.sheet)
    if any(target.overlaps(merge) and not target.covers(merge) for merge in sheet.merges):
        raise bad_request("You must select all cells in a merged range to merge or unmerge them.")
    sheet.merges = [merge for merge in sheet.merges if not target.covers(merge)]
    for merge in merges:
        down, right = target.top - source.top, target.left - source.left
        copy = Box(
            target.sheet, merge.top + down, merge.bottom + down, merge.left + right, merge.right + right
        )
        sheet.merges.append(copy)


def _copy_conditions(book: Workbook, source: Box, target: Box) -> None:
    """Rules that hold for the whole source hold for the target too."""
    grid = {
        "sheetId": target.sheet,
        "startRowIndex": target.top,
        "endRowIndex": target.bottom,
        "startColumnIndex": target.left,
        "endColumnIndex": target.right,
    }
    origin = book.sheet(source.sheet)
    for rule in list(origin.conditional):
        if any(box_of(book, own).covers(source) for own in rule["ranges"]):
            book.edit(target.sheet).conditional.append(rule | {"ranges": [grid]})


def cut_paste(book: Workbook, request: Json, context: Context) -> None:
    """Move a block; references to its cells follow it."""
    source, kind = box_of(book, request.get("source", {})), request.get("pasteType", "PASTE_NORMAL")
    at = request.get("destination", {})
    top, left = at.get("rowIndex", 0), at.get("columnIndex", 0)
    target = box_of(
        book,
        {
            "sheetId": at.get("sheetId", 0),
            "startRowIndex": top,
            "endRowIndex": top + source.height,
            "startColumnIndex": left,
            "endColumnIndex": left + source.width,
        },
    )
    origin = book.edit(source.sheet)
    block = _flat(book, origin, source) if kind == "PASTE_VALUES" else _block(origin, source)
    if kind == "PASTE_NORMAL":
        _copy_merges(book, source, target)
        origin.merges = [merge for merge in origin.merges if not source.covers(merge) or target.covers(merge)]
    for row in range(source.top, source.bottom):
        origin.put(row, source.left, [EMPTY] * source.width)
    sheet, mix = book.edit(target.sheet), _MIXES[kind]
    for row, line in enumerate(block):
        old = sheet.slice(target.top + row, target.left, target.right)
        sheet.put(target.top + row, target.left, [mix(a, b) for a, b in zip(line, old, strict=True)])
    follow_references(book, origin.id, origin.title, _following(source, target, sheet.title))


def _following(source: Box, target: Box, title: str) -> Callable[[Reference], Reference]:
    down, right = target.top - source.top, target.left - source.left

    def follow(ref: Reference) -> Reference:
        sides = (ref.top, ref.left, ref.bottom, ref.right)
        if any(side is None for side in sides):
            return ref
        top, first, bottom, last = (side or 0 for side in sides)
        if not source.covers(Box(source.sheet, top, bottom + 1, first, last + 1)):
            return ref
        sheet = ref.sheet if source.sheet == target.sheet else title
        return ref._replace(
            sheet=sheet, top=top + down, left=first + right, bottom=bottom + down, right=last + right
        )

    return follow


def paste_data(book: Workbook, request: Json, context: Context) -> None:
    """Delimited text or an HTML table, read as if a person had pasted it."""
    sheet, top, left = corner(book, request.get("coordinate", {}))
    sheet, data = book.edit(sheet.id), request.get("data", "")
    rows = _html_rows(data) if request.get("html") else _delimited(data, request.get("delimiter", "\t"))
    for offset, texts in enumerate(rows):
        old = sheet.slice(top + offset, left, left + len(texts))
        locale = book.properties["locale"]
        new = [
            enter(cell, text, raw=False, locale=locale, now=book.changed)
            for cell, text in zip(old, texts, strict=True)
        ]
        sheet.put(top + offset, left, new)
        sheet.row_count = max(sheet.row_count, top + offset + 1)
        sheet.column_count = max(sheet.column_count, left + len(texts))


def _delimited(data: str, delimiter: str) -> list[list[str]]:
    if not delimiter:
        raise bad_request("A delimiter must be specified.")
    if len(delimiter) == 1:
        return list(csv.reader(io.StringIO(data), delimiter=delimiter))
    return [line.split(delimiter) for line in data.splitlines()]


class _Table(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr" or not self.rows:
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data.strip()


def _html_rows(data: str) -> list[list[str]]:
    table = _Table()
    table.feed(data)
    return [row for row in table.rows if row]


HANDLERS: dict[str, Handler] = {
    "copyPaste": copy_paste,
    "cutPaste": cut_paste,
    "pasteData": paste_data,
}
