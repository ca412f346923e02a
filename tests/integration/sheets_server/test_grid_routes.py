"""The grid's routes over HTTP: who may, what comes out, and how refusals read."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from openpyxl import load_workbook

from integrations.sheets_server import importing, open_account, serving
from integrations.sheets_server.grid import routes

TOKEN = "token-of-the-test"
_BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def base(tmp_path: Path) -> Iterator[str]:
    """Address of a running server with the grid's routes."""
    account = open_account(tmp_path / "sheets.sqlite", token=TOKEN)
    with serving(account, routes=routes(account.handle)) as address:
        yield address


@pytest.fixture
def spreadsheet(base: str) -> str:
    """Id of a blank spreadsheet."""
    made = requests.post(f"{base}/v4/spreadsheets", json={}, headers=_BEARER, timeout=10).json()
    return str(made["spreadsheetId"])


def _ask(method: str, url: str, **options: Any) -> requests.Response:
    return requests.request(method, url, timeout=20, **options)


def test_the_page_allows_nothing_inline_or_foreign(base: str) -> None:
    """The page's policy names its own server alone, and its HTML holds no inline script or style."""
    page = _ask("GET", f"{base}/grid/any-id")
    policy = page.headers["content-security-policy"]
    assert (page.status_code, "unsafe" in policy, "http" in policy) == (200, False, False)
    assert [word for word in ("<script>", "<style", " style=", " onclick=") if word in page.text] == []


def test_the_page_loads_only_files_that_are_there(base: str) -> None:
    """Every file that the page and its modules name is served, scripts as JavaScript."""
    kinds = {
        name: _ask("GET", f"{base}/grid/assets/{name}").headers["content-type"].split(";")[0]
        for name in ("main.js", "grid.css", "icon.svg")
    }
    assert kinds == {"main.js": "text/javascript", "grid.css": "text/css", "icon.svg": "image/svg+xml"}


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "export.xlsx"), ("GET", "export.csv"), ("POST", "import?name=a.csv")]
)
@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer forged"}])
def test_files_need_the_token(
    base: str, spreadsheet: str, method: str, path: str, headers: dict[str, str]
) -> None:
    """Without the right token nothing is exported or imported."""
    reply = _ask(method, f"{base}/grid/{spreadsheet}/{path}", headers=headers, data=b"a;b\n1;2\n")
    assert (reply.status_code, reply.json()["error"]["status"]) == (401, "UNAUTHENTICATED")


def test_an_imported_csv_can_be_exported_again(base: str, spreadsheet: str) -> None:
    """A CSV becomes a tab of its own; its text comes back whole, its phone numbers with their zeros."""
    content = "Navn;Telefon;Antal\nÆrø;04123456;3\n'=1+1;20304050;4\n".encode()
    reply = _ask(
        "POST",
        f"{base}/grid/{spreadsheet}/import",
        params={"name": "svar.csv"},
        headers=_BEARER,
        data=content,
    )
    (sheet,) = reply.json()["sheets"]
    csv_file = _ask(
        "GET", f"{base}/grid/{spreadsheet}/export.csv", params={"gid": sheet["sheetId"]}, headers=_BEARER
    )
    workbook = _ask("GET", f"{base}/grid/{spreadsheet}/export.xlsx", headers=_BEARER).content
    rows = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(workbook))["svar"].iter_rows()]
    assert csv_file.content.decode("utf-8-sig").splitlines() == content.decode().splitlines()
    assert rows == [["Navn", "Telefon", "Antal"], ["Ærø", "04123456", 3], ["=1+1", "20304050", 4]]


@pytest.mark.parametrize(
    ("name", "content", "status", "reason"),
    [
        ("a.xlsx", b"no zip", 400, "unreadable"),
        ("a.csv", b"", 400, "empty"),
        ("a.csv", b"x" * (importing.LARGEST_FILE + 1), 413, "large"),
    ],
)
def test_a_file_that_cannot_be_imported_changes_nothing(  # noqa: PLR0917
    base: str, spreadsheet: str, name: str, content: bytes, status: int, reason: str
) -> None:
    """A refusal carries a reason that the page can word, and leaves the spreadsheet alone."""
    address = f"{base}/grid/{spreadsheet}/import"
    reply = _ask("POST", address, params={"name": name}, headers=_BEARER, data=content)
    there = _ask("GET", f"{base}/v4/spreadsheets/{spreadsheet}", headers=_BEARER).json()
    assert (reply.status_code, reply.json()["error"]["reason"], len(there["sheets"])) == (status, reason, 1)


def test_an_export_of_no_tab_is_refused(base: str, spreadsheet: str) -> None:
    """A tab that is not there is 404; a number that is none is 400."""
    address = f"{base}/grid/{spreadsheet}/export.csv"
    statuses = [_ask("GET", address, params={"gid": gid}, headers=_BEARER).status_code for gid in ("77", "x")]
    assert statuses == [404, 400]


def test_a_change_on_an_old_version_is_refused(base: str, spreadsheet: str) -> None:
    """A write with If-Match is done on the version that was seen, and on no other."""
    address = f"{base}/v4/spreadsheets/{spreadsheet}"
    seen = _ask("GET", address, headers=_BEARER).headers["etag"]
    body = {"requests": [{"addSheet": {"properties": {"title": "Ny"}}}]}
    conditional = {**_BEARER, "If-Match": seen}
    first = _ask("POST", f"{address}:batchUpdate", json=body, headers=conditional)
    body = {"requests": [{"addSheet": {"properties": {"title": "Ny to"}}}]}
    second = _ask("POST", f"{address}:batchUpdate", json=body, headers=conditional)
    assert (first.status_code, second.status_code, first.headers["etag"] != seen) == (200, 412, True)
