"""What goes wrong with the spreadsheet service: refusals, lost replies, late application, outages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from integrations.sheets_server import Applied, Call, Disturbance, Trouble

if TYPE_CHECKING:
    from tests.simulation.history import History

REFUSALS = (400, 401, 403, 404, 429)
"""Answers that say that nothing was applied."""
FAILURES = (500, 502, 503, 504)
"""Answers that say nothing of it."""
SOON, LATE = 1.0, 175.0
"""Seconds after which a late call arrives: the service works on none for longer than 180."""


class Service:
    """The fault plan of the account."""

    def __init__(self, told: History) -> None:
        self._told = told
        self._random = told.random
        self._account = told.world.account
        self.faults = 0
        self._late_at: float | None = None
        self._out: Disturbance | None = None

    def begin(self) -> None:
        """From now on calls are disturbed."""
        self._account.plan = self._plan

    def end(self) -> None:
        """Everything works again, and what was late arrives."""
        self._account.plan = None
        self._out = None
        self._deliver()

    def outage(self) -> bool:
        """It begins or ends: every call fails in one way, for as long as it lasts."""
        if self._out is not None:
            self._out = None
            self._told.note("the service is back")
        else:
            code = self._random.choice((*REFUSALS[1:], 503))
            self._out = Disturbance(Trouble.STATUS, code, Applied.NEVER)
            self._told.note(f"the service answers {code} to everything")
        return True

    def passes(self, seconds: float) -> None:
        """Time is about to pass: a late call may arrive in it."""
        if self._late_at is not None and self._told.world.clock.seconds() + seconds >= self._late_at:
            self._deliver()

    def _deliver(self) -> None:
        with self._told.watch.of(None):
            statuses = self._account.deliver_late()
        if statuses:
            self._told.note(f"late calls arrive: {statuses}")
        self._late_at = None

    def _plan(self, call: Call) -> Disturbance | None:
        if self._out is not None:
            self.faults += 1
            return self._out
        if self._random.random() >= self._told.harshness.fault:
            return None
        self.faults += 1
        found = self._trouble()
        if found.applied is Applied.LATER and self._late_at is None:
            now = self._told.world.clock.seconds()
            self._late_at = now + self._random.choice((SOON, self._random.uniform(SOON, LATE)))
        self._told.note(f"{call.method}: {found.trouble} {found.code} {found.applied}")
        return found

    def _trouble(self) -> Disturbance:
        trouble = self._random.choice(tuple(Trouble))
        if trouble is Trouble.STATUS and self._random.random() < 0.5:
            return Disturbance(trouble, self._random.choice(REFUSALS), Applied.NEVER)
        applied = Applied.NOW if trouble is Trouble.GARBLED else self._random.choice(tuple(Applied))
        return Disturbance(trouble, self._random.choice(FAILURES), applied)
