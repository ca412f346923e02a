"""One account with its files: every call of the API comes in here, over HTTP or without a socket."""

import hmac
import json
import re
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

from . import drive, drive_content, sheets
from .access import on_condition
from .behaviour import Behaviour
from .calls import Reply, Request, Route
from .errors import ApiError, Json
from .faults import Applied, Call, Disturbance, LostReply, Plan, Quota, Trouble
from .files import File
from .ids import Ids
from .requests.context import Context
from .store import Store

Answer = tuple[int, dict[str, str], bytes]
"""Status, headers and body."""

_ROUTES: tuple[Route, ...] = (*sheets.ROUTES, *drive.ROUTES, *drive_content.ROUTES)


class Account:
    """The files of one account, and the switches that tests turn.

    `token`: the bearer token that calls must carry, if set; `authorise` may accept others, such as tickets.
    `quota`, `latency` (seconds for a call) and `plan` (what goes wrong with a call) are off by default.
    `told_version` is what Drive says of a file's changes: Google's may lag behind.
    """

    def __init__(
        self,
        store: Store,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        ids: Ids | None = None,
        behaviour: Behaviour | None = None,
        token: str | None = None,
        authorise: Callable[[str], bool] | None = None,
        email: str = "service-account@example.iam.gserviceaccount.com",
    ) -> None:
        self.store, self.clock = store, clock
        self.token, self.authorise = token, authorise
        self.context = Context(ids or Ids(), behaviour or Behaviour(), email)
        self.quota: Quota | None = None
        self.latency: Callable[[Call], float] | None = None
        self.plan: Plan | None = None
        self.told_version: Callable[[File], int] = lambda file: file.version
        self.sleep: Callable[[float], None] = time.sleep
        self._late: deque[Callable[[], Reply]] = deque()
        self._calls = 0
        self._lock = threading.Lock()

    def create(self, title: str, wanted: Json | None = None) -> str:
        """A new spreadsheet, as spreadsheets.create makes it; its id."""
        body = {**(wanted or {}), "properties": {**(wanted or {}).get("properties", {}), "title": title}}
        request = Request("POST", "/v4/spreadsheets", (), {}, json.dumps(body).encode())
        return str(sheets.create(self, request).body["spreadsheetId"])

    def call(self, method: str, path: str, body: Json | None = None, query: str = "") -> Any:
        """One call from within the process, past token, quota and faults; the reply's JSON.

        Raises ApiError where the API would refuse.
        """
        text = b"" if body is None else json.dumps(body).encode()
        return self.dispatch(method, path, query, text).body

    def handle(
        self,
        method: str,
        path: str,
        query: str = "",
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Answer one HTTP call; `path` is as it was sent, with its percent signs. Raises only LostReply."""
        try:
            self._admit(headers or {})
            call = self._count(method, path, body)
            if self.quota is not None and path.startswith("/v4/"):
                self.quota.take(mutating=call.mutating)
            if self.latency is not None:
                self.sleep(self.latency(call))
            trouble = self.plan(call) if self.plan is not None else None
            wanted = _header(headers or {}, "if-match")
            reply = self._disturbed(trouble, lambda: self._conditional(wanted, method, path, query, body))
        except ApiError as error:
            reply = Reply(error.body(), error.code, error.headers)
        return reply.answer()

    def deliver_late(self) -> list[int]:
        """Apply the calls that were held back, in order; the status each of them got."""
        statuses = []
        while self._late:
            try:
                statuses.append(self._late.popleft()().status)
            except ApiError as error:
                statuses.append(error.code)
        return statuses

    @property
    def open_to_all(self) -> bool:
        """Whether calls need no bearer token."""
        return self.token is None and self.authorise is None

    def _admit(self, headers: Mapping[str, str]) -> None:
        if self.open_to_all:
            return
        bearer = (_header(headers, "authorization") or "").removeprefix("Bearer ")
        known = self.token is not None and hmac.compare_digest(bearer.encode(), self.token.encode())
        if not (known or (self.authorise is not None and self.authorise(bearer))):
            raise ApiError(401)

    def _count(self, method: str, path: str, body: bytes) -> Call:
        with self._lock:
            self._calls += 1
            return Call(self._calls, method, path, _mutating(method, path), body)

    def _disturbed(self, trouble: Disturbance | None, run: Callable[[], Reply]) -> Reply:
        if trouble is None:
            return run()
        if trouble.applied is Applied.LATER:
            self._late.append(run)
        elif trouble.applied is Applied.NOW:
            with suppress(ApiError):  # a refusal is lost as well
                run()
        if trouble.trouble is Trouble.STATUS:
            raise _refusal(trouble)
        if trouble.trouble is Trouble.GARBLED:
            return Reply(b'{"spreadsheetId":"', headers={"content-type": "application/json; charset=UTF-8"})
        raise LostReply(trouble.trouble)

    def _conditional(self, wanted: str | None, method: str, path: str, query: str, body: bytes) -> Reply:
        with on_condition(wanted) as condition:
            reply = self.dispatch(method, path, query, body)
        return replace(reply, headers={**reply.headers, **condition.headers})

    def dispatch(self, method: str, path: str, query: str, body: bytes) -> Reply:
        """Answer a call past token, quota and faults. Raises ApiError."""
        params = parse_qs(query, keep_blank_values=True)
        known = False
        for verb, pattern, run in _ROUTES:
            if (match := re.fullmatch(pattern, path)) is None:
                continue
            known = True
            if verb == method:
                return run(self, Request(method, path, match.groups(), params, body))
        raise ApiError(405 if known else 404, "Method not allowed." if known else "Not Found")


def _refusal(trouble: Disturbance) -> ApiError:
    error = ApiError(trouble.code, trouble.message or ("" if trouble.code != 400 else "Bad Request"))
    if trouble.retry_after is not None:
        error.headers["retry-after"] = str(trouble.retry_after)
    return error


def _header(headers: Mapping[str, str], wanted: str) -> str | None:
    return next((value for name, value in headers.items() if name.lower() == wanted), None)


_READING_POSTS = (":getByDataFilter", ":batchGetByDataFilter", "developerMetadata:search")


def _mutating(method: str, path: str) -> bool:
    """Whether a call counts as a write."""
    return method != "GET" and not path.endswith(_READING_POSTS)
