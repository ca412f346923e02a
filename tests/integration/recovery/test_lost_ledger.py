"""A lost or damaged ledger is written again from the journal, by the same batches as everything else."""

from collections.abc import Callable
from pathlib import Path

import pytest

from integrations.connect import FIRST_LEDGER, renew_ledger
from integrations.sheets import requests
from integrations.sheets.errors import BadRequest
from integrations.sync.ledger import NARROW
from integrations.sync.recovery import RESERVE
from integrations.sync.store import token_of
from rules.columns import LEDGER_TAB
from rules.state import Decision
from tests.integration.recovery.history import (
    Round,
    attempts_so_far,
    begin,
    broken_chain,
    kept,
    lose_journal,
    places,
    rows_told_twice,
    shown,
    standings,
    told,
)
from tests.world import World


@pytest.fixture
def was(tmp_path: Path) -> Round:
    """A round that has lived for a while; none of this depends on the kind of database."""
    made = begin(tmp_path, "", seed=7)
    made.live(30)
    return made


def ledger_id(world: World) -> int:
    """The id of the ledger tab."""
    tab = world.gateway.outline().tab(role="ledger")
    assert tab is not None
    return tab.sheet_id


def delete_tab(world: World) -> None:
    """A coordinator deletes the tab."""
    world.people.batch({"deleteSheet": {"sheetId": ledger_id(world)}})


def spoil_header(world: World) -> None:
    """A coordinator inserts a column in the middle of it."""
    at = {"sheetId": ledger_id(world), "dimension": "COLUMNS", "startIndex": 3, "endIndex": 4}
    world.people.batch({"insertDimension": {"range": at, "inheritFromBefore": False}})


def rebuild_ledger(world: World) -> None:
    """What `samhold rebuild --ledger` does."""
    renew_ledger(world.gateway, world.programme, attempts_so_far(world))
    assert world.worker.rebuild()


@pytest.mark.parametrize("lose", [delete_tab, spoil_header])
def test_a_ledger_that_was_lost_tells_the_same_again(was: Round, lose: Callable[[World], None]) -> None:
    """Every decision, word for word and once; rows of people are not touched; and work goes on."""
    world = was.world
    before: dict[str, Decision] = told(world)
    rows = shown(world)
    lose(world)
    world.tick(2)
    assert ("ledger_missing", "") in world.problems()
    rebuild_ledger(world)
    world.tick(4)
    assert (told(world), rows_told_twice(world), shown(world)) == (before, [], rows)
    assert ("ledger_missing", "") not in world.problems()
    was.live(20)
    assert (told(world), rows_told_twice(world)) == (kept(world), [])
    assert was.acknowledged.keys() - kept(world).keys() == set()
    assert broken_chain(world) is None


def test_a_new_ledger_has_an_id_that_no_earlier_batch_can_mean(was: Round) -> None:
    """A late batch that names the deleted tab must find nothing there."""
    world = was.world
    known = {ledger_id(world)}
    for _ in range(2):
        delete_tab(world)
        world.tick()
        rebuild_ledger(world)
        world.tick(2)
        known.add(ledger_id(world))
    assert len(known) == 3
    assert min(known) == FIRST_LEDGER


def test_a_ledger_whose_newest_rows_were_deleted_is_completed_without_a_word(was: Round) -> None:
    """The journal knows what was there; an append-only history has one way to be whole."""
    world = was.world
    before = told(world)
    rows = {"sheetId": ledger_id(world), "dimension": "ROWS", "startIndex": 1, "endIndex": 9}
    world.people.batch({"deleteDimension": {"range": rows}})
    assert len(told(world)) < len(before)
    world.tick(4)
    assert (told(world), rows_told_twice(world)) == (before, [])


def test_a_journal_is_rebuilt_from_a_rebuilt_ledger(was: Round) -> None:
    """Both lost one after the other: everything is still the same."""
    world = was.world
    before = kept(world), standings(world), places(world), shown(world)
    delete_tab(world)
    world.tick()
    rebuild_ledger(world)
    world.tick(4)
    lose_journal(world)
    world.worker.rebuild()
    world.tick(2)
    assert (kept(world), standings(world), places(world), shown(world)) == before
    was.live(15)
    assert (told(world), rows_told_twice(world)) == (kept(world), [])


def test_a_batch_that_the_lost_journal_had_sent_cannot_apply_after_the_rebuild(was: Round) -> None:
    """Its token is used up, whichever of the next ones it was."""
    world = was.world
    used = attempts_so_far(world)
    lose_journal(world)
    world.worker.rebuild()
    for number in range(used + 1, used + RESERVE + 1):
        with pytest.raises(BadRequest):
            world.gateway.apply([requests.add_name(token_of(number), ledger_id(world))])
    assert attempts_so_far(world) == used + RESERVE


def test_a_ledger_that_nobody_has_touched_is_left_as_it_is(was: Round) -> None:
    """Rebuilding once too often writes nothing into the tab."""
    world = was.world
    before = world.people.values(LEDGER_TAB)
    rebuild_ledger(world)
    world.tick(2)
    assert world.people.values(LEDGER_TAB) == before


def write_ledger(world: World, row: int, column: str, value: str) -> None:
    """Somebody types into the protected tab."""
    at = [*NARROW].index(column) + 1
    world.people.batch(requests.write(ledger_id(world), row, at, [[value]]))


def newest_decision(world: World) -> int:
    """The row of the newest decision in the ledger tab."""
    kinds = [row["Art"] for row in world.people.ledger()]
    return kinds.index("decision") + 2


def test_a_decision_whose_ledger_row_was_spoilt_is_asked_about_after_the_journal_was_lost(was: Round) -> None:
    """That there was one is known; what it was is not made up."""
    world = was.world
    row = newest_decision(world)
    gone = str(world.people.ledger()[row - 2]["Id"])
    key = kept(world)[gone].key
    write_ledger(world, row, "Tidspunkt", "i går")
    before = kept(world)
    lose_journal(world)
    world.worker.rebuild()
    assert kept(world) == {op_id: decision for op_id, decision in before.items() if op_id != gone}
    assert ("unreadable_decision", key) in world.problems()
    world.tick(3)
    assert kept(world).keys() == before.keys() - {gone}


def test_two_decisions_of_one_revision_in_the_ledger_make_no_fork(was: Round) -> None:
    """The first counts, the second is asked about, once."""
    world = was.world
    row = newest_decision(world)
    known = str(world.people.ledger()[row - 2]["Id"])
    key, before = kept(world)[known].key, kept(world)
    tab = {"sheetId": ledger_id(world), "startRowIndex": row - 1, "endRowIndex": row}
    world.people.batch(
        requests.insert_rows(ledger_id(world), row, 1),
        {
            "copyPaste": {
                "source": {**tab, "startRowIndex": row, "endRowIndex": row + 1},
                "destination": tab,
                "pasteType": "PASTE_VALUES",
            }
        },
    )
    write_ledger(world, row, "Id", "somebody-elses")
    world.tick(3)
    assert kept(world) == before
    assert world.problems().count(("forked", key)) == 1
    assert broken_chain(world) is None
