"""Watches every call on the wire: what each applied batch of ours changed, and how many calls there are."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from integrations.sheets.bucket import PER_WINDOW, WINDOW
from integrations.sheets_server.model import Workbook

if TYPE_CHECKING:
    from tests.simulation.history import History
    from tests.simulation.replicas import Replica


class Watch:
    """`found` is what was wrong at some moment, in words, in the order in which it happened."""

    def __init__(self, told: History) -> None:
        self._told = told
        self._world = told.world
        self._calls: dict[bool, deque[float]] = {False: deque(), True: deque()}
        self.calls = 0
        self.batches = 0
        self.found: list[str] = []

    def call(self, *, writes: bool) -> None:
        """A call goes out."""
        self.calls += 1
        now, past = self._world.clock.seconds(), self._calls[writes]
        while past and now - past[0] >= WINDOW:
            past.popleft()
        past.append(now)
        if len(past) > PER_WINDOW:
            self._wrong(f"{len(past)} {'writes' if writes else 'reads'} within a minute")

    @contextmanager
    def of(self, replica: Replica | None) -> Iterator[None]:
        """While a call of this replica (None: a late one, of whoever) is carried out."""
        before = self._book()
        try:
            yield
        finally:
            after = self._book()
            if after is not before:
                self.batches += 1

    def _book(self) -> Workbook:
        return self._world.account.store.book(self._world.spreadsheet)

    def _wrong(self, what: str) -> None:
        self.found.append(f"{self._told.moment} {what}")
