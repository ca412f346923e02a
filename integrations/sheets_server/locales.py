"""What a spreadsheet's locale decides: separators, order of dates, names, words for true and false."""

from dataclasses import dataclass
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import get_date_format, get_day_names, get_month_names
from babel.numbers import get_decimal_symbol, get_group_symbol, get_territory_currencies

from .errors import ApiError, bad_request


@dataclass(frozen=True)
class Customs:
    """A locale's habits. `date` and `time` are number-format patterns."""

    decimal: str
    group: str
    day_first: bool
    date: str
    time: str
    currency: str
    true: str
    false: str
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    days: tuple[str, ...]
    short_days: tuple[str, ...]


# Where Google Sheets differs from the Unicode locale data.
_DATES = {"en_US": "M/d/yyyy", "da_DK": "dd/mm/yyyy"}
_TIMES = {"en_US": "h:mm:ss AM/PM", "da_DK": "hh.mm.ss"}
_CURRENCIES = {"en_US": '"$"#,##0.00', "da_DK": '#,##0.00" kr."'}
_WORDS = {"da": ("SAND", "FALSK"), "de": ("WAHR", "FALSCH"), "sv": ("SANT", "FALSKT")}


@cache
def customs(locale: str) -> Customs:
    """The customs of a locale such as "da_DK"; "da" alone will do."""
    known = _known(locale)
    true, false = _WORDS.get(known.language, ("TRUE", "FALSE"))
    pattern = get_date_format("short", known).pattern
    months, days = get_month_names("wide", locale=known), get_day_names("wide", locale=known)
    short_months = get_month_names("abbreviated", locale=known)
    short_days = get_day_names("abbreviated", locale=known)
    return Customs(
        decimal=get_decimal_symbol(known),
        group=get_group_symbol(known).replace("\u202f", " "),
        day_first=_first(pattern, "d", "M"),
        date=_DATES.get(str(known), "dd/mm/yyyy" if _first(pattern, "d", "M") else "yyyy-mm-dd"),
        time=_TIMES.get(str(known), "HH:mm:ss"),
        currency=_CURRENCIES.get(str(known), _currency(known)),
        true=true,
        false=false,
        months=tuple(months[i] for i in range(1, 13)),
        short_months=tuple(short_months[i].rstrip(".") for i in range(1, 13)),
        days=tuple(days[i] for i in range(7)),
        short_days=tuple(short_days[i].rstrip(".") for i in range(7)),
    )


def decimal_mark(locale: str) -> str:
    """The mark between ones and tenths in formulas: a point or a comma."""
    return "," if customs(locale).decimal == "," else "."


def _known(locale: str) -> Locale:
    try:
        return Locale.parse({"en": "en_US", "da": "da_DK"}.get(locale, locale))
    except (UnknownLocaleError, ValueError):
        raise unsupported(locale) from None


def unsupported(locale: str) -> ApiError:
    """Google's refusal of a locale it doesn't know."""
    return bad_request(f"Unsupported locale: {locale}")


def _first(pattern: str, one: str, other: str) -> bool:
    return pattern.find(one) < pattern.find(other)


def _currency(locale: Locale) -> str:
    codes = get_territory_currencies(locale.territory or "US")
    return f'#,##0.00" {codes[0] if codes else "USD"}"'
