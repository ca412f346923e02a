"""Settling: what became of the batches that were sent, by the ledger rows they left, in order."""

from dataclasses import dataclass, field
from datetime import datetime

from integrations.journal.records import Attempt, Base, Item, Outcome
from integrations.sync.ledger import Kind, LedgerRow
from integrations.sync.picture import Past, before
from integrations.sync.sheet import Sheet, text
from integrations.sync.view import View
from rules.a1 import a1
from rules.base import Cell
from rules.columns import DECISION
from rules.merge import same


class StillUnknown(Exception):
    """An attempt's outcome cannot be told yet; nothing may be judged before it is."""


@dataclass(slots=True)
class Settlement:
    """What is to be stored. `stamped` are keys that the sheet is now confirmed to carry."""

    ended: dict[int, Outcome] = field(default_factory=dict)
    confirmed: dict[str, LedgerRow] = field(default_factory=dict)
    bases: dict[str, Base] = field(default_factory=dict)
    stamped: set[str] = field(default_factory=set)
    requeue: set[str] = field(default_factory=set)
    items: list[Item] = field(default_factory=list)


class Settling:
    """Goes through the ledger rows of all undecided attempts, the oldest first."""

    def __init__(self, view: View, sheet: Sheet, past: Past, now: datetime) -> None:
        self._view = view
        self._sheet = sheet
        self._past = past
        self._now = now
        self.result = Settlement()

    def run(self) -> Settlement:
        """Settle everything. Raises StillUnknown while an attempt's token has not been used up."""
        for attempt in self._view.undecided:
            self._attempt(attempt)
        return self.result

    def _attempt(self, attempt: Attempt) -> None:
        if self._sheet.ledger is None or attempt.token not in self._sheet.named:
            raise StillUnknown(attempt.token)
        rows = [row for row in reversed(self._sheet.ledger_rows) if row.attempt == attempt.number]
        self.result.ended[attempt.number] = Outcome.APPLIED if rows else Outcome.DEAD
        self.result.requeue.update(attempt.op_ids)
        for row in rows:
            self._row(row)

    def _row(self, row: LedgerRow) -> None:
        if row.op_id and row.kind is not Kind.REFRESH and row.op_id not in self._view.confirmed:
            self.result.confirmed.setdefault(row.op_id, row)
        if not row.receipt or row.receipt in self._past.misplaced:
            return
        if row.kind in (Kind.STAMP, Kind.APPEND):
            self._first(row)
        elif row.key:
            self._written(row, before(row))

    def _first(self, row: LedgerRow) -> None:
        """The row carries its key now. Words that were typed before go to the inbox."""
        self.result.stamped.add(row.key)
        cells = {name: row.image.get(name) for name in DECISION}
        self._settle(row, cells)
        for column, typed in cells.items():
            if typed is not None:
                self._item("conflict", row, column, base=None, theirs=typed)

    def _written(self, row: LedgerRow, found: dict[str, Cell]) -> None:
        """The base moves to what we wrote; what people had changed there meanwhile becomes a conflict.

        Where we only put back what was there, the base stays: it may be a hand edit not yet imported.
        Where people had typed the very word that we wrote, it moves: to clear it now is to change ours.
        """
        base = self.result.bases.get(row.key) or self._view.bases.get(row.key)
        if base is None:
            return
        cells = dict(base.cells)
        for column in DECISION:
            written = row.cells.get(column, (0, found.get(column)))[1]
            if same(found.get(column), written):
                if _is_put_back(row, column):
                    continue
            elif not same(found.get(column), cells.get(column)):
                self._item("conflict", row, column, base=cells.get(column), theirs=found.get(column))
            cells[column] = written
        if text(found.get("receipt")) == base.receipt:
            self._settle(row, cells)

    def _settle(self, row: LedgerRow, cells: dict[str, Cell]) -> None:
        self.result.bases[row.key] = Base(
            key=row.key, cells=cells, receipt=row.receipt, revision=row.revision, settled_at=self._now
        )

    def _item(self, kind: str, row: LedgerRow, column: str, *, base: Cell, theirs: Cell) -> None:
        written = row.cells.get(column, (0, None))[1]
        self.result.items.append(
            Item(
                kind=kind,
                key=row.key,
                column=column,
                cell=self._cell(row.receipt, column),
                base={column: base},
                ours={column: written},
                theirs={column: theirs},
                opened_at=self._now,
            )
        )

    def _cell(self, receipt: str, column: str) -> str:
        at = self._sheet.columns.get(column)
        found = next((r for r in self._sheet.rows if text(self._sheet.at(r, "receipt")) == receipt), None)
        return a1(found, at) if found and at else ""


def _is_put_back(row: LedgerRow, column: str) -> bool:
    """Whether a write left a cell to people: untouched, or as it was before an earlier write spoilt it."""
    if column not in row.cells:
        return True
    return column in row.mends and same(row.mends[column][1], row.cells[column][1])
