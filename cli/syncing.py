"""`samhold sync`: the work of the app's worker from a terminal."""

import sys
import time
from getpass import getuser
from typing import Annotated

import typer
from pydantic import JsonValue

from cli.installation import Installation, now, open_installation
from cli.options import AsJson
from cli.output import done, reporting, show
from cli.serving import stop_signal
from desk.views import SyncHealth
from integrations.journal.holders import this_process
from integrations.sync.sync import Sync
from rules.people import Actor, Role
from rules.state import Source
from worker import Worker

_ROUNDS = 5
"""A first look stamps new rows, a second sees the stamps; more only where people type meanwhile."""


def sync(
    once: Annotated[bool, typer.Option("--once", help="One pass, then end.")] = False,
    json: AsJson = False,
) -> None:
    """Read the sheet, take in what people did there, and write what was decided.

    Without --once it goes on until it is stopped. Beside a running app there is nothing to do: one process at
    a time keeps the sheet, and `synced` is false.

    JSON: `{"synced", "applications", "queued", "unknown", "blocked"}`. Exit code 1 where something could not
    be written.
    """
    with reporting(json):
        installation = open_installation()
        worker, _ = worker_of(installation)
        if not once:
            _keep_on(worker)
        synced = passes(worker, installation) if once else True
        health, applications = _state(installation)
        told: dict[str, JsonValue] = {"synced": synced, "applications": applications}
        told |= {"queued": health.queued, "unknown": health.unknown, "blocked": health.blocked}
        show(told) if json else print(", ".join(f"{name} {value}" for name, value in told.items()))
        done(bool(health.blocked or health.unknown))


def worker_of(installation: Installation) -> tuple[Worker, Sync]:
    """A worker of this process, and the sync that it drives."""
    desk = installation.desk
    sync = Sync(desk.journal, lambda: desk.programme, installation.gateway, clock=now, seconds=time.monotonic)
    worker = Worker(
        desk,
        sync,
        desk.journal,
        desk.programme.id,
        clock=now,
        holder=this_process(),
        poll_seconds=installation.settings.poll_seconds,
    )
    return worker, sync


def passes(worker: Worker, installation: Installation) -> bool:
    """Rounds until nothing waits; False where another process keeps the sheet."""
    for _ in range(_ROUNDS):
        if not worker.once():
            return False
        if not _state(installation)[0].queued:
            break
    return True


def _keep_on(worker: Worker) -> None:
    stopped = stop_signal()
    worker.start()
    print("Syncing; stop with Ctrl+C.", file=sys.stderr)
    stopped.wait()
    worker.stop()


def _state(installation: Installation) -> tuple[SyncHealth, int]:
    actor = Actor(name=getuser(), email="", role=Role.VIEWER, source=Source.CLI)
    board = installation.desk.board(actor)
    return board.health, len(board.cases)
