"""A transport for `requests` that reaches an account without a socket."""

import io
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict

from .account import Account
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
            if lost.trouble is Trouble.TIMEOUT:
                raise requests.exceptions.ReadTimeout("Read timed out.", request=request) from None
            raise requests.exceptions.ConnectionError("Connection reset by peer", request=request) from None
        return _response(request, status, answered, content)

    def close(self) -> None:
        """Nothing is held open."""


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
