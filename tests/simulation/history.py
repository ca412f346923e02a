"""One seeded history: people, consultants, faults and crashes around the real sync; then peace, and a look.

One seed is one history: the clock, randomness and network are passed in, and the trace is the same each time.
"""

import hashlib
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from integrations.journal import applications, bases
from integrations.journal.journal import Journal
from integrations.journal.leases import LeaseLost
from integrations.sheets.errors import SheetsError
from integrations.sheets_server import Applied, Call, Disturbance, Trouble
from integrations.sync.settle import StillUnknown
from rules.base import Cell
from rules.columns import COHORT, HEADERS, KEY, RECEIPT, REMARK, STATUS
from rules.merge import same
from rules.state import Decision, Refused, Status
from tests.world import KAREN, MIKKEL, World

TOWNS = ("Aarhus", "Odense", "Randers", "Kolding")
WORDS = ("Godkendt", "Venteliste", "Afslag", "Afklares", "måske", None)
DRAIN_TICKS = 12
QUIET_TICKS = 2


@dataclass(frozen=True)
class Typed:
    """A word typed into a decision cell of this respondent's row, whatever key the row showed.

    `restores`: the person put back what was settled there, over a word that no look has seen, or over another
    application's, which we had written into a row that had moved. So the cell is as if neither had been.
    """

    email: str
    header: str
    cell: Cell
    restores: bool = False


@dataclass
class Harshness:
    """How often what goes wrong, as probabilities."""

    fault: float = 0.1
    between: float = 0.25
    crash: float = 0.05
    move: float = 1.0


CALM = Harshness(fault=0.0, between=0.1, crash=0.0)
HARSH = Harshness()


@dataclass
class History:
    """What happened, for the checks and for a person who replays the seed."""

    seed: int
    world: World
    harshness: Harshness
    random: random.Random
    decided: list[Decision] = field(default_factory=list)
    typed: list[Typed] = field(default_factory=list)
    written: dict[str, str] = field(default_factory=dict)
    trace: list[str] = field(default_factory=list)
    rested: bool = False
    _late_since: datetime | None = None

    def run(self, events: int) -> None:
        """Some events with the worker between them, then faults stop and everything drains."""
        self.world.account.plan = self._fault
        for _ in range(3):
            self._respond()
        for _ in range(events):
            self._event()
            if self.random.random() < 0.6:
                self._tick()
        self._drain()

    @property
    def hash(self) -> str:
        """The trace in short: the same seed gives the same."""
        return hashlib.sha256("\n".join(self.trace).encode()).hexdigest()[:16]

    # The worker, and what goes wrong

    def _tick(self) -> None:
        if self.random.random() < self.harshness.between:
            self.world.wire.before_write = self._move
        self.world.clock.forward(seconds=self.random.choice((2, 3, 7, 31)))
        self._deliver()
        try:
            self.world.worker.tick()
            self._note("tick")
        except (SheetsError, StillUnknown, LeaseLost) as error:
            self._note(f"tick {type(error).__name__}")
        self.world.wire.before_write = None
        if self.random.random() < self.harshness.crash:
            self._crash()

    def _deliver(self) -> None:
        """A late call arrives some time, but the service works on none for longer than 180 seconds."""
        if self._late_since is None:
            return
        waited = (self.world.clock() - self._late_since).total_seconds()
        if waited > 120 or self.random.random() < 0.3:
            self.world.account.deliver_late()
            self._late_since = None

    def _crash(self) -> None:
        """Memory is gone; another process starts on the same journal."""
        self.world.journal.close()
        journal = Journal(str(self.world.journal.engine.url), self.world.clock)
        self.world.restart(journal, f"after{len(self.trace)}")
        self.world.clock.forward(seconds=61)
        self._note("crash")

    def _fault(self, call: Call) -> Disturbance | None:
        if self.random.random() >= self.harshness.fault:
            return None
        trouble = self.random.choice(tuple(Trouble))
        code = self.random.choice((429, 500, 503))
        if trouble is Trouble.STATUS and code == 429:
            return Disturbance(trouble, code, Applied.NEVER)
        applied = self.random.choice(tuple(Applied))
        if applied is Applied.LATER and self._late_since is None:
            self._late_since = self.world.clock()
        return Disturbance(trouble, code, applied)

    def _drain(self) -> None:
        """Late calls arrive, faults end, people rest; after a few ticks none must change anything."""
        self.world.account.plan = None
        self.world.account.deliver_late()
        quiet = 0
        for _ in range(DRAIN_TICKS):
            self.world.clock.forward(seconds=61)
            before = self._change()
            self.world.worker.tick()
            quiet = quiet + 1 if self._change() == before else 0
            if quiet == QUIET_TICKS:
                self.rested = True
                break
        self._note("at rest" if self.rested else "restless")

    def _change(self) -> int:
        return self.world.journal.changed(self.world.programme.id)

    # What people do

    def _event(self) -> None:
        acts: list[Callable[[], None]] = [self._respond, self._decide, self._decide, self._decide]
        acts += [self._type, self._move, self._edit_answer]
        self.random.choice(acts)()

    def _respond(self) -> None:
        name = f"skole{len(self.written)}"
        self.world.clock.forward(seconds=1)
        town = self.random.choice(TOWNS)
        self.world.people.respond(f"{name} {town}", f"{name}@skole.example", municipality=town)
        self.written[f"{name}@skole.example"] = f"{name} {town}"
        self._note(f"respond {name}")

    def _edit_answer(self) -> None:
        rows = [row for row in self.world.people.records() if row["Mailadresse"]]
        if not rows:
            return
        index = self.random.randrange(len(rows))
        email = str(rows[index]["Mailadresse"])
        row = next(n for n, r in enumerate(self.world.people.records(), 2) if r["Mailadresse"] == email)
        self.written[email] += "*"
        self.world.people.type(row, "Arbejdsplads", self.written[email])
        self._note(f"edit {email}")

    def _decide(self) -> None:
        cases = self.world.desk.board(KAREN).cases
        if not cases:
            return
        key = self.random.choice(sorted(case.key for case in cases))
        status = self.random.choice(
            (Status.APPROVED, Status.WAITLISTED, Status.DECLINED, Status.CLARIFICATION, Status.CONFIRMED)
        )
        cohort = self.random.choice(("aarhus", "odense")) if status is Status.APPROVED else ""
        actor = self.random.choice((KAREN, MIKKEL))
        try:
            decision = self.world.decide(
                key,
                status,
                cohort,
                actor=actor,
                remark=self.random.choice(("", "ring", "=1+1")),
                reason="fordi",
            )
        except Refused as refusal:
            self._note(f"refused {key} {refusal.code}")
            return
        self.decided.append(decision)
        self._note(f"decide {key} {status} {decision.revision}")

    def _type(self) -> None:
        """A coordinator types into a decision cell; what stood there typed before is typed over."""
        people = self.world.people
        rows = [(n, row) for n, row in enumerate(people.records(), 2) if row.get(KEY)]
        if not rows:
            return
        number, row = self.random.choice(rows)
        email = str(row["Mailadresse"])
        header = self.random.choice((STATUS, STATUS, REMARK, COHORT))
        word = {STATUS: self.random.choice(WORDS), COHORT: self.random.choice(("Odense", "Aarhus"))}
        cell = word.get(header, f"bem {len(self.trace)}")
        if same(row[header], cell):
            return
        restores = self._restores(row, header, cell)
        people.type(number, header, cell)
        self.typed = [t for t in self.typed if (t.email, t.header) != (email, header)]
        self.typed.append(Typed(email, header, cell, restores))
        self._note(f"type {email} {header} {cell}")

    def _restores(self, row: Mapping[str, Cell], header: str, cell: Cell) -> bool:
        """Whether a cell is to hold what was settled, while no write of ours on its own row is unsettled."""
        world, column = self.world, next(name for name, h in HEADERS.items() if h == header)
        with world.journal.read(world.programme.id) as look:
            key = next((r.key for r in applications.since(look) if r.email == row["Mailadresse"]), "")
            base = bases.all_bases(look).get(key)
        if base is None or not same(base.cells.get(column), cell):
            return False
        receipt = str(row[RECEIPT])
        return receipt == base.receipt or not receipt.startswith(f"{key}.")

    def _move(self) -> None:
        """Rows and columns move, whole rows together."""
        if self.random.random() >= self.harshness.move:
            return
        people = self.world.people
        kind = self.random.choice(("sort", "sort", "sort", "insert", "column", "move"))
        if kind == "sort":
            header = self.random.choice(("Arbejdsplads", "Kommune", "Tidsstempel", KEY))
            people.sort(header, descending=self.random.random() < 0.5)
        elif kind == "insert":
            people.insert_row(self.random.randint(2, max(len(people.values()), 2)))
        elif kind == "column" and len(people.values()[0]) < 40:
            people.insert_column(self.random.choice((KEY, STATUS, "Kommune")), f"Egen {len(self.trace)}")
        else:
            moved = self.random.choice(tuple(HEADERS.values()))
            people.move_column(moved, self.random.choice(("Kommune", "Arbejdsplads")))
        self._note(f"move {kind}")

    def _note(self, what: str) -> None:
        self.trace.append(f"{self.world.clock():%H:%M:%S} {what}")


def history(seed: int, folder: Path, url: str, harshness: Harshness, events: int = 40) -> History:
    """Run one history to its rest, on a journal at `url` that has its tables."""
    world = World(folder, url=url, seed=seed, rows=40)
    told = History(seed, world, harshness, random.Random(f"{seed}"))
    told.run(events)
    return told
