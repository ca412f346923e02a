"""The decision columns as they should stand: plain words and values that people can filter and sort."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from rules.base import Cell
from rules.programme.model import Programme
from rules.state import Standing
from rules.wording import cohort_word, status_word

_DAY_ZERO = datetime(1899, 12, 30, tzinfo=UTC)


def serial(moment: datetime, zone: ZoneInfo) -> float:
    """A moment as sheets count it: days since 1899-12-30 by the clock on the wall, to the second."""
    wall = moment.astimezone(zone).replace(microsecond=0, tzinfo=UTC)
    return round((wall - _DAY_ZERO).total_seconds() / 86400, 6)


def projection(programme: Programme, standing: Standing, place: int | None) -> dict[str, Cell]:
    """The decision cells by column id; all blank before the first decision, blank cells None."""
    if not standing.revision:
        return dict.fromkeys(("status", "cohort", "place", "remark", "by", "at"))
    return {
        "status": status_word(programme, standing.status),
        "cohort": cohort_word(programme, standing.cohort) or None,
        "place": float(place) if place else None,
        "remark": standing.remark or None,
        "by": standing.by or None,
        "at": serial(standing.at, programme.zone) if standing.at else None,
    }
