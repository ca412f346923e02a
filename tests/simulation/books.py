"""The journal as a stranger reads it, past our own code: what was decided, for whom, and what was changed."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from integrations.journal.records import OutboxState
from rules.programme.model import Programme
from rules.state import HOLDS_A_PLACE, Decision, Status
from tests.simulation.look import who_by, who_in

_STOPPED = {OutboxState.CONFLICT, OutboxState.PARKED, OutboxState.ORPHAN}
LEGAL: Mapping[OutboxState, frozenset[OutboxState]] = {
    OutboxState.QUEUED: frozenset({OutboxState.SENT, OutboxState.SETTLED, *_STOPPED}),
    OutboxState.SENT: frozenset({OutboxState.UNKNOWN, OutboxState.QUEUED, OutboxState.SETTLED, *_STOPPED}),
    OutboxState.UNKNOWN: frozenset({OutboxState.QUEUED, OutboxState.SETTLED, *_STOPPED}),
    **dict.fromkeys(
        _STOPPED, frozenset({OutboxState.QUEUED, OutboxState.SENT, OutboxState.SETTLED, *_STOPPED})
    ),
    OutboxState.SETTLED: frozenset({OutboxState.SENT, OutboxState.QUEUED}),
}
"""Where a row of the outbox may go from each state. What is settled goes out again only to be shown again,
or where people have put an older ledger back;
what is unknown is looked up before anything else."""

_HOOKS = """
CREATE TABLE simulated (what TEXT NOT NULL);
CREATE TRIGGER simulated_moves AFTER UPDATE OF state ON outbox WHEN old.state <> new.state BEGIN
    INSERT INTO simulated VALUES ('outbox ' || old.state || ' ' || new.state); END;
CREATE TRIGGER simulated_changes AFTER UPDATE ON decisions BEGIN
    INSERT INTO simulated VALUES ('decision changed ' || old.op_id); END;
CREATE TRIGGER simulated_losses AFTER DELETE ON decisions BEGIN
    INSERT INTO simulated VALUES ('decision deleted ' || old.op_id); END;
"""
_NEW = """SELECT rowid, op_id, key, revision, status, cohort, override_by FROM decisions
    WHERE rowid > ? ORDER BY rowid"""


class Taken(NamedTuple):
    """A place that a decision holds."""

    status: str
    cohort: str


class Books:
    """Reads the journal step by step. `decided`: op_id -> (key, revision), of all that was ever read."""

    def __init__(self, url: str, programme: Programme) -> None:
        self._file = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        self._file.executescript(_HOOKS)
        self._limits = {c.id: (c.participants_max, c.groups_max) for c in programme.cohorts}
        self._last = 0
        self._hooked = 0
        self._revisions: dict[str, int] = {}
        self._stands: dict[str, Taken] = {}
        self._whose: dict[str, frozenset[str]] = {}
        self.decided: dict[str, tuple[str, int]] = {}
        self.moves: set[str] = set()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def wrong(self, acknowledged: list[Decision]) -> Iterator[str]:
        """Read on, and say what is not as it must be."""
        yield from self._hooks()
        yield from self._meet()
        for number, op_id, key, revision, status, cohort, override in self._file.execute(_NEW, (self._last,)):
            self._last = number
            self.decided[op_id] = (key, revision)
            if revision != self._revisions.get(key, 0) + 1:
                yield f"{key} goes from revision {self._revisions.get(key, 0)} to {revision}"
            self._revisions[key] = revision
            yield from self._place(key, Taken(status, cohort), free=bool(override))
        for decision in acknowledged:
            if self.decided.get(decision.op_id) != (decision.key, decision.revision):
                yield f"acknowledged decision {decision.op_id} on {decision.key} is not in the journal"

    def unfounded(self, made: Decision, revision: int, basis: str) -> Iterator[str]:
        """What speaks against a decision just acknowledged, on what the screen showed."""
        query = "SELECT fingerprint, stamped, present, problem FROM applications WHERE key = ?"
        fingerprint, stamped, present, problem = self._file.execute(query, (made.key,)).fetchone()
        if made.revision != revision + 1:
            yield f"{made.op_id} is revision {made.revision}, decided on a screen that showed {revision}"
        if made.basis != fingerprint or basis != fingerprint:
            yield f"{made.op_id} was decided on {basis}, noted as {made.basis}; now it is {fingerprint}"
        if not (stamped and present) or problem:
            yield f"{made.op_id} was decided on {made.key}, which the sheet has not confirmed {problem}"

    def receipts(self) -> set[str]:
        """The receipts that the journal takes for those of its rows."""
        return {receipt for (receipt,) in self._file.execute("SELECT receipt FROM base")}

    def whose(self, key: str) -> frozenset[str]:
        """Whose application a key was given to, by its workplace and by its address."""
        return self._whose.get(key, frozenset())

    def _meet(self) -> Iterator[str]:
        """Remember whose a new application is: later, people may have mixed its answers with another's.

        Who is known by the same time stamp and address has a key already.
        """
        ((count,),) = self._file.execute("SELECT count(*) FROM applications")
        if count > len(self._whose):
            found = self._file.execute("SELECT key, cells, email, stamp FROM applications").fetchall()
            known = {(email, stamp): key for key, _, email, stamp in found if stamp and key in self._whose}
            for key, cells, email, stamp in found:
                if key in self._whose:
                    continue
                self._whose[key] = frozenset({who_in(json.loads(cells)), who_by(email)} - {""})
                if (email, stamp) in known:
                    yield f"{key} is given to the application that is {known[email, stamp]}"

    def _hooks(self) -> Iterator[str]:
        query = "SELECT rowid, what FROM simulated WHERE rowid > ? ORDER BY rowid"
        for number, what in self._file.execute(query, (self._hooked,)):
            self._hooked = number
            if not what.startswith("outbox "):
                yield what
                continue
            self.moves.add(what)
            _, before, after = what.split(" ")
            if OutboxState(after) not in LEGAL[OutboxState(before)]:
                yield f"an outbox row went from {before} to {after}"

    def _place(self, key: str, now: Taken, *, free: bool) -> Iterator[str]:
        """Nobody is given a place that is not there, unless a person said so by name."""
        before = self._stands.get(key)
        self._stands[key] = now
        if not _holds(now) or free or (before and _holds(before) and before.cohort == now.cohort):
            return
        sizes = self._sizes(
            [k for k, one in self._stands.items() if _holds(one) and one.cohort == now.cohort]
        )
        people, groups = self._limits[now.cohort]
        if sum(sizes) > people or len(sizes) > groups:
            yield f"{key} was given a place in {now.cohort} beyond its limits: {sizes}"

    def _sizes(self, keys: list[str]) -> list[int]:
        marks = ",".join("?" * len(keys))
        query = f"SELECT cells FROM applications WHERE key IN ({marks})"
        return [int(json.loads(cells).get("size") or 0) for (cells,) in self._file.execute(query, keys)]


def _holds(taken: Taken) -> bool:
    return Status(taken.status) in HOLDS_A_PLACE
