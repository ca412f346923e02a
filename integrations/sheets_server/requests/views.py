"""Requests on how a sheet is looked at: filters, conditional formats, banding."""

from .. import masks
from ..errors import Json, bad_request
from ..formats import normal_format
from ..grids import bounded
from ..model import Sheet, Workbook
from ..render import grid_json, ranged
from .context import Context, Handler


def set_filter(book: Workbook, request: Json, context: Context) -> None:
    """The basic filter of a sheet."""
    given = request.get("filter", {})
    grid = bounded(book, given.get("range", {}))
    book.edit(grid["sheetId"]).filter = given | {"range": grid}


def clear_filter(book: Workbook, request: Json, context: Context) -> None:
    """No basic filter any more."""
    book.edit(request.get("sheetId", 0)).filter = None


def add_view(book: Workbook, request: Json, context: Context) -> Json:
    """A filter view."""
    given = request.get("filter", {})
    taken = {view["filterViewId"] for sheet in book.sheets for view in sheet.filter_views}
    if given.get("filterViewId") in taken:
        raise bad_request(f"Filter view with ID: {given['filterViewId']} already exists.")
    grid = bounded(book, given.get("range", {}))
    view = {"filterViewId": context.ids.number(taken), "title": f"Filter {len(taken) + 1}"} | given
    view["range"] = grid
    book.edit(grid["sheetId"]).filter_views.append(view)
    return {"filter": ranged(view)}


def update_view(book: Workbook, request: Json, context: Context) -> None:
    """Another title, range or criteria."""
    new, mask = request.get("filter", {}), masks.update_mask(request.get("fields"), "filter")
    masks.check(mask, "FilterView")
    sheet, index = _view(book, new.get("filterViewId"))
    rest = {name: below for name, below in (mask or {n: {} for n in new}).items() if name != "filterViewId"}
    sheet.filter_views[index] = masks.merged(sheet.filter_views[index], new, rest)


def delete_view(book: Workbook, request: Json, context: Context) -> None:
    """A filter view goes."""
    sheet, index = _view(book, request.get("filterId"))
    del sheet.filter_views[index]


def _view(book: Workbook, wanted: int | None) -> tuple[Sheet, int]:
    for sheet in book.sheets:
        for index, view in enumerate(sheet.filter_views):
            if view["filterViewId"] == wanted:
                return book.edit(sheet.id), index
    raise bad_request(f"No filter view with id: {wanted}")


def add_rule(book: Workbook, request: Json, context: Context) -> None:
    """A conditional format, before the rule that has the index now."""
    rule = _checked_rule(book, request.get("rule", {}))
    book.edit(rule["ranges"][0]["sheetId"]).conditional.insert(request.get("index", 0), rule)


def _checked_rule(book: Workbook, given: Json) -> Json:
    if not given.get("ranges"):
        raise bad_request("At least one range must be specified.")
    rule: Json = normal_format(given)
    return rule | {"ranges": [bounded(book, grid) for grid in given["ranges"]]}


def update_rule(book: Workbook, request: Json, context: Context) -> Json:
    """Another rule at an index, or the rule to another index."""
    sheet, index = _rule(book, request)
    old = sheet.conditional.pop(index)
    if "rule" in request:
        rule = _checked_rule(book, request["rule"])
        sheet.conditional.insert(index, rule)
        return _placed({"newRule": rule, "newIndex": index, "oldRule": old})
    to = request.get("newIndex", 0)
    sheet.conditional.insert(to, old)
    return _placed({"newRule": old, "newIndex": to, "oldIndex": index})


def _placed(reply: Json) -> Json:
    """The reply with an index of 0 left out, and the ranges as Google writes them."""
    shown = {name: value for name, value in reply.items() if value != 0}
    for name in ("newRule", "oldRule"):
        if name in shown:
            shown[name] = shown[name] | {"ranges": [grid_json(grid) for grid in shown[name]["ranges"]]}
    return shown


def delete_rule(book: Workbook, request: Json, context: Context) -> Json:
    """The rule at an index goes."""
    sheet, index = _rule(book, request)
    rule = sheet.conditional.pop(index)
    return {"rule": rule | {"ranges": [grid_json(grid) for grid in rule["ranges"]]}}


def _rule(book: Workbook, request: Json) -> tuple[Sheet, int]:
    ranges = request.get("rule", {}).get("ranges") or [{}]
    sheet = book.edit(request.get("sheetId", ranges[0].get("sheetId", 0)))
    index = request.get("index", 0)
    if not 0 <= index < len(sheet.conditional):
        raise bad_request(f"No conditional format on sheet: {sheet.id} at index: {index}")
    return sheet, index


def add_banding(book: Workbook, request: Json, context: Context) -> Json:
    """Alternating colours."""
    given = normal_format(request.get("bandedRange", {}))
    given["range"] = bounded(book, given.get("range", {}))
    taken = {band["bandedRangeId"] for sheet in book.sheets for band in sheet.banded}
    if given.get("bandedRangeId") in taken:
        raise bad_request(f"Banded range with ID: {given['bandedRangeId']} already exists.")
    band = {"bandedRangeId": context.ids.number(taken)} | given
    book.edit(given["range"]["sheetId"]).banded.append(band)
    return {"bandedRange": ranged(band)}


def delete_banding(book: Workbook, request: Json, context: Context) -> None:
    """Alternating colours go."""
    wanted = request.get("bandedRangeId")
    for sheet in book.sheets:
        if any(band["bandedRangeId"] == wanted for band in sheet.banded):
            own = book.edit(sheet.id)
            own.banded = [band for band in own.banded if band["bandedRangeId"] != wanted]
            return
    raise bad_request(f"No banded range with id: {wanted}")


HANDLERS: dict[str, Handler] = {
    "setBasicFilter": set_filter,
    "clearBasicFilter": clear_filter,
    "addFilterView": add_view,
    "updateFilterView": update_view,
    "deleteFilterView": delete_view,
    "addConditionalFormatRule": add_rule,
    "updateConditionalFormatRule": update_rule,
    "deleteConditionalFormatRule": delete_rule,
    "addBanding": add_banding,
    "deleteBanding": delete_banding,
}
