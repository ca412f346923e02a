"""Trouble on demand, for tests: quota, latency, refusals, lost replies, late application."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from .errors import quota_exceeded


@dataclass(frozen=True)
class Call:
    """One call as the fault plan sees it; `number` counts all calls from 1, `body` is as it was sent."""

    number: int
    method: str
    path: str
    mutating: bool
    body: bytes = b""


class Applied(StrEnum):
    """When a disturbed call takes effect."""

    NEVER = "never"
    NOW = "now"
    LATER = "later"


class Trouble(StrEnum):
    """What the caller sees."""

    STATUS = "status"
    RESET = "reset"
    TIMEOUT = "timeout"
    GARBLED = "garbled"


@dataclass(frozen=True)
class Disturbance:
    """What goes wrong with a call: a refusal with `code`, a reset, a reply that never comes or is cut short.

    A call applied LATER waits until `Account.deliver_late`, also if the caller has long gone on.
    `retry_after`: the seconds that a refusal asks the caller to wait, None where it says nothing.
    `message`: what a refusal says, "" for Google's usual words.
    """

    trouble: Trouble = Trouble.STATUS
    code: int = 503
    applied: Applied = Applied.NEVER
    retry_after: int | None = None
    message: str = ""


Plan = Callable[[Call], Disturbance | None]


class LostReply(Exception):
    """The caller gets no reply: the connection breaks, or nothing comes until its time is up."""

    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble
        super().__init__(trouble.value)


class Quota:
    """So many reads and so many writes in any 60 seconds. The clock gives seconds."""

    def __init__(self, clock: Callable[[], float], *, reads: int = 60, writes: int = 60) -> None:
        self._clock = clock
        self._limits = {False: reads, True: writes}
        self._past: dict[bool, deque[float]] = {False: deque(), True: deque()}

    def take(self, *, mutating: bool) -> None:
        """Count a call. Raises the 429 beyond the limit; a refused call doesn't count."""
        past, limit, now = self._past[mutating], self._limits[mutating], self._clock()
        while past and past[0] <= now - 60:
            past.popleft()
        if len(past) >= limit:
            raise quota_exceeded("Write" if mutating else "Read", limit)
        past.append(now)
