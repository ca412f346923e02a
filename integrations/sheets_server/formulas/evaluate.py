"""The value of a formula's tree."""

import operator
from collections.abc import Callable
from typing import Protocol

from ..model import Computed, Fault
from .functions import FUNCTIONS, Area, Argument, EvaluationError, number, scalar, text, tidy, truth
from .tokens import Reference
from .tree import Broken, Call, Literal, Name, Node, Operation


class Surroundings(Protocol):
    """Where a formula stands: it can look up cells, names and the time."""

    def cells(self, reference: Reference) -> Area: ...
    def named(self, name: str) -> Area: ...
    def now(self) -> float: ...


_ERRORS = {
    "#REF!": ("REF", "Reference does not exist."),
    "#N/A": ("N_A", ""),
    "#DIV/0!": ("DIVIDE_BY_ZERO", ""),
    "#VALUE!": ("VALUE", ""),
    "#NAME?": ("NAME", ""),
    "#NUM!": ("NUM", ""),
    "#NULL!": ("NULL_VALUE", ""),
    "#ERROR!": ("ERROR", ""),
}


def evaluate(node: Node, around: Surroundings) -> Argument:
    """The value of `node`. Raises EvaluationError."""
    match node:
        case Literal(value):
            return value
        case Broken(shown):
            raise EvaluationError(*_ERRORS[shown])
        case Reference():
            area = around.cells(node)
            return area[0][0] if node.single else area
        case Name(name):
            return around.named(name)
        case Call():
            return _call(node, around)
        case Operation(sign, operands):
            return _operate(sign, [evaluate(operand, around) for operand in operands])


def _call(node: Call, around: Surroundings) -> Argument:
    if node.name in _LAZY:
        return _LAZY[node.name](node.arguments, around)
    if node.name == "NOW":
        return around.now()
    if node.name == "TODAY":
        return int(around.now())
    if (function := FUNCTIONS.get(node.name)) is None:
        raise EvaluationError("NAME", f"Unknown function: '{node.name}'.")
    arguments = [evaluate(argument, around) for argument in node.arguments]
    try:
        return function(*arguments)
    except TypeError:
        raise EvaluationError(
            "N_A", f"Wrong number of arguments to {node.name}. Got {len(arguments)} arguments."
        ) from None


def _if(arguments: tuple[Node, ...], around: Surroundings) -> Argument:
    if not 2 <= len(arguments) <= 3:
        raise EvaluationError("N_A", f"Wrong number of arguments to IF. Got {len(arguments)} arguments.")
    if truth(evaluate(arguments[0], around)):
        return evaluate(arguments[1], around)
    return evaluate(arguments[2], around) if len(arguments) == 3 else False


def _if_error(arguments: tuple[Node, ...], around: Surroundings) -> Argument:
    try:
        return scalar(evaluate(arguments[0], around))
    except EvaluationError:
        return evaluate(arguments[1], around) if len(arguments) > 1 else None


def _is_error(arguments: tuple[Node, ...], around: Surroundings) -> Argument:
    try:
        scalar(evaluate(arguments[0], around))
    except EvaluationError:
        return True
    return False


_LAZY: dict[str, Callable[[tuple[Node, ...], Surroundings], Argument]] = {
    "IF": _if,
    "IFERROR": _if_error,
    "ISERROR": _is_error,
}


def _operate(sign: str, operands: list[Argument]) -> Computed:
    if len(operands) == 1:
        value = number(operands[0])
        return tidy(value / 100) if sign == "%" else -value if sign == "-" else value
    left, right = operands
    if sign == "&":
        return text(left) + text(right)
    if sign in _COMPARISONS:
        return _COMPARISONS[sign](_compare(scalar(left), scalar(right)))
    return _arithmetic(sign, number(left), number(right))


def _arithmetic(sign: str, left: float, right: float) -> Computed:
    if sign == "/" and right == 0:
        raise EvaluationError("DIVIDE_BY_ZERO", "Function DIVIDE parameter 2 cannot be zero.")
    try:
        return tidy(_ARITHMETIC[sign](left, right))
    except (OverflowError, ZeroDivisionError, TypeError):
        raise EvaluationError("NUM", "The result is not a number.") from None


_ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "^": operator.pow,
}
_COMPARISONS: dict[str, Callable[[int], bool]] = {
    "=": lambda order: order == 0,
    "<>": lambda order: order != 0,
    "<": lambda order: order < 0,
    ">": lambda order: order > 0,
    "<=": lambda order: order <= 0,
    ">=": lambda order: order >= 0,
}


def _compare(left: Computed, right: Computed) -> int:
    """-1, 0 or 1. Numbers come before texts, texts before truth values; case doesn't count."""
    one, other = _rank(left, right), _rank(right, left)
    return (one > other) - (one < other)


def _rank(value: Computed, other: Computed) -> tuple[int, float | str]:
    if value is None:
        value = "" if isinstance(other, str) else False if isinstance(other, bool) else 0
    if isinstance(value, bool):
        return 2, float(value)
    if isinstance(value, str):
        return 1, value.casefold()
    if isinstance(value, Fault):
        raise EvaluationError(value.kind, value.message)
    return 0, value
