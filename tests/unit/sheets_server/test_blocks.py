"""Sort, merge, copy, cut, insert and delete of blocks, find and replace."""

from typing import Any

import pytest

from integrations.sheets_server import Behaviour


def grid(top: int, bottom: int, left: int, right: int) -> dict[str, Any]:
    """A GridRange on the first sheet."""
    return {
        "sheetId": 0,
        "startRowIndex": top,
        "endRowIndex": bottom,
        "startColumnIndex": left,
        "endColumnIndex": right,
    }


def sort(box: dict[str, Any], *columns: tuple[int, str]) -> dict[str, Any]:
    """A sortRange request."""
    specs = [{"dimensionIndex": column, "sortOrder": order} for column, order in columns]
    return {"sortRange": {"range": box, "sortSpecs": specs}}


def test_sort_is_stable_and_puts_blanks_last(book: Any) -> None:
    """Numbers come before texts, blanks last in either direction, equals keep their order."""
    book.write("A1", [["b", 1], [2, 2], [None, 3], ["B", 4], [10, 5], ["a", 6], [True, 7]])
    book.batch(sort(grid(0, 7, 0, 2), (0, "ASCENDING")))
    assert [row[1] for row in book.read("A1:B7")] == ["2", "5", "6", "1", "4", "7", "3"]
    book.batch(sort(grid(0, 7, 0, 2), (0, "DESCENDING")))
    assert [row[1] for row in book.read("A1:B7")] == ["7", "1", "4", "6", "5", "2", "3"]


def test_sort_by_two_columns(book: Any) -> None:
    """Later columns decide among rows that are equal in the earlier ones."""
    book.write("A1", [["x", 2], ["y", 1], ["x", 1]])
    book.batch(sort(grid(0, 3, 0, 2), (0, "DESCENDING"), (1, "ASCENDING")))
    assert book.read() == [["y", "1"], ["x", "1"], ["x", "2"]]


def test_sort_knows_danish_letters(danish: Any) -> None:
    """In a Danish spreadsheet æ, ø and å come last, and Aa is Å."""
    danish.write(
        "A1", [[name] for name in ("Aarhus", "Ærø", "Aabenraa", "Zoo", "Ø", "Aalborg", "Albertslund")]
    )
    danish.batch(sort(grid(0, 7, 0, 1), (0, "ASCENDING")))
    assert [row[0] for row in danish.read()] == [
        "Albertslund", "Zoo", "Ærø", "Ø", "Aabenraa", "Aalborg", "Aarhus",
    ]  # fmt: skip


def test_sort_moves_notes_formats_and_validation_with_the_values(book: Any) -> None:
    """What is on a cell moves with it; other columns stay where they are."""
    book.write("A1", [["b", "stays"], ["a"]])
    cell = {"note": "n", "dataValidation": {"condition": {"type": "NOT_BLANK"}}}
    book.batch({"updateCells": {"range": grid(0, 1, 0, 1), "rows": [{"values": [cell]}],
                                "fields": "note,dataValidation"}})  # fmt: skip
    book.batch(sort(grid(0, 2, 0, 1), (0, "ASCENDING")))
    rows = book.get("sheets.data.rowData.values(formattedValue,note,dataValidation)")["sheets"][0]["data"][0]
    assert rows["rowData"] == [
        {"values": [{"formattedValue": "a"}, {"formattedValue": "stays"}]},
        {"values": [{"formattedValue": "b", **cell}]},
    ]


@pytest.mark.parametrize(("follows", "row"), [(False, 0), (True, 1)])
def test_row_metadata_in_a_sort(make_book: Any, follows: bool, row: int) -> None:
    """Metadata bound to a row stays behind in a sort, unless the switch says otherwise."""
    book = make_book(behaviour=Behaviour(metadata_follows_sort=follows))
    book.write("A1", [["b"], ["a"]])
    where = {"dimensionRange": {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}}
    item = {"metadataId": 1, "metadataKey": "k", "visibility": "DOCUMENT", "location": where}
    book.batch({"createDeveloperMetadata": {"developerMetadata": item}})
    book.batch(sort(grid(0, 2, 0, 1), (0, "ASCENDING")))
    found = book.call("GET", "/developerMetadata/1")["location"]["dimensionRange"]
    assert found["startIndex"] == row


def test_merge_keeps_the_first_value(book: Any, refusal: Any) -> None:
    """Merging keeps the value at the top left; a range that cuts a merged cell is refused."""
    book.write("A1", [["a", "b"], ["c", "d"]])
    book.batch({"mergeCells": {"range": grid(0, 2, 0, 2), "mergeType": "MERGE_ALL"}})
    assert book.read() == [["a"]]
    assert refusal(lambda: book.batch({"unmergeCells": {"range": grid(0, 1, 0, 1)}})) == (
        400,
        "Invalid requests[0].unmergeCells: "
        "You must select all cells in a merged range to merge or unmerge them.",
    )


def copy(kind: str, source: dict[str, Any], to: dict[str, Any], **more: str) -> dict[str, Any]:
    """A copyPaste request."""
    return {"copyPaste": {"source": source, "destination": to, "pasteType": kind, **more}}


@pytest.mark.parametrize(
    ("kind", "formula", "note", "bold"),
    [
        ("PASTE_NORMAL", "=B1+1", "n", True),
        ("PASTE_VALUES", 2, None, None),
        ("PASTE_FORMULA", "=B1+1", None, None),
        ("PASTE_FORMAT", "old", None, True),
        ("PASTE_DATA_VALIDATION", "old", None, None),
    ],
)
def test_paste_types(book: Any, kind: str, formula: object, note: str | None, bold: bool | None) -> None:
    """Each kind of paste copies its own part; a copied formula reads from its new place."""
    book.write("A1", [[1], ["=A1+1"]])
    book.write("B2", [["old"]])
    cell = {"note": "n", "userEnteredFormat": {"textFormat": {"bold": True}}}
    book.batch({"repeatCell": {"range": grid(1, 2, 0, 1), "cell": cell, "fields": "note,userEnteredFormat"}})
    book.batch(copy(kind, grid(1, 2, 0, 1), grid(1, 2, 1, 2)))
    data = book.get("sheets.data.rowData.values(note,userEnteredFormat)", ranges="Svar!B2")["sheets"][0]
    pasted = data["data"][0]["rowData"][0]["values"][0]
    assert book.read("B2", "FORMULA") == [[formula]]
    found = pasted.get("userEnteredFormat", {}).get("textFormat", {}).get("bold")
    assert (pasted.get("note"), found) == (note, bold)


def test_paste_fills_a_larger_range(book: Any) -> None:
    """A block is repeated as often as it fits into its destination."""
    book.write("A1", [["a", "b"]])
    book.batch(copy("PASTE_NORMAL", grid(0, 1, 0, 2), grid(1, 3, 0, 5)))
    assert book.read() == [["a", "b"], ["a", "b", "a", "b"], ["a", "b", "a", "b"]]


def test_paste_turned_round(book: Any) -> None:
    """TRANSPOSE turns rows into columns."""
    book.write("A1", [["a", "b"], ["c", "d"]])
    source, to = grid(0, 2, 0, 2), grid(3, 5, 0, 2)
    book.batch(copy("PASTE_NORMAL", source, to, pasteOrientation="TRANSPOSE"))
    assert book.read("A4:B5") == [["a", "c"], ["b", "d"]]


def test_cut_moves_cells_and_formulas_follow(book: Any) -> None:
    """Cut cells leave nothing behind, and formulas go on reading them."""
    book.write("A1", [["x", "=A1"]])
    to = {"sheetId": 0, "rowIndex": 4, "columnIndex": 3}
    book.batch({"cutPaste": {"source": grid(0, 1, 0, 1), "destination": to, "pasteType": "PASTE_NORMAL"}})
    assert book.read("A1:B1", "FORMULA") == [["", "=D5"]]
    assert book.read("D5") == [["x"]]


def test_pasted_text_is_read_as_typed(book: Any) -> None:
    """Delimited text fills cells as if it had been typed."""
    book.batch({"pasteData": {"coordinate": {"rowIndex": 1}, "data": "a,1\nb,2%", "delimiter": ","}})
    assert book.read("A2:B3", "UNFORMATTED_VALUE") == [["a", 1], ["b", 0.02]]


def test_inserted_and_deleted_blocks_shift_the_rest(book: Any) -> None:
    """Only the columns or rows of the block shift."""
    book.write("A1", [["a", "b"], ["c", "d"]])
    book.batch({"insertRange": {"range": grid(0, 1, 0, 1), "shiftDimension": "ROWS"}})
    assert book.read() == [["", "b"], ["a", "d"], ["c"]]
    book.batch({"deleteRange": {"range": grid(0, 1, 0, 1), "shiftDimension": "COLUMNS"}})
    assert book.read() == [["b"], ["a", "d"], ["c"]]


def test_find_replace_tells_what_it_changed(book: Any) -> None:
    """The reply counts cells, rows, sheets and occurrences, wherever they are."""
    book.write("A1", [["abab", "x"], ["ab", "=A1"]])
    (reply,) = book.batch({"findReplace": {"find": "AB", "replacement": "c", "allSheets": True}})
    counts = {"valuesChanged": 2, "rowsChanged": 2, "sheetsChanged": 1, "occurrencesChanged": 3}
    assert (reply["findReplace"], book.read()) == (counts, [["cc", "x"], ["c", "cc"]])


def test_find_replace_of_entire_cells_changes_no_parts(book: Any) -> None:
    """With matchEntireCell a cell that only contains the text stays."""
    book.write("A1", [["ab"], ["abc"]])
    request = {"find": "ab", "replacement": "x", "matchEntireCell": True, "sheetId": 0}
    (reply,) = book.batch({"findReplace": request})
    assert (reply["findReplace"]["valuesChanged"], book.read()) == (1, [["x"], ["abc"]])


def test_duplicates_and_blanks_are_tidied(book: Any) -> None:
    """Later duplicates go within the range; blanks at the ends of texts go."""
    book.write("A1", [["a", 1], [" b  c ", 2], ["A", 1]], "RAW")
    trimmed, removed = book.batch(
        {"trimWhitespace": {"range": grid(0, 3, 0, 2)}},
        {"deleteDuplicates": {"range": grid(0, 3, 0, 2)}},
    )
    assert (trimmed, removed) == (
        {"trimWhitespace": {"cellsChangedCount": 1}},
        {"deleteDuplicates": {"duplicatesRemovedCount": 1}},
    )
    assert book.read() == [["a", "1"], ["b c", "2"]]
