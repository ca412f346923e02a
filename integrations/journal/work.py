"""Transactions on one programme: `Reading` looks, `Work` also changes."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import JsonValue
from sqlalchemy import Connection, Executable, Insert, update
from sqlalchemy.engine import CursorResult, Result

from integrations.journal.chain import Author, Entry, Facts, Head, What, append
from integrations.journal.columns import holdable
from integrations.journal.records import Row
from integrations.journal.tables import programmes


class Reading:
    """A look at one programme's rows, all from the same moment.

    `change` is the programme's counter at that moment; `now` the journal's clock when the look began.
    """

    def __init__(self, connection: Connection, programme: str, change: int, now: datetime) -> None:
        self._connection = connection
        self.programme = programme
        self.change = change
        self.now = now

    def rows(self, query: Executable) -> list[Row]:
        """All rows of a query, by column name."""
        return [dict(row) for row in self._connection.execute(query).mappings()]

    def row(self, query: Executable) -> Row | None:
        """The first row of a query, or None."""
        found = self._connection.execute(query).mappings().first()
        return dict(found) if found is not None else None


class Work(Reading):
    """A transaction that changes one programme; no other writer of it is at work meanwhile.

    `change` is the counter as it will be when this is kept.
    """

    def __init__(
        self, connection: Connection, change: int, now: datetime, head: Head, author: Author
    ) -> None:
        super().__init__(connection, head.programme, change, now)
        self.author = author
        self._head = head
        self._dirty = False
        self._entries: list[Entry] = []

    def put(self, statement: Executable, values: Sequence[Row] | None = None) -> int:
        """Change something that people can see; the number of rows touched.

        With `values`, the statement is carried out once for each, in one go.
        """
        self.touch()
        return self.note(statement, values)

    def note(self, statement: Executable, values: Sequence[Row] | None = None) -> int:
        """Change what nobody needs to look again for (a lease, a time); the number of rows touched."""
        result: Result[tuple[object, ...]] = self._connection.execute(statement, values)
        return result.rowcount if isinstance(result, CursorResult) else 0

    def add(self, statement: Insert) -> int:
        """Put one row whose number the database gives; that number."""
        self.touch()
        number: int = self._connection.execute(statement.returning(*statement.table.primary_key)).scalar_one()
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
            mine = programmes.c.id == self.programme
            self._connection.execute(update(programmes).where(mine).values(values))


def _holdable(word: JsonValue) -> JsonValue:
    """As the tables keep it, which the chain is compared with; JSON holds everything."""
    return holdable(word) if isinstance(word, str) else word
