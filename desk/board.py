"""The board: everything at one moment, from the journal alone. Only what changed is built anew."""

import threading
from collections import Counter
from collections.abc import Iterable
from typing import Protocol, TypeVar

from pydantic import TypeAdapter

from desk.office import Office, as_application, layout_in, obstacle
from desk.views import Board, Case, SyncHealth, Writing
from integrations.journal import applications, decisions, items, outbox, sheets
from integrations.journal.records import ApplicationRecord, Item, OutboxRow, OutboxState, SheetRecord
from integrations.journal.work import Reading
from rules.application import Application
from rules.capacity import loads
from rules.finding import Finding, Judgement
from rules.groups import group_of
from rules.programme.model import Programme
from rules.reading import Layout
from rules.state import CLOSED, Standing
from rules.validation import Validator
from rules.waitlist import places

_FINDINGS = TypeAdapter(tuple[Finding, ...])
_BLOCKED = frozenset({OutboxState.PARKED, OutboxState.ORPHAN})


class BoardKeeper:
    """Keeps the last board of a desk, shared by all sessions, until the journal changes."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._lock = threading.Lock()
        self._memory: _Memory | None = None

    def board(self) -> Board:
        """The board as of now."""
        programme = self._office.programme
        with self._lock, self._office.journal.read(programme.id) as look:
            memory = self._memory
            if memory is None or memory.programme is not programme:
                memory = self._memory = _Memory(programme)
            return memory.board(look)


class _Memory:
    """What was built for one programme, up to a value of its change counter."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self._change = 0
        self._layout = Layout()
        self._records: dict[str, ApplicationRecord] = {}
        self._applications: dict[str, Application] = {}
        self._sizes: dict[str, int] = {}
        self._standings: dict[str, Standing] = {}
        self._validator = Validator(programme)
        self._board: Board | None = None

    def board(self, look: Reading) -> Board:
        if self._board is None or self._board.version != look.change:
            self._read(look)
            self._board = self._build(look)
            self._change = look.change
        return self._board

    def _read(self, look: Reading) -> None:
        layout = layout_in(look)
        moved = layout != self._layout
        self._layout = layout
        fresh = {record.key: record for record in applications.since(look, self._change)}
        self._records |= fresh
        for record in (self._records if moved else fresh).values():
            application = as_application(self.programme, record, layout)
            self._applications[record.key] = application
            self._sizes[record.key] = group_of(application, self.programme).size
        for decision in decisions.since(look, self._change):
            self._standings[decision.key] = Standing.of(decision)

    def _build(self, look: Reading) -> Board:
        opened = items.opened(look)
        waiting = outbox.pending(look)
        sheet = sheets.get(look)
        return Board.model_construct(
            version=look.change,
            cases=self._cases(opened, waiting),
            items=opened,
            loads=loads(self.programme, self._standings.values(), self._sizes),
            findings=_FINDINGS.validate_python(sheet.findings or ()),
            health=_health(sheet, waiting),
        )

    def _cases(self, opened: Iterable[Item], waiting: Iterable[OutboxRow]) -> tuple[Case, ...]:
        closed = {key for key, standing in self._standings.items() if standing.status in CLOSED}
        ordered = sorted(self._applications.values(), key=lambda a: (a.row == 0, a.row, a.key))
        judgements = self._validator.judge(ordered, inactive=closed)
        place = places(self._standings.values())
        about, unwritten = _by_key(opened), _by_key(waiting)
        return tuple(
            self._case(
                application,
                judgements[application.key],
                place.get(application.key, 0),
                about.get(application.key, ()),
                unwritten.get(application.key, ()),
            )
            for application in ordered
        )

    def _case(
        self,
        application: Application,
        judgement: Judgement,
        place: int,
        about: tuple[Item, ...],
        unwritten: tuple[OutboxRow, ...],
    ) -> Case:
        """Built without validation: every part is a frozen value already, and there are thousands."""
        key = application.key
        standing = self._standings.get(key) or Standing(key=key)
        return Case.model_construct(
            key=key,
            application=application,
            judgement=judgement,
            standing=standing,
            place=place,
            size=self._sizes[key],
            writing=_writing(standing, about, unwritten),
            problem=obstacle(self._records[key], about),
            items=about,
        )


def _writing(standing: Standing, about: Iterable[Item], unwritten: Iterable[OutboxRow]) -> Writing:
    if any(item.column for item in about):
        return Writing.CONFLICT
    states = {row.state for row in unwritten}
    if OutboxState.CONFLICT in states:
        return Writing.CONFLICT
    if states & _BLOCKED:
        return Writing.BLOCKED
    if not standing.revision:
        return Writing.NONE
    return Writing.SAVED if states else Writing.IN_SHEET


def _health(sheet: SheetRecord, waiting: Iterable[OutboxRow]) -> SyncHealth:
    states = Counter(row.state for row in waiting)
    return SyncHealth(
        spreadsheet=sheet.spreadsheet,
        queued=states[OutboxState.QUEUED] + states[OutboxState.SENT],
        unknown=states[OutboxState.UNKNOWN],
        blocked=states[OutboxState.PARKED] + states[OutboxState.ORPHAN] + states[OutboxState.CONFLICT],
        read_at=sheet.read_at,
        details=sheet.health,
    )


class _Keyed(Protocol):
    @property
    def key(self) -> str: ...


Thing = TypeVar("Thing", bound=_Keyed)


def _by_key(things: Iterable[Thing]) -> dict[str, tuple[Thing, ...]]:
    found: dict[str, tuple[Thing, ...]] = {}
    for thing in things:
        found[thing.key] = (*found.get(thing.key, ()), thing)
    return found
