"""What every exported value goes through: CPR numbers masked, times in Danish time, no odd numbers."""

import math
import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from integrations.exports.table import ExportValue
from rules.checks.masking import mask

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
LONGEST_TEXT = 32_767
"""Characters that one cell of Excel can hold."""
MOST_DIGITS = 15
"""Digits that a number keeps in Excel; longer ones are exported as text."""

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def safe(value: ExportValue) -> ExportValue:
    """The value as it may leave the house: masked, printable, and a naive datetime in Danish time."""
    if isinstance(value, str):
        return _safe_text(value)
    if isinstance(value, datetime):
        return _danish_time(value)
    if value is None or isinstance(value, bool | date):
        return value
    return _safe_number(value)


def _safe_text(text: str) -> str:
    # Characters that XML forbids would make the whole workbook unreadable.
    return _FORBIDDEN.sub("\ufffd", mask(text))[:LONGEST_TEXT]


def _danish_time(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("only aware datetimes can be exported")
    return moment.astimezone(COPENHAGEN).replace(tzinfo=None)


def _safe_number(number: int | float) -> int | float | str:
    """The number, or text: where it is no number to Excel, or is a CPR number that lost its leading zero."""
    if isinstance(number, float) and not math.isfinite(number):
        return str(number)
    if isinstance(number, float) and not number.is_integer():
        return number
    digits = str(int(number))
    masked = mask(digits.zfill(10)) if len(digits) in {9, 10} else digits
    if masked != digits and masked != digits.zfill(10):
        return masked
    return digits if len(digits.lstrip("-")) > MOST_DIGITS else number
