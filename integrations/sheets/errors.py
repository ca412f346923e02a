"""What can go wrong between us and the spreadsheet service, by name. The code leads to the wording."""

from collections.abc import Mapping

import requests
from google.auth.exceptions import GoogleAuthError, TransportError
from gspread.exceptions import APIError
from urllib3.exceptions import MaxRetryError, NewConnectionError


class SheetsError(Exception):
    """Trouble with the spreadsheet service. `code` names the wording; `detail` is for the operator's log."""

    code = "sheets_error"

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail


class Unreachable(SheetsError):
    """The service does not answer, or only with a passing fault; the call had no effect."""

    code = "unreachable"


class PermissionWithdrawn(SheetsError):
    """The account may not use this spreadsheet (any more)."""

    code = "permission_withdrawn"


class Gone(SheetsError):
    """The spreadsheet is not there: deleted, or a wrong id."""

    code = "gone"


class Trashed(SheetsError):
    """The spreadsheet lies in the bin: it still answers, but nobody looks at it and it will be deleted."""

    code = "trashed"


class QuotaExceeded(SheetsError):
    """Too many calls in a minute, by our own count or the service's. `wait`: seconds, 0 where unknown."""

    code = "quota_exceeded"

    def __init__(self, detail: str = "", wait: float = 0) -> None:
        super().__init__(detail)
        self.wait = wait


class BadRequest(SheetsError):
    """The service refuses the call as it is: a range or tab is gone, or an order token was used before."""

    code = "bad_request"


class TokenExpired(SheetsError):
    """The credential is not accepted."""

    code = "token_expired"


class OutcomeUnknown(SheetsError):
    """A write was sent and no answer came, or none that says whether it was applied."""

    code = "outcome_unknown"


class Malformed(SheetsError):
    """The answer is not what the service documents: cut short, or not JSON."""

    code = "malformed"


_BY_STATUS: Mapping[int, type[SheetsError]] = {
    400: BadRequest,
    401: TokenExpired,
    403: PermissionWithdrawn,
    404: Gone,
}
_IN_DOUBT = (408, 409, 425)
"""Statuses below 500 after which a write may have been applied: out of time, aborted, too early."""


def translate(error: Exception, *, writing: bool) -> SheetsError:
    """The named error behind one of gspread, requests or google-auth.

    A write whose answer does not say that it was refused has an unknown outcome; so has one cut off
    after the connection stood.
    """
    if isinstance(error, APIError):
        return _answered(error, writing=writing)
    if isinstance(error, GoogleAuthError):
        # The credential is renewed before the call is sent, so the call itself had no effect.
        passing = isinstance(error, TransportError) or error.retryable
        return Unreachable(str(error)) if passing else TokenExpired(str(error))
    if writing and not _never_sent(error):
        return OutcomeUnknown(str(error))
    return Unreachable(str(error))


def _answered(error: APIError, *, writing: bool) -> SheetsError:
    status = error.response.status_code
    detail = f"{status} {error.error.get('message', '')}"
    said = error.response.text.upper().replace("LIMITEXCEEDED", "_LIMIT")
    if status == 429 or (status == 403 and "RATE_LIMIT" in said):
        return QuotaExceeded(detail, wait=_retry_after(error.response))
    named = _BY_STATUS.get(status, BadRequest if 400 <= status < 500 and status not in _IN_DOUBT else None)
    if named is not None:
        return named(detail)
    return OutcomeUnknown(detail) if writing else Unreachable(detail)


def _retry_after(response: requests.Response) -> float:
    """The seconds that the service asks us to wait; 0 where it does not say, or names a date."""
    said = response.headers.get("Retry-After", "")
    return float(said) if said.isdecimal() else 0.0


def _never_sent(error: Exception) -> bool:
    """Whether the connection was not even made, so that nothing can have been applied."""
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return True
    reason = error.args[0] if error.args else None
    return isinstance(reason, MaxRetryError) and isinstance(reason.reason, NewConnectionError)
