"""A spreadsheet in memory: cells, order tokens, batches that apply as a whole or not at all; no service."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from integrations.sheets.snapshot import SheetSnapshot, Tab
from integrations.sync.ledger import HEADER
from integrations.sync.sheet import Sheet, ledger_rows
from rules.base import Cell
from rules.columns import HEADERS
from rules.reading import Layout

FORM = {"timestamp": "Tidsstempel", "email": "Mailadresse", "workplace": "Arbejdsplads"}
TITLES = {**FORM, **{f"@{name}": header for name, header in HEADERS.items()}}
"""Column id -> header, in the order in which the columns stand at first."""
_OURS = {name: f"@{name}" for name in HEADERS} | {"stamp": "timestamp", "email": "email"}

Row = list[Cell]


class TokenTaken(Exception):
    """A batch was refused as a whole: its order token is used up."""


class Grid:
    """The responses (tab 0) and the ledger (tab 1). `marks`: the columns of tab 0 by id, "" a strange one."""

    def __init__(self) -> None:
        self.marks = list(TITLES)
        self.tabs: dict[int, list[Row]] = {0: [list(TITLES.values())], 1: [list(HEADER)]}
        self.named: set[str] = set()

    @property
    def rows(self) -> list[Row]:
        """The rows of the responses tab, the header first."""
        return self.tabs[0]

    def column(self, name: str) -> int:
        """Where the column with this id stands, from 0."""
        return self.marks.index(name)

    def records(self) -> list[dict[str, Cell]]:
        """The responses' rows below the header, by column id."""
        return [dict(zip(self.marks, row, strict=True)) for row in self.rows[1:]]

    def strays(self) -> Iterator[tuple[str, Cell, Row]]:
        """What stands in strange columns, where nobody types: header, word, row."""
        for at, mark in enumerate(self.marks):
            if not mark:
                yield from ((str(self.rows[0][at]), row[at], row) for row in self.rows[1:] if row[at])

    def sheet(self) -> Sheet:
        """What a look finds."""
        tab = _tab(0, "Svar", self.rows)
        ledger = _tab(1, "_ledger", self.tabs[1], role="ledger")
        columns = {mark: at for at, mark in enumerate(self.marks, start=1) if mark}
        form = [columns[name] - 1 for name in FORM]
        snapshot = SheetSnapshot("", "", "", (ledger,), {})
        return Sheet(
            tab=tab,
            ledger=ledger,
            named={name: name for name in self.named},
            header_row=1,
            columns={name: columns[mark] for name, mark in _OURS.items()},
            layout=Layout.model_construct(header_row=1, columns=columns),
            responses=frozenset(
                n for n, row in enumerate(self.rows[1:], start=2) if any(row[at] is not None for at in form)
            ),
            ledger_rows=tuple(ledger_rows(snapshot)),
        )

    def apply(self, batch: Iterable[Mapping[str, Any]]) -> None:
        """Apply our own requests. Raises TokenTaken before anything has changed."""
        for request in batch:
            for kind, body in request.items():
                _KINDS[kind](self, body)

    # The requests that a batch of ours is made of

    def _add_name(self, body: Mapping[str, Any]) -> None:
        name = body["namedRange"]["namedRangeId"]
        if name in self.named:
            raise TokenTaken(name)
        self.named.add(name)

    def _delete_name(self, body: Mapping[str, Any]) -> None:
        self.named.discard(body["namedRangeId"])

    def _insert(self, body: Mapping[str, Any]) -> None:
        place = body["range"]
        tab = self.tabs[place["sheetId"]]
        width = len(self.marks) if tab is self.rows else 0
        blank: list[Row] = [[None] * width for _ in range(place["endIndex"] - place["startIndex"])]
        tab[place["startIndex"] : place["startIndex"]] = blank

    def _update(self, body: Mapping[str, Any]) -> None:
        start = body["start"]
        for offset, line in enumerate(body["rows"]):
            row = self._row(start["sheetId"], start["rowIndex"] + offset)
            _put(row, start["columnIndex"], _values(line))

    def _copy(self, body: Mapping[str, Any]) -> None:
        source, target = body["source"], body["destination"]
        cells = self._row(source["sheetId"], source["startRowIndex"])
        found = cells[source["startColumnIndex"] : source["endColumnIndex"]]
        _put(self._row(target["sheetId"], target["startRowIndex"]), target["startColumnIndex"], found)

    def _append(self, body: Mapping[str, Any]) -> None:
        tab = self.tabs[body["sheetId"]]
        for line in body["rows"]:
            tab.append([None] * len(tab[0]))
            _put(tab[-1], 0, _values(line))

    def _row(self, sheet_id: int, index: int) -> Row:
        tab = self.tabs[sheet_id]
        tab.extend([None] * len(tab[0]) for _ in range(index + 1 - len(tab)))
        return tab[index]


_KINDS = {
    "addNamedRange": Grid._add_name,
    "deleteNamedRange": Grid._delete_name,
    "insertDimension": Grid._insert,
    "updateCells": Grid._update,
    "copyPaste": Grid._copy,
    "appendCells": Grid._append,
}


def _put(row: Row, left: int, cells: Sequence[Cell]) -> None:
    """Write cells into a row, which grows as it must."""
    row.extend([None] * (left - len(row)))
    row[left : left + len(cells)] = cells


def _values(line: Mapping[str, Any]) -> Row:
    return [next(iter(value.get("userEnteredValue", {"": None}).values())) for value in line["values"]]


def _tab(sheet_id: int, title: str, rows: Sequence[Row], role: str = "") -> Tab:
    return Tab(
        sheet_id=sheet_id,
        title=title,
        row_count=1000,
        column_count=len(rows[0]),
        rows=tuple(map(tuple, rows)),
        role=role,
    )
