"""The responses tab as it stands, read past the API: what anybody who opened it would see."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from integrations.sheets.snapshot import MARK, TAB_MARK
from integrations.sheets_server.model import Formula, Row, Sheet, Workbook
from rules.base import Cell
from rules.columns import HEADERS
from tests.world import World

WORKPLACE = "Arbejdsplads"
EMAIL = "Mailadresse"
STAMP = "Tidsstempel"
OURS = frozenset(HEADERS.values())


class Line(NamedTuple):
    """One row below the header: its number, and its cells by column name, blank ones None."""

    number: int
    cells: Mapping[str, Cell]

    @property
    def who(self) -> str:
        """Whose row it is: the first word of the workplace, which stays when answers are corrected."""
        return str(self.cells.get(WORKPLACE) or "").partition(" ")[0]


@dataclass(frozen=True)
class Look:
    """The tab at one moment. `names` are the columns' names: of ours, the id's own header wherever it is."""

    sheet: Sheet
    names: tuple[str, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """All rows below the header that hold anything."""
        return tuple(self._lines())

    def _lines(self) -> Iterator[Line]:
        for number, row in enumerate(self.sheet.rows[1:], start=2):
            cells = _by_name(row, self.names) if row else {}
            if cells:
                yield Line(number, cells)

    def column(self, name: str) -> int:
        """Number of a column, from 1; 0 where it is not there."""
        return self.names.index(name) + 1 if name in self.names else 0

    @property
    def last(self) -> int:
        """The last row that holds anything."""
        return max((line.number for line in self.lines), default=1)

    @property
    def width(self) -> int:
        """Number of columns that have a header."""
        return len(self.names)

    def foreign(self) -> Iterator[Cell]:
        """All that stands in cells which are not ours, headers too."""
        ours = {n for n, name in enumerate(self.names) if name in OURS}
        for row in self.sheet.rows:
            for index, cell in enumerate(row):
                if index not in ours and cell.value is not None:
                    yield plain(cell.value)


def _by_name(row: Row, names: tuple[str, ...]) -> Mapping[str, Cell]:
    """The cells of a row, which is looked at many times and never changes: another one takes its place."""
    known = _READ.get((id(row), names))
    if known is None or known[0] is not row:
        if len(_READ) > _MOST_ROWS:
            _READ.clear()
        known = _READ[id(row), names] = (row, _read(row, names))
    return known[1]


_READ: dict[tuple[int, tuple[str, ...]], tuple[Row, Mapping[str, Cell]]] = {}
_MOST_ROWS = 10_000


def _read(row: Row, names: tuple[str, ...]) -> Mapping[str, Cell]:
    cells = dict(zip(names, (plain(cell.value) for cell in row), strict=False))
    filled = any(cell is not None for cell in cells.values())
    return {name: cells.get(name) for name in names} if filled else {}


def who_in(answers: Mapping[str, Cell]) -> str:
    """Whose application it is, by its answers: see `Line.who`."""
    return str(answers.get("workplace") or "").partition(" ")[0]


def who_by(email: Cell) -> str:
    """Whose address it is."""
    return str(email or "").partition("@")[0].partition(".")[0]


def plain(value: object) -> Cell:
    """A cell's value as people see it."""
    if isinstance(value, Formula):
        return value.text
    return value or None if isinstance(value, str) else value  # type: ignore[return-value]


def responses(book: Workbook) -> Look | None:
    """The responses tab; None while it is deleted."""
    sheet = book.find(0)
    if sheet is None:
        return None
    marks = _marks(book)
    header = [plain(cell.value) for cell in (sheet.rows[0] if sheet.rows else ())]
    header += [None] * (max(marks, default=-1) + 1 - len(header))
    names = (_name(text, marks.get(index, "")) for index, text in enumerate(header))
    return Look(sheet, tuple(names))


def look(world: World) -> Look | None:
    """The responses tab as it stands now."""
    return responses(world.account.store.book(world.spreadsheet))


def ledger(book: Workbook) -> Sheet | None:
    """The ledger tab, whatever it is called; None while it is deleted."""
    marked = (item for item in book.metadata if item["metadataValue"] == "ledger")
    found = next((item["location"]["sheetId"] for item in marked if item["metadataKey"] == TAB_MARK), None)
    return None if found is None else book.find(found)


def _marks(book: Workbook) -> dict[int, str]:
    found = {}
    for item in book.metadata:
        place = item["location"].get("dimensionRange", {})
        if item["metadataKey"] == MARK and place.get("sheetId", 0) == 0:
            found[int(place.get("startIndex", 0))] = str(item["metadataValue"])
    return found


def _name(text: Cell, mark: str) -> str:
    """Our own columns go by their mark where somebody has renamed them."""
    if mark.startswith("@") and text is not None and text not in OURS:
        return HEADERS[mark.removeprefix("@")]
    return "" if text is None else str(text)
