"""A whole small world for tests: a spreadsheet with people at it, the journal, the desk and the worker.

Everything real, nothing random that is not passed in: the server's core behind gspread, SQLite, the desk.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from requests.adapters import BaseAdapter
from sqlalchemy import Engine

from desk.desk import Desk
from desk.views import Case
from integrations.connect import connect
from integrations.journal.journal import Journal
from integrations.programmes import read_programme
from integrations.sheets.bucket import Bucket
from integrations.sheets.client import open_client
from integrations.sheets.gateway import Gateway
from integrations.sheets_server import Account, CoreAdapter, Ids, MemoryStore
from integrations.sync.ledger import IMAGE_START
from integrations.sync.sync import Sync
from rules.base import Cell
from rules.columns import HEADERS, LEDGER_TAB
from rules.people import Actor, Role
from rules.programme.model import Programme
from rules.projection import serial
from rules.state import Decision, Source, Status
from worker import Worker

KAREN = Actor(name="Karen Holm", email="karen@spark.example", role=Role.CONSULTANT, source=Source.PAGE)
MIKKEL = Actor(name="Mikkel Bro", email="mikkel@spark.example", role=Role.CONSULTANT, source=Source.PAGE)
START = datetime(2024, 5, 21, 6, 0, tzinfo=UTC)
TAB = "Formularsvar 1"


class Clock:
    """Wall clock and running seconds, moved by hand."""

    def __init__(self, start: datetime = START) -> None:
        self.now = start
        self._off = timedelta(0)

    def __call__(self) -> datetime:
        return self.now

    @property
    def true(self) -> datetime:
        """What a clock on the wall would say that nobody has put wrong."""
        return self.now - self._off

    def seconds(self) -> float:
        """Seconds since the start, whatever the wall clock was put to."""
        return (self.true - START).total_seconds()

    def put_right(self) -> None:
        """Put the wall clock right."""
        self.now, self._off = self.true, timedelta(0)

    def jump(self, **span: float) -> None:
        """Put the wall clock forward or back; arguments as for `timedelta`."""
        self._off += timedelta(**span)
        self.now += timedelta(**span)

    def forward(self, **span: float) -> None:
        """Let time pass; arguments as for `timedelta`."""
        self.now += timedelta(**span)


class People:
    """What coordinators and the form do to the sheet: the same API, past our own client."""

    def __init__(self, account: Account, spreadsheet: str, programme: Programme, clock: Clock) -> None:
        self._account = account
        self._path = f"/v4/spreadsheets/{spreadsheet}"
        self._programme = programme
        self._clock = clock

    def batch(self, *requests: Mapping[str, Any]) -> None:
        """Any batch of requests."""
        self._account.call("POST", f"{self._path}:batchUpdate", {"requests": list(requests)})

    def values(self, tab: str = TAB) -> list[list[Cell]]:
        """All cells of a tab, unformatted."""
        query = "valueRenderOption=UNFORMATTED_VALUE&dateTimeRenderOption=SERIAL_NUMBER"
        found: list[list[Cell]] = self._account.call(
            "GET", f"{self._path}/values/'{tab}'".replace(" ", "%20"), query=query
        ).get("values", [])
        return found

    def records(self) -> list[dict[str, Cell]]:
        """The rows by header."""
        header, *rows = self.values()
        return [dict(zip(map(str, header), [*row, *[""] * len(header)], strict=False)) for row in rows]

    def row_of(self, key: str) -> int:
        """The row that a case number stands in."""
        at = self.column(HEADERS["key"])
        return next(n for n, row in enumerate(self.values(), 1) if len(row) >= at and row[at - 1] == key)

    def column(self, header: str) -> int:
        """The column under a header."""
        return self.values()[0].index(header) + 1

    def shown(self, key: str) -> dict[str, Cell]:
        """The row of a case number, by header."""
        at = HEADERS["key"]
        return next(row for row in self.records() if row.get(at) == key)

    def type(self, row: int, header: str, cell: Cell) -> None:
        """Type into a cell."""
        self.put(row, self.column(header), cell)

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Set a cell by its place."""
        kind = "stringValue" if isinstance(cell, str) else "numberValue"
        value = {} if cell is None else {"userEnteredValue": {kind: cell}}
        start = {"sheetId": 0, "rowIndex": row - 1, "columnIndex": column - 1}
        self.batch(
            {"updateCells": {"start": start, "rows": [{"values": [value]}], "fields": "userEnteredValue"}}
        )

    def respond(self, workplace: str, email: str, **answers: Cell) -> None:
        """A response of the form: a new row after the last one, its extra columns blank."""
        known: dict[str, Cell] = {
            "timestamp": serial(self._clock(), self._programme.zone),
            "email": email,
            "municipality": "Aarhus",
            "workplace": workplace,
            **answers,
        }
        headers = {q.id: q.header for q in self._programme.questions}
        line = {headers[name]: cell for name, cell in known.items() if name in headers}
        row = [line.get(str(header)) for header in self.values()[0]]
        cells = [
            {}
            if c is None
            else {"userEnteredValue": {"stringValue" if isinstance(c, str) else "numberValue": c}}
            for c in row
        ]
        self.batch({"appendCells": {"sheetId": 0, "rows": [{"values": cells}], "fields": "userEnteredValue"}})

    def sort(self, header: str, *, descending: bool = False) -> None:
        """Sort all columns by one."""
        width = len(self.values()[0])
        self.sort_columns(header, 1, width, descending=descending)

    def sort_columns(self, header: str, first: int, last: int, *, descending: bool = False) -> None:
        """Sort some columns only, by one of them."""
        order = {
            "dimensionIndex": self.column(header) - 1,
            "sortOrder": "DESCENDING" if descending else "ASCENDING",
        }
        area = {
            "sheetId": 0,
            "startRowIndex": 1,
            "endRowIndex": len(self.values()),
            "startColumnIndex": first - 1,
        }
        self.batch({"sortRange": {"range": {**area, "endColumnIndex": last}, "sortSpecs": [order]}})

    def delete_row(self, row: int) -> None:
        """Delete a row."""
        place = {"sheetId": 0, "dimension": "ROWS", "startIndex": row - 1, "endIndex": row}
        self.batch({"deleteDimension": {"range": place}})

    def insert_row(self, row: int) -> None:
        """Insert a blank row."""
        place = {"sheetId": 0, "dimension": "ROWS", "startIndex": row - 1, "endIndex": row}
        self.batch({"insertDimension": {"range": place, "inheritFromBefore": False}})

    def copy_row(self, row: int, to: int) -> None:
        """Copy a row over another place."""
        source = {"sheetId": 0, "startRowIndex": row - 1, "endRowIndex": row}
        target = {"sheetId": 0, "startRowIndex": to - 1, "endRowIndex": to}
        self.batch({"copyPaste": {"source": source, "destination": target, "pasteType": "PASTE_NORMAL"}})

    def move_column(self, header: str, before: str) -> None:
        """Move a column to stand before another."""
        at = self.column(header) - 1
        place = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": at, "endIndex": at + 1}
        self.batch({"moveDimension": {"source": place, "destinationIndex": self.column(before) - 1}})

    def insert_column(self, before: str, header: str = "") -> None:
        """Insert a column before another."""
        at = self.column(before)
        place = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": at - 1, "endIndex": at}
        self.batch({"insertDimension": {"range": place, "inheritFromBefore": False}})
        if header:
            self.put(1, at, header)

    def rename_tab(self, title: str) -> None:
        """Rename the responses tab."""
        self.batch(
            {"updateSheetProperties": {"properties": {"sheetId": 0, "title": title}, "fields": "title"}}
        )

    def ledger(self) -> list[dict[str, Cell]]:
        """The ledger, newest first, by its headers."""
        header, *rows = self.values(LEDGER_TAB)
        own = [str(name) for name in header[: IMAGE_START - 1]]
        return [dict(zip(own, [*row, *[""] * len(own)], strict=False)) for row in rows]


class Interposed(BaseAdapter):
    """The transport, with what the test lets happen just before and after a call that writes."""

    def __init__(self, inner: BaseAdapter) -> None:
        super().__init__()
        self._inner = inner
        self.before_write: Callable[[], None] | None = None

    def send(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Let people act between our look and our write, once."""
        if request.url.partition("?")[0].endswith(":batchUpdate") and self.before_write:
            act, self.before_write = self.before_write, None
            act()
        return self._inner.send(request, *args, **kwargs)

    def close(self) -> None:
        """Nothing is held open."""


class World:
    """One spreadsheet, one journal, one desk, and as many workers as the test starts."""

    def __init__(
        self,
        folder: Path,
        *,
        programme: Programme | None = None,
        adapter: Callable[[Account], BaseAdapter] = CoreAdapter,
        url: str = "",
        engine: Engine | None = None,
        seed: int = 0,
        rows: int = 1000,
    ) -> None:
        """`rows` is the size of the sheet's tabs at first; `url` of a journal that has its tables already.

        `engine` is that url's, to be shared with other journals.
        """
        self.clock = Clock()
        self.programme = programme or read_programme("network-2024")
        self.account = Account(MemoryStore(), clock=self.clock, ids=Ids(seed))
        self.account.sleep = lambda _: None
        journal = Journal(url or f"sqlite:///{folder / 'journal.sqlite'}", self.clock, engine=engine)
        if not url:
            journal.migrate()
        self._numbers = iter(range(10**9))
        self.spreadsheet = self.account.create("Netværk")
        self.people = People(self.account, self.spreadsheet, self.programme, self.clock)
        self.wire = Interposed(adapter(self.account))
        self.bucket = Bucket(self.clock.seconds)
        self._prepare(rows)
        self.gateway = self.new_gateway()
        self.restart(journal, "one")
        connect(self.gateway, self.programme, ledger_rows=rows)

    def restart(self, journal: Journal, holder: str) -> None:
        """All that lives in memory made anew, on this journal."""
        self.journal = journal
        self.desk = Desk(journal, lambda: self.programme, self.clock, new_id=self._new_id)
        self.worker = self.new_worker(holder)

    def _new_id(self) -> str:
        return f"op{next(self._numbers)}"

    def _prepare(self, rows: int) -> None:
        properties = {"sheetId": 0, "title": TAB, "gridProperties": {"rowCount": rows}}
        title = {"properties": properties, "fields": "title,gridProperties.rowCount"}
        cells = [{"userEnteredValue": {"stringValue": q.header}} for q in self.programme.questions]
        start = {"sheetId": 0, "rowIndex": 0, "columnIndex": 0}
        self.people.batch(
            {"updateSheetProperties": title},
            {"updateCells": {"start": start, "rows": [{"values": cells}], "fields": "userEnteredValue"}},
        )

    def new_gateway(self, spreadsheet: str = "") -> Gateway:
        """Another client of the same spreadsheet, or of another one of the account."""
        client = open_client(None, None, adapter=self.wire)
        return Gateway(client, spreadsheet or self.spreadsheet, self.bucket, tries=1)

    def new_worker(self, holder: str, gateway: Gateway | None = None) -> Worker:
        """Another replica."""
        sync = Sync(
            self.journal,
            lambda: self.programme,
            gateway or self.new_gateway(),
            clock=self.clock,
            seconds=self.clock.seconds,
        )
        return Worker(
            self.desk, sync, self.journal, self.programme.id, clock=self.clock, holder=holder, poll_seconds=1
        )

    def tick(self, times: int = 1) -> None:
        """Let the worker work, two seconds apart."""
        for _ in range(times):
            self.clock.forward(seconds=2)
            self.worker.tick()

    def arrive(self, *workplaces: str) -> list[str]:
        """Responses come in and get their keys; the keys in the same order."""
        for workplace in workplaces:
            self.clock.forward(seconds=1)
            self.people.respond(workplace, f"{workplace.split()[0].lower()}@skole.example")
        self.tick(2)
        keys = {str(row["Arbejdsplads"]): str(row[HEADERS["key"]]) for row in self.people.records()}
        return [keys[workplace] for workplace in workplaces]

    def case(self, key: str) -> Case:
        """A case as the consultants see it."""
        case = self.desk.board(KAREN).case(key)
        assert case is not None, key
        return case

    def decide(
        self, key: str, status: Status, cohort: str = "", *, actor: Actor = KAREN, **more: Any
    ) -> Decision:
        """A consultant decides on what is on the screen."""
        case = self.case(key)
        return self.desk.decide(
            actor,
            key=key,
            status=status,
            cohort=cohort,
            revision=case.standing.revision,
            basis=case.basis,
            **{"reason": "", "override_reason": "aftalt", **more},
        )

    def problems(self) -> list[tuple[str, str]]:
        """Open items as (kind, key)."""
        return [(item.kind, item.key) for item in self.desk.board(KAREN).items]
