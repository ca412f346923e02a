"""Cell formats: stored in the form that Google gives back, and what is in effect on a cell."""

from typing import Any

from .defaults import DEFAULT_FORMAT
from .errors import Json
from .model import Cell, Computed, Workbook

_COLORS = {"backgroundColor", "foregroundColor", "tabColor", "color", "headerColor", "firstBandColor",
           "secondBandColor", "footerColor"}  # fmt: skip


def normal_format(value: Any) -> Any:
    """A format as Google stores it: colours without zeros, and each colour also as its style.

    A style that is given wins over the plain colour, as Google documents.
    """
    if isinstance(value, list):
        return [normal_format(item) for item in value]
    if not isinstance(value, dict):
        return value
    result = {name: normal_format(item) for name, item in value.items()}
    for name in _COLORS & (result.keys() | {key.removesuffix("Style") for key in result}):
        _pair(result, name)
    return result


def _pair(result: Json, name: str) -> None:
    """Make a colour and its style agree."""
    style = result.get(name + "Style")
    if isinstance(style, dict) and "rgbColor" in style:
        result[name] = _color(style["rgbColor"])
        result[name + "Style"] = {"rgbColor": result[name]}
    elif style == {}:
        del result[name + "Style"]
        result.pop(name, None)
    elif style is None and isinstance(result.get(name), dict):
        result[name] = _color(result[name])
        result[name + "Style"] = {"rgbColor": result[name]}


def _color(color: Json) -> Json:
    return {part: level for part, level in color.items() if level}


def both_colors(mask: Json) -> Json:
    """A mask that names a colour names its style too, and the other way round."""
    result = {name: both_colors(below) for name, below in mask.items()}
    for name in list(result):
        if name in _COLORS or name.removesuffix("Style") in _COLORS:
            plain = name.removesuffix("Style")
            result[plain] = result[plain + "Style"] = {}
    return result


def effective_format(book: Workbook, cell: Cell, value: Computed) -> Json:
    """What a cell looks like: the spreadsheet's default under the cell's own format."""
    base = book.properties.get("defaultFormat", DEFAULT_FORMAT)
    result = _over(base, {"hyperlinkDisplayType": "PLAIN_TEXT"})
    if value is not None and "horizontalAlignment" not in (cell.format or {}):
        number = isinstance(value, int | float) and not isinstance(value, bool)
        result["horizontalAlignment"] = "CENTER" if isinstance(value, bool) else "RIGHT" if number else "LEFT"
    return _over(result, cell.format or {})


def _over(base: Json, top: Json) -> Json:
    result = dict(base)
    for name, item in top.items():
        below = result.get(name)
        whole = name.endswith(("Color", "ColorStyle")) or not isinstance(item, dict)
        result[name] = item if whole or not isinstance(below, dict) else _over(below, item)
    return result
