"""What people know who took part: what they decided, typed and wrote. The checks hold the product to it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rules.base import Cell
from rules.merge import plain, same
from rules.state import Decision
from tests.simulation.look import EMAIL, STAMP, WORKPLACE, Line, Look, who_by


@dataclass(frozen=True)
class Typed:
    """A word typed into a decision cell of this respondent's row, whatever key the row showed.

    `restores`: the person put back what was settled there, over a word that no look has seen, or over another
    application's, which we had written into a row that had moved. So the cell is as if neither had been.
    """

    who: str
    header: str
    cell: Cell
    restores: bool = False


@dataclass
class Truth:
    """`stamps`: whose a time stamp is. `written`: who -> e-mail and workplace, while the row is whole.

    `foreign` counts what stands in cells that are not ours, as far as people are concerned; `hits` are cells
    of theirs that one of our batches changed: (what is gone, what has come). `acts` counts people's.
    `ever` is every word that was typed, also those typed over: (whose row, column, word).
    `said_same`: keys of which somebody said that a changed row is the same application.
    """

    decided: list[Decision] = field(default_factory=list)
    typed: list[Typed] = field(default_factory=list)
    ever: set[tuple[str, str, Cell]] = field(default_factory=set)
    written: dict[str, tuple[str, str]] = field(default_factory=dict)
    stamps: dict[Cell, str] = field(default_factory=dict)
    foreign: Counter[Cell] = field(default_factory=Counter)
    hits: list[tuple[list[Cell], list[Cell]]] = field(default_factory=list)
    said_same: set[str] = field(default_factory=set)
    acts: int = 0

    def people_did(self, before: Look | None, after: Look | None) -> None:
        """Take in what people changed: what they overwrote themselves, nobody else has lost."""
        self.acts += 1
        self.foreign.update(_counted(after))
        self.foreign.subtract(_counted(before))
        were, are = _lines(before), _lines(after)
        self.typed = [one for one in self.typed if stands(were, one) <= stands(are, one)]
        self.written = {
            who: mine for who, mine in self.written.items() if _shown(were, who) == _shown(are, who)
        }

    def claims(self, line: Line) -> set[str]:
        """Whose row it may be: by its workplace, its address or its time stamp. "" is nobody."""
        stamp = self.stamps.get(line.cells.get(STAMP), "")
        return {line.who, who_by(line.cells.get(EMAIL)), stamp} - {""}

    def distance(self, seen: Look) -> int:
        """How many cells that are not ours are missing or too many."""
        return sum(map(abs, self._off(seen).values()))

    def lost(self, seen: Look) -> list[Cell]:
        """What is missing from cells that are not ours.

        Not so where we had hit a cell by mistake, and people overwrote or deleted it before it was put right.
        """
        off = self._off(seen)
        for gone, come in self.hits:
            for stray in come:
                if self.foreign[stray] < 0 and off[stray] < 0:
                    off[stray] += 1
                    hit = next((cell for cell in gone if off[cell] > 0), None)
                    off.subtract([] if hit is None else [hit])
        return [cell for cell, count in off.items() if count]

    def _off(self, seen: Look) -> Counter[Cell]:
        off = Counter(self.foreign)
        off.subtract(_counted(seen))
        return off


def stands(lines: Iterable[Line], typed: Typed) -> bool:
    """Whether a typed word stands in a row of the one it was typed for."""
    return any(line.who == typed.who and same(line.cells.get(typed.header), typed.cell) for line in lines)


def _counted(seen: Look | None) -> Counter[Cell]:
    return Counter() if seen is None else Counter(map(plain, seen.foreign()))


def _lines(seen: Look | None) -> tuple[Line, ...]:
    return () if seen is None else seen.lines


def _shown(lines: Iterable[Line], who: str) -> list[tuple[Cell, Cell]]:
    return [_pair(line.cells) for line in lines if line.who == who]


def _pair(cells: Mapping[str, Cell]) -> tuple[Cell, Cell]:
    return cells.get(EMAIL), cells.get(WORKPLACE)
