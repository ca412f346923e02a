"""Fixtures of the stories in a real Chromium."""

import pytest

from rules.columns import HEADERS
from tests.browser.parts import SheetFile, soon
from tests.conftest import RunningApp


@pytest.fixture(scope="module")
def sheet(app: RunningApp) -> SheetFile:
    """The embedded spreadsheet of the running app, once all 64 applications of the demo bear a key."""
    found = SheetFile(app)
    soon(lambda: sum(1 for row in found.rows() if row[HEADERS["key"]]) == 64, seconds=20)
    return found
