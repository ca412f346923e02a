"""What Drive does with a spreadsheet's content: export, import of CSV, and comments on it."""

import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from . import masks
from .access import changing
from .calc import computed
from .calls import Reply, Request, Route
from .drive import drive_file
from .entering import enter
from .errors import DriveError, Json
from .model import EMPTY, Sheet, Workbook
from .numberformat import formatted
from .xlsx import Rest, export_xlsx

if TYPE_CHECKING:
    from .account import Account

_FILE = r"/drive/v3/files/([^/]+)"
_DELIMITED = {"text/csv": ",", "text/tab-separated-values": "\t"}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export(account: "Account", request: Request) -> Reply:
    """The first sheet as CSV or TSV, as people see it, or the whole as XLSX."""
    kind = request.param("mimeType") or ""
    with account.store.transaction(write=False):
        file = drive_file(account, request.group(0))
        if kind in _DELIMITED:
            book = account.store.book(file.id)
            text = _delimited(book, book.sheets[0], _DELIMITED[kind])
            return Reply(text.encode(), headers={"content-type": kind})
    if kind == _XLSX:
        return Reply(export_xlsx(_rest(account), file.id), headers={"content-type": kind})
    raise DriveError(
        400, "The requested conversion is not supported.", reason="badRequest", location="convertTo"
    )


def _rest(account: "Account") -> Rest:
    """The REST API from within the process."""

    def call(method: str, path: str, query: Mapping[str, str], body: bytes) -> Json:
        reply: Json = account.dispatch(method, path, urlencode(query), body).body
        return reply

    return call


def _delimited(book: Workbook, sheet: Sheet, mark: str) -> str:
    width = max(map(len, sheet.rows), default=0)
    locale, out = book.properties["locale"], io.StringIO()
    writer = csv.writer(out, delimiter=mark, lineterminator="\r\n")
    for row in range(len(sheet.rows)):
        cells = sheet.slice(row, 0, width)
        writer.writerow(
            [formatted(computed(book, sheet, row, i, c), c.format, locale) for i, c in enumerate(cells)]
        )
    return out.getvalue().removesuffix("\r\n")


def import_csv(account: "Account", request: Request) -> Reply:
    """A CSV file takes the place of everything in the spreadsheet, read as if it had been typed."""
    rows = list(csv.reader(io.StringIO(request.body.decode("utf-8-sig"))))
    with changing(account, request.group(0)) as book:
        first = book.edit(book.sheets[0].id)
        book.sheets[:] = [first]
        book.named, book.metadata = [], []
        fresh = Sheet(first.id, first.title, max(1000, len(rows)), max(26, max(map(len, rows), default=0)))
        book.sheets[0] = fresh
        for index, texts in enumerate(rows):
            cells = [
                enter(EMPTY, text, raw=False, locale=book.properties["locale"], now=book.changed)
                for text in texts
            ]
            fresh.set_row(index, cells)
    return Reply({"kind": "drive#file", "id": request.group(0)})


def list_comments(account: "Account", request: Request) -> Reply:
    """The comments of a file."""
    with account.store.transaction(write=False):
        file = drive_file(account, request.group(0))
    mask = masks.parse(request.param("fields") or "*")
    return Reply(masks.select({"kind": "drive#commentList", "comments": list(file.comments)}, mask))


def create_comment(account: "Account", request: Request) -> Reply:
    """Another comment. The API demands to be told which fields to answer."""
    if not request.param("fields"):
        raise DriveError(
            400,
            "The 'fields' parameter is required for this method.",
            reason="required",
            location="fields",
        )
    given = request.object()
    new: Json = {"kind": "drive#comment", "id": str(account.context.ids.number())}
    new |= {name: given[name] for name in ("content", "anchor") if name in given}
    with account.store.transaction(write=True):
        file = drive_file(account, request.group(0))
        account.store.put(replace(file, comments=(*file.comments, new)), None)
    return Reply(masks.select(new, masks.parse(request.param("fields") or "*")))


ROUTES: tuple[Route, ...] = (
    ("GET", rf"{_FILE}/export", export),
    ("PUT", r"/upload/drive/v2/files/([^/]+)", import_csv),
    ("GET", rf"{_FILE}/comments", list_comments),
    ("POST", rf"{_FILE}/comments", create_comment),
)
