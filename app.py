"""The front door: the web application with its pages, health, the embedded sheet and the worker behind it.

`python app.py` (or `samhold run`) starts it; another ASGI server can be given the factory `app:create`.
"""

import logging
import secrets
import sys
import time
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st
from anyio import to_thread
from pydantic import ValidationError
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

import desk
from integrations.identity.gate import TicketGate
from integrations.identity.passes import server_token, tickets
from integrations.identity.roles import read_roles
from integrations.identity.tickets import Ticket
from integrations.journal.holders import this_process
from integrations.journal.journal import JournalUnavailable
from integrations.journal.migrate import JournalTooNew
from integrations.settings import Settings, is_loopback
from integrations.sheets_server import Account, asgi
from integrations.sheets_server.grid.routes import routes as grid_routes
from integrations.spreadsheet import open_spreadsheet
from integrations.sync.sync import Sync
from integrations.web import LoopbackOnly, OwnPagesOnly, SecureAnswers
from pages.failure import show_error_page
from rules.people import Role
from rules.programme.fault import DocumentFaults
from worker import Worker

SCRIPT = Path(__file__).parent / "pages" / "main.py"
REFUSED = 2
"""Exit code where the settings forbid to start, or something that is needed can't be opened."""

log = logging.getLogger("samhold")


def main() -> None:
    """Start the server and stay until it is stopped; exits with 2 where that is not possible."""
    try:
        settings = Settings()
    except ValidationError as fault:
        _refuse("The settings can't be used:\n" + "\n".join(f"- {one['msg']}" for one in fault.errors()))
    if why := refusal(settings):
        _refuse(why)
    try:
        desk.shared()
    except (DocumentFaults, OSError, JournalTooNew, JournalUnavailable) as fault:
        _refuse(f"Samhold can't open its data: {fault}")
    build(settings).run(config={"server.address": settings.host, "server.port": settings.port})


def refusal(settings: Settings) -> str:
    """Why this installation must not listen on its address, or "" where it may."""
    if settings.local and not is_loopback(settings.host):
        return (
            f"Samhold has no sign-in set up, so it listens on this machine only, not on {settings.host}. "
            "Set SAMHOLD_HOST to 127.0.0.1, or set up sign-in: SAMHOLD_OIDC_METADATA_URL and its companions."
        )
    return ""


def create() -> st.App:
    """The application for another ASGI server. Without sign-in it answers this machine alone."""
    return build(Settings())


def build(settings: Settings) -> st.App:
    """The application as ASGI; nothing runs before its lifespan starts."""
    house = House(settings)
    middleware = [
        Middleware(SecureAnswers, https=_uses_https(settings)),
        Middleware(OwnPagesOnly, public=str(settings.public_url or "")),
    ]
    if settings.local:
        middleware.insert(0, Middleware(LoopbackOnly))
    return st.App(
        SCRIPT,
        secrets=sign_in_secrets(settings),
        lifespan=partial(_lifespan, house),
        routes=_routes(house),
        middleware=middleware,
        on_script_error=show_failure,
    )


def sign_in_secrets(settings: Settings) -> dict[str, Any] | None:
    """What `st.login` needs, from the settings instead of a file."""
    if settings.oidc is None:
        return None
    return {
        "auth": {
            "redirect_uri": settings.oidc.redirect_uri,
            "cookie_secret": settings.oidc.cookie_secret.get_secret_value(),
            "client_id": settings.oidc.client_id,
            "client_secret": settings.oidc.client_secret.get_secret_value(),
            "server_metadata_url": str(settings.oidc.metadata_url),
        }
    }


def show_failure(fault: Exception) -> bool:
    """Tell the person what to do, and the operator where it went wrong; the log holds no personal data."""
    number = secrets.token_hex(3).upper()
    where = "".join(traceback.format_tb(fault.__traceback__))
    log.error("page failed, number %s: %s\n%s", number, type(fault).__name__, where)
    show_error_page(number, fault)
    return True


def _refuse(why: str) -> None:
    print(why, file=sys.stderr)
    sys.exit(REFUSED)


def _uses_https(settings: Settings) -> bool:
    return settings.public_url is not None and settings.public_url.scheme == "https"


class House:
    """What lives behind the pages while the process does: the desk, the worker, and the embedded sheet."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._worker: Worker | None = None
        self._sheets: ASGIApp | None = None

    def open(self) -> None:
        """Open journal and spreadsheet, and begin to sync. Without a spreadsheet the pages work alone."""
        at = desk.shared()
        spreadsheet = open_spreadsheet(self._settings, at.journal, at.programme, _now)
        if spreadsheet is None:
            return
        if spreadsheet.account is not None:
            self._sheets = self._gated(spreadsheet.account)
        sync = Sync(at.journal, lambda: at.programme, spreadsheet.gateway, clock=_now, seconds=time.monotonic)
        self._worker = Worker(
            at,
            sync,
            at.journal,
            at.programme.id,
            clock=_now,
            holder=this_process(),
            poll_seconds=self._settings.poll_seconds,
        )
        self._worker.start()

    def close(self) -> None:
        """Stop syncing; what is saved but not in the sheet yet waits in the journal for the next start."""
        if self._worker is not None:
            self._worker.stop()

    def state(self) -> dict[str, str]:
        """How the journal and the way to the sheet fare: "ok", or a code."""
        at = desk.shared()
        try:
            at.journal.changed(at.programme.id)
        except JournalUnavailable:
            return {"journal": "unavailable", "sheet": "unknown"}
        error = self._worker.health().error if self._worker else "not_connected"
        return {"journal": "ok", "sheet": error or "ok"}

    async def sheets(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The embedded Sheets server, where there is one."""
        app = self._sheets or Response(status_code=404)
        await app(scope, receive, send)

    def _gated(self, account: Account) -> ASGIApp:
        server = asgi(account, routes=grid_routes(account.handle))
        return TicketGate(
            server, token=server_token(), tickets=tickets(), role_now=self._role_now, clock=_now
        )

    def _role_now(self, ticket: Ticket) -> Role | None:
        """In local mode one is who one says one is; else the roles file has the word."""
        if self._settings.local:
            return ticket.role
        return read_roles(self._settings.roles_file).role_of(ticket.email)


def _now() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def _lifespan(house: House, _app: st.App) -> AsyncIterator[dict[str, Any]]:
    await to_thread.run_sync(house.open)
    try:
        yield {}
    finally:
        await to_thread.run_sync(house.close)


def _routes(house: House) -> list[BaseRoute]:
    async def healthy(_request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def ready(_request: Request) -> Response:
        state = await to_thread.run_sync(house.state)
        return JSONResponse(state, status_code=200 if state["journal"] == "ok" else 503)

    return [Route("/healthz", healthy), Route("/readyz", ready), Mount("/sheets", app=house.sheets)]


if __name__ == "__main__":
    main()
