"""The states of the outbox and the ways between them."""

from itertools import product

import pytest

from integrations.journal.moves import MOVES, IllegalMove, check
from integrations.journal.records import OutboxState

ILLEGAL = {
    ("queued", "unknown"),
    ("sent", "sent"),
    ("unknown", "sent"),
    ("settled", "unknown"),
    ("settled", "conflict"),
    ("settled", "parked"),
    ("settled", "orphan"),
    ("conflict", "unknown"),
    ("parked", "unknown"),
    ("orphan", "unknown"),
}


@pytest.mark.parametrize(("before", "after"), list(product(OutboxState, OutboxState)))
def test_check_lets_through_all_but_the_moves_that_would_lose_something(
    before: OutboxState, after: OutboxState
) -> None:
    """Nothing is sent twice at once, nothing unsent is unknown, nothing settled is doubted again."""
    refused = False
    try:
        check("op", before, after)
    except IllegalMove:
        refused = True
    assert refused is ((before.value, after.value) in ILLEGAL)


def test_every_state_has_a_way_to_settled() -> None:
    """No state is the end of a decision that has not reached the sheet."""
    assert [state for state, ways in MOVES.items() if OutboxState.SETTLED not in ways] == []
