"""Tickets to the grid, and the gate that takes them."""

from datetime import UTC, datetime, timedelta

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from integrations.identity.gate import RENEWED, TicketGate
from integrations.identity.roles import RolesFault
from integrations.identity.tickets import LIFETIME, Ticket, Tickets
from rules.people import Role

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TICKETS = Tickets(b"s" * 32)


class Desk:
    """What the gate stands before, with a clock and a role that the test sets."""

    def __init__(self) -> None:
        self.now = NOW
        self.role: Role | None = Role.COORDINATOR

        async def answer(request: Request) -> Response:
            return PlainTextResponse(request.headers.get("authorization", "nothing"))

        gate = TicketGate(
            Starlette(routes=[Route("/", answer)]),
            token="own",
            tickets=TICKETS,
            role_now=lambda _ticket: self.role,
            clock=lambda: self.now,
        )
        self.client = TestClient(gate)

    def shows(self, bearer: str) -> str:
        """What the server behind the gate is shown."""
        return str(self.client.get("/", headers={"authorization": f"Bearer {bearer}"}).text)


def issued(now: datetime = NOW) -> str:
    """A coordinator's ticket."""
    return TICKETS.issue(email="bo@spark.example", role=Role.COORDINATOR, now=now)


def test_ticket_names_its_holder() -> None:
    """A ticket says who holds it and until when."""
    expected = Ticket(email="bo@spark.example", role=Role.COORDINATOR, until=NOW + LIFETIME)
    assert TICKETS.check(issued(), NOW) == expected


@pytest.mark.parametrize(
    "mangled", ["", ".", "x.y", "æ.ø", issued()[:-1], issued() + "0", "A" + issued()[1:]]
)
def test_forged_ticket(mangled: str) -> None:
    """A ticket that was changed in any way is none."""
    assert TICKETS.check(mangled, NOW) is None


def test_ticket_of_another_process() -> None:
    """A ticket of an earlier process is void."""
    assert Tickets(b"t" * 32).check(issued(), NOW) is None


def test_ticket_runs_out() -> None:
    """A ticket is good up to the end of its time and no longer."""
    assert TICKETS.check(issued(), NOW + LIFETIME) is None


def test_gate_swaps_a_ticket_for_the_token() -> None:
    """Behind the gate a ticket is the server's own token; what is no ticket passes as it is."""
    desk = Desk()
    assert desk.shows(issued()) == "Bearer own"
    assert desk.shows("something") == "Bearer something"


def test_gate_after_the_role_was_taken_away() -> None:
    """A ticket does not outlive its holder's right to edit the sheet."""
    desk = Desk()
    desk.role = Role.CONSULTANT
    assert desk.shows(issued()) == f"Bearer {issued()}"
    desk.role = None
    assert desk.shows(issued()) == f"Bearer {issued()}"


def test_gate_renews_a_half_spent_ticket() -> None:
    """Who goes on working gets a fresh ticket when half of the old one's time is spent, not before."""
    desk = Desk()
    headers = {"authorization": f"Bearer {issued()}"}
    assert RENEWED not in desk.client.get("/", headers=headers).headers
    desk.now = NOW + LIFETIME / 2 + timedelta(seconds=1)
    fresh = desk.client.get("/", headers=headers).headers[RENEWED]
    renewed = TICKETS.check(fresh, desk.now)
    assert renewed is not None
    assert renewed.until == desk.now + LIFETIME


def test_a_broken_roles_file_closes_the_gate(caplog: pytest.LogCaptureFixture) -> None:
    """While nobody's role can be read nobody passes, and the log names nobody."""

    def unreadable(_ticket: Ticket) -> Role | None:
        raise RolesFault("roles.toml: bo@spark.example is nothing known")

    async def answer(request: Request) -> Response:
        return PlainTextResponse(request.headers.get("authorization", "nothing"))

    inner = Starlette(routes=[Route("/", answer)])
    gate = TicketGate(inner, token="own", tickets=TICKETS, role_now=unreadable, clock=lambda: NOW)
    ticket = issued()
    reply = TestClient(gate).get("/", headers={"authorization": f"Bearer {ticket}"})
    assert reply.text == f"Bearer {ticket}"
    assert "bo@" not in caplog.text
