"""Transactions on one programme: `Reading` looks, `Work` also changes."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from pydantic import JsonValue
from sqlalchemy import (
    BindParameter,
    Connection,
    Delete,
    Executable,
    FromClause,
    Insert,
    Table,
    Update,
    bindparam,
    update,
)
from sqlalchemy.engine import CursorResult, Result
from sqlalchemy.sql.dml import ReturningInsert

from integrations.journal.chain import Author, Entry, Facts, Head, What, append
from integrations.journal.columns import holdable
from integrations.journal.memory import Known, Memory
from integrations.journal.records import Row
from integrations.journal.tables import programmes

MINE: BindParameter[str] = bindparam("its_programme")
"""Stands for the transaction's own programme in a query that is made once and used again and again."""

_MOVE_ON = update(programmes).where(programmes.c.id == MINE)

Change = Insert | Update | Delete
Found = TypeVar("Found")
Reader = Callable[["Reading", Known | None], Found]
"""Makes something of one table's rows, with the help of what it made of them before."""


class Reading:
    """A look at one programme's rows, all from the same moment.

    `change` is the programme's counter at that moment; `now` the journal's clock when the look began.
    """

    def __init__(
        self, connection: Connection, programme: str, change: int, now: datetime, memory: Memory
    ) -> None:
        self._connection = connection
        self._memory = memory
        self.programme = programme
        self.change = change
        self.now = now

    def rows(self, query: Executable, **wanted: object) -> list[Row]:
        """All rows of a query, by column name; `wanted` fills its parameters, `MINE` is filled always."""
        result = self._connection.execute(query, {"its_programme": self.programme, **wanted})
        names = tuple(result.keys())
        return [dict(zip(names, row, strict=True)) for row in result]

    def row(self, query: Executable, **wanted: object) -> Row | None:
        """The first row of a query, or None."""
        result = self._connection.execute(query, {"its_programme": self.programme, **wanted})
        found = result.first()
        return None if found is None else dict(zip(result.keys(), found, strict=True))

    def recall(self, table: Table, read: Reader[Found]) -> Found:
        """What `read` makes of a table of this programme, read again only where the table may have changed.

        It is told what it made before, and up to which change that held. `read` looks at this table alone,
        and every change of the table must move the counter. Nobody may change what it gives.
        """
        return self._recall(table, read, self.change)

    def _recall(self, table: Table, read: Reader[Found], change: int) -> Found:
        key = (self.programme, table, read)
        known = self._memory.known(key)
        if known is None or known.change != change:
            before = known if known and known.change < change else None
            known = Known(change, read(self, before))
            self._memory.keep(key, known)
        found: Found = known.value
        return found


class Work(Reading):
    """A transaction that changes one programme; no other writer of it is at work meanwhile.

    `change` is the counter as it will be when this is kept.
    """

    def __init__(
        self,
        connection: Connection,
        change: int,
        now: datetime,
        memory: Memory,
        *,
        head: Head,
        author: Author,
    ) -> None:
        super().__init__(connection, head.programme, change, now, memory)
        self.author = author
        self._head = head
        self._dirty = False
        self._touched: set[FromClause] = set()
        self._entries: list[Entry] = []

    def recall(self, table: Table, read: Reader[Found]) -> Found:
        """As for a look; a table that this transaction has changed is read as it stands now."""
        if table not in self._touched:
            return self._recall(table, read, self.change - 1)
        known = self._memory.known((self.programme, table, read))
        return read(self, known if known and known.change < self.change else None)

    def put(self, statement: Change, values: Sequence[Row] | None = None) -> int:
        """Change something that people can see; the number of rows touched.

        With `values`, the statement is carried out once for each, in one go; `MINE` is filled always.
        """
        self.touch()
        return self.note(statement, values)

    def note(self, statement: Change, values: Sequence[Row] | None = None) -> int:
        """Change what nobody needs to look again for (a lease, a time); the number of rows touched."""
        self._touched.add(statement.table)
        if values and not isinstance(statement, Insert):
            values = [{"its_programme": self.programme, **row} for row in values]
        result: Result[tuple[object, ...]] = self._connection.execute(statement, values)
        return result.rowcount if isinstance(result, CursorResult) else 0

    def add(self, statement: ReturningInsert[int], values: Row) -> int:
        """Put one row whose number the database gives and the statement returns; that number."""
        self.touch()
        self._touched.add(statement.table)
        number: int = self._connection.execute(statement, values).scalar_one()
        return number

    def touch(self) -> None:
        """Say that something people can see has changed."""
        self._dirty = True

    def tell(
        self,
        what: What,
        key: str = "",
        *,
        before: Facts | None = None,
        after: Facts | None = None,
        words: Facts | None = None,
    ) -> None:
        """Put a change on the audit chain when the transaction ends. What is blank in `words` is left out."""
        said = {name: _holdable(word) for name, word in (words or {}).items() if word not in (None, "")}
        self._entries.append(Entry(what, key, before, after, said))

    def finish(self) -> None:
        """Move the change counter on if anything was put, and the audit chain if anything was told."""
        values: dict[str, object] = {"change": self.change} if self._dirty else {}
        if self._entries:
            self._head = append(self._connection, self._head, self.now, self.author, self._entries)
            values |= {"audited": self._head.number, "head": self._head.hash}
        if values:
            self._connection.execute(_MOVE_ON, {"its_programme": self.programme, **values})

    def kept(self) -> None:
        """Once the transaction is kept: what it did not touch holds at the new counter as well."""
        if self._dirty:
            self._memory.advance(self.programme, self.change, self._touched)


def _holdable(word: JsonValue) -> JsonValue:
    """As the tables keep it, which the chain is compared with; JSON holds everything."""
    return holdable(word) if isinstance(word, str) else word
