"""Addresses of ranges, and what is read and written through them."""

from typing import Any

import pytest

FILLED = [["a", "b", "c"], ["d"], [], ["", "e"]]


@pytest.mark.parametrize(
    ("asked", "answered", "values"),
    [
        ("A1:B2", "Svar!A1:B2", [["a", "b"], ["d"]]),
        ("Svar", "Svar!A1:H20", FILLED),
        ("'Svar'", "Svar!A1:H20", FILLED),
        ("svar!a1", "Svar!A1", [["a"]]),
        ("A:A", "Svar!A1:A20", [["a"], ["d"]]),
        ("1:1", "Svar!A1:H1", [["a", "b", "c"]]),
        ("A2:A", "Svar!A2:A20", [["d"]]),
        ("A1:1", "Svar!A1:H1", [["a", "b", "c"]]),
        ("C2:A1", "Svar!A1:C2", [["a", "b", "c"], ["d"]]),
        ("R1C2", "Svar!B1", [["b"]]),
        ("Svar!R1C1:R2C2", "Svar!A1:B2", [["a", "b"], ["d"]]),
        ("$A$1:$B$1", "Svar!A1:B1", [["a", "b"]]),
        ("B1:Z1", "Svar!B1:H1", [["b", "c"]]),
        ("Navn", "Svar!B1:B4", [["b"], [], [], ["e"]]),
        ("Svar!Navn", "Svar!B1:B4", [["b"], [], [], ["e"]]),
        ("D5:E6", "Svar!D5:E6", []),
    ],
)
def test_range_forms(book: Any, asked: str, answered: str, values: list[list[str]]) -> None:
    """All forms of an address are understood; blank cells and rows at the ends are left out."""
    book.write("A1", FILLED)
    grid = {"endRowIndex": 4, "startColumnIndex": 1, "endColumnIndex": 2}
    book.batch({"addNamedRange": {"namedRange": {"name": "Navn", "range": grid}}})
    reply = book.call("GET", f"/values/{asked}")
    assert (reply["range"], reply.get("values", [])) == (answered, values)


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Sheet9", "Sheet9!A1"),
        ("D3", "'D3'!A1"),
        ("Ark1", "'Ark1'!A1"),
        ("R1C1", "'R1C1'!A1"),
        ("to ord", "'to ord'!A1"),
        ("It's", "'It''s'!A1"),
        ("Ansøgninger", "'Ansøgninger'!A1"),
        ("2027", "'2027'!A1"),
        ("a/b", "'a/b'!A1"),
    ],
)
def test_title_is_quoted_where_it_must(book: Any, title: str, written: str) -> None:
    """A title is quoted unless it is a plain word that looks like no cell, and is found again so."""
    book.batch({"updateSheetProperties": {"properties": {"title": title}, "fields": "title"}})
    quoted = "'" + title.replace("'", "''") + "'!A1"
    assert book.write(quoted, [["x"]])["updatedRange"] == written
    assert book.read(written) == [["x"]]


@pytest.mark.parametrize("asked", ["Nope!A1", "Svar!A1:B2:C3", "Svar!", "A", "Svar!ABCD1", "Svar!A0"])
def test_unreadable_range_is_refused(book: Any, refusal: Any, asked: str) -> None:
    """A range that can't be read is refused with Google's words."""
    assert refusal(lambda: book.read(asked)) == (400, f"Unable to parse range: {asked}")


def test_range_outside_the_grid_is_refused(book: Any, refusal: Any) -> None:
    """A range that begins outside the grid is refused, for reading and for writing."""
    message = "Range (Svar!A21:B22) exceeds grid limits. Max rows: 20, max columns: 8"
    assert refusal(lambda: book.read("A21:B22")) == (400, message)
    assert refusal(lambda: book.write("A21:B22", [["x"]])) == (400, message)


def test_write_beyond_its_range_is_refused(book: Any, refusal: Any) -> None:
    """More values than the range has room for are refused, and nothing is written."""
    message = "Requested writing within range [Svar!A1:B1], but tried writing to row [2]"
    assert refusal(lambda: book.write("A1:B1", [["x"], ["y"]])) == (400, message)
    assert book.read() == []


def test_write_from_one_cell_makes_the_grid_grow(book: Any) -> None:
    """Values written from a single cell on may reach beyond the grid, which grows."""
    book.write("H20", [["x", "y"], ["z"]])
    grid = book.get("sheets.properties.gridProperties")["sheets"][0]["properties"]["gridProperties"]
    assert (grid, book.read("H20:I21")) == ({"rowCount": 21, "columnCount": 9}, [["x", "y"], ["z"]])


def test_columns_are_read_and_written_as_such(book: Any) -> None:
    """majorDimension COLUMNS turns values both ways."""
    book.call(
        "PUT",
        "/values/A1",
        {"majorDimension": "COLUMNS", "values": [["a", "b"], ["c"]]},
        valueInputOption="RAW",
    )
    assert book.read() == [["a", "c"], ["b"]]
    assert book.read(majorDimension="COLUMNS") == [["a", "b"], ["c"]]


@pytest.mark.parametrize(
    ("asked", "table", "updated"),
    [
        ("Svar", "Svar!D6:E7", "Svar!D8"),
        ("A1", "Svar!A1:B3", "Svar!A4"),
        ("B2", "Svar!A1:B3", "Svar!A4"),
        ("D7:E7", "Svar!D6:E7", "Svar!D8"),
        ("H1", None, "Svar!H1"),
        ("C2", None, "Svar!C2"),
    ],
)
def test_append_goes_below_the_table_of_its_range(
    book: Any, asked: str, table: str | None, updated: str
) -> None:
    """Append finds the last table in its range; without one it writes into the range itself."""
    book.write("A1", [["a", "b"], ["", "c"], ["d"]])
    book.write("D6", [["e", "f"], ["g"]])
    reply = book.call("POST", f"/values/{asked}:append", {"values": [["x"]]}, valueInputOption="RAW")
    assert (reply.get("tableRange"), reply["updates"]["updatedRange"]) == (table, updated)


def test_append_with_inserted_rows_moves_what_is_below(book: Any) -> None:
    """INSERT_ROWS makes room below the table."""
    book.write("A1", [["a"], [""], ["below"]])
    book.call(
        "POST",
        "/values/A1:append",
        {"values": [["x"], ["y"]]},
        valueInputOption="RAW",
        insertDataOption="INSERT_ROWS",
    )
    assert book.read() == [["a"], ["x"], ["y"], [], ["below"]]


def test_append_at_the_end_makes_the_grid_grow(book: Any) -> None:
    """The grid grows by the rows that are appended below its last."""
    book.write("A20", [["last"]])
    reply = book.call("POST", "/values/A20:append", {"values": [["x"]]}, valueInputOption="RAW")
    assert reply["updates"]["updatedRange"] == "Svar!A21"


def test_clear_keeps_notes_and_formats(book: Any) -> None:
    """Clearing values leaves notes, formats and validation."""
    data = {"userEnteredValue": {"stringValue": "x"}, "note": "n"}
    grid = {"endRowIndex": 1, "endColumnIndex": 1}
    book.batch({"repeatCell": {"range": grid, "cell": data, "fields": "*"}})
    book.call("POST", "/values/Svar:clear")
    cell = book.get("sheets.data.rowData.values(note,userEnteredValue)")["sheets"][0]["data"][0]
    assert cell == {"rowData": [{"values": [{"note": "n"}]}]}


def test_batch_update_counts_each_row_and_column_once(book: Any) -> None:
    """Totals count different rows and columns, not those of each range added up."""
    data = [{"range": "A1:B1", "values": [["a", "b"]]}, {"range": "A3:B3", "values": [["c", "d"]]}]
    reply = book.call("POST", "/values:batchUpdate", {"valueInputOption": "RAW", "data": data})
    totals = [reply[f"totalUpdated{name}"] for name in ("Rows", "Columns", "Cells", "Sheets")]
    assert totals == [2, 2, 4, 1]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            {"values": "X"},
            "Invalid value at 'data.values' (type.googleapis.com/google.protobuf.ListValue), \"X\"",
        ),
        (
            {"valuez": []},
            "Invalid JSON payload received. Unknown name \"valuez\" at 'data': Cannot find field.",
        ),
    ],
)
def test_malformed_body_is_refused(book: Any, refusal: Any, body: Any, message: str) -> None:
    """A body of another shape is refused with the field and its type."""
    assert refusal(lambda: book.call("PUT", "/values/A1", body, valueInputOption="RAW")) == (400, message)


def test_missing_input_option_is_refused(book: Any, refusal: Any) -> None:
    """A write must say how its values are to be read."""
    refused = refusal(lambda: book.call("PUT", "/values/A1", {"values": [["x"]]}))
    assert refused == (400, "'valueInputOption' is required but not specified")
