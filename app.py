"""The front door: the web application with its pages, health, the embedded sheet and the worker behind it.

`python app.py` (or `samhold run`) starts it; `streamlit run app.py` and `uvicorn app:app` work as well.
"""

import logging
import secrets
import sys
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from anyio import to_thread
from pydantic import ValidationError
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

import desk
from integrations.settings import Settings, is_loopback
from integrations.web import LoopbackOnly, SecureAnswers
from pages.failure import show_error_page

SCRIPT = Path(__file__).parent / "pages" / "main.py"
log = logging.getLogger("samhold")


def refusal(settings: Settings, address: str) -> str:
    """Why this installation must not start listening on an address, or "" where it may."""
    if settings.local and not is_loopback(address):
        return (
            f"Samhold has no sign-in set up, so it listens on this machine only, not on {address!r}. "
            "Set SAMHOLD_HOST to 127.0.0.1, or set up sign-in (SAMHOLD_OIDC_METADATA_URL and its companions)."
        )
    return ""


def main() -> None:
    """Start the server and stay until it is stopped; exits with 2 where the settings forbid it."""
    try:
        settings = Settings()
    except ValidationError as fault:
        sys.exit(f"The settings can't be used:\n{_plainly(fault)}")
    if why := refusal(settings, settings.host):
        print(why, file=sys.stderr)
        sys.exit(2)
    build(settings).run(config={"server.address": settings.host, "server.port": settings.port})


def build(settings: Settings) -> st.App:
    """The application as ASGI; nothing runs before its lifespan starts."""
    middleware = [Middleware(SecureAnswers, https=_uses_https(settings))]
    if settings.local:
        middleware.insert(0, Middleware(LoopbackOnly))
    return st.App(
        SCRIPT,
        secrets=sign_in_secrets(settings),
        lifespan=_lifespan,
        routes=_routes(),
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


def _uses_https(settings: Settings) -> bool:
    return settings.public_url is not None and settings.public_url.scheme == "https"


@asynccontextmanager
async def _lifespan(_app: st.App) -> AsyncIterator[dict[str, Any]]:
    await to_thread.run_sync(desk.shared)
    yield {}


def _routes() -> list[BaseRoute]:
    return [Route("/healthz", healthy), Route("/readyz", ready)]


async def healthy(_request: Request) -> Response:
    """The process lives."""
    return JSONResponse({"status": "ok"})


async def ready(_request: Request) -> Response:
    """The journal answers."""
    return JSONResponse({"status": "ready"})


def show_failure(fault: Exception) -> bool:
    """Tell the person what to do, and the operator where it went wrong; the log holds no personal data."""
    number = secrets.token_hex(3).upper()
    where = "".join(traceback.format_tb(fault.__traceback__))
    log.error("page failed, number %s: %s\n%s", number, type(fault).__name__, where)
    show_error_page(number, fault)
    return True


def _plainly(fault: ValidationError) -> str:
    return "\n".join(f"- {error['msg']}" for error in fault.errors())


if __name__ == "__main__":
    main()
