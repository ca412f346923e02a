"""Random histories of one round, and what must be the same after a recovery."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from integrations.journal import copying, decisions, recovery
from integrations.journal.journal import Journal
from integrations.journal.proof import verify
from integrations.sync.ledger import Kind
from integrations.sync.sheet import ledger_rows
from rules.base import Cell
from rules.columns import HEADERS
from rules.state import Decision, Refused, Standing, Status
from tests.world import KAREN, World

STATES = (Status.CLARIFICATION, Status.APPROVED, Status.WAITLISTED, Status.DECLINED, Status.RECEIVED)


@dataclass
class Round:
    """One history in the making: a world, its dice, and all that was acknowledged."""

    world: World
    dice: random.Random
    keys: list[str] = field(default_factory=list)
    acknowledged: dict[str, Decision] = field(default_factory=dict)

    def arrive(self, count: int) -> None:
        """Some applications come in and get their numbers."""
        names = [f"Skole{len(self.keys) + n} {self.dice.randrange(10**6)}" for n in range(count)]
        self.keys += self.world.arrive(*names)

    def live(self, steps: int) -> None:
        """People decide, take back, type, sort and correct; the worker works now and then."""
        acts = [self._decide] * 6 + [
            self._undo,
            self._type,
            self._sort,
            self._submit_late,
            self._tick,
            self._tick,
        ]
        for _ in range(steps):
            self.dice.choice(acts)()
        self.world.tick(4)

    def decide(self, key: str, status: Status) -> None:
        """One decision; what the rules refuse is passed over."""
        cohort = self.dice.choice(["aarhus", "odense"]) if status is Status.APPROVED else ""
        remark = self.dice.choice(["", "Ring først", "=1+1 æøå"])
        try:
            made = self.world.decide(key, status, cohort, remark=remark, reason="aftalt")
        except Refused:
            return
        self.acknowledged[made.op_id] = made

    def _decide(self) -> None:
        self.decide(self.dice.choice(self.keys), self.dice.choice(STATES))

    def _undo(self) -> None:
        key = self.dice.choice(self.keys)
        try:
            made = self.world.desk.undo(KAREN, key, self.world.case(key).revision, "aftalt")
        except Refused:
            return
        self.acknowledged[made.op_id] = made

    def _type(self) -> None:
        key, people = self.dice.choice(self.keys), self.world.people
        people.type(people.row_of(key), HEADERS["remark"], f"tastet {self.dice.randrange(100)}")

    def _sort(self) -> None:
        self.world.people.sort("Arbejdsplads", descending=bool(self.dice.randrange(2)))

    def _submit_late(self) -> None:
        self.arrive(1)

    def _tick(self) -> None:
        self.world.tick()


def begin(folder: Path, url: str, seed: int = 0) -> Round:
    """A round with five applications in an empty journal."""
    made = Round(World(folder, url=url, seed=seed), random.Random(seed))
    made.arrive(5)
    return made


def kept(world: World) -> dict[str, Decision]:
    """All decisions of the journal, by their ids."""
    with world.journal.read(world.programme.id) as look:
        return {decision.op_id: decision for decision in decisions.since(look)}


def standings(world: World) -> dict[str, Standing]:
    """Where every decided application stands."""
    with world.journal.read(world.programme.id) as look:
        return dict(decisions.standings(look))


def attempts_so_far(world: World) -> int:
    """The highest number of an attempt."""
    with world.journal.read(world.programme.id) as look:
        return recovery.numbers(look).last


def told(world: World) -> dict[str, Decision]:
    """All decisions that the whole ledger tells of, by their ids."""
    rows = ledger_rows(world.gateway.whole())
    return {row.op_id: row.decision for row in rows if row.kind is Kind.DECISION and row.decision}


def rows_told_twice(world: World) -> list[str]:
    """Ids that stand in the ledger more than once as a decision, a stamp or an appended row."""
    lasting = {Kind.DECISION, Kind.STAMP, Kind.APPEND}
    ids = [row.op_id for row in ledger_rows(world.gateway.whole()) if row.kind in lasting]
    return sorted({op_id for op_id in ids if ids.count(op_id) > 1})


def shown(world: World) -> dict[str, Mapping[str, Cell]]:
    """The decision columns of every row, by key."""
    names = [HEADERS[name] for name in ("status", "cohort", "place", "remark", "by", "at")]
    return {str(row[HEADERS["key"]]): {n: row[n] for n in names} for row in world.people.records()}


def broken_chain(world: World) -> object:
    """Where the audit chain and the tables disagree, None where they do not."""
    with world.journal.read(world.programme.id) as look:
        return verify(look).broken


def places(world: World) -> dict[str, int]:
    """Everybody's place on the waitlist."""
    return {case.key: case.place for case in world.desk.board(KAREN).cases}


def begin_anew(world: World) -> Journal:
    """The process has ended and another has started, which remembers nothing."""
    world.journal.close()
    journal = Journal(world.journal.engine.url.render_as_string(hide_password=False), world.clock)
    world.restart(journal, f"start {uuid4().hex}")
    return journal


def lose_journal(world: World) -> None:
    """The database is gone; another process finds an empty one."""
    copying.clear(world.journal.engine)
    begin_anew(world).migrate()
