"""The loop behind the app: sync looks and writes, the desk is handed what people did in the sheet."""

import logging
import random
import re
import threading
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from integrations.journal import leases, sheets
from integrations.journal.journal import Journal, JournalUnavailable
from integrations.journal.leases import LeaseLost
from integrations.journal.records import Lease
from integrations.sheets.errors import QuotaExceeded, SheetsError
from integrations.sync.observation import Observation
from integrations.sync.recovery import JournalLost, NoLedger
from integrations.sync.settle import StillUnknown
from integrations.sync.sync import Sync
from rules.base import Frozen
from rules.checks.masking import mask

log = logging.getLogger("samhold.worker")

LEASE_SECONDS = 60.0
LONGEST_PAUSE = 64.0
"""Seconds that the worker waits at most before it tries again."""
MOST_PARTS = 12
"""Parts of a refused batch that are tried in one round: the lease must last for all of them."""
LONGEST_DETAIL = 300
GLANCE = 0.25
"""Seconds between two looks at the journal's change counter: how soon a decision starts on its way."""


class Observer(Protocol):
    """Whoever stores what was seen: the desk."""

    def observe(self, observation: Observation) -> None:
        """Store one look at the sheet."""


class Health(Frozen):
    """How the worker fares. `error` is a code of the catalogue, "" while all is well.

    `syncing` is False on a replica that leaves the sheet to another. `failures` counts since a success, the
    first of them at `failing_since`; `next_try` is when it tries again.
    """

    running: bool = False
    syncing: bool = False
    last_success: datetime | None = None
    last_failure: datetime | None = None
    error: str = ""
    detail: str = ""
    failures: int = 0
    failing_since: datetime | None = None
    next_try: datetime | None = None


class Worker:
    """One spreadsheet's sync, ticking in a thread of its own or by hand (`tick`)."""

    def __init__(
        self,
        desk: Observer,
        sync: Sync,
        journal: Journal,
        programme: str,
        *,
        clock: Callable[[], datetime],
        holder: str,
        poll_seconds: float = 5.0,
    ) -> None:
        """`holder` names this replica in the lease; `programme` is the id of the round."""
        self._desk = desk
        self._sync = sync
        self._journal = journal
        self._programme = programme
        self._clock = clock
        self._holder = holder
        self._poll = poll_seconds
        self._health = Health()
        self._lease: Lease | None = None
        self._considered = -1
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    # One round

    def tick(self) -> bool:
        """Recover, look, hand over, write, judge the reply; whether this replica holds the lease.

        Raises SheetsError, StillUnknown, JournalUnavailable or LeaseLost; all leave the journal whole, and
        the next tick goes on from there.
        """
        lease = self._acquire()
        if lease is None:
            return False
        self._sync.recover(lease)
        self._hand_over(self._sync.observe(lease))
        self._considered = self._change()
        self._hand_over(self._sync.write(lease))
        for _ in range(MOST_PARTS):
            if not self._sync.searching:
                break
            self._hand_over(self._sync.search(lease))
        return True

    def _hand_over(self, seen: Observation | None) -> None:
        if seen is not None:
            self._desk.observe(seen)

    def _acquire(self) -> Lease | None:
        with self._journal.write(self._programme) as work:
            self._lease = leases.acquire(work, self._holder, LEASE_SECONDS)
        return self._lease

    def once(self) -> bool:
        """One round for a command that then ends: as `tick`, and the lease is given back at once."""
        try:
            return self.tick()
        finally:
            self._release()

    def rebuild(self) -> bool:
        """Compare journal and ledger as wholes and let each learn from the other; whether that could be done.

        Not while another replica holds the lease. Raises as `tick`, and NoLedger.
        """
        lease = self._acquire()
        if lease is None:
            return False
        try:
            self._sync.recover(lease)
            self._desk.observe(self._sync.rebuild(lease))
        finally:
            self._release()
        return True

    # The loop

    def start(self) -> None:
        """Begin ticking in the background."""
        self._stopping.clear()
        self._health = self._health.model_copy(update={"running": True})
        self._thread = threading.Thread(target=self._loop, name="samhold-worker", daemon=True)
        self._thread.start()

    def stop(self, seconds: float = 10.0) -> None:
        """End the loop after the call under way, wait for it at most so long, and let another replica in."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(seconds)
        self._health = self._health.model_copy(update={"running": False, "syncing": False})

    def health(self) -> Health:
        """How it fares, for readiness checks and the pages."""
        return self._health

    def _loop(self) -> None:
        while not self._stopping.is_set():
            pause = self.turn()
            self._rest(pause)
        self._release()

    def turn(self) -> float:
        """One tick with its errors named; the seconds to wait before the next. The loop is made of these."""
        try:
            syncing = self.tick()
        except (SheetsError, StillUnknown, JournalUnavailable, LeaseLost, JournalLost, NoLedger) as error:
            return self._failed(error)
        except Exception as error:
            # What an error says can hold what an applicant wrote: the log gets where it was, not what.
            where = "".join(traceback.format_tb(error.__traceback__))
            log.error("a tick failed: %s\n%s", type(error).__name__, where)
            return self._failed(error)
        self._say(Health(running=True, syncing=syncing, last_success=self._clock() if syncing else None))
        return max(self._poll, self._sync.pace)

    def _failed(self, error: Exception) -> float:
        """Back off with jitter, doubling up to a bound; as long as the quota says where it does."""
        before, now = self._health, self._clock()
        failures, pause = before.failures + 1, self._pause(error)
        code = error.code if isinstance(error, SheetsError) else _CODES.get(type(error), "internal")
        self._say(
            Health(
                running=True,
                last_success=before.last_success,
                last_failure=now,
                error=code,
                detail=_detail(error),
                failures=failures,
                failing_since=before.failing_since or now,
                next_try=now + timedelta(seconds=pause),
            )
        )
        return pause

    def _pause(self, error: Exception) -> float:
        """Seconds until the next try."""
        if isinstance(error, QuotaExceeded) and error.wait:
            return min(error.wait, LONGEST_PAUSE)
        longest: float = min(self._poll * 2 ** min(self._health.failures, 10), LONGEST_PAUSE)
        return longest * random.uniform(0.5, 1.0)  # noqa: S311 - jitter

    def _say(self, health: Health) -> None:
        """Keep the news. The journal gets changes and every failure, for the pages of every replica."""
        before, self._health = self._health, health
        if not health.error and (before.error, before.syncing) == (health.error, health.syncing):
            return
        if health.syncing or health.error:
            try:
                with self._journal.write(self._programme) as work:
                    sheets.save(work, health=health.model_dump(mode="json"))
            except JournalUnavailable:
                log.warning("the journal does not take the worker's news")

    def _rest(self, seconds: float) -> None:
        """Wait, but not past the end or a change in the journal (which another process may have made).

        A part of the wait is always kept, so that a run of decisions goes out in few batches.
        """
        waited = min(seconds, self._poll / 4)
        self._stopping.wait(waited)
        while waited < seconds and not self._stopping.wait(GLANCE):
            waited += GLANCE
            if self._health.syncing and self._change() != self._considered:
                break

    def _change(self) -> int:
        try:
            return self._journal.changed(self._programme)
        except JournalUnavailable:
            return -1

    def _release(self) -> None:
        if self._lease is not None:
            try:
                with self._journal.write(self._programme) as work:
                    leases.release(work, self._lease)
            except JournalUnavailable:
                log.warning("the lease runs out by itself")


def _detail(error: Exception) -> str:
    """What may be kept of an error: a service's word without the values that it quotes, else its kind."""
    if not isinstance(error, SheetsError):
        return type(error).__name__
    return mask(_QUOTED.sub("…", str(error)))[:LONGEST_DETAIL]


_QUOTED = re.compile(r"\"[^\"]*\"?")
_CODES: dict[type[Exception], str] = {
    StillUnknown: "outcome_unknown",
    JournalUnavailable: "journal_unavailable",
    LeaseLost: "lease_lost",
    JournalLost: "journal_lost",
    NoLedger: "no_ledger",
}
OWN_FAULTS = frozenset({*_CODES.values(), "internal"})
"""Every code that `Health.error` can have beside those of the spreadsheet service."""
