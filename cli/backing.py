"""`samhold backup` and `samhold restore`."""

from pathlib import Path
from typing import Annotated

import typer
from pydantic import JsonValue

from cli.exits import Exit, Stop
from cli.installation import now
from cli.options import AsJson
from cli.output import reporting, show
from integrations import backup as backups
from integrations.backup import InUse, Manifest, NotABackup, Occupied
from integrations.journal.journal import Journal
from integrations.settings import Settings


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The archive to write (.zip).")],
    json: AsJson = False,
) -> None:
    """Copy the journal, and the embedded sheet if that is in use, into one archive; the app may be running.

    The archive is the same for SQLite and PostgreSQL and readable for its owner alone. It holds personal
    data.

    JSON: `{"file", "made_at", "database", "revision", "sheets"}`.
    """
    with reporting(json):
        settings = Settings()
        if file.exists():
            raise Stop("file_exists", f"{file} is there already; nothing was done.", Exit.INPUT)
        journal = Journal(settings.database_url, now)
        journal.migrate()
        made = backups.backup(journal, _embedded(settings, there=True), file)
        _tell(file, made, json, "Written")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An archive of samhold backup.")],
    *,
    replace: Annotated[bool, typer.Option("--replace", help="Replace what is there now.")] = False,
    journal_only: Annotated[
        bool, typer.Option("--journal-only", help="Leave the embedded sheet as it is.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Put a backup back, into SQLite or PostgreSQL, as the settings say. Stop the app first.

    What the spreadsheet's ledger knows beyond the backup comes back with the first look at the sheet; until
    then nothing can be decided.

    JSON: `{"file", "made_at", "database", "revision", "sheets"}`; `sheets` says whether the embedded
    sheet was put back too.
    """
    with reporting(json):
        settings = Settings()
        journal = Journal(settings.database_url, now)
        sheets = None if journal_only else _embedded(settings, there=False)
        try:
            made = backups.restore(file, journal, sheets, replace=replace)
        except NotABackup as fault:
            raise Stop("not_a_backup", f"{file} is no whole backup ({fault}).", Exit.INPUT) from fault
        except Occupied as fault:
            raise Stop("not_empty", "There are data already. --replace replaces them.", Exit.USAGE) from fault
        except InUse as fault:
            raise Stop("journal_in_use", "The app is running. Stop it first.", Exit.USAGE) from fault
        back = made.model_copy(update={"sheets": made.sheets and sheets is not None})
        _tell(file, back, json, "Restored")


def _embedded(settings: Settings, *, there: bool) -> Path | None:
    """The embedded server's file; with `there`, only one that exists."""
    path = settings.embedded_data
    return path if settings.mode == "embedded" and (path.exists() or not there) else None


def _tell(file: Path, made: Manifest, as_json: bool, done: str) -> None:
    told: dict[str, JsonValue] = made.model_dump(mode="json", exclude={"format", "sha256"})
    if as_json:
        show({"file": str(file), **told})
    else:
        what = "journal and embedded sheet" if made.sheets else "journal"
        print(f"{done}: {what} as of {made.made_at:%Y-%m-%d %H:%M:%S} UTC, {file}")
