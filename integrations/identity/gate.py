"""The gate before the embedded Sheets server: a person's ticket opens it as the software's own token does."""

import logging
from collections.abc import Callable
from datetime import datetime

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from integrations.identity.roles import RolesFault
from integrations.identity.tickets import LIFETIME, Ticket, Tickets
from rules.people import Action, Role, may

log = logging.getLogger("samhold.identity")

RENEWED = "x-samhold-ticket"
"""The header that carries a fresh ticket to one who goes on working with one that is half spent."""


class TicketGate:
    """Swaps a valid ticket for the token that the server knows; everything else passes as it came.

    The role is looked up at every call, so that one who may no longer edit the sheet is out at once.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        token: str,
        tickets: Tickets,
        role_now: Callable[[Ticket], Role | None],
        clock: Callable[[], datetime],
    ) -> None:
        self._app = app
        self._token = token
        self._tickets = tickets
        self._role_now = role_now
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, with the token in the ticket's place."""
        ticket = self._ticket(scope) if scope["type"] == "http" else None
        if ticket is None:
            await self._app(scope, receive, send)
            return
        headers = MutableHeaders(raw=list(scope["headers"]))
        headers["authorization"] = f"Bearer {self._token}"
        await self._app({**scope, "headers": headers.raw}, receive, self._renewing(ticket, send))

    def _ticket(self, scope: Scope) -> Ticket | None:
        kind, _, shown = Headers(scope=scope).get("authorization", "").partition(" ")
        ticket = self._tickets.check(shown, self._clock()) if kind.lower() == "bearer" else None
        role = self._role_of(ticket) if ticket else None
        return ticket if role and may(role, Action.EDIT_SHEET) else None

    def _role_of(self, ticket: Ticket) -> Role | None:
        try:
            return self._role_now(ticket)
        except RolesFault:
            log.error("the roles file can't be read; nobody edits the sheet until it can")
            return None

    def _renewing(self, ticket: Ticket, send: Send) -> Send:
        if ticket.until - self._clock() > LIFETIME / 2:
            return send
        fresh = self._tickets.issue(email=ticket.email, role=ticket.role, now=self._clock())

        async def send_with_ticket(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[RENEWED] = fresh
            await send(message)

        return send_with_ticket
