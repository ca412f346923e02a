"""The grid behind the gate of the real app: who goes on working keeps access, also under a path."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import uvicorn
from playwright.sync_api import Page, expect
from starlette.applications import Starlette
from starlette.routing import Mount

from integrations.identity.gate import TicketGate
from integrations.identity.tickets import LIFETIME, Tickets
from integrations.sheets_server import MemoryStore, asgi
from integrations.sheets_server.account import Account
from integrations.sheets_server.grid import routes
from rules.people import Role
from tests.browser.grid.parts import TICKET, Grid, Sheet
from tests.conftest import free_port

pytestmark = pytest.mark.browser


@dataclass
class Gated:
    """A server under /sheets behind the gate, with a clock that the test turns."""

    base: str
    account: Account
    tickets: Tickets
    now: datetime

    def ticket(self) -> str:
        """A coordinator's fresh ticket."""
        return self.tickets.issue(email="k@kl.example", role=Role.COORDINATOR, now=self.now)


@pytest.fixture
def gated() -> Iterator[Gated]:
    """The server as the app mounts it."""
    account = Account(MemoryStore(), token=TICKET)
    port = free_port()
    start = datetime(2027, 6, 1, 9, 0, tzinfo=UTC)
    made = Gated(f"http://127.0.0.1:{port}/sheets", account, Tickets(b"secret of the test"), start)
    gate = TicketGate(
        asgi(account, routes=routes(account.handle)),
        token=TICKET,
        tickets=made.tickets,
        role_now=lambda ticket: ticket.role,
        clock=lambda: made.now,
    )
    app = Starlette(routes=[Mount("/sheets", gate)])
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)  # between two looks at a condition
    yield made
    server.should_exit = server.force_exit = True
    thread.join(10)


def test_who_goes_on_working_keeps_access(gated: Gated, page: Page) -> None:
    """The ticket is renewed while one works: long after the first has run out, edits are still written."""
    sheet = Sheet(gated.base, gated.account.create("Netværk"))
    sheet.batch({"updateSheetProperties": {"properties": {"sheetId": 0, "title": "Svar"}, "fields": "title"}})
    sheet.write("A1", "Sagsnr.")
    grid = Grid(page, sheet, ticket=gated.ticket())
    for step in range(3):
        with page.expect_response(lambda reply: "x-samhold-ticket" in reply.headers):
            gated.now += LIFETIME * 2 / 3
        grid.select(f"B{step + 1}")
        grid.type("her")
        grid.press("Enter")
        grid.wait_saved()
    assert sheet.values("B1:B3") == [["her"], ["her"], ["her"]]


def test_a_ticket_that_has_run_out_says_so(gated: Gated, page: Page) -> None:
    """After a long pause the page asks to be opened again, and shows no new data."""
    sheet = Sheet(gated.base, gated.account.create("Netværk"))
    ticket = gated.ticket()
    gated.now += LIFETIME + timedelta(seconds=1)
    page.goto(f"{sheet.base}/grid/{sheet.id}#ticket={ticket}")
    expect(page.locator("#banner")).to_contain_text("Adgangen er udløbet")
