"""The tables come up by migrations alone, and agree with what the code expects."""

import threading
from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from integrations.journal.journal import Clock, Journal
from integrations.journal.migrate import JournalTooNew, latest
from integrations.journal.tables import metadata
from tests.integration.conftest import SteppingClock


@pytest.fixture
def fresh(database_url: str, clock: SteppingClock) -> Iterator[Journal]:
    """A journal that was migrated from nothing."""
    journal = Journal(database_url, clock)
    journal.migrate()
    yield journal
    journal.close()


def test_migrations_give_the_tables_of_the_code(fresh: Journal) -> None:
    """After all migrations, Alembic finds no difference to the tables that the code uses."""
    with fresh.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_migrating_twice_changes_nothing(fresh: Journal) -> None:
    """Starting again on a database that is up to date is no event."""
    fresh.migrate()
    with fresh.engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == latest()


def test_processes_that_start_at_once_take_turns(database_url: str, clock: Clock) -> None:
    """Several starts on an empty database: one makes the tables, the others find them."""
    journals = [Journal(database_url, clock) for _ in range(4)]
    failures: list[Exception] = []

    def start(one: Journal) -> None:
        try:
            one.migrate()
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=start, args=(one,)) for one in journals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert set(inspect(journals[0].engine).get_table_names()) == {*metadata.tables, "alembic_version"}
    for one in journals:
        one.close()


def test_a_database_of_a_later_version_is_refused(fresh: Journal) -> None:
    """An old program does not touch a database that a newer one has changed."""
    with fresh.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(JournalTooNew):
        fresh.migrate()
