"""Files in and out of a spreadsheet, through the REST API like everybody else's changes.

An import adds its tables as new sheets and never writes over what is there.
"""

import json
import secrets
from collections.abc import Iterable, Mapping
from typing import Protocol
from urllib.parse import quote

from .errors import Json
from .exporting import FIELDS, csv_of, workbook_of
from .importing import ImportedSheet, read_file

_SPARE_ROWS = 100
_FEWEST_COLUMNS = 12


class RestError(Exception):
    """The spreadsheet service refused a call: HTTP status and the body of its answer."""

    def __init__(self, status: int, body: Json) -> None:
        super().__init__(body.get("error", {}).get("message", f"HTTP {status}"))
        self.status = status
        self.body = body


class Rest(Protocol):
    """One call of the REST API, authorised by whoever provides it. Raises RestError."""

    def __call__(self, method: str, path: str, query: Mapping[str, str], body: bytes) -> Json: ...


def import_file(rest: Rest, content: bytes, name: str, spreadsheet_id: str | None = None) -> Json:
    """Add a file's tables as new sheets, to a new spreadsheet if none is given, in one atomic batch.

    Returns `{"spreadsheetId", "sheets": [{"sheetId", "title"}]}`. Raises BadFile and RestError.
    """
    sheets = read_file(content, name)
    if spreadsheet_id is None:
        return _import_new(rest, sheets, name)
    there = rest("GET", _path(spreadsheet_id), {"fields": "sheets.properties(sheetId,title)"}, b"")
    taken = [sheet["properties"] for sheet in there["sheets"]]
    added, requests = import_requests(sheets, taken)
    _batch(rest, spreadsheet_id, requests)
    return {"spreadsheetId": spreadsheet_id, "sheets": added}


def _import_new(rest: Rest, sheets: Iterable[ImportedSheet], name: str) -> Json:
    title = name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    body = {"properties": {"title": title, "locale": "da_DK", "timeZone": "Europe/Copenhagen"}}
    made = rest("POST", "/v4/spreadsheets", {}, json.dumps(body).encode())
    first = made["sheets"][0]["properties"]["sheetId"]
    added, requests = import_requests(sheets, [{"sheetId": first, "title": ""}])
    _batch(rest, made["spreadsheetId"], [*requests, {"deleteSheet": {"sheetId": first}}])
    return {"spreadsheetId": made["spreadsheetId"], "sheets": added}


def export_xlsx(rest: Rest, spreadsheet_id: str) -> bytes:
    """The whole spreadsheet as XLSX without live formulas. Raises RestError."""
    return workbook_of(rest("GET", _path(spreadsheet_id), {"fields": FIELDS}, b""))


def export_csv(rest: Rest, spreadsheet_id: str, sheet_id: int) -> bytes:
    """One sheet as CSV without live formulas. Raises RestError, with status 404 if there is no such sheet."""
    spreadsheet = rest("GET", _path(spreadsheet_id), {"fields": FIELDS}, b"")
    for sheet in spreadsheet["sheets"]:
        if sheet["properties"].get("sheetId", 0) == sheet_id:
            return csv_of(sheet)
    message = f"No sheet with id: {sheet_id}"
    raise RestError(404, {"error": {"code": 404, "message": message, "status": "NOT_FOUND"}})


def import_requests(sheets: Iterable[ImportedSheet], taken: Iterable[Json]) -> tuple[list[Json], list[Json]]:
    """The new sheets' ids and titles, and the batch that makes them beside those `taken`."""
    titles = {sheet["title"].casefold() for sheet in taken}
    ids = {sheet["sheetId"] for sheet in taken}
    added, requests = [], []
    for sheet in sheets:
        properties = {"sheetId": _fresh_id(ids), "title": _fresh_title(sheet.title, titles)}
        added.append(properties)
        requests += _sheet_requests(sheet, properties)
    return added, requests


def _fresh_id(ids: set[int]) -> int:
    while (number := secrets.randbelow(2**31 - 1) + 1) in ids:
        continue
    ids.add(number)
    return number


def _fresh_title(title: str, titles: set[str]) -> str:
    fresh, number = title, 2
    while fresh.casefold() in titles:
        fresh, number = f"{title} ({number})", number + 1
    titles.add(fresh.casefold())
    return fresh


def _sheet_requests(sheet: ImportedSheet, properties: Json) -> list[Json]:
    sheet_id = properties["sheetId"]
    widest = max(map(len, sheet.rows), default=0)
    grid = {
        "rowCount": len(sheet.rows) + _SPARE_ROWS,
        "columnCount": max(widest, _FEWEST_COLUMNS),
        "frozenRowCount": min(sheet.frozen_rows, len(sheet.rows)),
        "frozenColumnCount": min(sheet.frozen_columns, widest),
    }
    requests: list[Json] = [
        {"addSheet": {"properties": {**properties, "gridProperties": grid, "hidden": sheet.hidden}}}
    ]
    if sheet.rows:
        start = {"sheetId": sheet_id, "rowIndex": 0, "columnIndex": 0}
        rows = [{"values": row} for row in sheet.rows]
        fields = "userEnteredValue,userEnteredFormat.numberFormat"
        requests.append({"updateCells": {"start": start, "rows": rows, "fields": fields}})
    for merge in sheet.merges:
        requests.append({"mergeCells": {"range": {"sheetId": sheet_id, **merge}, "mergeType": "MERGE_ALL"}})
    columns = {column: {"pixelSize": width} for column, width in sheet.widths.items()}
    for column in sheet.hidden_columns:
        columns[column] = {**columns.get(column, {}), "hiddenByUser": True}
    return requests + [_column_request(sheet_id, column, change) for column, change in columns.items()]


def _column_request(sheet_id: int, column: int, change: Json) -> Json:
    span = {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": column, "endIndex": column + 1}
    return {
        "updateDimensionProperties": {"range": span, "properties": change, "fields": ",".join(sorted(change))}
    }


def _batch(rest: Rest, spreadsheet_id: str, requests: list[Json]) -> None:
    rest("POST", f"{_path(spreadsheet_id)}:batchUpdate", {}, json.dumps({"requests": requests}).encode())


def _path(spreadsheet_id: str) -> str:
    return f"/v4/spreadsheets/{quote(spreadsheet_id, safe='')}"
