"""CSV as Danish Excel opens it by double click: UTF-8 with byte order mark, semicolons, decimal comma."""

import csv
import io
from datetime import date, datetime

from integrations.exports.safety import safe
from integrations.exports.table import ExportTable, ExportValue

SEPARATOR = ";"
_STARTERS = "=+-@\t\r\n＝＋－＠"


def to_csv(table: ExportTable) -> bytes:
    """The table as CSV; text that a spreadsheet would read as a formula gets a leading apostrophe.

    Numbers have a decimal comma, times read `2024-06-18 14:03:00` in Danish time, truth values ja/nej.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=SEPARATOR, quoting=csv.QUOTE_MINIMAL)
    writer.writerow(_written(header) for header in table.headers)
    writer.writerows([_written(value) for value in row] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def _written(value: ExportValue) -> str:
    value = safe(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, float):
        return repr(value).removesuffix(".0").replace(".", ",")
    if isinstance(value, datetime | date):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    return neutral(value) if isinstance(value, str) else str(value)


def neutral(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet could take it for a formula.

    Blanks before the sign count too: some programs drop them when they read a file.
    """
    sign = text.lstrip(" \u00a0\ufeff")[:1]
    return f"'{text}" if sign and (sign in _STARTERS or text[0] in _STARTERS) else text
