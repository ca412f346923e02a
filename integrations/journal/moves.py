"""The states of what is to be written, and the only ways from one to another."""

from collections.abc import Mapping

from integrations.journal.records import OutboxState

_Q, _S, _U = OutboxState.QUEUED, OutboxState.SENT, OutboxState.UNKNOWN
_DONE, _C, _P, _O = OutboxState.SETTLED, OutboxState.CONFLICT, OutboxState.PARKED, OutboxState.ORPHAN

MOVES: Mapping[OutboxState, frozenset[OutboxState]] = {
    _Q: frozenset({_Q, _S, _DONE, _C, _P, _O}),
    _S: frozenset({_Q, _U, _DONE, _C, _P, _O}),
    _U: frozenset({_Q, _U, _DONE, _C, _P, _O}),
    _DONE: frozenset({_Q, _S, _DONE}),
    _C: frozenset({_Q, _S, _DONE, _C, _P, _O}),
    _P: frozenset({_Q, _S, _DONE, _C, _P, _O}),
    _O: frozenset({_Q, _S, _DONE, _C, _P, _O}),
}
"""Where a row may go from each state; staying means that only its reason changes.

What is sent is not sent again before its outcome is known, and only what was sent can be unknown. What is
settled is sent again to be shown anew, and queued again where the sheet has lost its ledger.
"""


class IllegalMove(Exception):
    """A fault of ours: a row of the outbox was to go where no way leads. Nothing was changed."""

    def __init__(self, op_id: str, before: OutboxState, after: OutboxState) -> None:
        super().__init__(f"{op_id}: {before} -> {after}")


def check(op_id: str, before: OutboxState, after: OutboxState) -> None:
    """Raises IllegalMove where the table has no such move."""
    if after not in MOVES[before]:
        raise IllegalMove(op_id, before, after)
