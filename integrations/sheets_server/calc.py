"""What the formulas of a workbook come to. Values are kept for as long as the workbook stays unchanged."""

from functools import lru_cache
from zoneinfo import ZoneInfo

from .a1 import span_of
from .dates import serial
from .formulas.evaluate import evaluate
from .formulas.functions import Area, EvaluationError, scalar
from .formulas.tokens import ParseError, Reference
from .formulas.tree import Node, parse
from .locales import decimal_mark
from .model import Cell, Computed, Fault, Formula, Sheet, Workbook

_WAITING = Fault(
    "REF", "Circular dependency detected. To resolve with iterative calculation, see File > Settings."
)
_parsed = lru_cache(maxsize=4096)(parse)


def computed(book: Workbook, sheet: Sheet, row: int, column: int, cell: Cell | None = None) -> Computed:
    """The value of a cell, a formula's result included."""
    cell = sheet.cell(row, column) if cell is None else cell
    if not isinstance(cell.value, Formula):
        return cell.value
    if book.memo is None:
        book.memo = {}
    key = (sheet.id, row, column)
    if key not in book.memo:
        book.memo[key] = _WAITING
        book.memo[key] = _value(book, sheet, cell.value)
    value: Computed = book.memo[key]
    return value


def _value(book: Workbook, sheet: Sheet, formula: Formula) -> Computed:
    decimal = decimal_mark(book.properties["locale"])
    try:
        tree: Node = _parsed(formula.text, decimal)
        value = scalar(evaluate(tree, _Place(book, sheet)))
    except ParseError:
        return Fault("ERROR", "Formula parse error.")
    except EvaluationError as problem:
        return problem.fault
    except RecursionError:
        return Fault("REF", "The formulas depend on each other too deeply.")
    return 0 if value is None else value


class _Place:
    def __init__(self, book: Workbook, sheet: Sheet) -> None:
        self._book, self._sheet = book, sheet

    def cells(self, reference: Reference) -> Area:
        sheet = self._sheet if reference.sheet is None else self._book.titled(reference.sheet)
        if sheet is None:
            raise EvaluationError("REF", f"Unresolved sheet name '{reference.sheet}'.")
        top, left = reference.top or 0, reference.left or 0
        bottom = (sheet.row_count - 1) if reference.bottom is None else reference.bottom
        right = (sheet.column_count - 1) if reference.right is None else reference.right
        if reference.single and (top >= sheet.row_count or left >= sheet.column_count):
            raise EvaluationError("REF", "Reference does not exist.")
        return self._area(sheet, top, min(bottom, max(len(sheet.rows) - 1, top)), left, right)

    def named(self, name: str) -> Area:
        for named in self._book.named:
            if named["name"].casefold() == name.casefold():
                span = span_of(named["range"])
                sheet = self._book.sheet(span.sheet)
                box = span.on(sheet)
                return self._area(sheet, box.top, box.bottom - 1, box.left, box.right - 1)
        raise EvaluationError("NAME", f"Unknown range name: '{name}'.")

    def now(self) -> float:
        zone = ZoneInfo(self._book.properties["timeZone"])
        return serial(self._book.changed.astimezone(zone))

    def _area(self, sheet: Sheet, top: int, bottom: int, left: int, right: int) -> Area:
        return [
            [computed(self._book, sheet, row, column) for column in range(left, right + 1)]
            for row in range(top, bottom + 1)
        ]
