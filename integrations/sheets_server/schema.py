"""Checks a request body against the shape Google publishes, and refuses as Google does.

`schema.json` is Google's discovery document for Sheets v4 boiled down to names and types.
"""

import json
import math
import re
import struct
from functools import cache
from importlib import resources
from typing import Any

from .errors import Json, violations

_STRINGS = {"string", "google-fieldmask", "google-datetime"}
_PACKAGE = "type.googleapis.com/google.apps.sheets.v4."


@cache
def schemas() -> dict[str, Json]:
    """Message name -> field name -> type (a name, a one-element list, `{"enum": …}` or `{"*": …}`)."""
    text = resources.files(__package__).joinpath("schema.json").read_text("utf-8")
    loaded: dict[str, Json] = json.loads(text)
    return loaded


def checked(body: Any, message: str, prefix: str = "") -> Json:
    """`body` as a `message`, without nulls and with whole numbers as ints.

    Raises the 400 that names every unknown field and wrong value; `prefix` is the path Google puts first.
    """
    faults: list[tuple[str, str]] = []
    value = _message({} if body is None else body, message, prefix, faults)
    if faults:
        raise violations(*faults)
    result: Json = value
    return result


def _message(value: Any, name: str, path: str, faults: list[tuple[str, str]]) -> Any:
    if not isinstance(value, dict):
        faults.append(_wrong(path, _PACKAGE + name, value))
        return {}
    fields = schemas()[name]
    result = {}
    for key, item in value.items():
        if key not in fields:
            faults.append(_unknown(key, path))
        elif item is not None:
            below = f"{path}.{_snake(key)}" if path else _snake(key)
            result[key] = _typed(item, fields[key], below, faults, name)
    return result


def _typed(value: Any, kind: Any, path: str, faults: list[tuple[str, str]], owner: str) -> Any:
    if isinstance(kind, list):
        return _list(value, kind[0], path, faults, owner)
    if isinstance(kind, dict):
        return value if "*" in kind else _enum(value, kind["enum"], path, faults, owner)
    if kind in schemas():
        return _message(value, kind, path, faults)
    return value if kind == "any" else _scalar(value, kind, path, faults)


def _list(value: Any, kind: Any, path: str, faults: list[tuple[str, str]], owner: str) -> Any:
    if not isinstance(value, list):
        faults.append(_wrong(path, _type_name(kind), value))
        return []
    return [
        None if item is None and kind == "any" else _typed(item, kind, f"{path}[{i}]", faults, owner)
        for i, item in enumerate(value)
    ]


def _type_name(kind: Any) -> str:
    if isinstance(kind, list):
        return "type.googleapis.com/google.protobuf.ListValue"
    if isinstance(kind, str) and kind in schemas():
        return _PACKAGE + kind
    return f"TYPE_{kind}".upper() if isinstance(kind, str) else "TYPE_ENUM"


def _enum(value: Any, words: list[str], path: str, faults: list[tuple[str, str]], owner: str) -> Any:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < len(words):
        return words[value]
    if value not in words:
        field = path.rpartition(".")[2].split("[")[0]
        name = "".join(part.capitalize() for part in field.split("_"))
        faults.append(_wrong(path, f"{_PACKAGE}{owner}.{name}", value))
    return value


def _scalar(value: Any, kind: str, path: str, faults: list[tuple[str, str]]) -> Any:
    if kind in _STRINGS and isinstance(value, str):
        return value
    if kind == "boolean" and (isinstance(value, bool) or value in ("true", "false")):
        return value is True or value == "true"
    if kind == "int32" and (number := _number(value)) is not None and number == int(number):
        return int(number)
    if kind in ("double", "float") and (number := _number(value)) is not None:
        exact = single(number) if kind == "float" else number
        return int(exact) if exact == int(exact) else exact
    faults.append(_wrong(path, {"boolean": "TYPE_BOOL"}.get(kind, f"TYPE_{kind}".upper()), value))
    return value


def single(number: float) -> float:
    """A number as it comes back from a field of single precision: its shortest such writing."""
    packed = struct.pack("f", number)
    texts = (f"{number:.{digits}g}" for digits in range(6, 10))
    return next(float(text) for text in texts if struct.pack("f", float(text)) == packed)


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _wrong(path: str, kind: str, value: Any) -> tuple[str, str]:
    shown = json.dumps(value, ensure_ascii=False)
    return path, f"Invalid value at '{path}' ({kind}), {shown}"


def _unknown(key: str, path: str) -> tuple[str, str]:
    where = f" at '{path}'" if path else ""
    return path, f'Invalid JSON payload received. Unknown name "{key}"{where}: Cannot find field.'


@cache
def _snake(name: str) -> str:
    return re.sub(r"[A-Z]", lambda letter: "_" + letter[0].lower(), name)
