"""Developer metadata: create, update, delete."""

from .. import masks
from ..datafilters import find
from ..errors import Json, bad_request
from ..grids import dimension_range
from ..model import Workbook
from ..render import metadata_json, sheet_of
from .context import Context, Handler


def create(book: Workbook, request: Json, context: Context) -> Json:
    """Metadata on the spreadsheet, a sheet, or one row or column."""
    given = request.get("developerMetadata", {})
    taken = {item["metadataId"] for item in book.metadata}
    wanted = given.get("metadataId")
    if wanted in taken:
        raise bad_request(f"Developer metadata with ID: {wanted} already exists.")
    if not given.get("metadataKey"):
        raise bad_request("Developer metadata key must be specified.")
    if given.get("visibility") not in ("DOCUMENT", "PROJECT"):
        raise bad_request("Developer metadata visibility must be specified.")
    item = {"metadataId": context.ids.number(taken) if wanted is None else wanted}
    item |= {name: given[name] for name in ("metadataKey", "metadataValue") if given.get(name)}
    item |= {"location": location(book, given.get("location", {})), "visibility": given["visibility"]}
    _refuse_size(book, item, context)
    book.metadata.append(item)
    return {"developerMetadata": metadata_json(item)}


def location(book: Workbook, given: Json) -> Json:
    """A DeveloperMetadataLocation with its type."""
    if "dimensionRange" in given:
        sheet, dimension, start, end = dimension_range(book, given["dimensionRange"])
        if end - start != 1:
            raise bad_request("Developer metadata can only be created on a single row or column.")
        where = {"sheetId": sheet.id, "dimension": dimension, "startIndex": start, "endIndex": end}
        return {"locationType": dimension[:-1], "dimensionRange": where}
    if "sheetId" in given:
        return {"locationType": "SHEET", "sheetId": book.sheet(given["sheetId"]).id}
    if given.get("spreadsheet"):
        return {"locationType": "SPREADSHEET", "spreadsheet": True}
    raise bad_request("Developer metadata location must be specified.")


def _refuse_size(book: Workbook, new: Json, context: Context) -> None:
    """The cap counts the characters of keys and values of a sheet, and those of the spreadsheet."""
    place = sheet_of(new)
    total = sum(_size(item) for item in [*book.metadata, new] if sheet_of(item) == place)
    limit = context.behaviour.metadata_characters
    if total > limit:
        raise bad_request(f"The developer metadata would exceed the limit of {limit} characters.")


def _size(item: Json) -> int:
    return len(item["metadataKey"]) + len(item.get("metadataValue", ""))


def update(book: Workbook, request: Json, context: Context) -> Json:
    """Other key, value, place or visibility for all that the filters find."""
    mask = masks.update_mask(request.get("fields"), "developerMetadata")
    masks.check(mask, "DeveloperMetadata")
    new = request.get("developerMetadata", {})
    if "location" in new:
        new = new | {"location": location(book, new["location"])}
    found = find(book, request.get("dataFilters", []))
    if not found:
        raise bad_request("No developer metadata matches the filters.")
    mask = {name: {} for name in mask or new if name != "metadataId"}
    changed = {item["metadataId"]: masks.merged(item, new, mask) for item in found}
    book.metadata = [changed.get(item["metadataId"], item) for item in book.metadata]
    return {"developerMetadata": [metadata_json(item) for item in changed.values()]}


def delete(book: Workbook, request: Json, context: Context) -> Json:
    """All that the filter finds goes."""
    found = find(book, [request.get("dataFilter", {})])
    gone = {item["metadataId"] for item in found}
    book.metadata = [item for item in book.metadata if item["metadataId"] not in gone]
    return {"deletedDeveloperMetadata": [metadata_json(item) for item in found]} if found else {}


HANDLERS: dict[str, Handler] = {
    "createDeveloperMetadata": create,
    "updateDeveloperMetadata": update,
    "deleteDeveloperMetadata": delete,
}
