"""Tables to take along: what is on the board, as plain values."""

from collections.abc import Callable, Iterable
from enum import StrEnum

from desk.office import Office
from desk.views import Board, Case
from integrations.exports import ExportTable, ExportValue
from integrations.journal.chain import What
from integrations.journal.records import Cells
from rules.people import Actor
from rules.programme.model import Programme
from rules.state import HOLDS_A_PLACE, Status
from texts import _, pgettext, say

Row = tuple[ExportValue, ...]


class Export(StrEnum):
    """What can be exported."""

    APPLICATIONS = "applications"
    COHORTS = "cohorts"
    WAITLIST = "waitlist"
    ITEMS = "items"


def table(programme: Programme, board: Board, what: Export) -> ExportTable:
    """One of the tables, in the language of now."""
    return _TABLES[what](programme, board)


def tell(office: Office, actor: Actor, what: str, table: ExportTable) -> None:
    """Put on the audit chain that personal data were taken along, by whom and how much."""
    with office.sitting(actor) as sitting:
        sitting.work.tell(What.EXPORTED, after={"table": what, "rows": len(table.rows)})


def _applications(programme: Programme, board: Board) -> ExportTable:
    questions = programme.questions
    return ExportTable(
        title=_("Ansøgninger"),
        headers=(*_case_headers(), _("Vurdering"), *(question.header for question in questions)),
        rows=tuple(
            (
                *_case_row(programme, case),
                " ".join(finding.say() for finding in case.judgement.findings),
                *(case.application.text(question.id) for question in questions),
            )
            for case in board.cases
        ),
    )


def _cohorts(programme: Programme, board: Board) -> ExportTable:
    held = (case for case in board.cases if case.standing.status in HOLDS_A_PLACE)
    return _listing(programme, _("Hold"), sorted(held, key=lambda case: (case.standing.cohort, case.key)))


def _waitlist(programme: Programme, board: Board) -> ExportTable:
    waiting = (case for case in board.cases if case.standing.status is Status.WAITLISTED)
    return _listing(programme, _("Venteliste"), sorted(waiting, key=lambda case: case.place))


def _listing(programme: Programme, title: str, cases: Iterable[Case]) -> ExportTable:
    fields = programme.fields
    return ExportTable(
        title=title,
        headers=(*_case_headers(), _("Arbejdsplads"), _("Kommune")),
        rows=tuple(
            (
                *_case_row(programme, case),
                case.application.text(fields.workplace),
                case.application.text(fields.municipality),
            )
            for case in cases
        ),
    )


def _items(_programme: Programme, board: Board) -> ExportTable:
    return ExportTable(
        title=_("Indbakke"),
        headers=(_("Sagsnr."), _("Hvad"), _("Celle"), _("Før"), _("I Samhold"), _("I arket"), _("Siden")),
        rows=tuple(
            (
                item.key,
                item.kind,
                item.cell,
                *map(_cells, (item.base, item.ours, item.theirs)),
                item.opened_at,
            )
            for item in board.items
        ),
    )


def _case_headers() -> tuple[str, ...]:
    return (
        _("Sagsnr."),
        _("Modtaget"),
        _("Status"),
        pgettext("one", "Hold"),
        _("Plads"),
        _("Deltagere"),
        _("Bemærkning"),
        _("Behandlet af"),
        _("Tidspunkt"),
    )


def _case_row(programme: Programme, case: Case) -> Row:
    standing = case.standing
    cohort = programme.cohort(standing.cohort)
    return (
        case.key,
        case.application.first_seen,
        say(programme.statuses[standing.status].text),
        say(cohort.name) if cohort else standing.cohort,
        case.place or None,
        case.size,
        standing.remark,
        standing.by,
        standing.at,
    )


def _cells(cells: Cells | None) -> str:
    return ", ".join(str(cell) for cell in (cells or {}).values() if cell is not None)


_TABLES: dict[Export, Callable[[Programme, Board], ExportTable]] = {
    Export.APPLICATIONS: _applications,
    Export.COHORTS: _cohorts,
    Export.WAITLIST: _waitlist,
    Export.ITEMS: _items,
}
