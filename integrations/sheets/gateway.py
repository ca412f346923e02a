"""The one reader and writer of a spreadsheet. Reads may be repeated; a write is sent once."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import gspread
import requests
import stamina
from google.auth.exceptions import GoogleAuthError
from gspread.exceptions import GSpreadException
from gspread.urls import DRIVE_FILES_API_V3_URL, SPREADSHEET_BATCH_UPDATE_URL, SPREADSHEET_URL

from integrations.sheets.bucket import Bucket
from integrations.sheets.errors import (
    BadRequest,
    Malformed,
    OutcomeUnknown,
    Trashed,
    Unreachable,
    translate,
)
from integrations.sheets.snapshot import FIELDS, OUTLINE_FIELDS, SheetSnapshot, parse
from rules.columns import LEDGER_TAB

Request = Mapping[str, Any]
"""One request of a `spreadsheets.batchUpdate`."""

LEDGER_WINDOW = 600
"""Ledger rows that a look takes in, newest first: more than two full batches."""

_T = TypeVar("_T")


class Gateway:
    """One spreadsheet behind one gspread client; every call is counted in the process's bucket."""

    def __init__(
        self, client: gspread.Client, spreadsheet_id: str, bucket: Bucket, *, tries: int = 3
    ) -> None:
        """`tries` bounds how often a read is sent; 1 never waits."""
        self._http = client.http_client
        self.spreadsheet_id = spreadsheet_id
        self.bucket = bucket
        self._tries = tries
        self._titles: tuple[str, ...] = ()
        self._anchor: int | None = None
        self._window = LEDGER_WINDOW

    def outline(self) -> SheetSnapshot:
        """All tabs with their roles, without cells."""
        return self._look([], OUTLINE_FIELDS)

    def look(self, titles: Sequence[str]) -> SheetSnapshot:
        """The tabs with these titles, with cells. Raises BadRequest when one is not there."""
        return self._look([self._span(title) for title in titles], FIELDS)

    def read(self) -> SheetSnapshot:
        """The connected tabs (responses and ledger) in one call; one more where a tab was renamed.

        A tab that is missing is missing in the snapshot.
        """
        if self._titles:
            try:
                snapshot = self.look(self._titles)
            except BadRequest:
                snapshot = None
            if snapshot is not None and _complete(snapshot):
                return snapshot
        outline = self.outline()
        self._titles = _connected(outline)
        self._anchor = outline.tabs[0].sheet_id
        ledger = outline.tab(role="ledger")
        self._window = min(LEDGER_WINDOW, ledger.row_count) if ledger else LEDGER_WINDOW
        return self.look(self._titles) if self._titles else outline

    def version(self) -> str | None:
        """Drive's count of the file's changes; None where it gives none. It may lag behind. Tried once.

        Raises Trashed where the file lies in the bin, else what Drive refuses by name.
        """
        self.bucket.take("drive")
        url = f"{DRIVE_FILES_API_V3_URL}/{self.spreadsheet_id}"
        params = {"fields": "version,trashed", "supportsAllDrives": True}
        file = _named(lambda: self._call("get", url, params, None), writing=False)
        if file.get("trashed"):
            raise Trashed
        found = file.get("version")
        return None if found is None else str(found)

    def forget(self) -> None:
        """Find the tabs anew at the next look: one may have been renamed or deleted."""
        self._titles, self._anchor = (), None

    def whole(self) -> SheetSnapshot:
        """The connected tabs with every row of the ledger, however long it is. Two calls."""
        titles = _connected(self.outline())
        return self._look([_quoted(title) for title in titles], FIELDS)

    def anchor(self) -> int:
        """Id of a tab that is there, for a request that must name one."""
        if self._anchor is None:
            self._anchor = self.outline().tabs[0].sheet_id
        return self._anchor

    def send(self, batch: Sequence[Request], titles: Sequence[str] = ()) -> SheetSnapshot:
        """Apply requests, all or none, and look at the connected tabs (or others) as they are afterwards.

        Raises OutcomeUnknown when it may or may not have been applied. Never repeats itself.
        """
        body = {
            "requests": list(batch),
            "includeSpreadsheetInResponse": True,
            "responseRanges": [self._span(title) for title in titles or self._titles],
            "responseIncludeGridData": True,
        }
        reply = self._write(body, {"fields": f"spreadsheetId,updatedSpreadsheet({FIELDS})"})
        try:
            return parse(reply["updatedSpreadsheet"])
        except (KeyError, Malformed) as error:
            raise OutcomeUnknown(f"unreadable reply: {error}") from error

    def apply(self, batch: Sequence[Request]) -> Sequence[Mapping[str, Any]]:
        """Apply requests, all or none, and give their replies."""
        replies: Sequence[Mapping[str, Any]] = self._write({"requests": list(batch)}, {}).get("replies", ())
        return replies

    def _span(self, title: str) -> str:
        """A tab as a range in A1 notation; of the ledger, only its newest rows."""
        return f"{_quoted(title)}!1:{self._window}" if title == LEDGER_TAB else _quoted(title)

    def _write(self, body: Mapping[str, Any], params: dict[str, Any]) -> Mapping[str, Any]:
        self.bucket.take("write")
        url = SPREADSHEET_BATCH_UPDATE_URL % self.spreadsheet_id
        return _named(lambda: self._call("post", url, params, body), writing=True)

    def _look(self, ranges: Sequence[str], fields: str) -> SheetSnapshot:
        params: dict[str, Any] = {"fields": fields, "ranges": list(ranges)}
        url = SPREADSHEET_URL % self.spreadsheet_id
        for attempt in stamina.retry_context(on=_passing, attempts=self._tries, timeout=30.0, wait_max=8.0):
            with attempt:
                self.bucket.take("read")
                reply = _named(lambda: self._call("get", url, params, None), writing=False)
        return parse(reply)

    def _call(
        self, method: str, url: str, params: dict[str, Any], body: Mapping[str, Any] | None
    ) -> Mapping[str, Any]:
        answer: Mapping[str, Any] = self._http.request(method, url, params=params, json=body).json()
        return answer


def _named(call: Callable[[], _T], *, writing: bool) -> _T:
    try:
        return call()
    except (GSpreadException, GoogleAuthError, requests.exceptions.RequestException, OSError) as error:
        raise translate(error, writing=writing) from error


def _quoted(title: str) -> str:
    return "'" + title.replace("'", "''") + "'"


def _passing(error: Exception) -> bool:
    """Faults that a read may try again at once."""
    return isinstance(error, (Unreachable, Malformed))


def _connected(outline: SheetSnapshot) -> tuple[str, ...]:
    tabs = (outline.tab(role="responses"), outline.tab(role="ledger"))
    return tuple(tab.title for tab in tabs if tab)


def _complete(snapshot: SheetSnapshot) -> bool:
    return all(snapshot.tab(role=role) for role in ("responses", "ledger"))
