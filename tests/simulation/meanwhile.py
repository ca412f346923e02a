"""What happens in the middle of a tick: others act before a batch goes out, or before something is stored."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

Act = Callable[[], object]


class Moment(StrEnum):
    """Where a tick can be interrupted."""

    SEND = "send"
    """A batch of ours is about to go out, on a look that is already taken."""
    STORE = "store"
    """What was judged, or is to be sent, is about to be stored."""


class Meanwhile:
    """At most one act waits for its moment. `aims` are the cells, from 1, that the batch under way writes."""

    def __init__(self) -> None:
        self._waiting: tuple[Moment, int, Act] | None = None
        self.aims: frozenset[tuple[int, int]] = frozenset()

    def plan(self, moment: Moment, act: Act, after: int = 0) -> None:
        """Let this happen at such a moment, once so many of them have gone by."""
        self._waiting = (moment, after, act)

    def forget(self) -> None:
        """The tick is over."""
        self._waiting = None

    def at(self, moment: Moment) -> None:
        """The moment has come."""
        if self._waiting is None or self._waiting[0] is not moment:
            return
        _, left, act = self._waiting
        self._waiting = (moment, left - 1, act) if left else None
        if not left:
            act()


def aims(batch: Mapping[str, Any] | None) -> frozenset[tuple[int, int]]:
    """The cells of the responses that a batch writes."""
    wanted = (batch or {}).get("requests", ())
    writes = (request["updateCells"] for request in wanted if "updateCells" in request)
    starts = ((write["start"], write["rows"]) for write in writes if "start" in write)
    return frozenset(
        (start.get("rowIndex", 0) + down + 1, start.get("columnIndex", 0) + right + 1)
        for start, rows in starts
        if start.get("sheetId", 0) == 0
        for down, row in enumerate(rows)
        for right, _ in enumerate(row["values"])
    )
