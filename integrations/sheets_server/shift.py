"""Rows and columns that are inserted, deleted or moved, and everything that follows them.

What follows: cells, sizes, merges, protected and named ranges, filters, conditional formats, groups,
developer metadata and the references in formulas.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from .errors import Json
from .formulas.rewrite import rewritten
from .formulas.tokens import Reference
from .locales import decimal_mark
from .model import Box, Cell, Formula, Row, Sheet, Workbook, trimmed

ROWS, COLUMNS = "ROWS", "COLUMNS"


class Change(Protocol):
    """How the indexes of one dimension change."""

    def index(self, at: int) -> int | None:
        """Where an index goes; None if it is deleted."""

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Where a half-open span goes; None if nothing of it is left."""

    def rearranged(self, items: list[Any], blank: Any) -> list[Any]:
        """The items of a list in their new order."""

    def size(self, size: int) -> int:
        """The number of rows or columns afterwards."""


@dataclass(frozen=True)
class Insert:
    """`count` new ones before `at`."""

    at: int
    count: int

    def index(self, at: int) -> int | None:
        return at + self.count if at >= self.at else at

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        return (
            start + self.count if start >= self.at else start,
            end + self.count if end > self.at else end,
        )

    def rearranged(self, items: list[Any], blank: Any) -> list[Any]:
        if self.at >= len(items):
            return items
        return [*items[: self.at], *([blank] * self.count), *items[self.at :]]

    def size(self, size: int) -> int:
        return size + self.count


@dataclass(frozen=True)
class Delete:
    """Those from `start` up to `end` go."""

    start: int
    end: int

    def index(self, at: int) -> int | None:
        if at < self.start:
            return at
        return None if at < self.end else at - (self.end - self.start)

    def _edge(self, at: int) -> int:
        return at if at <= self.start else max(self.start, at - (self.end - self.start))

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        new = self._edge(start), self._edge(end)
        return new if new[0] < new[1] else None

    def rearranged(self, items: list[Any], blank: Any) -> list[Any]:
        return items[: self.start] + items[self.end :]

    def size(self, size: int) -> int:
        return size - (self.end - self.start)


@dataclass(frozen=True)
class Move:
    """Those from `start` up to `end` go before the one that was at `to`."""

    start: int
    end: int
    to: int

    def index(self, at: int) -> int | None:
        count = self.end - self.start
        landing = self.to - count if self.to > self.start else self.to
        if self.start <= at < self.end:
            return landing + at - self.start
        without = at - count if at >= self.end else at
        return without + count if without >= landing else without

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        ends = [self.index(start), self.index(end - 1)]
        first, last = (at for at in ends if at is not None)
        return min(first, last), max(first, last) + 1

    def rearranged(self, items: list[Any], blank: Any) -> list[Any]:
        full = items + [blank] * (max(self.end, self.to) - len(items))
        moved, rest = full[self.start : self.end], full[: self.start] + full[self.end :]
        landing = self.to - len(moved) if self.to > self.start else self.to
        return rest[:landing] + moved + rest[landing:]

    def size(self, size: int) -> int:
        return size


def apply(book: Workbook, sheet_id: int, dimension: str, change: Change) -> None:
    """Make the change on a draft, and let everything follow."""
    sheet = book.edit(sheet_id)
    _cells(sheet, dimension, change)
    sizes = sheet.row_sizes if dimension == ROWS else sheet.column_sizes
    moved = {new: size for at, size in sizes.items() if (new := change.index(at)) is not None}
    if dimension == ROWS:
        sheet.row_sizes, sheet.row_count = moved, change.size(sheet.row_count)
    else:
        sheet.column_sizes, sheet.column_count = moved, change.size(sheet.column_count)
    _frozen(sheet, dimension, change)
    _attachments(sheet, dimension, change)
    book.named = _followed(book.named, "range", sheet_id, dimension, change)
    book.metadata = _metadata(book.metadata, sheet_id, dimension, change)
    follow_references(book, sheet.id, sheet.title, _reference_change(dimension, change))


def _cells(sheet: Sheet, dimension: str, change: Change) -> None:
    if dimension == ROWS:
        sheet.rows = change.rearranged(sheet.rows, ())
    else:
        blank = Cell()
        sheet.rows = [trimmed(change.rearranged(list(row), blank)) for row in sheet.rows]
    sheet.trim()


def _frozen(sheet: Sheet, dimension: str, change: Change) -> None:
    """Rows inserted or deleted among the frozen ones change their number."""
    name = "frozenRowCount" if dimension == ROWS else "frozenColumnCount"
    frozen = sheet.properties.get("gridProperties", {}).get(name, 0)
    if frozen and not isinstance(change, Move):
        span = change.span(0, frozen)
        count = span[1] if span else 0
        sheet.properties["gridProperties"] = sheet.properties["gridProperties"] | {name: count}


def _attachments(sheet: Sheet, dimension: str, change: Change) -> None:
    sheet.merges = [
        box
        for merge in sheet.merges
        if (box := moved_box(merge, dimension, change)) and box.height * box.width > 1
    ]
    for name in ("protected", "banded", "filter_views"):
        setattr(sheet, name, _followed(getattr(sheet, name), "range", sheet.id, dimension, change))
    if sheet.filter is not None:
        sheet.filter = next(iter(_followed([sheet.filter], "range", sheet.id, dimension, change)), None)
    kept = []
    for rule in sheet.conditional:
        grids = [new for grid in rule["ranges"] if (new := moved_grid(grid, dimension, change)) is not None]
        if grids:
            kept.append(rule | {"ranges": grids})
    sheet.conditional = kept
    groups = "row_groups" if dimension == ROWS else "column_groups"
    setattr(sheet, groups, [new for group in getattr(sheet, groups) if (new := _group(group, change))])


def _group(group: Json, change: Change) -> Json | None:
    span = change.span(group["range"]["startIndex"], group["range"]["endIndex"])
    if span is None:
        return None
    return group | {"range": group["range"] | {"startIndex": span[0], "endIndex": span[1]}}


def moved_box(box: Box, dimension: str, change: Change) -> Box | None:
    """Where a box goes; None if nothing of it is left."""
    if dimension == ROWS:
        span = change.span(box.top, box.bottom)
        return box._replace(top=span[0], bottom=span[1]) if span else None
    span = change.span(box.left, box.right)
    return box._replace(left=span[0], right=span[1]) if span else None


def moved_grid(grid: Json, dimension: str, change: Change) -> Json | None:
    """Where a GridRange goes; a side that is open stays open."""
    word = "Row" if dimension == ROWS else "Column"
    first, last = f"start{word}Index", f"end{word}Index"
    if first not in grid and last not in grid:
        return grid
    far = 1 << 30
    span = change.span(grid.get(first, 0), grid.get(last, far))
    if span is None:
        return None
    new = dict(grid)
    if first in grid or span[0]:
        new[first] = span[0]
    if last in grid:
        new[last] = span[1]
    return new


def _followed(items: list[Json], key: str, sheet_id: int, dimension: str, change: Change) -> list[Json]:
    kept = []
    for item in items:
        grid = item.get(key)
        if grid is None or grid.get("sheetId", 0) != sheet_id:
            kept.append(item)
        elif (new := moved_grid(grid, dimension, change)) is not None:
            kept.append(item if new == grid else item | {key: new})
    return kept


def _metadata(items: list[Json], sheet_id: int, dimension: str, change: Change) -> list[Json]:
    kept = []
    for item in items:
        where = item["location"].get("dimensionRange")
        if where is None or where.get("sheetId", 0) != sheet_id or where["dimension"] != dimension:
            kept.append(item)
        elif (span := change.span(where["startIndex"], where["endIndex"])) is not None:
            place = where | {"startIndex": span[0], "endIndex": span[1]}
            kept.append(item | {"location": item["location"] | {"dimensionRange": place}})
    return kept


def _reference_change(dimension: str, change: Change) -> Callable[[Reference], Reference | None]:
    def moved(ref: Reference) -> Reference | None:
        start, end = (ref.top, ref.bottom) if dimension == ROWS else (ref.left, ref.right)
        if start is None and end is None:
            return ref
        span = change.span(start or 0, (1 << 30) if end is None else end + 1)
        if span is None:
            return None
        first = None if start is None else span[0]
        last = None if end is None else span[1] - 1
        if dimension == ROWS:
            return ref._replace(top=first, bottom=last)
        return ref._replace(left=first, right=last)

    return moved


def follow_references(
    book: Workbook, sheet_id: int, title: str, change: Callable[[Reference], Reference | None]
) -> None:
    """Rewrite the formulas of the whole workbook where they refer to the sheet."""
    decimal = decimal_mark(book.properties["locale"])
    for sheet in list(book.sheets):
        if not sheet.has_formulas:
            continue
        own = sheet.id == sheet_id

        def relevant(ref: Reference, own: bool = own) -> Reference | None:
            here = own if ref.sheet is None else ref.sheet.casefold() == title.casefold()
            return change(ref) if here else ref

        for index, row in enumerate(sheet.rows):
            new = _rewritten_row(row, lambda text: rewritten(text, decimal, relevant))
            if new is not row:
                book.edit(sheet.id).rows[index] = new


def _rewritten_row(row: Row, rewrite: Callable[[str], str]) -> Row:
    changed = {}
    for index, cell in enumerate(row):
        if isinstance(cell.value, Formula) and (text := rewrite(cell.value.text)) != cell.value.text:
            changed[index] = cell._replace(value=Formula(text))
    return tuple(changed.get(index, cell) for index, cell in enumerate(row)) if changed else row
