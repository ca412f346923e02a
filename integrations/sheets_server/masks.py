"""Field masks: `sheets(properties,data.rowData.values(note,userEnteredFormat))`, `a/b`, `*`."""

import re
from functools import lru_cache
from typing import Any

from .errors import Json, bad_request, violations
from .schema import schemas

Mask = dict[str, Any]
"""Field name -> mask below it; an empty mask means everything below."""

EVERYTHING: Mask = {}
_TOKEN = re.compile(r"\s*([A-Za-z0-9_]+|\*|[(),./])")


@lru_cache(maxsize=256)
def parse(text: str) -> Mask:
    """The tree of a mask, which nobody may change. Raises a 400 if it can't be read."""
    tokens = _TOKEN.findall(text)
    if "".join(tokens) != re.sub(r"\s+", "", text):
        raise _unreadable(text)
    paths, rest = _paths(tokens, text)
    if rest:
        raise _unreadable(text)
    return _tree(paths)


def _tree(paths: list[list[str]]) -> Mask:
    """A field that is asked for as a whole stays whole, whatever else is said of it."""
    if any(not path or path[0] == "*" for path in paths):
        return {}
    heads: dict[str, list[list[str]]] = {}
    for head, *below in paths:
        heads.setdefault(head, []).append(below)
    return {head: _tree(below) for head, below in heads.items()}


def _paths(tokens: list[str], text: str) -> tuple[list[list[str]], list[str]]:
    paths = []
    while True:
        path, tokens = _path(tokens, text)
        if tokens[:1] == ["("]:
            below, tokens = _paths(tokens[1:], text)
            if tokens[:1] != [")"]:
                raise _unreadable(text)
            tokens = tokens[1:]
            paths += [path + deeper for deeper in below]
        else:
            paths.append(path)
        if tokens[:1] != [","]:
            return paths, tokens
        tokens = tokens[1:]


def _path(tokens: list[str], text: str) -> tuple[list[str], list[str]]:
    path = []
    while True:
        if not tokens or tokens[0] in "(),./":
            raise _unreadable(text)
        path.append(tokens[0])
        tokens = tokens[1:]
        if tokens[:1] not in (["."], ["/"]):
            return path, tokens
        tokens = tokens[1:]


def _unreadable(text: str) -> Exception:
    return violations(("fields", f"Error expanding 'fields' parameter. Cannot parse field mask '{text}'."))


def check(mask: Mask, message: str, path: str = "") -> None:
    """Refuse a mask that names a field `message` doesn't have."""
    fields = schemas()[message]
    for name, below in mask.items():
        here = f"{path}{name}"
        if name not in fields:
            raise violations(
                ("", f"Error expanding 'fields' parameter. Cannot find matching fields for path '{here}'.")
            )
        kind = fields[name]
        while isinstance(kind, list):
            kind = kind[0]
        if below and isinstance(kind, str) and kind in schemas():
            check(below, kind, here + ".")


class Selected(list[Any]):
    """A list that the mask has been applied to already."""


def select(value: Any, mask: Mask) -> Any:
    """The part of a reply that the mask lets through."""
    if not mask or isinstance(value, Selected):
        return value
    if isinstance(value, list):
        return [select(item, mask) for item in value]
    if isinstance(value, dict):
        return {name: select(item, mask[name]) for name, item in value.items() if name in mask}
    return value


def wants(mask: Mask, *path: str) -> bool:
    """Whether the mask lets anything at `path` through."""
    for name in path:
        if not mask:
            return True
        if name not in mask:
            return False
        mask = mask[name]
    return True


def update_mask(text: str | None, root: str = "") -> Mask:
    """The mask of an update request; it must name a field, "*" for all. `root` may stand before each path."""
    if not text:
        raise bad_request("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    mask = parse(text)
    return mask[root] if root and set(mask) == {root} else mask


def merged(old: Json, new: Json, mask: Mask) -> Json:
    """`old` with what the mask names taken from `new`; what `new` leaves out is reset."""
    if not mask:
        return dict(new)
    result = dict(old)
    for name, below in mask.items():
        if below and isinstance(new.get(name, {}), dict):
            part = merged(old.get(name) or {}, new.get(name) or {}, below)
            _set(result, name, part or None)
        else:
            _set(result, name, new.get(name))
    return result


def _set(target: Json, name: str, value: Any) -> None:
    if value is None:
        target.pop(name, None)
    else:
        target[name] = value
