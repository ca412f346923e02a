"""The account over HTTP: an ASGI app, and a server for it."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from integrations.web import LoopbackOnly, OwnPagesOnly

from .account import Account
from .faults import LostReply, Trouble
from .store import SqliteStore

MAX_BODY = 16 << 20
"""Bytes. Google advises 2 MB a request."""


_PASSED_ON = ("authorization", "if-match")


class _NoReply(Response):
    """Breaks the connection instead of answering; after a wait if the caller is to run into its timeout."""

    def __init__(self, wait: float) -> None:
        super().__init__()
        self._wait = wait

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._wait:
            await run_in_threadpool(time.sleep, self._wait)
        headers = [(b"content-length", b"1"), (b"connection", b"close")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})


def endpoint(account: Account, *, hold: float = 30.0) -> Route:
    """The route of the whole API. `hold`: for how many seconds a reply that never comes is awaited."""

    async def answer(request: Request) -> Response:
        body = await request.body()
        if len(body) > MAX_BODY:
            return Response(status_code=413)
        raw_path = request.scope.get("raw_path") or request.scope["path"].encode()
        path = raw_path.decode("latin-1").partition("?")[0].removeprefix(request.scope.get("root_path", ""))
        headers = {name: request.headers[name] for name in _PASSED_ON if name in request.headers}
        query = request.scope["query_string"].decode("latin-1")
        try:
            status, answered, content = await run_in_threadpool(
                account.handle, request.method, path, query, body, headers
            )
        except LostReply as lost:
            return _NoReply(hold if lost.trouble is Trouble.TIMEOUT else 0)
        return Response(content, status, answered)

    methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]
    return Route("/{path:path}", answer, methods=methods)


def asgi(account: Account, *, routes: Sequence[BaseRoute] = (), hold: float = 30.0) -> Starlette:
    """The API as an ASGI app; `routes` (the grid page) come before it.

    Without a token nothing but their address tells programs of this machine from foreign pages.
    """
    guards = [Middleware(LoopbackOnly), Middleware(OwnPagesOnly)] if account.open_to_all else []
    return Starlette(routes=[*routes, endpoint(account, hold=hold)], middleware=guards)


def open_account(data: Path, *, token: str | None = None) -> Account:
    """The account kept in the SQLite file `data`, made if it is not there."""
    return Account(SqliteStore(data), token=token)


@contextlib.contextmanager
def serving(
    data: Path | Account,
    port: int = 0,
    *,
    host: str = "127.0.0.1",
    token: str | None = None,
    routes: Sequence[BaseRoute] = (),
    hold: float = 30.0,
) -> Iterator[str]:
    """Serve an account, or the one kept in a file, in a thread; gives the base URL. Port 0 is a free one."""
    account = data if isinstance(data, Account) else open_account(data, token=token)
    listener = socket.create_server((host, port))
    config = uvicorn.Config(asgi(account, routes=routes, hold=hold), log_level="warning", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        _await_start(server, thread)
        yield f"http://{host}:{listener.getsockname()[1]}"
    finally:
        server.should_exit = server.force_exit = True
        thread.join(timeout=10)
        listener.close()


def _await_start(server: uvicorn.Server, thread: threading.Thread) -> None:
    while not server.started:
        if not thread.is_alive():
            raise RuntimeError("The Sheets server did not start.")
        time.sleep(0.01)


def run(
    data: Path,
    *,
    port: int,
    host: str = "127.0.0.1",
    token: str | None = None,
    routes: Sequence[BaseRoute] = (),
) -> None:
    """Serve the account kept in a file until the process is told to stop."""
    app = asgi(open_account(data, token=token), routes=routes)
    uvicorn.run(app, host=host, port=port, log_level="warning")
