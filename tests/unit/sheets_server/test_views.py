"""Filters, colours, conditional formats and borders."""

from typing import Any


def sheet(book: Any, fields: str) -> Any:
    """Parts of the first sheet."""
    return book.get(f"sheets({fields})")["sheets"][0]


def test_filter_without_sides_covers_the_sheet(book: Any) -> None:
    """A basic filter's open sides are closed by the grid's."""
    book.batch({"setBasicFilter": {"filter": {"range": {"sheetId": 0}}}})
    box = {"startRowIndex": 0, "endRowIndex": 20, "startColumnIndex": 0, "endColumnIndex": 8}
    assert sheet(book, "basicFilter") == {"basicFilter": {"range": box}}
    book.batch({"clearBasicFilter": {"sheetId": 0}})
    assert sheet(book, "basicFilter") == {}


def test_tab_colour_comes_in_single_precision_and_goes(book: Any) -> None:
    """A colour comes back as single-precision numbers, also as its style; an empty style takes it away."""
    colour = {"tabColorStyle": {"rgbColor": {"red": 1.0, "green": 0.4666666666666667, "blue": 0}}}
    book.batch({"updateSheetProperties": {"properties": colour, "fields": "tabColorStyle"}})
    rgb = {"red": 1, "green": 0.46666667}
    assert sheet(book, "properties(tabColor,tabColorStyle)")["properties"] == {
        "tabColor": rgb,
        "tabColorStyle": {"rgbColor": rgb},
    }
    gone = {"properties": {"tabColorStyle": {"rgbColor": None}}, "fields": "tabColorStyle"}
    book.batch({"updateSheetProperties": gone})
    assert sheet(book, "properties(tabColor,tabColorStyle)")["properties"] == {}


def test_conditional_formats_keep_their_order(book: Any) -> None:
    """Rules are inserted at their index, moved and deleted."""

    def rule(kind: str) -> dict[str, Any]:
        return {"ranges": [{"endRowIndex": 1}], "booleanRule": {"condition": {"type": kind}, "format": {}}}

    book.batch(
        {"addConditionalFormatRule": {"rule": rule("BLANK"), "index": 0}},
        {"addConditionalFormatRule": {"rule": rule("NOT_BLANK"), "index": 0}},
        {"updateConditionalFormatRule": {"sheetId": 0, "index": 0, "newIndex": 1}},
        {"addConditionalFormatRule": {"rule": rule("TEXT_EQ"), "index": 2}},
        {"deleteConditionalFormatRule": {"sheetId": 0, "index": 1}},
    )
    kinds = [
        item["booleanRule"]["condition"]["type"]
        for item in sheet(book, "conditionalFormats")["conditionalFormats"]
    ]
    assert kinds == ["BLANK", "TEXT_EQ"]


def test_borders_are_drawn_round_and_between(book: Any) -> None:
    """Outer sides and inner lines reach each cell on its own sides; NONE takes a line away."""
    box = {"endRowIndex": 1, "endColumnIndex": 2}
    line = {"style": "SOLID"}
    book.batch(
        {"updateBorders": {"range": box, "top": line, "left": line, "innerVertical": {"style": "DOTTED"}}},
        {"updateBorders": {"range": box, "top": {"style": "NONE"}}},
    )
    cells = sheet(book, "data.rowData.values.userEnteredFormat.borders")["data"][0]["rowData"][0]["values"]
    styles = [
        {side: border["style"] for side, border in cell["userEnteredFormat"]["borders"].items()}
        for cell in cells
    ]
    assert styles == [{"left": "SOLID", "right": "DOTTED"}, {"left": "DOTTED"}]


def test_hidden_sheets_leave_one_in_sight(book: Any, refusal: Any) -> None:
    """The last visible sheet can't be hidden or deleted."""
    hide = {"updateSheetProperties": {"properties": {"sheetId": 0, "hidden": True}, "fields": "hidden"}}
    message = "Invalid requests[0].updateSheetProperties: You can't hide all the sheets in a document."
    assert refusal(lambda: book.batch(hide)) == (400, message)


def test_protected_ranges_name_their_editors(book: Any) -> None:
    """A hard protection has the account among its editors, a warning has none."""
    grid = {"endRowIndex": 1}
    book.batch(
        {"addProtectedRange": {"protectedRange": {"protectedRangeId": 1, "range": grid}}},
        {
            "addProtectedRange": {
                "protectedRange": {"protectedRangeId": 2, "range": grid, "warningOnly": True}
            }
        },
        {
            "updateProtectedRange": {
                "protectedRange": {"protectedRangeId": 2, "description": "pas på"},
                "fields": "description",
            }
        },
    )
    hard, soft = sheet(book, "protectedRanges")["protectedRanges"]
    assert hard["editors"] == {"users": ["service-account@example.iam.gserviceaccount.com"]}
    assert soft == {
        "protectedRangeId": 2,
        "range": {"endRowIndex": 1},
        "warningOnly": True,
        "description": "pas på",
        "requestingUserCanEdit": True,
    }
