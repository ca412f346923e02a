"""Coordinators who move things: whole rows and columns stay together."""

from collections.abc import Callable, Iterable

from rules.columns import HEADERS, KEY, STATUS
from tests.simulation.actors.actor import Act, Actor
from tests.simulation.look import WORKPLACE, Look, look

TOWN = "Kommune"
SORTED_BY = (WORKPLACE, TOWN, "Tidsstempel", KEY)
WIDEST = 40


class Movers(Actor):
    """They sort the table, insert rows and columns, move columns."""

    def acts(self) -> Iterable[tuple[float, Act]]:
        """Moves that leave every row whole."""
        return ((2 * self.told.harshness.move, self.move),)

    def move(self) -> bool:
        """One of the moves."""
        seen = look(self.world)
        if seen is None:
            return False
        moves = (self._sort, self._sort, self._sort, self._insert_row, self._insert_column, self._move_column)
        move: Callable[[Look], bool] = self.random.choice(moves)
        return move(seen)

    def _sort(self, seen: Look) -> bool:
        by = self.random.choice([name for name in SORTED_BY if seen.column(name)])
        down = self.random.random() < 0.5
        return self.told.people(
            f"sort by {by}",
            lambda: self.told.hands.sort(seen, seen.column(by), 1, seen.width, down=down),
        )

    def _insert_row(self, seen: Look) -> bool:
        row = self.random.randint(2, max(seen.last, 2))
        return self.told.people(f"insert row {row}", lambda: self.told.hands.insert("ROWS", row))

    def _insert_column(self, seen: Look) -> bool:
        at = seen.column(self.random.choice((KEY, STATUS, TOWN)))
        if not at or seen.width >= WIDEST:
            return False
        name = f"Egen {self.told.number('own')}"

        def insert() -> None:
            self.told.hands.insert("COLUMNS", at)
            self.told.hands.put(1, at, name)

        return self.told.people(f"insert column {name} at {at}", insert)

    def _move_column(self, seen: Look) -> bool:
        at = seen.column(self.random.choice(tuple(HEADERS.values())))
        before = seen.column(self.random.choice((TOWN, WORKPLACE)))
        if not (at and before):
            return False
        return self.told.people(
            f"move column {at} before {before}", lambda: self.told.hands.move_column(at, before)
        )
