"""Places on the waitlist. They are derived: nobody's revision changes because somebody else got a place."""

from collections.abc import Iterable
from datetime import UTC, datetime

from rules.state import Standing, Status

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def places(standings: Iterable[Standing]) -> dict[str, int]:
    """The place of everyone who waits, from 1: by when they came on it, then by the rank they got; and those
    whose place a person set, at that place, of two at the same the later one first."""
    waiting = sorted((s for s in standings if s.status is Status.WAITLISTED), key=_order)
    order = [standing.key for standing in waiting if not standing.hand]
    by_hand = sorted((s for s in waiting if s.hand), key=lambda s: (s.hand, s.at or _LONG_AGO))
    for standing in by_hand:
        order.insert(standing.hand - 1, standing.key)
    return {key: place for place, key in enumerate(order, start=1)}


def _order(standing: Standing) -> tuple[datetime, int, str]:
    return (standing.since or _LONG_AGO, standing.rank, standing.key)
