"""Ways for `requests` to reach an account without a socket: a transport, and a session that is faster."""

import io
import json as texts
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict

from .account import Account
from .calls import Reply
from .faults import LostReply, Trouble


class CoreAdapter(BaseAdapter):
    """Mount it on a session for "https://": whatever host a call names, the account answers it.

    A lost reply shows as it would over a network: as a connection error or a read timeout.
    """

    def __init__(self, account: Account) -> None:
        super().__init__()
        self.account = account

    def send(  # noqa: PLR0917 - the signature is that of requests
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Answer a prepared request."""
        url = urlsplit(request.url or "")
        body = request.body or b""
        data = body.encode() if isinstance(body, str) else bytes(body) if isinstance(body, bytes) else b""
        headers = {name: _text(value) for name, value in request.headers.items()}
        try:
            status, answered, content = self.account.handle(
                request.method or "GET", url.path, url.query, data, headers
            )
        except LostReply as lost:
            raise _broken(lost, request) from None
        return _response(request, status, answered, content)

    def close(self) -> None:
        """Nothing is held open."""


class CoreSession(requests.Session):
    """Hands each call to an account, past HTTP, and good replies back as they are, past JSON.

    For simulations of many thousand calls. Nobody may change what a reply holds.
    """

    def __init__(self, account: Account) -> None:
        super().__init__()
        self.account = account

    def request(  # type: ignore[override]  # what gspread says, no more
        self, method: str, url: str, *, params: Any = None, json: Any = None, **_: Any
    ) -> requests.Response:
        """As requests does it, for the arguments that gspread gives."""
        return self.carry(method, url, params, json)

    def carry(self, method: str, url: str, params: Any, json: Any) -> requests.Response:
        """Answer a call."""
        body = b"" if json is None else texts.dumps(json, allow_nan=False).encode()
        query = urlencode(params or {}, doseq=True)
        asked = requests.PreparedRequest()
        asked.method, asked.url = method.upper(), url
        try:
            reply = self.account.reply(asked.method, urlsplit(url).path, query, body)
        except LostReply as lost:
            raise _broken(lost, asked) from None
        if reply.status == 200 and not isinstance(reply.body, bytes):
            return _Handed(asked, reply)
        return _response(asked, *reply.answer())


class _Handed(requests.Response):
    """A reply that was never text."""

    def __init__(self, request: requests.PreparedRequest, reply: Reply) -> None:
        super().__init__()
        self.request, self.url = request, request.url or ""
        self.status_code = reply.status
        self._reply = reply

    def json(self, **_: Any) -> Any:
        """The reply."""
        return self._reply.body


def _broken(lost: LostReply, request: requests.PreparedRequest) -> requests.RequestException:
    if lost.trouble is Trouble.TIMEOUT:
        return requests.exceptions.ReadTimeout("Read timed out.", request=request)
    return requests.exceptions.ConnectionError("Connection reset by peer", request=request)


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


def _response(
    request: requests.PreparedRequest, status: int, headers: dict[str, str], content: bytes
) -> requests.Response:
    response = requests.Response()
    response.status_code = status
    response.headers = CaseInsensitiveDict(headers)
    response.raw = io.BytesIO(content)
    response.url = request.url or ""
    response.request = request
    response.encoding = "utf-8"
    return response
