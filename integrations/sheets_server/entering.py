"""What becomes of a value that is written: as it is (RAW), or read as if a person had typed it."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from .dates import serial
from .errors import Json
from .locales import Customs, customs
from .model import Cell, Entered, Formula
from .numberformat import number_format

Parsed = tuple[Entered, Json | None]
"""The value and the number format that the way of typing implies."""

_DATE = re.compile(r"(\d{1,4})([/.-])(\d{1,2})(?:\2(\d{1,4}))?")
_TIME = re.compile(r"(\d{1,2})([:.])(\d{2})(?:\2(\d{2})(?:[.,](\d{1,3}))?)?(?:\s*([ap]m))?", re.IGNORECASE)


def enter(cell: Cell, value: Any, *, raw: bool, locale: str, now: datetime) -> Cell:
    """The cell after writing `value` into it. An empty text clears the value and leaves the rest."""
    if not isinstance(value, str) or raw:
        return cell._replace(value=None if value == "" else _plain(value), runs=None)
    if number_format(cell.format).get("type") == "TEXT" and not value.startswith("="):
        return cell._replace(value=value or None, runs=None)
    parsed, form = typed(value, locale, now)
    if form is not None and number_format(cell.format).get("type") != form["type"]:
        cell = cell._replace(format={**(cell.format or {}), "numberFormat": form})
    return cell._replace(value=parsed, runs=None)


def _plain(value: Any) -> Entered:
    if isinstance(value, float) and value == int(value) and abs(value) < 1e15:
        return int(value)
    result: Entered = value
    return result


def typed(text: str, locale: str, now: datetime) -> Parsed:
    """What a person who types `text` into an automatic cell gets."""
    if text == "":
        return None, None
    if text.startswith("'"):
        return text[1:], None
    if text.startswith("=") and len(text) > 1:
        return Formula(text), None
    ways = customs(locale)
    stripped = text.strip()
    readers: tuple[Callable[[str, Customs, datetime], Parsed | None], ...] = (
        _boolean,
        _number,
        _date_time,
    )
    for reader in readers:
        if (parsed := reader(stripped, ways, now)) is not None:
            return parsed
    if stripped[0:1] in ("+", "-") and len(stripped) > 1:
        return Formula("=" + stripped), None
    return text, None


def _boolean(text: str, ways: Customs, _now: datetime) -> Parsed | None:
    word = text.upper()
    if word in (ways.true, "TRUE"):
        return True, None
    return (False, None) if word in (ways.false, "FALSE") else None


def _number(text: str, ways: Customs, _now: datetime) -> Parsed | None:
    body, sign, kind = text, 1, ""
    if body.startswith("(") and body.endswith(")"):
        body, sign = body[1:-1], -1
    if body[:1] in ("+", "-"):
        body, sign = body[1:].lstrip(), -sign if body[0] == "-" else sign
    if body.endswith("%"):
        body, kind = body[:-1].rstrip(), "PERCENT"
    elif (bare := _without_currency(body, ways)) is not None:
        body, kind = bare, "CURRENCY"
    number = _digits(body, ways)
    if number is None:
        return None
    value, grouped, decimals, scientific = number
    value *= sign
    if kind == "PERCENT":
        return _tidy(value / 100), {"type": kind, "pattern": "0.00%" if decimals else "0%"}
    if kind == "CURRENCY":
        pattern = ways.currency if decimals else ways.currency.replace(".00", "")
        return _tidy(value), {"type": kind, "pattern": pattern}
    if scientific:
        return _tidy(value), {"type": "SCIENTIFIC", "pattern": "0.00E+00"}
    if grouped:
        return _tidy(value), {"type": "NUMBER", "pattern": "#,##0.00" if decimals else "#,##0"}
    return _tidy(value), None


def _without_currency(text: str, ways: Customs) -> str | None:
    sign = re.sub(r'[#,0."]', "", ways.currency.replace('" kr."', "kr")).strip()
    words = ("kr.", "kr") if sign == "kr" else (sign,)
    for word in words:
        if text.lower().startswith(word.lower()):
            return text[len(word) :].strip()
        if text.lower().endswith(word.lower()) and word.lower() != "$":
            return text[: -len(word)].strip()
    return None


def _digits(text: str, ways: Customs) -> tuple[float, bool, bool, bool] | None:
    """Value, whether grouped, whether it has decimals, whether scientific."""
    group, decimal = re.escape(ways.group), re.escape(ways.decimal)
    shape = rf"(\d{{1,3}}(?:{group}\d{{3}})+|\d+)?(?:{decimal}(\d*))?(?:[eE]([+-]?\d{{1,3}}))?"
    match = re.fullmatch(shape, text)
    if not match or not (match[1] or match[2]):
        return None
    whole = (match[1] or "0").replace(ways.group, "")
    grouped = ways.group in (match[1] or "")
    value = float(f"{whole}.{match[2] or 0}e{match[3] or 0}")
    return value, grouped, bool(match[2]), match[3] is not None


def _tidy(value: float) -> float | int:
    value = float(f"{value:.15g}")
    return int(value) if value == int(value) and abs(value) < 1e15 else value


def _date_time(text: str, ways: Customs, now: datetime) -> Parsed | None:
    if time := _TIME.fullmatch(text):
        clock = _clock(time)
        allowed = time[2] == ":" or ways.decimal != "."
        return (clock[0], {"type": "TIME", "pattern": clock[1]}) if clock and allowed else None
    date = _DATE.match(text)
    if date is None or (day := _day(date, ways, now)) is None:
        return None
    rest = text[date.end() :]
    if not rest:
        return day[0], {"type": "DATE", "pattern": day[1]}
    time = _TIME.fullmatch(rest.lstrip(" T"))
    if time is None or rest[0] not in " T" or (clock := _clock(time)) is None:
        return None
    return day[0] + clock[0], {"type": "DATE_TIME", "pattern": f"{day[1]} {clock[1]}"}


def _day(match: re.Match[str], ways: Customs, now: datetime) -> tuple[float, str] | None:
    first, mark, second, third = match.groups()
    if third is None:
        if len(first) > 2 or mark != "/" or match.end() != len(match.string):
            return None
        day, month = (first, second) if ways.day_first else (second, first)
        parts, pattern = (now.year, int(month), int(day)), "d/m" if ways.day_first else "m/d"
    elif len(first) == 4:
        parts, pattern = (int(first), int(second), int(third)), f"yyyy{mark}mm{mark}dd"
    elif len(first) < 3 and len(third) in (2, 4):
        day, month = (first, second) if ways.day_first else (second, first)
        parts = (_year(third), int(month), int(day))
        shape = ("d" * len(day), "m" * len(month))
        lead = shape if ways.day_first else shape[::-1]
        pattern = mark.join((*lead, "yyyy" if len(third) == 4 else "yy"))
    else:
        return None
    try:
        return serial(datetime(*parts)), pattern  # noqa: DTZ001 - local time of the spreadsheet
    except ValueError:
        return None


def _year(text: str) -> int:
    number = int(text)
    return number if len(text) == 4 else number + (2000 if number < 50 else 1900)


def _clock(match: re.Match[str]) -> tuple[float, str] | None:
    hours, mark, minutes, seconds, thousandths, half = match.groups()
    hour = int(hours)
    if int(minutes) > 59 or int(seconds or 0) > 59 or (half and not 1 <= hour <= 12):
        return None
    if half:
        hour = hour % 12 + (12 if half.lower() == "pm" else 0)
    total = (
        hour * 3600 + int(minutes) * 60 + int(seconds or 0) + int((thousandths or "").ljust(3, "0")) / 1000
    )
    pattern = mark.join(("hh" if len(hours) == 2 else "h", "mm") + (("ss",) if seconds else ()))
    return total / 86400, pattern + (".000" if thousandths else "") + (" am/pm" if half else "")
