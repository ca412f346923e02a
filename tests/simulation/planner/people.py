"""What applicants, consultants and coordinators do to a grid, and what the checks must know of it."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from integrations.sync.picture import Past
from rules.base import Cell
from rules.columns import DECISION
from rules.merge import same
from rules.projection import serial
from rules.state import Status
from tests.simulation.planner.grid import Grid, Row
from tests.simulation.planner.notebook import Notebook

WORDS: dict[str, tuple[Cell, ...]] = {
    "status": ("Godkendt", "Venteliste", "Afslag", "måske", None),
    "cohort": ("Odense", "Aarhus", None),
    "place": (7.0,),
}
STATES = (Status.APPROVED, Status.WAITLISTED, Status.DECLINED, Status.CLARIFICATION)


@dataclass(frozen=True, slots=True)
class Typed:
    """The last word typed into a decision cell of a respondent's row. `restores`: it is what was settled."""

    email: str
    column: str
    cell: Cell
    restores: bool


class People:
    """Everybody beside the software.

    `torn`: whose rows were torn apart; `swapped`: words were moved in a way that may well be so many edits;
    `parted`: (header, word, receipt) of words in strange columns whose receipt was sorted away from them.
    """

    def __init__(self, grid: Grid, book: Notebook, chance: random.Random, *, rough: bool) -> None:
        self._grid = grid
        self._book = book
        self._random = chance
        self.rough = rough
        self.answers: dict[str, Cell] = {}
        self.typed: dict[tuple[str, str], Typed] = {}
        self.ever: set[tuple[str, str, str]] = set()
        self.torn: set[str] = set()
        self.swapped = False
        self.parted: set[tuple[str, Cell, str]] = set()
        self._sorted = False
        self._acts: tuple[Callable[[datetime], str], ...] = (
            self.respond,
            self.correct,
            *[self.decide] * 4,
            *[self.type] * 3,
            *[self.sort] * 2,
            self.insert,
            self.move_column,
        )
        if rough:
            self._acts += (self.delete, self.copy, *[self.sort_part] * 2, self.clear_key, self.copy_key)

    def act(self, now: datetime) -> str:
        """Somebody does something; what, in words."""
        return self._random.choice(self._acts)(now)

    def respond(self, now: datetime) -> str:
        """A response of the form: a row after the last."""
        email = f"skole{len(self.answers)}@skole.example"
        row: Row = [None] * len(self._grid.marks)
        row[self._grid.column("timestamp")] = serial(now, self._book.programme.zone)
        row[self._grid.column("email")] = email
        row[self._grid.column("workplace")] = email[:6]
        while len(self._grid.rows) > 1 and not any(self._grid.rows[-1]):
            self._grid.rows.pop()
        self._grid.rows.append(row)
        self.answers[email] = email[:6]
        return f"respond {email}"

    def correct(self, now: datetime) -> str:
        """An applicant corrects an answer: the row stays, its time stamp is new."""
        row = self._some_row()
        if row is None:
            return "nothing"
        email = str(row[self._grid.column("email")])
        self.answers[email] = row[self._grid.column("workplace")] = f"{self.answers[email]}*"
        row[self._grid.column("timestamp")] = serial(now, self._book.programme.zone)
        return f"correct {email}"

    def decide(self, now: datetime) -> str:
        """A consultant decides on an application that the sheet is known to carry."""
        held = {item.key for item in self._book.open if item.kind not in ("conflict", "unknown_word")}
        ready = sorted(k for k, r in self._book.applications.items() if r.stamped and k not in held)
        if not ready:
            return "nothing"
        status = self._random.choice(STATES)
        cohort = self._random.choice(("aarhus", "odense")) if status is Status.APPROVED else ""
        remark = self._random.choice(("", "ring"))
        made = self._book.decide(self._random.choice(ready), status, now, cohort=cohort, remark=remark)
        return f"decide {made.key} {made.revision} {status}"

    def type(self, _: datetime) -> str:
        """A coordinator types into a decision cell."""
        row = self._some_row()
        if row is None:
            return "nothing"
        column = self._random.choice(("status", "status", "remark", "cohort", "place"))
        words = WORDS.get(column, (f"bem {len(self.ever)}",))
        cell, at = self._random.choice(words), self._grid.column(f"@{column}")
        if same(row[at], cell):
            return "nothing"
        email = str(row[self._grid.column("email")])
        self.typed[email, column] = Typed(email, column, cell, self._restores(row, email, column, cell))
        self.ever.add((email, column, str(cell)))
        row[at] = cell
        self.swapped = self.swapped or self._sorted
        return f"type {email} {column} {cell}"

    def _restores(self, row: Row, email: str, column: str, cell: Cell) -> bool:
        """Whether a cell is to hold what was settled, while no write of ours on its own row is unsettled.

        A write under wrong headers settles nothing: who takes its word away does what we are to do.
        """
        key = self.key_of(email)
        base = self._book.bases.get(key)
        if base is None:
            return cell is None
        receipt = str(row[self._grid.column("@receipt")])
        foreign = not receipt.startswith(f"{key}.") or receipt in Past(self._grid.sheet()).misplaced
        return (foreign or receipt == base.receipt) and same(base.cells.get(column), cell)

    def key_of(self, email: str) -> str:
        """The key of a respondent."""
        return next((k for k, record in self._book.applications.items() if record.email == email), "")

    def sort(self, _: datetime) -> str:
        """Whole rows are sorted by a column."""
        at, reverse = self._random.randrange(len(self._grid.marks)), self._random.random() < 0.5
        self._grid.rows[1:] = sorted(
            self._grid.rows[1:], key=lambda row: (row[at] is None, str(row[at])), reverse=reverse
        )
        return f"sort {self._grid.marks[at]}"

    def insert(self, _: datetime) -> str:
        """A blank row comes in between."""
        at = self._random.randint(1, len(self._grid.rows))
        self._grid.rows.insert(at, [None] * len(self._grid.marks))
        return f"insert {at + 1}"

    def move_column(self, _: datetime) -> str:
        """A column is moved, or a strange one comes in between."""
        width = len(self._grid.marks)
        to = self._random.randrange(width)
        lines: list[list[Cell]] = [*self._grid.rows, self._grid.marks]  # type: ignore[list-item]
        if self._random.random() < 0.3 and width < 16:
            for line, cell in zip(
                lines, [f"Egen {width}", *[None] * len(self._grid.rows[1:]), ""], strict=True
            ):
                line.insert(to, cell)
            return f"insert column {to + 1}"
        at = self._random.randrange(width)
        for line in lines:
            line.insert(to, line.pop(at))
        return f"move column {at + 1} to {to + 1}"

    # What tears rows apart

    def delete(self, _: datetime) -> str:
        """A row is deleted."""
        row = self._some_row()
        if row is None:
            return "nothing"
        email = str(row[self._grid.column("email")])
        self._grid.rows[:] = [one for one in self._grid.rows if one is not row]
        self.torn.add(email)
        return f"delete {email}"

    def copy(self, _: datetime) -> str:
        """A row is copied to the end."""
        row = self._some_row()
        if row is None:
            return "nothing"
        email = str(row[self._grid.column("email")])
        self._grid.rows.append(list(row))
        self.torn.add(email)
        return f"copy {email}"

    def sort_part(self, _: datetime) -> str:
        """Some columns are sorted, the others stay."""
        first = self._random.randrange(len(self._grid.marks))
        last = self._random.randint(first + 1, len(self._grid.marks))
        before, signed = [list(row) for row in self._grid.rows[1:]], self._signed()
        parts = sorted((row[first:last] for row in before), key=str)
        for row, part in zip(self._grid.rows[1:], parts, strict=True):
            row[first:last] = part
        self.parted.update(signed - self._signed())
        self.torn.update(self.answers)
        self._sorted = True
        if self._grid.column("@receipt") not in range(first, last):
            self.swapped = self.swapped or self._is_ambiguous(before)
        return f"sort columns {first + 1} to {last}"

    def _signed(self) -> Counter[tuple[str, Cell, str]]:
        """How often a word in a strange column stands in one row with the receipt of a write of that word."""
        return Counter(
            (header, word, write.receipt)
            for header, word, row in self._grid.strays()
            for write in self._grid.sheet().ledger_rows
            if write.receipt in row and any(same(word, cell) for _, cell in write.cells.values())
        )

    def _is_ambiguous(self, before: list[Row]) -> bool:
        """Whether a sort may be taken for edits.

        One or two cells changed, some had been typed over, or rows that are in doubt are not compared.
        """
        if self._book.open:
            return True
        for at in (self._grid.column(f"@{name}") for name in DECISION):
            moved = [(was[at], now[at]) for was, now in zip(before, self._grid.rows[1:], strict=True)]
            if 0 < sum(not same(*pair) for pair in moved) < 3 or self.typed:
                return True
        return False

    def clear_key(self, _: datetime) -> str:
        """A key is cleared."""
        row = self._some_row()
        if row is None:
            return "nothing"
        row[self._grid.column("@key")] = None
        self.torn.add(str(row[self._grid.column("email")]))
        return "clear key"

    def copy_key(self, _: datetime) -> str:
        """A key is copied over another row's, or into one that has none."""
        one, other = self._some_row(), self._some_row()
        if one is None or other is None:
            return "nothing"
        at, email = self._grid.column("@key"), self._grid.column("email")
        other[at] = one[at]
        self.torn.update((str(one[email]), str(other[email])))
        return f"copy key {one[at]} to {other[email]}"

    def _some_row(self) -> Row | None:
        at = self._grid.column("email")
        rows = [row for row in self._grid.rows[1:] if row[at]]
        return self._random.choice(rows) if rows else None
