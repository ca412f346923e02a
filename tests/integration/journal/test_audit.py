"""The audit chain: what changes of state put on it, and that nothing can be changed past it unseen."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from integrations.journal import applications, attempts, audit, decisions, items, leases, outbox
from integrations.journal.chain import Author, Head, seal
from integrations.journal.journal import Journal
from integrations.journal.proof import Break, Proof, verify
from integrations.journal.records import Attempt, Item, OutboxKind, OutboxState, Outcome
from rules.state import Status
from tests.integration.conftest import SteppingClock
from tests.integration.journal.test_journal import NOW, ROUND, application, decision, queued

KEY = "K4T-92M7"
ANNA = Author("Anna", "page")


@pytest.fixture
def told(journal: Journal, clock: SteppingClock) -> Journal:
    """A journal with a short story in it: a key given, stamped, two decisions, one of them settled."""
    with journal.write(ROUND) as work:
        applications.add(work, application())
    clock.forward(seconds=1)
    with journal.write(ROUND) as work:
        applications.save(work, application(stamped=True))
    clock.forward(seconds=1)
    with journal.write(ROUND, ANNA) as work:
        decisions.add(work, decision(1, remark="ring først", reason="passer"))
        outbox.queue(work, queued("op-1", kind=OutboxKind.DECISION, revision=1))
    clock.forward(seconds=1)
    with journal.write(ROUND, ANNA) as work:
        decisions.add(work, decision(2, status=Status.DECLINED, cohort="", reason="for sent"))
        outbox.mark(work, ["op-1"], OutboxState.SETTLED)
    return journal


def proof(journal: Journal, first: int = 1, expect: str = "") -> Proof:
    """What verifying the chain shows."""
    with journal.read(ROUND) as look:
        return verify(look, first=first, expect=expect)


def broken(journal: Journal) -> tuple[str, int, str]:
    """The first break: its code, its number and its key."""
    found = proof(journal).broken
    assert found is not None
    return found.code, found.number, found.key


def tamper(journal: Journal, *statements: str) -> None:
    """Change tables behind the journal's back, as somebody with the database's own tools can."""
    with journal.engine.begin() as connection:
        if journal.engine.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER audit_no_update"))
            connection.execute(text("DROP TRIGGER audit_no_delete"))
        else:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in statements:
            connection.execute(text(statement))


def test_chain_tells_who_when_what_before_and_after_why_and_from_where(told: Journal) -> None:
    """One link says all of it; words stand beside the chain."""
    with told.read(ROUND) as look:
        link = list(audit.links(look, KEY))[-2]
    assert (link.by, link.source, link.what, link.key) == ("Anna", "page", "decided", KEY)
    assert link.at == NOW.replace(second=3)
    assert link.before == {"revision": 1, "status": "approved", "cohort": "aarhus"}
    assert {name: link.after[name] for name in link.before} == {
        "revision": 2,
        "status": "declined",
        "cohort": "",
    }
    assert link.words == {"reason": "for sent"}


def test_words_of_people_are_not_in_the_chain(told: Journal) -> None:
    """Remarks, reasons and answers are beside the chain; a link holds a salted commitment to them."""
    with told.engine.connect() as connection:
        whole = "".join(str(tuple(row)) for row in connection.execute(text("SELECT * FROM audit")))
    for words in ("ring først", "ring f\\u00f8rst", "passer", "for sent", "lis@skole.example", "aaaa"):
        assert words not in whole


def test_untouched_chain_is_whole(told: Journal) -> None:
    """All links follow one another, and the tables say the same; the head is that of the last link."""
    with told.read(ROUND) as look:
        chain = list(audit.links(look))
    assert [link.what for link in chain] == ["reserved", "stamped", "decided", "decided", "writing"]
    assert proof(told) == Proof(count=5, head=chain[-1].hash)
    assert proof(told, expect=chain[2].hash) == Proof(count=5, head=chain[-1].hash)


def test_transaction_that_fails_leaves_no_link(told: Journal) -> None:
    """The chain is kept with what it tells of, or not at all."""
    before = proof(told)
    with pytest.raises(DBAPIError), told.write(ROUND) as work:
        decisions.add(work, decision(2, op_id="op-9"))
    assert proof(told) == before


@pytest.mark.parametrize("deed", ["UPDATE audit SET by = 'Bo'", "DELETE FROM audit"])
def test_database_refuses_to_change_the_chain(told: Journal, deed: str) -> None:
    """A link cannot be changed or deleted by an ordinary statement, on either database."""
    before = proof(told)
    with pytest.raises(DBAPIError, match="only ever added to"), told.engine.begin() as connection:
        connection.execute(text(deed.replace(" by ", ' "by" ')))
    assert proof(told) == before


def test_postgresql_refuses_to_empty_the_chain(told: Journal) -> None:
    """TRUNCATE is refused where there is such a thing."""
    if told.engine.dialect.name == "sqlite":
        return
    with pytest.raises(DBAPIError, match="only ever added to"), told.engine.begin() as connection:
        connection.execute(text("TRUNCATE audit"))


COPY_OF_3 = (
    'INSERT INTO audit SELECT programme, {number}, at, "by", source, cause, what, key, before, after, '
    "words, hash FROM audit WHERE number = 3"
)
TAMPERING: Mapping[str, tuple[tuple[str, ...], tuple[str, int, str]]] = {
    "a changed name": (("UPDATE audit SET \"by\" = 'Bo' WHERE number = 3",), ("changed", 3, KEY)),
    "a changed fact": (
        ("UPDATE audit SET after = replace(after, 'approved', 'declined') WHERE number = 3",),
        ("changed", 3, KEY),
    ),
    "a changed time": (
        ("UPDATE audit SET at = (SELECT a.at FROM audit a WHERE a.number = 1) WHERE number = 4",),
        ("changed", 4, KEY),
    ),
    "a removed link": (("DELETE FROM audit WHERE number = 2",), ("missing", 2, "")),
    "a removed end": (("DELETE FROM audit WHERE number = 5",), ("cut_off", 4, "")),
    "all removed": (("DELETE FROM audit",), ("cut_off", 0, "")),
    "two links in the other order": (
        (
            "UPDATE audit SET number = 99 WHERE number = 3",
            "UPDATE audit SET number = 3 WHERE number = 4",
            "UPDATE audit SET number = 4 WHERE number = 99",
        ),
        ("changed", 3, KEY),
    ),
    "an inserted link": (
        (
            "UPDATE audit SET number = number + 100 WHERE number > 3",
            "UPDATE audit SET number = number - 99 WHERE number > 100",
            COPY_OF_3.format(number=4),
        ),
        ("changed", 4, KEY),
    ),
    "a link put at the end": (
        (COPY_OF_3.format(number=6),),
        ("changed", 6, KEY),
    ),
    "changed words": (
        ("UPDATE audit_words SET text = replace(text, 'passer', 'trods alt') WHERE number = 3",),
        ("words_changed", 3, KEY),
    ),
    "removed words": (("DELETE FROM audit_words WHERE number = 4",), ("words_missing", 4, KEY)),
    "a changed decision": (
        ("UPDATE decisions SET status = 'approved' WHERE revision = 2",),
        ("decision_changed", 4, KEY),
    ),
    "a decision's changed remark": (
        ("UPDATE decisions SET remark = 'ring ikke' WHERE revision = 1",),
        ("decision_changed", 3, KEY),
    ),
    "a decision's changed time": (
        ("UPDATE decisions SET at = (SELECT a.at FROM audit a WHERE number = 4) WHERE revision = 2",),
        ("decision_changed", 4, KEY),
    ),
    "a removed decision": (("DELETE FROM decisions WHERE revision = 2",), ("decision_missing", 4, KEY)),
    "an added decision": (
        (
            "INSERT INTO decisions SELECT programme, key, 3, 'op-3', 'approved', cohort, remark, reason, "
            '"by", at, source, basis, override_by, override_reason, undoes, since, rank, changed, hand '
            "FROM decisions WHERE revision = 2",
        ),
        ("decision_untold", 0, KEY),
    ),
    "a row said to be in the sheet": (
        ("UPDATE applications SET present = NOT present",),
        ("application_changed", 2, KEY),
    ),
    "changed answers": (
        ("UPDATE applications SET fingerprint = 'bbbb'",),
        ("application_changed", 2, KEY),
    ),
    "a write said to wait": (("UPDATE outbox SET state = 'queued'",), ("writing_changed", 5, KEY)),
}


@pytest.mark.parametrize("deed", TAMPERING)
def test_tampering_is_found_and_named(told: Journal, deed: str) -> None:
    """Whatever is changed behind the journal's back, verifying names the link, when it was, and the key."""
    statements, expected = TAMPERING[deed]
    tamper(told, *statements)
    assert broken(told) == expected


def test_chain_rewritten_from_a_link_on_does_not_hold_the_noted_head(told: Journal) -> None:
    """Who rewrites the whole rest, head and all, is found by the head that was noted elsewhere."""
    noted = proof(told).head
    _rewrite(told, 3, lambda row: {**row, "by": "Bo"})
    assert proof(told).broken is None
    assert proof(told, expect=noted).broken == Break(code="not_expected", number=5)


def _rewrite(journal: Journal, first: int, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Forge: change one link and seal it and all that follow anew."""
    with journal.read(ROUND) as look:
        rows = [dict(row) for row in audit.rows(look)]
    head = Head(ROUND, first - 1, rows[first - 2]["hash"])
    statements = []
    for row in rows[first - 1 :]:
        forged = change(row) if row["number"] == first else row
        head = Head(ROUND, row["number"], seal(head.hash, forged))
        statements.append(
            f"UPDATE audit SET \"by\" = '{forged['by']}', hash = '{head.hash}' WHERE number = {head.number}"
        )
    tamper(journal, *statements, f"UPDATE programmes SET head = '{head.hash}'")


def test_links_before_the_first_are_taken_as_they_are(told: Journal) -> None:
    """`first` leaves out what was verified before; the rest is still held to the link before it."""
    tamper(told, "UPDATE audit SET \"by\" = 'Bo' WHERE number = 3")
    assert proof(told, first=4).broken is None
    assert proof(told, first=3).broken == proof(told).broken


def test_programmes_have_chains_of_their_own(told: Journal) -> None:
    """Another round begins at one, and neither chain knows of the other."""
    with told.write("joint-2024") as work:
        applications.add(work, application())
    with told.read("joint-2024") as look:
        assert [link.number for link in audit.links(look)] == [1]
        assert verify(look).broken is None
    assert proof(told).count == 5


def test_rows_that_vanish_and_come_back_are_told(told: Journal) -> None:
    """Each with how it was before and after; a row that only moved is no news."""
    looks: tuple[dict[str, Any], ...] = (
        {"present": False, "problem": "vanished"},
        {"row": 7},
        {"row": 9, "fingerprint": "bbbb"},
        {"row": 11, "fingerprint": "bbbb"},
    )
    for changes in looks:
        with told.write(ROUND) as work:
            applications.save(work, application(stamped=True, **changes))
    with told.read(ROUND) as look:
        found = list(audit.links(look, KEY))[5:]
    assert [(link.what, link.before["present"], link.after["present"]) for link in found] == [
        ("vanished", True, False),
        ("back", False, True),
        ("corrected", True, True),
    ]
    assert proof(told).broken is None


def test_writes_are_told_where_they_come_to_last(told: Journal) -> None:
    """Parked and let go again, twice: each is a link with its reason; being sent is none."""
    with told.write(ROUND) as work:
        outbox.queue(work, queued("op-2", kind=OutboxKind.DECISION, revision=2))
    for state in (OutboxState.SENT, OutboxState.PARKED, OutboxState.PARKED, OutboxState.QUEUED):
        with told.write(ROUND) as work:
            outbox.mark(work, ["op-2"], state, error="tab_missing" if state is OutboxState.PARKED else "")
    with told.read(ROUND) as look:
        found = list(audit.links(look))[5:]
    assert [(link.before["state"], link.after["state"], link.after["error"]) for link in found] == [
        ("sent", "parked", "tab_missing"),
        ("parked", "queued", ""),
    ]
    assert proof(told).broken is None


def test_items_attempts_and_leases_are_told(journal: Journal) -> None:
    """What was put to a person and how they chose; how attempts ended; who took the sheet over."""
    item = Item(kind="conflict", key=KEY, column="status", theirs={"status": "måske"}, opened_at=NOW)
    with journal.write(ROUND) as work:
        applications.add(work, application())
        leases.acquire(work, "one", 60)
        items.raise_item(work, item)
        attempt = Attempt(token="samhold_1", op_ids=(), fence=1, sent_at=NOW)
        attempts.end(work, attempts.begin(work, attempt).number, Outcome.APPLIED)
    with journal.write(ROUND, ANNA) as work:
        leases.acquire(work, "one", 60)
        items.resolve(work, [1], by="Anna", choice="ours")
    with journal.read(ROUND) as look:
        found = [(link.what, link.by, link.key) for link in audit.links(look)]
    assert found == [
        ("reserved", "samhold", KEY),
        ("lease", "samhold", ""),
        ("item_opened", "samhold", KEY),
        ("attempt", "samhold", ""),
        ("item_settled", "Anna", KEY),
    ]
    assert proof(journal).broken is None
