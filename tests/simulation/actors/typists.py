"""Coordinators who type into the decision columns."""

from collections.abc import Iterable, Mapping

from integrations.journal import applications, bases
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
        return ((4, self._type),)

    def _type(self) -> bool:
        line = self._row()
        if line is None:
            return False
        header = self.random.choice((STATUS, STATUS, REMARK, COHORT))
        word = {STATUS: self.random.choice(WORDS), COHORT: self.random.choice(("Odense", "Aarhus"))}
        cell = word.get(header, f"bem {self.told.number('remark')}")
        return self.put(line, header, cell)

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
        return True

    def _row(self) -> Line | None:
        seen = look(self.world)
        lines = [line for line in seen.lines if line.cells.get(KEY)] if seen else []
        return self.random.choice(lines) if lines else None

    def _restores(self, row: Mapping[str, Cell], header: str, cell: Cell) -> bool:
        """Whether a cell is to hold what was settled, while no write of ours on its own row is unsettled."""
        world, column = self.world, next(name for name, h in HEADERS.items() if h == header)
        with world.journal.read(world.programme.id) as journal:
            key = next((r.key for r in applications.since(journal) if self._is(r.cells, row)), "")
            base = bases.get(journal, key)
        if base is None or not same(base.cells.get(column), cell):
            return False
        receipt = str(row[RECEIPT])
        return receipt == base.receipt or not receipt.startswith(f"{key}.")

    @staticmethod
    def _is(answers: Mapping[str, Cell], row: Mapping[str, Cell]) -> bool:
        mine = who_in(answers)
        return bool(mine) and mine == str(row.get(WORKPLACE) or "").partition(" ")[0]
