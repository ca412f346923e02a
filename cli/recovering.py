"""`samhold rebuild`: a lost journal from the sheet, or a lost ledger from the journal."""

from typing import Annotated

import typer
from pydantic import JsonValue

from cli.exits import Exit, Stop
from cli.installation import Installation, open_installation
from cli.options import AsJson
from cli.output import columns, lines, reporting, show
from cli.syncing import passes, worker_of
from desk import open_desk
from integrations import connect
from integrations.identity.passes import server_token
from integrations.journal import items, recovery
from integrations.settings import Settings
from integrations.sheets_server import open_account
from integrations.spreadsheet import left_behind, remember
from integrations.sync.recovery import counts
from worker import Worker

_WORDS = {
    "applications": "applications known from the sheet alone",
    "decisions": "decisions known from the ledger alone",
    "renumbered": "decisions that get a higher revision",
    "rewritten": "rows that the ledger has lost and gets again",
    "rows": "rows whose last write is learned from the ledger",
    "questions": "things in the ledger itself that a person is asked about",
}


def rebuild(
    spreadsheet: Annotated[
        str | None, typer.Argument(metavar="SPREADSHEET", help="Id or address; else that of the settings.")
    ] = None,
    *,
    ledger: Annotated[
        bool, typer.Option("--ledger", help="The ledger was lost or damaged: make it anew.")
    ] = False,
    merge: Annotated[
        bool, typer.Option("--merge", help="Also where the journal is not empty: add what it lacks.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done; do nothing.")] = False,
    json: AsJson = False,
) -> None:
    """Rebuild a lost journal from the spreadsheet's ledger, or with --ledger a lost ledger from the journal.

    Nothing is overwritten: where a row shows something else than its last decision, the inbox asks. Stop the
    app first.

    JSON: `{"applications", "decisions", "renumbered", "rewritten", "rows", "questions", "done", "inbox"}`,
    how many of each; `inbox` is how many questions are open now.
    """
    with reporting(json):
        if spreadsheet is None:
            _require_one_embedded()
        installation = open_installation(spreadsheet)
        if not (ledger or merge):
            _require_empty(installation)
        worker, sync = worker_of(installation)
        if ledger and not dry_run:
            _new_ledger(installation)
        told: dict[str, JsonValue] = {**counts(sync.foresee())}
        if not dry_run:
            _carry_out(worker, installation)
        inbox = _open_questions(installation)
        if json:
            show({**told, "done": not dry_run, "inbox": inbox})
        else:
            lines(columns([(str(told[name]), said) for name, said in _WORDS.items()]))
            print("Nothing was changed." if dry_run else f"Done. {inbox} questions are open in the inbox.")


def _require_one_embedded() -> None:
    """Stop where a lost journal may have belonged to any of several spreadsheets of the embedded server."""
    settings = Settings()
    if settings.mode != "embedded" or settings.spreadsheet or not settings.embedded_data.exists():
        return
    desk = open_desk(settings)
    files = left_behind(open_account(settings.embedded_data, token=server_token()), desk.journal)
    if len(files) > 1:
        known = "\n".join(f"  {file.id}  {file.name}  {file.created:%Y-%m-%d %H:%M}" for file in files)
        raise Stop("several_spreadsheets", f"Which spreadsheet? Name one:\n{known}", Exit.USAGE)


def _require_empty(installation: Installation) -> None:
    journal, programme = installation.desk.journal, installation.desk.programme
    with journal.read(programme.id) as look:
        empty = recovery.is_empty(look)
    if not empty:
        raise Stop(
            "journal_not_empty",
            "The journal is not empty. --merge adds what it lacks of the ledger; nothing is taken away.",
            Exit.USAGE,
        )


def _open_questions(installation: Installation) -> int:
    with installation.desk.journal.read(installation.desk.programme.id) as look:
        return len(items.opened(look))


def _new_ledger(installation: Installation) -> None:
    """A ledger tab under an id that no batch on its way can mean."""
    journal, programme = installation.desk.journal, installation.desk.programme
    with journal.read(programme.id) as look:
        last = recovery.numbers(look).last
    connect.renew_ledger(installation.gateway, programme, last)


def _carry_out(worker: Worker, installation: Installation) -> None:
    journal, programme = installation.desk.journal, installation.desk.programme
    remember(journal, programme, installation.gateway.spreadsheet_id)
    if not worker.rebuild():
        raise Stop("sheet_in_use", "Another process keeps the sheet. Stop it first.", Exit.USAGE)
    passes(worker, installation)
