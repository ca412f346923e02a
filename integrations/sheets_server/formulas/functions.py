"""The functions the server evaluates. Any other function is kept as text and comes to #NAME?."""

import math
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal

from ..model import Computed, Fault

Area = list[list[Computed]]
Argument = Computed | Area


class EvaluationError(Exception):
    """A formula comes to an error."""

    def __init__(self, kind: str, message: str = "") -> None:
        self.fault = Fault(kind, message)
        super().__init__(message)


def scalar(value: Argument) -> bool | int | float | str | None:
    """One value; an error is passed on, an area gives its first cell."""
    if isinstance(value, list):
        value = value[0][0] if value and value[0] else None
    if isinstance(value, Fault):
        raise EvaluationError(value.kind, value.message)
    return value


def number(value: Argument) -> float | int:
    """A number, as arithmetic reads it: a blank is 0, a text that looks like a number counts."""
    one = scalar(value)
    if isinstance(one, bool):
        return int(one)
    if one is None or one == "":
        return 0
    if isinstance(one, str):
        try:
            return float(one)
        except ValueError:
            raise EvaluationError("VALUE", f"Could not read '{one}' as a number.") from None
    return one


def text(value: Argument) -> str:
    """A text, as & reads it."""
    one = scalar(value)
    if one is None:
        return ""
    if isinstance(one, bool):
        return "TRUE" if one else "FALSE"
    if isinstance(one, float):
        return f"{one:.15g}"
    return str(one)


def truth(value: Argument) -> bool:
    """A truth value, as IF reads it."""
    one = scalar(value)
    if isinstance(one, str):
        if one.upper() in ("TRUE", "FALSE"):
            return one.upper() == "TRUE"
        raise EvaluationError("VALUE", f"Could not read '{one}' as TRUE or FALSE.")
    return bool(one)


def _each(arguments: tuple[Argument, ...]) -> Iterator[Computed]:
    for argument in arguments:
        if isinstance(argument, list):
            for row in argument:
                yield from row
        else:
            yield argument


def _numbers(*arguments: Argument) -> list[float | int]:
    """The numbers among the arguments; text in a range is passed over, a direct text must be a number."""
    found: list[float | int] = []
    for argument in arguments:
        if not isinstance(argument, list):
            found.append(number(argument))
            continue
        for value in _each((argument,)):
            if isinstance(value, Fault):
                raise EvaluationError(value.kind, value.message)
            if isinstance(value, int | float) and not isinstance(value, bool):
                found.append(value)
    return found


def _sum(*arguments: Argument) -> Computed:
    return tidy(math.fsum(_numbers(*arguments)))


def _average(*arguments: Argument) -> Computed:
    found = _numbers(*arguments)
    if not found:
        raise EvaluationError(
            "DIVIDE_BY_ZERO", "Evaluation of function AVERAGE caused a divide by zero error."
        )
    return tidy(math.fsum(found) / len(found))


def _round(value: Argument, places: Argument = 0) -> Computed:
    step = Decimal(1).scaleb(-int(number(places)))
    return tidy(float(Decimal(repr(number(value))).quantize(step, ROUND_HALF_UP)))


def _count(*arguments: Argument) -> Computed:
    return sum(
        1 for value in _each(arguments) if isinstance(value, int | float) and not isinstance(value, bool)
    )


def _filled(*arguments: Argument) -> Computed:
    return sum(1 for value in _each(arguments) if value is not None)


def _blank(value: Argument) -> Computed:
    return (value[0][0] if isinstance(value, list) else value) is None


def _joined(mark: Argument, skip: Argument, *arguments: Argument) -> Computed:
    parts = [text(value) for value in _each(arguments)]
    return text(mark).join(part for part in parts if part or not truth(skip))


def tidy(value: float) -> float | int:
    """A whole number as an int."""
    if isinstance(value, float) and (math.isinf(value) or math.isnan(value)):
        raise EvaluationError("NUM", "The result is not a number.")
    return int(value) if value == int(value) and abs(value) < 1e15 else value


def _modulo(value: Argument, divisor: Argument) -> Computed:
    if not number(divisor):
        raise EvaluationError("DIVIDE_BY_ZERO", "Function MOD parameter 2 cannot be zero.")
    return tidy(number(value) % number(divisor))


FUNCTIONS: dict[str, Callable[..., Computed]] = {
    "SUM": _sum,
    "AVERAGE": _average,
    "MIN": lambda *a: min(_numbers(*a), default=0),
    "MAX": lambda *a: max(_numbers(*a), default=0),
    "COUNT": _count,
    "COUNTA": _filled,
    "ROUND": _round,
    "ABS": lambda a: abs(number(a)),
    "INT": lambda a: math.floor(number(a)),
    "MOD": _modulo,
    "CONCATENATE": lambda *a: "".join(text(value) for value in _each(a)),
    "CONCAT": lambda a, b: text(a) + text(b),
    "TEXTJOIN": _joined,
    "LEN": lambda a: len(text(a)),
    "UPPER": lambda a: text(a).upper(),
    "LOWER": lambda a: text(a).lower(),
    "TRIM": lambda a: " ".join(text(a).split()),
    "LEFT": lambda a, n=1: text(a)[: int(number(n))],
    "RIGHT": lambda a, n=1: text(a)[-int(number(n)) :] if number(n) else "",
    "MID": lambda a, start, n: text(a)[int(number(start)) - 1 :][: int(number(n))],
    "AND": lambda *a: all(truth(value) for value in _each(a)),
    "OR": lambda *a: any(truth(value) for value in _each(a)),
    "NOT": lambda a: not truth(a),
    "TRUE": lambda: True,
    "FALSE": lambda: False,
    "ISBLANK": _blank,
    "HYPERLINK": lambda link, label=None: text(link if label is None else label),
}
