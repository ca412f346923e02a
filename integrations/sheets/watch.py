"""Looking only where there may be something new: Drive's count of a file's changes costs no Sheets read."""

from integrations.sheets.bucket import Seconds
from integrations.sheets.errors import BadRequest, Gone, PermissionWithdrawn, SheetsError, Trashed
from integrations.sheets.gateway import Gateway
from integrations.sheets.snapshot import SheetSnapshot

LONGEST_TRUST = 120.0
"""Seconds that an unchanged count is believed; Drive may lag, and nothing is to be hidden for ever."""
TRUST_AFTER_WRITE = 30.0
"""The same after a write of ours: what people did between its reply and the count would not be seen."""
REPLY_SECONDS = 2.0
"""The reply of a write is a look: for so long none is taken after it without need."""
UNVOUCHED_SECONDS = 2.0
"""How far apart looks are to be while Drive vouches for none: half of the quota's reads stay free."""
REFUSED_SECONDS = 3600.0
"""How long Drive is not asked again once it has refused: the account has no right to ask."""
FAILED_SECONDS = 60.0
"""How long Drive is not asked again after a passing fault."""
DOUBT_SECONDS = 900.0
"""How long it is not believed once an edit was found that it had kept quiet about."""


class Watch:
    """Looks at one spreadsheet. A look is spared only where Drive vouches for the last one.

    The count is always fetched before the look that it vouches for, so that a change in between leads to
    one look too many, never to one too few. `changes` counts the looks that may have shown something new.
    """

    def __init__(self, gateway: Gateway, seconds: Seconds) -> None:
        self._gateway = gateway
        self._seconds = seconds
        self._last: SheetSnapshot | None = None
        self._seen: str | None = None
        self.changes = 0
        self._trusted_until = self._replied_until = self._mute_until = float("-inf")

    def look(self, *, pressing: bool) -> SheetSnapshot | None:
        """The spreadsheet; None where the last look still holds. `pressing`: look in any case.

        Raises Trashed where the spreadsheet lies in the bin, else as `Gateway.read`.
        """
        if not pressing and self._seconds() < self._replied_until:
            return None
        version = self._version()
        vouched = version is not None and version == self._seen
        if not pressing and vouched and self._seconds() < self._trusted_until:
            return None
        found = self._gateway.read()
        if vouched and found != self._last:
            self._mute(DOUBT_SECONDS)
        self.changes += (found, version) != (self._last, self._seen)
        self._keep(found, version, LONGEST_TRUST)
        return found

    @property
    def pace(self) -> float:
        """Seconds that are to lie between two looks at least."""
        return UNVOUCHED_SECONDS if self._seconds() < self._mute_until else 0.0

    def replied(self, reply: SheetSnapshot) -> None:
        """A write was answered: its reply is the look as of now."""
        self._keep(reply, self._version(), TRUST_AFTER_WRITE)
        self._replied_until = self._seconds() + REPLY_SECONDS

    def forget(self) -> None:
        """Look again in any case: something of ours may have changed the sheet, unseen."""
        self._last = self._seen = None
        self._replied_until = float("-inf")

    def _keep(self, found: SheetSnapshot, version: str | None, seconds: float) -> None:
        self._last, self._seen = found, version
        self._trusted_until = self._seconds() + seconds

    def _version(self) -> str | None:
        if self._seconds() < self._mute_until:
            return None
        try:
            return self._gateway.version()
        except Trashed:
            raise
        except (PermissionWithdrawn, Gone, BadRequest):
            self._mute(REFUSED_SECONDS)
        except SheetsError:
            self._mute(FAILED_SECONDS)
        return None

    def _mute(self, seconds: float) -> None:
        self._mute_until = self._seconds() + seconds
