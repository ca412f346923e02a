"""What goes into the journal and comes out of it: frozen values."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from pydantic import JsonValue

from rules.base import Cell, Frozen

Cells = Mapping[str, Cell]
"""Cells by question id or decision column id."""


class Origin(StrEnum):
    """How an application came."""

    SHEET = "sheet"
    FORM = "form"


class ApplicationRecord(Frozen):
    """One application as last seen in the sheet, or as sent through the built-in form.

    `stamp` and `email` are its identity as last seen. `stamped` says that the sheet is confirmed to carry
    the key on the right row: nothing is decided before that. `problem` names why it is not reconciled, "" if
    it is. `present` is False once its row has vanished (or was never appended). `changed` is the programme's
    change counter at its last change. `erased_at` is when its personal data were deleted: nothing but key,
    revisions and states is left of it.
    """

    key: str
    origin: Origin
    stamp: str
    email: str
    first_seen: datetime | None
    row: int = 0
    cells: Cells
    fingerprint: str = ""
    present: bool
    stamped: bool = False
    problem: str = ""
    seen_at: datetime
    changed_at: datetime
    erased_at: datetime | None = None
    changed: int = 0


class OutboxKind(StrEnum):
    """What is to be written into the sheet: a decision, a key on a row that has none, or a whole new row.

    erase: what the ledger holds of a person is to be blanked.
    """

    DECISION = "decision"
    STAMP = "stamp"
    APPEND = "append"
    ERASE = "erase"


class OutboxState(StrEnum):
    """Where an outbox row stands.

    queued: to be sent. sent: in an attempt under way. unknown: its reply was lost.
    settled: confirmed in the ledger. conflict: a person must choose.
    parked: cannot be sent until something is put right. orphan: its row is gone.
    """

    QUEUED = "queued"
    SENT = "sent"
    UNKNOWN = "unknown"
    SETTLED = "settled"
    CONFLICT = "conflict"
    PARKED = "parked"
    ORPHAN = "orphan"


UNSETTLED = tuple(state for state in OutboxState if state is not OutboxState.SETTLED)


class OutboxRow(Frozen):
    """One thing to be written. `payload` holds what its kind needs beside the decision."""

    number: int = 0
    op_id: str
    kind: OutboxKind
    key: str
    revision: int = 0
    state: OutboxState = OutboxState.QUEUED
    payload: Mapping[str, JsonValue] = {}
    token: str = ""
    attempts: int = 0
    last_error: str = ""
    queued_at: datetime
    changed_at: datetime


class Outcome(StrEnum):
    """How an attempt ended; "" while it is under way, `unknown` while nobody knows."""

    OPEN = ""
    UNKNOWN = "unknown"
    APPLIED = "applied"
    DEAD = "dead"
    REFUSED = "refused"


class Attempt(Frozen):
    """One batch sent to the sheet, recorded before its HTTP call. `plan` is what judging its reply needs."""

    number: int = 0
    token: str
    op_ids: tuple[str, ...]
    fence: int
    sent_at: datetime
    outcome: Outcome = Outcome.OPEN
    error: str = ""
    settled_at: datetime | None = None
    plan: JsonValue = None


class Base(Frozen):
    """The decision cells of a row as they were last settled: the common ground of a three-way comparison."""

    key: str
    cells: Cells
    receipt: str = ""
    revision: int = 0
    settled_at: datetime


class Item(Frozen):
    """Something for a person: what it is about, what was, what we have and what the sheet has.

    While an item with a key and a column is open, nothing is written into that cell: it stays as typed.
    `base`, `ours` and `theirs` are cells by column id, or None where there is no such side.
    """

    id: int = 0
    kind: str
    key: str = ""
    column: str = ""
    cell: str = ""
    base: Cells | None = None
    ours: Cells | None = None
    theirs: Cells | None = None
    params: Mapping[str, JsonValue] = {}
    opened_at: datetime
    resolved_at: datetime | None = None
    resolved_by: str = ""
    choice: str = ""


class SheetRecord(Frozen):
    """The spreadsheet of a programme, as last read. The JSON parts belong to reading and sync."""

    spreadsheet: str = ""
    connection: JsonValue = None
    layout: JsonValue = None
    findings: JsonValue = None
    health: JsonValue = None
    progress: JsonValue = None
    read_at: datetime | None = None


class Document(Frozen):
    """One version of a programme document."""

    version: int
    text: str
    by: str
    at: datetime


class Lease(Frozen):
    """The right to sync, until a moment; the fence grows with every new holder."""

    name: str
    holder: str
    fence: int
    until: datetime


Row = Mapping[str, Any]
"""One row as SQLAlchemy gives it."""

Model = TypeVar("Model", bound=Frozen)


def record(model: type[Model], row: Row) -> Model:
    """A row as a frozen value; columns that the model does not name are left out."""
    return model.model_validate({name: row[name] for name in model.model_fields})
