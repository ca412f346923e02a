"""Where things are in one look at the sheet: the tabs, the columns by id, the ledger's rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from integrations.sheets.snapshot import SheetSnapshot, Tab
from integrations.sync.ledger import LedgerRow, parse
from integrations.sync.observation import Identity
from rules.base import Cell
from rules.columns import DECISION, HEADERS
from rules.merge import same
from rules.reading import Layout

_parsed = lru_cache(maxsize=4096)(parse)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A look with its columns found. `columns` holds key, receipt and decision columns, `stamp` and `email`.

    `layout` is what the reader makes of it; `responses` are the rows that hold a response.
    """

    tab: Tab
    ledger: Tab | None
    named: Mapping[str, str]
    header_row: int
    columns: Mapping[str, int]
    layout: Layout
    responses: frozenset[int]
    ledger_rows: tuple[LedgerRow, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Ids of our columns that were not found."""
        return tuple(name for name in HEADERS if name not in self.columns)

    @property
    def rows(self) -> range:
        """The rows below the header."""
        return range(self.header_row + 1, len(self.tab.rows) + 1)

    def header(self, column: int) -> Cell:
        """The header of a column."""
        return self.tab.cell(self.header_row, column)

    def columns_called(self, header: Cell) -> tuple[int, ...]:
        """The columns under this very header."""
        row = self.tab.rows[self.header_row - 1] if self.tab.rows else ()
        return tuple(column for column, cell in enumerate(row, start=1) if same(cell, header))

    def identity(self, row: int) -> Identity:
        """Time stamp and e-mail of a row."""
        return identity(self.at(row, "stamp"), self.at(row, "email"))

    def at(self, row: int, name: str) -> Cell:
        """What stands in a row under one of our columns; None where the column is missing."""
        column = self.columns.get(name)
        return self.tab.cell(row, column) if column else None


def identity(stamp: Cell, email: Cell) -> Identity:
    """The identity that a time stamp and an e-mail cell make."""
    return Identity(stamp=text(stamp), email=text(email).casefold())


def text(cell: Cell) -> str:
    """A cell as text: a number without needless decimals, a time stamp to a tenth of a second."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(round(cell, 6))
    return "" if cell is None else str(cell).strip()


def ledger_rows(snapshot: SheetSnapshot) -> Iterator[LedgerRow]:
    """The ledger's rows, newest first; rows that are not ours are passed over."""
    tab = snapshot.tab(role="ledger")
    for row in tab.rows[1:] if tab else ():
        parsed = _parsed(row)
        if parsed is not None:
            yield parsed


OURS = ("key", *DECISION, "receipt")
"""The columns that we write."""
