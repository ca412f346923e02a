"""batchUpdate: all or nothing, what it answers, and the order token."""

from typing import Any


def token(number: str) -> dict[str, Any]:
    """A request that claims a named range id."""
    grid = {"endRowIndex": 1, "endColumnIndex": 1}
    return {"addNamedRange": {"namedRange": {"namedRangeId": number, "name": f"t_{number}", "range": grid}}}


def text(value: str, row: int = 0) -> dict[str, Any]:
    """A request that writes one cell of column A."""
    cell = {"values": [{"userEnteredValue": {"stringValue": value}}]}
    start = {"rowIndex": row}
    return {"updateCells": {"start": start, "rows": [cell], "fields": "userEnteredValue"}}


def test_failing_request_leaves_nothing_applied(book: Any, refusal: Any) -> None:
    """If one request of a batch is refused, none of it has happened."""
    book.batch(text("before"))
    code, message = refusal(
        lambda: book.batch(text("after"), {"addSheet": {}}, {"deleteSheet": {"sheetId": 404}})
    )
    assert (code, message) == (400, "Invalid requests[2].deleteSheet: No sheet with id: 404")
    assert book.read() == [["before"]]
    assert len(book.get("sheets.properties.sheetId")["sheets"]) == 1


def test_named_range_id_is_taken_once(book: Any, refusal: Any) -> None:
    """A batch that claims an id which exists is refused as a whole; so an id works as an order token."""
    book.batch(token("17"), text("first"))
    code, message = refusal(lambda: book.batch(token("17"), text("late")))
    assert (code, message.partition(" Cannot")[0]) == (400, "Invalid requests[0].addNamedRange:")
    assert book.read() == [["first"]]


def test_token_is_free_again_when_its_named_range_is_deleted(book: Any) -> None:
    """A deleted named range leaves its id and its name."""
    book.batch(token("17"), {"deleteNamedRange": {"namedRangeId": "17"}}, token("17"))
    assert [named["namedRangeId"] for named in book.get("namedRanges")["namedRanges"]] == ["17"]


def test_reply_shows_the_cells_after_all_requests(book: Any) -> None:
    """The spreadsheet in the reply is the one after the last request, only as far as asked for."""
    reply = book.call(
        "POST",
        ":batchUpdate",
        {
            "requests": [text("one"), text("two"), text("below", 1), {"insertDimension": {"range": {
                "dimension": "ROWS", "startIndex": 0, "endIndex": 1}}}],
            "includeSpreadsheetInResponse": True,
            "responseRanges": ["Svar!A2:A3", "Svar!A1"],
            "responseIncludeGridData": True,
        },
        fields="replies,updatedSpreadsheet.sheets.data(startRow,rowData.values.formattedValue)",
    )  # fmt: skip
    first = {"startRow": 1, "rowData": [{"values": [{"formattedValue": text}]} for text in ("two", "below")]}
    assert reply == {
        "replies": [{}, {}, {}, {}],
        "updatedSpreadsheet": {"sheets": [{"data": [first, {"rowData": [{}]}]}]},
    }


def test_grid_data_comes_only_on_request(book: Any) -> None:
    """Without responseIncludeGridData the reply has the sheets without their cells."""
    body = {"requests": [text("x")], "includeSpreadsheetInResponse": True}
    reply = book.call("POST", ":batchUpdate", body)
    assert [set(sheet) for sheet in reply["updatedSpreadsheet"]["sheets"]] == [{"properties"}]


def test_empty_batch_is_refused(book: Any, refusal: Any) -> None:
    """A batch must hold a request."""
    assert refusal(book.batch) == (400, "Must specify at least one request.")


def test_unknown_names_are_refused(book: Any, refusal: Any) -> None:
    """Every unknown field is named with its path, in Google's spelling."""
    request = {"updateCells": {"rangge": {}, "range": {"startRow": 1}, "fields": "note"}}
    where = "requests[0].update_cells"
    assert refusal(lambda: book.batch(request)) == (
        400,
        f"Invalid JSON payload received. Unknown name \"rangge\" at '{where}': Cannot find field.\n"
        f"Invalid JSON payload received. Unknown name \"startRow\" at '{where}.range': Cannot find field.",
    )


def test_wrong_types_and_words_are_refused(book: Any, refusal: Any) -> None:
    """A value of another type, or a word that is none of those allowed, is refused."""
    request = {"mergeCells": {"range": {"startRowIndex": "x"}, "mergeType": "ALL"}}
    where = "requests[0].merge_cells"
    kind = "type.googleapis.com/google.apps.sheets.v4.MergeCellsRequest.MergeType"
    assert refusal(lambda: book.batch(request)) == (
        400,
        f"Invalid value at '{where}.range.start_row_index' (TYPE_INT32), \"x\"\n"
        f"Invalid value at '{where}.merge_type' ({kind}), \"ALL\"",
    )


def test_unknown_mask_is_refused(book: Any, refusal: Any) -> None:
    """A field mask must name fields that exist."""
    code, message = refusal(lambda: book.get("sheets.propertiez"))
    found = "Error expanding 'fields' parameter. Cannot find matching fields for path 'sheets.propertiez'."
    assert (code, message) == (400, found)


def test_masks_nest_and_join(book: Any) -> None:
    """Dots, slashes, brackets and stars all choose the same parts."""
    masks = (
        "sheets.properties(sheetId,title)",
        "sheets/properties/sheetId,sheets/properties/title",
        "sheets(properties(title,sheetId))",
    )
    wanted = {"sheets": [{"properties": {"sheetId": 0, "title": "Svar"}}]}
    assert [book.get(mask) for mask in masks] == [wanted, wanted, wanted]
    assert set(book.get("*")) == {"spreadsheetId", "properties", "sheets", "spreadsheetUrl"}


def test_update_needs_a_mask(book: Any, refusal: Any) -> None:
    """An update that names no field is refused."""
    request: dict[str, Any] = {"repeatCell": {"range": {}, "cell": {}}}
    assert refusal(lambda: book.batch(request)) == (
        400,
        "Invalid requests[0].repeatCell: "
        "At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)",
    )


def test_append_cells_goes_below_the_last_value(book: Any) -> None:
    """appendCells adds below the last row with a value; rows with only a format don't count."""
    book.batch(text("a", 2))
    form = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    book.batch({"repeatCell": {"range": {"endRowIndex": 9}, "cell": form, "fields": "userEnteredFormat"}})
    rows = [{"values": [{"userEnteredValue": {"numberValue": 1}}]}]
    book.batch({"appendCells": {"rows": rows, "fields": "userEnteredValue"}})
    assert book.read() == [[], [], ["a"], ["1"]]


def test_update_cells_touches_only_the_fields_of_its_mask(book: Any) -> None:
    """What the mask doesn't name stays; cells of the range that the rows don't reach lose what it names."""
    book.write("A1", [["a", "b"]])
    note = [{"values": [{"note": "n", "userEnteredValue": {"stringValue": "ignored"}}]}]
    grid = {"endRowIndex": 1, "endColumnIndex": 2}
    book.batch({"updateCells": {"range": grid, "rows": note, "fields": "note"}})
    book.batch({"updateCells": {"range": grid, "rows": [], "fields": "userEnteredValue"}})
    cells = book.get("sheets.data.rowData.values(note,userEnteredValue)")["sheets"][0]["data"][0]
    assert cells == {"rowData": [{"values": [{"note": "n"}]}]}


def test_update_cells_beyond_its_range_is_refused(book: Any, refusal: Any) -> None:
    """More cells than the range has columns are refused."""
    rows = [{"values": [{"note": "a"}, {"note": "b"}]}]
    request = {"range": {"endRowIndex": 1, "endColumnIndex": 1}, "rows": rows, "fields": "note"}
    assert refusal(lambda: book.batch({"updateCells": request})) == (
        400,
        "Invalid requests[0].updateCells: "
        "Attempting to write column: 1, beyond the last requested column of: 0",
    )
