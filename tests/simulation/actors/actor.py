"""What all who act in a history have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.simulation.history import History

Act = Callable[[], bool]
"""Does something; whether there was anything to do."""


class Actor:
    """Somebody or something that acts; each act is offered with its weight."""

    def __init__(self, told: History) -> None:
        self.told = told
        self.world = told.world
        self.random = told.random
        self.truth = told.truth

    def acts(self) -> Iterable[tuple[float, Act]]:
        """What this actor does, with how often compared to the others."""
        return ()
