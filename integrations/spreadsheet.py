"""The spreadsheet of an installation: Google's, another server's, or the embedded one with its demo."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import gspread
from google.auth.exceptions import GoogleAuthError
from google.oauth2.service_account import Credentials
from gspread.exceptions import GSpreadException
from requests.exceptions import RequestException

from integrations.connect import connect
from integrations.demo import demo_table
from integrations.identity.passes import server_token
from integrations.journal import sheets
from integrations.journal.journal import Journal
from integrations.settings import Settings
from integrations.sheets import requests
from integrations.sheets.bucket import Bucket, of_this_process
from integrations.sheets.client import SCOPES, open_client
from integrations.sheets.errors import translate
from integrations.sheets.gateway import Gateway
from integrations.sheets_server import Account, CoreAdapter, File, open_account
from rules.base import Cell
from rules.programme.model import Programme
from texts import say

TAB = "Formularsvar 1"
"""What Google Forms calls the tab with the responses."""

SCRATCH = "samhold-doctor"
"""What a spreadsheet to try things on is called."""

_UNLIMITED = 1_000_000
_ADDRESS = re.compile(r"/d/([\w-]+)")
_WHEN = {"userEnteredFormat": {"numberFormat": {"type": "DATE_TIME", "pattern": "dd/mm/yyyy hh.mm.ss"}}}


@dataclass(frozen=True)
class Spreadsheet:
    """A spreadsheet that can be reached. `account` is the embedded server's, None where another answers."""

    gateway: Gateway
    account: Account | None = None


def spreadsheet_id(id_or_address: str) -> str:
    """The id of a spreadsheet, also out of its address in the browser."""
    found = _ADDRESS.search(id_or_address)
    return found.group(1) if found else id_or_address.strip()


def open_spreadsheet(
    settings: Settings,
    journal: Journal,
    programme: Programme,
    clock: Callable[[], datetime],
    *,
    keep: bool = True,
) -> Spreadsheet | None:
    """The connected spreadsheet, None where none is chosen yet. The embedded server makes its own.

    `keep` the one that the settings name for the next time; without it only `remember` does that.
    """
    chosen = spreadsheet_id(settings.spreadsheet) if settings.spreadsheet else _known(journal, programme)
    if settings.mode == "embedded":
        return _embedded(settings, journal, programme, chosen, clock)
    if not chosen:
        return None
    if keep:
        remember(journal, programme, chosen)
    return Spreadsheet(Gateway(_client(settings), chosen, of_this_process()))


@contextmanager
def scratch(settings: Settings, chosen: str | None = None) -> Iterator[Gateway]:
    """An empty spreadsheet to try things on: one chosen for it, else one made here and deleted at the end."""
    client = _client(settings)
    made = None if chosen else _made(client)
    try:
        place = spreadsheet_id(chosen) if chosen else str(made)
        yield Gateway(client, place, of_this_process())
    finally:
        if made is not None:
            client.del_spreadsheet(made)


def _made(client: gspread.Client) -> str:
    try:
        return client.create(SCRATCH).id
    except (GSpreadException, RequestException, GoogleAuthError) as error:
        raise translate(error, writing=False) from error


def _client(settings: Settings) -> gspread.Client:
    if settings.mode != "embedded":
        return open_client(str(settings.sheets_url) if settings.sheets_url else None, _credentials(settings))
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    account = open_account(settings.embedded_data, token=server_token())
    return open_client(None, server_token(), adapter=CoreAdapter(account))


def _credentials(settings: Settings) -> Credentials | str | None:
    """The token of another server, else Google's service account, else none."""
    if token := settings.sheets_token.get_secret_value():
        return token
    if settings.google_credentials is None:
        return None
    found: Credentials = Credentials.from_service_account_file(  # type: ignore[no-untyped-call]
        str(settings.google_credentials), scopes=SCOPES
    )
    return found


def _embedded(
    settings: Settings,
    journal: Journal,
    programme: Programme,
    chosen: str,
    clock: Callable[[], datetime],
) -> Spreadsheet:
    """The embedded server, reached without a socket; on the first run with a spreadsheet of its own."""
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    account = open_account(settings.embedded_data, token=server_token())
    if not chosen and len(orphans := left_behind(account, journal)) == 1:
        chosen = orphans[0].id
        remember(journal, programme, chosen)
    made = chosen or account.create(say(programme.title))
    gateway = _own_gateway(account, made)
    if not chosen:
        fill(gateway, programme, demo=settings.programme is None, until=clock())
        connect(gateway, programme)
        remember(journal, programme, made)
    return Spreadsheet(gateway, account)


def left_behind(account: Account, journal: Journal) -> tuple[File, ...]:
    """The embedded spreadsheets with a ledger, where the journal knows of none: it may have been lost."""
    with journal.read("") as look:
        if sheets.any_known(look):
            return ()
    with account.store.transaction(write=False):
        files = account.store.files()
    return tuple(f for f in files if _own_gateway(account, f.id).outline().tab(role="ledger"))


def _own_gateway(account: Account, spreadsheet: str) -> Gateway:
    """Nobody else shares the embedded server, so Google's quota is no reason to wait."""
    client = open_client(None, server_token(), adapter=CoreAdapter(account))
    return Gateway(client, spreadsheet, Bucket(time.monotonic, limit=_UNLIMITED))


def fill(gateway: Gateway, programme: Programme, *, demo: bool, until: datetime) -> None:
    """Make the first tab what the form would leave: its headers, and in the demo its responses until now."""
    table = demo_table(programme, until=until, serial_dates=True)
    rows: list[tuple[Cell, ...]] = list(table.rows) if demo else [table.rows[0]]
    tab = gateway.anchor()
    stamps = {"sheetId": tab, "startRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1}
    properties = {"sheetId": tab, "title": TAB, "gridProperties": {"frozenRowCount": 1}}
    gateway.apply(
        [
            {
                "updateSheetProperties": {
                    "properties": properties,
                    "fields": "title,gridProperties.frozenRowCount",
                }
            },
            requests.write(tab, 1, 1, rows),
            {"repeatCell": {"range": stamps, "cell": _WHEN, "fields": "userEnteredFormat.numberFormat"}},
        ]
    )


def _known(journal: Journal, programme: Programme) -> str:
    with journal.read(programme.id) as look:
        return sheets.get(look).spreadsheet


def remember(journal: Journal, programme: Programme, chosen: str) -> None:
    """Work on this spreadsheet from now on, where the settings name none."""
    if _known(journal, programme) != chosen:
        with journal.write(programme.id) as work:
            sheets.save(work, spreadsheet=chosen)
