"""The queue as a table: on the screen and in an export."""

from collections.abc import Sequence
from datetime import datetime

import pandas as pd

from integrations.exports import ExportTable, ExportValue
from pages import words
from pages.triage.rows import Row
from rules.checks.masking import mask
from rules.programme.model import Programme
from rules.state import Status
from texts import _, moment


def headers() -> list[str]:
    """The headers, in the order of the columns."""
    return [
        _("Sag"),
        _("Arbejdsplads"),
        _("Kommune"),
        _("Status"),
        _("Vurdering"),
        _("Bemærkninger"),
        _("Antal"),
        _("Ønske"),
        _("Gruppe"),
        _("Modtaget"),
    ]


def _cells(programme: Programme, row: Row) -> list[ExportValue]:
    case = row.case
    return [
        row.key,
        row.workplace,
        row.municipality or mask(case.application.text(programme.fields.municipality)),
        _standing(programme, row),
        words.outcome(case.outcome),
        " ".join(words.finding(one) for one in case.judgement.findings),
        row.group.size or None,
        wishes(programme, row),
        row.group.kind,
        row.arrived,
    ]


def wishes(programme: Programme, row: Row) -> str:
    """The wished cohorts in order."""
    named = " / ".join(words.cohort(programme, wish) for wish in row.group.wishes)
    return named or (_("Alle hold") if row.group.anywhere else "")


def _standing(programme: Programme, row: Row) -> str:
    standing = row.case.standing
    status = words.status(programme, standing.status)
    if standing.status is Status.WAITLISTED and row.case.place:
        return f"{status} {row.case.place}"
    return f"{status} · {words.cohort(programme, standing.cohort)}" if standing.cohort else status


def as_frame(programme: Programme, rows: Sequence[Row]) -> pd.DataFrame:
    """The rows for the screen."""
    shown = [[_shown(cell) for cell in _cells(programme, row)] for row in rows]
    return pd.DataFrame(shown, columns=headers())


def _shown(cell: ExportValue) -> ExportValue:
    return moment(cell) if isinstance(cell, datetime) else cell


def as_export(programme: Programme, title: str, rows: Sequence[Row]) -> ExportTable:
    """The rows as a file holds them."""
    return ExportTable(
        title=title, headers=tuple(headers()), rows=tuple(tuple(_cells(programme, row)) for row in rows)
    )
