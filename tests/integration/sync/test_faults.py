"""Every fault to be expected, on the real worker: nothing lost, nothing twice, nothing elsewhere.

Time passes as the worker asks for it. While a fault lasts, decisions are still taken, and the worker says in
its health what is wrong; when the cause is gone, everything goes on without a person.
"""

from collections import Counter
from pathlib import Path
from random import Random

import pytest
from google.auth.credentials import Credentials
from google.auth.exceptions import RefreshError, TransportError
from google.auth.transport import Request

from desk.views import Writing
from integrations.sheets.client import open_client
from integrations.sheets.gateway import Gateway
from integrations.sheets_server import Applied, Call, Disturbance, Trouble
from rules.columns import KEY, LEDGER_TAB, STATUS
from rules.state import Decision, Status
from tests.world import KAREN, World
from worker import LONGEST_PAUSE

OUTAGE = 300.0
"""Seconds that a fault lasts."""


@pytest.fixture
def world(tmp_path: Path) -> World:
    """The network course with an empty, connected sheet, reached without a socket."""
    return World(tmp_path)


def pass_time(world: World, seconds: float) -> set[str]:
    """Let the worker turn for so long, waiting as it asks; the codes that its health showed."""
    end, said = world.clock.seconds() + seconds, set()
    while world.clock.seconds() < end:
        pause = world.worker.turn()
        said.add(world.worker.health().error)
        world.clock.forward(seconds=max(pause, 1.0))
    return said


def endure(world: World, during: str) -> list[Decision]:
    """Decide before and during a fault that is on already; it is named as `during`."""
    keys = [case.key for case in world.desk.board(KAREN).cases]
    made = [world.decide(keys[0], Status.APPROVED, "aarhus")]
    said = pass_time(world, OUTAGE / 2)
    made.append(world.decide(keys[1], Status.DECLINED, reason="fuldt"))
    said |= pass_time(world, OUTAGE / 2)
    assert during in said
    assert [world.case(key).standing.status for key in keys[:2]] == [Status.APPROVED, Status.DECLINED]
    return made


def all_is_well(world: World, made: list[Decision]) -> None:
    """After at most one long pause and a few ticks: every decision once in the ledger and in its own row."""
    world.account.plan = None
    pass_time(world, LONGEST_PAUSE + 30)
    assert (world.worker.health().error, world.worker.health().syncing) == ("", True)
    ledger = Counter(
        (str(row["Id"]), str(row[KEY])) for row in world.people.ledger() if row["Art"] == "decision"
    )
    assert ledger == Counter((decision.op_id, decision.key) for decision in made)
    for decision in made:
        wanted = world.programme.statuses[decision.status].text.da
        assert world.people.shown(decision.key)[STATUS] == wanted
        assert world.case(decision.key).writing is Writing.IN_SHEET
    others = [row[STATUS] for row in world.people.records() if row[KEY] not in {d.key for d in made}]
    assert (set(others), world.problems()) == ({""}, [])


FAULTS = [
    (Disturbance(Trouble.STATUS, 400), "bad_request"),
    (Disturbance(Trouble.STATUS, 401), "token_expired"),
    (Disturbance(Trouble.STATUS, 403), "permission_withdrawn"),
    (Disturbance(Trouble.STATUS, 404), "gone"),
    (Disturbance(Trouble.STATUS, 429), "quota_exceeded"),
    (Disturbance(Trouble.STATUS, 429, retry_after=7), "quota_exceeded"),
    (Disturbance(Trouble.STATUS, 500), "unreachable"),
    (Disturbance(Trouble.STATUS, 502), "unreachable"),
    (Disturbance(Trouble.STATUS, 503), "unreachable"),
    (Disturbance(Trouble.STATUS, 504), "unreachable"),
    (Disturbance(Trouble.RESET), "unreachable"),
    (Disturbance(Trouble.TIMEOUT), "unreachable"),
    (Disturbance(Trouble.GARBLED), "unreachable"),
]


@pytest.mark.parametrize(("fault", "named"), FAULTS)
def test_a_service_that_fails_altogether(world: World, fault: Disturbance, named: str) -> None:
    """Whatever it answers for five minutes: it is named, and all is written once it answers again."""
    world.arrive("A skole", "B skole", "C skole")
    world.account.plan = lambda _call: fault
    all_is_well(world, endure(world, named))


@pytest.mark.parametrize("applied", list(Applied))
@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        (Trouble.STATUS, 500),
        (Trouble.STATUS, 502),
        (Trouble.STATUS, 503),
        (Trouble.STATUS, 504),
        (Trouble.RESET, 0),
        (Trouble.TIMEOUT, 0),
        (Trouble.GARBLED, 0),
    ],
)
def test_writes_whose_answers_are_lost(world: World, trouble: Trouble, code: int, applied: Applied) -> None:
    """Reads work, no write is answered; whether it was applied, or is much later, makes no difference."""
    world.arrive("A skole", "B skole", "C skole")
    lost = Disturbance(trouble, code, applied)
    world.account.plan = lambda call: lost if call.mutating else None
    made = endure(world, "outcome_unknown")
    world.account.plan = None
    pass_time(world, 20)
    world.account.deliver_late()
    all_is_well(world, made)


@pytest.mark.parametrize("code", [400, 403, 429, 503])
def test_a_passing_fault_of_single_calls(world: World, code: int) -> None:
    """A third of all calls is refused, by chance: nothing but time is lost."""
    world.arrive("A skole", "B skole", "C skole")
    refusal, chance = Disturbance(Trouble.STATUS, code), Random(code)
    world.account.plan = lambda _call: refusal if chance.random() < 1 / 3 else None
    all_is_well(world, endure(world, ""))


class Renewed(Credentials):
    """A credential that has to be renewed for each call, which may fail."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.fault: Exception | None = None

    def refresh(self, request: Request) -> None:
        """Get a token, or not."""
        if self.fault:
            raise self.fault
        self.token, self.expiry = "token", None

    @property
    def valid(self) -> bool:
        """It has always just run out."""
        return False


@pytest.mark.parametrize(
    ("fault", "named"),
    [
        (RefreshError("invalid_grant: Invalid JWT Signature."), "token_expired"),  # type: ignore[no-untyped-call]
        (TransportError("no route to oauth2.googleapis.com"), "unreachable"),  # type: ignore[no-untyped-call]
    ],
)
def test_a_token_that_is_not_renewed(world: World, fault: Exception, named: str) -> None:
    """A key withdrawn is for the operator, a network that is down is not; both are recovered from."""
    world.arrive("A skole", "B skole", "C skole")
    credentials = Renewed()
    client = open_client(None, credentials, adapter=world.wire)
    world.worker = world.new_worker("one", Gateway(client, world.spreadsheet, world.bucket, tries=1))
    credentials.fault = fault
    made = endure(world, named)
    credentials.fault = None
    all_is_well(world, made)


def test_a_spreadsheet_that_is_gone_and_comes_back(world: World) -> None:
    """Deleted by mistake, and restored: named meanwhile, and everything is written afterwards."""
    world.arrive("A skole", "B skole", "C skole")
    store = world.account.store
    file, book = store.file(world.spreadsheet), store.book(world.spreadsheet)
    assert file is not None
    world.account.call("DELETE", f"/drive/v3/files/{world.spreadsheet}")
    made = endure(world, "gone")
    store.put(file, book)
    all_is_well(world, made)


@pytest.mark.parametrize(("tab", "trouble"), [(0, "tab_missing"), (1, "ledger_missing")])
def test_a_tab_that_is_deleted_and_comes_back(world: World, tab: int, trouble: str) -> None:
    """Without the tab nothing is written, an item says so, and an older version of the sheet heals it."""
    world.arrive("A skole", "B skole", "C skole")
    store = world.account.store
    file, book = store.file(world.spreadsheet), store.book(world.spreadsheet)
    assert file is not None
    world.people.batch({"deleteSheet": {"sheetId": book.sheets[tab].id}})
    made = endure(world, "")
    assert (trouble, "") in world.problems()
    now = store.file(world.spreadsheet)
    assert now is not None
    store.put(now.changed(world.clock(), now.name), book)
    all_is_well(world, made)


@pytest.mark.parametrize("days", [1, -1])
def test_a_clock_that_jumps(world: World, days: int) -> None:
    """The wall clock is put a day forward or back while a write is under way, and put right later."""
    world.arrive("A skole", "B skole", "C skole")
    world.account.plan = lambda call: Disturbance(Trouble.TIMEOUT, 0, Applied.NOW) if call.mutating else None
    keys = [case.key for case in world.desk.board(KAREN).cases]
    made = [world.decide(keys[0], Status.APPROVED, "aarhus")]
    pass_time(world, 20)
    world.clock.jump(days=days)
    world.account.plan = None
    made.append(world.decide(keys[1], Status.DECLINED, reason="fuldt"))
    pass_time(world, 60)
    world.clock.put_right()
    all_is_well(world, made)


def test_a_read_that_lacks_rows(world: World) -> None:
    """A row is missing in some looks: it is named, and nothing of it is lost or written anew."""
    world.arrive("A skole", "B skole", "C skole")
    keys = [case.key for case in world.desk.board(KAREN).cases]
    made = [world.decide(keys[0], Status.APPROVED, "aarhus")]
    pass_time(world, 10)
    store = world.account.store
    file, book = store.file(world.spreadsheet), store.book(world.spreadsheet)
    assert file is not None
    world.people.delete_row(2)
    pass_time(world, 10)
    assert world.problems() == [("vanished", keys[0])]
    now = store.file(world.spreadsheet)
    assert now is not None
    store.put(now.changed(world.clock(), now.name), book)
    all_is_well(world, made)


def test_the_ledger_tab_is_renamed(world: World) -> None:
    """A tab is known by its mark."""
    world.arrive("A skole", "B skole", "C skole")
    ledger = next(tab for tab in world.gateway.outline().tabs if tab.title == LEDGER_TAB)
    new = {"sheetId": ledger.sheet_id, "title": "Gammel liste"}
    world.people.batch({"updateSheetProperties": {"properties": new, "fields": "title"}})
    keys = [case.key for case in world.desk.board(KAREN).cases]
    made = [world.decide(keys[0], Status.APPROVED, "aarhus")]
    pass_time(world, 20)
    world.people.batch(
        {"updateSheetProperties": {"properties": {**new, "title": LEDGER_TAB}, "fields": "title"}}
    )
    all_is_well(world, made)


def test_an_hour_without_google_and_five_hundred_decisions(world: World) -> None:
    """Within five minutes of its end all are in the sheet, in a handful of calls, and nobody had to act."""
    keys = world.arrive(*(f"Skole{number} nord" for number in range(125)))
    world.account.plan = lambda _call: Disturbance(Trouble.STATUS, 503)
    made, said = list[Decision](), set[str]()
    for status in (Status.WAITLISTED, Status.DECLINED, Status.RECEIVED, Status.DECLINED):
        made += [world.decide(key, status, reason="fuldt") for key in keys]
        said |= pass_time(world, 900)
    calls: list[Call] = []
    world.account.plan = calls.append
    end = world.clock.seconds()
    while Counter(row[STATUS] for row in world.people.records()) != {"Afslag": 125}:
        pass_time(world, 1)
        assert world.clock.seconds() - end <= 300
    pass_time(world, 20)
    assert said == {"unreachable"}
    assert sum(call.mutating for call in calls) <= 5
    assert len([row for row in world.people.ledger() if row["Art"] == "decision"]) == 500
    assert {world.case(decision.key).writing for decision in made} == {Writing.IN_SHEET}
