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

from integrations.web import HEADERS, LoopbackOnly, OwnPagesOnly, SecureAnswers

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


async def change(_request: Request) -> Response:
    """Something that a call may change."""
    return PlainTextResponse("changed")


INNER = Starlette(
    routes=[
        Route("/", document),
        Route("/plain", plain),
        Route("/change", change, methods=["POST", "PUT", "DELETE"]),
        Route("/media/file.csv", plain),
        WebSocketRoute("/socket", echo),
    ],
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


def from_page(origin: str, host: str = "localhost:8501") -> dict[str, str]:
    """What a browser says of the page that sends."""
    return {"origin": origin, "host": host}


OWN = [
    ("http://localhost:8501", "localhost:8501"),
    ("http://samhold.example", "samhold.example"),
    ("https://samhold.example:443", "samhold.example"),
    ("https://public.example", "127.0.0.1:8501"),
]
FOREIGN = [
    ("http://localhost:3000", "localhost:8501"),
    ("http://127.0.0.1:8501", "localhost:8501"),
    ("http://evil.example", "localhost:8501"),
    ("http://localhost:8501.evil.example", "localhost:8501"),
    ("null", "localhost:8501"),
    ("", "localhost:8501"),
    ("file://", "localhost:8501"),
]


@pytest.mark.parametrize(("origin", "host"), OWN)
def test_own_pages_may_act(origin: str, host: str) -> None:
    """A page of the same address may change things, also behind a proxy that hands on another Host."""
    guest = TestClient(OwnPagesOnly(INNER, public="https://public.example/"))
    assert guest.post("/change", headers=from_page(origin, host)).status_code == 200
    with guest.websocket_connect("/socket", headers=from_page(origin, host)) as socket:
        assert socket.receive_text() == "in"


@pytest.mark.parametrize(("origin", "host"), FOREIGN)
def test_foreign_pages_may_not_act(origin: str, host: str) -> None:
    """Other sites, and other programs' pages on this machine, neither change anything nor get a WebSocket."""
    guest = TestClient(OwnPagesOnly(INNER))
    calls = [guest.request(method, "/change", headers=from_page(origin, host)) for method in ("POST", "PUT")]
    assert [call.status_code for call in calls] == [403, 403]
    with pytest.raises(WebSocketDisconnect), guest.websocket_connect("/socket", headers=from_page(origin)):
        pass


def test_programs_say_no_origin() -> None:
    """A program is no page; and what changes nothing is left to the browser's own rules."""
    guest = TestClient(OwnPagesOnly(INNER))
    assert guest.post("/change").status_code == 200
    assert guest.get("/plain", headers=from_page("http://evil.example")).status_code == 200


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


def test_files_to_take_along_are_not_kept_by_browsers() -> None:
    """An export passes as a file under /media; a shared machine's cache must not hold it."""
    assert answer("/media/file.csv").headers["cache-control"] == "no-store"
