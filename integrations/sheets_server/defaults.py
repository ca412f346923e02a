"""What a new spreadsheet looks like, as Google's replies show it."""

from datetime import datetime

from .errors import Json
from .ids import Ids
from .model import Sheet, Workbook

ROW_HEIGHT = 21
COLUMN_WIDTH = 100
"""Pixels."""

_WHITE: Json = {"red": 1, "green": 1, "blue": 1}

DEFAULT_FORMAT: Json = {
    "backgroundColor": _WHITE,
    "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
    "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
    "textFormat": {
        "foregroundColor": {},
        "fontFamily": "arial,sans,sans-serif",
        "fontSize": 10,
        "bold": False,
        "italic": False,
        "strikethrough": False,
        "underline": False,
        "foregroundColorStyle": {"rgbColor": {}},
    },
    "backgroundColorStyle": {"rgbColor": _WHITE},
}

_THEME: Json = {
    "primaryFontFamily": "Arial",
    "themeColors": [
        {"colorType": kind, "color": {"rgbColor": color}}
        for kind, color in (
            ("TEXT", {}),
            ("BACKGROUND", _WHITE),
            ("ACCENT1", {"red": 0.25882354, "green": 0.52156866, "blue": 0.95686275}),
            ("ACCENT2", {"red": 0.91764706, "green": 0.2627451, "blue": 0.20784314}),
            ("ACCENT3", {"red": 0.9843137, "green": 0.7372549, "blue": 0.015686275}),
            ("ACCENT4", {"red": 0.20392157, "green": 0.65882355, "blue": 0.3254902}),
            ("ACCENT5", {"red": 1, "green": 0.42745098, "blue": 0.003921569}),
            ("ACCENT6", {"red": 0.27450982, "green": 0.7411765, "blue": 0.7764706}),
            ("LINK", {"red": 0.06666667, "green": 0.33333334, "blue": 0.8}),
        )
    ],
}


def new_workbook(
    spreadsheet_id: str, title: str, wanted: Json | None = None, *, ids: Ids, now: datetime
) -> Workbook:
    """A spreadsheet with one sheet, or with those that `wanted` (a Spreadsheet) describes."""
    wanted = wanted or {}
    properties: Json = {
        "locale": "en_US",
        "autoRecalc": "ON_CHANGE",
        "timeZone": "Etc/GMT",
        "defaultFormat": DEFAULT_FORMAT,
        "spreadsheetTheme": _THEME,
    } | wanted.get("properties", {})
    properties["title"] = title
    book = Workbook(spreadsheet_id, properties, [], now)
    for index, sheet in enumerate(wanted.get("sheets") or [{}]):
        given = sheet.get("properties", {})
        fallback = 0 if index == 0 else ids.number({sheet.id for sheet in book.sheets})
        book.add(new_sheet(given, given.get("sheetId", fallback), f"Sheet{index + 1}"), None)
    return book


def new_sheet(properties: Json, sheet_id: int, title: str) -> Sheet:
    """A blank sheet with the SheetProperties given."""
    rest = {k: v for k, v in properties.items() if k not in ("sheetId", "title", "index", "sheetType")}
    grid = dict(rest.get("gridProperties", {}))
    rows, columns = grid.pop("rowCount", 1000), grid.pop("columnCount", 26)
    rest.pop("gridProperties", None)
    if grid:
        rest["gridProperties"] = grid
    return Sheet(sheet_id, properties.get("title") or title, rows, columns, properties=rest)
