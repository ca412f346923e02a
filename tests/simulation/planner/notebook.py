"""The journal and the desk as far as sync needs them, in memory: plain dictionaries, no transactions."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import count

from desk.hand_edits import CONFLICT, TYPED, read_words
from integrations.journal.records import (
    ApplicationRecord,
    Attempt,
    Base,
    Item,
    Origin,
    OutboxKind,
    OutboxRow,
    OutboxState,
    Outcome,
)
from integrations.journal.recovery import Numbers
from integrations.sync.assess import Assessment
from integrations.sync.observation import Conflict, HandEdit, NewRow, Observation, Trouble
from integrations.sync.plan import Plan
from integrations.sync.store import token_of
from integrations.sync.view import View
from rules.base import Cell
from rules.columns import EDITABLE
from rules.keys import case_number
from rules.merge import same
from rules.programme.model import Programme
from rules.state import Decision, Refused, Source, Standing, Status
from rules.waitlist import places

_TROUBLES = frozenset(Trouble)


class Notebook:
    """What is known and decided. It outlives crashes: each of its methods is one transaction."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.applications: dict[str, ApplicationRecord] = {}
        self.bases: dict[str, Base] = {}
        self.decided: dict[str, Decision] = {}
        self.standings: dict[str, Standing] = {}
        self.outbox: dict[str, OutboxRow] = {}
        self.confirmed: set[str] = set()
        self.attempts: list[Attempt] = []
        self.open: list[Item] = []
        self.closed: list[Item] = []
        self.came_from: dict[str, str] = {}
        self.wrong: list[str] = []

    def view(self) -> View:
        """What sync is to know."""
        held: dict[str, set[str]] = {}
        for item in self.open:
            if item.key and item.column:
                held.setdefault(item.key, set()).add(item.column)
        return View(
            change=0,
            programme=self.programme,
            applications=dict(self.applications),
            bases=dict(self.bases),
            standings=dict(self.standings),
            decided=dict(self.decided),
            pending=tuple(r for r in self.outbox.values() if r.state is not OutboxState.SETTLED),
            confirmed=frozenset(self.confirmed),
            undecided=self.undecided(),
            held={key: frozenset(columns) for key, columns in held.items()},
            sorted_away=frozenset((i.key, i.column) for i in self.open if i.kind == Trouble.PART_SORTED),
            places=places(self.standings.values()),
            numbers=Numbers(last=len(self.attempts)),
        )

    def undecided(self) -> tuple[Attempt, ...]:
        """Attempts whose end is not known."""
        return tuple(a for a in self.attempts if a.outcome in (Outcome.OPEN, Outcome.UNKNOWN))

    # What sync keeps

    def begin(self, plan: Plan, now: datetime) -> Attempt:
        """Put an attempt on record before it is sent."""
        attempt = Attempt(
            number=plan.attempt, token=token_of(plan.attempt), op_ids=plan.op_ids, fence=1, sent_at=now
        )
        self.attempts.append(attempt)
        self._mark(plan.op_ids, OutboxState.SENT)
        return attempt

    def end(self, attempt: Attempt, outcome: Outcome, state: OutboxState) -> None:
        """Write down how an attempt ended, or that nobody knows."""
        self._end(attempt.number, outcome)
        self._mark(attempt.op_ids, state)

    def keep(self, assessment: Assessment) -> None:
        """Store what a look settled."""
        settlement = assessment.settlement
        for number, outcome in settlement.ended.items():
            self._end(number, outcome)
        self.confirmed.update(settlement.confirmed)
        for key in settlement.stamped & self.applications.keys():
            self.applications[key] = assessment.view.applications[key]
        self.bases |= assessment.bases
        for item in settlement.items:
            self.ask(item)
        for row, state, reason in assessment.states:
            self.outbox[row.op_id] = row.model_copy(update={"state": state, "last_error": reason})

    def _end(self, number: int, outcome: Outcome) -> None:
        self.attempts[number - 1] = self.attempts[number - 1].model_copy(update={"outcome": outcome})

    def _mark(self, op_ids: tuple[str, ...], state: OutboxState) -> None:
        for op_id in set(op_ids) & self.outbox.keys():
            self.outbox[op_id] = self.outbox[op_id].model_copy(update={"state": state})

    # What the desk keeps

    def observe(self, look: Observation) -> None:
        """Take in what people did."""
        for seen in look.seen:
            known = self.applications[seen.key]
            cells = known.cells if seen.cells is None else seen.cells
            self._know(known, seen.row, seen.identity.stamp, seen.identity.email, cells)
        for new in look.new_rows:
            self._take_new(new, look.at)
        self._troubles(look)
        for edit in look.edits:
            self._import(edit, look.at)
        for conflict in look.conflicts:
            self._conflict(conflict, look.at)

    def _know(
        self, known: ApplicationRecord, row: int, stamp: str, email: str, cells: Mapping[str, Cell]
    ) -> None:
        now = {"row": row, "stamp": stamp, "email": email, "cells": cells, "present": True}
        self.applications[known.key] = known.model_copy(update=now)

    def _take_new(self, new: NewRow, now: datetime) -> None:
        """A key for a row that has none; a second row of the same identity waits for a person."""
        known = self.applications.get(new.reserved) or next(
            (r for r in self.applications.values() if (r.stamp, r.email) == _pair(new)), None
        )
        if known is not None:
            if not known.stamped:
                self._know(known, new.row, new.identity.stamp, new.identity.email, new.cells)
            return
        numbers = (case_number("|".join(_pair(new)), attempt) for attempt in count())
        key = next(number for number in numbers if number not in self.applications)
        self.applications[key] = ApplicationRecord(
            key=key,
            origin=Origin.SHEET,
            stamp=new.identity.stamp,
            email=new.identity.email,
            first_seen=None,
            row=new.row,
            cells=new.cells,
            present=True,
            seen_at=now,
            changed_at=now,
        )
        self.came_from[key] = new.identity.email
        self._queue(f"stamp-{key}", OutboxKind.STAMP, key, 0, now)

    def _troubles(self, look: Observation) -> None:
        """The open troubles are those of the last look."""
        found = [
            Item(kind=p.kind, key=p.key, column=p.column, base=p.base, theirs=p.cells, opened_at=look.at)
            for p in look.problems
        ]
        self.closed += [item for item in self.open if item.kind in _TROUBLES]
        self.open = [item for item in self.open if item.kind not in _TROUBLES] + found

    def _import(self, edit: HandEdit, now: datetime) -> None:
        before, base = self.standing(edit.key), self.bases[edit.key]
        if (before.revision, base.receipt) != (edit.revision, edit.receipt):
            return
        edited = {one.column: one.theirs for one in edit.edits}
        self._only_people_changed(edit, base)
        typed = {**base.cells, **edited}
        self.bases[edit.key] = base.model_copy(update={"cells": typed})
        words = [item for item in self.open if item.key == edit.key and item.kind in TYPED]
        self._close(item for item in words if item.column in edited)
        columns = ({item.column for item in words} | set(edited)) & set(EDITABLE)
        asked = set(edited) - set(EDITABLE)
        if columns & set(edited):
            try:
                move = read_words(self.programme, before, typed, columns)
            except Refused:
                asked |= columns
            else:
                self._close(item for item in words if item.column in columns)
                if (move.status, move.cohort, move.remark) != (before.status, before.cohort, before.remark):
                    self.decide(
                        edit.key,
                        move.status,
                        now,
                        cohort=move.cohort,
                        remark=move.remark,
                        source=Source.SHEET,
                    )
        for column in sorted(asked):
            kind = "unknown_word" if column in EDITABLE else "shown_only"
            self.ask(_item(kind, (edit.key, column), base.cells.get(column), typed.get(column), now))

    def _only_people_changed(self, edit: HandEdit, base: Base) -> None:
        """What the journal wanted in an imported cell had been settled there, or a person is to choose."""
        ours = self.view().ours(edit.key)
        asked = {item.column for item in self.open if item.key == edit.key}
        for one in edit.edits:
            if one.column not in asked and not same(ours[one.column], base.cells.get(one.column)):
                self.wrong.append(f"{edit.key}: {one} is imported over {ours[one.column]}")

    def _conflict(self, conflict: Conflict, now: datetime) -> None:
        key, column = conflict.key, conflict.column
        if self.standing(key).revision != conflict.revision:
            return
        base = self.bases[key]
        self.bases[key] = base.model_copy(update={"cells": {**base.cells, column: conflict.theirs}})
        self.ask(_item(CONFLICT, (key, column), conflict.base, conflict.theirs, now))

    def ask(self, item: Item) -> None:
        """Open an item, unless the same one is open."""
        sign = (item.kind, item.key, item.column, item.base, item.theirs)
        if sign not in [(i.kind, i.key, i.column, i.base, i.theirs) for i in self.open]:
            self.open.append(item)

    def _close(self, items: Iterable[Item]) -> None:
        done = list(items)
        self.closed += done
        self.open = [item for item in self.open if item not in done]

    # Decisions

    def standing(self, key: str) -> Standing:
        """Where an application stands."""
        return self.standings.get(key) or Standing(key=key)

    def decide(  # noqa: PLR0917
        self,
        key: str,
        status: Status,
        now: datetime,
        cohort: str = "",
        remark: str = "",
        source: Source = Source.PAGE,
    ) -> Decision:
        """A decision with its order to write it."""
        before = self.standing(key)
        decision = Decision(
            op_id=f"op{len(self.decided)}",
            key=key,
            revision=before.revision + 1,
            status=status,
            cohort=cohort,
            remark=remark,
            by="Karen",
            at=now,
            source=source,
            since=before.since if status is before.status and before.since else now,
        )
        self.decided[decision.op_id] = decision
        self.standings[key] = Standing.of(decision)
        self._queue(decision.op_id, OutboxKind.DECISION, key, decision.revision, now)
        return decision

    def _queue(self, op_id: str, kind: OutboxKind, key: str, revision: int, now: datetime) -> None:
        self.outbox[op_id] = OutboxRow(
            op_id=op_id, kind=kind, key=key, revision=revision, queued_at=now, changed_at=now
        )


def _pair(new: NewRow) -> tuple[str, str]:
    return new.identity.stamp, new.identity.email


def _item(kind: str, where: tuple[str, str], base: Cell, theirs: Cell, now: datetime) -> Item:
    key, column = where
    return Item(
        kind=kind, key=key, column=column, base={column: base}, theirs={column: theirs}, opened_at=now
    )
