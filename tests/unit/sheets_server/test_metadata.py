"""Developer metadata and data filters."""

from typing import Any

import pytest


def column(index: int) -> dict[str, Any]:
    """A location on one column."""
    where = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": index, "endIndex": index + 1}
    return {"dimensionRange": where}


def create(number: int, key: str, location: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A createDeveloperMetadata request."""
    item = {"metadataId": number, "metadataKey": key, "visibility": "DOCUMENT", "location": location}
    return {"createDeveloperMetadata": {"developerMetadata": item | more}}


@pytest.fixture(name="marked")
def marked_book(book: Any) -> Any:
    """Metadata on the spreadsheet, the sheet and two columns."""
    book.batch(
        create(1, "app", {"spreadsheet": True}),
        create(2, "tab", {"sheetId": 0}),
        create(3, "column", column(0), metadataValue="key"),
        create(4, "column", column(2), metadataValue="status"),
    )
    return book


def found(book: Any, **lookup: Any) -> list[int]:
    """The ids that a lookup finds."""
    body = {"dataFilters": [{"developerMetadataLookup": lookup}]}
    reply = book.call("POST", "/developerMetadata:search", body)
    return [item["developerMetadata"]["metadataId"] for item in reply.get("matchedDeveloperMetadata", [])]


@pytest.mark.parametrize(
    ("lookup", "ids"),
    [
        ({"metadataKey": "column"}, [3, 4]),
        ({"metadataKey": "column", "metadataValue": "status"}, [4]),
        ({"metadataId": 2}, [2]),
        ({"locationType": "SPREADSHEET"}, [1]),
        ({"metadataLocation": {"sheetId": 0}, "locationMatchingStrategy": "EXACT_LOCATION"}, [2]),
        (
            {"metadataLocation": {"sheetId": 0}, "locationMatchingStrategy": "INTERSECTING_LOCATION"},
            [2, 3, 4],
        ),
        ({"metadataLocation": column(2)}, [4]),
        ({"visibility": "PROJECT"}, []),
    ],
)
def test_lookup_finds_by_every_part(marked: Any, lookup: dict[str, Any], ids: list[int]) -> None:
    """Metadata are found by id, key, value, visibility and place."""
    assert found(marked, **lookup) == ids


def test_values_are_read_and_written_where_the_metadata_has_gone(marked: Any) -> None:
    """A data filter reads and writes the column that its metadata is on now."""
    marked.batch({"insertDimension": {"range": column(0)["dimensionRange"]}})
    lookup = {"developerMetadataLookup": {"metadataValue": "status"}}
    data = [{"dataFilter": lookup, "majorDimension": "COLUMNS", "values": [["Status", "ny"]]}]
    body = {"valueInputOption": "RAW", "data": data}
    written = marked.call("POST", "/values:batchUpdateByDataFilter", body)
    read = marked.call("POST", "/values:batchGetByDataFilter", {"dataFilters": [lookup]})
    assert [answer["updatedRange"] for answer in written["responses"]] == ["Svar!D1:D2"]
    assert [item["valueRange"]["values"] for item in read["valueRanges"]] == [[["Status"], ["ny"]]]
    assert marked.read("D1:D2") == [["Status"], ["ny"]]


def test_metadata_shows_on_its_column(marked: Any) -> None:
    """spreadsheets.get shows metadata where they are bound."""
    reply = marked.get(
        "developerMetadata.metadataId,sheets(developerMetadata.metadataId,data.columnMetadata)"
    )
    columns = reply["sheets"][0]["data"][0]["columnMetadata"]
    on = {
        i: c["developerMetadata"][0]["metadataId"] for i, c in enumerate(columns) if "developerMetadata" in c
    }
    assert (reply["developerMetadata"], reply["sheets"][0]["developerMetadata"], on) == (
        [{"metadataId": 1}],
        [{"metadataId": 2}],
        {0: 3, 2: 4},
    )


def test_metadata_is_updated_and_deleted_by_filter(marked: Any) -> None:
    """Updates and deletions touch all that the filter finds, and say which."""
    lookup = {"developerMetadataLookup": {"metadataKey": "column"}}
    update = {"dataFilters": [lookup], "developerMetadata": {"metadataValue": "x"}, "fields": "metadataValue"}
    updated, deleted = marked.batch(
        {"updateDeveloperMetadata": update}, {"deleteDeveloperMetadata": {"dataFilter": lookup}}
    )
    values = [item["metadataValue"] for item in updated["updateDeveloperMetadata"]["developerMetadata"]]
    gone = deleted["deleteDeveloperMetadata"]["deletedDeveloperMetadata"]
    assert (values, [item["metadataId"] for item in gone]) == (["x", "x"], [3, 4])
    assert found(marked, metadataKey="column") == []


def test_metadata_beyond_the_cap_is_refused(book: Any, refusal: Any) -> None:
    """A sheet holds 30,000 characters of metadata."""
    book.batch(create(1, "k", column(0), metadataValue="x" * 29_000))
    code, message = refusal(lambda: book.batch(create(2, "k", column(1), metadataValue="x" * 1_000)))
    assert (code, message) == (
        400,
        "Invalid requests[0].createDeveloperMetadata: "
        "The developer metadata would exceed the limit of 30000 characters.",
    )


def test_unknown_metadata_is_not_found(book: Any, refusal: Any) -> None:
    """An id that doesn't exist is a 404."""
    assert refusal(lambda: book.call("GET", "/developerMetadata/9")) == (
        404,
        "Requested entity was not found.",
    )
