"""What looking and writing cost in calls, counted at the server."""

from contextlib import suppress
from pathlib import Path

import pytest

from integrations.sheets.bucket import Bucket, of_this_process
from integrations.sheets.client import open_client
from integrations.sheets.errors import QuotaExceeded, Trashed
from integrations.sheets.gateway import Gateway
from integrations.sheets.requests import add_name
from integrations.sheets.watch import LONGEST_TRUST
from integrations.sheets_server import Call, Disturbance, Trouble
from integrations.sync.observation import Observation
from rules.columns import STATUS
from rules.state import Status
from tests.world import World

DRIVE = "/drive/v3/files/"


@pytest.fixture
def world(tmp_path: Path) -> World:
    """The network course with an empty, connected sheet, reached without a socket."""
    return World(tmp_path)


class Tally:
    """Counts what reaches the server, and may refuse what goes to Drive."""

    def __init__(self, world: World, refusal: int = 0) -> None:
        self.calls: list[tuple[str, float]] = []
        self._clock = world.clock
        self._refusal = refusal
        world.account.plan = self

    def __call__(self, call: Call) -> Disturbance | None:
        kind = "drive" if call.path.startswith(DRIVE) else "write" if call.mutating else "read"
        self.calls.append((kind, self._clock.seconds()))
        return Disturbance(Trouble.STATUS, self._refusal) if kind == "drive" and self._refusal else None

    def count(self, kind: str) -> int:
        """Calls of one kind so far."""
        return sum(made == kind for made, _ in self.calls)

    def fullest(self, kind: str) -> int:
        """The most calls of one kind in any 60 seconds."""
        times = [when for made, when in self.calls if made == kind]
        return max((sum(0 <= later - first < 60 for later in times) for first in times), default=0)


def settled(world: World) -> None:
    """Let everything be written and seen, so that nothing is left to do."""
    world.arrive("A skole", "B skole")
    world.clock.forward(seconds=LONGEST_TRUST)
    world.tick(3)


def test_an_unchanged_sheet_costs_no_read_and_no_judging(world: World) -> None:
    """For two minutes of polls Drive is asked, nothing is read, and nothing is handed over to be stored."""
    settled(world)
    tally, handed = Tally(world), list[Observation]()
    world.desk.observe = handed.append  # type: ignore[method-assign, assignment]
    world.tick(50)
    assert (tally.count("read"), tally.count("drive"), handed) == (0, 50, [])


def test_an_edit_is_read_at_the_next_poll(world: World) -> None:
    """Drive's count has moved, so one poll reads, and the next one spares its read again."""
    settled(world)
    key = str(world.people.records()[0]["Sagsnr."])
    tally = Tally(world)
    world.people.type(2, STATUS, "Afslag")
    world.tick()
    assert (tally.count("read"), world.case(key).standing.status) == (1, Status.DECLINED)


def test_an_edit_that_drive_keeps_quiet_about_is_found_all_the_same(world: World) -> None:
    """A count that never moves hides an edit for two minutes at most, and is not believed after that."""
    settled(world)
    world.account.told_version = lambda _file: 7
    world.tick()
    world.people.type(2, STATUS, "Afslag")
    world.tick(int(LONGEST_TRUST / 2) + 1)
    key = str(world.people.records()[0]["Sagsnr."])
    assert world.case(key).standing.status is Status.DECLINED
    tally = Tally(world)
    world.tick(10)
    assert (tally.count("drive"), tally.count("read")) == (0, 10)


@pytest.mark.parametrize("refusal", [403, 404])
def test_a_drive_that_refuses_is_not_asked_again(world: World, refusal: int) -> None:
    """Without the right to ask, every poll reads, and Drive is left alone for an hour."""
    settled(world)
    tally = Tally(world, refusal)
    world.tick(20)
    assert (tally.count("drive"), tally.count("read")) == (1, 20)


def test_a_spreadsheet_in_the_bin_is_named_and_taken_up_again(world: World) -> None:
    """It still answers, but nobody sees it: nothing is written into it until it is taken out again."""
    (key,) = world.arrive("A skole")
    path = f"{DRIVE}{world.spreadsheet}"
    world.account.call("PATCH", path, {"trashed": True})
    world.decide(key, Status.APPROVED, "aarhus")
    with pytest.raises(Trashed):
        world.tick()
    assert world.people.shown(key)[STATUS] == ""
    world.account.call("PATCH", path, {"trashed": False})
    world.tick(2)
    assert world.people.shown(key)[STATUS] == "Godkendt"


def test_a_decision_costs_one_read_and_one_write(world: World) -> None:
    """The look before it and the write, whose reply is a look as well: the polls after it cost nothing."""
    settled(world)
    key = str(world.people.records()[0]["Sagsnr."])
    tally = Tally(world)
    world.decide(key, Status.DECLINED, reason="fuldt")
    world.tick(10)
    assert (tally.count("read"), tally.count("write")) == (1, 1)


def test_no_minute_holds_more_than_fifty_reads_and_fifty_writes(world: World) -> None:
    """Two programmes in one process that look and write as often as they may, for three minutes."""
    settled(world)
    key = str(world.people.records()[0]["Sagsnr."])
    tally, other = Tally(world, refusal=403), world.new_gateway()
    for number in range(360):
        world.clock.forward(seconds=0.5)
        if number % 8 == 0:
            world.decide(key, (Status.DECLINED, Status.RECEIVED)[number // 8 % 2], reason="om igen")
            with suppress(QuotaExceeded):
                world.worker.tick()
        with suppress(QuotaExceeded):
            other.outline()
        with suppress(QuotaExceeded):
            other.apply([add_name(f"other_{number}", 0)])
    assert (tally.fullest("read"), tally.fullest("write")) == (50, 50)


def test_a_sheet_that_drive_does_not_vouch_for_is_looked_at_within_the_quota(world: World) -> None:
    """Polled each second while Drive refuses, for five minutes: the worker is never short of calls."""
    settled(world)
    tally, said = Tally(world, refusal=403), set()
    end = world.clock.seconds() + 300
    while world.clock.seconds() < end:
        pause = world.worker.turn()
        said.add(world.worker.health().error)
        world.clock.forward(seconds=pause)
    assert (said, tally.fullest("read")) == ({""}, 30)


def test_all_gateways_of_a_process_share_one_count() -> None:
    """One account, one quota: another spreadsheet has no bucket of its own."""
    assert of_this_process() is of_this_process()
    assert isinstance(of_this_process(), Bucket)
    one, two = (Gateway(open_client(None, "x"), name, of_this_process()) for name in "ab")
    assert one.bucket is two.bucket
