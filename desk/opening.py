"""Composing the desk of an installation: journal, programme and clock from the settings."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from desk.desk import Desk
from desk.programmes import ActiveProgramme
from integrations import programmes
from integrations.journal import documents
from integrations.journal.journal import Journal
from integrations.settings import Settings
from rules.programme.loading import load

INSTALLER = "samhold"
"""Who put the first version of a programme document in force."""


def now() -> datetime:
    """The time, aware."""
    return datetime.now(UTC)


def open_desk(settings: Settings, clock: Callable[[], datetime] = now) -> Desk:
    """Open the journal, bring it up to date, and put the programme in force if it is new.

    Raises DocumentFaults, FileNotFoundError, JournalTooNew and JournalUnavailable.
    """
    journal = Journal(settings.database_url, clock)
    journal.migrate()
    programme = put_in_force(journal, _text(settings, clock))
    return Desk(journal, ActiveProgramme(journal, programme), clock)


def put_in_force(journal: Journal, text: str) -> str:
    """The id of the programme that a document describes. A version in the journal goes first."""
    programme = load(text)
    with journal.write(programme.id) as work:
        if documents.active(work) is None:
            documents.activate(work, text, INSTALLER)
    return programme.id


def _text(settings: Settings, clock: Callable[[], datetime]) -> str:
    wanted = settings.programme
    if wanted is None:
        return programmes.dump(programmes.demo_programme(clock()))
    try:
        return programmes.document(wanted)
    except KeyError:
        return Path(wanted).read_text(encoding="utf-8")


@cache
def shared() -> Desk:
    """The desk of this process."""
    return open_desk(Settings())
