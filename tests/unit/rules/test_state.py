"""Where an application may go from where it stands."""

from itertools import product

import pytest

from rules.state import (
    HOLDS_A_PLACE,
    Status,
    keeps_cohort,
    may_move,
    needs_cohort,
    needs_reason,
)

# One line per state, one mark per state in the order of Status: x may, . may not.
#   received clarification approved confirmed waitlisted offered declined withdrawn
MATRIX = {
    "received": "x x x . x . x x",
    "clarification": "x x x . x . x x",
    "approved": "x x x x x . x x",
    "confirmed": ". . x x x . x x",
    "waitlisted": "x x x . x x x x",
    "offered": ". . x x x x x x",
    "declined": "x . . . . . x .",
    "withdrawn": "x . . . . . . x",
}
CASES = [
    (Status(before), after, mark == "x")
    for before, line in MATRIX.items()
    for after, mark in zip(Status, line.split(), strict=True)
]


@pytest.mark.parametrize(("before", "after", "allowed"), CASES)
def test_move_is_as_the_matrix_says(before: Status, after: Status, allowed: bool) -> None:
    """Every one of the 64 moves is allowed or refused as written down here."""
    assert may_move(before, after) is allowed


def test_places_need_a_cohort() -> None:
    """Exactly the states that hold a place must name a cohort; the waitlist may."""
    assert {status for status in Status if needs_cohort(status)} == HOLDS_A_PLACE
    assert {status for status in Status if keeps_cohort(status)} == HOLDS_A_PLACE | {Status.WAITLISTED}


def test_reason_is_needed_to_decline_and_to_reopen() -> None:
    """Of all allowed moves, those into declined and those out of declined and withdrawn need a reason."""
    asked = {(a, b) for a, b in product(Status, Status) if may_move(a, b) and needs_reason(a, b)}
    into = {(a, Status.DECLINED) for a in Status if a not in {Status.DECLINED, Status.WITHDRAWN}}
    assert asked == into | {(Status.DECLINED, Status.RECEIVED), (Status.WITHDRAWN, Status.RECEIVED)}


def test_withdrawn_group_takes_no_place_without_being_reopened() -> None:
    """No direct move leads from withdrawn (or declined) to a place."""
    closed = (Status.WITHDRAWN, Status.DECLINED)
    assert [(a, b) for a, b in product(closed, HOLDS_A_PLACE) if may_move(a, b)] == []
