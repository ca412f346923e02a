"""Places on the waitlist. They are derived: nobody's revision changes because somebody else got a place."""

from collections.abc import Iterable
from datetime import UTC, datetime

from rules.state import Standing, Status

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def places(standings: Iterable[Standing]) -> dict[str, int]:
    """The place of everyone who waits, from 1: by when they came on it, then by the rank they got."""
    waiting = sorted((s for s in standings if s.status is Status.WAITLISTED), key=_order)
    return {standing.key: place for place, standing in enumerate(waiting, start=1)}


def _order(standing: Standing) -> tuple[datetime, int, str]:
    return (standing.since or _LONG_AGO, standing.rank, standing.key)
