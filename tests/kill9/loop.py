"""The loop: start the process, let it work, kill it at a random moment, look at what it left; again.

The process is forked from a server that has imported everything, so a round costs little; it is a process of
its own that opens database and spreadsheet itself, and it is killed with SIGKILL, without warning.
"""

import json
import multiprocessing
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import NamedTuple

from pydantic import AnyHttpUrl
from sqlalchemy import text

from desk import Desk, open_desk
from desk.views import Writing
from integrations.connect import connect
from integrations.journal import applications, decisions
from integrations.journal.journal import Journal
from integrations.journal.proof import verify
from integrations.settings import Settings
from integrations.sheets.bucket import Bucket
from integrations.sheets.client import open_client
from integrations.sheets.gateway import Gateway
from integrations.spreadsheet import fill, open_spreadsheet, remember
from integrations.sync.ledger import Kind
from integrations.sync.sheet import ledger_rows
from tests.kill9.process import KAREN, Said, make_worker, now, run
from worker import Worker

ROOT = Path(__file__).parents[2]
FIRST_WORD = 120.0
"""Seconds that a process may take, on a busy machine, to acknowledge anything."""
MOST = 25
"""Acknowledgements after which a process is killed at the latest."""
DRAIN = 60
"""Rounds in which all must be in the sheet once nobody decides any more."""
PROVE_EVERY = 25
"""After how many kills the audit chain is recomputed."""


class Torn(AssertionError):
    """Something that was acknowledged is not there, or what is there does not fit together."""


@dataclass
class Tally:
    """What came of it."""

    kills: int = 0
    early: int = 0
    acknowledged: dict[str, set[str]] = field(
        default_factory=lambda: {"decision": set(), "application": set()}
    )
    seconds: float = 0.0
    unsettled: int = 0


class Place(NamedTuple):
    """Where journal and sheet are."""

    settings: Settings
    programme: str


@contextmanager
def place(folder: Path, url: str, *, server: bool) -> Iterator[Place]:
    """A connected spreadsheet with the demo's responses: in the killed process, or in one that survives."""
    settings = Settings(home=folder, database_url=url)
    with ExitStack() as stack:
        if server:
            address = stack.enter_context(_server(folder / "server.sqlite"))
            settings = settings.model_copy(update={"sheets_url": AnyHttpUrl(address)})
            _connect(settings, address)
        desk, worker = make_worker(settings)
        _drain(desk, worker)
        desk.journal.close()
        yield Place(settings, desk.programme.id)


@contextmanager
def _server(data: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "cli", "sheets", "serve", "--data", str(data), "--port", "0", "--json"]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    said = ""
    try:
        while not said.endswith("}\n"):
            said += process.stdout.readline()
        yield str(json.loads(said)["url"])
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def _connect(settings: Settings, address: str) -> None:
    client = open_client(address, None)
    gateway = Gateway(client, client.create("Netværk").id, Bucket(time.monotonic, limit=1000))
    desk = open_desk(settings, now)
    fill(gateway, desk.programme, demo=True, until=now())
    connect(gateway, desk.programme)
    remember(desk.journal, desk.programme, gateway.spreadsheet_id)
    desk.journal.close()


class Loop:
    """Kills one installation's process again and again."""

    def __init__(self, at: Place, seed: int) -> None:
        self._at = at
        self._dice = Random(seed)
        self._processes = multiprocessing.get_context("forkserver")
        self._processes.set_forkserver_preload(["tests.kill9.process"])
        self.tally = Tally()

    def kill(self, times: int) -> None:
        """So many times: start, kill, look. Raises Torn."""
        for _ in range(times):
            self._once()
            self.tally.kills += 1
            self._look(prove=self.tally.kills % PROVE_EVERY == 0)

    def _once(self) -> None:
        """A fifth dies while it starts: while it migrates, takes over, finds out what became of the last."""
        ours, theirs = self._processes.Pipe(duplex=False)
        arguments = (self._at.settings, theirs, self._dice.randrange(10**9))
        process = self._processes.Process(target=run, args=arguments, daemon=True)
        process.start()
        theirs.close()
        early = self._dice.random() < 0.2
        self.tally.early += early
        said: list[Said] = []
        if early:
            said += _listen(ours, self._dice.uniform(0.0, 0.6))
        else:
            said += [ours.recv() for _ in range(self._dice.randint(1, MOST)) if ours.poll(FIRST_WORD)]
            said += _listen(ours, self._dice.uniform(0.0, 0.05))
        process.kill()
        process.join()
        if process.exitcode != -9:
            raise Torn(f"the process ended by itself: {process.exitcode}")
        said += _rest(ours)
        if not (said or early):
            raise Torn(f"nothing was acknowledged in {FIRST_WORD} s")
        for one in said:
            self.tally.acknowledged[one.what].add(one.name)
        self.tally.seconds += max((one.seconds for one in said), default=0.0)

    def _look(self, *, prove: bool) -> None:
        """What was acknowledged is there; nothing is torn; revisions have neither gap nor fork."""
        journal = Journal(self._at.settings.database_url, now)
        with journal.read(self._at.programme) as look:
            kept = decisions.since(look)
            numbers = applications.keys(look)
            broken = verify(look).broken if prove else None
        _check_file(journal)
        journal.close()
        self._require("decision", {decision.op_id for decision in kept})
        self._require("application", numbers)
        revisions: dict[str, list[int]] = {}
        for decision in kept:
            revisions.setdefault(decision.key, []).append(decision.revision)
        for key, found in revisions.items():
            if found != [*range(1, len(found) + 1)]:
                raise Torn(f"{key}: revisions {found}")
        if broken:
            raise Torn(f"audit chain: {broken}")

    def _require(self, what: str, there: Mapping[str, object] | frozenset[str] | set[str]) -> None:
        if lost := self.tally.acknowledged[what] - set(there):
            raise Torn(f"acknowledged and lost: {what} {sorted(lost)}")

    def drain(self) -> None:
        """Let all reach the sheet, and compare: each thing in the ledger once, every row as decided."""
        desk, worker = make_worker(self._at.settings)
        _drain(desk, worker)
        found = open_spreadsheet(self._at.settings, desk.journal, desk.programme, now)
        assert found is not None
        with desk.journal.read(desk.programme.id) as look:
            kept = {decision.op_id: decision.key for decision in decisions.since(look)}
        rows = [row for row in ledger_rows(found.gateway.whole()) if row.kind is Kind.DECISION]
        if Counter((row.op_id, row.key) for row in rows) != Counter(kept.items()):
            raise Torn("the ledger and the journal tell different stories")
        for case in desk.board(KAREN).cases:
            wanted = Writing.IN_SHEET if case.standing.revision else Writing.NONE
            if case.writing is not wanted or case.problem:
                raise Torn(f"{case.key}: {case.writing} {case.problem}")
        desk.journal.close()
        self._look(prove=True)


def _listen(pipe: Connection, seconds: float) -> list[Said]:
    """All that is said in the time before the end."""
    until, said = time.monotonic() + seconds, list[Said]()
    while (left := until - time.monotonic()) > 0:
        try:
            if pipe.poll(left):
                said.append(pipe.recv())
        except EOFError:
            break
    return said


def _rest(pipe: Connection) -> list[Said]:
    """What had been said and not yet heard when the end came; half a word does not count."""
    said: list[Said] = []
    try:
        while pipe.poll():
            said.append(pipe.recv())
    except (EOFError, OSError):
        pass
    pipe.close()
    return said


def _check_file(journal: Journal) -> None:
    if journal.engine.name == "sqlite":
        with journal.engine.connect() as connection:
            said = connection.scalar(text("PRAGMA integrity_check"))
        if said != "ok":
            raise Torn(f"integrity_check: {said}")


def _drain(desk: Desk, worker: Worker) -> None:
    """Rounds until nothing waits, and one more, in which the last reply's consequences are seen."""
    for _ in range(DRAIN):
        worker.once()
        health = desk.board(KAREN).health
        if not (health.queued or health.unknown):
            break
    worker.once()


def report(loop: Loop) -> str:
    """The figures."""
    tally = loop.tally
    spent = resource.getrusage(resource.RUSAGE_SELF)
    known = {what: len(names) for what, names in tally.acknowledged.items()}
    return (
        f"{tally.kills} kills ({tally.early} while starting), {known['decision']} decisions and "
        f"{known['application']} applications acknowledged, none lost; "
        f"{tally.seconds:.0f} s CPU in the killed processes, {spent.ru_utime + spent.ru_stime:.0f} s here"
    )
