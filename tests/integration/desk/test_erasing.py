"""Deleting a person's data: nothing that they wrote stays, what stays is whole, and they do not come back."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from integrations.journal import applications, decisions, outbox
from integrations.journal.journal import Journal
from integrations.journal.proof import verify
from integrations.journal.records import OutboxKind, OutboxRow, OutboxState
from integrations.journal.tables import metadata
from integrations.sheets.errors import SheetsError
from integrations.sheets.gateway import LEDGER_WINDOW
from integrations.sheets_server import Applied, Disturbance, Trouble
from integrations.sync.plan import MOST_OPS
from rules.columns import KEY, LEDGER_TAB, REMARK, STATUS
from rules.people import Actor, Role
from rules.retention import kept_until, last_meeting
from rules.state import Refused, Source, Status
from tests.world import KAREN, World

EVA = Actor(name="Eva Lund", email="eva@spark.example", role=Role.ADMINISTRATOR, source=Source.CLI)
WORDS = ("nord", "Nord", "ringer til Lis", "kender Lis", "så måske", "bad om det")
"""What is of the applicants of the application that is erased, and of nobody else."""


@pytest.fixture
def world(tmp_path: Path, journal_url: str) -> Iterator[World]:
    """A sheet with two applications, on each database."""
    world = World(tmp_path, url=journal_url)
    yield world
    world.journal.close()


@pytest.fixture
def keys(world: World) -> tuple[str, str]:
    """Two applications: decided, typed over in the sheet, corrected, declined; all of it in the ledger."""
    north, south = world.arrive("Nordskolen Aarhus", "Sydskolen Aarhus")
    world.decide(north, Status.WAITLISTED, remark="ringer til Lis", reason="kender Lis")
    world.decide(south, Status.WAITLISTED, remark="skriver")
    world.tick(2)
    world.people.type(world.people.row_of(north), "Arbejdsplads", "Nordskolen i Aarhus")
    world.people.type(world.people.row_of(north), STATUS, "så måske")
    world.tick(2)
    world.people.type(world.people.row_of(north), STATUS, "Venteliste")
    world.tick(2)
    world.decide(north, Status.DECLINED, reason="kender Lis")
    world.tick(2)
    return north, south


def journal_text(journal: Journal) -> str:
    """Everything in the journal."""
    with journal.engine.connect() as connection:
        tables = (connection.execute(select(table)).all() for table in metadata.sorted_tables)
        return "\n".join(str(tuple(row)) for rows in tables for row in rows)


def ledger_text(world: World) -> str:
    """Every cell of the ledger."""
    return "\n".join(str(row) for row in world.people.values(LEDGER_TAB))


def left(text: str) -> list[str]:
    """Which of the words are still in a text."""
    return [word for word in WORDS if word in text]


def whole(world: World) -> bool:
    """Whether the audit chain is whole and says what the tables say."""
    with world.journal.read(world.programme.id) as look:
        return verify(look).broken is None


def erase(world: World, key: str) -> None:
    """The coordinators delete the row, the administrator the rest."""
    world.people.delete_row(world.people.row_of(key))
    world.desk.erase(EVA, key, "bad om det")
    world.tick(3)


def test_nothing_that_was_written_stays_in_the_journal(world: World, keys: tuple[str, str]) -> None:
    """Answers, remarks, reasons, words typed in the sheet: all gone but why it was deleted."""
    assert left(journal_text(world.journal)) == ["nord", "Nord", "ringer til Lis", "kender Lis", "så måske"]
    erase(world, keys[0])
    assert left(journal_text(world.journal)) == ["bad om det"]
    if world.journal.engine.dialect.name == "sqlite":
        file = Path(str(world.journal.engine.url.database)).read_bytes().decode("utf-8", "replace")
        assert left(file) == ["bad om det"]


def test_nothing_that_was_written_stays_in_the_ledger(world: World, keys: tuple[str, str]) -> None:
    """Its rows stay with key, revision, state and moment; everybody else's are untouched."""
    north, south = keys
    before = world.people.values(LEDGER_TAB)
    assert left(ledger_text(world)) == ["nord", "ringer til Lis", "kender Lis"]
    erase(world, north)
    after = world.people.values(LEDGER_TAB)
    assert left(ledger_text(world)) == []
    at = after[0].index(KEY)
    assert [row for row in after if row[at] != north] == [row for row in before if row[at] != north]
    told = [(row["Art"], row["Revision"], row[STATUS]) for row in world.people.ledger() if row[KEY] == north]
    assert told == [
        ("erase", 2, "declined"),
        ("decision", 2, "declined"),
        ("decision", 1, "waitlisted"),
        ("stamp", 0, ""),
    ]
    assert south in ledger_text(world)


def test_key_revisions_and_states_stay(world: World, keys: tuple[str, str]) -> None:
    """The tombstone: who decided what and when is known, and the number is never given again."""
    north, _ = keys
    with world.journal.read(world.programme.id) as look:
        before = decisions.history(look, north)
    erase(world, north)
    with world.journal.read(world.programme.id) as look:
        after = decisions.history(look, north)
        record = applications.get(look, north)
        waiting = outbox.of_key(look, north)
    blank = {"remark": "", "reason": "", "basis": ""}
    assert after == tuple(decision.model_copy(update=blank) for decision in before)
    assert record is not None
    assert record.erased_at is not None
    assert {row.state for row in waiting} == {OutboxState.SETTLED}


def test_chain_stays_whole(world: World, keys: tuple[str, str]) -> None:
    """The audit chain verifies before and after, and says who erased what, and why."""
    assert whole(world)
    erase(world, keys[0])
    assert whole(world)
    links = world.desk.audit(EVA, keys[0])
    erased = next(link for link in links if link.what == "erased")
    assert (erased.by, erased.source, erased.words) == ("Eva Lund", "cli", {"reason": "bad om det"})
    earlier = [link.words for link in links if link.number < erased.number]
    assert [words for words in earlier if words] == []


def test_erased_application_is_no_case_any_more(world: World, keys: tuple[str, str]) -> None:
    """It stands in no list, and nothing can be decided on it."""
    north, south = keys
    erase(world, north)
    assert [case.key for case in world.desk.board(KAREN).cases] == [south]
    with pytest.raises(Refused) as refused:
        world.desk.decide(KAREN, key=north, status=Status.RECEIVED, reason="x", revision=2, basis="")
    assert refused.value.code == "not_reconciled"
    assert world.problems() == []


def test_row_that_still_stands_in_the_sheet_is_named_and_not_taken_in(
    world: World, keys: tuple[str, str]
) -> None:
    """A person is asked to delete it; nothing of it comes back into the journal; then the question ends."""
    north, _ = keys
    world.desk.erase(EVA, north, "bad om det")
    world.tick(3)
    assert world.problems() == [("erased", north)]
    assert left(journal_text(world.journal)) == ["bad om det"]
    world.people.delete_row(world.people.row_of(north))
    world.tick(2)
    assert world.problems() == []


def test_row_that_comes_back_without_its_number_is_named_too(world: World, keys: tuple[str, str]) -> None:
    """The same time stamp and e-mail make the same number: no new application is made of them."""
    north, _ = keys
    world.desk.erase(EVA, north, "bad om det")
    world.tick(2)
    world.people.type(world.people.row_of(north), KEY, None)
    world.people.type(2, "Kvittering", None)
    world.tick(3)
    assert world.problems() == [("erased", north)]
    assert left(journal_text(world.journal)) == ["bad om det"]


def test_copy_in_a_ledger_row_of_another_application_goes_too(world: World) -> None:
    """A write that had hit the row by mistake left a copy of it under the other one's number."""
    north, south = world.arrive("Nordskolen Aarhus", "Sydskolen Aarhus")
    world.decide(north, Status.DECLINED, remark="ringer til Lis", reason="nej")
    world.tick(2)
    world.decide(south, Status.WAITLISTED)
    world.wire.before_write = lambda: world.people.sort("Arbejdsplads", descending=True)
    world.tick(3)
    at = world.people.values(LEDGER_TAB)[0].index(KEY)
    assert left(str([row for row in world.people.values(LEDGER_TAB) if row[at] == south])) == [
        "nord",
        "ringer til Lis",
    ]
    erase(world, north)
    assert left(ledger_text(world)) == []
    assert [case.key for case in world.desk.board(KAREN).cases] == [south]
    assert world.problems() == []


def test_ledger_longer_than_a_look_is_blanked_to_its_end(tmp_path: Path) -> None:
    """A look takes in the newest rows only; what is to be erased may lie far below them."""
    world = World(tmp_path)
    north, south = world.arrive("Nordskolen Aarhus", "Sydskolen Aarhus")
    world.decide(north, Status.DECLINED, remark="ringer til Lis", reason="nej")
    world.tick(2)
    for batch in range(LEDGER_WINDOW // MOST_OPS + 1):
        _decide_often(world, south, f"{batch}", MOST_OPS)
        world.tick()
    assert left(ledger_text(world)) == ["nord", "ringer til Lis"]
    erase(world, north)
    assert left(ledger_text(world)) == []
    world.journal.close()


def _decide_often(world: World, key: str, remark: str, times: int) -> None:
    """A batch full of decisions on one application, past the desk, which would weigh each of them."""
    first = world.decide(key, Status.WAITLISTED, remark=remark)
    with world.journal.write(world.programme.id) as work:
        for revision in range(first.revision + 1, first.revision + times):
            made = first.model_copy(update={"op_id": f"{key}-{revision}", "revision": revision})
            decisions.add(work, made)
            outbox.queue(
                work,
                OutboxRow(
                    op_id=made.op_id,
                    kind=OutboxKind.DECISION,
                    key=key,
                    revision=revision,
                    queued_at=work.now,
                    changed_at=work.now,
                ),
            )


def test_lost_reply_leaves_nothing_behind(world: World, keys: tuple[str, str]) -> None:
    """The batch that blanks the ledger may come late, or never, or be refused: in the end all is gone."""
    for applied in Applied:
        (key,) = world.arrive(f"Nordlyset{applied.value} Aarhus")
        world.decide(key, Status.DECLINED, remark="ringer til Lis", reason="kender Lis")
        world.tick(2)
        world.people.delete_row(world.people.row_of(key))
        world.desk.erase(EVA, key, "bad om det")
        _disturb(world, Disturbance(Trouble.RESET, 500, applied))
    erase(world, keys[0])
    assert left(ledger_text(world)) == []
    assert whole(world)


def _disturb(world: World, trouble: Disturbance) -> None:
    """The next write meets this trouble; afterwards all is well again."""
    world.account.plan = lambda call: trouble if call.path.endswith(":batchUpdate") else None
    with pytest.raises(SheetsError):
        world.tick()
    world.account.plan = None
    world.account.deliver_late()
    world.clock.forward(seconds=61)
    world.tick(4)


def test_one_is_erased_before_time_once_nobody_works_on_it(world: World) -> None:
    """Who waits or has a place is withdrawn first; there must be a reason; and once is enough."""
    (key,) = world.arrive("Nordskolen Aarhus")
    assert _refusal(world, key, " ") == "erasure_reason_missing"
    assert _refusal(world, key) == "erasure_still_open"
    world.decide(key, Status.WAITLISTED)
    assert _refusal(world, key) == "erasure_still_open"
    world.decide(key, Status.WITHDRAWN)
    assert _refusal(world, key) == ""
    assert _refusal(world, key) == "already_erased"
    assert _refusal(world, "K2B-XXXX") == "unknown_key"


def _refusal(world: World, key: str, reason: str = "bad om det") -> str:
    try:
        world.desk.erase(EVA, key, reason)
    except Refused as refused:
        return refused.code
    return ""


def test_data_are_due_when_the_promise_says(world: World, keys: tuple[str, str]) -> None:
    """Participants' after their days, the others' after theirs, counted from the last meeting; not before."""
    north, south = keys
    world.decide(south, Status.APPROVED, "aarhus")
    assert world.desk.due_for_erasure(EVA) == ()
    _wait_until(world, kept_until(world.programme, Status.DECLINED))
    assert world.desk.due_for_erasure(EVA) == ()
    world.clock.forward(seconds=1)
    assert [one.key for one in world.desk.due_for_erasure(EVA)] == [north]
    _wait_until(world, kept_until(world.programme, Status.APPROVED) + timedelta(seconds=1))
    assert {one.key for one in world.desk.due_for_erasure(EVA)} == {north, south}


def _wait_until(world: World, moment: datetime) -> None:
    world.clock.now = moment


def test_promise_is_counted_from_the_last_meeting(world: World) -> None:
    """The last day of the last meeting of any cohort, and then as many days as are written."""
    programme = world.programme
    last = max(meeting.ends for cohort in programme.cohorts for meeting in cohort.meetings)
    assert last_meeting(programme).date() == last.date()
    kept = kept_until(programme, Status.DECLINED) - last_meeting(programme)
    assert kept == timedelta(days=programme.retention.others_days)


def test_what_is_due_goes_with_one_command(world: World, keys: tuple[str, str]) -> None:
    """Exactly those that were shown and are due, once; with the last, what strange rows held goes, too."""
    world.people.type(9, REMARK, "kender Lis")
    world.tick(2)
    assert ("stray_words", "") in world.problems()
    world.people.type(9, REMARK, None)
    _wait_until(world, kept_until(world.programme, Status.APPROVED) + timedelta(days=1))
    world.tick()
    assert world.desk.erase_due(EVA, [keys[0]]) == (keys[0],)
    assert left(journal_text(world.journal)) == ["kender Lis"]
    assert set(world.desk.erase_due(EVA, keys)) == {keys[1]}
    assert world.desk.erase_due(EVA, keys) == ()
    assert left(journal_text(world.journal)) == []
    world.tick(2)
    assert whole(world)
    assert left(ledger_text(world)) == []


def test_older_copy_of_the_journal_is_erased_again(
    world: World, keys: tuple[str, str], tmp_path: Path
) -> None:
    """The ledger tells that the data are deleted: a restored backup does not bring them back for long."""
    if world.journal.engine.dialect.name != "sqlite":
        return
    file = Path(str(world.journal.engine.url.database))
    backup = file.read_bytes()
    erase(world, keys[0])
    world.journal.close()
    file.write_bytes(backup)
    world.restart(Journal(f"sqlite:///{file}", world.clock), "restored")
    world.clock.forward(seconds=61)
    world.tick(3)
    assert [case.key for case in world.desk.board(KAREN).cases] == [keys[1]]
    assert left(journal_text(world.journal)) == []
    assert whole(world)
