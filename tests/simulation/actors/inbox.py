"""People at the inbox: they choose, mostly well, sometimes anything."""

from collections.abc import Iterable

from desk.desk import Desk
from desk.resolving import SAME, choices
from tests.simulation.actors.actor import Act, Actor
from tests.simulation.actors.consultants import command
from tests.world import KAREN


class Inbox(Actor):
    """Somebody settles one of the items that are open."""

    def acts(self) -> Iterable[tuple[float, Act]]:
        """Any choice that an item offers."""
        return ((2, self.choose),)

    def choose(self) -> bool:
        """One choice on one item."""
        board = self.told.board()
        if board is None or not board.items:
            return False
        item = self.random.choice(sorted(board.items, key=lambda one: one.id))
        choice = self.random.choice(choices(item))
        override = self.random.choice(("", "aftalt"))

        def settle(desk: Desk) -> None:
            desk.resolve(KAREN, item.id, choice, reason="set", override_reason=override)
            self.truth.said_same.update([item.key] if choice == SAME else [])

        command(
            self.told,
            f"{choice} on {item.kind} of {item.key or '?'} {item.column}",
            settle,
        )
        return True
