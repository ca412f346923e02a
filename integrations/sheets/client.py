"""A gspread client whose every call has a time limit, pointed at Google or at another base URL."""

from collections.abc import Mapping
from urllib.parse import urlsplit, urlunsplit

import gspread
import requests
from google.auth.credentials import Credentials
from google.auth.transport.requests import AuthorizedSession
from requests.adapters import BaseAdapter, HTTPAdapter

GOOGLE = ("https://sheets.googleapis.com", "https://www.googleapis.com")
SCOPES = (
    "https://www.googleapis.com/auth/spreadsheets",
    "https://www.googleapis.com/auth/drive.file",
    "https://www.googleapis.com/auth/drive.metadata.readonly",
)
"""To write the sheet; to make a scratch sheet for the doctor; to ask whether the sheet has changed.

Of a file that somebody shared with the account, `drive.file` tells nothing: Drive answers 404.
"""
TIMEOUT = (5.0, 60.0)
"""Seconds to connect, and between two bytes of the answer. gspread itself would wait for ever."""


class Redirect(HTTPAdapter):
    """Sends what is addressed to Google to another base URL, path and query unchanged."""

    def __init__(self, base_url: str) -> None:
        super().__init__(max_retries=0)
        self._base = urlsplit(base_url.rstrip("/"))

    def send(  # noqa: PLR0917 - requests' own signature
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: float | tuple[float, float] | tuple[float, None] | None = None,
        verify: bool | str = True,
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Send to the other base URL; no proxy stands between us and it."""
        asked = urlsplit(request.url or "")
        path = self._base.path + asked.path
        request.url = urlunsplit((self._base.scheme, self._base.netloc, path, asked.query, ""))
        return super().send(request, stream, timeout, verify, cert, proxies={})


def open_client(
    base_url: str | None, credentials: Credentials | str | None, *, adapter: BaseAdapter | None = None
) -> gspread.Client:
    """A client for Google (`base_url` None) or another server; a string is a bearer token.

    `adapter` carries the calls instead, for simulations without a socket.
    """
    session = _session(credentials)
    carrier = adapter or (Redirect(base_url) if base_url else HTTPAdapter(max_retries=0))
    for host in GOOGLE:
        session.mount(host, carrier)
    # gspread makes no use of credentials when it is given a session.
    client = gspread.Client(auth=None, session=session)  # type: ignore[arg-type]
    client.set_timeout(TIMEOUT)
    return client


def _session(credentials: Credentials | str | None) -> requests.Session:
    if credentials is not None and not isinstance(credentials, str):
        # 401 is not answered by sending again: a write is never repeated behind our back.
        return AuthorizedSession(credentials, refresh_status_codes=())  # type: ignore[no-untyped-call]
    session = requests.Session()
    session.trust_env = False
    if credentials:
        session.headers["Authorization"] = f"Bearer {credentials}"
    return session
