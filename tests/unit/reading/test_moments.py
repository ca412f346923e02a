"""Time stamps and dates, as sheets hold them and people write them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.base import Cell
from rules.reading.moments import day, moment, shown

DENMARK = ZoneInfo("Europe/Copenhagen")


@pytest.mark.parametrize(
    "written",
    [
        "21/05/2024 08.12.31",
        "21-05-2024 8:12:31",
        "21.05.2024 08:12:31",
        "21/5/2024 8.12.31",
        "21/05/24 08.12.31",
        "2024-05-21 08:12:31",
        "2024-05-21T08:12:31",
        "2024-05-21T06:12:31Z",
        "2024-05-21T08:12:31+02:00",
        "2024/05/21 8:12:31 AM GMT+2",
        "2024/05/21 8:12:31 am CEST",
        "21. maj 2024 kl. 08.12.31",
        "tirsdag den 21. maj 2024 kl. 8.12.31",
        " 21/05/2024  08.12.31 ",
        "2024-05-21T08:12:31.000",
    ],
)
def test_moment_is_read_from_text(written: str) -> None:
    """Danish, ISO and the Form's own export all give the same aware moment."""
    assert moment(written, DENMARK, serial=False) == datetime(2024, 5, 21, 8, 12, 31, tzinfo=DENMARK)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        None,
        "snart",
        "31/02/2024 10.00.00",
        "21/05/2024 25.00.00",
        "5/21/2024 8:12:31",
        "21/05",
        True,
        3.0,
        -1.0,
        1e12,
        float("nan"),
        "21/05/2024 13.00 PM",
        "21/05/1830",
        "21. maaj2024",
        "2024-05-21T08:12+99:99",
    ],
)
def test_moment_that_is_none_is_left_to_a_person(raw: Cell) -> None:
    """What is no plain moment, or lies in no likely year, is not guessed at."""
    assert moment(raw, DENMARK, serial=True) is None


def test_moment_from_a_number_counts_days_from_1899() -> None:
    """A sheet's serial number is wall time in the sheet's zone."""
    assert moment(45433.5, DENMARK, serial=True) == datetime(2024, 5, 21, 12, tzinfo=DENMARK)


def test_moment_from_a_number_in_a_text_table_is_none() -> None:
    """Where numbers can't be dates, a number is none."""
    assert moment(45433.5, DENMARK, serial=False) is None


@given(st.integers(36526 * 86400, 73050 * 86400))
def test_moment_is_the_same_from_number_and_from_text(seconds: int) -> None:
    """What the sheet holds and what it shows are read as one moment, to the second."""
    serial = seconds / 86400
    expected = datetime(1899, 12, 30, tzinfo=DENMARK) + timedelta(seconds=seconds)
    assert moment(serial, DENMARK, serial=True) == expected
    assert moment(shown(expected), DENMARK, serial=False) == expected


def test_moment_in_the_hour_that_comes_twice_is_the_first() -> None:
    """When the clock goes back, half past two is taken as summer time."""
    found = moment("27/10/2024 02.30.00", DENMARK, serial=False)
    assert found is not None
    assert found.astimezone(UTC) == datetime(2024, 10, 27, 0, 30, tzinfo=UTC)


def test_moment_of_the_last_millisecond_of_a_day_stays_on_that_day() -> None:
    """Rounding never carries a stamp over midnight."""
    serial = 45461 + (86399.999 / 86400)
    found = moment(serial, DENMARK, serial=True)
    assert found is not None
    assert found.date() == date(2024, 6, 18)


def test_day_leaves_out_the_time() -> None:
    """A date question takes the day alone."""
    assert day("18/06/2024 23.59", DENMARK, serial=False) == date(2024, 6, 18)
