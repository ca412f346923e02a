"""The rows of a table: which are applications, and what the others are."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import time
from operator import is_
from typing import NamedTuple

from rules.a1 import a1, a1_range
from rules.application import Application
from rules.base import Cell
from rules.finding import Finding, Outcome
from rules.keys import normalised
from rules.programme.model import Programme
from rules.reading import saying
from rules.reading.answers import application_from
from rules.reading.cells import text_of
from rules.reading.headers import find_layout, header_texts, is_header_again
from rules.reading.table import Layout, Reading, Table

_KEY = "@key"


class _Row(NamedTuple):
    application: Application | None = None
    finding: Finding | None = None


def read(programme: Programme, table: Table, layout: Layout | None = None) -> Reading:
    """The whole table. Never raises: what is not an application gets a finding that names its cell.

    With a `layout` that is known already, headers are taken from there and not looked for.
    """
    return Reader(programme).read(table, layout)


class Reader:
    """Reads one table again and again: a row whose cells are as before gives the very same application.

    `row_reads` counts the rows read since it was made. Not for several threads.
    """

    def __init__(self, programme: Programme) -> None:
        self.row_reads = 0
        self._programme = programme
        self._layout = Layout()
        self._serial_dates = True
        self._rows: dict[int, tuple[tuple[Cell, ...], _Row]] = {}

    def read(self, table: Table, layout: Layout | None = None) -> Reading:
        """As the function `read`."""
        found, findings = find_layout(self._programme, table) if layout is None else (layout, ())
        if (found, table.serial_dates) != (self._layout, self._serial_dates):
            self._rows = {}
        self._layout, self._serial_dates = found, table.serial_dates
        rows = list(self._read_rows(table)) if found.columns else []
        applications = tuple(row.application for row in rows if row.application)
        found_in_rows = (row.finding for row in rows if row.finding)
        repeated = _repeated_keys(applications, found)
        return Reading.model_construct(
            layout=found,
            applications=applications,
            findings=(*findings, *_merged(table), *found_in_rows, *repeated),
        )

    def _read_rows(self, table: Table) -> Iterator[_Row]:
        headers = header_texts(table, self._layout)
        before, self._rows = self._rows, {}
        for row, cells in enumerate(table.rows, start=1):
            if row > self._layout.header_row:
                known = before.get(row)
                read_now = (
                    known[1] if known and _are_same(known[0], cells) else self._read_row(table, headers, row)
                )
                self._rows[row] = (cells, read_now)
                yield read_now

    def _read_row(self, table: Table, headers: Mapping[str, str], row: int) -> _Row:
        self.row_reads += 1
        cells = raw_cells(table, self._layout, row)
        if is_header_again(headers, cells):
            return _Row(finding=_skipped("second_header", table, row))
        if not _first_filled(table, row):
            return _Row()
        return _row(self._programme, table, self._layout, row, cells)


def raw_cells(table: Table, layout: Layout, row: int) -> dict[str, Cell]:
    """The raw cells of one row by column id, blanks left out."""
    cells = table.rows[row - 1]
    named = ((name, cells[c - 1]) for name, c in layout.columns.items() if c <= len(cells))
    return {name: cell for name, cell in named if cell is not None and cell != ""}


def _row(programme: Programme, table: Table, layout: Layout, row: int, cells: Mapping[str, Cell]) -> _Row:
    written = text_of(cells.get(_KEY)).strip()
    key = normalised(written) or ""
    application = application_from(
        programme, cells, row=row, layout=layout, key=key, serial_dates=table.serial_dates
    )
    if not is_application(programme, application):
        return _Row(finding=_skipped("note", table, row))
    if not written or key:
        return _Row(application)
    bad = saying.finding("bad_key", Outcome.PERSON, cell=layout.address(row, _KEY), value=written)
    return _Row(application, bad)


def is_application(programme: Programme, application: Application) -> bool:
    """True for a row that somebody applied with, a hand-added one too; false for a coordinator's note.

    A note is a row without a time stamp (date and time) and something beside it, without an e-mail address,
    without a workplace in a municipality, and with less than half of what must be answered.
    """
    fields, came = programme.fields, application.first_seen
    answered = (q.id for q in programme.questions if application.text(q.id))
    if came and came.time() != time.min and any(name != fields.timestamp for name in answered):
        return True
    if "@" in application.text(fields.email) and " " not in application.text(fields.email):
        return True
    if application.text(fields.municipality) and application.text(fields.workplace):
        return True
    required = [q.id for q in programme.questions if q.required]
    return 2 * sum(bool(application.text(name)) for name in required) > max(len(required), 2)


def _are_same(before: tuple[Cell, ...], now: tuple[Cell, ...]) -> bool:
    """Equal in type as well: to Python 1 and TRUE are equal, to people they are not."""
    return before == now and all(map(is_, map(type, before), map(type, now)))


def _skipped(code: str, table: Table, row: int) -> Finding:
    column = _first_filled(table, row)
    value = text_of(table.cell(row, column))
    return saying.finding(code, Outcome.PERSON, cell=a1(row, column), value=value, row=row)


def _first_filled(table: Table, row: int) -> int:
    """Column of the first cell of a row that isn't blank; 0 for an empty row."""
    cells: Sequence[Cell] = table.rows[row - 1]
    return next((c for c, cell in enumerate(cells, start=1) if cell is not None and text_of(cell).strip()), 0)


def _merged(table: Table) -> Iterator[Finding]:
    for merge in table.merges:
        first = a1(merge.first_row, merge.first_column)
        block = a1_range(merge.first_row, merge.first_column, merge.last_row, merge.last_column)
        yield saying.finding(
            "merged_cells",
            Outcome.PERSON,
            cell=first,
            value=text_of(table.cell(merge.first_row, merge.first_column)),
            range=block,
            first=first,
        )


def _repeated_keys(applications: Sequence[Application], layout: Layout) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for application in applications:
        cell = layout.address(application.row, _KEY)
        if application.key and seen.setdefault(application.key, cell) != cell:
            first = seen[application.key]
            yield saying.finding(
                "duplicate_key", Outcome.PERSON, cell=cell, value=application.key, first=first, second=cell
            )
