"""`samhold decide` and `samhold export`: the desk's commands from a terminal."""

import sys
from datetime import date, datetime
from getpass import getuser
from pathlib import Path
from typing import Annotated

import typer
from pydantic import JsonValue

from cli.exits import Exit, Stop
from cli.options import AsJson, Lang
from cli.output import reporting, show
from desk import Case, Desk, open_desk
from desk.exporting import Export
from integrations.exports import ExportTable, ExportValue, to_csv, to_xlsx
from integrations.exports.safety import safe
from integrations.settings import Settings
from rules.keys import normalised
from rules.people import Actor, Role
from rules.programme.model import Programme
from rules.state import Decision, Source, Status
from rules.wording import cohort_of, status_of
from texts import speaking

By = Annotated[
    str, typer.Option("--by", help="Who acts, as it will stand in the sheet.", default_factory=getuser)
]


def decide(
    key: Annotated[str, typer.Argument(metavar="KEY", help="The case number.")],
    status: Annotated[
        str, typer.Argument(metavar="STATUS", help="approved, declined … or the sheet's word.")
    ],
    *,
    cohort: Annotated[str, typer.Option(help="The cohort, by id or name.")] = "",
    remark: Annotated[str | None, typer.Option(help="A remark for the sheet; else it stays.")] = None,
    reason: Annotated[str, typer.Option(help="Why; needed to decline and to reopen.")] = "",
    override: Annotated[str, typer.Option(help="Why a limit may be broken.")] = "",
    revision: Annotated[int | None, typer.Option(help="Refuse unless this is the latest revision.")] = None,
    by: By,
    json: AsJson = False,
) -> None:
    """Decide on one application; the running app, or samhold sync --once, writes it into the sheet.

    JSON: `{"key", "revision", "status", "cohort", "remark", "by", "at"}`. Exit code 1 where the rules refuse.
    """
    with reporting(json):
        desk = open_desk(Settings())
        actor = acting(by)
        case = _case(desk, actor, key)
        decision = desk.decide(
            actor,
            key=case.key,
            status=_status(desk.programme, status),
            cohort=_cohort(desk.programme, cohort),
            remark=case.standing.remark if remark is None else remark,
            reason=reason,
            revision=case.revision if revision is None else revision,
            basis=case.basis,
            override_reason=override,
        )
        if json:
            show(_told(decision))
        else:
            print(f"Saved: {decision.key} {decision.status} {decision.cohort}".rstrip())


def export(
    what: Annotated[Export, typer.Argument(help="Which table.")] = Export.APPLICATIONS,
    *,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write it here: .csv or .xlsx.")] = None,
    by: By,
    lang: Lang = "da",
    json: AsJson = False,
) -> None:
    """Export a table without live formulas and with CPR numbers masked; without --out as CSV to the terminal.

    JSON: `{"title", "headers", "rows"}`, or with --out `{"file", "rows"}` where rows is their number.
    """
    with reporting(json), speaking(lang):
        table = open_desk(Settings()).export(acting(by), what)
        if out is not None:
            out.write_bytes(_file(table, out))
            told: dict[str, JsonValue] = {"file": str(out), "rows": len(table.rows)}
            show(told) if json else print(f"{out}: {len(table.rows)}")
        elif json:
            show({"title": table.title, "headers": [*table.headers], "rows": [*map(_plain, table.rows)]})
        else:
            sys.stdout.write(to_csv(table).decode("utf-8-sig"))


def acting(name: str) -> Actor:
    """Who has the journal's files in hand may do everything; the name says who it was."""
    return Actor(name=name, email="", role=Role.ADMINISTRATOR, source=Source.CLI)


def _case(desk: Desk, actor: Actor, key: str) -> Case:
    case = desk.board(actor).case(normalised(key) or key)
    if case is None:
        known = f"There is no application {key}. Has the sheet been read (samhold sync --once)?"
        raise Stop("unknown_key", known, Exit.FOUND)
    return case


def _status(programme: Programme, written: str) -> Status:
    by_id = {status.value: status for status in Status}
    status = by_id.get(written.casefold()) or status_of(programme, written)
    if status is None:
        raise Stop("unknown_status", f"{written!r} is not a status: {', '.join(by_id)}.", Exit.USAGE)
    return status


def _cohort(programme: Programme, written: str) -> str:
    cohort = cohort_of(programme, written)
    if cohort is None:
        known = ", ".join(c.id for c in programme.cohorts)
        raise Stop("unknown_cohort", f"{written!r} is not a cohort: {known}.", Exit.USAGE)
    return cohort


def _told(decision: Decision) -> dict[str, JsonValue]:
    return {
        "key": decision.key,
        "revision": decision.revision,
        "status": decision.status.value,
        "cohort": decision.cohort,
        "remark": decision.remark,
        "by": decision.by,
        "at": decision.at.isoformat(),
    }


def _file(table: ExportTable, out: Path) -> bytes:
    kinds = {".csv": to_csv, ".xlsx": to_xlsx}
    if out.suffix.lower() not in kinds:
        raise Stop("file_kind", f"{out} must end in .csv or .xlsx.", Exit.USAGE)
    return kinds[out.suffix.lower()](table)


def _plain(row: tuple[ExportValue, ...]) -> JsonValue:
    values = map(safe, row)
    return [v.isoformat() if isinstance(v, datetime | date) else v for v in values]
