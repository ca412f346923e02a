"""One seeded history of the pure planner: looks, plans and batches on a grid in memory, people in between."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from integrations.journal.records import OutboxState, Outcome
from integrations.programmes import read_programme
from integrations.sheets import requests
from integrations.sync.assess import Assessment, assess, observation
from integrations.sync.batch import build
from integrations.sync.plan import Plan, Planner
from integrations.sync.settle import StillUnknown
from integrations.sync.sheet import Sheet
from integrations.sync.view import View
from rules.columns import DECISION
from rules.merge import same
from rules.programme.model import Programme
from tests.simulation.planner.grid import Grid, TokenTaken
from tests.simulation.planner.notebook import Notebook
from tests.simulation.planner.people import People

START = datetime(2024, 5, 21, 6, 0, tzinfo=UTC)
PROGRAMME: Programme = read_programme("network-2024")
LATE_SECONDS = 180
"""For so long at most the service works on a call."""
TOKEN_SECONDS = 200
DRAIN_TICKS = 10
EVENTS = 8

Batch = Sequence[Mapping[str, Any]]


class Lost(Exception):
    """No reply came, or the process died: nobody knows what has become of the batch."""


class Refusal(Exception):
    """The service did not take the call."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How often what goes wrong, as probabilities; `rough`: people also tear rows apart."""

    fault: float = 0.0
    between: float = 0.25
    death: float = 0.0
    rough: bool = False


CALM = Kind()
HARSH = Kind(fault=0.25, between=0.35, death=0.05)
ROUGH = Kind(fault=0.15, between=0.35, death=0.03, rough=True)
KINDS = (CALM, HARSH, ROUGH)


@dataclass
class History:
    """What happened, for the checks and for a person who replays the seed."""

    seed: int
    kind: Kind
    grid: Grid = field(default_factory=Grid)
    book: Notebook = field(default_factory=lambda: Notebook(PROGRAMME))
    trace: list[str] = field(default_factory=list)
    rested: bool = False
    _now: datetime = START
    _late: list[tuple[datetime, Batch]] = field(default_factory=list)
    _tokens: dict[str, datetime] = field(default_factory=dict)
    _peace: bool = False

    def __post_init__(self) -> None:
        self.random = random.Random(f"planner {self.seed}")
        self.people = People(self.grid, self.book, self.random, rough=self.kind.rough)

    def run(self) -> "History":
        """Some events with the worker between them; then faults end and everything drains."""
        for _ in range(2):
            self._note(self.people.respond(self._later(1)))
        for _ in range(EVENTS):
            self._note(self.people.act(self._later(1)))
            if self.random.random() < 0.6:
                self.tick()
        self._drain()
        return self

    def tick(self) -> None:
        """One round of the worker; what goes wrong ends it, and the next one goes on from the journal."""
        self._later(self.random.choice((2, 7, 31, 70)))
        self._deliver()
        try:
            self._kill()
            sheet = self.grid.sheet()
            self._write(sheet, *self._judge(sheet))
            self._note("tick")
        except (Lost, Refusal, StillUnknown) as error:
            self._note(f"tick {type(error).__name__}")

    # The worker, as `integrations.sync.sync` goes about it

    def _kill(self) -> None:
        for attempt in self.book.undecided():
            self.book.end(attempt, Outcome.UNKNOWN, OutboxState.UNKNOWN)
            try:
                self._send([requests.add_name(attempt.token, 1)])
            except TokenTaken:
                continue

    def _judge(self, sheet: Sheet) -> tuple[View, Assessment]:
        """Judge a look and keep it; what it was judged on, and the assessment."""
        self._tokens = {name: self._tokens.get(name, self._now) for name in sheet.named}
        before = self.book.view()
        assessment = assess(before, sheet, self._now)
        self.book.keep(assessment)
        self._may_die()
        self.book.observe(observation(assessment, (), self._now))
        return before, assessment

    def _write(self, sheet: Sheet, judged_on: View, seen: Assessment) -> None:
        """Plan on what is known by now; where that is what was judged on, the assessment still holds."""
        view = self.book.view()
        if view != judged_on:
            seen = assess(view, sheet, self._now)
        plan = Planner(seen.view, seen.picture, seen.judged, len(self.book.attempts) + 1).run()
        if not plan:
            return
        self._covers_nothing_unknown(plan, seen)
        attempt = self.book.begin(plan, self._now)
        self._may_die()
        stale = [
            n for n, since in self._tokens.items() if self._now - since > timedelta(seconds=TOKEN_SECONDS)
        ]
        if not self._peace and self.random.random() < self.kind.between:
            self._note(f"meanwhile {self.people.act(self._now)}")
        try:
            self._send(build(plan, sheet, attempt.token, stale))
        except Refusal:
            self.book.end(attempt, Outcome.REFUSED, OutboxState.QUEUED)
            raise
        self._may_die()
        self._judge(self.grid.sheet())

    def _covers_nothing_unknown(self, plan: Plan, seen: Assessment) -> None:
        """No write is planned over a word that people typed and the journal does not hold."""
        for step in plan.steps:
            base = seen.view.bases.get(step.entry.key)
            if base is None or step.row <= 0:
                continue
            for name, (_, written) in step.entry.cells.items():
                shown = seen.picture.at(step.row, name)
                if name in DECISION and not (same(shown, base.cells.get(name)) or same(shown, written)):
                    self.book.wrong.append(f"{step.entry.key}: {name} {shown!r} is to be written over")

    # The service, and what goes wrong with it

    def _send(self, batch: Batch) -> None:
        fault = not self._peace and self.random.random() < self.kind.fault
        what = self.random.choice(("refused", "never", "now", "later")) if fault else "now"
        if what == "refused":
            raise Refusal
        if what == "later":
            self._late.append((self._now, batch))
        if what == "now":
            self.grid.apply(batch)
        if fault:
            self._note(f"reply lost, applied {what}")
            raise Lost

    def _deliver(self) -> None:
        """Late batches arrive in any order, or never."""
        waiting, self._late = self._late, []
        for sent, batch in waiting:
            aged = (self._now - sent).total_seconds() > LATE_SECONDS
            if self._peace or (not aged and self.random.random() < 0.4):
                self._arrive(batch)
            elif not aged:
                self._late.append((sent, batch))

    def _arrive(self, batch: Batch) -> None:
        try:
            self.grid.apply(batch)
            self._note("a late batch arrives")
        except TokenTaken:
            self._note("a late batch is refused")

    def _may_die(self) -> None:
        if not self._peace and self.random.random() < self.kind.death:
            raise Lost

    def _drain(self) -> None:
        """A tick that changes nothing is the last: all that the next one goes by is the same."""
        self._peace = True
        for _ in range(DRAIN_TICKS):
            before = self.book.view()
            self.tick()
            if self.book.view() == before and not self._late:
                self.rested = True
                break

    def _later(self, seconds: int) -> datetime:
        self._now += timedelta(seconds=seconds)
        return self._now

    def _note(self, what: str) -> None:
        self.trace.append(f"{self._now:%H:%M:%S} {what}")


def told(seed: int) -> History:
    """A history that has come to its end; seeds take the kinds by turns."""
    return History(seed, KINDS[seed % len(KINDS)]).run()
