"""One look at the spreadsheet, parsed into plain rows of cells. Dataclasses: there are many cells."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from integrations.sheets.errors import Malformed
from rules.base import Cell

MARK = "samhold.column"
"""Key of the developer metadata on a column of ours or of a question; its value is the column's id."""
TAB_MARK = "samhold.tab"
"""Key of the developer metadata on a tab; its value is `responses` or `ledger`."""

TAB_FIELDS = "properties(sheetId,title,index,hidden,gridProperties(rowCount,columnCount)),developerMetadata"
FIELDS = (
    "spreadsheetId,properties(title,locale,timeZone),namedRanges(namedRangeId,name),"
    f"sheets({TAB_FIELDS},merges,protectedRanges(protectedRangeId,range,warningOnly),"
    "data(startRow,startColumn,rowData(values(effectiveValue)),columnMetadata(developerMetadata)))"
)
"""The field mask of a whole look: values, merges, marks on columns, order tokens."""
OUTLINE_FIELDS = f"spreadsheetId,properties(title,locale,timeZone),sheets({TAB_FIELDS})"

Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged block, rows and columns counted from 1, both ends included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab. `rows[0]` is row 1; rows are as short as sent. `marks`: column id -> column, from 1."""

    sheet_id: int
    title: str
    row_count: int
    column_count: int
    rows: tuple[Row, ...] = ()
    merges: tuple[Merged, ...] = ()
    marks: Mapping[str, int] = field(default_factory=dict)
    role: str = ""
    protected: bool = False

    def cell(self, row: int, column: int) -> Cell:
        """What stands in a cell, counted from 1; None beyond the edge."""
        if not 0 < row <= len(self.rows):
            return None
        cells = self.rows[row - 1]
        return cells[column - 1] if 0 < column <= len(cells) else None


@dataclass(frozen=True, slots=True)
class SheetSnapshot:
    """All tabs that were asked for, and the named ranges (id -> name), of one moment."""

    spreadsheet_id: str
    title: str
    time_zone: str
    tabs: tuple[Tab, ...]
    named: Mapping[str, str]

    def tab(self, *, role: str = "", title: str = "", sheet_id: int | None = None) -> Tab | None:
        """The first tab with this role, or this title, or this id."""
        for tab in self.tabs:
            if (role and tab.role == role) or (title and tab.title == title) or tab.sheet_id == sheet_id:
                return tab
        return None


def parse(reply: Mapping[str, Any]) -> SheetSnapshot:
    """Parse what `spreadsheets.get` answers. Raises Malformed when it is not that."""
    try:
        properties = reply.get("properties", {})
        return SheetSnapshot(
            spreadsheet_id=reply["spreadsheetId"],
            title=properties.get("title", ""),
            time_zone=properties.get("timeZone", "Etc/GMT"),
            tabs=tuple(_tab(sheet) for sheet in reply.get("sheets", ())),
            named={n["namedRangeId"]: n.get("name", "") for n in reply.get("namedRanges", ())},
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise Malformed(repr(error)) from error


def _tab(sheet: Mapping[str, Any]) -> Tab:
    properties = sheet["properties"]
    grid = properties.get("gridProperties", {})
    data = sheet.get("data", ())
    return Tab(
        sheet_id=properties.get("sheetId", 0),
        title=properties["title"],
        row_count=grid.get("rowCount", 0),
        column_count=grid.get("columnCount", 0),
        rows=_rows(data),
        merges=tuple(_merged(m) for m in sheet.get("merges", ())),
        marks=_marks(data),
        role=next((m["metadataValue"] for m in _own(sheet, TAB_MARK)), ""),
        protected=any(_whole(p) for p in sheet.get("protectedRanges", ())),
    )


def _rows(data: Any) -> tuple[Row, ...]:
    """Cells of all blocks of the answer, put where they belong."""
    rows: list[Row] = []
    for block in data:
        top, left = block.get("startRow", 0), block.get("startColumn", 0)
        for offset, row in enumerate(block.get("rowData", ())):
            rows.extend([()] * (top + offset + 1 - len(rows)))
            cells = _cells(row.get("values", ()))
            if cells:
                before = rows[top + offset]
                gap = (None,) * (left - len(before))
                rows[top + offset] = before[:left] + gap + cells + before[left + len(cells) :]
    while rows and not rows[-1]:
        rows.pop()
    return tuple(rows)


def _cells(values: Any) -> Row:
    """A row's cells without the blank ones at its end: a fresh tab has thousands of them."""
    last = len(values)
    while last and not (values[last - 1] and values[last - 1].get("effectiveValue")):
        last -= 1
    return tuple([_cell(value) if value else None for value in values[:last]])


def _cell(value: Mapping[str, Any]) -> Cell:
    effective = value.get("effectiveValue")
    if not effective:
        return None
    if text := effective.get("stringValue"):
        words: str = text
        return words
    kind, content = next(iter(effective.items()))
    if kind == "errorValue":
        return f"#{content.get('type', 'ERROR')}!"
    if kind == "numberValue":
        return float(content)
    found: Cell = content
    return None if found == "" else found


def _marks(data: Any) -> dict[str, int]:
    """Where each marked column is; an id that stands on two columns is no mark at all."""
    found: dict[str, list[int]] = {}
    for block in data:
        for offset, column in enumerate(block.get("columnMetadata", ()), block.get("startColumn", 0) + 1):
            for mark in _own(column, MARK):
                found.setdefault(mark["metadataValue"], []).append(offset)
    return {name: columns[0] for name, columns in found.items() if len(set(columns)) == 1}


def _own(holder: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    return [m for m in holder.get("developerMetadata", ()) if m.get("metadataKey") == key]


def _merged(block: Mapping[str, int]) -> Merged:
    return Merged(
        first_row=block.get("startRowIndex", 0) + 1,
        last_row=block["endRowIndex"],
        first_column=block.get("startColumnIndex", 0) + 1,
        last_column=block["endColumnIndex"],
    )


def _whole(protected: Mapping[str, Any]) -> bool:
    """Whether a protection covers the whole tab."""
    area = protected.get("range", {})
    return not any(f"{end}{axis}Index" in area for end in ("start", "end") for axis in ("Row", "Column"))
