"""The board: everything at one moment, from the journal alone. Only what changed is built anew."""

import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
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
from rules.state import CLOSED, Decision, Standing
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
        with self._lock:
            memory = self._memory
            if memory is None or memory.programme is not programme:
                memory = self._memory = _Memory(programme)
            with self._office.journal.read(programme.id) as look:
                news = memory.news(look)
            return memory.board(news)


@dataclass(frozen=True)
class _News:
    """What the journal says that the memory does not know yet. Read at once: writers wait for no build."""

    version: int
    layout: Layout
    records: tuple[ApplicationRecord, ...]
    decisions: tuple[Decision, ...]
    items: tuple[Item, ...]
    waiting: tuple[OutboxRow, ...]
    sheet: SheetRecord


class _Memory:
    """What was built for one programme, up to a value of its change counter."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self._layout = Layout()
        self._records: dict[str, ApplicationRecord] = {}
        self._applications: dict[str, Application] = {}
        self._sizes: dict[str, int] = {}
        self._standings: dict[str, Standing] = {}
        self._validator = Validator(programme)
        self._board = Board(version=-1)

    def news(self, look: Reading) -> _News | None:
        """What has changed since the last board, or None."""
        known = self._board.version
        if look.change == known:
            return None
        return _News(
            version=look.change,
            layout=layout_in(look),
            records=applications.since(look, known),
            decisions=decisions.since(look, known),
            items=items.opened(look),
            waiting=outbox.pending(look),
            sheet=sheets.get(look),
        )

    def board(self, news: _News | None) -> Board:
        """The board with the news, the very same one without."""
        if news is not None:
            self._take(news)
            self._board = self._built(news)
        return self._board

    def _take(self, news: _News) -> None:
        fresh = {record.key: record for record in news.records}
        self._records |= fresh
        moved = news.layout != self._layout
        self._layout = news.layout
        for record in (self._records if moved else fresh).values():
            application = as_application(self.programme, record, self._layout)
            self._applications[record.key] = application
            self._sizes[record.key] = group_of(application, self.programme).size
        for decision in news.decisions:
            self._standings[decision.key] = Standing.of(decision)
        for record in news.records:
            if record.erased_at is not None:
                self._forget(record.key)

    def _forget(self, key: str) -> None:
        """An application whose data are deleted is a number that nobody needs to see."""
        for known in (self._records, self._applications, self._sizes, self._standings):
            known.pop(key, None)

    def _built(self, news: _News) -> Board:
        return Board.model_construct(
            version=news.version,
            cases=self._cases(news.items, news.waiting),
            items=news.items,
            loads=loads(self.programme, self._standings.values(), self._sizes),
            findings=_FINDINGS.validate_python(news.sheet.findings or ()),
            waiting=news.waiting,
            health=_health(news.sheet, news.waiting),
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
            basis=self._records[key].fingerprint,
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
        tab=_tab(sheet),
    )


def _tab(sheet: SheetRecord) -> int | None:
    tab = sheet.connection.get("tab") if isinstance(sheet.connection, dict) else None
    return tab if isinstance(tab, int) else None


class _Keyed(Protocol):
    @property
    def key(self) -> str: ...


Thing = TypeVar("Thing", bound=_Keyed)


def _by_key(things: Iterable[Thing]) -> dict[str, tuple[Thing, ...]]:
    found: dict[str, tuple[Thing, ...]] = {}
    for thing in things:
        found[thing.key] = (*found.get(thing.key, ()), thing)
    return found
