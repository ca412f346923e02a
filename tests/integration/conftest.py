"""A real SQLite file and a real PostgreSQL server, started by the suite, for what must hold on both."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from integrations.journal.journal import Journal
from integrations.journal.tables import metadata
from tests.databases import PostgresServer


class SteppingClock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = datetime(2024, 6, 3, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        """Let time pass; arguments as for `timedelta`."""
        self.now += timedelta(**span)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One PostgreSQL for the whole session."""
    server = PostgresServer()
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, once for each kind."""
    if request.param == "sqlite":
        return _sqlite(tmp_path / "empty.sqlite")
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.new_database(f"t{uuid4().hex}")


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite journal with its tables, to be copied: migrating once is quicker than migrating each time."""
    path = tmp_path_factory.mktemp("migrated") / "journal.sqlite"
    _migrate(_sqlite(path))
    return path


@pytest.fixture(scope="session")
def migrated_database(postgres: PostgresServer) -> str:
    """The address of a PostgreSQL journal with its tables, to be emptied before each test."""
    url = postgres.new_database("migrated")
    _migrate(url)
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def journal_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a journal with its tables, empty, once for each kind of database."""
    if request.param == "sqlite":
        path = tmp_path / "journal.sqlite"
        shutil.copy(request.getfixturevalue("migrated_file"), path)
        return _sqlite(path)
    url: str = request.getfixturevalue("migrated_database")
    with psycopg.connect(url, autocommit=True) as connection:
        # As a replica: the audit chain's own guard lets nobody empty it.
        connection.execute("SET session_replication_role = replica")
        connection.execute(f"TRUNCATE {', '.join(metadata.tables)} RESTART IDENTITY CASCADE")
    return url


@pytest.fixture
def clock() -> SteppingClock:
    """A clock that stands still at 3 June 2024, 10.00 in Denmark, until the test moves it."""
    return SteppingClock()


@pytest.fixture
def journal(journal_url: str, clock: SteppingClock) -> Iterator[Journal]:
    """A journal with its tables, empty."""
    opened = Journal(journal_url, clock)
    yield opened
    opened.close()


def _sqlite(path: Path) -> str:
    return f"sqlite:///{path}"


def _migrate(url: str) -> None:
    fresh = Journal(url, SteppingClock())
    fresh.migrate()
    fresh.close()
