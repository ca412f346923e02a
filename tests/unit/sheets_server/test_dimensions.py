"""Rows and columns that are inserted, deleted and moved, and what follows them."""

from typing import Any

import pytest


def rows(start: int, end: int) -> dict[str, Any]:
    """A DimensionRange of rows."""
    return {"sheetId": 0, "dimension": "ROWS", "startIndex": start, "endIndex": end}


def columns(start: int, end: int) -> dict[str, Any]:
    """A DimensionRange of columns."""
    return {"sheetId": 0, "dimension": "COLUMNS", "startIndex": start, "endIndex": end}


INSERT_BEFORE = {"insertDimension": {"range": columns(0, 2)}}
DELETE_BEFORE = {"deleteDimension": {"range": columns(0, 1)}}
DELETE_IT = {"deleteDimension": {"range": columns(2, 3)}}
MOVE_IT_LEFT = {"moveDimension": {"source": columns(2, 3), "destinationIndex": 0}}
MOVE_IT_RIGHT = {"moveDimension": {"source": columns(2, 3), "destinationIndex": 6}}
MOVE_OTHERS_OVER = {"moveDimension": {"source": columns(0, 2), "destinationIndex": 5}}


@pytest.fixture(name="attached")
def attached_book(book: Any) -> Any:
    """Column C has a value, a note, validation, a name, protection, metadata and a formula that reads it."""
    grid = {"startColumnIndex": 2, "endColumnIndex": 3, "startRowIndex": 0, "endRowIndex": 5}
    rule = {"condition": {"type": "NOT_BLANK"}}
    book.write("C1", [["value"]])
    book.write("H9", [["=C1"]])
    book.batch(
        {"updateCells": {"range": grid | {"endRowIndex": 1}, "fields": "note",
                         "rows": [{"values": [{"note": "n"}]}]}},
        {"setDataValidation": {"range": grid | {"endRowIndex": 1}, "rule": rule}},
        {"addNamedRange": {"namedRange": {"namedRangeId": "1", "name": "Navn", "range": grid}}},
        {"addProtectedRange": {"protectedRange": {"range": grid, "warningOnly": True}}},
        {"createDeveloperMetadata": {"developerMetadata": {
            "metadataId": 7, "metadataKey": "k", "visibility": "DOCUMENT",
            "location": {"dimensionRange": columns(2, 3)}}}},
        {"mergeCells": {"range": grid | {"startRowIndex": 2}, "mergeType": "MERGE_ALL"}},
    )  # fmt: skip
    return book


def places(book: Any) -> dict[str, int]:
    """The column of everything that was attached to column C."""
    sheet = book.get("namedRanges,sheets(protectedRanges,merges,data.rowData.values)")
    grid = sheet["sheets"][0]
    found = {
        "name": [named["range"]["startColumnIndex"] for named in sheet.get("namedRanges", [])],
        "protection": [item["range"]["startColumnIndex"] for item in grid.get("protectedRanges", [])],
        "merge": [merge["startColumnIndex"] for merge in grid.get("merges", [])],
    }
    cells = grid["data"][0]["rowData"][0].get("values", [])
    for part in ("formattedValue", "note", "dataValidation"):
        found[part] = [index for index, cell in enumerate(cells) if part in cell]
    search = {"dataFilters": [{"developerMetadataLookup": {"metadataId": 7}}]}
    matched = book.call("POST", "/developerMetadata:search", search).get("matchedDeveloperMetadata", [])
    found["metadata"] = [
        item["developerMetadata"]["location"]["dimensionRange"]["startIndex"] for item in matched
    ]
    return {part: at[0] for part, at in found.items() if at}


EVERYTHING = {"name", "protection", "merge", "formattedValue", "note", "dataValidation", "metadata"}


@pytest.mark.parametrize(
    ("request_", "column"),
    [
        (INSERT_BEFORE, 4),
        (DELETE_BEFORE, 1),
        (MOVE_IT_LEFT, 0),
        (MOVE_IT_RIGHT, 5),
        (MOVE_OTHERS_OVER, 0),
    ],
)
def test_everything_follows_its_column(attached: Any, request_: dict[str, Any], column: int) -> None:
    """Whatever is bound to a column goes where the column goes."""
    attached.batch(request_)
    assert places(attached) == dict.fromkeys(EVERYTHING, column)


def test_everything_goes_with_a_deleted_column(attached: Any) -> None:
    """Nothing that was bound to a deleted column is left, and formulas that read it are broken."""
    attached.batch(DELETE_IT)
    assert places(attached) == {}
    assert attached.read("G9", "FORMULA") == [["=#REF!"]]
    assert attached.read("G9") == [["#REF!"]]


@pytest.mark.parametrize(
    ("request_", "where", "formula"),
    [
        (INSERT_BEFORE, "J9", "=E1"),
        (MOVE_IT_LEFT, "H9", "=A1"),
        ({"insertDimension": {"range": rows(0, 3)}}, "H12", "=C4"),
        ({"deleteDimension": {"range": rows(4, 6)}}, "H7", "=C1"),
    ],
)
def test_formulas_follow_what_they_read(
    attached: Any, request_: dict[str, Any], where: str, formula: str
) -> None:
    """A reference keeps reading the same cell."""
    attached.batch(request_)
    assert (attached.read(where, "FORMULA"), attached.read(where)) == ([[formula]], [["value"]])


def test_range_in_a_formula_grows_with_rows_inserted_inside(book: Any) -> None:
    """Rows inserted within a range belong to it, rows inserted before it move it."""
    book.write("A1", [[1], [2], ["=SUM(A1:A2)"], ["=SUM($A$1:A2)"]])
    book.batch({"insertDimension": {"range": rows(1, 2)}})
    assert book.read("A4:A5", "FORMULA") == [["=SUM(A1:A3)"], ["=SUM($A$1:A3)"]]


def test_formulas_on_other_sheets_follow_too(book: Any) -> None:
    """References from another sheet follow moved rows and a new title."""
    book.batch({"addSheet": {"properties": {"sheetId": 5, "title": "Regning"}}})
    book.write("A2", [["x"]])
    book.write("Regning!A1", [["=Svar!A2"]])
    title = {"sheetId": 0, "title": "Alle svar"}
    book.batch(
        {"insertDimension": {"range": rows(0, 1)}},
        {"updateSheetProperties": {"properties": title, "fields": "title"}},
    )
    assert book.read("Regning!A1", "FORMULA") == [["='Alle svar'!A3"]]
    assert book.read("Regning!A1") == [["x"]]


def test_moved_rows_keep_their_order(book: Any) -> None:
    """The destination counts rows as they stood before the move."""
    book.write("A1", [[letter] for letter in "abcdef"])
    book.batch({"moveDimension": {"source": rows(1, 3), "destinationIndex": 5}})
    assert book.read() == [["a"], ["d"], ["e"], ["b"], ["c"], ["f"]]
    book.batch({"moveDimension": {"source": rows(3, 5), "destinationIndex": 1}})
    assert book.read() == [[letter] for letter in "abcdef"]


def test_inserted_row_takes_the_look_of_its_neighbour(book: Any) -> None:
    """A new row has the format and validation of the row before it, if asked for, and no values."""
    cell = {"userEnteredValue": {"stringValue": "x"}, "userEnteredFormat": {"textFormat": {"bold": True}}}
    grid = {"endRowIndex": 1, "endColumnIndex": 1}
    book.batch({"repeatCell": {"range": grid, "cell": cell, "fields": "*"}})
    book.batch({"insertDimension": {"range": rows(1, 2), "inheritFromBefore": True}})
    row = book.get("sheets.data.rowData.values(userEnteredFormat,userEnteredValue)")
    assert row["sheets"][0]["data"][0]["rowData"][1] == {
        "values": [{"userEnteredFormat": {"textFormat": {"bold": True}}}]
    }


def test_sizes_and_hiding_follow_their_rows(book: Any) -> None:
    """A hidden row stays hidden where it moves to."""
    request = {"range": rows(2, 3), "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}
    book.batch({"updateDimensionProperties": request}, {"insertDimension": {"range": rows(0, 1)}})
    data = book.get("sheets.data.rowMetadata")["sheets"][0]["data"][0]["rowMetadata"]
    assert [index for index, row in enumerate(data) if row.get("hiddenByUser")] == [3]


def test_shrinking_the_grid_drops_what_is_outside(book: Any) -> None:
    """Rows and columns beyond a smaller grid are gone."""
    book.write("A1", [["a", "b"], ["c", "d"]])
    properties = {"sheetId": 0, "gridProperties": {"rowCount": 1, "columnCount": 1}}
    fields = "gridProperties(rowCount,columnCount)"
    book.batch({"updateSheetProperties": {"properties": properties, "fields": fields}})
    assert book.read() == [["a"]]


def test_groups_nest_and_come_apart(book: Any) -> None:
    """A group inside another is one deeper; deleting takes one level away."""
    book.batch({"addDimensionGroup": {"range": rows(1, 6)}}, {"addDimensionGroup": {"range": rows(2, 4)}})
    (reply,) = book.batch({"deleteDimensionGroup": {"range": rows(1, 6)}})
    inner = {"dimension": "ROWS", "startIndex": 2, "endIndex": 4}
    assert reply == {"deleteDimensionGroup": {"dimensionGroups": [{"range": inner, "depth": 1}]}}


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (
            {"deleteDimension": {"range": rows(0, 20)}},
            "Invalid requests[0].deleteDimension: You can't delete all the rows on the sheet.",
        ),
        (
            {"insertDimension": {"range": rows(0, 1), "inheritFromBefore": True}},
            "Invalid requests[0].insertDimension: "
            "inheritFromBefore cannot be true when inserting at the beginning.",
        ),
        (
            {"deleteDimension": {"range": rows(0, 1) | {"sheetId": 99}}},
            "Invalid requests[0].deleteDimension: No grid with id: 99",
        ),
    ],
)
def test_impossible_change_is_refused(
    book: Any, refusal: Any, request_: dict[str, Any], message: str
) -> None:
    """A change that can't be made is refused with its number and kind."""
    assert refusal(lambda: book.batch(request_)) == (400, message)
