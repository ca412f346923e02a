"""Watches the wire: every batch of ours the moment it is applied, and how many calls there are."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from integrations.sheets.bucket import PER_WINDOW, WINDOW
from integrations.sheets_server.model import EMPTY, Row, Workbook
from integrations.sync.ledger import IMAGE_START, Kind, LedgerRow, parse
from rules.base import Cell
from rules.columns import DECISION, HEADERS, KEY, RECEIPT
from rules.merge import plain as comparable
from rules.merge import same
from tests.simulation.books import Books
from tests.simulation.look import Line, Look, ledger, plain, responses

if TYPE_CHECKING:
    from tests.simulation.history import History
    from tests.simulation.replicas import Replica

_RECEIPT = re.compile(r"\S+\.\d+\.\d+\.\d+")
SHOWN = tuple(HEADERS[name] for name in DECISION)


class Watch:
    """`found` is what was wrong at some moment, in words, in the order in which it happened.

    `astray` are receipts of writes that hit another row than they were meant for, with whose row it was.
    """

    def __init__(self, told: History) -> None:
        self._told = told
        self._world = told.world
        self._truth = told.truth
        self.books = Books(told.url, told.world.programme)
        self._written: set[str] = set()
        self._appended: set[str] = set()
        self._kinds: dict[str, Kind] = {}
        self._calls: dict[str, deque[float]] = {"read": deque(), "write": deque()}
        self.calls = 0
        self.batches = 0
        self.found: list[str] = []
        self._said: set[str] = set()
        self.astray: dict[str, str] = {}

    def call(self, kind: str) -> None:
        """A call goes out: a read, a write, or a question to Drive, which counts elsewhere."""
        self.calls += 1
        self.read_books()
        if kind not in self._calls:
            return
        now, past = self._world.clock.seconds(), self._calls[kind]
        while past and now - past[0] >= WINDOW:
            past.popleft()
        past.append(now)
        if len(past) > PER_WINDOW:
            self.wrong(f"{len(past)} {kind}s within a minute")

    @contextmanager
    def of(self, replica: Replica | None) -> Iterator[None]:
        """While a call of this replica (None: a late one, of whoever) is carried out."""
        before = self._book()
        try:
            yield
        finally:
            after = self._book()
            if after is not before:
                self.batches += 1
                self._batch(before, after, calm=replica is not None and replica.saw == self._truth.acts)

    def ledger_is(self, rows: Sequence[Row]) -> None:
        """People put an older ledger back: what it lacks may be written once more."""
        entries = (parse([plain(cell.value) for cell in row]) for row in rows)
        told = [entry for entry in entries if entry is not None]
        self._written = {entry.op_id for entry in told if entry.kind is Kind.DECISION}
        self._appended = {entry.op_id for entry in told if entry.kind is Kind.APPEND}

    def read_books(self) -> None:
        """The journal has moved on."""
        for what in self.books.wrong(self._truth.decided):
            self.wrong(what)

    def after_tick(self) -> None:
        """A tick came through, and nobody touched the sheet before it, during it or since.

        Without the ledger nobody can tell what a write hit; once it is back, this is asked again.
        """
        book = self._book()
        seen = responses(book)
        for line in seen.lines if seen and ledger(book) else ():
            for cell in self.astray.keys() & {cell for cell in line.cells.values() if isinstance(cell, str)}:
                self.wrong(f"{cell} still stands in row {line.number} of {line.who}")

    def noticed(self) -> None:
        """A tick came through: no write that went astray may be taken for one that hit its row."""
        for receipt in self.books.receipts() & self.astray.keys():
            self.wrong(f"{receipt} hit a wrong row and was settled as if it had not")

    def wrong(self, what: str) -> None:
        """Something is not as it must be; said once."""
        if what not in self._said:
            self._said.add(what)
            self.found.append(f"{self._told.moment} {what}")

    # One batch

    def _batch(self, before: Workbook, after: Workbook, *, calm: bool) -> None:
        entries, copies = self._entries(before, after)
        one, other = responses(before), responses(after)
        if one is None or other is None or one.sheet.rows == other.sheet.rows:
            return
        self._foreign(one, other, entries, calm=calm)
        for number, (row, fresh) in enumerate(zip(one.sheet.rows, other.sheet.rows, strict=False), start=1):
            if row is not fresh and _dress(row) != _dress(fresh):
                self.wrong(f"formats, notes or dropdowns of row {number} changed")
        for was, now in _changed(one, other):
            self._row(was, now, copies, calm=calm)

    def _entries(self, before: Workbook, after: Workbook) -> tuple[list[LedgerRow], set[Cell]]:
        """The ledger rows that the batch added, and all that they hold copies of."""
        tab = ledger(after)
        fresh = _new_rows(ledger(before).rows if ledger(before) else (), tab.rows if tab else ())  # type: ignore[union-attr]
        entries: list[LedgerRow] = []
        copies: set[Cell] = set()
        for row in fresh:
            cells = [plain(cell.value) for cell in row]
            copies.update(map(comparable, cells[IMAGE_START - 1 :]))
            if (entry := parse(cells)) is not None:
                entries.append(entry)
                self._entry(entry)
        return entries, copies

    def _entry(self, entry: LedgerRow) -> None:
        """A ledger row names a decision of the journal, under its own applicant, and only once."""
        self._kinds[entry.receipt] = entry.kind
        if entry.kind is Kind.DECISION:
            said = (entry.key, entry.revision)
            if self.books.decided.get(entry.op_id) != said:
                self.wrong(f"ledger says {said} of {entry.op_id}, not {self.books.decided.get(entry.op_id)}")
            if entry.op_id in self._written:
                self.wrong(f"ledger gets {entry.op_id} a second time")
            self._written.add(entry.op_id)

    def _foreign(self, one: Look, other: Look, entries: Sequence[LedgerRow], *, calm: bool) -> None:
        """Cells that are not ours change only to be put right; what a batch hit beside its aim is kept."""
        was, now = Counter(map(comparable, one.foreign())), Counter(map(comparable, other.foreign()))
        gone, come = list((was - now).elements()), list((now - was).elements())
        for entry in entries:
            self._answers(entry)
        if not (gone or come):
            return
        if calm and self._truth.distance(other) >= self._truth.distance(one):
            self.wrong(f"cells that are not ours changed: {gone} became {come}")
        self._truth.hits.append((gone, come))

    def _answers(self, entry: LedgerRow) -> None:
        """Answers from our own form are people's once we have appended them."""
        if entry.kind is Kind.APPEND and entry.op_id not in self._appended:
            self._appended.add(entry.op_id)
            cells = (cell for name, (_, cell) in entry.cells.items() if name not in HEADERS)
            self._truth.foreign.update(comparable(cell) for cell in cells if cell is not None)

    def _row(self, was: Line, now: Line, copies: set[Cell], *, calm: bool) -> None:
        changed = [name for name in now.cells if not same(was.cells.get(name), now.cells[name])]
        column, receipt = next(
            ((n, str(now.cells[n])) for n in changed if _is_receipt(now.cells[n])), ("", "")
        )
        if not receipt:
            self.wrong(f"row {now.number} of {now.who} was written to without a receipt: {changed}")
            return
        for header in set(changed) & set(SHOWN):
            lost = comparable(was.cells.get(header))
            if lost not in {*copies, None}:
                self.wrong(f"{lost!r} of row {now.number} was overwritten and is on record nowhere")
        receipt = str(now.cells[column])
        key, revision = _named(receipt)
        old = str(was.cells.get(RECEIPT) or "")
        if column != RECEIPT or not self._is_meant(receipt, was, now):
            self.astray[receipt] = was.who
            if calm:
                self.wrong(f"{receipt} hit {column} of {was.who}, though nobody had moved anything")
        elif _is_receipt(old) and _named(old)[0] == key and _named(old)[1] > revision:
            self.wrong(f"{receipt} was written over the later {old}")

    def _is_meant(self, receipt: str, was: Line, now: Line) -> bool:
        """Whether a write hit its own application's row; a repair names the key that the row bears.

        Two kinds of write have no row of their own to be held to: one that mends a row which bears no known
        key, and any under a key of which somebody said that it stands rightly where it stands. The second
        is wider than it need be: it holds for the rest of the history, wherever that key goes.
        """
        key, _ = _named(receipt)
        if self._kinds.get(receipt) is Kind.REPAIR and key in {was.cells.get(KEY), now.cells.get(KEY)}:
            return True
        if key == "-" or key in self._truth.said_same:
            return True
        row = now if self._kinds.get(receipt) is Kind.APPEND else was
        return bool(self.books.whose(key) & self._truth.claims(row))

    def _book(self) -> Workbook:
        return self._world.account.store.book(self._world.spreadsheet)


def _changed(one: Look, other: Look) -> Iterator[tuple[Line, Line]]:
    """The rows that a batch of ours changed: it moves none."""
    before = {line.number: line for line in one.lines}
    for line in other.lines:
        was = before.get(line.number, Line(line.number, dict.fromkeys(other.names)))
        if any(not same(was.cells.get(name), cell) for name, cell in line.cells.items()):
            yield was, line


def _is_receipt(cell: Cell) -> bool:
    return isinstance(cell, str) and _RECEIPT.fullmatch(cell) is not None


def _named(receipt: str) -> tuple[str, int]:
    """The key and the revision that a receipt names."""
    key, revision, _ = receipt.split(".", maxsplit=2)
    return key, int(revision)


def _dress(row: Row) -> dict[int, object]:
    """All that a row's cells have beside their values."""
    return {index: cell[1:] for index, cell in enumerate(row) if cell[1:] != EMPTY[1:]}


def _new_rows(before: Sequence[Row], after: Sequence[Row]) -> list[Row]:
    """Rows that were inserted: a batch shares every row that it leaves as it was."""
    known = {id(row) for row in before}
    return [row for row in reversed(after) if id(row) not in known]
