"""Three-way comparison of decision cells: the base (last settled), ours (the journal), theirs (the sheet)."""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

from rules.base import Cell, Frozen

Cells = Mapping[str, Cell]


class Verdict(StrEnum):
    """What a cell calls for."""

    SAME = "same"
    """Nobody changed anything."""
    WRITE = "write"
    """Only we changed it: it is to be written."""
    EDIT = "edit"
    """Only people changed it: their hand edit is to be imported."""
    AGREED = "agreed"
    """Both came to the same value: only the base moves."""
    CONFLICT = "conflict"
    """Both changed it, differently: a person decides, nothing is overwritten."""


def plain(cell: Cell) -> Cell:
    """A cell as it is compared: blank is None however written, a whole number the same as a float."""
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, (int, float)):
        return float(cell)
    return cell or None


def same(one: Cell, other: Cell) -> bool:
    """Whether two cells hold the same. TRUE is not 1, nor is the text "1" the number."""
    if type(one) is type(other) and one == other:
        return True
    left, right = plain(one), plain(other)
    return type(left) is type(right) and left == right


def judge(base: Cell, ours: Cell, theirs: Cell) -> Verdict:
    """The verdict on one cell."""
    if same(base, theirs):
        return Verdict.SAME if same(base, ours) else Verdict.WRITE
    if same(ours, theirs):
        return Verdict.AGREED
    return Verdict.EDIT if same(base, ours) else Verdict.CONFLICT


_HELD = {Verdict.WRITE: Verdict.SAME, Verdict.CONFLICT: Verdict.EDIT}


class RowMerge(Frozen):
    """The verdicts on a row's cells, as the columns that call for each."""

    writes: tuple[str, ...] = ()
    edits: tuple[str, ...] = ()
    agreed: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()


def merge_row(
    base: Cells, ours: Cells, theirs: Cells, columns: Iterable[str], held: Collection[str] = ()
) -> RowMerge:
    """Compare a row cell by cell.

    A held column awaits a person, so it is not written; what people type there once more is an edit,
    since ours is only what the journal has said all along.
    """
    verdicts: dict[Verdict, list[str]] = {verdict: [] for verdict in Verdict}
    for column in columns:
        verdict = judge(base.get(column), ours.get(column), theirs.get(column))
        if column in held:
            verdict = _HELD.get(verdict, verdict)
        verdicts[verdict].append(column)
    return RowMerge(
        writes=tuple(verdicts[Verdict.WRITE]),
        edits=tuple(verdicts[Verdict.EDIT]),
        agreed=tuple(verdicts[Verdict.AGREED]),
        conflicts=tuple(verdicts[Verdict.CONFLICT]),
    )


def shuffled(changes: Iterable[tuple[Cell, Cell]], least: int = 3) -> bool:
    """Whether changes (base, theirs) of one column are the same values in other places: a part was sorted.

    Two swapped values may well be two decisions, so it takes `least` changed cells.
    """
    pairs = [(plain(base), plain(theirs)) for base, theirs in changes]
    befores = sorted((repr(before) for before, _ in pairs))
    afters = sorted((repr(after) for _, after in pairs))
    return len(pairs) >= least and befores == afters and len(set(befores)) > 1
