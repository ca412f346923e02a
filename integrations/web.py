"""What surrounds every answer of the web server: who may knock, security headers, the document's language.

Plain ASGI wrappers, so that they hold for WebSockets and for the mounted Sheets server as well.
"""

import base64
import hashlib
import re
from collections.abc import Iterable
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from integrations.settings import is_loopback

_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")
_HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})
_INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
_NOSCRIPT = re.compile(rb"<noscript>.*?</noscript>", re.DOTALL)
_NO_SCRIPT_TEXT = (
    "<noscript><p>Siden kræver JavaScript. Skriv til kontaktadressen på programmets hjemmeside, "
    "hvis du ikke kan slå det til.</p></noscript>"
).encode()

HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "x-frame-options": "SAMEORIGIN",
}


class LoopbackOnly:
    """Local mode has no sign-in, so only this machine may ask.

    The Host header is checked because a foreign page can make its own name resolve to 127.0.0.1 (DNS
    rebinding); a forwarding header means that somebody stands behind a proxy.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass requests from this machine on; refuse others with 403 (a WebSocket is closed unopened)."""
        if scope["type"] == "lifespan" or _from_here(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            refusal = (
                "Without sign-in or token this answers this machine only. Set one up to open it to others."
            )
            await PlainTextResponse(refusal, status_code=403)(scope, receive, send)


def _from_here(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    client = scope.get("client")
    host = re.sub(r":\d+$", "", headers.get("host", ""))
    here = client is not None and is_loopback(client[0]) and is_loopback(host)
    return here and not any(name in headers for name in _FORWARDED)


class OwnPagesOnly:
    """Refuses what a page of another origin sends: its calls that change something, and its WebSockets.

    Streamlit itself lets any page of `localhost` in, whatever its port, and asks a foreign host for this
    machine's address before it refuses others. Programs send no Origin and pass. `public` is the address
    that people use where a proxy hands on another Host.
    """

    def __init__(self, app: ASGIApp, *, public: str = "") -> None:
        self._app = app
        self._public = _place(public)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what our own pages and programs ask; refuse the rest with 403, or close it unopened."""
        if not self._is_foreign(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await PlainTextResponse("This came from another page.", status_code=403)(scope, receive, send)

    def _is_foreign(self, scope: Scope) -> bool:
        if scope["type"] == "lifespan" or scope.get("method") in _HARMLESS:
            return False
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        if origin is None:
            return False
        return _place(origin) not in {headers.get("host", "").lower(), self._public} - {""}


def _place(address: str) -> str:
    """Host and port of an address as a browser writes them in Host: without the scheme's usual port."""
    parts = urlsplit(address)
    usual = {"http": ":80", "https": ":443"}.get(parts.scheme, "")
    return parts.netloc.lower().removesuffix(usual) if usual else ""


class SecureAnswers:
    """Adds security headers, rewrites the document's language, keeps cookies to https where that is used."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self._app = app
        self._https = https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer through `_Answer` for HTTP; everything else passes untouched."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        await self._app(_asking_plainly(scope), receive, _Answer(scope, send, https=self._https).send)


class _Answer:
    """One answer on its way out. An HTML document is held back until it is whole, since it is rewritten."""

    def __init__(self, scope: Scope, send: Send, *, https: bool) -> None:
        self._send = send
        self._https = https
        self._language = _language(scope)
        self._private = scope["path"].startswith("/media/")
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._secure(message)
            if _is_document(message):
                self._start = message
                return
        elif self._start is not None and message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if message.get("more_body"):
                return
            await self._send_document()
            return
        await self._send(message)

    async def _send_document(self) -> None:
        assert self._start is not None  # noqa: S101 - only called once the start is held
        body = _NOSCRIPT.sub(lambda _: _NO_SCRIPT_TEXT, self._body)
        body = body.replace(b'<html lang="en">', f'<html lang="{self._language}">'.encode(), 1)
        body = body.replace(b"<title>Streamlit</title>", b"<title>Samhold</title>", 1)
        headers = MutableHeaders(scope=self._start)
        headers["content-length"] = str(len(body))
        headers.setdefault("content-security-policy", policy(_INLINE_SCRIPT.findall(body)))
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": body})

    def _secure(self, message: Message) -> None:
        headers = MutableHeaders(scope=message)
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        if not _is_document(message):
            headers.setdefault("content-security-policy", "default-src 'none'; frame-ancestors 'self'")
        if self._private:
            headers.setdefault("cache-control", "no-store")  # exports pass here
        if self._https:
            headers.setdefault("strict-transport-security", "max-age=31536000")
            message["headers"] = [_only_https(name, value) for name, value in message["headers"]]


def policy(inline_scripts: Iterable[bytes] = ()) -> str:
    """The Content-Security-Policy of a page: nothing from elsewhere, no inline script but those given."""
    hashes = [base64.b64encode(hashlib.sha256(script).digest()).decode() for script in inline_scripts]
    scripts = " ".join(["'self'", "'wasm-unsafe-eval'", *(f"'sha256-{one}'" for one in hashes)])
    return "; ".join(
        [
            "default-src 'self'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "frame-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        ]
    )


def _is_document(message: Message) -> bool:
    headers = Headers(raw=message["headers"])
    plain = "content-encoding" not in headers and "content-security-policy" not in headers
    return plain and headers.get("content-type", "").startswith("text/html")


def _asking_plainly(scope: Scope) -> Scope:
    """A document is rewritten, so it must come whole: neither compressed nor as "not modified"."""
    if "text/html" not in Headers(scope=scope).get("accept", ""):
        return scope
    unwanted = {b"accept-encoding", b"if-none-match", b"if-modified-since", b"range"}
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] not in unwanted]}


def _language(scope: Scope) -> str:
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", ["da"])[0]
    return "en" if asked == "en" else "da"


def _only_https(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    marked = name.lower() == b"set-cookie" and b"secure" not in value.lower().split(b"; ")
    return name, value + b"; Secure" if marked else value
