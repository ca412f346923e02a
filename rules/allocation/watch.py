"""How much time there is to solve in."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clock:
    """The time there is: `left()` in seconds, None where there is no limit; `now()` runs on."""

    limit: float | None = None
    now: Callable[[], float] = time.perf_counter
    started: float = 0.0

    def left(self) -> float | None:
        """What is left of the limit, in seconds."""
        return None if self.limit is None else max(self.limit - self.used(), 0.0)

    def used(self) -> float:
        """The seconds since the start."""
        return self.now() - self.started


def clock(limit: float | None = None, now: Callable[[], float] = time.perf_counter) -> Clock:
    """A clock that starts now."""
    return Clock(limit, now, now())
