"""gspread works with the server over real HTTP."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import gspread
import pytest
import requests
from requests.adapters import HTTPAdapter

from integrations.sheets_server import Account, SqliteStore, serving
from integrations.sheets_server.grid import routes


class Redirect(HTTPAdapter):
    """Sends what is meant for Google's hosts to a server on this machine."""

    def __init__(self, base_url: str) -> None:
        self._base = base_url
        super().__init__()

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """Another host, the same path and query."""
        url = urlsplit(request.url or "")
        request.url = f"{self._base}{url.path}" + (f"?{url.query}" if url.query else "")
        return super().send(request, *args, **kwargs)


def client(base_url: str, token: str = "") -> gspread.Client:
    """A client for the server."""
    session = requests.Session()
    session.mount("https://", Redirect(base_url))
    session.headers["Authorization"] = f"Bearer {token}"
    return gspread.Client(None, session=session)  # type: ignore[arg-type]


@pytest.fixture
def google(tmp_path: Path) -> Iterator[gspread.Client]:
    """gspread with a server of its own."""
    with serving(tmp_path / "sheets.sqlite", token="secret") as base_url:
        yield client(base_url, "secret")


def test_create_open_and_delete(google: gspread.Client) -> None:
    """A spreadsheet is found by id and by name, and gone when deleted."""
    made = google.create("Ansøgninger")
    assert (google.open("Ansøgninger").id, google.open_by_key(made.id).title) == (made.id, "Ansøgninger")
    google.del_spreadsheet(made.id)
    with pytest.raises(gspread.SpreadsheetNotFound):
        google.open_by_key(made.id)


def test_values_come_back_as_written(google: gspread.Client) -> None:
    """Rows are written, appended, found and read with all render options."""
    sheet = google.create("Prøve").sheet1
    sheet.update([["navn", "antal"], ["Åse", 2.5]], "A1")
    sheet.append_row(["Bo", "=B2*2"], value_input_option="USER_ENTERED")  # type: ignore[arg-type]
    assert sheet.get_all_records() == [{"navn": "Åse", "antal": 2.5}, {"navn": "Bo", "antal": 5}]
    found = sheet.find("Bo")
    assert found is not None
    assert found.address == "A3"
    assert sheet.acell("B3", value_render_option="FORMULA").value == "=B2*2"  # type: ignore[arg-type]
    assert sheet.batch_get(["A1:A2", "B3"]) == [[["navn"], ["Åse"]], [["5"]]]


def test_rows_are_inserted_sorted_and_deleted(google: gspread.Client) -> None:
    """The sheet's rows move as asked."""
    sheet = google.create("Prøve").sheet1
    sheet.update([["c", 1], ["a", 2]], "A1")
    sheet.insert_rows([["b", 3], ["d", 4]], row=2)
    sheet.sort((1, "asc"), range="A1:B4")
    sheet.delete_rows(1)
    assert sheet.get_all_values() == [["b", "3"], ["c", "1"], ["d", "4"]]


def test_sheets_are_added_copied_and_ordered(google: gspread.Client) -> None:
    """Tabs are added, duplicated, copied over, renamed, reordered and removed."""
    book = google.create("Prøve")
    added = book.add_worksheet("_ledger", rows=10, cols=5)
    book.sheet1.update_title("Svar")
    copy = book.sheet1.duplicate(new_sheet_name="Kopi", insert_sheet_index=2)
    book.reorder_worksheets([copy, added, book.worksheet("Svar")])
    assert [sheet.title for sheet in book.worksheets()] == ["Kopi", "_ledger", "Svar"]
    book.del_worksheet(copy)
    assert [sheet.title for sheet in book.worksheets()] == ["_ledger", "Svar"]


def test_looks_notes_and_protection(google: gspread.Client) -> None:
    """Formats, frozen rows, notes, filters and protected ranges are kept."""
    sheet = google.create("Prøve").sheet1
    sheet.format("A1:B1", {"textFormat": {"bold": True}})
    sheet.freeze(rows=1)
    sheet.insert_note("A1", "husk")
    sheet.set_basic_filter("A1:B5")
    sheet.add_protected_range("A1:B1", warning_only=True)
    fetched = google.open_by_key(sheet.spreadsheet_id).worksheet("Sheet1")
    assert (fetched.get_note("A1"), fetched.frozen_row_count) == ("husk", 1)
    (protected,) = fetched.spreadsheet.list_protected_ranges(fetched.id)
    assert protected["warningOnly"] is True


def test_files_are_shared_copied_imported_and_exported(google: gspread.Client) -> None:
    """Permissions, copies, CSV in and out go through the Drive calls."""
    book = google.create("Prøve")
    book.share("a@b.example", perm_type="user", role="writer", notify=False)
    google.import_csv(book.id, "navn,antal\nÅse,2\n".encode())
    copy = google.copy(book.id, title="Kopi", copy_permissions=True)
    roles = {(who.get("emailAddress", ""), who["role"]) for who in copy.list_permissions()}
    assert ("a@b.example", "writer") in roles
    assert copy.export(gspread.utils.ExportFormat.CSV) == "navn,antal\r\nÅse,2".encode()


def test_refusals_reach_the_caller_as_google_words_them(google: gspread.Client) -> None:
    """gspread raises with status and message of the refusal."""
    sheet = google.create("Prøve").sheet1
    with pytest.raises(gspread.exceptions.APIError) as caught:
        sheet.get("A2000")
    assert (caught.value.code, caught.value.error["status"]) == (400, "INVALID_ARGUMENT")


def test_call_without_the_token_is_refused(tmp_path: Path) -> None:
    """Without the right bearer token nothing is read or made."""
    with serving(tmp_path / "sheets.sqlite", token="secret") as base_url:
        answer = requests.get(f"{base_url}/drive/v3/files", headers={"Authorization": "Bearer x"}, timeout=10)
        assert (answer.status_code, answer.json()["error"]["status"]) == (401, "UNAUTHENTICATED")


def test_short_lived_tickets_may_be_let_in(tmp_path: Path) -> None:
    """A server may accept other bearers too, such as the grid's tickets."""
    account = Account(
        SqliteStore(tmp_path / "sheets.sqlite"), token="secret", authorise=lambda bearer: bearer == "ticket"
    )
    with serving(account) as base_url:
        statuses = [
            requests.get(
                f"{base_url}/drive/v3/files", headers={"Authorization": f"Bearer {bearer}"}, timeout=10
            ).status_code
            for bearer in ("secret", "ticket", "other")
        ]
    assert statuses == [200, 200, 401]


def test_page_of_another_site_is_refused(tmp_path: Path) -> None:
    """A server without a token takes no calls from pages of other sites, the grid's import included."""
    account = Account(SqliteStore(tmp_path / "sheets.sqlite"))
    with serving(account, routes=routes(account.handle)) as base_url:
        statuses = [
            requests.post(f"{base_url}/{path}", data="{}", headers={"Origin": origin}, timeout=10).status_code
            for path in ("v4/spreadsheets", f"grid/{account.create('x')}/import?name=a.csv")
            for origin in (base_url, "https://elsewhere.example")
        ]
    assert statuses == [200, 403, 200, 403]


def test_name_that_was_turned_to_this_machine_is_refused(tmp_path: Path) -> None:
    """A server without a token answers its own names alone, so that DNS rebinding reads nothing."""
    with serving(tmp_path / "sheets.sqlite") as base_url:
        reply = requests.get(f"{base_url}/drive/v3/files", headers={"Host": "elsewhere.example"}, timeout=10)
    assert reply.status_code == 403
