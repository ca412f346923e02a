"""Which applications the queue shows, and in which order. Pure functions over the board's cases."""

from collections.abc import Iterable
from enum import StrEnum

from pages.triage.rows import Row
from rules.base import Frozen
from rules.finding import Outcome
from rules.folding import fold, sort_key
from rules.state import Status

_OPEN = frozenset({Status.RECEIVED, Status.CLARIFICATION})
_TROUBLED = frozenset({"conflict", "blocked"})


class Pile(StrEnum):
    """The piles one can look at."""

    NEEDED = "needed"
    ALL = "all"
    MINE = "mine"


class Wanted(Frozen):
    """What the filters ask for; an empty one asks for nothing."""

    pile: Pile = Pile.NEEDED
    statuses: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    municipality: str = ""
    wish: str = ""
    search: str = ""


def needs_somebody(row: Row) -> bool:
    """Whether a person must still do something about it."""
    case = row.case
    return case.standing.status in _OPEN or case.writing in _TROUBLED or bool(case.items)


def in_pile(pile: Pile, row: Row, signature: str) -> bool:
    """Whether a case belongs to the pile of the one who looks."""
    if pile is Pile.NEEDED:
        return needs_somebody(row)
    return pile is Pile.ALL or row.case.standing.by == signature


def choose(rows: Iterable[Row], wanted: Wanted, signature: str) -> tuple[Row, ...]:
    """The rows to show: those that need a person's judgement first, then by arrival."""
    words = fold(wanted.search).split()
    found = (row for row in rows if in_pile(wanted.pile, row, signature) and _fits(row, wanted))
    return tuple(sorted((row for row in found if all(w in row.haystack for w in words)), key=_order))


def _order(row: Row) -> tuple[object, ...]:
    asks = needs_somebody(row) and row.case.judgement.outcome is Outcome.PERSON
    return (not asks, row.arrived is None, row.arrived, row.key)


def _fits(row: Row, wanted: Wanted) -> bool:
    return (
        (not wanted.statuses or row.case.standing.status in wanted.statuses)
        and (not wanted.outcomes or row.case.judgement.outcome in wanted.outcomes)
        and (not wanted.municipality or row.municipality == wanted.municipality)
        and (not wanted.wish or wanted.wish in row.group.wishes[:1])
    )


def municipalities_in(rows: Iterable[Row]) -> list[str]:
    """The municipalities that occur, in the order of the Danish alphabet."""
    return sorted({row.municipality for row in rows if row.municipality}, key=sort_key)
