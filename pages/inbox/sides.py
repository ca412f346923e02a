"""Base, ours and theirs of an item: what stood, what we have, what the sheet has, and from whom and when."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from integrations.journal.records import Cells, Item
from pages.at_desk import Sight
from pages.inbox.times import when_seen
from rules.base import Cell
from rules.checks.masking import mask
from rules.columns import DECISION, HEADERS
from rules.projection import projection
from rules.state import Standing
from texts import N_, ZONE, _, moment

_OTHERS = {"email": N_("E-mail")}
_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - sheets count days by the clock on the wall


@dataclass(frozen=True)
class Side:
    """One side: its name, its words (CPR numbers masked), and who wrote it when."""

    name: str
    words: str
    who: str


def sides_of(sight: Sight, item: Item) -> tuple[Side, ...]:
    """The sides that there are, base first. What we have is what holds now, not when the item was opened."""
    ours = ours_now(sight, item)
    found = [
        (_("Sidst aftalt"), item.base, _("det, Samhold og arket sidst var enige om")),
        (_("I Samhold"), ours, _decided(sight, item)),
        (_("I arket"), item.theirs, _("{when}; arket siger ikke, hvem").format(when=when_seen(item))),
    ]
    return tuple(Side(name, said(cells, item), who) for name, cells, who in found if cells is not None)


def ours_now(sight: Sight, item: Item) -> Cells | None:
    """The cells that Samhold would write: those of the decision that holds now."""
    case = sight.board.case(item.key)
    if case is None or item.column not in DECISION or item.theirs is None:
        return item.ours
    return {item.column: projection(sight.programme, case.standing, case.place or None)[item.column]}


def said(cells: Cells | None, item: Item) -> str:
    """The words of cells: of one column, only its value; of several, each with its header."""
    shown = {name: cell for name, cell in (cells or {}).items() if name != "receipt"}
    if item.column in shown:
        shown = {item.column: shown[item.column]}
    if len(shown) == 1:
        ((name, cell),) = shown.items()
        return value(name, cell) or _("(tomt)")
    lines = (f"{_header(name)}: {value(name, cell)}" for name, cell in shown.items() if cell is not None)
    return "\n".join(lines) or _("(tomt)")


def _decided(sight: Sight, item: Item) -> str:
    case = sight.board.case(item.key)
    standing = case.standing if case else Standing(key=item.key)
    if not standing.revision or standing.at is None:
        return _("ingen afgørelse endnu")
    return f"{standing.by}, {moment(standing.at)}"


def _header(name: str) -> str:
    return HEADERS.get(name) or _(_OTHERS.get(name, name))


def value(name: str, cell: Cell) -> str:
    """The words of one cell as people see them, CPR numbers masked."""
    if name == "at" and isinstance(cell, float):
        return moment((_DAY_ZERO + timedelta(days=cell)).replace(tzinfo=ZONE))
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return mask(str(cell)) if cell is not None else ""
