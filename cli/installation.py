"""What the settings say: the desk, and the spreadsheet that it works on."""

from datetime import UTC, datetime
from typing import NamedTuple

from cli.exits import Exit, Stop
from desk import Desk, open_desk
from integrations.settings import Settings
from integrations.sheets.gateway import Gateway
from integrations.spreadsheet import open_spreadsheet


class Installation(NamedTuple):
    """The parts that commands on the sheet need."""

    settings: Settings
    desk: Desk
    gateway: Gateway


def now() -> datetime:
    """The time, aware."""
    return datetime.now(UTC)


def open_installation(spreadsheet: str | None = None) -> Installation:
    """Open the desk and the spreadsheet, that of the settings or another. Stops where there is none.

    Another is not kept for the next time (see `remember`): it may be looked at first.
    """
    settings = Settings()
    if spreadsheet:
        settings = settings.model_copy(update={"spreadsheet": spreadsheet})
    desk = open_desk(settings)
    found = open_spreadsheet(settings, desk.journal, desk.programme, now, keep=spreadsheet is None)
    if found is None:
        raise Stop(
            "no_spreadsheet",
            "No spreadsheet is chosen: set SAMHOLD_SPREADSHEET, or run samhold connect SPREADSHEET.",
            Exit.USAGE,
        )
    return Installation(settings, desk, found.gateway)
