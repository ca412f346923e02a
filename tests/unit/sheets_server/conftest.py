"""A spreadsheet without a socket, and short ways to use it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from integrations.sheets_server import Account, ApiError, Behaviour, Ids, MemoryStore


class Book:
    """One spreadsheet of an account in memory, with one sheet "Svar" whose id is 0."""

    def __init__(self, locale: str = "en_US", behaviour: Behaviour | None = None) -> None:
        self.now = datetime(2027, 6, 30, 12, 0, tzinfo=UTC)
        self.account = Account(
            MemoryStore(), clock=lambda: self.now, ids=Ids(1), behaviour=behaviour or Behaviour()
        )
        properties = {"locale": locale, "timeZone": "Europe/Copenhagen"}
        sheets = [{"properties": {"title": "Svar", "gridProperties": {"rowCount": 20, "columnCount": 8}}}]
        self.id = self.account.create("Prøve", {"properties": properties, "sheets": sheets})

    def call(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        """One call on the spreadsheet."""
        return self.account.call(
            method, f"/v4/spreadsheets/{self.id}{path}", body, urlencode(query, doseq=True)
        )

    def write(self, where: str, values: list[list[Any]], option: str = "USER_ENTERED", **query: Any) -> Any:
        """Write values."""
        return self.call(
            "PUT", f"/values/{quote(where)}", {"values": values}, valueInputOption=option, **query
        )

    def read(self, where: str = "Svar", render: str = "FORMATTED_VALUE", **query: Any) -> Any:
        """The values of a range."""
        reply = self.call("GET", f"/values/{quote(where)}", valueRenderOption=render, **query)
        return reply.get("values", [])

    def batch(self, *requests: dict[str, Any], **more: Any) -> list[Any]:
        """A batchUpdate; its replies."""
        replies: list[Any] = self.call("POST", ":batchUpdate", {"requests": requests, **more})["replies"]
        return replies

    def get(self, fields: str, **query: Any) -> Any:
        """spreadsheets.get with a field mask."""
        return self.call("GET", "", fields=fields, **query)


@pytest.fixture
def book() -> Book:
    """A spreadsheet of the United States, where the recordings come from."""
    return Book()


@pytest.fixture
def danish() -> Book:
    """A Danish spreadsheet."""
    return Book("da_DK")


@pytest.fixture
def make_book() -> Callable[..., Book]:
    """Other spreadsheets."""
    return Book


@pytest.fixture
def refusal() -> Callable[[Callable[[], Any]], tuple[int, str]]:
    """Status and message of a call that is refused."""

    def refused(call: Callable[[], Any]) -> tuple[int, str]:
        with pytest.raises(ApiError) as caught:
            call()
        return caught.value.code, caught.value.message

    return refused
