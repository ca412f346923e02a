"""Coordinators who handle rows and blocks: delete, copy, cut and paste, sort only some columns."""

from collections.abc import Callable, Iterable

from integrations.sheets.requests import area
from rules.columns import COHORT, HEADERS, REMARK, STATUS
from tests.simulation.actors.actor import Act, Actor
from tests.simulation.look import Line, Look, look

FORM = ("Tidsstempel", "Mailadresse", "Kommune", "Arbejdsplads")


class Handlers(Actor):
    """What leaves it in doubt which cells belong together."""

    def acts(self) -> Iterable[tuple[float, Act]]:
        """All of it, as far as the history is a wild one."""
        wild = self.told.harshness.wild
        acts = (self._delete, self._copy, self._cut_row, self._cut_block, self._sort_part, self._clear)
        return ((0.5 * wild, self._with(act)) for act in acts)

    def _with(self, act: Callable[[Look, Line], bool]) -> Act:
        """On a row of the tab, if there is one."""

        def go() -> bool:
            seen = look(self.world)
            lines = seen.lines if seen else ()
            return bool(seen and lines) and act(seen, self.random.choice(lines))  # type: ignore[arg-type]

        return go

    def _delete(self, _seen: Look, line: Line) -> bool:
        """A row is deleted, or one that is blank."""
        return self.told.people(
            f"delete row {line.number} of {line.who}", lambda: self.told.hands.delete("ROWS", line.number)
        )

    def _target(self, seen: Look) -> int:
        """A row to paste into: mostly a blank one at the end."""
        last = seen.last
        return last + 1 if self.random.random() < 0.7 else self.random.randint(2, max(last, 2))

    def _copy(self, seen: Look, line: Line) -> bool:
        """A whole row is copied, or all of it but our columns."""
        to, width = self._target(seen), len(seen.names)
        if self.random.random() < 0.3:
            width = min(seen.column(name) or width for name in HEADERS.values()) - 1
        if to == line.number or width < 1:
            return False
        return self.told.people(
            f"copy row {line.number} of {line.who} to {to}",
            lambda: self.told.hands.copy(area(0, line.number, 1, 1, width), area(0, to, 1, 1, width)),
        )

    def _cut_row(self, seen: Look, line: Line) -> bool:
        """A whole row is cut and pasted elsewhere."""
        to = self._target(seen)
        if to == line.number:
            return False
        block = area(0, line.number, 1, 1, len(seen.names))
        return self.told.people(
            f"cut row {line.number} of {line.who} to {to}", lambda: self.told.hands.cut(block, to, 1)
        )

    def _cut_block(self, seen: Look, line: Line) -> bool:
        """Some of our cells of a row are cut and pasted into another row."""
        to, first = self._target(seen), seen.column(self.random.choice(tuple(HEADERS.values())))
        if to == line.number or not first:
            return False
        block = area(0, line.number, first, 1, self._some(seen, first))
        return self.told.people(
            f"cut cells of {line.who} from column {first} to row {to}",
            lambda: self.told.hands.cut(block, to, first),
        )

    def _some(self, seen: Look, first: int) -> int:
        """A number of columns that there are, from the first on."""
        return min(self.random.randint(1, 4), len(seen.names) - first + 1)

    def _sort_part(self, seen: Look, _line: Line) -> bool:
        """Some columns are sorted without the others."""
        first, last = self._part(seen)
        if not first:
            return False
        by, down = self.random.randint(first, last), self.random.random() < 0.5
        return self.told.people(
            f"sort columns {first} to {last} by {by}",
            lambda: self.told.hands.sort(seen, by, first, last, down=down),
        )

    def _part(self, seen: Look) -> tuple[int, int]:
        """One decision column, the form's columns, or any run of columns."""
        kind = self.random.choice(("one", "one", "form", "run"))
        if kind == "one":
            column = seen.column(self.random.choice((STATUS, COHORT, REMARK)))
            return column, column
        if kind == "form":
            found = [seen.column(name) for name in FORM]
            return (min(found), max(found)) if all(found) else (0, 0)
        first = self.random.randint(1, len(seen.names))
        return first, self.random.randint(first, len(seen.names))

    def _clear(self, seen: Look, line: Line) -> bool:
        """A run of our cells is cleared."""
        column = seen.column(self.random.choice(tuple(HEADERS.values())))
        if not column:
            return False
        block = {"range": area(0, line.number, column, 1, self._some(seen, column))}
        return self.told.people(
            f"clear cells of {line.who} from column {column}",
            lambda: self.told.hands.do({"updateCells": {**block, "fields": "userEnteredValue"}}),
        )
