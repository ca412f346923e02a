"""A1 and R1C1 notation: read an address, write one."""

import re
from typing import NamedTuple

from .errors import bad_request
from .model import Box, Sheet, Workbook

_CELL = re.compile(r"\$?([A-Za-z]{0,3})\$?([0-9]{0,8})\Z")
_R1C1 = re.compile(r"R([0-9]*)C([0-9]*)\Z", re.IGNORECASE)
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_LOOKS_LIKE_CELL = re.compile(r"([A-Za-z]{1,3}[0-9]+|R[0-9]*C[0-9]*|TRUE|FALSE)\Z", re.IGNORECASE)


class Corner(NamedTuple):
    """One end of a range; a missing row or column leaves that side open."""

    row: int | None
    column: int | None


class Span(NamedTuple):
    """A range as it was asked for, on a sheet; None leaves a side open."""

    sheet: int
    top: int | None
    bottom: int | None
    left: int | None
    right: int | None

    def on(self, sheet: Sheet) -> Box:
        """The range clipped to the sheet's grid."""
        top, left = self.top or 0, self.left or 0
        bottom = sheet.row_count if self.bottom is None else min(self.bottom, sheet.row_count)
        right = sheet.column_count if self.right is None else min(self.right, sheet.column_count)
        return Box(sheet.id, top, bottom, left, right)


def column_letters(index: int) -> str:
    """The letters of a zero-based column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """The zero-based column of its letters."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def quoted(title: str) -> str:
    """A sheet's title as Google writes it before the "!"."""
    if _PLAIN.match(title) and not _LOOKS_LIKE_CELL.match(title):
        return title
    return "'" + title.replace("'", "''") + "'"


def cell_name(row: int, column: int) -> str:
    """The address of a zero-based cell."""
    return f"{column_letters(column)}{row + 1}"


def written(box: Box, sheet: Sheet) -> str:
    """The address of a box with its sheet, such as "Sheet1!A1:B2"."""
    name = cell_name(box.top, box.left)
    if box.height > 1 or box.width > 1:
        name += ":" + cell_name(box.bottom - 1, box.right - 1)
    return f"{quoted(sheet.title)}!{name}"


def parse(text: str, book: Workbook) -> Span:
    """The range that `text` names: A1 or R1C1 notation, a sheet's title or a named range."""
    title, rest = _split(text)
    if title is None:
        return _unqualified(text, book)
    if (sheet := book.titled(title)) is None:
        raise unparsable(text)
    if rest is None:
        return Span(sheet.id, None, None, None, None)
    span = _cells(rest, sheet.id)
    if span is None:
        span = _named(rest, book)
    if span is None or span.sheet != sheet.id:
        raise unparsable(text)
    return span


def unparsable(text: str) -> Exception:
    """Google's refusal of a range it can't read."""
    return bad_request(f"Unable to parse range: {text}")


def _unqualified(text: str, book: Workbook) -> Span:
    """A range without "!": cells of the first sheet, a named range, or a sheet's title."""
    for span in (_cells(text, book.sheets[0].id), _named(text, book)):
        if span is not None:
            return span
    if (sheet := book.titled(text)) is None:
        raise unparsable(text)
    return Span(sheet.id, None, None, None, None)


def _split(text: str) -> tuple[str | None, str | None]:
    """Title and rest; a quoted title alone is a whole sheet."""
    if text.startswith("'"):
        title = re.match(r"'((?:[^']|'')*)'(?:!(.*))?\Z", text, re.DOTALL)
        if title:
            return title[1].replace("''", "'"), title[2]
    head, mark, tail = text.rpartition("!")
    return (head, tail) if mark else (None, text)


def _named(name: str, book: Workbook) -> Span | None:
    folded = name.casefold()
    for named in book.named:
        if named["name"].casefold() == folded:
            return span_of(named["range"])
    return None


def span_of(grid: dict[str, int]) -> Span:
    """The span of a GridRange."""
    return Span(
        grid.get("sheetId", 0),
        grid.get("startRowIndex"),
        grid.get("endRowIndex"),
        grid.get("startColumnIndex"),
        grid.get("endColumnIndex"),
    )


def _cells(text: str, sheet_id: int) -> Span | None:
    parts = text.split(":")
    if len(parts) > 2:
        return None
    corners = [_corner(part) for part in parts]
    first, last = corners[0], corners[-1]
    if first is None or last is None:
        return None
    if len(parts) == 1 and (first.row is None or first.column is None):
        return None
    top, bottom = _side(first.row, last.row)
    left, right = _side(first.column, last.column)
    return Span(sheet_id, top, bottom, left, right)


def _side(one: int | None, other: int | None) -> tuple[int | None, int | None]:
    """Start and end of one direction; an open end stays open, a reversed range is turned round."""
    if one is None or other is None:
        return (one if other is None else other), None
    return min(one, other), max(one, other) + 1


def _corner(text: str) -> Corner | None:
    if match := _R1C1.match(text):
        if not match[1] and not match[2]:
            return None
        return Corner(int(match[1]) - 1 if match[1] else None, int(match[2]) - 1 if match[2] else None)
    match = _CELL.match(text)
    if not match or not (match[1] or match[2]) or (match[2] and int(match[2]) == 0):
        return None
    return Corner(int(match[2]) - 1 if match[2] else None, column_index(match[1]) if match[1] else None)
