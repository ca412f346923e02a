"""Backups: journal and embedded sheet in one archive, the same for SQLite and PostgreSQL.

The journal is copied first, the sheet after it. What is written in between makes the sheet newer than the
journal, and the ledger then tells the journal what it lacks, with nobody's help. The other way round, keys
and decisions that the journal is sure of would be missing in the sheet, which only people can sort out.
"""

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import datetime
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Literal
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from pydantic import ValidationError
from sqlalchemy import select

from integrations.journal import applications, copying
from integrations.journal.chain import Author, What
from integrations.journal.copying import Lines
from integrations.journal.journal import Journal
from integrations.journal.tables import programmes
from rules.base import Frozen

MANIFEST = "manifest.json"
SHEETS = "sheets.sqlite"
RESTORED = "restored"
"""The problem of applications after a restore: nothing is decided on them before the sheet was seen."""
_PIECE = 1 << 20


class NotABackup(Exception):
    """The file is no backup of Samhold's, is of a later version, or was damaged."""


class Occupied(Exception):
    """There is something already where the backup is to go; nothing was changed."""


class InUse(Exception):
    """A process is at work on the journal that is to be replaced; nothing was changed."""


class Manifest(Frozen):
    """What an archive holds. `revision` is that of the journal's tables; `sha256` by member."""

    format: Literal[1] = 1
    made_at: datetime
    database: str
    revision: str
    sheets: bool
    sha256: Mapping[str, str]


def backup(journal: Journal, sheets: Path | None, target: Path) -> Manifest:
    """Copy a journal, and the embedded server's file if there is one, into an archive for its owner alone.

    Safe while the app is at work. The archive is there whole or not at all. Raises JournalUnavailable.
    """
    sums: dict[str, str] = {}
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file, ZipFile(file, "w", ZIP_DEFLATED) as archive:
            made_at = journal.clock()
            revision = copying.dump(journal.engine, partial(_put_table, archive, sums))
            if sheets is not None:
                _put_sheets(archive, sums, sheets)
            manifest = Manifest(
                made_at=made_at,
                database=journal.engine.name,
                revision=revision,
                sheets=sheets is not None,
                sha256=sums,
            )
            archive.writestr(MANIFEST, manifest.model_dump_json(indent=2))
        Path(name).replace(target)
    finally:
        Path(name).unlink(missing_ok=True)
    return manifest


def restore(source: Path, journal: Journal, sheets: Path | None, *, replace: bool = False) -> Manifest:
    """Put a backup back: the journal into its database, the embedded sheet (if wanted) into its file.

    Nothing is decided on an application before the sheet was seen again. Raises NotABackup, Occupied, InUse
    and JournalTooNew; all but the last before anything is changed.
    """
    try:
        with ZipFile(source) as archive:
            manifest = _checked(archive)
            _require_room(journal, sheets if manifest.sheets else None, replace=replace)
            _restore_journal(archive, manifest, journal)
            if manifest.sheets and sheets is not None:
                _restore_sheets(archive, sheets)
    except BadZipFile as error:
        raise NotABackup(str(error)) from error
    return manifest


# Into the archive


def _put_table(archive: ZipFile, sums: dict[str, str], name: str, lines: Lines) -> None:
    member, digest = _member(name), hashlib.sha256()
    with archive.open(member, "w", force_zip64=True) as out:
        for line in lines:
            data = f"{line}\n".encode()
            digest.update(data)
            out.write(data)
    sums[member] = digest.hexdigest()


def _put_sheets(archive: ZipFile, sums: dict[str, str], sheets: Path) -> None:
    """SQLite's own backup takes the file as of one moment, whoever writes meanwhile."""
    with tempfile.TemporaryDirectory(dir=sheets.parent) as folder:
        copy = Path(folder) / SHEETS
        _copy(sheets, copy)
        with copy.open("rb") as file:
            sums[SHEETS] = hashlib.file_digest(file, "sha256").hexdigest()
        archive.write(copy, SHEETS)


def _copy(source: Path, target: Path) -> None:
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=60)) as old,
        closing(sqlite3.connect(target, timeout=60)) as new,
    ):
        old.backup(new)


def _member(table: str) -> str:
    return f"journal/{table}.jsonl"


# Out of the archive


def _checked(archive: ZipFile) -> Manifest:
    try:
        manifest = Manifest.model_validate_json(archive.read(MANIFEST))
    except (KeyError, ValidationError) as error:
        raise NotABackup(MANIFEST) from error
    for member, known in manifest.sha256.items():
        try:
            with archive.open(member) as file:
                right = _digest(file) == known
        except KeyError:
            right = False
        if not right:
            raise NotABackup(member)
    return manifest


def _digest(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while piece := file.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()


def _require_room(journal: Journal, sheets: Path | None, *, replace: bool) -> None:
    if not replace and (copying.occupied(journal.engine) or (sheets and sheets.exists())):
        raise Occupied
    if copying.in_use(journal.engine, journal.clock()):
        raise InUse


def _restore_journal(archive: ZipFile, manifest: Manifest, journal: Journal) -> None:
    tables: dict[str, Callable[[], Iterator[str]]] = {
        Path(member).stem: partial(_lines, archive, member) for member in manifest.sha256 if member != SHEETS
    }
    copying.clear(journal.engine)
    copying.load(journal.engine, manifest.revision, tables, journal.clock())
    with journal.engine.connect() as connection:
        rounds = connection.scalars(select(programmes.c.id)).all()
    for programme in rounds:
        _hold(journal, programme, manifest)


def _lines(archive: ZipFile, member: str) -> Iterator[str]:
    with archive.open(member) as file:
        yield from TextIOWrapper(file, encoding="utf-8", newline="\n")


def _hold(journal: Journal, programme: str, manifest: Manifest) -> None:
    """The sheet may know of decisions that the journal has just forgotten: it is to be looked at first."""
    with journal.write(programme, Author("samhold", "cli", RESTORED)) as work:
        untroubled = (record for record in applications.since(work) if not record.problem)
        held = [record.model_copy(update={"problem": RESTORED}) for record in untroubled]
        applications.save(work, *held)
        work.tell(
            What.RESTORED, after={"made_at": manifest.made_at.isoformat(), "database": manifest.database}
        )


def _restore_sheets(archive: ZipFile, sheets: Path) -> None:
    """In one transaction of the file that is there, or into a new one."""
    sheets.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=sheets.parent) as folder:
        archive.extract(SHEETS, folder)
        _copy(Path(folder) / SHEETS, sheets)
