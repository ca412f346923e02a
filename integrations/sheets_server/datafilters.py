"""Data filters: find developer metadata, and through them ranges, wherever they have moved to."""

from collections.abc import Sequence

from .a1 import parse
from .errors import Json
from .grids import box_of
from .model import Box, Workbook
from .render import sheet_of
from .values import inside


def find(book: Workbook, filters: Sequence[Json]) -> list[Json]:
    """The metadata that any of the DataFilters matches, in the order they were made."""
    return [item for item in book.metadata if any(matches(book, item, wanted) for wanted in filters)]


def matches(book: Workbook, item: Json, wanted: Json) -> bool:
    """Whether a DataFilter matches a metadata: by lookup, or by lying in a range."""
    if "developerMetadataLookup" in wanted:
        return _looked_up(item, wanted["developerMetadataLookup"])
    box = filter_box(book, wanted)
    where = item["location"].get("dimensionRange")
    if box is None or sheet_of(item) != box.sheet or where is None:
        return False
    start, end = (box.top, box.bottom) if where["dimension"] == "ROWS" else (box.left, box.right)
    return bool(start <= where["startIndex"] < end)


def filter_box(book: Workbook, wanted: Json) -> Box | None:
    """The box of a DataFilter by A1 or grid range."""
    if "gridRange" in wanted:
        return box_of(book, wanted["gridRange"])
    if "a1Range" in wanted:
        span = parse(wanted["a1Range"], book)
        return inside(span, book.sheet(span.sheet))
    return None


def _looked_up(item: Json, lookup: Json) -> bool:
    simple = ("metadataId", "metadataKey", "metadataValue", "visibility")
    if any(name in lookup and lookup[name] != item.get(name) for name in simple):
        return False
    here = item["location"]
    if "locationType" in lookup and lookup["locationType"] != here["locationType"]:
        return False
    if "metadataLocation" not in lookup:
        return True
    return _located(item, lookup["metadataLocation"], lookup.get("locationMatchingStrategy"))


def _located(item: Json, place: Json, strategy: str | None) -> bool:
    """On exactly this place, or on one that touches it."""
    here = item["location"]
    if place.get("spreadsheet"):
        return here["locationType"] == "SPREADSHEET" or strategy == "INTERSECTING_LOCATION"
    exact = strategy != "INTERSECTING_LOCATION"
    if "sheetId" in place:
        on_sheet = sheet_of(item) == place["sheetId"]
        return on_sheet and (here["locationType"] == "SHEET" or not exact)
    wanted, own = place.get("dimensionRange", {}), here.get("dimensionRange")
    if own is None or own.get("sheetId", 0) != wanted.get("sheetId", 0):
        return False
    if own["dimension"] != wanted.get("dimension"):
        return False
    start, end = wanted.get("startIndex", 0), wanted.get("endIndex", 1 << 30)
    if exact:
        return bool(own["startIndex"] == start and own["endIndex"] == end)
    return bool(own["startIndex"] < end and start < own["endIndex"])


def filter_boxes(book: Workbook, filters: Sequence[Json]) -> list[Box]:
    """The boxes that data filters come to, metadata as the rows, columns or sheets they are on."""
    return [box for wanted in filters for box in boxes_of(book, wanted)]


def boxes_of(book: Workbook, wanted: Json) -> list[Box]:
    """The boxes of one data filter."""
    if (box := filter_box(book, wanted)) is not None:
        return [box]
    return [box for item in find(book, [wanted]) if (box := _box_of_item(book, item)) is not None]


def _box_of_item(book: Workbook, item: Json) -> Box | None:
    sheet_id = sheet_of(item)
    if sheet_id is None:
        return None
    box, where = book.sheet(sheet_id).box, item["location"].get("dimensionRange")
    if where is None:
        return box
    if where["dimension"] == "ROWS":
        return box._replace(top=where["startIndex"], bottom=where["endIndex"])
    return box._replace(left=where["startIndex"], right=where["endIndex"])
