"""Allocation at the desk: a preview changes nothing, adopting it decides for all or for none."""

import pytest

from rules.allocation.model import Pin
from rules.state import Refused, Status
from tests.integration.desk.conftest import ANNA, Season


def test_preview_changes_nothing(season: Season) -> None:
    """Looking at an allocation leaves journal and board as they were."""
    season.arrive(*(season.answers() for _ in range(4)))
    before = season.desk.board(ANNA)
    found = season.desk.allocate(ANNA)
    assert {placed.cohort for placed in found.placements} == {"aarhus"}
    assert season.desk.board(ANNA) is before


def test_adopting_decides_for_all_whom_it_moves(season: Season) -> None:
    """Places become approvals, the others wait in the order of the ranks."""
    keys = season.arrive(*(season.answers(size=6) for _ in range(16)))
    board = season.desk.board(ANNA)
    found = season.desk.allocate(ANNA)
    made = season.desk.adopt_allocation(ANNA, found, version=board.version, reason="Fordelt 3. juni")
    assert sorted(decision.key for decision in made) == sorted(keys)
    placed = {case.key: case.standing.cohort for case in season.desk.board(ANNA).cases if not case.place}
    assert placed == {placement.key: placement.cohort for placement in found.placements}
    waiting = {case.key: case.place for case in season.desk.board(ANNA).cases if case.place}
    assert waiting == {waits.key: waits.rank for waits in found.waitlist}


def test_who_waits_keeps_the_reason_of_the_allocation(season: Season) -> None:
    """Unless who adopts gives a reason, each waiting group keeps the one it was found to have."""
    season.arrive(*(season.answers(size=6, wish_1="Aarhus", wish_2=None) for _ in range(9)))
    version = season.desk.board(ANNA).version
    season.desk.adopt_allocation(ANNA, season.desk.allocate(ANNA), version=version)
    reasons = [case.standing.reason for case in season.desk.board(ANNA).cases if case.place]
    assert reasons == ["Gruppen er på 6, men der er højst 3 ledige pladser (Aarhus)."] * 2


def test_those_who_hold_a_place_are_not_moved(season: Season) -> None:
    """Told yes is told yes: they are pinned, and get no new decision."""
    case = season.one()
    season.decide(case, Status.APPROVED, "odense")
    season.one()
    found = season.desk.allocate(ANNA)
    season.desk.adopt_allocation(ANNA, found, version=season.desk.board(ANNA).version)
    after = season.case(case.key)
    assert (after.standing.cohort, after.revision) == ("odense", 1)


def test_pin_set_by_a_person_is_followed(season: Season) -> None:
    """A person may set where a group must be."""
    case = season.one()
    found = season.desk.allocate(ANNA, pins=[Pin(key=case.key, cohort="odense", reason="Lovet")])
    assert [(placed.key, placed.cohort) for placed in found.placements] == [(case.key, "odense")]


def test_preview_that_is_out_of_date_is_not_adopted_in_part(season: Season) -> None:
    """One decision since the preview, and nothing of it is adopted."""
    first, second = season.arrive(season.answers(), season.answers())
    version = season.desk.board(ANNA).version
    found = season.desk.allocate(ANNA)
    season.decide(season.case(first), Status.CLARIFICATION)
    with pytest.raises(Refused) as refused:
        season.desk.adopt_allocation(ANNA, found, version=version)
    assert (refused.value.code, refused.value.params["keys"]) == ("allocation_stale", [first])
    assert season.case(second).revision == 0


def test_applications_that_need_a_person_are_left_out_with_the_reason(season: Season) -> None:
    """Only who is judged ok, or cleared by a decision, takes part."""
    case = season.one(sector="Selvejende med driftsoverenskomst")
    found = season.desk.allocate(ANNA)
    assert [(out.key, out.reason) for out in found.left_out] == [(case.key, "needs_a_person")]
