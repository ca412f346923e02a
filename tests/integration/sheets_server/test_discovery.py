"""What the server takes and answers fits the documents in which Google describes its APIs."""

import json
from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest

from integrations.sheets_server import Account, Ids, MemoryStore
from integrations.sheets_server.schema import schemas


def document(name: str) -> dict[str, Any]:
    """A discovery document, from the client library that Google publishes."""
    folder = resources.files("googleapiclient.discovery_cache").joinpath("documents")
    loaded: dict[str, Any] = json.loads(folder.joinpath(f"{name}.json").read_text("utf-8"))
    return loaded


SHEETS, DRIVE = document("sheets.v4")["schemas"], document("drive.v3")["schemas"]
JSON_TYPES = {"string": str, "boolean": bool, "integer": int, "number": int | float}


def misfits(value: Any, shape: dict[str, Any], known: dict[str, Any], path: str = "") -> Iterator[str]:
    """Where a value is not what its schema says."""
    shape = known[shape["$ref"]] if "$ref" in shape else shape
    kind = shape["type"]
    if kind == "array":
        if not isinstance(value, list):
            yield f"{path} is no list"
            return
        for index, item in enumerate(value):
            yield from misfits(item, shape["items"], known, f"{path}[{index}]")
    elif kind == "object":
        properties = shape.get("properties", {})
        for name, item in value.items():
            if name in properties:
                yield from misfits(item, properties[name], known, f"{path}.{name}")
            elif "additionalProperties" not in shape:
                yield f"{path}.{name} is unknown"
    elif kind != "any" and (
        not isinstance(value, JSON_TYPES[kind]) or _is_bool(value) != (kind == "boolean")
    ):
        yield f"{path} is no {kind}: {value!r}"
    elif "enum" in shape and value not in shape["enum"]:
        yield f"{path} is none of the words: {value}"


def _is_bool(value: Any) -> bool:
    return isinstance(value, bool)


def boiled_down(shape: dict[str, Any]) -> Any:
    """A schema as `schema.json` writes it."""
    if "$ref" in shape:
        return shape["$ref"]
    if shape["type"] == "array":
        return [boiled_down(shape["items"])]
    if shape["type"] == "object":
        more = shape.get("additionalProperties")
        return {"*": boiled_down(more)} if more else "any"
    return {"enum": shape["enum"]} if "enum" in shape else shape.get("format", shape["type"])


def test_schema_is_google_s() -> None:
    """The shapes that requests are checked against are those of the discovery document."""
    ours = {
        name: {field: boiled_down(shape) for field, shape in message.get("properties", {}).items()}
        for name, message in SHEETS.items()
    }
    assert schemas() == ours


GRID = {"sheetId": 5, "startRowIndex": 0, "endRowIndex": 3, "startColumnIndex": 0, "endColumnIndex": 3}
COLUMN = {"sheetId": 5, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}
RED = {"red": 1}
REQUESTS: list[dict[str, Any]] = [
    {"addSheet": {"properties": {"sheetId": 5, "title": "Ark", "tabColor": RED}}},
    {"updateSheetProperties": {"properties": {"sheetId": 5, "gridProperties": {"frozenRowCount": 1}},
                               "fields": "gridProperties.frozenRowCount"}},
    {"appendCells": {"sheetId": 5, "fields": "userEnteredValue,note", "rows": [
        {"values": [{"userEnteredValue": {"stringValue": "navn"}, "note": "overskrift"},
                    {"userEnteredValue": {"numberValue": 1.5}}, {"userEnteredValue": {"boolValue": True}}]},
        {"values": [{"userEnteredValue": {"formulaValue": "=B1*2"}},
                    {"userEnteredValue": {"formulaValue": "=1/0"}},
                    {"userEnteredValue": {"formulaValue": "=QUERY(A:A)"}}]}]}},
    {"repeatCell": {"range": GRID, "fields": "userEnteredFormat", "cell": {"userEnteredFormat": {
        "backgroundColor": RED, "numberFormat": {"type": "NUMBER", "pattern": "0.00"}}}}},
    {"updateBorders": {"range": GRID, "top": {"style": "SOLID", "color": RED}, "innerVertical": {
        "style": "DASHED"}}},
    {"setDataValidation": {"range": GRID, "rule": {"strict": True, "condition": {
        "type": "ONE_OF_LIST", "values": [{"userEnteredValue": "ja"}]}}}},
    {"mergeCells": {"range": GRID | {"startRowIndex": 2}, "mergeType": "MERGE_ALL"}},
    {"addNamedRange": {"namedRange": {"namedRangeId": "n1", "name": "Navn", "range": GRID}}},
    {"addProtectedRange": {"protectedRange": {"range": GRID, "warningOnly": True, "description": "pas på"}}},
    {"createDeveloperMetadata": {"developerMetadata": {"metadataKey": "k", "metadataValue": "v",
        "visibility": "DOCUMENT", "location": {"dimensionRange": COLUMN}}}},
    {"createDeveloperMetadata": {"developerMetadata": {"metadataKey": "s", "visibility": "PROJECT",
                                                       "location": {"spreadsheet": True}}}},
    {"addDimensionGroup": {"range": COLUMN}},
    {"setBasicFilter": {"filter": {"range": GRID}}},
    {"addFilterView": {"filter": {"title": "Mine", "range": GRID}}},
    {"addConditionalFormatRule": {"index": 0, "rule": {"ranges": [GRID], "booleanRule": {
        "condition": {"type": "NOT_BLANK"}, "format": {"textFormat": {"bold": True}}}}}},
    {"addBanding": {"bandedRange": {"range": GRID, "rowProperties": {"headerColor": RED}}}},
    {"findReplace": {"find": "navn", "replacement": "Navn", "allSheets": True}},
    {"duplicateSheet": {"sourceSheetId": 5, "newSheetName": "Kopi"}},
    {"updateDimensionProperties": {"range": COLUMN, "properties": {"hiddenByUser": True, "pixelSize": 50},
                                   "fields": "*"}},
    {"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": {"metadataKey": "s"}}}},
]  # fmt: skip


@pytest.fixture(name="busy")
def busy_spreadsheet() -> tuple[Account, str, Any]:
    """An account, a spreadsheet with something of every kind, and the reply of the batch that made it."""
    account = Account(MemoryStore(), ids=Ids(3))
    file_id = account.create("Prøve")
    body = {"requests": REQUESTS, "includeSpreadsheetInResponse": True, "responseIncludeGridData": True}
    return account, file_id, account.call("POST", f"/v4/spreadsheets/{file_id}:batchUpdate", body)


def test_batch_update_reply_fits(busy: tuple[Account, str, Any]) -> None:
    """The reply of a batch with something of every kind, cells included, has Google's shape."""
    shape = {"$ref": "BatchUpdateSpreadsheetResponse"}
    assert list(misfits(busy[2], shape, SHEETS)) == []


CALLS: list[tuple[str, str, str, Any, str]] = [
    ("GET", "", "includeGridData=true", None, "Spreadsheet"),
    ("POST", ":getByDataFilter", "", {"dataFilters": [{"gridRange": GRID}]}, "Spreadsheet"),
    ("GET", "/values/Ark", "valueRenderOption=UNFORMATTED_VALUE", None, "ValueRange"),
    ("GET", "/values:batchGet", "ranges=Ark!A1:B2&ranges=Navn", None, "BatchGetValuesResponse"),
    ("PUT", "/values/Ark!A1", "valueInputOption=RAW&includeValuesInResponse=true", {"values": [["x", 1]]},
     "UpdateValuesResponse"),
    ("POST", "/values/Ark!A1:append", "valueInputOption=RAW", {"values": [["x", 1]]}, "AppendValuesResponse"),
    ("POST", "/values/Ark!A1:clear", "", {}, "ClearValuesResponse"),
    ("POST", "/values:batchClear", "", {"ranges": ["Ark!A1", "Navn"]}, "BatchClearValuesResponse"),
    ("POST", "/values:batchUpdate", "", {"valueInputOption": "RAW", "data": [
        {"range": "Ark!A1", "values": [["a"]]}]}, "BatchUpdateValuesResponse"),
    ("POST", "/values:batchGetByDataFilter", "", {"dataFilters": [{"developerMetadataLookup": {
        "metadataKey": "k"}}]}, "BatchGetValuesByDataFilterResponse"),
    ("POST", "/values:batchUpdateByDataFilter", "", {"valueInputOption": "RAW", "data": [
        {"dataFilter": {"developerMetadataLookup": {"metadataKey": "k"}}, "majorDimension": "COLUMNS",
         "values": [["h"]]}]}, "BatchUpdateValuesByDataFilterResponse"),
    ("POST", "/values:batchClearByDataFilter", "", {"dataFilters": [{"a1Range": "Ark!B1"}]},
     "BatchClearValuesByDataFilterResponse"),
    ("POST", "/developerMetadata:search", "", {"dataFilters": [{"developerMetadataLookup": {
        "visibility": "DOCUMENT"}}]}, "SearchDeveloperMetadataResponse"),
]  # fmt: skip


@pytest.mark.parametrize("call", CALLS, ids=[call[1] or "/" for call in CALLS])
def test_reply_fits(busy: tuple[Account, str, Any], call: tuple[str, str, str, Any, str]) -> None:
    """The reply of each call of the API has Google's shape."""
    account, file_id, _ = busy
    method, path, query, body, message = call
    reply = account.call(method, f"/v4/spreadsheets/{file_id}{path}", body, query)
    assert list(misfits(reply, {"$ref": message}, SHEETS)) == []


def test_drive_replies_fit(busy: tuple[Account, str, Any]) -> None:
    """Files, lists, copies and permissions have the shape of the Drive API."""
    account, file_id, _ = busy
    base = f"/drive/v3/files/{file_id}"
    share = {"type": "user", "role": "writer", "emailAddress": "a@b.example"}
    replies = [
        (account.call("GET", base, query="fields=*"), "File"),
        (account.call("GET", "/drive/v3/files", query="fields=*"), "FileList"),
        (account.call("POST", f"{base}/copy", {"name": "Kopi"}, "fields=*"), "File"),
        (account.call("PATCH", base, {"name": "Nyt navn"}, "fields=*"), "File"),
        (account.call("POST", f"{base}/permissions", share, "fields=*"), "Permission"),
        (account.call("GET", f"{base}/permissions", query="fields=*"), "PermissionList"),
        (account.call("POST", f"{base}/comments", {"content": "hej"}, "fields=*"), "Comment"),
        (account.call("GET", f"{base}/comments", query="fields=*"), "CommentList"),
    ]
    found = [fault for reply, name in replies for fault in misfits(reply, {"$ref": name}, DRIVE)]
    assert found == []
