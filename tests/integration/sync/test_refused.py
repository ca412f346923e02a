"""A batch that the service refuses for good: what is to blame is parked, everything else goes on."""

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from integrations.journal import outbox
from integrations.journal.records import OutboxState
from integrations.sheets.bucket import PER_WINDOW
from integrations.sheets_server import Call, Disturbance, Trouble
from rules.columns import STATUS
from rules.state import Status
from tests.world import TAB, World

PROTECTED = (
    "You are trying to edit a protected cell or object. "
    "Please contact the spreadsheet owner to remove protection if you need to edit."
)
TOO_LONG = "æ" * 50_001


@pytest.fixture
def world(tmp_path: Path) -> World:
    """The network course with an empty, connected sheet, reached without a socket."""
    return World(tmp_path)


class Protection:
    """Somebody has protected rows of the responses tab against the account. Counts the writes.

    Google's words name the request that is to blame; `named` False leaves that out.
    """

    def __init__(self, world: World, rows: Iterable[int] = (), *, named: bool = True) -> None:
        self.rows = set(rows)
        self.writes = 0
        self._named = named
        world.account.plan = self

    def __call__(self, call: Call) -> Disturbance | None:
        if not call.mutating:
            return None
        self.writes += 1
        for number, request in enumerate(json.loads(call.body)["requests"]):
            start = request.get("updateCells", {}).get("start", {})
            if start.get("sheetId") == 0 and start["rowIndex"] + 1 in self.rows:
                where = f"Invalid requests[{number}].updateCells: " if self._named else ""
                return Disturbance(Trouble.STATUS, 400, message=where + PROTECTED)
        return None


def schools(world: World, count: int) -> list[str]:
    """So many applications, each with its key."""
    return world.arrive(*(f"Skole{number} nord" for number in range(count)))


def parked(world: World) -> dict[str, str]:
    """Why decisions are parked, by key."""
    with world.journal.read(world.programme.id) as look:
        return {row.key: row.last_error for row in outbox.pending(look, (OutboxState.PARKED,))}


def in_ledger(world: World) -> Counter[str]:
    """How often the ledger names each decided key."""
    return Counter(str(row["Sagsnr."]) for row in world.people.ledger() if row["Art"] == "decision")


def shown(world: World) -> dict[str, str]:
    """The status that each row shows, by key."""
    return {str(row["Sagsnr."]): str(row[STATUS]) for row in world.people.records()}


def test_a_protected_row_holds_up_nobody_else(world: World) -> None:
    """Its decision is in the ledger, its cells wait with the reason; all others are in their rows."""
    keys = schools(world, 8)
    protection = Protection(world, [world.people.row_of(keys[3])])
    for key in keys:
        world.decide(key, Status.DECLINED, reason="fuldt")
    world.tick(4)
    assert parked(world) == {keys[3]: "refused_protected"}
    assert shown(world) == {key: "" if key == keys[3] else "Afslag" for key in keys}
    assert in_ledger(world) == Counter(keys)
    protection.rows.clear()
    world.people.type(2, "Kommune", "Odense")
    world.clock.forward(seconds=61)
    world.tick(2)
    assert (parked(world), set(shown(world).values())) == ({}, {"Afslag"})
    assert in_ledger(world) == Counter(keys)


def test_a_text_that_no_cell_can_hold_is_parked_alone(world: World) -> None:
    """Not even the ledger takes it: the decision stays saved, is named, and nobody waits for it."""
    keys = schools(world, 6)
    world.decide(keys[2], Status.APPROVED, "aarhus", remark=TOO_LONG)
    for key in keys[3:]:
        world.decide(key, Status.DECLINED, reason="fuldt")
    world.tick(4)
    assert parked(world) == {keys[2]: "refused_too_long"}
    assert in_ledger(world) == Counter(keys[3:])
    world.decide(keys[2], Status.APPROVED, "aarhus", remark="kort")
    world.decide(keys[0], Status.WAITLISTED)
    world.tick(3)
    assert (shown(world)[keys[2]], shown(world)[keys[0]]) == ("Godkendt", "Venteliste")


@pytest.mark.parametrize(("named", "most"), [(True, 8), (False, 4 + 1 + 3 * 8)])
def test_one_to_blame_among_a_hundred_is_found_in_few_calls(world: World, named: bool, most: int) -> None:
    """Where the service names it, at once; else the ledger rows go in one go and the row is found by halving.

    The first two refusals of the whole, each with the proof that it can't apply any more, are four calls.
    """
    keys = schools(world, 100)
    protection = Protection(world, [world.people.row_of(keys[77])], named=named)
    for key in keys:
        world.decide(key, Status.DECLINED, reason="fuldt")
    world.tick(4)
    assert parked(world) == {keys[77]: "refused_protected"}
    assert Counter(shown(world).values()) == {"Afslag": 99, "": 1}
    assert protection.writes <= most


def test_a_whole_protected_column_costs_a_bounded_number_of_calls(world: World) -> None:
    """All decisions reach the ledger; the cells are parked without trying every one of them."""
    keys = schools(world, 60)
    protection = Protection(world, range(2, 62))
    for key in keys:
        world.decide(key, Status.DECLINED, reason="fuldt")
    world.tick(8)
    assert (set(parked(world)), in_ledger(world)) == (set(keys), Counter(keys))
    assert protection.writes <= 60
    before = protection.writes
    world.tick(30)
    assert protection.writes == before
    protection.rows.clear()
    world.clock.forward(seconds=3600)
    world.tick(3)
    assert (parked(world), set(shown(world).values())) == ({}, {"Afslag"})


def test_a_mixture_is_taken_apart(world: World) -> None:
    """Two protected rows and a text too long, with decisions that come meanwhile: the rest is written."""
    keys = schools(world, 20)
    Protection(world, [world.people.row_of(keys[4]), world.people.row_of(keys[11])])
    for key in keys[:15]:
        remark = TOO_LONG if key == keys[7] else ""
        world.decide(key, Status.DECLINED, reason="fuldt", remark=remark)
    world.tick()
    world.decide(keys[19], Status.WAITLISTED)
    world.tick(6)
    reasons = {keys[4]: "refused_protected", keys[11]: "refused_protected", keys[7]: "refused_too_long"}
    assert parked(world) == reasons
    assert in_ledger(world) == Counter({*keys[:15], keys[19]} - {keys[7]})
    assert shown(world)[keys[19]] == "Venteliste"


def test_a_tab_renamed_under_the_write_parks_nothing(world: World) -> None:
    """The refusal is due to an old look: the same batch goes through on the next one."""
    (key,) = world.arrive("A skole")
    world.decide(key, Status.APPROVED, "aarhus")
    world.wire.before_write = lambda: world.people.rename_tab("Svar")
    world.tick(2)
    assert parked(world) == {}
    world.people.rename_tab(TAB)
    assert world.people.shown(key)[STATUS] == "Godkendt"


def test_a_search_stays_within_the_quota(world: World) -> None:
    """Five protected rows among sixty: no minute holds more than fifty writes."""
    keys = schools(world, 60)
    protection = Protection(world, [world.people.row_of(key) for key in keys[::12]])
    for key in keys:
        world.decide(key, Status.DECLINED, reason="fuldt")
    world.tick(8)
    assert set(parked(world)) == set(keys[::12])
    assert protection.writes <= PER_WINDOW
