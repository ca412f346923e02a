"""What the tests of stories hold in their hands: people's browsers, and the sheet behind them."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice

from playwright.sync_api import Browser, Locator, Page, expect

from integrations.sheets_server import Account, open_account
from rules.a1 import a1
from rules.columns import HEADERS, LEDGER_TAB
from tests.conftest import LAPTOP, RunningApp

WITHIN = 5_000
"""Milliseconds: a decision is in the sheet within 5 s on the embedded server."""
TAB = "Formularsvar 1"


class SheetFile:
    """The embedded spreadsheet as another program reads it, from the file it is kept in."""

    def __init__(self, app: RunningApp) -> None:
        self._account: Account = open_account(app.home / "sheets.sqlite")
        files = self._account.call("GET", "/drive/v3/files")["files"]
        self._file = f"/drive/v3/files/{files[0]['id']}"
        self._path = f"/v4/spreadsheets/{files[0]['id']}/values"

    def rows(self, tab: str = TAB) -> list[dict[str, object]]:
        """The rows of a tab by header."""
        header, *rows = self._account.call("GET", f"{self._path}/{tab.replace(' ', '%20')}")["values"]
        return [dict(zip(header, [*row, *[""] * len(header)], strict=False)) for row in rows]

    def of(self, key: str) -> dict[str, object]:
        """The row that bears this case number."""
        return next(row for row in self.rows() if row[HEADERS["key"]] == key)

    def decision(self, key: str) -> tuple[object, object]:
        """Status and cohort that the sheet shows for a case number."""
        return self.of(key)[HEADERS["status"]], self.of(key)[HEADERS["cohort"]]

    def ledger(self, key: str) -> list[object]:
        """Statuses of a case number in the ledger, newest first, stamps left out."""
        mine = [row for row in self.rows(LEDGER_TAB) if row[HEADERS["key"]] == key]
        return [row[HEADERS["status"]] for row in mine if row["Art"] == "decision"]

    def cell(self, key: str, column: str) -> str:
        """The address of one of our columns in the row with this case number."""
        rows = self.rows()
        row = [one[HEADERS["key"]] for one in rows].index(key) + 2
        return a1(row, list(rows[0]).index(HEADERS[column]) + 1)

    def type(self, cell: str, word: str) -> None:
        """Somebody types into a cell."""
        path = f"{self._path}/{TAB.replace(' ', '%20')}!{cell}"
        self._account.call("PUT", path, {"values": [[word]]}, "valueInputOption=RAW")

    def bin(self, *, away: bool) -> None:
        """Somebody puts the spreadsheet into the bin, or takes it out again."""
        self._account.call("PATCH", self._file, {"trashed": away})


@contextmanager
def person(browser: Browser, app: RunningApp, who: str, path: str) -> Iterator[Page]:
    """Somebody's own browser, at one page of the app; an error that the page throws fails the test."""
    context = browser.new_context(viewport=LAPTOP, locale="da-DK", timezone_id="Europe/Copenhagen")
    page = context.new_page()
    thrown: list[str] = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    page.goto(f"{app.url}/{path}{'&' if '?' in path else '?'}som={who}")
    yield page
    context.close()
    assert thrown == []


def soon(holds: Callable[[], bool], seconds: float = WITHIN / 1000) -> None:
    """Wait until a condition holds; fail if it does not in time."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)  # between two looks at a condition


def field(page: Page, key: str) -> Locator:
    """One widget of the page by its key."""
    return page.locator(f".st-key-{key}")


def decide(
    page: Page, key: str, status: str, *, cohort: str = "", reason: str = "", save: bool = True
) -> None:
    """On an application's page: choose a status, and save."""
    expect(page.get_by_role("heading", name=key, exact=True)).to_be_visible(timeout=15_000)
    field(page, f"status_{key}_0").get_by_text(status, exact=True).click()
    if cohort:
        field(page, f"cohort_{key}_0").get_by_text(re.compile(f"^{cohort}")).click()
    if reason:
        box = field(page, f"reason_{key}_0").locator("textarea")
        box.fill(reason)
        box.blur()
    if save:
        page.get_by_role("button", name="Gem", exact=True).click()


def keys_in(sheet: SheetFile, count: int) -> list[str]:
    """Case numbers of some of the demo's applications that nobody has decided yet."""
    free = (str(row[HEADERS["key"]]) for row in sheet.rows() if row[HEADERS["status"]] in {"", "Modtaget"})
    return list(islice(free, count))
