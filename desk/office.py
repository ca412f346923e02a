"""What every command needs at hand: the journal, the programme in force, the clock, and who may do what."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from integrations.journal import applications, decisions, items, outbox, sheets, tables
from integrations.journal.chain import Author
from integrations.journal.journal import Journal
from integrations.journal.memory import Known
from integrations.journal.records import ApplicationRecord, Item, OutboxKind, OutboxRow
from integrations.journal.work import Reading, Work
from integrations.sync.observation import Trouble
from rules.application import Application
from rules.capacity import Load, holders, load_of
from rules.groups import group_of
from rules.people import Action, Actor, may
from rules.programme.model import Programme
from rules.reading import Layout, application_from
from rules.state import Decision, Refused, Standing

ProgrammeSource = Callable[[], Programme]

BARRED = frozenset(
    {"identity", "key_missing", "duplicate_key", "foreign_receipt", "part_sorted", "misplaced"}
)
"""Kinds of open item that leave it uncertain whose row it is: nothing is decided before a person looks."""


class Office:
    """The desk's own tools. Commands are functions that take it first."""

    def __init__(
        self,
        journal: Journal,
        source: ProgrammeSource,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self.journal = journal
        self.source = source
        self.clock = clock
        self.new_id = new_id

    @property
    def programme(self) -> Programme:
        """The programme in force."""
        return self.source()

    @contextmanager
    def sitting(self, actor: Actor, cause: str = "") -> Iterator["Sitting"]:
        """One transaction in which the actor's command is carried out, or nothing is.

        `cause` is in the course of what, for the audit chain.
        """
        programme = self.programme
        author = Author(actor.signature, actor.source.value, cause)
        with self.journal.write(programme.id, author) as work:
            yield Sitting(self, work, programme, actor)


@dataclass(frozen=True)
class Sitting:
    """One command at work: in which transaction, under which programme, by whom."""

    office: Office
    work: Work
    programme: Programme
    actor: Actor

    def standing(self, key: str) -> Standing:
        """Where an application stands now."""
        return decisions.latest(self.work, key)

    def keep(self, decision: Decision) -> Decision:
        """Put a decision into the journal together with the order to write it into the sheet."""
        work = self.work
        decisions.add(work, decision)
        outbox.queue(
            work,
            OutboxRow(
                op_id=decision.op_id,
                kind=OutboxKind.DECISION,
                key=decision.key,
                revision=decision.revision,
                queued_at=work.now,
                changed_at=work.now,
            ),
        )
        return decision


def authorise(actor: Actor, action: Action) -> None:
    """Raise Refused("not_allowed") unless the actor's role may do this."""
    if not may(actor.role, action):
        raise Refused("not_allowed", action=action, role=actor.role)


def layout_in(look: Reading) -> Layout:
    """Where the questions stood when the sheet was last read; nowhere before that."""
    return look.recall(tables.sheets, _layout)


def _layout(look: Reading, _before: Known | None) -> Layout:
    layout = sheets.get(look).layout
    return Layout() if layout is None else Layout.model_validate(layout)


def as_application(programme: Programme, record: ApplicationRecord, layout: Layout) -> Application:
    """The application that a record holds; without addresses before it has a row."""
    return application_from(
        programme,
        record.cells,
        row=record.row,
        layout=layout if record.row else Layout(),
        key=record.key,
        first_seen=record.first_seen,
    )


def obstacle(record: ApplicationRecord, open_items: Iterable[Item]) -> str:
    """Why an application cannot be decided on just now: the kind of trouble, `not_stamped`, or ""."""
    barred = (item.kind for item in open_items if item.key == record.key and item.kind in BARRED)
    if record.erased_at is not None:
        return Trouble.ERASED
    if problem := record.problem or next(barred, ""):
        return problem
    return "" if record.stamped and record.present else "not_stamped"


def reconciled(look: Reading, key: str) -> ApplicationRecord:
    """The record of an application that may be decided on.

    Raises Refused: unknown_key; not_reconciled while the sheet has not confirmed whose row it is.
    """
    record = applications.get(look, key)
    if record is None:
        raise Refused("unknown_key", key=key)
    if problem := obstacle(record, items.of_key(look, key, opened_only=True)):
        raise Refused("not_reconciled", key=key, problem=problem)
    return record


def room(look: Reading, programme: Programme, cohort_id: str, leaving: Collection[str] = ()) -> Load:
    """How full a cohort is in this transaction, without the groups that are leaving."""
    cohort = programme.cohort(cohort_id)
    if cohort is None:
        raise Refused("cohort_unknown", cohort=cohort_id)
    held = set(holders(decisions.standings(look).values(), cohort_id)) - set(leaving)
    records = (applications.get(look, key) for key in sorted(held))
    layout = layout_in(look)
    there = (record for record in records if record and record.erased_at is None)
    return load_of(cohort, (size_of(programme, record, layout) for record in there))


def size_of(programme: Programme, record: ApplicationRecord, layout: Layout) -> int:
    """How many people a group counts."""
    return group_of(as_application(programme, record, layout), programme).size
