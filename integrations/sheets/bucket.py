"""One count of calls for the whole process, kept below the service's quota."""

import threading
from collections import deque
from collections.abc import Callable
from typing import Literal

from integrations.sheets.errors import QuotaExceeded

Kind = Literal["read", "write"]
Seconds = Callable[[], float]
"""A clock that only runs forward, in seconds: `time.monotonic`, or a simulated one."""

WINDOW = 60.0
PER_WINDOW = 50
"""Calls of each kind in any 60 seconds. Google allows 60: some are left for other programs."""


class Bucket:
    """Counts calls and refuses one that would be too many in its window. It never waits: the worker does."""

    def __init__(self, seconds: Seconds, *, limit: int = PER_WINDOW) -> None:
        self._seconds = seconds
        self._limit = limit
        self._recent: dict[Kind, deque[float]] = {"read": deque(), "write": deque()}
        self._lock = threading.Lock()
        self.calls: dict[Kind, int] = {"read": 0, "write": 0}

    def take(self, kind: Kind) -> None:
        """Count one call. Raises QuotaExceeded with the seconds to wait when the window is full."""
        with self._lock:
            now = self._seconds()
            recent = self._recent[kind]
            while recent and now - recent[0] >= WINDOW:
                recent.popleft()
            if len(recent) >= self._limit:
                raise QuotaExceeded(
                    f"our own limit of {self._limit} {kind}s", wait=WINDOW - (now - recent[0])
                )
            recent.append(now)
            self.calls[kind] += 1

    def left(self, kind: Kind) -> int:
        """How many calls of this kind may be made now."""
        with self._lock:
            now = self._seconds()
            return self._limit - sum(now - then < WINDOW for then in self._recent[kind])
