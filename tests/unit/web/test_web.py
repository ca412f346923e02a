"""What surrounds every answer: the guard of the local mode, and the headers."""

import base64
import hashlib
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from integrations.web import HEADERS, LoopbackOnly, SecureAnswers

SCRIPT = "window.x = 1"
DOCUMENT = f'<html lang="en"><head><title>Streamlit</title></head><script>{SCRIPT}</script></html>'


async def document(_request: Request) -> Response:
    """A page as Streamlit serves it."""
    return HTMLResponse(DOCUMENT)


async def plain(_request: Request) -> Response:
    """An answer that sets a cookie."""
    answer = PlainTextResponse("x")
    answer.set_cookie("a", "b", httponly=True)
    return answer


async def echo(socket: WebSocket) -> None:
    """A WebSocket that accepts anybody."""
    await socket.accept()
    await socket.send_text("in")
    await socket.close()


INNER = Starlette(
    routes=[Route("/", document), Route("/plain", plain), WebSocketRoute("/socket", echo)],
)


def visitor(host: str = "localhost:8501", address: str = "127.0.0.1") -> TestClient:
    """Somebody who knocks at the local mode's door."""
    return TestClient(LoopbackOnly(INNER), base_url=f"http://{host}", client=(address, 50000))


@pytest.mark.parametrize("host", ["localhost:8501", "127.0.0.1:8501", "127.0.0.1", "[::1]:8501"])
def test_this_machine_may_come_in(host: str) -> None:
    """Every name of this machine is let in."""
    assert visitor(host).get("/plain").status_code == 200


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("evil.example", "127.0.0.1"),
        ("localhost.evil.example", "127.0.0.1"),
        ("localhost:8501", "192.168.1.20"),
    ],
)
def test_others_may_not(host: str, address: str) -> None:
    """A foreign name for this machine (DNS rebinding) and another machine are refused, WebSockets too."""
    guest = visitor(host, address)
    assert guest.get("/plain").status_code == 403
    with pytest.raises(WebSocketDisconnect), guest.websocket_connect("/socket"):
        pass


def test_behind_a_proxy() -> None:
    """A forwarded request comes from somebody else, whatever address it has."""
    assert visitor().get("/plain", headers={"x-forwarded-for": "10.0.0.1"}).status_code == 403


def answer(path: str, *, https: bool = False) -> Any:
    """What a browser gets that asks for a page, compressed if need be."""
    guest = TestClient(SecureAnswers(INNER, https=https))
    return guest.get(path, headers={"accept": "text/html", "accept-encoding": "gzip"})


def test_every_answer_is_secured() -> None:
    """The security headers stand on pages and on everything else."""
    for path in ("/", "/plain"):
        headers = answer(path).headers
        assert {name: headers[name] for name in HEADERS} == HEADERS
        assert "frame-ancestors 'self'" in headers["content-security-policy"]


def test_policy_of_a_page() -> None:
    """A page runs its own scripts and the inline one that it came with, nothing else and no eval."""
    digest = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    policy = dict(part.split(" ", 1) for part in answer("/").headers["content-security-policy"].split("; "))
    assert policy["script-src"] == f"'self' 'wasm-unsafe-eval' 'sha256-{digest}'"
    assert policy["default-src"] == policy["connect-src"] == "'self'"


@pytest.mark.parametrize(("query", "language"), [("", "da"), ("?lang=en", "en"), ("?lang=<script>", "da")])
def test_language_of_the_document(query: str, language: str) -> None:
    """The document says its language."""
    body = answer(f"/{query}").content
    assert f'<html lang="{language}">'.encode() in body
    assert b"<title>Samhold</title>" in body


def test_cookies_keep_to_https() -> None:
    """Where people use https, a cookie is never sent without it, and browsers are told to stay there."""
    open_ = answer("/plain").headers
    closed = answer("/plain", https=True).headers
    assert "Secure" not in open_["set-cookie"]
    assert closed["set-cookie"].endswith("; Secure")
    assert closed["strict-transport-security"] == "max-age=31536000"
