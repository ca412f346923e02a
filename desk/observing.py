"""What sync saw goes into the journal: new rows get a key, changed answers are kept, missing ones named."""

from datetime import datetime
from functools import cached_property
from itertools import count

from desk.hand_edits import COORDINATOR, import_edit, open_conflict
from desk.office import Office, as_application, layout_in
from desk.resolving import DISMISS, choices
from integrations.journal import applications, items, outbox, sheets
from integrations.journal.records import (
    ApplicationRecord,
    Cells,
    Item,
    Origin,
    OutboxKind,
    OutboxRow,
)
from integrations.journal.work import Work
from integrations.sync.observation import Identity, NewRow, Observation, Problem, SeenRow, Trouble
from rules.a1 import a1
from rules.keys import case_number
from rules.programme.model import Programme
from rules.reading import Layout

ENDED = "ended"
"""The choice written on an item whose cause went away by itself."""


def observe(office: Office, observation: Observation) -> None:
    """Store one look at the sheet, all of it in one transaction. See `Desk.observe`."""
    with office.sitting(COORDINATOR) as sitting:
        since = _keep_table(sitting.work, observation)
        Observer(sitting.work, sitting.programme, observation, since).store()
        for edit in observation.edits:
            import_edit(sitting, edit, since)
        for conflict in observation.conflicts:
            open_conflict(sitting, conflict, since)


def _keep_table(work: Work, observation: Observation) -> datetime | None:
    """How the table looked, and when the look before was. What is known of one that was not found stays."""
    findings = [finding.model_dump(mode="json") for finding in observation.findings]
    layout = {} if observation.layout is None else {"layout": observation.layout}
    tab = {} if observation.tab is None else {"connection": {"tab": observation.tab}}
    return sheets.save(work, findings=findings, read_at=observation.at, **layout, **tab).read_at


class Observer:
    """Stores the rows of one look."""

    def __init__(
        self, work: Work, programme: Programme, observation: Observation, since: datetime | None
    ) -> None:
        """`since`: when the sheet was looked at before."""
        self._work = work
        self._since = since
        self._programme = programme
        self._look = observation
        self._before = applications.by_key(work)
        self._known = dict(self._before)
        self._by_identity = {_identity(record): record for record in self._known.values()}
        self._problems = list(observation.problems)
        self._here: set[str] = set()

    @cached_property
    def _layout(self) -> Layout:
        """Where the questions stand; needed for fresh answers only."""
        return layout_in(self._work)

    def store(self) -> None:
        """Keep the rows, name what is missing, then bring the inbox in line with the troubles there are."""
        for seen in self._look.seen:
            self._keep_seen(seen)
        for new in self._look.new_rows:
            self._keep_new(new)
        if self._look.complete:
            self._name_the_missing()
        self._settle_problems()
        self._keep_rows()

    def _keep_seen(self, seen: SeenRow) -> None:
        known = self._known.get(seen.key)
        if known is not None:
            cells = known.cells if seen.cells is None else seen.cells
            self._renew(known, seen.row, seen.identity, cells)

    def _keep_new(self, new: NewRow) -> None:
        """Reserve a key for a row that has none. The same row seen again keeps the key that it has got."""
        known = self._known.get(new.reserved) or self._by_identity.get(new.identity)
        if known is None and (gone := self._erased(new.identity)):
            self._problems.append(_come_back(new, gone))
        elif known is None:
            self._reserve(new)
        elif known.stamped or known.key in self._here:
            self._problems.append(_key_missing(new, known.key))
        else:
            self._renew(known, new.row, new.identity, new.cells)

    def _reserve(self, new: NewRow) -> None:
        draft = ApplicationRecord(
            key=self._free_key(new.identity),
            origin=Origin.SHEET,
            stamp=new.identity.stamp,
            email=new.identity.email,
            first_seen=None,
            row=new.row,
            cells=new.cells,
            present=True,
            seen_at=self._look.at,
            changed_at=self._look.at,
        )
        application = as_application(self._programme, draft, self._layout)
        stamp = application.value(self._programme.fields.timestamp)
        first_seen = stamp if isinstance(stamp, datetime) else None
        record = draft.model_copy(update={"fingerprint": application.fingerprint, "first_seen": first_seen})
        self._known[record.key] = self._by_identity[new.identity] = record
        self._here.add(record.key)

    def _erased(self, identity: Identity) -> str:
        """The key that this identity had before its data were deleted: it gives the same number again."""
        number = case_number(self._material(identity))
        known = self._known.get(number)
        return number if known and known.erased_at is not None else ""

    def _material(self, identity: Identity) -> str:
        return "|".join((self._programme.id, identity.stamp, identity.email))

    def _free_key(self, identity: Identity) -> str:
        material = self._material(identity)
        numbers = (case_number(material, attempt) for attempt in count())
        return next(number for number in numbers if number not in self._known)

    def _renew(self, known: ApplicationRecord, row: int, identity: Identity, cells: Cells) -> None:
        self._here.add(known.key)
        place = (known.row, known.stamp, known.email, known.present)
        corrected = cells is not known.cells and dict(cells) != dict(known.cells)
        if not corrected and place == (row, identity.stamp, identity.email, True):
            return
        fresh = {"row": row, "stamp": identity.stamp, "email": identity.email, "cells": cells}
        after = known.model_copy(update={**fresh, "present": True})
        if corrected:
            fingerprint = as_application(self._programme, after, self._layout).fingerprint
            after = after.model_copy(update={"fingerprint": fingerprint, "changed_at": self._look.at})
        self._known[known.key] = after

    def _name_the_missing(self) -> None:
        """A known row that this look did not show has vanished; it is kept, and a person is told."""
        named = self._here | {problem.key for problem in self._problems}
        for record in self._known.values():
            was_here = record.present or record.problem == Trouble.VANISHED
            if was_here and record.key not in named:
                self._problems.append(Problem(kind=Trouble.VANISHED, key=record.key, row=record.row))

    def _settle_problems(self) -> None:
        """Open an item for every trouble, mark the rows, and end what is no trouble any more."""
        opened = [item for item in items.opened(self._work) if item.kind in set(Trouble)]
        about = {(item.kind, item.key) for item in opened}
        dismissals = items.under(self._work, DISMISS)
        wanted: set[str] = set()
        for problem in self._problems:
            item = _item(problem, self._work, self._since)
            if items.signature(item) in wanted:
                continue  # rows that are told apart by nothing share one item, at the first one's address
            wanted.add(items.signature(item))
            known = self._known.get(problem.key)
            lasts = known and known.problem == problem.kind and (item.kind, item.key) not in about
            dismissed = lasts and DISMISS in choices(item)
            if not (dismissed or items.signature(item) in dismissals):
                items.raise_item(self._work, item)
        if not self._look.complete:
            return
        ended = [item.id for item in opened if items.signature(item) not in wanted]
        if ended:
            items.resolve(self._work, ended, by="", choice=ENDED)
        over = [number for sign, number in dismissals.items() if sign not in wanted]
        if over:
            items.rename_choice(self._work, over, ENDED)
        self._mark_rows()

    def _mark_rows(self) -> None:
        problems = {problem.key: problem.kind for problem in reversed(self._problems)}
        for key, record in self._known.items():
            problem = problems.get(key, "")
            present = record.present and problem != Trouble.VANISHED
            if (record.problem, record.present) != (problem, present):
                marks = {"problem": str(problem), "present": present}
                self._known[key] = record.model_copy(update=marks)

    def _keep_rows(self) -> None:
        """Write only what changed, so that an unchanged sheet costs no new board."""
        new = [record for key, record in self._known.items() if key not in self._before]
        applications.add(self._work, *new)
        outbox.queue(self._work, *(_stamp(self._work, record) for record in new))
        olds = ((before, self._known[key]) for key, before in self._before.items())
        changed = [now for before, now in olds if now is not before and now != before]
        applications.save(self._work, *map(self._seen_now, changed))

    def _seen_now(self, record: ApplicationRecord) -> ApplicationRecord:
        here = record.key in self._here
        return record.model_copy(update={"seen_at": self._look.at}) if here else record


def _identity(record: ApplicationRecord) -> Identity:
    return Identity(stamp=record.stamp, email=record.email)


def _stamp(work: Work, record: ApplicationRecord) -> OutboxRow:
    return OutboxRow(
        op_id=f"stamp-{record.key}",
        kind=OutboxKind.STAMP,
        key=record.key,
        payload=_identity(record).model_dump(),
        queued_at=work.now,
        changed_at=work.now,
    )


def _key_missing(new: NewRow, key: str) -> Problem:
    """The identity has a key already: the row is a copy, or its key was cleared. Never guessed."""
    return Problem(kind=Trouble.KEY_MISSING, key=key, row=new.row, cell=a1(new.row, 1))


def _come_back(new: NewRow, key: str) -> Problem:
    """The row of an erased application, its key cleared: taken in silently, all would be back."""
    return Problem(kind=Trouble.ERASED, key=key, row=new.row, cell=a1(new.row, 1))


def _item(problem: Problem, work: Work, since: datetime | None) -> Item:
    return Item(
        kind=problem.kind,
        key=problem.key,
        column=problem.column,
        cell=problem.cell,
        base=problem.base,
        theirs=problem.cells,
        params=items.timed(problem.params, since),
        opened_at=work.now,
    )
