"""A table as it was read from a sheet or a file, and what it was understood to be."""

from collections.abc import Mapping

from pydantic import Field

from rules.a1 import a1
from rules.application import Application
from rules.base import Cell, Frozen
from rules.finding import Finding


class Merge(Frozen):
    """A block of merged cells, 1-based, both ends included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


class Table(Frozen):
    """Cells as they stand: `rows[0]` is row 1, rows may be short. `serial_dates`: numbers may be dates."""

    rows: tuple[tuple[Cell, ...], ...]
    merges: tuple[Merge, ...] = ()
    serial_dates: bool = True

    def cell(self, row: int, column: int) -> Cell:
        """The cell at a 1-based place; None beyond the edge."""
        cells = self.rows[row - 1] if 0 < row <= len(self.rows) else ()
        return cells[column - 1] if 0 < column <= len(cells) else None


class Layout(Frozen):
    """Where what stands: the header row and the 1-based column of each id.

    Ids are the programme's questions, parts of participants in columns (`participants.2.email`), and the
    software's own columns (`rules.columns`), the last with the mark `@` so that no question can be meant.
    """

    header_row: int = 1
    columns: Mapping[str, int] = Field(default_factory=dict)

    def address(self, row: int, column_id: str) -> str:
        """A1 address of one answer, or "" where the table has no such column."""
        column = self.columns.get(column_id)
        return a1(row, column) if column else ""


class Reading(Frozen):
    """A whole table read: its layout, its applications in the order of rows, findings on the table itself."""

    layout: Layout
    applications: tuple[Application, ...] = ()
    findings: tuple[Finding, ...] = ()
