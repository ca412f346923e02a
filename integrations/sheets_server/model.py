"""Workbooks, sheets, rows and cells.

A row is an immutable tuple of immutable cells. A published workbook is never changed: a batch works on a
draft that copies a sheet the first time it touches it, and the copy shares every row that stays as it is.
So a refused batch costs nothing to take back, and a small change on a large sheet is cheap.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

from .errors import Json, bad_request


@dataclass(frozen=True, slots=True)
class Formula:
    """What was typed, beginning with "="."""

    text: str


@dataclass(frozen=True, slots=True)
class Fault:
    """The value of a formula that failed: a Google error type and its message."""

    kind: str
    message: str = ""

    @property
    def shown(self) -> str:
        """The text in the cell, such as "#DIV/0!"."""
        return _SHOWN[self.kind]


_SHOWN = {
    "ERROR": "#ERROR!",
    "NULL_VALUE": "#NULL!",
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "VALUE": "#VALUE!",
    "REF": "#REF!",
    "NAME": "#NAME?",
    "NUM": "#NUM!",
    "N_A": "#N/A",
    "LOADING": "Loading...",
}

Value = bool | int | float | str | None
Entered = Value | Formula
Computed = Value | Fault


class Cell(NamedTuple):
    """One cell as people left it; what a formula comes to is computed when it is read."""

    value: Entered = None
    format: Json | None = None
    note: str | None = None
    validation: Json | None = None
    runs: list[Json] | None = None

    @property
    def blank(self) -> bool:
        """Whether the cell holds no value; it may still have a format or a note."""
        return self.value is None


EMPTY = Cell()
Row = tuple[Cell, ...]


class Box(NamedTuple):
    """A rectangle of cells on a sheet, zero-based and half open."""

    sheet: int
    top: int
    bottom: int
    left: int
    right: int

    @property
    def height(self) -> int:
        """The number of rows."""
        return self.bottom - self.top

    @property
    def width(self) -> int:
        """The number of columns."""
        return self.right - self.left

    def overlaps(self, other: "Box") -> bool:
        """Whether the two share a cell."""
        return (
            self.sheet == other.sheet
            and self.top < other.bottom
            and other.top < self.bottom
            and self.left < other.right
            and other.left < self.right
        )

    def covers(self, other: "Box") -> bool:
        """Whether `other` lies inside."""
        return (
            self.sheet == other.sheet
            and self.top <= other.top
            and other.bottom <= self.bottom
            and self.left <= other.left
            and other.right <= self.right
        )


@dataclass(slots=True)
class Sheet:
    """One tab. `rows` leaves out blank rows at the end, a row its blank cells at the end.

    `properties` are the sheet's own apart from id, title and index. `row_sizes` and `column_sizes` hold
    DimensionProperties by index where they differ from the default. `has_formulas` is never false when
    there are some.
    """

    id: int
    title: str
    row_count: int = 1000
    column_count: int = 26
    properties: Json = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    row_sizes: dict[int, Json] = field(default_factory=dict)
    column_sizes: dict[int, Json] = field(default_factory=dict)
    merges: list[Box] = field(default_factory=list)
    protected: list[Json] = field(default_factory=list)
    conditional: list[Json] = field(default_factory=list)
    banded: list[Json] = field(default_factory=list)
    filter_views: list[Json] = field(default_factory=list)
    row_groups: list[Json] = field(default_factory=list)
    column_groups: list[Json] = field(default_factory=list)
    filter: Json | None = None
    has_formulas: bool = False

    def copy(self) -> "Sheet":
        """A sheet that may be changed while this one stays as it is. The rows are shared."""
        return replace(
            self,
            properties=dict(self.properties),
            rows=list(self.rows),
            row_sizes=dict(self.row_sizes),
            column_sizes=dict(self.column_sizes),
            merges=list(self.merges),
            protected=list(self.protected),
            conditional=list(self.conditional),
            banded=list(self.banded),
            filter_views=list(self.filter_views),
            row_groups=list(self.row_groups),
            column_groups=list(self.column_groups),
        )

    @property
    def box(self) -> Box:
        """The whole grid."""
        return Box(self.id, 0, self.row_count, 0, self.column_count)

    def row(self, index: int) -> Row:
        """The row's cells as far as they are filled."""
        return self.rows[index] if index < len(self.rows) else ()

    def cell(self, row: int, column: int) -> Cell:
        """One cell."""
        cells = self.row(row)
        return cells[column] if column < len(cells) else EMPTY

    def slice(self, row: int, left: int, right: int) -> list[Cell]:
        """The cells of a row from `left` up to `right`, blank ones included."""
        cells = list(self.row(row)[left:right])
        return cells + [EMPTY] * (right - left - len(cells))

    def put(self, row: int, column: int, cells: Iterable[Cell]) -> None:
        """Lay `cells` into a row from `column` on; the sheet must be a draft's own."""
        new = list(cells)
        old = self.row(row)
        pad = (EMPTY,) * max(0, column - len(old))
        self.set_row(row, (*old[:column], *pad, *new, *old[column + len(new) :]))

    def set_row(self, index: int, cells: Iterable[Cell]) -> None:
        """Replace a row, and leave out what is blank at its end and the sheet's."""
        row = trimmed(cells)
        if not self.has_formulas and any(isinstance(cell.value, Formula) for cell in row):
            self.has_formulas = True
        if index >= len(self.rows):
            if not row:
                return
            self.rows.extend([()] * (index + 1 - len(self.rows)))
        self.rows[index] = row
        self.trim()

    def trim(self) -> None:
        """Leave out blank rows at the end."""
        while self.rows and not self.rows[-1]:
            self.rows.pop()


def trimmed(cells: Iterable[Cell]) -> Row:
    """The row without blank cells at its end."""
    row = tuple(cells)
    end = len(row)
    while end and row[end - 1] == EMPTY:
        end -= 1
    return row if end == len(row) else row[:end]


@dataclass(slots=True)
class Workbook:
    """A spreadsheet. `metadata` are the developer metadata of all its places; `changed` is when it last was.

    `memo` belongs to the evaluation of formulas, which forgets it when a sheet is edited.
    """

    id: str
    properties: Json
    sheets: list[Sheet]
    changed: datetime
    named: list[Json] = field(default_factory=list)
    metadata: list[Json] = field(default_factory=list)
    memo: Any = None
    _own: set[int] = field(default_factory=set)

    def draft(self, now: datetime) -> "Workbook":
        """A copy that may be changed; the sheets are shared until `edit` asks for one."""
        return Workbook(
            self.id, self.properties, list(self.sheets), now, list(self.named), list(self.metadata)
        )

    def publish(self) -> None:
        """From here on nobody changes it: a later draft copies every sheet it touches."""
        self._own = set()

    def find(self, sheet_id: int) -> Sheet | None:
        """The sheet with this id, if there is one."""
        return next((sheet for sheet in self.sheets if sheet.id == sheet_id), None)

    def sheet(self, sheet_id: int, what: str = "grid") -> Sheet:
        """The sheet with this id; refused with Google's words if there is none."""
        if (sheet := self.find(sheet_id)) is None:
            raise bad_request(f"No {what} with id: {sheet_id}")
        return sheet

    def titled(self, title: str) -> Sheet | None:
        """The sheet with this title, whatever the case of its letters."""
        folded = title.casefold()
        return next((sheet for sheet in self.sheets if sheet.title.casefold() == folded), None)

    def edit(self, sheet_id: int, what: str = "grid") -> Sheet:
        """The sheet for changing it: copied on the first touch of a draft."""
        self.memo = None
        sheet = self.sheet(sheet_id, what)
        if sheet_id in self._own:
            return sheet
        own = sheet.copy()
        self.sheets[self.sheets.index(sheet)] = own
        self._own.add(sheet_id)
        return own

    def add(self, sheet: Sheet, index: int | None) -> None:
        """Insert a new sheet, at the end if no index is given."""
        self._own.add(sheet.id)
        self.sheets.insert(len(self.sheets) if index is None else index, sheet)
        self.memo = None
