"""CPR numbers in text: found by pattern and plausible date, masked wherever text is shown.

The modulus-11 check was given up in 2007, so it is not consulted.
"""

import re
from collections.abc import Iterator
from datetime import date

_BLANK = r"[ \t\u00a0\u00ad\u2009\u200b\u202f\u2060\ufeff]"
_HYPHEN = r"[-\u2010-\u2015\u2212]"
_MARK = r"[-\u2010-\u2015\u2212./_]"
_LAST_FOUR = rf"{_BLANK}?(?:\d{{4}}(?!\d)|\d{{2}}{_BLANK}\d{{2}}(?!{_BLANK}?\d))"
_NO_TIME = r"(?!(?:[01]\d|2[0-3])[0-5][05](?!\d))"
"""Not "10.09.24 1400", a day and an hour."""
_CANDIDATE = re.compile(
    rf"(?<!\d)(\d{{2}})(\d{{2}})(\d{{2}}){_BLANK}?{_MARK}{{0,2}}{_LAST_FOUR}"
    r"|(?<!\d)(?<!\d )(\d{2})[./ -](\d{2})[./ -](\d{2})"
    rf"(?:{_BLANK}?{_MARK}|{_BLANK}{_NO_TIME}){_LAST_FOUR}"
    rf"|(?<!\d)(\d{{2}})[./ -]?(\d{{2}})[./ -]?(?:19|20)?(\d{{2}}){_BLANK}?{_HYPHEN}{_LAST_FOUR}"
    rf"|^{_BLANK}*(\d)(\d{{2}})(\d{{2}})\d{{4}}{_BLANK}*$",
    re.MULTILINE,
)
"""Six digits and four, however divided; with a century in the date there must be a hyphen before the four.

The last: nine digits alone, a number whose leading zero a spreadsheet has eaten.
"""
MASKED = "••••••-••••"


def find(text: str) -> tuple[str, ...]:
    """The CPR numbers in a text, as written."""
    return tuple(m[0] for m in _matches(text))


def mask(text: str) -> str:
    """The text with every CPR number made unreadable; all else unchanged."""
    return _CANDIDATE.sub(lambda m: MASKED if _is_plausible(m) else m[0], text)


def _matches(text: str) -> Iterator[re.Match[str]]:
    return (m for m in _CANDIDATE.finditer(text) if _is_plausible(m))


def _is_plausible(match: re.Match[str]) -> bool:
    """True where the six digits are a day: of any century, as the seventh digit is no sure guide to it."""
    day, month, year = (int(digits) for digits in match.groups() if digits)
    return any(_is_date(century + year, month, day) for century in (1900, 2000))


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
