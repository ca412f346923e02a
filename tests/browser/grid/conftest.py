"""The embedded Sheets server with a small spreadsheet, and its grid open in a browser."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from playwright.sync_api import Page

from integrations.sheets_server import open_account, serving
from integrations.sheets_server.grid import routes
from tests.browser.grid.parts import TICKET, Grid, Sheet

_STATUSES = ["modtaget", "godkendt", "venteliste"]
_ROWS: list[list[Any]] = [
    ["Sagsnr.", "Kommune", "Arbejdsplads", "Status", "Telefon", "Antal", "Hold"],
    ["K1", "Randers", "Nørrebakkeskolen", "modtaget", "20304050", 3],
    ["K2", "Odense", "=1+1 er vores motto", "modtaget", "04123456", 6],
    ["K3", "Vejle", "<img src=x onerror=document.title='hacket'>", "modtaget", "+4520304051", 4],
    ["K4", "Tårnby", "cpr 150879-1234", "modtaget", "20304052", 2],
]


@pytest.fixture(scope="session")
def sheets_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Base URL of a running embedded server that knows the tests' ticket."""
    account = open_account(tmp_path_factory.mktemp("sheets") / "sheets.sqlite", token=TICKET)
    with serving(account, routes=routes(account.handle)) as base:
        yield base


@pytest.fixture
def sheet(sheets_server: str) -> Sheet:
    """A spreadsheet of its own: header, four applications, dropdowns, a protected and a hidden column."""
    body = {
        "properties": {"title": "Netværk", "locale": "da_DK", "timeZone": "Europe/Copenhagen"},
        "sheets": [
            {"properties": {"sheetId": 0, "title": "Svar", "gridProperties": {"frozenRowCount": 1}}},
            {"properties": {"sheetId": 1, "title": "Noter"}},
        ],
    }
    bearer = {"Authorization": f"Bearer {TICKET}"}
    reply = requests.post(f"{sheets_server}/v4/spreadsheets", json=body, headers=bearer, timeout=10)
    made = Sheet(sheets_server, reply.json()["spreadsheetId"])
    _fill(made)
    return made


def _fill(sheet: Sheet) -> None:
    for title, rows in (("Svar", _ROWS), ("Noter", [["En note"]])):
        query = {"valueInputOption": "RAW"}
        sheet.call("PUT", f"/values/'{title}'!A1", params=query, json={"values": rows})
    hidden = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 9, "endIndex": 10}
    shape = {"range": hidden, "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}
    guard = {"range": {"sheetId": 0, "startColumnIndex": 0, "endColumnIndex": 1, "startRowIndex": 1}}
    sheet.batch(
        _dropdown(column=3, strict=False, values=_STATUSES),
        _dropdown(column=6, strict=True, values=["Aarhus", "Odense"]),
        {"updateDimensionProperties": shape},
        {"addProtectedRange": {"protectedRange": {**guard, "warningOnly": True, "description": "Sagsnumre"}}},
    )


def _dropdown(*, column: int, strict: bool, values: list[str]) -> dict[str, Any]:
    area = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 50}
    condition = {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": value} for value in values]}
    rule = {"condition": condition, "strict": strict, "showCustomUi": True}
    columns = {"startColumnIndex": column, "endColumnIndex": column + 1}
    return {"setDataValidation": {"range": {**area, **columns}, "rule": rule}}


@pytest.fixture
def grid(page: Page, sheet: Sheet) -> Grid:
    """The grid of that spreadsheet, open in a browser."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return Grid(page, sheet)
