"""Backups, and what happens when an older copy of one side meets a newer one of the other."""

import json
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from uuid import uuid4
from zipfile import ZipFile

import pytest

from integrations.backup import MANIFEST, InUse, NotABackup, Occupied, backup, restore
from integrations.journal import attempts, copying
from integrations.journal.journal import Journal
from integrations.journal.proof import verify
from rules.state import Decision, Refused, Status
from tests.databases import PostgresServer
from tests.integration.recovery.history import (
    STATES,
    Round,
    attempts_so_far,
    begin,
    begin_anew,
    broken_chain,
    kept,
    places,
    rows_told_twice,
    shown,
    standings,
    told,
)


@pytest.fixture
def was(tmp_path: Path, journal_url: str) -> Iterator[Round]:
    """A round that has lived for a while."""
    made = begin(tmp_path, journal_url, seed=5)
    made.live(25)
    yield made
    made.world.journal.close()


def put_back(was: Round, archive: Path) -> None:
    """What an operator does: the service is stopped, the backup restored, the service started."""
    world = was.world
    world.clock.forward(seconds=61)
    restore(archive, world.journal, None, replace=True)
    begin_anew(world)


CHANGED = {
    "leases": {"until"},
    "applications": {"problem", "changed"},
    "programmes": {"change", "audited", "head"},
}
"""What a restore does not leave as it was."""


def contents(journal: Journal) -> dict[str, list[str]]:
    """Everything in a journal that a restore keeps: rows as JSON, in an order of their own."""
    tables: dict[str, list[list[object]]] = {}
    copying.dump(journal.engine, lambda name, lines: tables.update({name: [json.loads(x) for x in lines]}))
    found: dict[str, list[str]] = {}
    for table, (names, *rows) in tables.items():
        named = [dict(zip(map(str, names), row, strict=True)) for row in rows]
        kept_of = [{n: v for n, v in row.items() if n not in CHANGED.get(table, ())} for row in named]
        found[table] = sorted(json.dumps(row, sort_keys=True) for row in kept_of)
    return found


def revisions(decisions: dict[str, Decision]) -> dict[str, list[int]]:
    """The revisions of each application."""
    by_key: dict[str, list[int]] = {}
    for decision in decisions.values():
        by_key.setdefault(decision.key, []).append(decision.revision)
    return {key: sorted(numbers) for key, numbers in by_key.items()}


def assert_joined(was: Round) -> None:
    """Nothing acknowledged is lost, nothing forked, nothing told twice, and the ledger tells all of it."""
    now = kept(was.world)
    assert was.acknowledged.keys() - now.keys() == set()
    assert revisions(now) == {key: [*range(1, len(r) + 1)] for key, r in revisions(now).items()}
    assert (told(was.world), rows_told_twice(was.world)) == (now, [])
    assert broken_chain(was.world) is None


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_backup_restored_on_either_database_holds_everything(
    was: Round, tmp_path: Path, kind: str, postgres: PostgresServer
) -> None:
    """Every row of every table, from either kind of database to either kind; the links of the chain too."""
    archive = tmp_path / "backup.zip"
    backup(was.world.journal, None, archive)
    file = f"sqlite:///{tmp_path / 'other' / 'journal.sqlite'}"
    url = file if kind == "sqlite" else postgres.new_database(f"r{uuid4().hex}")
    other = Journal(url, was.world.clock)
    restore(archive, other, None)
    before, after = contents(was.world.journal), contents(other)
    for chained in ("audit", "audit_words"):
        assert set(before.pop(chained)) - set(after.pop(chained)) == set()
    assert after == before
    was.world.restart(other, "moved")
    was.live(10)
    assert_joined(was)
    other.close()


def test_an_old_backup_learns_from_the_ledger_what_it_has_forgotten(was: Round, tmp_path: Path) -> None:
    """Applications, decisions, standings, places and cells are as before; no number comes twice."""
    archive, world = tmp_path / "backup.zip", was.world
    backup(world.journal, None, archive)
    was.live(25)
    before = kept(world), standings(world), places(world), shown(world)
    used, asked = attempts_so_far(world), {key for _, key in world.problems()}
    put_back(was, archive)
    assert kept(world).keys() < before[0].keys()
    world.tick(2)
    assert (kept(world), standings(world), places(world), shown(world)) == before
    assert attempts_so_far(world) > used
    assert {key for _, key in world.problems()} == asked
    was.live(15)
    assert_joined(was)


@pytest.mark.parametrize("later", [0, 300], ids=["token still there", "token removed since"])
def test_a_backup_made_while_a_batch_was_on_its_way(was: Round, tmp_path: Path, later: int) -> None:
    """What that batch wrote is found in the ledger, however far down by then; nothing is written twice."""
    archive, world = tmp_path / "backup.zip", was.world
    was.decide(was.keys[0], Status.CLARIFICATION)
    was.decide(was.keys[0], Status.WAITLISTED)

    def copy_now() -> None:
        backup(world.journal, None, archive)

    world.wire.before_write = copy_now
    world.tick()
    was.live(10)
    world.clock.forward(seconds=later)
    was.live(10)
    before = kept(world), standings(world), places(world), shown(world)
    put_back(was, archive)
    with world.journal.read(world.programme.id) as look:
        assert len(attempts.undecided(look)) == 1
    world.tick(3)
    assert (kept(world), standings(world), places(world), shown(world)) == before
    was.live(10)
    assert_joined(was)


def test_nothing_is_decided_on_a_restored_journal_before_the_sheet_was_seen(
    was: Round, tmp_path: Path
) -> None:
    """The sheet may know of later decisions; a second is enough to see."""
    archive, world, key = tmp_path / "backup.zip", was.world, was.keys[0]
    backup(world.journal, None, archive)
    put_back(was, archive)
    with pytest.raises(Refused) as refusal:
        world.decide(key, Status.CLARIFICATION)
    assert refusal.value.code == "not_reconciled"
    world.tick()
    assert world.case(key).problem == ""


def test_decisions_on_a_copy_put_back_by_hand_go_on_above_the_ledgers(was: Round, tmp_path: Path) -> None:
    """A database copied back past the software and used at once: both lines of decisions stay, one above."""
    world, key = was.world, was.keys[1]
    tables: dict[str, list[str]] = {}
    revision = copying.dump(world.journal.engine, lambda name, lines: tables.update({name: [*lines]}))
    was.decide(key, Status.CLARIFICATION)
    was.decide(key, Status.APPROVED)
    world.tick(2)
    copying.clear(world.journal.engine)
    copying.load(
        world.journal.engine, revision, {n: lines.__iter__ for n, lines in tables.items()}, world.clock()
    )
    begin_anew(world)
    was.decide(key, Status.WAITLISTED)
    late = world.case(key).standing
    world.tick(3)
    assert_joined(was)
    assert (world.case(key).standing.status, world.case(key).standing.revision) == (
        late.status,
        late.revision + 2,
    )
    assert ("renumbered", key) in world.problems()


def test_an_old_sheet_under_a_newer_journal_gets_back_what_it_lacks(was: Round) -> None:
    """The ledger is complete again, rows show the last decisions, no number of a batch comes twice."""
    world = was.world
    store = world.account.store
    file, book = store.file(world.spreadsheet), store.book(world.spreadsheet)
    assert file is not None
    for key in was.keys[:3]:
        was.decide(key, Status.CLARIFICATION)
        world.tick()
    before, used = kept(world), attempts_so_far(world)
    store.put(file, book)
    begin_anew(world)
    world.clock.forward(seconds=61)
    world.tick(4)
    assert kept(world) == before
    assert attempts_so_far(world) > used
    was.live(15)
    assert_joined(was)


def test_restore_refuses_to_overwrite_and_to_disturb(was: Round, tmp_path: Path) -> None:
    """A journal that is there needs a word; one that a process works on is left alone in any case."""
    archive, journal = tmp_path / "backup.zip", was.world.journal
    backup(journal, None, archive)
    before = contents(journal)
    with pytest.raises(Occupied):
        restore(archive, journal, None)
    with pytest.raises(InUse):
        restore(archive, journal, None, replace=True)
    assert contents(journal) == before


def test_restore_refuses_a_damaged_archive(was: Round, tmp_path: Path) -> None:
    """One changed letter in a member, a missing manifest, and no archive at all."""
    archive, spoilt = tmp_path / "backup.zip", tmp_path / "spoilt.zip"
    backup(was.world.journal, None, archive)
    with ZipFile(archive) as old, ZipFile(spoilt, "w") as new:
        for member in old.namelist():
            data = old.read(member)
            new.writestr(member, data.replace(b"approved", b"declined") if member != MANIFEST else data)
    (tmp_path / "words.zip").write_text("ikke en sikkerhedskopi")
    for wrong in (spoilt, tmp_path / "words.zip"):
        with pytest.raises(NotABackup):
            restore(wrong, was.world.journal, None, replace=True)


def test_backups_taken_while_people_decide_are_whole(was: Round, tmp_path: Path) -> None:
    """Each is of one moment: its chain ends where its programme says, and agrees with all its tables."""
    world, stop = was.world, threading.Event()

    def decide() -> None:
        while not stop.is_set():
            was.decide(was.dice.choice(was.keys), was.dice.choice(STATES))

    people = threading.Thread(target=decide)
    people.start()
    archives = [tmp_path / f"{number}.zip" for number in range(3)]
    for archive in archives:
        wanted = len(was.acknowledged) + 2
        backup(world.journal, None, archive)
        wait_until_decided(was, wanted)
    stop.set()
    people.join()
    for number, archive in enumerate(archives):
        other = Journal(f"sqlite:///{tmp_path / str(number)}.sqlite", world.clock)
        restore(archive, other, None)
        with other.read(world.programme.id) as look:
            assert verify(look).broken is None
        other.close()


def wait_until_decided(was: Round, count: int) -> None:
    """Return once so many decisions were acknowledged."""
    end = time.monotonic() + 60
    while len(was.acknowledged) < count:
        assert time.monotonic() < end
        time.sleep(0.01)  # between two looks at a condition


NEW_SINCE = {"programmes": {"audited", "head"}, "applications": {"erased_at"}, "decisions": {"hand"}}
"""Columns that 0.1.0 did not have, nor the tables of the audit chain and the allocations."""


def test_a_backup_of_an_earlier_version_is_brought_up_to_date(was: Round, tmp_path: Path) -> None:
    """A dump of the first tables gets what later versions added, and its audit chain begins."""
    tables: dict[str, list[str]] = {}

    def keep(name: str, lines: Iterable[str]) -> None:
        names, *rows = map(json.loads, lines)
        kept_at = [at for at, one in enumerate(names) if one not in NEW_SINCE.get(name, ())]
        tables[name] = [json.dumps([row[at] for at in kept_at]) for row in (names, *rows)]

    copying.dump(was.world.journal.engine, keep)
    first = {name: tables[name].__iter__ for name in tables if not name.startswith(("audit", "allocations"))}
    old = Journal(f"sqlite:///{tmp_path / 'old.sqlite'}", was.world.clock)
    copying.load(old.engine, "0001", first, was.world.clock())
    before = kept(was.world)
    was.world.restart(old, "upgraded")
    assert kept(was.world) == before
    assert broken_chain(was.world) is None
    old.close()
