"""The grid inside another page."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.grid.parts import TICKET, Sheet

pytestmark = pytest.mark.browser


def test_the_grid_in_a_frame_leaves_the_page_around_it_where_it_was(page: Page, sheet: Sheet) -> None:
    """Loading the grid in a frame neither scrolls the page down to it nor takes its focus."""
    page.goto(f"{sheet.base}/grid/assets/grid.css")
    address = f"{sheet.base}/grid/{sheet.id}#ticket={TICKET}"
    page.evaluate(
        """(address) => {
            document.body.innerHTML = '<input id="own"><div style="height: 3000px"></div>';
            const frame = document.createElement("iframe");
            frame.src = address;
            document.body.append(frame);
            document.getElementById("own").focus();
        }""",
        address,
    )
    expect(page.frame_locator("iframe").locator("#cell-0-0")).to_have_text("Sagsnr.")
    assert page.evaluate("[window.scrollY, document.activeElement.id]") == [0, "own"]
