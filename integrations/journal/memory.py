"""What this process remembers of a programme's tables, and up to which change it holds."""

import threading
from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from sqlalchemy import FromClause, Table


class Known(NamedTuple):
    """What was made of a table's rows, and the programme's change counter at that moment."""

    change: int
    value: Any


Key = tuple[str, Table, Callable[..., Any]]


class Memory:
    """Remembers for all programmes of one journal. Safe for threads, and beside other processes.

    Every transaction reads the programme's change counter, and every one that changes something moves it. So
    what was read at a counter holds in each transaction that finds the very same counter.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[Key, Known] = {}

    def known(self, key: Key) -> Known | None:
        """The last that is known, of whatever moment."""
        return self._known.get(key)

    def keep(self, key: Key, known: Known) -> None:
        """Remember this from now on."""
        with self._lock:
            self._known[key] = known

    def advance(self, programme: str, change: int, touched: Collection[FromClause]) -> None:
        """A transaction of ours has moved the counter to `change`: tables it did not touch are as before."""
        with self._lock:
            for key, known in self._known.items():
                if key[0] == programme and key[1] not in touched and known.change == change - 1:
                    self._known[key] = known._replace(change=change)
