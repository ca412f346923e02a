"""The secrets of this process: the embedded server's token, and the tickets. They live as long as it does."""

import secrets
from functools import cache

from integrations.identity.tickets import Tickets


@cache
def server_token() -> str:
    """The bearer token with which the software's own client reaches the embedded Sheets server."""
    return secrets.token_urlsafe(32)


@cache
def tickets() -> Tickets:
    """Tickets for people; a restart makes old ones void."""
    return Tickets(secrets.token_bytes(32))
