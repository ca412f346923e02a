"""What a process remembers of the journal is never older than the transaction that asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from sqlalchemy import event

from integrations.journal import applications, bases, decisions, items, leases, outbox, recovery
from integrations.journal.journal import Journal
from integrations.journal.records import ApplicationRecord, Base, Item, Origin
from integrations.journal.work import Reading
from rules.state import Decision, Source, Status

ROUND = "network-2024"
NOW = datetime(2024, 6, 3, 8, 0, tzinfo=UTC)
KEY = "K4T-92M7"


@pytest.fixture
def other(journal: Journal) -> Iterator[Journal]:
    """The same database, opened by another process."""
    opened = Journal(journal.engine.url.render_as_string(hide_password=False), journal.clock)
    yield opened
    opened.close()


@contextmanager
def asked(journal: Journal) -> Iterator[list[str]]:
    """The statements that are sent meanwhile, without those around a transaction."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT") and "FROM programmes" not in statement:
            sent.append(statement)

    event.listen(journal.engine, "before_cursor_execute", note)
    yield sent
    event.remove(journal.engine, "before_cursor_execute", note)


def application(row: int, key: str = KEY) -> ApplicationRecord:
    """An application in this row."""
    return ApplicationRecord(
        key=key,
        origin=Origin.SHEET,
        stamp="45431.5",
        email=f"{key}@skole.example",
        first_seen=NOW,
        row=row,
        cells={},
        present=True,
        seen_at=NOW,
        changed_at=NOW,
    )


def decision(revision: int) -> Decision:
    """A decision."""
    return Decision(
        op_id=f"op{revision}",
        key=KEY,
        revision=revision,
        status=Status.CLARIFICATION,
        by="Karen",
        at=NOW,
        source=Source.PAGE,
    )


def item() -> Item:
    """An open item."""
    return Item(kind="identity", key=KEY, opened_at=NOW)


def everything(look: Reading) -> tuple[object, ...]:
    """All that is remembered."""
    return (
        applications.since(look),
        decisions.since(look),
        decisions.standings(look),
        decisions.by_op(look),
        bases.all_bases(look),
        bases.ledger_settled(look),
        items.opened(look),
        outbox.pending(look),
    )


def test_an_unchanged_journal_is_not_read_again(journal: Journal) -> None:
    """The change counter alone is asked for, whether one only looks or is about to write."""
    with journal.write(ROUND) as work:
        applications.add(work, application(2))
        decisions.add(work, decision(1))
    with journal.read(ROUND) as look:
        first = everything(look)
    with asked(journal) as sent:
        with journal.read(ROUND) as look:
            assert everything(look) == first
        with journal.write(ROUND) as work:
            assert everything(work) == first
    assert sent == []


def test_what_our_own_transaction_left_alone_is_not_read_again(journal: Journal) -> None:
    """After a decision only the decisions are read, and of them only the new ones."""
    with journal.write(ROUND) as work:
        applications.add(work, application(2))
        decisions.add(work, decision(1))
    with journal.read(ROUND) as look:
        everything(look)
    with journal.write(ROUND) as work:
        decisions.add(work, decision(2))
    with asked(journal) as sent, journal.read(ROUND) as look:
        assert [made.revision for made in decisions.since(look)] == [1, 2]
        assert applications.by_key(look)[KEY].row == 2
        assert bases.all_bases(look) == {}
    assert ["decisions.changed >" in statement for statement in sent] == [True]


def test_another_process_is_seen_at_once(journal: Journal, other: Journal) -> None:
    """Whatever another process has kept shows in the next transaction here, a look or a write."""
    with journal.write(ROUND) as work:
        applications.add(work, application(2))
    with journal.read(ROUND) as look:
        everything(look)
    with other.write(ROUND) as work:
        applications.save(work, application(9))
        applications.add(work, application(3, "B2B-22BB"))
        decisions.add(work, decision(1))
        bases.save(work, Base(key=KEY, cells={"status": "Modtaget"}, settled_at=NOW))
        items.raise_item(work, item())
    with journal.read(ROUND) as look, other.read(ROUND) as theirs:
        assert everything(look) == everything(theirs)
        assert [record.row for record in applications.since(look)] == [3, 9]


def test_a_transaction_sees_what_it_has_changed_itself(journal: Journal) -> None:
    """A table that this transaction has touched is read as it stands, also more than once."""
    with journal.write(ROUND) as work:
        applications.add(work, application(2))
        assert applications.by_key(work)[KEY].row == 2
        applications.save(work, application(7))
        assert applications.by_key(work)[KEY].row == 7
        items.raise_item(work, item())
        assert len(items.opened(work)) == 1


def _fail_after_moving(journal: Journal) -> None:
    with journal.write(ROUND) as work:
        applications.save(work, application(7))
        assert applications.by_key(work)[KEY].row == 7
        raise ZeroDivisionError


def test_what_was_taken_back_is_not_remembered(journal: Journal) -> None:
    """A transaction that failed leaves nothing behind, and the next one with its number counts."""
    with journal.write(ROUND) as work:
        applications.add(work, application(2))
    with pytest.raises(ZeroDivisionError):
        _fail_after_moving(journal)
    with journal.write(ROUND) as work:
        items.raise_item(work, item())
    with journal.read(ROUND) as look:
        assert (applications.by_key(look)[KEY].row, len(items.opened(look))) == (2, 1)


def test_a_change_that_moves_no_counter_is_never_remembered(journal: Journal, other: Journal) -> None:
    """A lease moves without the counter: it is read each time."""
    with journal.write(ROUND) as work:
        leases.acquire(work, "one", 60)
    with journal.read(ROUND) as look:
        assert leases.current(look).holder == "one"  # type: ignore[union-attr]
    with other.write(ROUND) as work:
        leases.release(work, leases.current(work))  # type: ignore[arg-type]
        leases.acquire(work, "two", 60)
    with journal.read(ROUND) as look:
        assert leases.current(look).holder == "two"  # type: ignore[union-attr]


def test_a_decision_with_another_revision_stands_once(journal: Journal) -> None:
    """Renumbered after a recovery, it replaces what was remembered of it."""
    with journal.write(ROUND) as work:
        applications.add(work, application(2))
        decisions.add(work, decision(1))
        decisions.add(work, decision(2))
    with journal.read(ROUND) as look:
        everything(look)
    with journal.write(ROUND) as work:
        recovery.renumber(work, "op1", 3)
    with journal.read(ROUND) as look:
        assert [made.op_id for made in decisions.since(look)] == ["op2", "op1"]
        assert decisions.standings(look)[KEY].revision == 3
