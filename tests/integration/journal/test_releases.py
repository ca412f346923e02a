"""Journals of released versions come forward with all that is in them, on both databases."""

import json
import re
import subprocess
from collections.abc import Iterator

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text

from integrations.journal import applications, audit, bases, decisions, documents, items, outbox, submissions
from integrations.journal.journal import Journal
from integrations.journal.migrate import config, upgrade
from integrations.journal.proof import verify
from integrations.journal.records import OutboxState
from rules.state import Decision, Override
from tests.integration.conftest import SteppingClock
from tests.releases import ROOT, Release, load, releases

ROUND = "network-2024"
RELEASES = {release.version: release for release in releases()}


@pytest.fixture(params=RELEASES)
def release(request: pytest.FixtureRequest) -> Release:
    """Each released version."""
    return RELEASES[request.param]


@pytest.fixture
def journal(database_url: str, clock: SteppingClock, release: Release) -> Iterator[Journal]:
    """A journal as that version left it, opened by this one."""
    old = Journal(database_url, clock)
    upgrade(old.engine, clock(), release.revision)
    load(old.engine, release)
    old.close()
    journal = Journal(database_url, clock)
    journal.migrate()
    yield journal
    journal.close()


def rows(release: Release, table: str) -> list[dict[str, object]]:
    """The rows of a table as that version kept them."""
    found: list[dict[str, object]] = json.loads(release.path.read_text(encoding="utf-8"))[table]
    return found


def test_every_released_revision_has_its_data() -> None:
    """What a version that is out there may have written is tried; a release without a fixture fails here."""
    out_there = {match[1] for match in re.finditer(r"^## (\d+\.\d+\.\d+)", _changelog(), re.MULTILINE)}
    assert set(RELEASES) == out_there | _tags()
    script = ScriptDirectory.from_config(config())
    known = {one.revision for one in script.walk_revisions()}
    assert {release.revision for release in RELEASES.values()} <= known


def test_decisions_come_forward_equal(journal: Journal, release: Release) -> None:
    """Every decision is read through the journal as it was made."""
    with journal.read(ROUND) as look:
        found = decisions.since(look)
    assert found == tuple(_decision(row) for row in rows(release, "decisions"))


def test_outbox_items_and_answers_come_forward_equal(journal: Journal, release: Release) -> None:
    """What was to be written, what waits for a person, and what applicants wrote is all there."""
    with journal.read(ROUND) as look:
        waiting = {(row.op_id, row.state, row.attempts) for row in outbox.pending(look, tuple(OutboxState))}
        known = [(r.key, r.email, dict(r.cells), r.stamped, r.problem) for r in applications.since(look)]
        asked = [(item.kind, item.key, item.theirs, item.choice) for item in items.every(look)]
        settled = bases.all_bases(look)
        document = documents.active(look)
        sent = [submissions.get(look, str(row["client_token"])) for row in rows(release, "submissions")]
    assert waiting == {(r["op_id"], r["state"], r["attempts"]) for r in rows(release, "outbox")}
    assert known == [
        (r["key"], r["email"], r["cells"], r["stamped"], r["problem"]) for r in rows(release, "applications")
    ]
    assert asked == [(r["kind"], r["key"], r["theirs"], r["choice"]) for r in rows(release, "items")]
    assert {key: dict(base.cells) for key, base in settled.items()} == {
        r["key"]: r["cells"] for r in rows(release, "base")
    }
    assert document is not None
    assert document.version == len(rows(release, "documents"))
    assert [found[0] for found in sent if found] == [r["key"] for r in rows(release, "submissions")]


def test_chain_of_an_older_journal_begins_with_all_that_was_there(
    journal: Journal, release: Release, clock: SteppingClock
) -> None:
    """Each earlier decision has its link, with the moment when the chain began; and the chain is whole."""
    with journal.read(ROUND) as look:
        chain = list(audit.links(look))
        assert verify(look).broken is None
    assert (chain[0].what, chain[0].at) == ("genesis", clock())
    told = [(link.key, link.after["revision"]) for link in chain if link.what == "decided"]
    assert told == [(row["key"], row["revision"]) for row in rows(release, "decisions")]


def test_earlier_decision_changed_afterwards_is_found(journal: Journal) -> None:
    """What was decided before there was a chain cannot be changed unseen any more."""
    with journal.engine.begin() as connection:
        connection.execute(text("UPDATE decisions SET cohort = 'aarhus' WHERE cohort = 'odense'"))
    with journal.read(ROUND) as look:
        broken = verify(look).broken
    assert broken is not None
    assert broken.code == "decision_changed"


def test_work_goes_on_where_it_was(journal: Journal, release: Release) -> None:
    """New decisions follow the old ones, new items and orders get new numbers, and the chain goes on."""
    with journal.write(ROUND) as work:
        last = decisions.since(work)[-1]
        decisions.add(work, last.model_copy(update={"op_id": "new", "revision": last.revision + 1}))
        item = items.every(work)[-1]
        items.raise_item(work, item.model_copy(update={"id": 0, "kind": "over_limit", "resolved_at": None}))
        order = outbox.of_key(work, last.key)[-1]
        outbox.queue(work, order.model_copy(update={"op_id": "new", "state": OutboxState.QUEUED}))
    with journal.read(ROUND) as look:
        assert verify(look).broken is None
        assert len(outbox.pending(look, tuple(OutboxState))) == len(rows(release, "outbox")) + 1


def _decision(row: dict[str, object]) -> Decision:
    by, reason = row.pop("override_by"), row.pop("override_reason")
    override = Override.model_validate({"by": by, "reason": reason}) if by is not None else None
    plain = {name: row[name] for name in Decision.model_fields if name in row}
    return Decision.model_validate({**plain, "override": override})


def _changelog() -> str:
    return (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def _tags() -> set[str]:
    """Versions that are tagged; none where this is no checkout."""
    command = ["git", "-C", str(ROOT), "tag", "--list", "v*"]
    listed = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return {tag.removeprefix("v") for tag in listed.split()}
