"""One count of calls for the whole process, kept below the service's quota."""

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from functools import cache
from typing import Literal

from integrations.sheets.errors import QuotaExceeded

Kind = Literal["read", "write", "drive"]
"""Reads and writes of the Sheets API; Drive has a quota of its own."""
Seconds = Callable[[], float]
"""A clock that only runs forward, in seconds: `time.monotonic`, or a simulated one."""

WINDOW = 60.0
PER_WINDOW = 50
"""Reads, and writes, in any 60 seconds. Google allows 60: some are left for other programs."""
DRIVE_PER_WINDOW = 100
"""Calls to Drive in any 60 seconds: far below its quota, and more than one watch needs."""


class Bucket:
    """Counts calls and refuses one that would be too many in its window. It never waits: the worker does."""

    def __init__(self, seconds: Seconds, *, limit: int = PER_WINDOW) -> None:
        self._seconds = seconds
        drive = max(limit, DRIVE_PER_WINDOW)
        self._limits: Mapping[Kind, int] = {"read": limit, "write": limit, "drive": drive}
        self._recent: dict[Kind, deque[float]] = {kind: deque() for kind in self._limits}
        self._lock = threading.Lock()
        self.calls: dict[Kind, int] = dict.fromkeys(self._limits, 0)

    def take(self, kind: Kind) -> None:
        """Count one call. Raises QuotaExceeded with the seconds to wait when the window is full."""
        with self._lock:
            now = self._seconds()
            recent = self._recent[kind]
            while recent and now - recent[0] >= WINDOW:
                recent.popleft()
            if len(recent) >= self._limits[kind]:
                said = f"our own limit of {self._limits[kind]} {kind}s"
                raise QuotaExceeded(said, wait=WINDOW - (now - recent[0]))
            recent.append(now)
            self.calls[kind] += 1

    def left(self, kind: Kind) -> int:
        """How many calls of this kind may be made now."""
        with self._lock:
            now = self._seconds()
            return self._limits[kind] - sum(now - then < WINDOW for then in self._recent[kind])


@cache
def of_this_process() -> Bucket:
    """The count that all spreadsheets and programmes of this process share: one account, one quota."""
    return Bucket(time.monotonic)
