"""What can be exported: one table of plain values."""

from datetime import date, datetime

from rules.base import Frozen

ExportValue = str | int | float | bool | datetime | date | None
"""One exported cell. Datetimes are aware; None is a blank cell."""


class ExportTable(Frozen):
    """A table to export. `title` names the sheet and may name the file; rows may be short."""

    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[ExportValue, ...], ...] = ()
