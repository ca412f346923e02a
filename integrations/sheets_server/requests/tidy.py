"""Requests that clean up: find and replace, trim, duplicates, text to columns."""

import re
from collections.abc import Callable

from ..calc import computed
from ..entering import enter
from ..errors import Json, bad_request
from ..grids import box_of
from ..model import Box, Cell, Formula, Sheet, Workbook
from ..numberformat import formatted
from .context import Context, Handler


def find_replace(book: Workbook, request: Json, context: Context) -> Json:
    """Replace text in cells, wherever they are; how much was changed."""
    pattern = _pattern(request, context)
    replacement = request.get("replacement", "")
    if not request.get("searchByRegex"):
        replacement = replacement.replace("\\", "\\\\")
    else:
        replacement = re.sub(r"\$(\d+)", r"\\\1", replacement)
    tally = _Tally()
    for box in _searched(book, request):
        _replace_in(book, box, lambda text: pattern.subn(replacement, text), request, tally)
    return tally.reply()


def _pattern(request: Json, context: Context) -> re.Pattern[str]:
    find = request.get("find", "")
    if not find:
        raise bad_request("The find string cannot be empty.")
    text = find if request.get("searchByRegex") else re.escape(find)
    if request.get("matchEntireCell") and context.behaviour.entire_cell_replace:
        text = rf"\A(?:{text})\Z"
    try:
        return re.compile(text, 0 if request.get("matchCase") else re.IGNORECASE)
    except re.error:
        raise bad_request(f"Invalid regular expression: {find}") from None


def _searched(book: Workbook, request: Json) -> list[Box]:
    if "range" in request:
        return [box_of(book, request["range"])]
    if "sheetId" in request:
        return [book.sheet(request["sheetId"]).box]
    if request.get("allSheets"):
        return [sheet.box for sheet in book.sheets]
    raise bad_request("A scope must be specified: range, sheetId or allSheets.")


class _Tally:
    """What a findReplace changed."""

    def __init__(self) -> None:
        self.values = self.formulas = self.occurrences = 0
        self.rows: set[tuple[int, int]] = set()

    def add(self, sheet: int, row: int, count: int, *, formula: bool) -> None:
        self.values += not formula
        self.formulas += formula
        self.occurrences += count
        self.rows.add((sheet, row))

    def reply(self) -> Json:
        numbers = {
            "valuesChanged": self.values,
            "formulasChanged": self.formulas,
            "rowsChanged": len(self.rows),
            "sheetsChanged": len({sheet for sheet, _ in self.rows}),
            "occurrencesChanged": self.occurrences,
        }
        return {name: number for name, number in numbers.items() if number}


def _replace_in(
    book: Workbook, box: Box, swap: Callable[[str], tuple[str, int]], request: Json, tally: _Tally
) -> None:
    sheet = book.sheet(box.sheet)
    for row in range(box.top, min(box.bottom, len(sheet.rows))):
        new = {}
        for offset, cell in enumerate(sheet.row(row)[box.left : box.right]):
            if cell.value is None:
                continue
            formula = isinstance(cell.value, Formula)
            if formula and not request.get("includeFormulas"):
                continue
            text, count = swap(_text(book, sheet, cell, row, box.left + offset))
            if count:
                new[offset] = enter(cell, text, raw=False, locale=book.properties["locale"], now=book.changed)
                tally.add(sheet.id, row, count, formula=formula)
        if new:
            sheet = book.edit(sheet.id)
            cells = sheet.row(row)[box.left : box.right]
            sheet.put(row, box.left, [new.get(i, cell) for i, cell in enumerate(cells)])


def _text(book: Workbook, sheet: Sheet, cell: Cell, row: int, column: int) -> str:
    if isinstance(cell.value, Formula):
        return cell.value.text
    return formatted(computed(book, sheet, row, column, cell), cell.format, book.properties["locale"])


def trim_whitespace(book: Workbook, request: Json, context: Context) -> Json:
    """Blanks at the ends of texts go, and doubled ones within."""
    box = box_of(book, request.get("range", {}))
    sheet, changed = book.edit(box.sheet), 0
    for row in range(box.top, min(box.bottom, len(sheet.rows))):
        cells = list(sheet.row(row)[box.left : box.right])
        for index, cell in enumerate(cells):
            if isinstance(cell.value, str) and (text := " ".join(cell.value.split())) != cell.value:
                cells[index] = cell._replace(value=text or None)
                changed += 1
        sheet.put(row, box.left, cells)
    return {"cellsChangedCount": changed} if changed else {}


def delete_duplicates(book: Workbook, request: Json, context: Context) -> Json:
    """Rows of a range that repeat an earlier one go; those below move up within the range."""
    box = box_of(book, request.get("range", {}))
    sheet = book.edit(box.sheet)
    columns = [
        index
        for given in request.get("comparisonColumns", [])
        for index in range(given.get("startIndex", 0), given.get("endIndex", box.right))
        if box.left <= index < box.right
    ] or list(range(box.left, box.right))
    seen, kept = set(), []
    for row in range(box.top, box.bottom):
        key = tuple(_key(computed(book, sheet, row, column)) for column in columns)
        if key not in seen:
            seen.add(key)
            kept.append(sheet.slice(row, box.left, box.right))
    removed = box.height - len(kept)
    for offset in range(box.height):
        cells = kept[offset] if offset < len(kept) else [Cell()] * box.width
        sheet.put(box.top + offset, box.left, cells)
    return {"duplicatesRemovedCount": removed} if removed else {}


def _key(value: object) -> tuple[str, object]:
    return (type(value).__name__, value.casefold() if isinstance(value, str) else value)


_MARKS = {"COMMA": ",", "SEMICOLON": ";", "PERIOD": ".", "SPACE": " "}


def text_to_columns(book: Workbook, request: Json, context: Context) -> None:
    """One column's texts split into cells to the right."""
    box = box_of(book, request.get("source", {}))
    if box.width != 1:
        raise bad_request("The source range must be one column wide.")
    kind = request.get("delimiterType", "AUTODETECT")
    sheet, locale = book.edit(box.sheet), book.properties["locale"]
    texts = [formatted(computed(book, sheet, r, box.left), None, locale) for r in range(box.top, box.bottom)]
    mark = request.get("delimiter", ",") if kind == "CUSTOM" else _MARKS.get(kind) or _likely(texts)
    if not mark:
        raise bad_request("A delimiter must be specified.")
    for row, text in enumerate(texts, start=box.top):
        if not text:
            continue
        parts = text.split(mark)
        old = sheet.slice(row, box.left, box.left + len(parts))
        new = [
            enter(cell, part, raw=False, locale=locale, now=book.changed)
            for cell, part in zip(old, parts, strict=True)
        ]
        sheet.put(row, box.left, new)
        sheet.column_count = max(sheet.column_count, box.left + len(parts))


def _likely(texts: list[str]) -> str:
    return max(",;\t |", key=lambda mark: sum(text.count(mark) for text in texts))


HANDLERS: dict[str, Handler] = {
    "findReplace": find_replace,
    "trimWhitespace": trim_whitespace,
    "deleteDuplicates": delete_duplicates,
    "textToColumns": text_to_columns,
}
