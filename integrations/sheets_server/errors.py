"""The one error of the server: what Google answers when it refuses."""

from collections.abc import Mapping, Sequence
from typing import Any

Json = dict[str, Any]

_STATUS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ABORTED",
    412: "FAILED_PRECONDITION",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    502: "UNAVAILABLE",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}
_TEXT = {
    401: "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or "
    "other valid authentication credential. "
    "See https://developers.google.com/identity/sign-in/web/devconsole-project.",
    403: "The caller does not have permission",
    404: "Requested entity was not found.",
    429: "Resource has been exhausted (e.g. check quota).",
    500: "Internal error encountered.",
    502: "Bad Gateway",
    503: "The service is currently unavailable.",
    504: "Deadline expired before operation could complete.",
}


class ApiError(Exception):
    """A refusal: HTTP status and the message Google gives with it."""

    def __init__(self, code: int, message: str = "", *, details: Sequence[Mapping[str, Any]] = ()) -> None:
        self.code = code
        self.message = message or _TEXT[code]
        self.details = list(details)
        self.headers: dict[str, str] = {}
        super().__init__(self.message)

    def body(self) -> Json:
        """The reply as the Sheets API words it."""
        error: Json = {"code": self.code, "message": self.message, "status": _STATUS[self.code]}
        if self.details:
            error["details"] = self.details
        return {"error": error}


class DriveError(ApiError):
    """A refusal in the older form that the Drive API still uses."""

    def __init__(self, code: int, message: str, *, reason: str, **where: str) -> None:
        super().__init__(code, message)
        self.reason, self.where = reason, where

    def body(self) -> Json:
        """The reply as the Drive API words it."""
        one = {"message": self.message, "domain": "global", "reason": self.reason}
        if self.where:
            one |= {"location": self.where["location"], "locationType": "parameter"}
        return {"error": {"code": self.code, "message": self.message, "errors": [one]}}


def bad_request(message: str) -> ApiError:
    """A 400 with `message`."""
    return ApiError(400, message)


def violations(*pairs: tuple[str, str]) -> ApiError:
    """A 400 that names each offending field: `(field, description)`."""
    details = [
        {
            "@type": "type.googleapis.com/google.rpc.BadRequest",
            "fieldViolations": [
                {"field": field, "description": text} if field else {"description": text}
                for field, text in pairs
            ],
        }
    ]
    return ApiError(400, "\n".join(text for _, text in pairs), details=details)


def quota_exceeded(kind: str, limit: int) -> ApiError:
    """A 429 for `kind` ("Read" or "Write") requests beyond `limit` a minute."""
    metadata = {
        "quota_metric": f"sheets.googleapis.com/{kind.lower()}_requests",
        "quota_limit": f"{kind}RequestsPerMinutePerUser",
        "quota_limit_value": str(limit),
        "quota_location": "global",
        "service": "sheets.googleapis.com",
        "consumer": "projects/0",
    }
    return ApiError(
        429,
        f"Quota exceeded for quota metric '{kind} requests' and limit '{kind} requests per minute per user' "
        "of service 'sheets.googleapis.com' for consumer 'project_number:0'.",
        details=[
            {
                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": "RATE_LIMIT_EXCEEDED",
                "domain": "googleapis.com",
                "metadata": metadata,
            },
            {
                "@type": "type.googleapis.com/google.rpc.Help",
                "links": [
                    {
                        "description": "Request a higher quota limit.",
                        "url": "https://cloud.google.com/docs/quotas/help/request_increase",
                    }
                ],
            },
        ],
    )
