"""A call and its reply, as the routes see them."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from .errors import Json, bad_request, violations


@dataclass(frozen=True)
class Request:
    """One call: `groups` are what the route's pattern caught, still percent-encoded."""

    method: str
    path: str
    groups: tuple[str | None, ...]
    params: dict[str, list[str]]
    body: bytes

    def group(self, index: int) -> str:
        """One caught part, decoded."""
        return unquote(self.groups[index] or "")

    def param(self, name: str) -> str | None:
        """A query parameter; its last value if given several times."""
        values = self.params.get(name)
        return values[-1] if values else None

    def flag(self, name: str) -> bool:
        """A query parameter that is true or false."""
        return (self.param(name) or "").lower() in ("true", "1")

    def choice(self, name: str, *allowed: str, default: str) -> str:
        """A query parameter out of a few words. Raises a 400 for another one."""
        value = self.param(name) or default
        if value not in allowed:
            raise violations((name, f"Invalid value at '{name}' (type.googleapis.com/{name}), \"{value}\""))
        return value

    def json(self) -> Any:
        """The body. Raises a 400 if it is not JSON."""
        if not self.body:
            return {}
        try:
            return json.loads(self.body)
        except ValueError:
            raise bad_request("Invalid JSON payload received.") from None

    def object(self) -> Json:
        """The body as a JSON object. Raises a 400 if it is none."""
        body = self.json()
        if not isinstance(body, dict):
            raise bad_request("Invalid JSON payload received.")
        return body

    def number(self, name: str, *, default: int) -> int:
        """A query parameter that counts something. Raises a 400 if it doesn't."""
        text = self.param(name) or str(default)
        if not text.isdecimal():
            raise bad_request(f"Invalid value '{text}' for {name}.")
        return int(text)


@dataclass(frozen=True)
class Reply:
    """What a route answers: JSON, or bytes with their type, or nothing."""

    body: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    def answer(self) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body for the wire."""
        if self.body is None:
            return self.status, {"content-length": "0", **self.headers}, b""
        if isinstance(self.body, bytes):
            return self.status, self.headers, self.body
        text = json.dumps(self.body, ensure_ascii=False, separators=(",", ":"))
        return self.status, {"content-type": "application/json; charset=UTF-8", **self.headers}, text.encode()


Route = tuple[str, str, Callable[[Any, Request], Reply]]
"""Method, pattern of the path, and what answers."""

__all__ = ["Json", "Reply", "Request", "Route"]
