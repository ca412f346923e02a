"""A running installation without its web server, for tests of pages."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import desk
from desk import Case, Desk
from integrations.settings import Settings
from integrations.sheets.gateway import Gateway
from integrations.sheets_server import Account
from integrations.spreadsheet import open_spreadsheet
from integrations.sync.sync import Sync
from pages import session
from rules.people import Actor, Role
from rules.state import Decision, Source, Status
from worker import Worker

MAIN = Path(__file__).parents[1] / "pages" / "main.py"
KAREN = Actor(name="Karen Holm", email="karen@spark.example", role=Role.CONSULTANT, source=Source.PAGE)


@dataclass
class Office:
    """A running installation without its web server."""

    at: Desk
    worker: Worker
    gateway: Gateway
    account: Account

    def cases(self) -> tuple[Case, ...]:
        """All cases as they are now."""
        return self.at.board(KAREN).cases

    def case(self, key: str) -> Case:
        """One case as it is now."""
        found = self.at.board(KAREN).case(key)
        assert found is not None
        return found

    def decide(self, key: str, status: Status, cohort: str = "", remark: str = "") -> Decision:
        """A colleague decides."""
        case = self.case(key)
        return self.at.decide(
            KAREN,
            key=key,
            status=status,
            cohort=cohort,
            remark=remark,
            reason="aftalt",
            revision=case.revision,
            basis=case.basis,
            override_reason="aftalt",
        )


def now() -> datetime:
    """The time, aware."""
    return datetime.now(UTC)


def open_office() -> Office:
    """The installation that the environment describes."""
    settings = Settings()
    at = desk.shared()
    spreadsheet = open_spreadsheet(settings, at.journal, at.programme, now)
    assert spreadsheet is not None
    assert spreadsheet.account is not None
    sync = Sync(at.journal, lambda: at.programme, spreadsheet.gateway, clock=now, seconds=time.monotonic)
    worker = Worker(at, sync, at.journal, at.programme.id, clock=now, holder="test", poll_seconds=1)
    return Office(at, worker, spreadsheet.gateway, spreadsheet.account)


def forget_installation() -> None:
    """Nothing of an earlier test's installation is kept."""
    desk.shared.cache_clear()
    session.settings.cache_clear()
