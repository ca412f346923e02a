"""Finds tabs, columns and responses in a snapshot: columns by their marks first, then by header text."""

from collections.abc import Iterable, Mapping

from integrations.sheets.snapshot import SheetSnapshot, Tab
from integrations.sync.ledger import NARROW
from integrations.sync.observation import Problem, Trouble
from integrations.sync.sheet import Sheet, ledger_rows
from rules.columns import HEADERS
from rules.finding import Finding
from rules.programme.model import Programme
from rules.reading import Layout, Merge, Reader, Table, find_layout, header_key

Found = tuple[Sheet, tuple[Finding, ...]]


class Finder:
    """Finds what is where. It remembers the last responses tab: only rows that changed are read again.

    The same snapshot gives the very same sheet. Not for several threads.
    """

    def __init__(self) -> None:
        self._last: tuple[tuple[Programme, Tab], Found] | None = None
        self._whole: tuple[Programme, SheetSnapshot, Found] | None = None
        self._reader: tuple[Programme, Reader] | None = None

    def find(self, programme: Programme, snapshot: SheetSnapshot) -> Found | None:
        """The sheet and the findings on its table; None where the responses tab is gone."""
        if self._whole and self._whole[0] is programme and self._whole[1] is snapshot:
            return self._whole[2]
        tab = snapshot.tab(role="responses")
        if tab is None:
            return None
        if self._last and self._last[0] == (programme, tab):
            sheet, findings = self._last[1]
        else:
            sheet, findings = _read(programme, self._reader_of(programme), tab)
            self._last = ((programme, tab), (sheet, findings))
        found = _with_ledger(sheet, snapshot), findings
        self._whole = (programme, snapshot, found)
        return found

    def _reader_of(self, programme: Programme) -> Reader:
        if self._reader is None or self._reader[0] is not programme:
            self._reader = (programme, Reader(programme))
        return self._reader[1]


def _with_ledger(sheet: Sheet, snapshot: SheetSnapshot) -> Sheet:
    ledger = snapshot.tab(role="ledger")
    return Sheet(
        tab=sheet.tab,
        ledger=ledger if sound(ledger) else None,
        named=snapshot.named,
        header_row=sheet.header_row,
        columns=sheet.columns,
        layout=sheet.layout,
        responses=sheet.responses,
        ledger_rows=tuple(ledger_rows(snapshot)) if sound(ledger) else (),
    )


def _read(programme: Programme, reader: Reader, tab: Tab) -> Found:
    table = as_table(tab)
    by_header, findings = find_layout(programme, table)
    layout = marked(by_header, tab)
    reading = reader.read(table, layout)
    found = tuple(f for f in findings if not (f.code == "missing_column" and _there(layout, f.field)))
    sheet = Sheet(
        tab=tab,
        ledger=None,
        named={},
        header_row=layout.header_row,
        columns=_ours(programme, layout.columns),
        layout=layout,
        responses=frozenset(application.row for application in reading.applications),
        ledger_rows=(),
    )
    return sheet, (*found, *reading.findings)


def as_table(tab: Tab) -> Table:
    """A tab as the reader wants it."""
    merges = tuple(
        Merge(
            first_row=m.first_row,
            last_row=m.last_row,
            first_column=m.first_column,
            last_column=m.last_column,
        )
        for m in tab.merges
    )
    return Table.model_construct(rows=tab.rows, merges=merges, serial_dates=True)


def marked(by_header: Layout, tab: Tab) -> Layout:
    """Put columns where their marks are.

    A marked column without a header was cut and pasted elsewhere: the header counts. Where mark and header
    text name two different columns, one of ours is taken for missing: nothing is written on a guess.
    """
    columns = dict(by_header.columns)
    for name, marked_at in tab.marks.items():
        header = tab.cell(by_header.header_row, marked_at)
        elsewhere = columns.get(name)
        if elsewhere in (None, marked_at) or _is_called(name, header):
            columns = {n: c for n, c in columns.items() if c != marked_at or n == name}
            columns[name] = marked_at
        elif header is not None and name.startswith("@"):
            del columns[name]
    return Layout(header_row=by_header.header_row, columns=columns)


def troubles(sheet: Sheet) -> Iterable[Problem]:
    """What keeps us from judging or writing at all."""
    for name in sheet.missing:
        yield Problem(kind=Trouble.COLUMN_MISSING, column=name, params={"header": HEADERS[name]})
    if sheet.ledger is None:
        yield Problem(kind=Trouble.LEDGER_MISSING)


def sound(ledger: Tab | None) -> bool:
    """Whether a ledger tab has its columns where we write them."""
    return ledger is not None and bool(ledger.rows) and ledger.rows[0][: len(NARROW)] == NARROW


def _ours(programme: Programme, columns: Mapping[str, int]) -> dict[str, int]:
    ours = {name.removeprefix("@"): column for name, column in columns.items() if name.startswith("@")}
    parts = {"stamp": programme.fields.timestamp, "email": programme.fields.email}
    return ours | {part: columns[question] for part, question in parts.items() if question in columns}


def _there(layout: Layout, field: str) -> bool:
    return any(name.split(".")[0] == field for name in layout.columns)


def _is_called(name: str, header: object) -> bool:
    ours = HEADERS.get(name.removeprefix("@")) if name.startswith("@") else None
    return ours is not None and header_key(str(header or "")) == header_key(ours)
