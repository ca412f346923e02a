"""Sync: looks at the sheet and writes into it, under a lease. The worker hands on what it observes."""

from collections.abc import Callable
from datetime import datetime

from integrations.journal import attempts, leases, outbox
from integrations.journal.journal import Journal
from integrations.journal.records import Attempt, Lease, OutboxState, Outcome
from integrations.sheets import requests
from integrations.sheets.bucket import Seconds
from integrations.sheets.errors import BadRequest, OutcomeUnknown, SheetsError
from integrations.sheets.gateway import Gateway
from integrations.sheets.snapshot import SheetSnapshot
from integrations.sheets.watch import Watch
from integrations.sync import store
from integrations.sync.assess import Assessment, Assessor, observation
from integrations.sync.batch import build
from integrations.sync.erasing import blanks
from integrations.sync.find import Finder
from integrations.sync.healing import Healing
from integrations.sync.isolation import Isolation, RefusedBatch, named, reason_of, units
from integrations.sync.observation import Observation, Problem, Trouble
from integrations.sync.plan import Bars, Plan, Planner
from integrations.sync.recovery import Recovery, strange
from integrations.sync.settle import StillUnknown
from integrations.sync.sheet import Sheet
from integrations.sync.view import View, load
from rules.programme.model import Programme

TOKEN_SECONDS = 200.0
"""How long a used token stays in the sheet: longer than the service works on any call (180 s)."""
_NEVER = -1


class _Refused(BadRequest):
    """A batch that is certain not to have been applied, and cannot be any more."""


class Sync:
    """One spreadsheet and one programme. `seconds` only runs forward; `clock` may jump."""

    def __init__(
        self,
        journal: Journal,
        programme: Callable[[], Programme],
        gateway: Gateway,
        *,
        clock: Callable[[], datetime],
        seconds: Seconds,
    ) -> None:
        self._journal = journal
        self._programme = programme
        self.gateway = gateway
        self._clock = clock
        self._seconds = seconds
        self._watch = Watch(gateway, seconds)
        self._recovery = Recovery(journal, programme, gateway, clock)
        self._isolation = Isolation(seconds)
        self._finder = Finder()
        self._assessor = Assessor()
        self._snapshot: SheetSnapshot | None = None
        self._looked = clock()
        self._judged_at = _NEVER
        self._tokens: dict[str, float] = {}

    def recover(self, lease: Lease) -> None:
        """Kill first: use up the tokens of batches whose outcome is unknown, so that none can apply any more.

        Whether they were applied is then told by the ledger.
        """
        with self._journal.read(self._name) as look:
            undecided = attempts.undecided(look)
        if not undecided:
            return
        self._watch.forget()
        for attempt in undecided:
            if attempt.outcome is not Outcome.UNKNOWN:
                self._note_lost(lease, attempt)
            self._kill(attempt)

    def _kill(self, attempt: Attempt) -> bool:
        """Use up an attempt's token; whether that was accepted, so that it is certain never to apply."""
        try:
            self.gateway.apply([requests.add_name(attempt.token, self.gateway.anchor())])
        except BadRequest:
            # Used up already, by the batch itself or by an earlier kill; or the tab is gone.
            self.gateway.forget()
            return False
        return True

    def observe(self, lease: Lease) -> Observation | None:
        """Look at the sheet, settle what was sent, and say what people did.

        None where neither the sheet nor the journal has changed since the last judgement.
        """
        with self._journal.read(self._name) as look:
            change, waiting = look.change, outbox.pending(look, (OutboxState.QUEUED,))
        seen = self._watch.look(pressing=bool(waiting) or self._snapshot is None)
        self._isolation.looked(self._watch.changes)
        if seen is None and change == self._judged_at:
            return None
        return self._judge(lease, seen or self._snapshot)

    @property
    def pace(self) -> float:
        """Seconds that are to lie between two looks at least."""
        return self._watch.pace

    def foresee(self) -> Healing:
        """What `rebuild` would do; nothing is changed. Raises NoLedger."""
        return self._recovery.plan()

    def rebuild(self, lease: Lease) -> Observation:
        """As `observe`, after journal and ledger were compared as wholes. Raises NoLedger, too."""
        return self._judge(lease, self._recovery.heal(lease))

    def write(self, lease: Lease) -> Observation | None:
        """Send everything that is pending as one batch, on the look just observed; None where nothing is.

        The reply is judged like a look. What the service refuses for good is left to `search`.
        """
        try:
            return self._batch(lease, self._isolation.others())
        except RefusedBatch as refused:
            self._isolation.suspect(refused.units, refused.reason)
            return None

    @property
    def searching(self) -> bool:
        """Whether a part of what was refused is to be sent by itself now."""
        return self._isolation.searching

    def search(self, lease: Lease) -> Observation | None:
        """Send the next part of what was refused; what turns out to be to blame is parked."""
        try:
            reply = self._batch(lease, self._isolation.group())
        except RefusedBatch as refused:
            self._isolation.refused(refused)
            return None
        self._isolation.went()
        return reply

    def _batch(self, lease: Lease, bars: Bars) -> Observation | None:
        sheet = self._found(self._snapshot)
        if sheet is None or not self._anything(sheet, bars):
            return None
        planned = self._record(lease, sheet, bars)
        if planned is None:
            return None
        attempt, plan = planned
        batch = build(plan, sheet, attempt.token, self._stale())
        batch = [batch[0], *self._blanks(plan), *batch[1:]]
        try:
            reply = self._send(lease, attempt, batch)
        except _Refused as error:
            blamed = named(error.detail, batch, plan, sheet)
            raise RefusedBatch(units(plan), reason_of(error.detail), blamed) from error
        self._watch.replied(reply)
        return self._judge(lease, reply)

    @property
    def _name(self) -> str:
        return self._programme().id

    # Judging

    def _judge(self, lease: Lease, snapshot: SheetSnapshot | None) -> Observation:
        if snapshot is None:
            raise ValueError("nothing to judge")
        if snapshot is not self._snapshot:
            self._looked = self._clock()
        self._snapshot, self._judged_at = snapshot, _NEVER
        self._remember(snapshot)
        programme, now = self._programme(), self._clock()
        found = self._finder.find(programme, snapshot)
        if found is None:
            return Observation(at=self._looked, complete=False, problems=(Problem(kind=Trouble.TAB_MISSING),))
        sheet, findings = found
        with self._journal.read(programme.id) as look:
            view = load(look, programme)
        if strange(view, sheet):
            return self._judge(lease, self._recovery.heal(lease))
        try:
            assessment = self._assessor.assess(view, sheet, now, self._isolation.reasons)
        except StillUnknown:
            self._watch.forget()
            raise
        if assessment.changes:
            assessment = self._keep(lease, sheet, view, assessment, now)
        self._judged_at = view.change
        return observation(assessment, findings, self._looked)

    def _keep(
        self, lease: Lease, sheet: Sheet, view: View, assessment: Assessment, now: datetime
    ) -> Assessment:
        """Store an assessment; where the journal has moved on since, make it anew on what it says now."""
        with self._journal.write(self._name) as work:
            leases.require(work, lease)
            if work.change - 1 != view.change:
                view = load(work, view.programme)
                assessment = self._assessor.assess(view, sheet, now, self._isolation.reasons)
            store.keep(work, view, assessment)
        return assessment

    def _found(self, snapshot: SheetSnapshot | None) -> Sheet | None:
        found = self._finder.find(self._programme(), snapshot) if snapshot else None
        return found[0] if found else None

    # Writing

    def _anything(self, sheet: Sheet, bars: Bars) -> bool:
        """Whether there is something to write, without taking the writer's lock."""
        programme = self._programme()
        with self._journal.read(programme.id) as look:
            return bool(self._plan(load(look, programme), sheet, 0, bars))

    def _record(self, lease: Lease, sheet: Sheet, bars: Bars) -> tuple[Attempt, Plan] | None:
        """Plan on the journal as it is now and put the attempt on record, in one transaction."""
        programme = self._programme()
        with self._journal.write(programme.id) as work:
            leases.require(work, lease)
            plan = self._plan(load(work, programme), sheet, store.next_number(work), bars)
            return (store.record(work, lease, plan), plan) if plan else None

    def _plan(self, view: View, sheet: Sheet, number: int, bars: Bars) -> Plan:
        assessment = self._assessor.assess(view, sheet, self._clock())
        return Planner(assessment.view, assessment.picture, assessment.judged, number, bars).run()

    def _send(self, lease: Lease, attempt: Attempt, batch: list[requests.Request]) -> SheetSnapshot:
        """Raises _Refused where it is certain that the service does not take it, and never will."""
        try:
            return self.gateway.send(batch)
        except (BadRequest, OutcomeUnknown) as error:
            self._watch.forget()
            self._note_lost(lease, attempt, error.code)
            if isinstance(error, OutcomeUnknown) or not self._kill(attempt):
                raise
            self._note_refused(lease, attempt, error.code)
            raise _Refused(error.detail) from error
        except SheetsError as error:
            self._note_refused(lease, attempt, error.code)
            raise

    def _note_refused(self, lease: Lease, attempt: Attempt, error: str) -> None:
        with self._journal.write(self._name) as work:
            leases.require(work, lease)
            store.refused(work, attempt, error)

    def _blanks(self, plan: Plan) -> list[requests.Request]:
        """What is to be blanked in the ledger, read whole for it: only the lease's holder adds to it.

        The requests go in right after the token, before any row of the ledger moves.
        """
        ledger = self.gateway.whole().tab(role="ledger") if plan.erased else None
        return blanks(ledger, plan.erased) if ledger else []

    def _note_lost(self, lease: Lease, attempt: Attempt, error: str = OutcomeUnknown.code) -> None:
        with self._journal.write(self._name) as work:
            leases.require(work, lease)
            store.lost(work, attempt, error)

    # Tokens

    def _remember(self, snapshot: SheetSnapshot) -> None:
        """When each token was first seen here, by a clock that cannot jump."""
        now = self._seconds()
        seen = (name for name in snapshot.named if name.startswith("samhold_"))
        self._tokens = {name: self._tokens.get(name, now) for name in seen}

    def _stale(self) -> list[str]:
        """Tokens old enough to be removed."""
        now = self._seconds()
        return sorted(name for name, since in self._tokens.items() if now - since > TOKEN_SECONDS)
