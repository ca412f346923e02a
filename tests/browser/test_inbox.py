"""The inbox in a real Chromium: an outage, the conflicts that come of it, and what choosing does."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from rules.columns import HEADERS
from tests.browser.parts import SheetFile, decide, keys_in, person, soon
from tests.conftest import PHONE, RunningApp

pytestmark = pytest.mark.browser

PATIENCE = 45_000
"""Milliseconds: after some seconds in the bin the worker looks again within 32 s."""
WHEN = r"\d+\. \w+\.? \d{4} kl\. \d\d\.\d\d"

SIDES = (
    r"Sidst aftalt\s+\(tomt\).*"
    rf"I Samhold\s+Venteliste\s+Anna Dam, {WHEN}.*"
    rf"I arket\s+Afslag\s+(set|mellem) {WHEN}"
)


def decided(browser: Browser, app: RunningApp, key: str) -> None:
    """Anna waitlists an application, though the sheet cannot be reached: the page says so, and saves."""
    with person(browser, app, "anna", f"sag?sag={key}") as page:
        line = page.get_by_text(re.compile("Arket ligger i papirkurven. Afgørelser"))
        expect(line).to_be_visible(timeout=30_000)
        decide(page, key, "Venteliste")
        expect(page.get_by_text("Gemt. På vej til arket …")).to_be_visible(timeout=15_000)


def card(page: Page, key: str) -> str:
    """All the words of the item about one application."""
    found = page.locator('[class*="st-key-card_"]').filter(has_text=key)
    expect(found).to_have_count(1, timeout=PATIENCE)
    return found.inner_text()


def test_a_conflict_is_shown_with_all_it_takes_to_choose(
    browser: Browser, app: RunningApp, sheet: SheetFile
) -> None:
    """While the sheet is away decisions go on; then values, times and cells are shown; choosing works."""
    mine, theirs = keys_in(sheet, 2)
    cells = {key: sheet.cell(key, "status") for key in (mine, theirs)}
    with person(browser, app, "clara", "arket") as clara:
        sheet.bin(away=True)
        banner = clara.get_by_role("status").filter(has_text="Arket ligger i papirkurven.")
        tries = re.compile(rf"Siden {WHEN} · \d+ forsøg · prøver igen kl\.")
        expect(banner).to_contain_text(tries, timeout=30_000)
        decided(browser, app, mine)
        decided(browser, app, theirs)
        expect(banner).to_contain_text("2 venter på at komme i arket.", timeout=15_000)
        for cell in cells.values():
            sheet.type(cell, "Afslag")
        sheet.bin(away=False)
        for key in (mine, theirs):
            words = card(clara, key)
            assert re.search(SIDES, words, re.DOTALL), words
            assert f"Se {cells[key]} i arket" in words
        clara.set_viewport_size(PHONE)
        assert not clara.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
        look_at(clara, cells[mine])
        choose(clara, mine, "Brug det, der står i Samhold")
        soon(lambda: sheet.of(mine)[HEADERS["status"]] == "Venteliste", 15)
        choose(clara, theirs, "Brug det, der står i arket")
        soon(lambda: sheet.ledger(theirs) == ["declined", "waitlisted"], 15)
        soon(lambda: sheet.of(theirs)["Behandlet af"] == "Clara Riis", 15)


def choose(page: Page, key: str, choice: str) -> None:
    """Choose on the item about one application, by keyboard; it is gone then."""
    found = page.locator('[class*="st-key-card_"]').filter(has_text=key)
    found.get_by_role("button", name=choice).press("Enter")
    expect(found).to_have_count(0, timeout=15_000)


def look_at(page: Page, cell: str) -> None:
    """The link to a cell opens the sheet with that cell chosen."""
    with page.context.expect_page() as opened:
        page.get_by_role("link", name=f"Se {cell} i arket").click()
    expect(opened.value.locator("#address")).to_have_text(cell, timeout=15_000)
    opened.value.close()
