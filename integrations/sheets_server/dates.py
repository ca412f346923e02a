"""Serial numbers: days since 30 December 1899, as spreadsheets count time."""

from datetime import datetime, timedelta

EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a serial number is local time without a zone


def moment(serial: float) -> datetime:
    """The local time of a serial number, to the millisecond."""
    return EPOCH + timedelta(milliseconds=round(serial * 86_400_000))


def serial(when: datetime) -> float | int:
    """The serial number of a local time; whole days are ints."""
    days = (when.replace(tzinfo=None) - EPOCH) / timedelta(days=1)
    return int(days) if days == int(days) else days
