"""Files as the Drive calls see them."""

from typing import Any
from urllib.parse import urlencode

import pytest


def drive(book: Any, method: str, path: str = "", body: Any = None, **query: str) -> Any:
    """One Drive call."""
    return book.account.call(method, f"/drive/v3/files{path}", body, urlencode(query))


def names(book: Any, query: str = "", **more: str) -> list[str]:
    """The names of the files that a query finds."""
    return [file["name"] for file in drive(book, "GET", q=query, **more)["files"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('name = "It\'s"', ["It's"]),
        ("name = 'It\\'s'", ["It's"]),
        ("name contains 'prø' and trashed = false", ["Prøve"]),
        ('mimeType="application/vnd.google-apps.spreadsheet" and name != "Prøve"', ["It's"]),
        ("'elsewhere' in parents", []),
    ],
)
def test_query_finds_files(book: Any, query: str, found: list[str]) -> None:
    """Files are found by name, type and folder, the quotes being either kind."""
    book.account.create("It's")
    assert names(book, query) == found


def test_list_comes_in_pages(book: Any) -> None:
    """A list that is longer than a page names the next one."""
    for name in ("b", "c"):
        book.account.create(name)
    first = drive(book, "GET", pageSize="2")
    second = drive(book, "GET", pageSize="2", pageToken=first["nextPageToken"])
    assert (len(first["files"]), len(second["files"]), "nextPageToken" in second) == (2, 1, False)


@pytest.mark.parametrize("query", ["name ~ 'x'", "name = x"])
def test_unreadable_query_is_refused(book: Any, refusal: Any, query: str) -> None:
    """A query that can't be read is refused."""
    assert refusal(lambda: names(book, query)) == (400, "Invalid Value")


def test_copy_has_the_content_and_stands_alone(book: Any) -> None:
    """A copied file has the same cells and sheet ids, and later changes don't reach it."""
    book.write("A1", [["x"]])
    copy = drive(book, "POST", f"/{book.id}/copy", {"name": "Kopi"})["id"]
    book.write("A1", [["y"]])
    values = book.account.call("GET", f"/v4/spreadsheets/{copy}/values/A1")["values"]
    title = book.account.call("GET", f"/v4/spreadsheets/{copy}")["properties"]["title"]
    assert (values, title, book.read()) == ([["x"]], "Kopi", [["y"]])


def test_name_and_title_are_one(book: Any) -> None:
    """Renaming the file renames the spreadsheet, and the other way round."""
    drive(book, "PATCH", f"/{book.id}", {"name": "Fil"})
    first = book.get("properties.title")["properties"]["title"]
    properties = {"properties": {"title": "Ark"}, "fields": "title"}
    book.batch({"updateSpreadsheetProperties": properties})
    assert (first, drive(book, "GET", f"/{book.id}")["name"]) == ("Fil", "Ark")


def test_deleted_file_is_gone_and_its_id_stays_taken(book: Any, refusal: Any) -> None:
    """A deleted file answers 404 in both APIs."""
    drive(book, "DELETE", f"/{book.id}")
    assert refusal(lambda: book.get("sheets")) == (404, "Requested entity was not found.")
    assert refusal(lambda: drive(book, "GET", f"/{book.id}")) == (404, f"File not found: {book.id}.")


@pytest.mark.parametrize(
    ("spreadsheet", "code"), [("test", 404), ("1jIKzPs8LsiZZdLdeMEP-5ZIHw6RkjiOmj1LrJN706Yc", 403)]
)
def test_unknown_spreadsheet(book: Any, refusal: Any, spreadsheet: str, code: int) -> None:
    """An id of Google's shape can only be another account's; any other one doesn't exist."""
    path = f"/v4/spreadsheets/{spreadsheet}"
    assert refusal(lambda: book.account.call("GET", path))[0] == code


def test_export_shows_what_people_see(danish: Any) -> None:
    """CSV has the cells as shown, quoted where they must be."""
    danish.write("A1", [["a,b", "1,5", "=B1*2"], ["", "2027-06-30"]])
    assert drive(danish, "GET", f"/{danish.id}/export", mimeType="text/csv") == (
        b'"a,b","1,5",3\r\n,2027-06-30,'
    )
