"""The deadline: the end of its day, in the programme's zone, by the first time stamp seen."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from rules.base import Cell
from rules.checks.deadline import Deadline
from tests.unit.checks.made import CONTEXT, applied, codes, found

DENMARK = ZoneInfo("Europe/Copenhagen")


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [
        ("18/06/2024 23.58.59", []),
        ("18/06/2024 23.59.59", []),
        (45461 + 86399.999 / 86400, []),
        ("19/06/2024 00.00.00", ["deadline"]),
        ("19/06/2024 00.04.12", ["deadline"]),
        ("2024-06-18T21:59:59Z", []),
        ("2024-06-18T22:00:00Z", ["deadline"]),
        ("", ["deadline_unknown"]),
        ("i går", []),
    ],
)
def test_deadline_is_the_end_of_its_day(stamp: Cell, expected: list[str]) -> None:
    """The whole day counts, in the programme's zone; a stamp that is unreadable is found elsewhere."""
    assert codes(Deadline(), timestamp=stamp) == expected


def test_late_application_says_when_it_came() -> None:
    """Both moments are in the message, and the cell is the time stamp's."""
    (finding,) = found(Deadline(), timestamp="19/06/2024 00.04.12")
    assert (finding.cell, finding.say("en")) == (
        "A2",
        "The application came 19.06.2024 00.04, after the deadline 18.06.2024 23.59.",
    )


def test_corrected_application_keeps_its_first_time_stamp() -> None:
    """A response edited after the deadline was in time if it was seen in time."""
    corrected = applied({"timestamp": "20/06/2024 10.00.00"})
    in_time = corrected.model_copy(update={"first_seen": datetime(2024, 6, 1, 8, tzinfo=DENMARK)})
    assert list(Deadline().check(in_time, CONTEXT)) == []


@pytest.mark.parametrize(
    ("moment", "late"),
    [(datetime(2024, 10, 27, 0, 59, tzinfo=UTC), False), (datetime(2024, 10, 27, 1, 1, tzinfo=UTC), True)],
)
def test_deadline_in_the_hour_that_comes_twice_is_a_moment_not_a_clock_face(
    moment: datetime, late: bool
) -> None:
    """Both are half past two or so on the wall; only one is after the deadline."""
    deadline = datetime(2024, 10, 27, 1, 0, tzinfo=UTC).astimezone(DENMARK)
    context = CONTEXT.model_copy(update={"deadline": deadline})
    application = applied({}).model_copy(update={"first_seen": moment.astimezone(DENMARK)})
    assert bool(list(Deadline().check(application, context))) is late
