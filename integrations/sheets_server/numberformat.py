"""How a value is shown: general numbers, number patterns, date and time patterns."""

import re
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from .dates import moment
from .errors import Json
from .locales import Customs, customs
from .model import Computed, Fault

DATE_TYPES = {"DATE", "TIME", "DATE_TIME"}
_DEFAULTS = {"NUMBER": "#,##0.00", "PERCENT": "0.00%", "SCIENTIFIC": "0.00E+00", "TEXT": "@"}
_PART = re.compile(r'"([^"]*)"|\\(.)|(\[[^\]]*\])|(.)', re.DOTALL)
_DATE_PART = re.compile(
    r'"([^"]*)"|\\(.)|(\[h+\]|\[m+\]|\[s+\]|am/pm|a/p|y+|m+|d+|h+|s+|\.0+|0+)|(.)', re.IGNORECASE | re.DOTALL
)


def number_format(form: Json | None) -> Json:
    """The NumberFormat of a cell format, empty if automatic."""
    result: Json = (form or {}).get("numberFormat", {})
    return result


def is_date(form: Json | None) -> bool:
    """Whether a number in a cell with this format is a date or time."""
    return number_format(form).get("type") in DATE_TYPES


def formatted(value: Computed, form: Json | None, locale: str) -> str:
    """The text that people see in the cell."""
    if value is None:
        return ""
    if isinstance(value, Fault):
        return value.shown
    ways = customs(locale)
    if isinstance(value, bool):
        return ways.true if value else ways.false
    if isinstance(value, str):
        return value
    return _number(value, number_format(form), ways)


def _number(value: float, form: Json, ways: Customs) -> str:
    kind, pattern = form.get("type"), form.get("pattern", "")
    if not pattern and kind == "CURRENCY":
        pattern = ways.currency
    if kind in DATE_TYPES:
        default = {"DATE": ways.date, "TIME": ways.time}.get(kind, f"{ways.date} {ways.time}")
        return _date(value, pattern or default, ways)
    pattern = pattern or _DEFAULTS.get(kind or "", "")
    if not pattern or pattern in ("@", "General"):
        return general(value, ways)
    return _patterned(value, pattern, ways)


def general(value: float, ways: Customs) -> str:
    """A number without a format: up to ten decimals, scientific when very large or small."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    if abs(value) >= 1e15 or abs(value) < 1e-10:
        mantissa, _, power = f"{value:.14E}".partition("E")
        text = mantissa.rstrip("0").rstrip(".") + f"E{int(power):+03d}"
    else:
        text = f"{value:.10f}".rstrip("0").rstrip(".")
        if len(text.lstrip("-0.")) > 15:
            text = f"{value:.15g}"
    return text.replace(".", ways.decimal)


def _patterned(value: float, pattern: str, ways: Customs) -> str:
    sections = pattern.split(";")
    if value < 0 and len(sections) > 1:
        return _section(-value, sections[1], ways)
    if value == 0 and len(sections) > 2:
        return _section(value, sections[2], ways)
    sign = "-" if value < 0 else ""
    return sign + _section(abs(value), sections[0], ways)


def _section(value: float, pattern: str, ways: Customs) -> str:
    before, digits, after = _split(pattern)
    if not digits:
        return before + after
    if "%" in before + after:
        value *= 100
    return before + _digits(value, digits, ways) + after


def _split(pattern: str) -> tuple[str, str, str]:
    """Literal text before the digits, the digits, literal text after."""
    before, digits, after = "", "", ""
    for quoted, escaped, bracket, plain in _PART.findall(pattern):
        literal = quoted or escaped
        if plain and (plain in "0#?,." or (plain in "E+-" and digits)) and not after:
            digits += plain
        elif bracket:
            literal = bracket[2:].partition("-")[0].rstrip("]") if bracket.startswith("[$") else ""
        elif plain:
            literal = " " if plain in "_*" else plain
        if literal and digits:
            after += literal
        else:
            before += literal
    return before, digits, after


def _digits(value: float, digits: str, ways: Customs) -> str:
    if "E" in digits:
        mantissa, _, power = digits.partition("E")
        places = len(mantissa.partition(".")[2])
        number, _, exponent = f"{value:.{places}E}".partition("E")
        width = power.count("0")
        return f"{number}E{exponent[0]}{abs(int(exponent)):0{width}d}".replace(".", ways.decimal)
    whole, _, decimals = digits.partition(".")
    exact = Decimal(repr(value)).quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    left, _, right = f"{exact:f}".partition(".")
    left = left.lstrip("0").rjust(whole.count("0"), "0")
    if "," in whole:
        left = re.sub(r"(?<=\d)(?=(\d{3})+$)", ways.group, left)
    needed = decimals.count("0")
    while len(right) > needed and right.endswith("0"):
        right = right[:-1]
    return left + (ways.decimal + right if right else "")


def _date(value: float, pattern: str, ways: Customs) -> str:
    try:
        when = moment(value)
    except OverflowError:
        return general(value, ways)
    parts = [match.groups() for match in _DATE_PART.finditer(pattern)]
    tokens = [(part[2] or "").lower() for part in parts]
    twelve = any(token in ("am/pm", "a/p") for token in tokens)
    shown = []
    for index, (quoted, escaped, token, plain) in enumerate(parts):
        if token:
            name = _meaning(tokens, index)
            shown.append(_date_part(name, when, value, ways, twelve))
        else:
            shown.append(quoted or escaped or plain or "")
    return "".join(shown)


def _meaning(tokens: list[str], index: int) -> str:
    """The token; an m next to hours or seconds means minutes and is told apart as "n"."""
    token = tokens[index]
    if token.strip("m"):
        return token
    before = next((t for t in reversed(tokens[:index]) if t), "")
    after = next((t for t in tokens[index + 1 :] if t), "")
    minutes = before.strip("[]").startswith("h") or after.strip("[]").startswith("s")
    return token.replace("m", "n") if minutes and len(token) < 3 else token


def _date_part(token: str, when: datetime, value: float, ways: Customs, twelve: bool) -> str:
    if token.startswith("["):
        factor = {"h": 24, "m": 1440, "s": 86400}[token[1]]
        return str(int(round(value * 86400) * factor / 86400)).rjust(len(token) - 2, "0")
    if token.startswith("."):
        return f".{when.microsecond // 1000:03d}"[: len(token)]
    if token in ("am/pm", "a/p"):
        return ("AM" if when.hour < 12 else "PM")[: 2 if token == "am/pm" else 1]  # noqa: S105
    hour = (when.hour % 12 or 12) if twelve else when.hour
    numbers = {"d": when.day, "m": when.month, "n": when.minute, "h": hour, "s": when.second}
    if token[0] == "y":
        return f"{when.year % 100:02d}" if len(token) < 3 else f"{when.year:04d}"
    if token[0] in numbers and len(token) < 3:
        return str(numbers[token[0]]).rjust(len(token), "0")
    weekday, month = when.weekday(), when.month - 1
    names = {
        "ddd": ways.short_days[weekday],
        "dddd": ways.days[weekday],
        "mmm": ways.short_months[month],
        "mmmm": ways.months[month],
        "mmmmm": ways.months[month][0],
    }
    return names.get(token, token)
