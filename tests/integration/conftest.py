"""A real SQLite file and a real PostgreSQL server, started by the suite, for what must hold on both."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from integrations.journal.journal import Journal
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
        return f"sqlite:///{tmp_path / 'journal.sqlite'}"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.new_database(f"t{uuid4().hex}")


@pytest.fixture
def clock() -> SteppingClock:
    """A clock that stands still at 3 June 2024, 10.00 in Denmark, until the test moves it."""
    return SteppingClock()


@pytest.fixture
def journal(database_url: str, clock: SteppingClock) -> Iterator[Journal]:
    """A journal with its tables, empty."""
    opened = Journal(database_url, clock)
    opened.migrate()
    yield opened
    opened.close()
