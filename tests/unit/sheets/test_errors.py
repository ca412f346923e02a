"""Errors of the service by name."""

import json

import pytest
import requests
from google.auth.exceptions import RefreshError
from gspread.exceptions import APIError
from urllib3.connectionpool import HTTPConnectionPool
from urllib3.exceptions import MaxRetryError, NewConnectionError, ProtocolError

from integrations.sheets.errors import translate


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
