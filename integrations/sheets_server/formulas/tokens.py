"""A formula cut into tokens. References keep their text, so that the rest can be written back untouched."""

import re
from typing import NamedTuple

from ..a1 import column_index
from ..errors import bad_request


class Token(NamedTuple):
    """`kind` is ref, number, text, error, name, op or space."""

    kind: str
    text: str


_SHEET = r"(?:(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)?"
_CELL = r"\$?[A-Za-z]{1,3}\$?[0-9]+"
_REF = (
    rf"{_SHEET}(?:{_CELL}(?::(?:{_CELL}|\$?[A-Za-z]{{1,3}}|\$?[0-9]+))?"
    r"|\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?:\$?[0-9]+)?|\$?[0-9]+:\$?[0-9]+|\#REF!)(?![\w(!.])"
)


def _pattern(decimal: str) -> re.Pattern[str]:
    mark = re.escape(decimal)
    return re.compile(
        rf"(?P<ref>{_REF})|(?P<number>[0-9]+(?:{mark}[0-9]*)?(?:[eE][+-]?[0-9]+)?|{mark}[0-9]+)"
        r'|(?P<text>"(?:[^"]|"")*")|(?P<error>\#(?:N/A|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|ERROR!))'
        r"|(?P<name>[^\W\d][\w.]*)|(?P<op><>|<=|>=|[-+*/^&=<>%(),;{}\\])|(?P<space>\s+)|(?P<other>.)",
        re.DOTALL,
    )


_PATTERNS = {mark: _pattern(mark) for mark in ".,"}


def tokens(formula: str, decimal: str = ".") -> list[Token]:
    """The tokens after the "=". Joined again they are the formula."""
    found = _PATTERNS[decimal].finditer(formula.removeprefix("="))
    return [Token(match.lastgroup or "other", match[0]) for match in found]


class ParseError(Exception):
    """A formula that can't be read."""


class Reference(NamedTuple):
    """A reference in a formula; sides are zero-based, None where open; `fixed` are its four "$"."""

    sheet: str | None
    top: int | None
    left: int | None
    bottom: int | None
    right: int | None
    single: bool
    fixed: tuple[bool, bool, bool, bool] = (False, False, False, False)


_CORNER = re.compile(r"(\$?)([A-Za-z]{0,3})(\$?)([0-9]*)\Z")


def reference(text: str) -> Reference | None:
    """Read a reference; None if it is a lost one (#REF!)."""
    title, mark, cells = text.rpartition("!") if not text.endswith("#REF!") else ("", "", text)
    if text.endswith("#REF!"):
        return None
    sheet = title.strip("'").replace("''", "'") if mark else None
    first, _, last = cells.partition(":")
    corners = []
    for part in (first, last or first):
        match = _CORNER.match(part)
        if match is None:
            raise bad_request(f"Unable to parse range: {text}")
        dollar, letters, row_dollar, digits = match.groups()
        if not letters:
            row_dollar = dollar or row_dollar
        corners.append(
            (
                int(digits) - 1 if digits else None,
                column_index(letters) if letters else None,
                bool(row_dollar),
                bool(dollar and letters),
            )
        )
    (top, left, top_fixed, left_fixed), (bottom, right, bottom_fixed, right_fixed) = corners
    fixed = (top_fixed, left_fixed, bottom_fixed, right_fixed)
    return Reference(sheet, top, left, bottom, right, not last, fixed)
