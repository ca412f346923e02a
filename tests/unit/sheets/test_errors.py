"""Errors of the service by name."""

import json

import pytest
import requests
from google.auth.exceptions import RefreshError, TransportError
from gspread.exceptions import APIError
from urllib3.connectionpool import HTTPConnectionPool
from urllib3.exceptions import MaxRetryError, NewConnectionError, ProtocolError

from integrations.sheets.errors import QuotaExceeded, translate


def _answer(status: int, message: str = "no", reason: str = "") -> APIError:
    response = requests.Response()
    response.status_code = status
    details = [{"reason": reason}] if reason else []
    error = {"code": status, "message": message, "status": "X", "details": details}
    response._content = json.dumps({"error": error}).encode()
    return APIError(response)


@pytest.mark.parametrize(
    ("status", "reading", "writing"),
    [
        (400, "bad_request", "bad_request"),
        (401, "token_expired", "token_expired"),
        (403, "permission_withdrawn", "permission_withdrawn"),
        (404, "gone", "gone"),
        (429, "quota_exceeded", "quota_exceeded"),
        (500, "unreachable", "outcome_unknown"),
        (502, "unreachable", "outcome_unknown"),
        (503, "unreachable", "outcome_unknown"),
        (504, "unreachable", "outcome_unknown"),
    ],
)
def test_translate_an_answer_by_its_status(status: int, reading: str, writing: str) -> None:
    """A refused call has no effect; after a server's fault nobody knows whether a write was applied."""
    codes = [translate(_answer(status), writing=flag).code for flag in (False, True)]
    assert codes == [reading, writing]


def test_translate_a_forbidden_answer_that_means_the_quota() -> None:
    """Google sometimes says 403 for too many calls."""
    error = translate(_answer(403, reason="RATE_LIMIT_EXCEEDED"), writing=True)
    assert error.code == "quota_exceeded"


def test_translate_a_connection_that_was_never_made() -> None:
    """Where nobody listens a write cannot have been applied."""
    pool = HTTPConnectionPool("127.0.0.1")
    refused = MaxRetryError(pool, "/", NewConnectionError(pool, "refused"))  # type: ignore[arg-type]
    assert translate(requests.exceptions.ConnectionError(refused), writing=True).code == "unreachable"


@pytest.mark.parametrize(
    "error",
    [requests.exceptions.ConnectionError(ProtocolError("reset")), requests.exceptions.ReadTimeout("slow")],
)
def test_translate_a_call_cut_off_under_way(error: Exception) -> None:
    """A read can be repeated, a write may have been applied."""
    codes = [translate(error, writing=flag).code for flag in (False, True)]
    assert codes == ["unreachable", "outcome_unknown"]


def test_translate_a_credential_that_is_not_renewed() -> None:
    """A service account whose key was withdrawn is a matter of credentials."""
    error = RefreshError("invalid_grant")  # type: ignore[no-untyped-call]
    assert translate(error, writing=True).code == "token_expired"


def test_translate_a_token_service_that_is_not_reached() -> None:
    """Without a network no token is renewed either: the key is not to blame, and nothing was sent."""
    error = TransportError("no route")  # type: ignore[no-untyped-call]
    assert translate(error, writing=True).code == "unreachable"


@pytest.mark.parametrize(("said", "wait"), [("17", 17.0), ("", 0.0), ("Wed, 21 Oct 2026 07:28:00 GMT", 0.0)])
def test_translate_too_many_calls_with_the_seconds_to_wait(said: str, wait: float) -> None:
    """The service may say how long to wait; a date, or nothing, leaves that to our own pauses."""
    answer = _answer(429)
    answer.response.headers["Retry-After"] = said
    found = translate(answer, writing=True)
    assert isinstance(found, QuotaExceeded)
    assert found.wait == wait


@pytest.mark.parametrize(
    ("status", "writing"),
    [(408, "outcome_unknown"), (409, "outcome_unknown"), (413, "bad_request"), (422, "bad_request")],
)
def test_translate_a_refusal_without_a_name(status: int, writing: str) -> None:
    """What was refused as it is had no effect; out of time or aborted, nobody knows."""
    assert translate(_answer(status), writing=True).code == writing
