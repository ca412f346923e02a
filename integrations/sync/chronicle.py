"""What the whole ledger tells of each application: its identity, its decisions, its row after each write."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from integrations.journal.records import Origin
from integrations.sync.ledger import Kind, LedgerRow
from integrations.sync.observation import Identity
from integrations.sync.picture import before
from integrations.sync.sheet import identity, text
from rules.base import Cell
from rules.columns import DECISION
from rules.programme.model import Programme
from rules.state import Decision

LASTING = frozenset({Kind.DECISION, Kind.STAMP, Kind.APPEND, Kind.ERASE})
"""Kinds that stand for something in the journal; the others only show it again, or put cells right."""


NOBODY = Identity()


@dataclass(frozen=True, slots=True)
class Written:
    """A row's decision cells as they were settled after one of our writes."""

    cells: Mapping[str, Cell]
    revision: int


@dataclass(slots=True)
class Trace:
    """What the ledger tells of one application.

    `came` is the time stamp's cell with which it came, `last` the identity under which it was last written
    to. `erased`: its data are deleted. `writes`: receipt -> the cells as settled then; `receipt` is the last
    of them. `spoilt` are ids of decisions whose cells cannot be read any more.
    """

    key: str
    origin: Origin = Origin.SHEET
    came: Cell = None
    last: Identity = NOBODY
    stamped: bool = False
    erased: bool = False
    decisions: dict[str, Decision] = field(default_factory=dict)
    spoilt: list[str] = field(default_factory=list)
    writes: dict[str, Written] = field(default_factory=dict)
    receipt: str = ""


def traces(
    programme: Programme, rows: Iterable[LedgerRow], misplaced: Mapping[str, LedgerRow]
) -> dict[str, Trace]:
    """The traces by key. `rows` stand as in the ledger, newest first; `misplaced` writes are left out."""
    found: dict[str, Trace] = {}
    for row in reversed(list(rows)):
        if row.key:
            trace = found.setdefault(row.key, Trace(row.key))
            trace.erased |= row.kind is Kind.ERASE
            _decided(trace, row)
            if row.receipt not in misplaced:
                _known_by(programme, trace, row)
                _written(trace, row)
    return found


def _decided(trace: Trace, row: LedgerRow) -> None:
    """A repeated id is the same decision."""
    if row.kind is not Kind.DECISION or row.op_id in trace.decisions:
        return
    if row.decision is None:
        trace.spoilt.append(row.op_id)
    else:
        trace.decisions[row.op_id] = row.decision


def _known_by(programme: Programme, trace: Trace, row: LedgerRow) -> None:
    fields = programme.fields
    if row.kind is Kind.APPEND:
        trace.origin, trace.stamped = Origin.FORM, True
        stamp, email = _cell(row, fields.timestamp), _cell(row, fields.email)
    else:
        trace.stamped |= row.kind is Kind.STAMP
        stamp, email = row.expected.get("stamp"), row.expected.get("email")
    if identity(stamp, email) != NOBODY:
        trace.came = stamp if trace.came is None else trace.came
        trace.last = identity(stamp, email)


def _cell(row: LedgerRow, name: str) -> Cell:
    return row.cells[name][1] if name in row.cells else None


def _written(trace: Trace, row: LedgerRow) -> None:
    """Follow the chain of receipts: each write was made on a row that bore the one before.

    Where it is broken (a person had put a strange row right) the later receipts explain nothing.
    """
    if not row.receipt:
        return
    found = before(row)
    if row.kind in (Kind.STAMP, Kind.APPEND):
        cells = {name: found.get(name) for name in DECISION}
    elif trace.receipt and text(found.get("receipt")) == trace.receipt:
        written = {name: cell for name, (_, cell) in row.cells.items() if name in DECISION}
        cells = {**trace.writes[trace.receipt].cells, **written}
    else:
        return
    trace.receipt = row.receipt
    trace.writes[row.receipt] = Written(cells, row.revision)
