"""The journal itself: opens the database, brings its tables up to date and gives out transactions."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, make_url, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError

from integrations.journal.chain import WORKER, Author, Head, start
from integrations.journal.engine import READ_ONLY, open_engine
from integrations.journal.memory import Memory
from integrations.journal.migrate import upgrade
from integrations.journal.tables import programmes
from integrations.journal.work import MINE, Reading, Work

Clock = Callable[[], datetime]

_COUNTER = select(programmes.c.change).where(programmes.c.id == MINE)
_LOCKED = (
    select(programmes.c.change, programmes.c.audited, programmes.c.head)
    .where(programmes.c.id == MINE)
    .with_for_update()
)


class JournalUnavailable(Exception):
    """The database cannot be used just now: locked too long, disk full, server away. Nothing was changed."""


class Journal:
    """One database with the rounds it holds, each by its programme id."""

    def __init__(self, url: str, clock: Clock, *, engine: Engine | None = None) -> None:
        """`url` as SQLAlchemy writes it; the folder of an SQLite file is made when missing.

        `engine`, of the same url, is shared with other journals: what was compiled for one serves all.
        """
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite" and parsed.database:
            Path(parsed.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.clock = clock
        self.engine = engine.execution_options() if engine else open_engine(url)
        self._looking = self.engine.execution_options(**{READ_ONLY: True})
        self._memory = Memory()

    def migrate(self) -> None:
        """Bring the tables to this version; safe when several processes start at once."""
        upgrade(self.engine, self.clock())

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()

    def compact(self) -> None:
        """Leave nothing of what was deleted in the file of an SQLite journal. PostgreSQL sees to it itself.

        Where the file is in use for long, it is left for another time.
        """
        if self.engine.dialect.name == "sqlite":
            with suppress(sqlite3.OperationalError), closing(self.engine.raw_connection()) as connection:
                connection.cursor().execute("VACUUM")

    def changed(self, programme: str) -> int:
        """The programme's change counter, 0 at first: the same number means that nothing has changed."""
        with self.read(programme) as look:
            return look.change

    @contextmanager
    def read(self, programme: str) -> Iterator[Reading]:
        """One consistent look at a programme's rows."""
        with _translated(), self._looking.connect() as connection, connection.begin():
            change = connection.scalar(_COUNTER, {"its_programme": programme})
            yield Reading(connection, programme, change or 0, self.clock(), self._memory)

    @contextmanager
    def write(self, programme: str, author: Author = WORKER) -> Iterator[Work]:
        """One transaction that changes a programme. Writers of one programme come one after the other.

        `author` is who the audit chain says it was.

        All is kept when the block ends, nothing when it raises.
        """
        with _translated(), self.engine.begin() as connection:
            change, head = _lock(connection, programme)
            work = Work(connection, change + 1, self.clock(), self._memory, head=head, author=author)
            yield work
            work.finish()
        work.kept()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        raise JournalUnavailable(str(error.orig)) from error


def _lock(connection: Connection, programme: str) -> tuple[int, Head]:
    """Take the programme's row (made when missing) for this transaction; its counter and its chain's head."""
    insert = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert
    mine = {"its_programme": programme}
    found = connection.execute(_LOCKED, mine).first()
    if found is None:
        connection.execute(insert(programmes).values(id=programme).on_conflict_do_nothing())
        found = connection.execute(_LOCKED, mine).one()
    change, number, head = found
    return change, Head(programme, number, head or start(programme))
