"""Coordinators who type into the decision columns."""

from collections.abc import Iterable, Mapping

from integrations.journal import applications, bases
from integrations.sheets.requests import area
from rules.base import Cell
from rules.columns import COHORT, HEADERS, KEY, RECEIPT, REMARK, STATUS
from rules.merge import same
from tests.simulation.actors.actor import Act, Actor
from tests.simulation.look import WORKPLACE, Line, look, who_in
from tests.simulation.truth import Typed

WORDS = ("Godkendt", "Venteliste", "Afslag", "Afklares", "måske", None)


class Typists(Actor):
    """They type over what stands there, clear it, and fill a column down."""

    def acts(self) -> Iterable[tuple[float, Act]]:
        """Words in decision cells."""
        return ((4, self._type), (0.4 * self.told.harshness.wild, self._fill_down))

    def _fill_down(self) -> bool:
        """A word is dragged down over the rows below."""
        seen, line = look(self.world), self._row()
        header = self.random.choice((STATUS, REMARK, COHORT))
        if seen is None or line is None or not seen.column(header):
            return False
        column, count = seen.column(header), self.random.randint(1, 3)
        below = [one for one in seen.lines if 0 < one.number - line.number <= count]
        cell = line.cells[header]
        typed = [
            Typed(one.who, header, cell, self._restores(one.cells, header, cell))
            for one in below
            if one.cells.get(KEY) and not same(one.cells[header], cell)
        ]
        source, target = area(0, line.number, column), area(0, line.number + 1, column, count)
        self.told.people(f"fill {header} of {line.who} down", lambda: self.told.hands.copy(source, target))
        over = {(one.who, one.header) for one in typed}
        self.truth.typed = [t for t in self.truth.typed if (t.who, t.header) not in over] + typed
        return True

    def _type(self) -> bool:
        line = self._row()
        if line is None:
            return False
        header = self.random.choice((STATUS, STATUS, REMARK, COHORT))
        return self.put(line, header, self._word(header))

    def type_under(self) -> bool:
        """Somebody types into a very cell that a batch of ours is about to write; else into any."""
        seen, aims = look(self.world), self.told.meanwhile.aims
        under = [
            (line, header)
            for line in (seen.lines if seen else ())
            if self._is_somebodys(line)
            for header in (STATUS, REMARK, COHORT)
            if seen is not None and (line.number, seen.column(header)) in aims
        ]
        if not under:
            return self._type()
        line, header = self.random.choice(under)
        return self.put(line, header, self._word(header))

    def _word(self, header: str) -> Cell:
        word = {STATUS: self.random.choice(WORDS), COHORT: self.random.choice(("Odense", "Aarhus"))}
        return word[header] if header in word else f"bem {self.told.number('remark')}"

    def put(self, line: Line, header: str, cell: Cell) -> bool:
        """Type a word into a row; what had been typed there before is typed over."""
        seen = look(self.world)
        if seen is None or not seen.column(header) or same(line.cells[header], cell):
            return False
        restores = self._restores(line.cells, header, cell)
        column = seen.column(header)
        self.told.people(
            f"type {line.who} {header} {cell}", lambda: self.world.people.put(line.number, column, cell)
        )
        self.truth.typed = [t for t in self.truth.typed if (t.who, t.header) != (line.who, header)]
        self.truth.typed.append(Typed(line.who, header, cell, restores))
        self.truth.ever.add((line.who, header, cell))
        return True

    def _row(self) -> Line | None:
        seen = look(self.world)
        lines = [line for line in seen.lines if self._is_somebodys(line)] if seen else []
        return self.random.choice(lines) if lines else None

    def _is_somebodys(self, line: Line) -> bool:
        """Whether a row looks like an application: not so what an append of ours left under wrong headers."""
        return bool(line.cells.get(KEY)) or line.who in self.truth.written

    def _restores(self, row: Mapping[str, Cell], header: str, cell: Cell) -> bool:
        """Whether a cell is to hold what was settled, while no write of ours on its own row is unsettled.

        Nothing is settled of a row whose key is not confirmed: blank, it is as if nobody had typed there.
        """
        world, column = self.world, next(name for name, h in HEADERS.items() if h == header)
        with world.journal.read(world.programme.id) as journal:
            key = next((r.key for r in applications.since(journal) if self._is(r.cells, row)), "")
            base = bases.get(journal, key)
        if base is None:
            return same(cell, None)
        if not same(base.cells.get(column), cell):
            return False
        receipt = str(row[RECEIPT])
        return receipt == base.receipt or not receipt.startswith(f"{key}.")

    @staticmethod
    def _is(answers: Mapping[str, Cell], row: Mapping[str, Cell]) -> bool:
        mine = who_in(answers)
        return bool(mine) and mine == str(row.get(WORKPLACE) or "").partition(" ")[0]
