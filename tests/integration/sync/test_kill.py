"""The process that decides and syncs is killed without warning, at any moment, and started again."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from desk import open_desk
from desk.desk import Desk
from desk.views import Writing
from integrations.journal import decisions
from integrations.settings import Settings
from integrations.sheets.gateway import Gateway
from integrations.spreadsheet import open_spreadsheet
from integrations.sync.ledger import Kind
from integrations.sync.sheet import ledger_rows
from integrations.sync.sync import Sync
from rules.people import Actor, Role
from rules.state import Refused, Source, Status
from worker import LEASE_SECONDS, Worker

KAREN = Actor(name="Karen Holm", email="karen@spark.example", role=Role.CONSULTANT, source=Source.PAGE)
ROOT = Path(__file__).parents[3]
ACKNOWLEDGED = (7, 23, 41)
"""After how many decisions each process is killed."""
TICKS = 8


def installation(home: Path, start: int) -> tuple[Desk, Gateway, Worker]:
    """The demo's installation at its n-th start: by then the lease of the process before has run out."""
    late = timedelta(seconds=start * (LEASE_SECONDS + 1))

    def clock() -> datetime:
        return datetime.now(UTC) + late

    settings = Settings(home=home)
    desk = open_desk(settings, clock)
    found = open_spreadsheet(settings, desk.journal, desk.programme, clock)
    assert found is not None
    sync = Sync(desk.journal, lambda: desk.programme, found.gateway, clock=clock, seconds=time.monotonic)
    worker = Worker(
        desk, sync, desk.journal, desk.programme.id, clock=clock, holder=f"start {start}", poll_seconds=0.02
    )
    return desk, found.gateway, worker


def decide_for_ever(home: Path, start: int) -> None:
    """Sync, and say every decision that has been acknowledged; what is refused is passed over."""
    desk, _, worker = installation(home, start)
    worker.start()
    while True:
        for case in desk.board(KAREN).cases:
            after = Status.RECEIVED if case.standing.status is Status.CLARIFICATION else Status.CLARIFICATION
            try:
                made = desk.decide(
                    KAREN,
                    key=case.key,
                    status=after,
                    revision=case.standing.revision,
                    basis=case.basis,
                )
            except Refused:
                continue
            print(made.op_id, flush=True)


def killed_after(home: Path, start: int, count: int) -> list[str]:
    """Start such a process, kill it after so many decisions; all that it had acknowledged by then."""
    code = f"from tests.integration.sync.test_kill import *; decide_for_ever(Path({str(home)!r}), {start})"
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    said = [process.stdout.readline() for _ in range(count)]
    os.kill(process.pid, signal.SIGKILL)
    said += process.stdout.readlines()
    process.wait(timeout=30)
    process.stdout.close()
    return [line.strip() for line in said if line.endswith("\n")]


def test_acknowledged_decisions_survive_kills_and_reach_the_sheet_once(tmp_path: Path) -> None:
    """After three kills under load each one is in the journal, in the ledger once, and its row shows it."""
    home = tmp_path / "home"
    runs = [killed_after(home, start, count) for start, count in enumerate(ACKNOWLEDGED)]
    assert [len(run) >= count for run, count in zip(runs, ACKNOWLEDGED, strict=True)] == [True] * len(runs)
    desk, gateway, worker = installation(home, len(runs))
    for _ in range(TICKS):
        worker.tick()
    with desk.journal.read(desk.programme.id) as look:
        kept = {decision.op_id: decision.key for decision in decisions.since(look)}
    assert {op_id for run in runs for op_id in run} - kept.keys() == set()
    rows = [row for row in ledger_rows(gateway.read()) if row.kind is Kind.DECISION]
    assert Counter((row.op_id, row.key) for row in rows) == Counter(kept.items())
    cases = {case.key: case for case in desk.board(KAREN).cases}
    assert {cases[key].writing for key in kept.values()} == {Writing.IN_SHEET}
