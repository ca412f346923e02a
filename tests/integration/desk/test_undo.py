"""Undo: a decision too, so that nothing that was ever said is lost."""

import pytest

from rules.state import Refused, Status
from tests.integration.desk.conftest import ANNA, BO, Season


def test_undo_restores_the_standing_before(season: Season) -> None:
    """Status, cohort, remark and reason are as they were; who undid it, and what, is kept."""
    case = season.one()
    season.decide(case, Status.APPROVED, "aarhus", remark="Godt hold")
    season.decide(season.case(case.key), Status.DECLINED, reason="Fortrød")
    undone = season.desk.undo(BO, case.key, 2)
    assert (undone.revision, undone.undoes, undone.by) == (3, 2, "Bo")
    standing = season.case(case.key).standing
    assert (standing.status, standing.cohort, standing.remark, standing.reason) == (
        Status.APPROVED,
        "aarhus",
        "Godt hold",
        "",
    )


def test_undoing_the_first_decision_leaves_the_application_received(season: Season) -> None:
    """Before the first decision, an application is received."""
    case = season.one()
    season.decide(case, Status.WAITLISTED)
    season.desk.undo(ANNA, case.key, 1)
    assert season.case(case.key).standing.status is Status.RECEIVED


def test_undoing_an_undo_brings_the_decision_again(season: Season) -> None:
    """A mind changed twice."""
    case = season.one()
    season.decide(case, Status.WAITLISTED)
    season.desk.undo(ANNA, case.key, 1)
    season.desk.undo(ANNA, case.key, 2)
    assert season.case(case.key).standing.status is Status.WAITLISTED


def test_undo_gives_the_place_on_the_waitlist_back(season: Season) -> None:
    """Who was taken off the waitlist by mistake does not come back behind the others."""
    first, second = season.one(), season.one()
    season.decide(first, Status.WAITLISTED)
    season.clock.forward(hours=1)  # type: ignore[attr-defined]
    season.decide(second, Status.WAITLISTED)
    season.clock.forward(hours=1)  # type: ignore[attr-defined]
    season.decide(season.case(first.key), Status.APPROVED, "aarhus")
    season.desk.undo(ANNA, first.key, 2)
    assert [season.case(key).place for key in (first.key, second.key)] == [1, 2]


def test_undo_on_an_old_page_is_refused(season: Season) -> None:
    """Only what is on the screen is undone."""
    case = season.one()
    season.decide(case, Status.WAITLISTED)
    season.decide(season.case(case.key), Status.CLARIFICATION)
    with pytest.raises(Refused, match="stale"):
        season.desk.undo(ANNA, case.key, 1)


def test_nothing_decided_is_nothing_to_undo(season: Season) -> None:
    """A received application has no decision to take back."""
    with pytest.raises(Refused, match="nothing_to_undo"):
        season.desk.undo(ANNA, season.one().key, 0)


def test_undo_cannot_take_a_place_that_was_given_away(season: Season) -> None:
    """The limits hold for an undo as well, unless overridden by name."""
    whole = season.one(size=45)
    season.decide(whole, Status.APPROVED, "aarhus")
    season.decide(season.case(whole.key), Status.WAITLISTED)
    season.decide(season.one(), Status.APPROVED, "aarhus")
    with pytest.raises(Refused, match="over_limit"):
        season.desk.undo(ANNA, whole.key, 2)
    undone = season.desk.undo(ANNA, whole.key, 2, override_reason="Lovet på telefonen")
    assert undone.override is not None
