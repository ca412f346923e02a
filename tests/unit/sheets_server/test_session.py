"""The fast way to an account says what the slow one says."""

import json
from typing import Any

import pytest
import requests

from integrations.sheets_server import (
    Account,
    Applied,
    CoreAdapter,
    CoreSession,
    Disturbance,
    Ids,
    MemoryStore,
    Trouble,
)

HOST = "https://sheets.googleapis.com"


def both() -> list[tuple[Account, requests.Session, str]]:
    """Two accounts that are alike: one behind HTTP and JSON, one past them."""
    found: list[tuple[Account, requests.Session, str]] = []
    for fast in (False, True):
        account = Account(MemoryStore(), ids=Ids(1))
        session = CoreSession(account) if fast else requests.Session()
        session.mount("https://", CoreAdapter(account))
        found.append((account, session, f"{HOST}/v4/spreadsheets/{account.create('Prøve')}"))
    return found


CALLS: tuple[tuple[str, str, dict[str, Any], Any], ...] = (
    ("post", ":batchUpdate", {}, {"requests": [{"addSheet": {"properties": {"title": "Æ & ø"}}}]}),
    ("put", "/values/A1:B1", {"valueInputOption": "RAW"}, {"values": [["blåbær", 7.5]]}),
    ("get", "", {"fields": "sheets(properties,data)", "ranges": ["'Æ & ø'", "Sheet1!A1:B2"]}, None),
    ("get", "", {"fields": "nothing"}, None),
    ("get", "/values/A1", {}, None),
)


def told(session: requests.Session, url: str) -> list[tuple[int, bool, Any]]:
    """What comes of some calls, as text would have it."""
    answers = (session.request(m, url + path, params=said, json=body) for m, path, said, body in CALLS)
    return [(a.status_code, a.ok, json.loads(json.dumps(a.json()))) for a in answers]


def test_replies_and_refusals_are_those_of_the_adapter() -> None:
    """Masks, ranges, words beyond ASCII, refusals: not a word differs."""
    (_, slow, url), (_, fast, _) = both()
    assert told(fast, url) == told(slow, url)


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        (Trouble.TIMEOUT, requests.exceptions.ReadTimeout),
        (Trouble.RESET, requests.exceptions.ConnectionError),
    ],
)
def test_a_lost_reply_shows_as_over_a_network(trouble: Trouble, error: type[Exception]) -> None:
    """As the very error that the adapter raises."""
    for account, session, url in both():
        account.plan = lambda _: Disturbance(trouble, 0, Applied.NOW)
        with pytest.raises(error) as raised:
            session.request("get", url)
        assert raised.type is error


def test_a_garbled_reply_cannot_be_read() -> None:
    """What was cut short is no JSON on either way."""
    for account, session, url in both():
        account.plan = lambda _: Disturbance(Trouble.GARBLED, 0, Applied.NOW)
        with pytest.raises(requests.exceptions.JSONDecodeError):
            session.request("get", url).json()
