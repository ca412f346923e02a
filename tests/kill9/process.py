"""The process that is killed: it decides, takes in applications, syncs, and says what it acknowledged."""

import threading
import time
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from random import Random
from typing import NamedTuple
from uuid import uuid4

from desk import open_desk
from desk.desk import Desk
from integrations.journal import applications
from integrations.journal.holders import this_process
from integrations.journal.records import Cells
from integrations.settings import Settings
from integrations.spreadsheet import open_spreadsheet
from integrations.sync.sync import Sync
from rules.people import Actor, Role
from rules.state import Refused, Source, Status
from worker import Worker

KAREN = Actor(name="Karen Holm", email="karen@spark.example", role=Role.CONSULTANT, source=Source.PAGE)
POLL_SECONDS = 0.02
SUBMISSIONS = 0.03
"""How often an application comes in, of all that is done."""
STATES = (Status.CLARIFICATION, Status.RECEIVED, Status.WAITLISTED)


class Said(NamedTuple):
    """One acknowledgement: of a decision by its id or of an application by its number, and the CPU so far."""

    what: str
    name: str
    seconds: float


def now() -> datetime:
    """The time, aware."""
    return datetime.now(UTC)


def make_worker(settings: Settings) -> tuple[Desk, Worker]:
    """The parts of a running installation that matter here, as the app puts them together."""
    desk = open_desk(settings, now)
    found = open_spreadsheet(settings, desk.journal, desk.programme, now)
    assert found is not None
    sync = Sync(desk.journal, lambda: desk.programme, found.gateway, clock=now, seconds=time.monotonic)
    worker = Worker(
        desk,
        sync,
        desk.journal,
        desk.programme.id,
        clock=now,
        holder=this_process(),
        poll_seconds=POLL_SECONDS,
    )
    return desk, worker


def run(settings: Settings, pipe: Connection, seed: int) -> None:
    """Work until killed."""
    desk, worker = make_worker(settings)
    answers = _a_good_answer(desk)
    worker.start()
    lock = threading.Lock()

    def say(what: str, name: str) -> None:
        with lock:
            pipe.send(Said(what, name, time.process_time()))

    def work(dice: Random) -> None:
        while True:
            if dice.random() < SUBMISSIONS:
                say("application", desk.submit(answers, uuid4().hex).key)
            elif made := _decide(desk, dice):
                say("decision", made)

    threading.Thread(target=work, args=(Random(seed),), daemon=True).start()
    work(Random(-seed - 1))


def _decide(desk: Desk, dice: Random) -> str:
    """The id of a decision that was acknowledged, "" where it was refused: two people decide at once here."""
    case = dice.choice(desk.board(KAREN).cases)
    status = dice.choice(STATES)
    try:
        made = desk.decide(
            KAREN,
            key=case.key,
            status=status,
            remark=str(dice.randrange(1000)),
            reason="aftalt",
            revision=case.standing.revision,
            basis=case.basis,
        )
    except Refused:
        return ""
    return made.op_id


def _a_good_answer(desk: Desk) -> Cells:
    """The answers of the first application that the form would take as they are."""
    with desk.journal.read(desk.programme.id) as look:
        known = [record.cells for record in applications.since(look)]
    return next(cells for cells in known if not desk.review(cells).blocking)
