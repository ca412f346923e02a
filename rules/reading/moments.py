"""Dates and times as sheets hold them and Danes write them, made aware in the programme's time zone."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from rules.base import Cell

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - serial numbers are wall time; the zone is added by the caller
_FIRST, _LAST = 18264.0, 109575.0  # 1950-01-01 and 2200-01-01
_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_TIME = (
    r"(?:[\sT,]+(?:kl\.?\s*)?(?P<hour>\d{1,2})[.:](?P<minute>\d{2})(?:[.:](?P<second>\d{2})(?:[.,](?P<part>\d{1,9}))?)?"
    r"(?:\s*(?P<half>[AP])\.?M\.?)?(?:\s*(?P<zone>Z|CES?T|(?:GMT|UTC)?[+-]\d{1,2}(?::?\d{2})?|GMT|UTC))?)?"
)
_WEEKDAY = r"(?:(?:man|tirs|ons|tors|fre|lør|søn)dag(?:\s+den)?\s+|den\s+)?"
_DAY_FIRST = re.compile(
    _WEEKDAY + r"(?P<day>\d{1,2})\s*[./-]\s*(?P<month>\d{1,2})\s*[./-]\s*(?P<year>\d{4}|\d{2})" + _TIME,
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})[./-](?P<month>\d{1,2})[./-](?P<day>\d{1,2})" + _TIME, re.IGNORECASE
)
_NAMED = re.compile(
    _WEEKDAY + r"(?P<day>\d{1,2})\.?\s+(?P<name>[a-zæøå]{3,9})\.?\s+(?P<year>\d{4})" + _TIME, re.IGNORECASE
)


def moment(raw: Cell, zone: ZoneInfo, *, serial: bool) -> datetime | None:
    """An aware moment from a serial number or a text, day before month. None where it can't be read.

    A text without a zone is local time; of an hour that comes twice, the first is meant.
    """
    if isinstance(raw, bool) or raw is None:
        return None
    if isinstance(raw, int | float):
        return _from_serial(float(raw), zone) if serial else None
    return _from_text(raw, zone)


def day(raw: Cell, zone: ZoneInfo, *, serial: bool) -> date | None:
    """A date; a time of day that stands with it is left out."""
    found = moment(raw, zone, serial=serial)
    return found.date() if found else None


def shown(when: datetime) -> str:
    """As a Danish sheet shows a time stamp: 21/05/2024 08.12.31."""
    return f"{when:%d/%m/%Y %H.%M.%S}"


def _from_serial(serial: float, zone: ZoneInfo) -> datetime | None:
    """Rounded to 10 microseconds: a float of this size holds no more."""
    if not _FIRST <= serial < _LAST:
        return None
    days = int(serial)
    return (_EPOCH + timedelta(days=days, seconds=round((serial - days) * 86400, 5))).replace(tzinfo=zone)


def _from_text(text: str, zone: ZoneInfo) -> datetime | None:
    if len(text) > 80:
        return None
    written = " ".join(text.split())
    matches = (pattern.fullmatch(written) for pattern in (_DAY_FIRST, _YEAR_FIRST, _NAMED))
    match = next((m for m in matches if m), None)
    try:
        return _built(match, zone) if match else None
    except (ValueError, OverflowError):
        return None


def _built(match: re.Match[str], zone: ZoneInfo) -> datetime | None:
    part = match.groupdict()
    year = int(part["year"]) + (2000 if len(part["year"]) == 2 else 0)
    month = int(part["month"]) if part.get("month") else _month(part["name"])
    clock = (_hour(int(part["hour"] or 0), part["half"]), int(part["minute"] or 0), int(part["second"] or 0))
    fraction = int((part["part"] or "0").ljust(6, "0")[:6])
    local = datetime(year, month, int(part["day"]), *clock, fraction, tzinfo=zone)
    if not _EPOCH.year + 51 <= year < 2200:
        return None
    offset = _offset(part["zone"])
    return local if offset is None else local.replace(tzinfo=offset).astimezone(zone)


def _month(name: str) -> int:
    """ValueError for a word that is no month."""
    return _MONTHS.index(name.casefold()[:3].replace("may", "maj").replace("oct", "okt")) + 1


def _hour(hour: int, half: str | None) -> int:
    """ValueError for an hour beyond 12 with AM or PM."""
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError(f"no hour of half a day: {hour}")
    return hour % 12 + (12 if half in "Pp" else 0)


def _offset(zone: str | None) -> timezone | None:
    if zone is None:
        return None
    named = {"Z": 0, "CET": 60, "CEST": 120, "GMT": 0, "UTC": 0}.get(zone.upper())
    if named is None:
        sign, hours, minutes = re.search(r"([+-])(\d{1,2}):?(\d{2})?$", zone).groups(default="0")  # type: ignore[union-attr]
        named = (int(hours) * 60 + int(minutes)) * (-1 if sign == "-" else 1)
    return timezone(timedelta(minutes=named)) if named else UTC
