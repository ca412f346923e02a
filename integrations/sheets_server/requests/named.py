"""Named and protected ranges."""

import re

from .. import masks
from ..errors import Json, bad_request
from ..grids import box_of
from ..model import Sheet, Workbook
from ..render import ranged
from .context import Context, Handler

_NAME = re.compile(r"[^\W\d][\w.]*\Z")
_LIKE_CELL = re.compile(r"([A-Za-z]{1,3}[0-9]+|R[0-9]*C[0-9]*|TRUE|FALSE)\Z", re.IGNORECASE)


def _at(items: list[Json], key: str, wanted: object) -> int | None:
    return next((index for index, item in enumerate(items) if item[key] == wanted), None)


def add_named(book: Workbook, request: Json, context: Context) -> Json:
    """A name for a range. An id that exists already is refused: callers use that as a token."""
    named = request.get("namedRange", {})
    wanted = named.get("namedRangeId")
    if wanted is not None and _at(book.named, "namedRangeId", wanted) is not None:
        raise bad_request(
            f"Cannot add named range with ID: {wanted}. A named range with this ID already exists."
        )
    _refuse_name(book, named.get("name", ""), None)
    box_of(book, named.get("range", {}))
    number = context.ids.number({int(i) for i in _ids(book) if i.isdigit()})
    new = {"namedRangeId": wanted or str(number), "name": named["name"], "range": named.get("range", {})}
    book.named.append(new)
    book.memo = None
    return {"namedRange": ranged(new)}


def _ids(book: Workbook) -> list[str]:
    return [named["namedRangeId"] for named in book.named]


def _refuse_name(book: Workbook, name: str, own: str | None) -> None:
    if not _NAME.match(name) or _LIKE_CELL.match(name) or len(name) > 250:
        raise bad_request(f"Invalid name: {name}")
    for named in book.named:
        if named["name"].casefold() == name.casefold() and named["namedRangeId"] != own:
            raise bad_request(f"A named range with the name '{name}' already exists.")


def update_named(book: Workbook, request: Json, context: Context) -> None:
    """Another name or range."""
    new, mask = request.get("namedRange", {}), masks.update_mask(request.get("fields"), "namedRange")
    masks.check(mask, "NamedRange")
    index = _at(book.named, "namedRangeId", new.get("namedRangeId"))
    if index is None:
        raise bad_request(f"Cannot find a named range with ID: {new.get('namedRangeId', '')}")
    mask = {name: {} for name in mask or ("name", "range") if name != "namedRangeId"}
    changed = masks.merged(book.named[index], new, mask)
    _refuse_name(book, changed.get("name", ""), changed["namedRangeId"])
    box_of(book, changed.get("range", {}))
    book.named[index] = changed
    book.memo = None


def delete_named(book: Workbook, request: Json, context: Context) -> None:
    """A name goes."""
    index = _at(book.named, "namedRangeId", request.get("namedRangeId", ""))
    if index is None:
        raise bad_request(f"Cannot find a named range with ID: {request.get('namedRangeId', '')}")
    del book.named[index]
    book.memo = None


def add_protected(book: Workbook, request: Json, context: Context) -> Json:
    """A range that people are warned about, or that only its editors may change."""
    given = request.get("protectedRange", {})
    taken = {item["protectedRangeId"] for sheet in book.sheets for item in sheet.protected}
    wanted = given.get("protectedRangeId")
    if wanted in taken:
        raise bad_request(f"Protected range with ID: {wanted} already exists.")
    if "range" not in given and "namedRangeId" in given:
        index = _at(book.named, "namedRangeId", given["namedRangeId"])
        if index is None:
            raise bad_request(f"Cannot find a named range with ID: {given['namedRangeId']}")
        given = given | {"range": book.named[index]["range"]}
    sheet = book.edit(given.get("range", {}).get("sheetId", 0))
    box_of(book, given.get("range", {}))
    reply = {"protectedRangeId": wanted or context.ids.number(taken)} | _kept(given)
    reply |= {"range": given.get("range", {}), "requestingUserCanEdit": True}
    sheet.protected.append(reply | _with_owner(reply, context))
    return {"protectedRange": ranged(reply)}


def _kept(given: Json) -> Json:
    kept = {name: value for name, value in given.items() if value not in (False, "", None)}
    if "editors" in kept:
        kept["editors"] = {name: value for name, value in kept["editors"].items() if value}
    return kept


def _with_owner(item: Json, context: Context) -> Json:
    """The account that protects a range is one of its editors. A warning has none."""
    if item.get("warningOnly"):
        return {}
    editors = item.get("editors", {})
    users = editors.get("users", [])
    owner = [] if context.caller in users else [context.caller]
    return {"editors": editors | {"users": [*users, *owner]}}


def _protected(book: Workbook, wanted: int | None) -> tuple[Sheet, int]:
    for sheet in book.sheets:
        index = _at(sheet.protected, "protectedRangeId", wanted)
        if index is not None:
            return book.edit(sheet.id), index
    raise bad_request(f"No protected range with id: {wanted}")


def update_protected(book: Workbook, request: Json, context: Context) -> None:
    """Another range, description, or other editors."""
    new, mask = request.get("protectedRange", {}), masks.update_mask(request.get("fields"), "protectedRange")
    masks.check(mask, "ProtectedRange")
    sheet, index = _protected(book, new.get("protectedRangeId"))
    old = sheet.protected[index]
    mask = mask or {name: {} for name in (old.keys() | new.keys())}
    mask = {
        name: below
        for name, below in mask.items()
        if name not in ("protectedRangeId", "requestingUserCanEdit")
    }
    changed = _kept(masks.merged(old, new, mask))
    sheet.protected[index] = changed | _with_owner(changed, context)


def delete_protected(book: Workbook, request: Json, context: Context) -> None:
    """A range is free again."""
    sheet, index = _protected(book, request.get("protectedRangeId", 0))
    del sheet.protected[index]


HANDLERS: dict[str, Handler] = {
    "addNamedRange": add_named,
    "updateNamedRange": update_named,
    "deleteNamedRange": delete_named,
    "addProtectedRange": add_protected,
    "updateProtectedRange": update_protected,
    "deleteProtectedRange": delete_protected,
}
