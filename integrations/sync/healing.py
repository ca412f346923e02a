"""Journal and ledger compared as wholes: what each lacks of the other, after one was lost or put back.

The ledger's decisions keep their revisions: they are known to people. A decision of the journal that never
reached the ledger, and whose revision is taken there, goes on above it. Nothing is dropped.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from integrations.journal.records import (
    ApplicationRecord,
    Base,
    Cells,
    Item,
    Origin,
    OutboxKind,
    OutboxRow,
)
from integrations.sync.chronicle import LASTING, Trace, Written, traces
from integrations.sync.ledger import LedgerRow
from integrations.sync.picture import Past, Picture, picture
from integrations.sync.sheet import Sheet
from integrations.sync.store import number_of
from integrations.sync.view import View
from rules.base import Cell
from rules.columns import DECISION
from rules.keys import is_case_number
from rules.merge import same
from rules.projection import projection
from rules.reading import Layout, application_from
from rules.state import Decision, Standing

_BEYOND = 10**12
"""No such number was ever given to a batch: somebody has typed it."""
RENUMBERED = "renumbered"
"""Kind of item: a decision got a higher revision, because the sheet had one of its number already."""
UNREADABLE = "unreadable_decision"
"""Kind of item: the ledger says that something was decided, but not what any more."""
FORKED = "forked"
"""Kind of item: the ledger holds two decisions of one revision; only one of them counts."""


@dataclass(frozen=True, slots=True)
class Healing:
    """What is to be stored so that the journal knows all that the ledger tells.

    `renumbered`: op_id -> new revision, the highest first. `confirmed`: ledger rows not yet settled.
    `missing`: ids that were settled and are not in the ledger any more. `bases` are those of rows that bear
    another receipt than the journal knows. `erased`: keys whose data are to be deleted again.
    """

    applications: tuple[ApplicationRecord, ...]
    stamped: tuple[ApplicationRecord, ...]
    decisions: tuple[Decision, ...]
    renumbered: tuple[tuple[str, int], ...]
    confirmed: Mapping[str, LedgerRow]
    missing: frozenset[str]
    bases: tuple[Base, ...]
    items: tuple[Item, ...]
    erased: tuple[str, ...] = ()


def highest(sheet: Sheet) -> int:
    """The highest number of an attempt that the spreadsheet tells of, by its ledger or by its tokens."""
    told = (*(row.attempt for row in sheet.ledger_rows), *filter(None, map(number_of, sheet.named)))
    return max((number for number in told if number < _BEYOND), default=0)


def ahead(view: View, sheet: Sheet) -> bool:
    """Whether the spreadsheet tells of batches or decisions that the journal never made."""
    known = view.decided.keys() | view.confirmed
    told = (row for row in sheet.ledger_rows if row.key and row.decision is not None)
    return highest(sheet) > view.numbers.last or any(row.op_id not in known for row in told)


def behind(view: View, sheet: Sheet) -> bool:
    """Whether the ledger lacks a batch that was applied: rows were deleted, or an old version is back."""
    newest = max((row.attempt for row in sheet.ledger_rows), default=0)
    return sheet.ledger is not None and max(newest, view.numbers.raised) < view.numbers.applied


class Healer:
    """Compares a view with a sheet whose whole ledger was read."""

    def __init__(self, view: View, sheet: Sheet, now: datetime) -> None:
        self._view = view
        self._sheet = sheet
        self._now = now
        past = Past(sheet)
        self._picture: Picture = picture(sheet, past)
        self._rows = _unique_keys(self._picture)
        self._traces = traces(view.programme, sheet.ledger_rows, past.misplaced)
        self._known = view.decided.keys() | view.confirmed
        self._mine: dict[str, list[Decision]] = {}
        for decision in view.decided.values():
            self._mine.setdefault(decision.key, []).append(decision)
        self._lasting = {row.op_id: row for row in reversed(sheet.ledger_rows) if row.kind in LASTING}
        self._items: list[Item] = []

    def run(self) -> Healing:
        """Everything there is to put right; nothing is changed yet."""
        applications = tuple(self._applications())
        decided = tuple(self._decisions())
        made = {record.key: record for record in applications}
        return Healing(
            applications=applications,
            stamped=tuple(self._stamped()),
            decisions=decided,
            renumbered=tuple(self._renumbered()),
            confirmed=self._confirmed(made),
            missing=frozenset(self._view.confirmed - self._lasting.keys()),
            bases=tuple(self._bases(made, decided)),
            items=tuple(self._items),
            erased=tuple(self._erased()),
        )

    # Applications

    def _applications(self) -> Iterator[ApplicationRecord]:
        known = self._view.applications
        for key, trace in sorted(self._traces.items()):
            if key not in known and (trace.stamped or trace.decisions):
                yield self._application(key, trace)
        for key, row in sorted(self._rows.items()):
            ours = is_case_number(key) and self._picture.receipt(row).startswith(f"{key}.")
            if ours and key not in known and key not in self._traces:
                stamp = self._sheet.at(row, "stamp")
                yield self._application(key, Trace(key, came=stamp, last=self._sheet.identity(row)))

    def _application(self, key: str, trace: Trace) -> ApplicationRecord:
        """Known by the ledger alone; its answers are taken in by the look that follows."""
        return ApplicationRecord(
            key=key,
            origin=trace.origin,
            stamp=trace.last.stamp,
            email=trace.last.email,
            first_seen=self._moment(trace.came),
            cells={},
            present=not trace.erased,
            stamped=True,
            seen_at=self._now,
            changed_at=self._now,
            erased_at=self._now if trace.erased else None,
        )

    def _moment(self, stamp: Cell) -> datetime | None:
        cells = {self._view.programme.fields.timestamp: stamp}
        return application_from(self._view.programme, cells, row=0, layout=Layout()).first_seen

    def _stamped(self) -> Iterator[ApplicationRecord]:
        """Applications whose key had been reserved, and that the ledger says were stamped since."""
        for key, record in self._view.applications.items():
            if not record.stamped and key in self._traces and self._traces[key].stamped:
                yield record.model_copy(update={"stamped": True, "present": True})

    def _erased(self) -> Iterator[str]:
        """Applications whose data had been deleted, and have come back with an older journal."""
        for key, record in self._view.applications.items():
            if record.erased_at is None and key in self._traces and self._traces[key].erased:
                yield key

    # Decisions

    def _decisions(self) -> Iterator[Decision]:
        for key, trace in sorted(self._traces.items()):
            taken = {d.revision: d for d in self._mine.get(key, ()) if self._is_told(d)}
            for op_id in trace.spoilt:
                if op_id not in self._known:
                    self._ask(UNREADABLE, key, {"revision": self._lasting[op_id].revision})
            for decision in sorted(trace.decisions.values(), key=lambda d: d.revision):
                if decision.op_id in self._known:
                    continue
                if decision.revision in taken:
                    self._ask(FORKED, key, decision.model_dump(mode="json", include=_TOLD))
                    continue
                whole = _with_start(decision, taken.get(decision.revision - 1))
                taken[decision.revision] = whole
                yield whole

    def _is_told(self, decision: Decision) -> bool:
        """Whether it is in the ledger, or had been before that lost it: it keeps its revision."""
        return decision.op_id in self._lasting or decision.op_id in self._view.confirmed

    def _renumbered(self) -> Iterator[tuple[str, int]]:
        """Decisions that never reached the ledger go above all that is there, in their order."""
        for key, decisions in sorted(self._mine.items()):
            told = self._traces.get(key, Trace(key)).decisions.values()
            top = max((decision.revision for decision in told), default=0)
            mine = sorted((d for d in decisions if not self._is_told(d)), key=lambda d: d.revision)
            if mine and mine[0].revision <= top:
                for new, decision in reversed(list(enumerate(mine, start=top + 1))):
                    self._ask(RENUMBERED, key, decision.model_dump(mode="json", include=_TOLD))
                    yield decision.op_id, new

    def _confirmed(self, made: Mapping[str, ApplicationRecord]) -> dict[str, LedgerRow]:
        known = self._view.applications.keys() | made.keys()
        new = self._lasting.keys() - self._view.confirmed
        return {op_id: row for op_id, row in self._lasting.items() if op_id in new and row.key in known}

    # Rows

    def _bases(self, made: Mapping[str, ApplicationRecord], new: tuple[Decision, ...]) -> Iterator[Base]:
        standings = dict(self._view.standings) | {decision.key: Standing.of(decision) for decision in new}
        for key in sorted(self._view.applications.keys() | made.keys()):
            if key in self._traces and self._traces[key].erased:
                continue
            known, row = self._view.bases.get(key), self._rows.get(key, 0)
            receipt = self._picture.receipt(row) if row else ""
            if known and (not row or known.receipt == receipt):
                continue
            trace = self._traces.get(key, Trace(key))
            told = trace.writes.get(receipt or trace.receipt)
            if told is None and known is None:
                told, receipt = self._guessless(standings.get(key) or Standing(key=key), row, receipt)
            if told is not None:
                yield self._base(key, told, receipt or trace.receipt)

    def _guessless(self, standing: Standing, row: int, receipt: str) -> tuple[Written, str]:
        """A row that shows what it should needs no ledger; another one is left to a person."""
        ours = projection(self._view.programme, standing, None)
        theirs: Cells = self._picture.decision(row) if row else {}
        if row and all(same(ours[name], theirs[name]) for name in DECISION if name != "place"):
            return Written(theirs, standing.revision), receipt
        return Written(dict.fromkeys(DECISION), 0), ""

    def _base(self, key: str, told: Written, receipt: str) -> Base:
        return Base(key=key, cells=told.cells, receipt=receipt, revision=told.revision, settled_at=self._now)

    def _ask(self, kind: str, key: str, params: Mapping[str, object]) -> None:
        words = {name: str(value) for name, value in params.items()}
        self._items.append(Item(kind=kind, key=key, params=words, opened_at=self._now))


_TOLD = {"revision", "status", "cohort", "by", "at"}


def outbox_rows(healing: Healing, now: datetime) -> Iterator[OutboxRow]:
    """What the journal would hold of writes that it has forgotten; the next look says how they stand."""
    for record in healing.applications:
        kind = OutboxKind.APPEND if record.origin is Origin.FORM else OutboxKind.STAMP
        payload = {"stamp": record.stamp, "email": record.email}
        yield OutboxRow(
            op_id=f"{kind.value}-{record.key}",
            kind=kind,
            key=record.key,
            payload=payload,
            queued_at=now,
            changed_at=now,
        )
    for decision in sorted(healing.decisions, key=lambda one: one.at):
        yield OutboxRow(
            op_id=decision.op_id,
            kind=OutboxKind.DECISION,
            key=decision.key,
            revision=decision.revision,
            queued_at=decision.at,
            changed_at=now,
        )


def _unique_keys(seen: Picture) -> dict[str, int]:
    """The row of each key that stands in the sheet once."""
    found: dict[str, list[int]] = {}
    for row in seen.sheet.rows:
        if key := seen.key(row):
            found.setdefault(key, []).append(row)
    return {key: rows[0] for key, rows in found.items() if len(rows) == 1}


def _with_start(decision: Decision, earlier: Decision | None) -> Decision:
    """When its state began, which the ledger of 0.1.0 did not say."""
    if decision.since is not None or decision.undoes:
        return decision
    stays = earlier is not None and earlier.status is decision.status
    return decision.model_copy(update={"since": earlier.since if earlier and stays else decision.at})
