"""The processes of the installation: each with its own memory, on the same journal and spreadsheet."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from requests.adapters import BaseAdapter
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from desk.desk import Desk
from integrations.journal.chain import WORKER, Author
from integrations.journal.journal import Journal, JournalUnavailable
from integrations.journal.leases import LeaseLost
from integrations.journal.work import Work
from integrations.sheets.bucket import Bucket
from integrations.sheets.client import open_client
from integrations.sheets.errors import SheetsError
from integrations.sheets.gateway import Gateway
from integrations.sync.settle import StillUnknown
from integrations.sync.sync import Sync
from tests.simulation.meanwhile import Moment, aims
from worker import Worker

if TYPE_CHECKING:
    from tests.simulation.history import History

DEAD = (SheetsError, StillUnknown, LeaseLost, JournalUnavailable)
"""What a tick may end with; all leave the journal whole."""
LONGEST_STEPS = 24
"""A process that is to die does so within this many transactions and calls of one tick."""


class Crashed(BaseException):
    """The process is gone at this very step. No handler of the product may catch it."""


class Replica:
    """One process: its own journal, desk and worker. `saw`: how many acts of people its last look knew."""

    def __init__(self, told: History, holder: str) -> None:
        self._told = told
        self.holder = holder
        self.saw = -1
        self._dies_in = 0
        self._refuses_in = 0
        world = told.world
        self.journal = Interleaved(told, self)
        event.listen(self.journal.engine, "begin", lambda _: self.step("begin"))
        event.listen(self.journal.engine, "commit", lambda _: self.step("commit"))
        self.desk = Desk(self.journal, lambda: world.programme, world.clock, new_id=self._new_id)
        client = open_client(None, None, adapter=Wire(told, self))
        gateway = Gateway(client, world.spreadsheet, Bucket(world.clock.seconds), tries=1)
        sync = Sync(
            self.journal, lambda: world.programme, gateway, clock=world.clock, seconds=world.clock.seconds
        )
        self.worker = Worker(
            self.desk,
            sync,
            self.journal,
            world.programme.id,
            clock=world.clock,
            holder=holder,
            poll_seconds=1,
        )

    def _new_id(self) -> str:
        return f"op{self._told.number('op')}"

    def dies(self, steps: int) -> None:
        """Let it die after so many steps; 0 lets it live."""
        self._dies_in = steps

    def refuses(self, steps: int) -> None:
        """Let its database refuse once, after so many transactions; 0 lets it be."""
        self._refuses_in = steps

    def step(self, what: str) -> None:
        """One step: a transaction begins or is about to be kept, a call goes out or has returned."""
        if self._dies_in:
            self._dies_in -= 1
            if not self._dies_in:
                self._told.note(f"{self.holder} dies at {what}")
                raise Crashed(what)
        if self._refuses_in and what in _REFUSALS:
            self._refuses_in -= 1
            if not self._refuses_in:
                self._told.note(f"{self.holder}: {_REFUSALS[what]}")
                raise OperationalError(what, {}, sqlite3.OperationalError(_REFUSALS[what]))


_REFUSALS = {"begin": "database is locked", "commit": "database or disk is full"}


class Interleaved(Journal):
    """A replica's journal; others may come first before a transaction of its worker."""

    def __init__(self, told: History, replica: Replica) -> None:
        super().__init__(told.url, told.world.clock, engine=told.engine)
        self._told = told
        self._replica = replica

    @contextmanager
    def write(self, programme: str, author: Author = WORKER) -> Iterator[Work]:
        """As the journal's own."""
        if self._told.replicas.calling is self._replica:
            self._told.meanwhile.at(Moment.STORE)
        with super().write(programme, author) as work:
            yield work


class Wire(BaseAdapter):
    """A replica's way to the account; around each call, others may act and the process may die."""

    def __init__(self, told: History, replica: Replica) -> None:
        super().__init__()
        self._told = told
        self._replica = replica
        self._inner = told.adapter

    def send(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """One call: counted, watched, and with what happens meanwhile."""
        kind = _kind(request.url)
        told, replica = self._told, self._replica
        if kind == "write":
            told.meanwhile.aims = aims(json.loads(request.body))
            told.meanwhile.at(Moment.SEND)
        replica.step("call")
        told.watch.call(kind)
        with told.watch.of(replica):
            answer = self._inner.send(request, *args, **kwargs)
        if answer.ok and kind != "drive":
            replica.saw = told.truth.acts
        replica.step("answer")
        return answer

    def close(self) -> None:
        """Nothing is held open."""


def _kind(url: str) -> str:
    path = url.partition("?")[0]
    return "drive" if "/drive/" in path else "write" if path.endswith(":batchUpdate") else "read"


class Replicas:
    """All processes. The first one to tick mostly goes on; another comes in when it pauses or dies."""

    def __init__(self, told: History, count: int) -> None:
        self._told = told
        self._random = told.random
        self.all = [Replica(told, f"r{number}") for number in range(1, count + 1)]
        self.front = self.all[0]
        self.deaths = 0
        self._quiet_since = -1
        self.calling: Replica | None = None
        self._show(self.front)

    def anyone(self) -> Replica:
        """The replica whose page somebody has open; never one that is in the middle of a tick."""
        return self._random.choice([one for one in self.all if one is not self.calling])

    def tick(self) -> bool:
        """Let one of them look and write; whether it got through."""
        replica = self.front if self._random.random() < 0.85 else self._random.choice(self.all)
        harshness = self._told.harshness
        if self._random.random() < harshness.crash:
            replica.dies(self._random.randint(1, LONGEST_STEPS))
        if self._random.random() < harshness.disk:
            replica.refuses(self._random.randint(1, 10))
        return self.round(replica)

    def round(self, replica: Replica) -> bool:
        """One tick of one replica, with what came of it in the trace."""
        told = self._told
        acts = told.truth.acts
        outer, self.calling = self.calling, replica
        try:
            if replica.worker.tick():
                self.front = replica
                told.note(f"{replica.holder} ticks")
                self._came_through(acts)
                return True
            told.note(f"{replica.holder} waits")
        except DEAD as error:
            told.note(f"{replica.holder} fails: {type(error).__name__}")
        except Crashed:
            self.replace(replica)
        finally:
            self.calling = outer
            replica.dies(0)
            replica.refuses(0)
        return False

    def _came_through(self, acts: int) -> None:
        """Where nobody has touched the sheet since the tick before began, nothing of ours stands astray."""
        self._told.watch.noticed()
        if self._quiet_since == acts == self._told.truth.acts:
            self._told.watch.after_tick()
        self._quiet_since = self._told.truth.acts

    def give(self, command: Callable[[Replica], None]) -> None:
        """A person's command to one of them, which may die over it."""
        replica = self.anyone()
        if self._random.random() < self._told.harshness.crash:
            replica.dies(self._random.randint(1, 3))
        try:
            command(replica)
        except Crashed:
            self.replace(replica)
        finally:
            replica.dies(0)

    def replace(self, gone: Replica) -> None:
        """Memory is gone; another process starts on the same journal."""
        self.deaths += 1
        gone.journal.close()
        fresh = Replica(self._told, f"r{self._told.number('holder') + 100}")
        self.all = [fresh if one is gone else one for one in self.all]
        if self.front is gone:
            self.front = self.all[0]
        self._show(self.front)
        self._told.note(f"{gone.holder} is gone, {fresh.holder} comes")

    def overtake(self) -> None:
        """In the middle of a call of one replica, its lease runs out and another one takes over."""
        self._told.wait(61)
        self._told.note("meanwhile")
        self.round(self.rival(self.calling or self.front))

    def rival(self, than: Replica) -> Replica:
        """Another replica than this one, where there is one."""
        others = [one for one in self.all if one is not than]
        return self._random.choice(others) if others else than

    def close(self) -> None:
        """Close everything."""
        self._told.watch.books.close()
        for replica in self.all:
            replica.journal.close()

    def _show(self, replica: Replica) -> None:
        world = self._told.world
        world.journal, world.desk, world.worker = replica.journal, replica.desk, replica.worker
