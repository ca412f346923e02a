"""A journal that can't be written: a full disk, a database that another keeps locked."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event

from desk.views import Writing
from integrations.journal.journal import Journal, JournalUnavailable
from rules.columns import STATUS
from rules.state import Status
from tests.world import KAREN, World


@pytest.fixture
def world(tmp_path: Path) -> World:
    """The network course with an empty, connected sheet, reached without a socket."""
    return World(tmp_path)


def _reconnect(journal: Journal, pragma: str) -> Callable[[], None]:
    """Let every new connection start with a pragma; gives what ends that."""

    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(pragma)

    event.listen(journal.engine, "connect", prepare)
    journal.engine.dispose()

    def end() -> None:
        event.remove(journal.engine, "connect", prepare)
        journal.engine.dispose()

    return end


@contextmanager
def full_disk(world: World) -> Iterator[None]:
    """The file may not grow by a single page."""
    end = _reconnect(world.journal, "PRAGMA max_page_count=1")
    try:
        yield
    finally:
        end()


@contextmanager
def locked(world: World) -> Iterator[None]:
    """Another process keeps the file to itself; ours does not wait its usual seconds for it."""
    end = _reconnect(world.journal, "PRAGMA busy_timeout=20")
    with closing(sqlite3.connect(str(world.journal.engine.url.database))) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.rollback()
    end()


LONG = "å" * 40_000
"""More than the pages hold that an SQLite file has left over."""
Fault = Callable[[World], AbstractContextManager[None]]


@pytest.mark.parametrize("fault", [full_disk, locked])
def test_a_decision_that_cannot_be_kept_is_refused(world: World, fault: Fault) -> None:
    """It is never said to be saved: nothing of it is there, and the same decision goes through afterwards."""
    (key,) = world.arrive("A skole")
    case = world.case(key)
    with fault(world), pytest.raises(JournalUnavailable):
        world.desk.decide(
            KAREN,
            key=key,
            status=Status.APPROVED,
            cohort="aarhus",
            revision=case.standing.revision,
            basis=case.basis,
            remark=LONG,
        )
    assert world.case(key).standing.revision == 0
    world.decide(key, Status.APPROVED, "aarhus", remark=LONG)
    world.tick()
    assert world.people.shown(key)[STATUS] == "Godkendt"


@pytest.mark.parametrize("fault", [full_disk, locked])
def test_a_write_that_the_journal_cannot_settle_is_settled_later(world: World, fault: Fault) -> None:
    """The batch reaches the sheet, then the database fails: the next turns find that out."""
    (key,) = world.arrive("A skole")
    decision = world.decide(key, Status.APPROVED, "aarhus", remark=LONG)
    with ExitStack() as stack:
        world.wire.before_write = lambda: stack.enter_context(fault(world))
        world.worker.turn()
        assert world.worker.health().error == "journal_unavailable"
    for _ in range(3):
        world.clock.forward(seconds=2)
        world.worker.turn()
    entries = [row for row in world.people.ledger() if row["Id"] == decision.op_id]
    assert (len(entries), world.case(key).writing, world.problems()) == (1, Writing.IN_SHEET, [])
    assert world.worker.health().error == ""
