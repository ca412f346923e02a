"""The journal's transactions, on both databases."""

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from integrations.journal import (
    applications,
    attempts,
    bases,
    decisions,
    documents,
    items,
    leases,
    outbox,
    sheets,
    submissions,
)
from integrations.journal.journal import Journal, JournalUnavailable
from integrations.journal.leases import LeaseLost
from integrations.journal.records import (
    ApplicationRecord,
    Attempt,
    Base,
    Item,
    Origin,
    OutboxKind,
    OutboxRow,
    OutboxState,
    Outcome,
)
from rules.state import Decision, Override, Source, Standing, Status
from tests.integration.conftest import SteppingClock

ROUND = "network-2024"
NOW = datetime(2024, 6, 3, 8, 0, tzinfo=UTC)


def application(key: str = "K4T-92M7", **changes: object) -> ApplicationRecord:
    """An application as seen in the sheet."""
    usual: dict[str, object] = {
        "key": key,
        "origin": Origin.SHEET,
        "stamp": "45431.5",
        "email": "lis@skole.example",
        "first_seen": NOW,
        "row": 2,
        "cells": {"workplace": "Vestskolen æøå 😀", "size": 4.0, "none": None, "yes": True},
        "fingerprint": "aaaa",
        "present": True,
        "seen_at": NOW,
        "changed_at": NOW,
    }
    return ApplicationRecord.model_validate({**usual, **changes})


def decision(revision: int = 1, **changes: object) -> Decision:
    """A decision on that application."""
    usual: dict[str, object] = {
        "op_id": f"op-{revision}",
        "key": "K4T-92M7",
        "revision": revision,
        "status": Status.APPROVED,
        "cohort": "aarhus",
        "by": "Anna",
        "at": NOW,
        "source": Source.PAGE,
    }
    return Decision.model_validate({**usual, **changes})


def queued(op_id: str, **changes: object) -> OutboxRow:
    """Something to be written."""
    usual: dict[str, object] = {
        "op_id": op_id,
        "kind": OutboxKind.STAMP,
        "key": "K4T-92M7",
        "payload": {"stamp": "45431.5"},
        "queued_at": NOW,
        "changed_at": NOW,
    }
    return OutboxRow.model_validate({**usual, **changes})


def test_what_was_kept_is_read_back_equal(journal: Journal) -> None:
    """Danish letters, blanks, numbers, truth values, times and overrides come back as they went in."""
    given = application()
    override = Override(by="Anna", reason="Lovet")
    made = decision(remark="Æblegrød", override=override, since=NOW, rank=3, undoes=0)
    with journal.write(ROUND) as work:
        applications.add(work, given)
        decisions.add(work, made)
    with journal.read(ROUND) as look:
        assert applications.get(look, given.key) == given.model_copy(update={"changed": 1})
        assert decisions.history(look, given.key) == (made,)
        assert decisions.latest(look, given.key) == Standing.of(made)


def test_text_that_a_database_cannot_hold_is_made_holdable(journal: Journal) -> None:
    """A NUL or half a surrogate pair in someone's words loses nothing else."""
    with journal.write(ROUND) as work:
        applications.add(work, application(email="a\0b\ud800@x.example", cells={"a": "b\0c"}))
    with journal.read(ROUND) as look:
        found = applications.get(look, "K4T-92M7")
    assert found is not None
    assert (found.email, found.cells) == ("ab?@x.example", {"a": "b\0c"})


def fail_after_adding(journal: Journal) -> None:
    """A transaction that breaks off after it has written."""
    with journal.write(ROUND) as work:
        applications.add(work, application())
        raise RuntimeError


def test_nothing_is_kept_of_a_transaction_that_fails(journal: Journal) -> None:
    """All or nothing, and the change counter stays."""
    with pytest.raises(RuntimeError):
        fail_after_adding(journal)
    with journal.read(ROUND) as look:
        assert (applications.keys(look), look.change) == (frozenset(), 0)


def test_change_counter_moves_only_when_something_can_be_seen(journal: Journal, clock: SteppingClock) -> None:
    """Taking a lease, looking, or reading the sheet unchanged makes nobody look again."""
    with journal.write(ROUND) as work:
        applications.add(work, application())
    with journal.write(ROUND) as work:
        leases.acquire(work, "one", 30)
    with journal.write(ROUND) as work:
        sheets.save(work, spreadsheet="abc", read_at=NOW)
    with journal.write(ROUND) as work:
        sheets.save(work, read_at=clock())
    clock.forward(seconds=5)
    with journal.write(ROUND) as work:
        sheets.save(work, read_at=clock())
    assert journal.changed(ROUND) == 2


def test_rounds_do_not_see_each_other(journal: Journal) -> None:
    """One database holds many programmes; each has its own rows and counter."""
    with journal.write(ROUND) as work:
        applications.add(work, application())
    with journal.write("individual") as work:
        applications.add(work, application(), application("P7B-33XK"))
    with journal.read(ROUND) as look:
        assert applications.keys(look) == {"K4T-92M7"}
    assert (journal.changed(ROUND), journal.changed("joint")) == (1, 0)


def test_only_what_changed_since_is_read_again(journal: Journal) -> None:
    """The board reads what is newer than the counter it knows."""
    with journal.write(ROUND) as work:
        applications.add(work, application(), application("P7B-33XK"))
    with journal.write(ROUND) as work:
        applications.save(work, application("P7B-33XK", row=9))
        decisions.add(work, decision())
    with journal.read(ROUND) as look:
        assert [(record.key, record.row) for record in applications.since(look, 1)] == [("P7B-33XK", 9)]
        assert [made.op_id for made in decisions.since(look, 1)] == ["op-1"]
        assert decisions.since(look, 2) == ()


@pytest.mark.parametrize(("revision", "op_id"), [(1, "other"), (2, "op-1")])
def test_revision_and_operation_are_unique(journal: Journal, revision: int, op_id: str) -> None:
    """The database itself refuses a forked revision and a repeated operation."""
    with journal.write(ROUND) as work:
        applications.add(work, application())
        decisions.add(work, decision())
    with pytest.raises(Exception, match=r"(?i)unique"), journal.write(ROUND) as work:
        decisions.add(work, decision(revision, op_id=op_id))


def test_decision_needs_an_application(journal: Journal) -> None:
    """Foreign keys are on."""
    with pytest.raises(Exception, match=r"(?i)foreign"), journal.write(ROUND) as work:
        decisions.add(work, decision())


def test_writers_take_turns(journal: Journal) -> None:
    """What one writer read cannot change before it writes: eight counting threads lose no count."""
    with journal.write(ROUND) as work:
        applications.add(work, application(row=0))

    def count() -> None:
        for _ in range(5):
            with journal.write(ROUND) as work:
                record = applications.get(work, "K4T-92M7")
                assert record is not None
                applications.save(work, record.model_copy(update={"row": record.row + 1}))

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with journal.read(ROUND) as look:
        assert [record.row for record in applications.since(look)] == [40]


def test_reader_sees_one_moment_while_others_write(journal: Journal) -> None:
    """A look is whole: nothing kept meanwhile shows in it, however much is being written."""
    with journal.write(ROUND) as work:
        applications.add(work, *(application(f"K4T-{n:04}") for n in range(300)))
        with journal.read(ROUND) as look:
            assert (applications.keys(look), look.change) == (frozenset(), 0)
    with journal.read(ROUND) as look:
        assert len(applications.keys(look)) == 300


def test_answers_of_every_time_are_kept(journal: Journal) -> None:
    """What was on the screen then can be shown again."""
    with journal.write(ROUND) as work:
        applications.add(work, application())
        applications.save(work, application(cells={"size": 5.0}, fingerprint="bbbb"))
        applications.save(work, application(fingerprint="aaaa"))
    with journal.read(ROUND) as look:
        assert applications.answers_at(look, "K4T-92M7", "bbbb") == {"size": 5.0}
        assert applications.answers_at(look, "K4T-92M7", "cccc") is None


def test_outbox_keeps_the_order_of_decisions(journal: Journal) -> None:
    """First decided, first written; what is settled is pending no more."""
    with journal.write(ROUND) as work:
        applications.add(work, application())
        outbox.queue(work, queued("c"), queued("a"), queued("b"))
        outbox.mark(work, ["a"], OutboxState.SENT, token="t1")
        outbox.mark(work, ["c"], OutboxState.SETTLED)
    with journal.read(ROUND) as look:
        pending = outbox.pending(look)
    assert [(row.op_id, row.state, row.token, row.attempts) for row in pending] == [
        ("a", OutboxState.SENT, "t1", 1),
        ("b", OutboxState.QUEUED, "", 0),
    ]


def test_attempt_is_open_until_its_end_is_known(journal: Journal) -> None:
    """An attempt whose reply was lost stays undecided; numbers grow."""
    with journal.write(ROUND) as work:
        sent = [
            attempts.begin(
                work, Attempt(token=f"t{n}", op_ids=("a",), fence=1, sent_at=NOW, plan={"rows": [1]})
            )
            for n in range(3)
        ]
        attempts.end(work, sent[0].number, Outcome.APPLIED)
        attempts.end(work, sent[1].number, Outcome.UNKNOWN, "timeout")
    with journal.read(ROUND) as look:
        assert [(one.number, one.outcome, one.plan) for one in attempts.undecided(look)] == [
            (2, Outcome.UNKNOWN, {"rows": [1]}),
            (3, Outcome.OPEN, {"rows": [1]}),
        ]


def test_base_and_ledger_are_settled_together(journal: Journal) -> None:
    """A ledger row is settled once; the base is the last one saved."""
    with journal.write(ROUND) as work:
        applications.add(work, application())
        bases.save(work, Base(key="K4T-92M7", cells={"status": "Modtaget"}, settled_at=NOW))
        bases.save(work, Base(key="K4T-92M7", cells={"status": "Godkendt"}, receipt="r", settled_at=NOW))
        bases.settle_ledger(work, [("op-1", "K4T-92M7", 1)])
    with pytest.raises(Exception, match=r"(?i)unique"), journal.write(ROUND) as work:
        bases.settle_ledger(work, [("op-1", "K4T-92M7", 1)])
    with journal.read(ROUND) as look:
        assert bases.ledger_settled(look) == {"op-1"}
        assert bases.all_bases(look)["K4T-92M7"].cells == {"status": "Godkendt"}


def test_same_item_is_opened_once_until_it_is_settled(journal: Journal) -> None:
    """Raised again while open, only its address follows the row; settled, it may come again."""
    item = Item(kind="unknown_word", key="K4T-92M7", column="status", theirs={"status": "?"}, opened_at=NOW)
    with journal.write(ROUND) as work:
        first = items.raise_item(work, item)
        again = items.raise_item(work, item.model_copy(update={"cell": "W5"}))
        (opened,) = items.opened(work)
        settled = items.resolve(work, [opened.id], by="Anna", choice="ours")
        settled_twice = items.resolve(work, [opened.id], by="Bo", choice="theirs")
        anew = items.raise_item(work, item)
    assert (first, again, opened.cell, settled, settled_twice, anew) == (True, False, "W5", 1, 0, True)


def test_lease_is_held_by_one_and_its_fence_grows(journal: Journal, clock: SteppingClock) -> None:
    """A late holder finds that its time is over."""
    with journal.write(ROUND) as work:
        first = leases.acquire(work, "one", 30)
        assert first is not None
        assert leases.acquire(work, "two", 30) is None
    clock.forward(seconds=31)
    with journal.write(ROUND) as work:
        second = leases.acquire(work, "two", 30)
        assert second is not None
        assert (first.fence, second.fence) == (1, 2)
        leases.require(work, second)
        with pytest.raises(LeaseLost):
            leases.require(work, first)
        leases.release(work, second)
        third = leases.acquire(work, "one", 30)
    assert third is not None
    assert third.fence == 3


def test_every_version_of_a_document_is_kept(journal: Journal) -> None:
    """The same text again is no new version."""
    with journal.write(ROUND) as work:
        documents.activate(work, "one", "Eva")
        documents.activate(work, "two", "Eva")
        documents.activate(work, "two", "Eva")
    with journal.read(ROUND) as look:
        assert [document.text for document in documents.versions(look)] == ["one", "two"]
        assert documents.active(look) == documents.versions(look)[1]


def test_client_token_leads_to_one_application(journal: Journal) -> None:
    """The database itself refuses a token twice."""
    with journal.write(ROUND) as work:
        applications.add(work, application())
        submissions.add(work, "token", "K4T-92M7")
        assert submissions.get(work, "token") == ("K4T-92M7", NOW)
        assert submissions.get(work, "other") is None
    with pytest.raises(Exception, match=r"(?i)unique"), journal.write(ROUND) as work:
        submissions.add(work, "token", "K4T-92M7")


def test_sqlite_keeps_what_it_has_promised(tmp_path: Path) -> None:
    """A rollback journal, synced in full, foreign keys on, and a bounded wait for locks."""
    journal = Journal(f"sqlite:///{tmp_path / 'journal.sqlite'}", lambda: NOW)
    with journal.engine.connect() as connection:
        found = {
            name: connection.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert found == {"journal_mode": "delete", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 20_000}


def test_error_of_the_database_names_no_values(journal: Journal) -> None:
    """Errors end in logs, and applicants' words must not."""
    with pytest.raises(Exception, match=r"(?i)foreign") as error, journal.write(ROUND) as work:
        decisions.add(work, decision(remark="Lis Leder er syg"))
    assert "Lis" not in str(error.value)


def test_database_that_cannot_be_reached_is_named(tmp_path: Path) -> None:
    """Callers get one error for a journal that cannot be used just now."""
    journal = Journal(f"sqlite:///{tmp_path}/journal.sqlite", lambda: NOW)
    with pytest.raises(JournalUnavailable), journal.write(ROUND) as work:
        applications.add(work, application())
