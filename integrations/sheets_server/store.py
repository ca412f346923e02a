"""Where an account keeps its files: in memory, for simulations, or in an SQLite file."""

import json
import sqlite3
import threading
from array import array
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from .codec import book_from, book_json, dump, row_from, row_json, sheet_from, sheet_json
from .files import File
from .model import Row, Sheet, Workbook


class Store(Protocol):
    """Files and workbooks. A published workbook is never changed; `put` publishes another."""

    def transaction(self, *, write: bool) -> AbstractContextManager[None]:
        """Everything inside is done or nothing; a writer is alone, across processes too."""

    def files(self) -> list[File]:
        """All files that are not deleted."""

    def file(self, file_id: str) -> File | None:
        """One file, also a deleted one."""

    def book(self, file_id: str) -> Workbook:
        """The content of a file that is not deleted."""

    def put(self, file: File, book: Workbook | None) -> None:
        """Keep a file; its content too, if given."""


class MemoryStore:
    """Keeps everything in this process, and nothing beyond."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._files: dict[str, File] = {}
        self._books: dict[str, Workbook] = {}

    @contextmanager
    def transaction(self, *, write: bool) -> Iterator[None]:
        """Only keeps threads apart: the one `put` of a call comes last."""
        with self._lock:
            yield

    def files(self) -> list[File]:
        """All files that are not deleted."""
        return [file for file in self._files.values() if not file.deleted]

    def file(self, file_id: str) -> File | None:
        """One file, also a deleted one."""
        return self._files.get(file_id)

    def book(self, file_id: str) -> Workbook:
        """The content of a file that is not deleted."""
        return self._books[file_id]

    def put(self, file: File, book: Workbook | None) -> None:
        """Keep a file; its content too, if given."""
        self._files[file.id] = file
        if file.deleted:
            self._books.pop(file.id, None)
        elif book is not None:
            self._books[file.id] = book


_SCHEMA = """
CREATE TABLE IF NOT EXISTS files (
    id TEXT PRIMARY KEY, data TEXT NOT NULL, book TEXT NOT NULL, version INTEGER NOT NULL,
    deleted INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS sheets (
    file TEXT NOT NULL, id INTEGER NOT NULL, position INTEGER NOT NULL, data TEXT NOT NULL,
    lines BLOB NOT NULL, PRIMARY KEY (file, id));
CREATE TABLE IF NOT EXISTS lines (
    id INTEGER PRIMARY KEY AUTOINCREMENT, file TEXT NOT NULL, sheet INTEGER NOT NULL, cells TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS lines_of_sheet ON lines (file, sheet);
"""


@dataclass
class _Loaded:
    """A workbook as this process knows it, and which record holds which of its rows.

    Rows are known by identity; the workbook keeps them alive, so no identity is used twice.
    """

    version: int
    book: Workbook
    records: dict[int, dict[int, int]] = field(default_factory=dict)


class SqliteStore:
    """Keeps everything in one SQLite file, safe against a kill and against other processes.

    A sheet is an ordered list of immutable row records, so one changed cell writes one record and the order.
    """

    def __init__(self, path: Path | str) -> None:
        self._lock = threading.RLock()
        self._loaded: dict[str, _Loaded] = {}
        self._touched: set[str] = set()
        Path(path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path, timeout=60, isolation_level=None, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode=DELETE")
        self._connection.execute("PRAGMA synchronous=FULL")
        self._connection.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    @contextmanager
    def transaction(self, *, write: bool) -> Iterator[None]:
        """BEGIN IMMEDIATE for a writer; what a failed one had loaded is forgotten."""
        with self._lock:
            self._touched.clear()
            self._connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                for file_id in self._touched:
                    self._loaded.pop(file_id, None)
                raise

    def files(self) -> list[File]:
        """All files that are not deleted."""
        rows = self._connection.execute("SELECT id, data FROM files WHERE NOT deleted")
        return [File.from_json(file_id, json.loads(data), deleted=False) for file_id, data in rows]

    def file(self, file_id: str) -> File | None:
        """One file, also a deleted one."""
        row = self._connection.execute("SELECT data, deleted FROM files WHERE id = ?", (file_id,)).fetchone()
        return File.from_json(file_id, json.loads(row[0]), deleted=bool(row[1])) if row else None

    def book(self, file_id: str) -> Workbook:
        """The content of a file; read again if another process has written it."""
        version = self._version(file_id)
        loaded = self._loaded.get(file_id)
        if loaded is None or loaded.version != version:
            loaded = self._loaded[file_id] = self._load(file_id, version)
        return loaded.book

    def records(self, file_id: str) -> set[int]:
        """The row records of a file, each of which is written once and never changed."""
        found = self._connection.execute("SELECT id FROM lines WHERE file = ?", (file_id,))
        return {record for (record,) in found}

    def _version(self, file_id: str) -> int:
        row = self._connection.execute("SELECT version FROM files WHERE id = ?", (file_id,)).fetchone()
        return int(row[0]) if row else 0

    def _load(self, file_id: str, version: int) -> _Loaded:
        ((text,),) = self._connection.execute("SELECT book FROM files WHERE id = ?", (file_id,)).fetchall()
        loaded = _Loaded(version, book_from(file_id, text, []))
        sheets = self._connection.execute(
            "SELECT id, data, lines FROM sheets WHERE file = ? ORDER BY position", (file_id,)
        )
        for sheet_id, data, order in sheets.fetchall():
            known = self._lines(file_id, sheet_id)
            rows = [known[record] if record else () for record in array("q", order)]
            loaded.book.sheets.append(sheet_from(sheet_id, data, rows))
            loaded.records[sheet_id] = {id(row): record for record, row in known.items()}
        return loaded

    def _lines(self, file_id: str, sheet_id: int) -> dict[int, Row]:
        found = self._connection.execute(
            "SELECT id, cells FROM lines WHERE file = ? AND sheet = ?", (file_id, sheet_id)
        )
        return {record: row_from(cells) for record, cells in found}

    def put(self, file: File, book: Workbook | None) -> None:
        """Keep a file; of its content only what differs from what was there."""
        self._touched.add(file.id)
        if file.deleted:
            self._delete(file)
            return
        old = self._loaded.get(file.id)
        version = self._version(file.id) + 1
        book = book or self.book(file.id)
        self._connection.execute(
            "INSERT INTO files VALUES (?, ?, ?, ?, 0) ON CONFLICT (id) DO UPDATE SET "
            "data = excluded.data, book = excluded.book, version = excluded.version",
            (file.id, dump(file.to_json()), book_json(book), version),
        )
        loaded = _Loaded(version, book)
        before = {sheet.id: sheet for sheet in old.book.sheets} if old else {}
        for position, sheet in enumerate(book.sheets):
            known = old.records.get(sheet.id, {}) if old else {}
            if before.get(sheet.id) is sheet:
                loaded.records[sheet.id] = known
                self._place(file.id, sheet.id, position)
            else:
                loaded.records[sheet.id] = self._put_sheet(file.id, sheet, position, known)
        for sheet_id in before.keys() - loaded.records.keys():
            self._drop_sheet(file.id, sheet_id)
        self._loaded[file.id] = loaded

    def _place(self, file_id: str, sheet_id: int, position: int) -> None:
        self._connection.execute(
            "UPDATE sheets SET position = ? WHERE file = ? AND id = ? AND position <> ?",
            (position, file_id, sheet_id, position),
        )

    def _put_sheet(self, file_id: str, sheet: Sheet, position: int, known: dict[int, int]) -> dict[int, int]:
        records: dict[int, int] = {}
        order = array("q")
        for row in sheet.rows:
            record = 0
            if row:
                record = records.get(id(row)) or known.get(id(row)) or self._put_row(file_id, sheet.id, row)
                records[id(row)] = record
            order.append(record)
        gone = set(known.values()) - set(records.values())
        self._connection.executemany("DELETE FROM lines WHERE id = ?", ((record,) for record in gone))
        self._connection.execute(
            "INSERT INTO sheets VALUES (?, ?, ?, ?, ?) ON CONFLICT (file, id) DO UPDATE SET "
            "position = excluded.position, data = excluded.data, lines = excluded.lines",
            (file_id, sheet.id, position, sheet_json(sheet), order.tobytes()),
        )
        return records

    def _put_row(self, file_id: str, sheet_id: int, row: Row) -> int:
        cursor = self._connection.execute(
            "INSERT INTO lines (file, sheet, cells) VALUES (?, ?, ?)", (file_id, sheet_id, row_json(row))
        )
        return int(cursor.lastrowid or 0)

    def _drop_sheet(self, file_id: str, sheet_id: int) -> None:
        self._connection.execute("DELETE FROM lines WHERE file = ? AND sheet = ?", (file_id, sheet_id))
        self._connection.execute("DELETE FROM sheets WHERE file = ? AND id = ?", (file_id, sheet_id))

    def _delete(self, file: File) -> None:
        """The content goes, the id stays taken."""
        self._loaded.pop(file.id, None)
        self._connection.execute("DELETE FROM lines WHERE file = ?", (file.id,))
        self._connection.execute("DELETE FROM sheets WHERE file = ?", (file.id,))
        kept = replace(file, permissions=(), comments=(), properties={})
        self._connection.execute(
            "UPDATE files SET deleted = 1, book = '', data = ?, version = version + 1 WHERE id = ?",
            (dump(kept.to_json()), file.id),
        )
