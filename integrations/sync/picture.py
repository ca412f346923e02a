"""The sheet as it would be without our own misplaced writes, and what it takes to put those right.

A write goes to a row and columns by number, and people may move both between our look and our write. The
ledger row of each write holds what stood there before. So a write that hit a wrong row can be told from the
ledger alone, the row that it hit bears its receipt, and what it covered is known.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from integrations.sync.ledger import Kind, LedgerRow
from integrations.sync.observation import Identity
from integrations.sync.sheet import Sheet, identity, text
from rules.base import Cell
from rules.columns import DECISION
from rules.merge import same

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Picture:
    """A sheet with our misplaced writes undone in thought: `undone` is what belongs at (row, column)."""

    sheet: Sheet
    undone: Mapping[Place, Cell]

    def at(self, row: int, name: str) -> Cell:
        """What belongs into a row under one of our columns as far as people are concerned."""
        column = self.sheet.columns.get(name)
        return None if column is None else self._cell(row, column)

    def _cell(self, row: int, column: int) -> Cell:
        place = (row, column)
        return self.undone[place] if place in self.undone else self.sheet.tab.cell(row, column)

    def key(self, row: int) -> str:
        """The row's key, "" where there is none."""
        return text(self.at(row, "key"))

    def receipt(self, row: int) -> str:
        """The row's receipt, "" where there is none."""
        return text(self.at(row, "receipt"))

    def identity(self, row: int) -> Identity:
        """Time stamp and e-mail of a row: a write of ours that hit their column is no answer."""
        return identity(self.at(row, "stamp"), self.at(row, "email"))

    def form_cells(self, row: int) -> dict[str, Cell]:
        """The answers of a row, by the layout's column ids; blank ones left out."""
        named = ((n, self._cell(row, c)) for n, c in self.sheet.layout.columns.items() if n[0] != "@")
        return {name: cell for name, cell in named if cell is not None}

    def decision(self, row: int) -> dict[str, Cell]:
        """The row's decision cells, by column id."""
        return {name: self.at(row, name) for name in DECISION}

    def damage(self) -> dict[int, dict[int, Cell]]:
        """What is to be put back, by row and column."""
        found: dict[int, dict[int, Cell]] = {}
        for (row, column), cell in self.undone.items():
            if not same(self.sheet.tab.cell(row, column), cell):
                found.setdefault(row, {})[column] = cell
        return found


class Past:
    """What the ledger tells of our earlier writes."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._batches = {row.attempt: row for row in sheet.ledger_rows if row.kind is Kind.BATCH}
        self._shifted = frozenset(_shifted(sheet, self._batches.values()))
        self.misplaced = {row.receipt: row for row in sheet.ledger_rows if self._is_misplaced(row)}

    def column(self, row: LedgerRow, name: str) -> int:
        """Where a cell that was written is now; 0 where its column is gone.

        What was written under a wrong header has gone with that header, should columns have moved again.
        """
        if row.attempt not in self._shifted and name in self._sheet.columns:
            return self._sheet.columns[name]
        batch = self._batches.get(row.attempt)
        header = batch.image.get(name) if batch else None
        under = self._sheet.columns_called(header) if header is not None else ()
        return under[0] if len(under) == 1 else row.cells[name][0]

    def _is_misplaced(self, row: LedgerRow) -> bool:
        return bool(row.receipt) and (row.attempt in self._shifted or not on_its_row(row))


def before(row: LedgerRow) -> dict[str, Cell]:
    """What the target of a write held just before, as far as people are concerned: our own damage undone."""
    mended = {name: right for name, (was, right) in row.mends.items() if same(row.image.get(name), was)}
    return {**row.image, **mended}


def on_its_row(row: LedgerRow) -> bool:
    """Whether a write hit the row it was meant for, by the copies taken in the same step."""
    expected, image = row.expected, row.image
    same_stamp = same(expected.get("stamp"), image.get("stamp"))
    same_mail = same(expected.get("email"), image.get("email"))
    if row.kind is Kind.APPEND:
        return True
    if row.kind is Kind.STAMP:
        free = before(row).get("key") in (None, row.key)
        return free and same_stamp and (same_mail or expected.get("stamp") is not None)
    same_receipt = same(expected.get("receipt"), image.get("receipt"))
    if expected.get("key") is None:
        # A row without a key is known by its answers alone: a sort in between puts another one there.
        return image.get("key") is None and same_receipt and same_stamp and same_mail
    known = same_stamp and same_mail
    return same(expected["key"], image.get("key")) and (
        known or (same_receipt and expected.get("receipt") is not None)
    )


def picture(sheet: Sheet, past: Past) -> Picture:
    """Undo our misplaced writes, the newest first: below one there may be an older one."""
    undone: dict[Place, Cell] = {}
    for wrong in past.misplaced.values():
        for row in _bearers(sheet, undone, wrong, past.column(wrong, "receipt")):
            for name, (_, written) in wrong.cells.items():
                column = past.column(wrong, name)
                if same(_now(sheet, undone, (row, column)), written):
                    undone[row, column] = wrong.image.get(name)
    return Picture(sheet, undone)


def _bearers(sheet: Sheet, undone: Mapping[Place, Cell], wrong: LedgerRow, column: int) -> Iterator[int]:
    for row in sheet.rows:
        if _now(sheet, undone, (row, column)) == wrong.receipt:
            yield row


def _now(sheet: Sheet, undone: Mapping[Place, Cell], place: Place) -> Cell:
    return undone[place] if place in undone else sheet.tab.cell(*place)


def _shifted(sheet: Sheet, batches: Iterable[LedgerRow]) -> Iterator[int]:
    """The batches that wrote under other headers than they meant to."""
    for row in batches:
        if any(
            not same(row.image.get(name), header) and not _renamed(sheet, name, column, row.image.get(name))
            for name, (column, header) in row.cells.items()
        ):
            yield row.attempt


def _renamed(sheet: Sheet, name: str, column: int, header: Cell) -> bool:
    """Whether a column is where it was, under a new header: its mark says so."""
    return sheet.columns.get(name) == column and same(sheet.header(column), header)
