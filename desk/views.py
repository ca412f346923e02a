"""What the desk shows: frozen values, built from the journal alone."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from pydantic import JsonValue

from integrations.journal.records import Item, OutboxRow
from rules.allocation.model import LeftOut, Pin, Problem
from rules.application import Application
from rules.base import Frozen
from rules.capacity import Load
from rules.finding import Finding, Judgement, Outcome
from rules.state import Decision, Standing, Status


class Writing(StrEnum):
    """How far a case's latest decision has come on its way into the sheet.

    none: nothing decided. saved: in the journal, on its way. in_sheet: confirmed there.
    conflict: the sheet says something else, a person must choose.
    blocked: it cannot be written as things are.
    """

    NONE = "none"
    SAVED = "saved"
    IN_SHEET = "in_sheet"
    CONFLICT = "conflict"
    BLOCKED = "blocked"


class Case(Frozen):
    """One application with all that is known of it.

    `basis` is the fingerprint of the answers shown, which a command on this case must carry.

    `place` is its place on the waitlist, 0 if it has none. `size` counts people. `problem` says why nothing
    can be decided on it just now (the sheet has not confirmed its number, its row needs a person), or "".
    """

    key: str
    basis: str
    application: Application
    judgement: Judgement
    standing: Standing
    place: int = 0
    size: int = 0
    writing: Writing = Writing.NONE
    problem: str = ""
    items: tuple[Item, ...] = ()

    @property
    def decidable(self) -> bool:
        """Whether something can be decided on it now."""
        return not self.problem

    @property
    def revision(self) -> int:
        """The revision that a command on this case must carry."""
        return self.standing.revision

    @property
    def outcome(self) -> Outcome:
        """The gravest of its findings."""
        return self.judgement.outcome


class SyncHealth(Frozen):
    """How the way into the sheet fares. `details` is what sync last said of itself.

    `tab` is the id of the responses tab, None before it was found.
    """

    spreadsheet: str = ""
    queued: int = 0
    unknown: int = 0
    blocked: int = 0
    read_at: datetime | None = None
    details: JsonValue = None
    tab: int | None = None


class Board(Frozen):
    """Everything at one moment. The same `version` means the same board.

    `waiting` is what is still to be written into the sheet, oldest first.
    """

    version: int
    cases: tuple[Case, ...] = ()
    items: tuple[Item, ...] = ()
    loads: tuple[Load, ...] = ()
    findings: tuple[Finding, ...] = ()
    waiting: tuple[OutboxRow, ...] = ()
    health: SyncHealth = SyncHealth()

    def case(self, key: str) -> Case | None:
        """The case with this number."""
        return next((case for case in self.cases if case.key == key), None)

    def load(self, cohort: str) -> Load | None:
        """How full a cohort is."""
        return next((load for load in self.loads if load.cohort == cohort), None)


class Event(Frozen):
    """One decision in the history of a case, with the answers that had changed since the one before."""

    decision: Decision
    changed: tuple[str, ...] = ()


class FormReview(Frozen):
    """What the rules say of answers in the form: `blocking` must be put right, `advice` is worth reading."""

    blocking: tuple[Finding, ...] = ()
    advice: tuple[Finding, ...] = ()


class Receipt(Frozen):
    """What an applicant gets: a short case number, and when the application was received."""

    key: str
    at: datetime


class Draft(Frozen):
    """What would be allocated now: the problem, who takes no part, what people set, and on which ground.

    `basis` says by key which revision and which answers it is.
    """

    problem: Problem
    left_out: tuple[LeftOut, ...]
    pins: tuple[Pin, ...]
    basis: Mapping[str, str]


class Shift(Frozen):
    """Somebody stands otherwise than an allocation said: meant for a cohort ("" is the waitlist), and now."""

    key: str
    meant: str
    status: Status
    cohort: str
