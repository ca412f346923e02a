"""Connecting a spreadsheet."""

import json
from typing import Any

import pytest

from integrations.connect import NoResponses, connect, propose
from integrations.doctor import doctor
from integrations.settings import Settings
from integrations.sheets_server import Disturbance, Trouble
from integrations.sync.ledger import HEADER, NARROW
from rules.columns import HEADERS, LEDGER_TAB, STATUS
from rules.state import Status
from tests.world import World


def everything(world: World) -> Any:
    """The whole spreadsheet as the service describes it."""
    query = "includeGridData=true"
    return world.account.call("GET", f"/v4/spreadsheets/{world.spreadsheet}", query=query)


def test_connect_adds_our_columns_to_the_right(world: World) -> None:
    """Existing columns stay where they are; ours follow in their order."""
    questions = [q.header for q in world.programme.questions]
    assert world.people.values()[0] == [*questions, *HEADERS.values()]


def test_connect_twice_changes_nothing(world: World) -> None:
    """The second time there is nothing to add."""
    before = everything(world)
    proposal = connect(world.gateway, world.programme)
    assert (proposal.connected, everything(world)) == (True, before)


def test_connect_puts_back_only_what_is_missing(world: World) -> None:
    """A decision column that was deleted comes back on the far right."""
    at = world.people.column(STATUS) - 1
    place = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": at, "endIndex": at + 1}
    world.people.batch({"deleteDimension": {"range": place}})
    assert connect(world.gateway, world.programme).missing == ("status",)
    assert world.people.values()[0][-1] == STATUS


def test_connect_gives_dropdowns_that_allow_other_words(world: World) -> None:
    """Coordinators choose from the programme's words, and may type others."""
    sheet = everything(world)["sheets"][0]
    cell = sheet["data"][0]["rowData"][1]["values"][world.people.column(STATUS) - 1]
    rule = cell["dataValidation"]
    words = [value["userEnteredValue"] for value in rule["condition"]["values"]]
    assert words == [wording.text.da for wording in world.programme.statuses.values()]
    assert (rule.get("strict", False), rule["showCustomUi"]) == (False, True)


def test_connect_hides_the_receipts_and_protects_the_ledger(world: World) -> None:
    """Receipts are out of sight, and the ledger belongs to the software."""
    responses, ledger = everything(world)["sheets"]
    hidden = [n for n, c in enumerate(responses["data"][0]["columnMetadata"], 1) if c.get("hiddenByUser")]
    assert hidden == [world.people.column(HEADERS["receipt"])]
    assert [p["range"]["sheetId"] for p in ledger["protectedRanges"]] == [ledger["properties"]["sheetId"]]


def test_propose_on_a_spreadsheet_without_responses(world: World) -> None:
    """A spreadsheet with other contents is not touched."""
    other = world.account.create("Budget")
    gateway = world.new_gateway(other)
    with pytest.raises(NoResponses):
        propose(gateway, world.programme)


def test_doctor_on_a_sound_installation(world: World) -> None:
    """Every check is well."""
    settings = Settings(database_url=str(world.journal.engine.url))
    checks = doctor(settings, world.programme, world.gateway, world.clock)
    assert [(check.name, check.ok) for check in checks] == [
        ("database", True),
        ("credentials", True),
        ("permission", True),
        ("headers", True),
        ("key_column", True),
        ("quota", True),
    ]


@pytest.mark.parametrize(
    ("code", "name", "says"),
    [(403, "permission", "may not use"), (404, "permission", "no such"), (401, "permission", "credential")],
)
def test_doctor_names_what_is_wrong_with_the_spreadsheet(
    world: World, code: int, name: str, says: str
) -> None:
    """The trouble is said in plain words, with a cure."""
    world.account.plan = lambda _call: Disturbance(Trouble.STATUS, code)
    settings = Settings(database_url=str(world.journal.engine.url))
    last = doctor(settings, world.programme, world.gateway, world.clock)[-1]
    assert (last.name, last.ok, says in last.message.en, last.cure is not None) == (name, False, True, True)


def test_doctor_names_headers_and_columns_that_are_missing(world: World) -> None:
    """A renamed question and a deleted column are named with their headers."""
    settings = Settings(database_url=str(world.journal.engine.url))
    at = world.people.column(STATUS) - 1
    place = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": at, "endIndex": at + 1}
    world.people.batch({"deleteDimension": {"range": place}})
    checks = {check.name: check for check in doctor(settings, world.programme, world.gateway, world.clock)}
    assert (checks["key_column"].ok, checks["key_column"].message.en) == (False, f"Missing: {STATUS}")


def test_doctor_names_a_database_that_is_not_there(world: World) -> None:
    """A database that cannot be opened is said so."""
    settings = Settings(database_url="sqlite:////proc/nowhere/journal.sqlite")
    check = doctor(settings, world.programme, None, world.clock)[0]
    assert (check.name, check.ok) == ("database", False)


def test_a_ledger_of_an_earlier_version_gets_its_new_column_with_the_first_write(world: World) -> None:
    """The ledger of 0.1.0 ended one column earlier; nobody has to do anything about it."""
    (key,) = world.arrive("Skovlyskolen")
    _, ledger = everything(world)["sheets"]
    at = {"sheetId": ledger["properties"]["sheetId"], "dimension": "COLUMNS", "startIndex": len(NARROW)}
    world.people.batch({"deleteDimension": {"range": {**at, "endIndex": len(HEADER)}}})
    assert tuple(world.people.values(LEDGER_TAB)[0]) == NARROW
    world.decide(key, Status.CLARIFICATION)
    world.tick()
    header, newest, *_ = world.people.values(LEDGER_TAB)
    assert tuple(header) == HEADER
    assert json.loads(str(newest[-1])) == {"since": "2024-05-21T06:00:05Z"}
