"""Planning: everything that is pending becomes one batch of ledger rows, each with the cells it writes."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import islice

from integrations.journal.records import OutboxKind, OutboxRow
from integrations.sync.judge import Judged
from integrations.sync.ledger import EXTRAS, IMAGE, Kind, LedgerRow
from integrations.sync.picture import Picture
from integrations.sync.sheet import OURS, Sheet
from integrations.sync.view import View
from rules.base import Cell
from rules.merge import same
from rules.state import Decision

MOST_OPS = 250
"""Operations in one batch: more wait for the next, so that a look at the ledger takes in every row of it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One ledger row and where its cells go: `row` 0 where nothing is written into a row, -1 to append one.

    `block` are the cells to be written, by column from 1.
    """

    entry: LedgerRow
    row: int = 0
    block: Mapping[int, Cell] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bars:
    """Which units of a batch may be sent: `only` these where given, and none that is `barred`."""

    barred: frozenset[str] = frozenset()
    only: frozenset[str] | None = None

    def lets(self, unit: str) -> bool:
        """Whether a unit may be sent: an operation's ledger row by its id, or the cells of a row."""
        return unit not in self.barred and (self.only is None or unit in self.only)


NO_BARS = Bars()


def cells_unit(key: str, revision: int, row: int) -> str:
    """The cells that a row is to show, as a unit of their own; `row` tells rows without a key apart."""
    return f"cells:{key or row}:{revision}"


@dataclass(frozen=True, slots=True)
class Plan:
    """One batch, in the order in which its ledger rows are to be read."""

    attempt: int
    steps: tuple[Step, ...]
    op_ids: tuple[str, ...]
    extras: Mapping[str, int] = field(default_factory=dict)
    erased: tuple[str, ...] = ()
    """Keys of which the batch blanks what the ledger holds."""

    def __bool__(self) -> bool:
        return bool(self.steps)


class Planner:
    """Plans one batch. Ledger rows never wait for a projection; a row that is in doubt is not written to."""

    def __init__(
        self, view: View, picture: Picture, judged: Judged, attempt: int, bars: Bars = NO_BARS
    ) -> None:
        self._view = view
        self._picture = picture
        self._sheet: Sheet = picture.sheet
        self._judged = judged
        self._attempt = attempt
        self._bars = bars
        self._projects = view.programme.write_back == "columns" and not self._sheet.missing
        self._steps: list[Step] = []
        self._ops: list[str] = []
        self._extras: dict[str, int] = {}
        self._damage = {} if self._sheet.missing else picture.damage()
        self._latest = {decision.key: op_id for op_id, decision in view.decided.items()}

    def run(self) -> Plan:
        """Stamps and appends, then decisions by key, then rows of which only the projection is behind."""
        if self._sheet.ledger is None:
            return Plan(self._attempt, (), ())
        pending = [row for row in self._view.pending if row.op_id not in self._view.confirmed]
        wanted = [row for row in (*pending, *self._unstamped()) if self._bars.lets(row.op_id)]
        for row in wanted[:MOST_OPS]:
            self._pending(row)
        self._refreshes()
        self._repairs()
        steps = [replace(s, entry=replace(s.entry, extras=tuple(self._extras))) for s in self._steps]
        erased = tuple(step.entry.key for step in steps if step.entry.kind is Kind.ERASE)
        return Plan(self._attempt, tuple(steps), tuple(dict.fromkeys(self._ops)), self._extras, erased)

    def _unstamped(self) -> list[OutboxRow]:
        """Stamps and appends whose ledger row is there but whose row was missed; what is not yet blanked."""
        told = [r for r in self._view.pending if r.op_id in self._view.confirmed]
        known, again = self._view.applications, (OutboxKind.STAMP, OutboxKind.APPEND)
        missed = [r for r in told if r.kind in again and not known[r.key].stamped]
        return [*missed, *(r for r in told if r.kind is OutboxKind.ERASE)]

    def _pending(self, row: OutboxRow) -> None:
        if row.kind is OutboxKind.DECISION:
            self._decide(row)
        elif row.kind is OutboxKind.ERASE:
            decided = self._view.decided.get(self._latest.get(row.key, ""))
            self._add(Kind.ERASE, row.op_id, row.key, row.revision, 0, {}, decided)
        elif self._view.applications[row.key].stamped:
            self._tell(row)
        elif not self._sheet.missing and row.kind is OutboxKind.STAMP:
            self._stamp(row)
        elif not self._sheet.missing:
            self._append(row)

    # Decisions

    def _decide(self, op: OutboxRow) -> None:
        decision = self._view.decided[op.op_id]
        latest = decision.revision == self._view.standing(op.key).revision
        row = self._judged.rows.get(op.key) if latest and self._projects else None
        shown = row and self._bars.lets(cells_unit(op.key, decision.revision, row))
        block = self._projection(op.key, row) if row and shown else {}
        self._add(Kind.DECISION, op.op_id, op.key, decision.revision, row or 0, block, decision)

    def _projection(self, key: str, row: int) -> dict[int, Cell]:
        """What differs between the row as it stands and as it should: our own damage, and what we decided."""
        ours, merge = self._view.ours(key), self._judged.merges[key]
        block = dict(self._damage.pop(row, {}))
        for column in merge.writes:
            block[self._sheet.columns[column]] = ours.get(column)
        return {c: cell for c, cell in block.items() if not same(cell, self._sheet.tab.cell(row, c))}

    def _refreshes(self) -> None:
        """Rows whose decision is in the ledger but does not show, or whose derived place has changed."""
        done = set(self._ops)
        for key, row in self._judged.rows.items() if self._projects else ():
            op_id, revision = self._latest.get(key, ""), self._view.standing(key).revision
            told = not op_id or (op_id in self._view.confirmed and op_id not in done)
            lets = told and self._bars.lets(cells_unit(key, revision, row))
            if lets and len(self._steps) < MOST_OPS and self._judged.merges[key].writes:
                self._add(Kind.REFRESH, op_id, key, revision, row, self._projection(key, row))

    def _repairs(self) -> None:
        for row, block in self._damage.items():
            if len(self._steps) < MOST_OPS:
                key = self._picture.key(row)
                known = key if key in self._view.applications else ""
                revision = self._view.standing(known).revision if known else 0
                if self._bars.lets(cells_unit(known, revision, row)):
                    self._add(Kind.REPAIR, "", known, revision, row, dict(block))

    # Keys and new rows

    def _stamp(self, op: OutboxRow) -> None:
        row = self._judged.waiting.get(op.key)
        if row is not None:
            block = {**self._damage.pop(row, {}), self._sheet.columns["key"]: op.key}
            self._add(Kind.STAMP, op.op_id, op.key, 0, row, block)

    def _append(self, op: OutboxRow) -> None:
        columns = self._sheet.layout.columns
        answers = self._view.applications[op.key].cells
        block = {columns[name]: cell for name, cell in answers.items() if name in columns}
        self._add(Kind.APPEND, op.op_id, op.key, 0, -1, {**block, self._sheet.columns["key"]: op.key})

    def _tell(self, op: OutboxRow) -> None:
        """The row bears its key; only the ledger has lost that, and who it was given to."""
        came = {name: _number(str(op.payload[name])) for name in ("stamp", "email") if op.payload.get(name)}
        kind = Kind(op.kind.value)
        entry = LedgerRow(attempt=self._attempt, kind=kind, op_id=op.op_id, key=op.key, expected=came)
        self._steps.append(Step(entry=entry))
        self._ops.append(op.op_id)

    # Ledger rows

    def _add(  # noqa: PLR0917 - the parts of one ledger row
        self,
        kind: Kind,
        op_id: str,
        key: str,
        revision: int,
        row: int,
        block: dict[int, Cell],
        decision: Decision | None = None,
    ) -> None:
        """Every write into a row carries a receipt that no other write has."""
        if row > 0 and not self._is_on_record(block):
            if kind is not Kind.DECISION:
                return
            row, block = 0, {}
        receipt = f"{key or '-'}.{revision}.{self._attempt}.{len(self._steps)}" if block else ""
        if receipt:
            block[self._sheet.columns["receipt"]] = receipt
        self._steps.append(
            Step(
                entry=LedgerRow(
                    attempt=self._attempt,
                    kind=kind,
                    op_id=op_id,
                    key=key,
                    revision=revision,
                    receipt=receipt,
                    decision=decision,
                    expected=self._expected(row) if block else {},
                    cells=self._named(block),
                    mends=self._mends(row) if block else {},
                ),
                row=row if block else 0,
                block=block,
            )
        )
        if op_id:
            self._ops.append(op_id)

    def _is_on_record(self, block: Mapping[int, Cell]) -> bool:
        """Whether there is room to copy all that would be overwritten; else it waits for the next batch."""
        others = {n: c for n, (c, _) in self._named(block).items() if n not in (*IMAGE, *self._extras)}
        room = len(self._extras) + len(others) <= EXTRAS
        if room:
            self._extras |= others
        return room

    def _expected(self, row: int) -> dict[str, Cell]:
        if row < 0:
            return {}
        cells = {name: self._sheet.at(row, name) for name in ("key", "receipt", "stamp", "email")}
        return {name: cell for name, cell in cells.items() if cell is not None}

    def _mends(self, row: int) -> dict[str, tuple[Cell, Cell]]:
        pairs = {name: (self._sheet.at(row, name), self._picture.at(row, name)) for name in IMAGE}
        return {name: pair for name, pair in pairs.items() if not same(*pair)}

    def _named(self, block: Mapping[int, Cell]) -> dict[str, tuple[int, Cell]]:
        """The written cells by column id; a form column's id is its question's."""
        names = {column: name for name, column in self._sheet.layout.columns.items()}
        names |= {column: name for name, column in self._sheet.columns.items() if name in OURS}
        return {names.get(column, f"#{column}"): (column, cell) for column, cell in block.items()}


def _number(text: str) -> Cell:
    """A time stamp as its cell holds it, or the words that it is."""
    try:
        return float(text)
    except ValueError:
        return text


def headers(plan: Plan, sheet: Sheet) -> LedgerRow:
    """The ledger row that says under which headers the batch means to write."""
    others = headed(plan)
    columns = {name: sheet.columns[name] for name in IMAGE if name in sheet.columns} | others
    cells = {name: (column, sheet.header(column)) for name, column in columns.items()}
    return LedgerRow(attempt=plan.attempt, kind=Kind.BATCH, cells=cells, extras=tuple(others))


def headed(plan: Plan) -> dict[str, int]:
    """The columns whose headers are kept beside those of ours: all that other cells are written under."""
    appended = (step.entry.cells.items() for step in plan.steps if step.row < 0)
    answers = {name: column for cells in appended for name, (column, _) in cells if name not in IMAGE}
    return dict(islice({**plan.extras, **answers}.items(), EXTRAS))
