"""Short-lived signed tickets: the page hands one to the coordinator's grid, the Sheets server accepts it.

A ticket names who holds it and until when, and nothing else; only this process can make or read one.
"""

import base64
import hashlib
import hmac
import json
from datetime import datetime, timedelta

from pydantic import AwareDatetime, ValidationError

from rules.base import Frozen
from rules.people import Role

LIFETIME = timedelta(minutes=15)


class Ticket(Frozen):
    """Who may edit the sheet, and until when. The role is the one at issue; look it up again on renewal."""

    email: str
    role: Role
    until: AwareDatetime


class Tickets:
    """Issues and checks tickets under one secret."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def issue(self, *, email: str, role: Role, now: datetime) -> str:
        """A new ticket, good for `LIFETIME`."""
        ticket = Ticket(email=email, role=role, until=now + LIFETIME)
        body = base64.urlsafe_b64encode(ticket.model_dump_json().encode()).decode().rstrip("=")
        return f"{body}.{self._sign(body)}"

    def check(self, text: str, now: datetime) -> Ticket | None:
        """The ticket, or None if it is forged, mangled or too old."""
        body, _, signature = text.partition(".")
        if not hmac.compare_digest(self._sign(body).encode(), signature.encode()):
            return None
        try:
            padded = body + "=" * (-len(body) % 4)
            ticket = Ticket.model_validate(json.loads(base64.urlsafe_b64decode(padded)))
        except (ValueError, ValidationError):
            return None
        return ticket if now < ticket.until else None

    def _sign(self, body: str) -> str:
        return hmac.new(self._secret, body.encode(), hashlib.sha256).hexdigest()
