"""Every page in a real Chromium: nothing from elsewhere, nothing against the policy, no sideways scroll."""

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from tests.conftest import LAPTOP, PHONE, RunningApp

pytestmark = pytest.mark.browser

PAGES = ["koe", "sag", "hold", "venteliste", "overblik", "arket", "ansoeg"]
SCROLLS_SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_every_page(browser: Browser, app: RunningApp, size: ViewportSize, lang: str) -> None:
    """In both languages and sizes: own files alone, the document's language, no error, no sideways scroll."""
    context = browser.new_context(viewport=size)
    page = context.new_page()
    foreign: list[str] = []
    refused: list[str] = []
    own = (app.url, "data:", "blob:", "ws:")
    page.on("request", lambda r: None if r.url.startswith(own) else foreign.append(r.url))
    page.on("console", lambda m: refused.append(m.text) if "Content Security Policy" in m.text else None)
    for path in PAGES:
        page.goto(f"{app.url}/{path}?lang={lang}&som=clara")
        expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=30_000)
        expect(page.get_by_test_id("stStatusWidget")).to_have_count(0, timeout=15_000)
        assert page.get_by_test_id("stException").count() == 0, path
        assert page.evaluate("document.documentElement.lang") == lang
        assert not page.evaluate(SCROLLS_SIDEWAYS), path
    context.close()
    assert (foreign, refused) == ([], [])
