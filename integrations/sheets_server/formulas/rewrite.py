"""Formulas whose references follow cells that move, or shift with a copy."""

from collections.abc import Callable

from ..a1 import column_letters, quoted
from .tokens import Reference, reference, tokens

Change = Callable[[Reference], Reference | None]


def rewritten(formula: str, decimal: str, change: Change) -> str:
    """The formula with each reference changed; None makes it #REF!. All other text stays as it was typed."""
    parts = ["="]
    for token in tokens(formula, decimal):
        old = reference(token.text) if token.kind == "ref" else None
        new = change(old) if old is not None else None
        if old is None or new == old:
            parts.append(token.text)
        else:
            parts.append("#REF!" if new is None else written(new))
    return "".join(parts)


def written(ref: Reference) -> str:
    """A reference as text."""
    first = _corner(ref.top, ref.left, ref.fixed[0], ref.fixed[1])
    last = "" if ref.single else ":" + _corner(ref.bottom, ref.right, ref.fixed[2], ref.fixed[3])
    return ("" if ref.sheet is None else quoted(ref.sheet) + "!") + first + last


def _corner(row: int | None, column: int | None, row_fixed: bool, column_fixed: bool) -> str:
    letters = "" if column is None else "$" * column_fixed + column_letters(column)
    return letters + ("" if row is None else "$" * row_fixed + str(row + 1))


def translated(formula: str, decimal: str, down: int, right: int) -> str:
    """The formula as a copy of it reads `down` rows and `right` columns away."""
    if not down and not right:
        return formula

    def change(ref: Reference) -> Reference | None:
        top = _shifted(ref.top, down, ref.fixed[0])
        left = _shifted(ref.left, right, ref.fixed[1])
        bottom = _shifted(ref.bottom, down, ref.fixed[2])
        last = _shifted(ref.right, right, ref.fixed[3])
        if any(side is not None and side < 0 for side in (top, left, bottom, last)):
            return None
        return ref._replace(top=top, left=left, bottom=bottom, right=last)

    return rewritten(formula, decimal, change)


def _shifted(side: int | None, by: int, fixed: bool) -> int | None:
    return side if side is None or fixed else side + by
