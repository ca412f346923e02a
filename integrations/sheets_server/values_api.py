"""The `values` collection: read, write, append and clear, by A1 range or by data filter."""

from typing import TYPE_CHECKING, Any

from . import values
from .a1 import Span, parse
from .access import changing, looking, masked
from .calls import Reply, Request, Route
from .datafilters import boxes_of
from .errors import ApiError, Json, bad_request
from .model import Box, Workbook
from .schema import checked
from .values import Rendering

if TYPE_CHECKING:
    from .account import Account

_VALUES = r"/v4/spreadsheets/([^/:]+)/values"
_RENDER = ("FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA")
_DATES = ("SERIAL_NUMBER", "FORMATTED_STRING")


def _rendering(request: Request, prefix: str = "") -> Rendering:
    """From query parameters; `prefix` is "response" for writes."""
    value, date = ("responseValue", "responseDateTime") if prefix else ("value", "dateTime")
    return Rendering(
        request.choice(f"{value}RenderOption", *_RENDER, default="FORMATTED_VALUE"),
        request.choice(f"{date}RenderOption", *_DATES, default="SERIAL_NUMBER"),
        request.choice("majorDimension", "ROWS", "COLUMNS", "DIMENSION_UNSPECIFIED", default="ROWS")
        == "COLUMNS",
    )


def _rendering_of(body: Json, prefix: str = "") -> Rendering:
    """From a body; `prefix` is "response" for writes."""
    value, date = ("responseValue", "responseDateTime") if prefix else ("value", "dateTime")
    return Rendering(
        body.get(f"{value}RenderOption", "FORMATTED_VALUE"),
        body.get(f"{date}RenderOption", "SERIAL_NUMBER"),
        body.get("majorDimension") == "COLUMNS",
    )


def get(account: "Account", request: Request) -> Reply:
    """The values of one range."""
    how = _rendering(request)
    with looking(account, request.group(0)) as book:
        reply = values.read(book, parse(request.group(1), book), how)
    return Reply(masked(reply, request, "ValueRange"))


def batch_get(account: "Account", request: Request) -> Reply:
    """The values of several ranges."""
    how = _rendering(request)
    with looking(account, request.group(0)) as book:
        found = [values.read(book, parse(text, book), how) for text in request.params.get("ranges", [])]
        reply: Json = {"spreadsheetId": book.id}
    if found:
        reply["valueRanges"] = found
    return Reply(masked(reply, request, "BatchGetValuesResponse"))


def _input(option: str | None) -> bool:
    """Whether values are stored as they are."""
    if option not in ("RAW", "USER_ENTERED"):
        raise bad_request("'valueInputOption' is required but not specified")
    return option == "RAW"


def _value_range(request: Request) -> tuple[list[list[Any]], bool]:
    body = checked(request.json(), "ValueRange", "data")
    return _plain(body.get("values", [])), body.get("majorDimension") == "COLUMNS"


def _plain(rows: list[list[Any]]) -> list[list[Any]]:
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            if isinstance(value, dict | list):
                kind = "struct_value" if isinstance(value, dict) else "list_value"
                raise bad_request(f"Invalid values[{i}][{j}]: {kind} {{\n}}\n")
    return rows


def update(account: "Account", request: Request) -> Reply:
    """Write one range."""
    lines, columns = _value_range(request)
    raw = _input(request.param("valueInputOption"))
    with changing(account, request.group(0)) as book:
        span = parse(request.group(1), book)
        reply = values.write(book, span, lines, columns=columns, raw=raw)
        if request.flag("includeValuesInResponse"):
            reply["updatedData"] = _echo(book, reply, _rendering(request, "response"))
    return Reply(masked(reply, request, "UpdateValuesResponse"))


def _echo(book: Workbook, reply: Json, how: Rendering) -> Json:
    return values.read(book, parse(reply["updatedRange"], book), how)


def append(account: "Account", request: Request) -> Reply:
    """Write below the table that a range touches."""
    lines, columns = _value_range(request)
    raw = _input(request.param("valueInputOption"))
    insert = request.choice("insertDataOption", "OVERWRITE", "INSERT_ROWS", default="OVERWRITE")
    with changing(account, request.group(0)) as book:
        span = parse(request.group(1), book)
        reply = values.append(book, span, lines, columns=columns, raw=raw, insert=insert == "INSERT_ROWS")
        if request.flag("includeValuesInResponse"):
            reply["updates"]["updatedData"] = _echo(book, reply["updates"], _rendering(request, "response"))
    return Reply(masked(reply, request, "AppendValuesResponse"))


def clear(account: "Account", request: Request) -> Reply:
    """Clear the values of one range."""
    with changing(account, request.group(0)) as book:
        cleared = values.clear(book, parse(request.group(1), book))
        reply = {"spreadsheetId": book.id, "clearedRange": cleared}
    return Reply(masked(reply, request, "ClearValuesResponse"))


def batch_clear(account: "Account", request: Request) -> Reply:
    """Clear the values of several ranges."""
    body = checked(request.json(), "BatchClearValuesRequest")
    with changing(account, request.group(0)) as book:
        cleared = [values.clear(book, parse(text, book)) for text in body.get("ranges", [])]
        reply = {"spreadsheetId": book.id, "clearedRanges": cleared}
    return Reply(masked(reply, request, "BatchClearValuesResponse"))


def batch_update(account: "Account", request: Request) -> Reply:
    """Write several ranges."""
    body = checked(request.json(), "BatchUpdateValuesRequest")
    with changing(account, request.group(0)) as book:
        targets = [(item, parse(item.get("range", ""), book)) for item in body.get("data", [])]
        reply = _written(book, body, targets)
    return Reply(masked(reply, request, "BatchUpdateValuesResponse"))


def _written(book: Workbook, body: Json, targets: list[tuple[Json, Span]]) -> Json:
    raw = _input(body.get("valueInputOption"))
    replies, touched = [], []
    for index, (item, span) in enumerate(targets):
        try:
            lines = _plain(item.get("values", []))
            reply = values.write(book, span, lines, columns=item.get("majorDimension") == "COLUMNS", raw=raw)
        except ApiError as error:
            raise bad_request(f"Invalid data[{index}]: {error.message}") from None
        if reply.get("updatedCells"):
            written = parse(reply["updatedRange"], book)
            touched.append(written.on(book.sheet(written.sheet)))
        if body.get("includeValuesInResponse"):
            reply["updatedData"] = _echo(book, reply, _rendering_of(body, "response"))
        replies.append(reply)
    totals = _totals(touched, sum(reply.get("updatedCells", 0) for reply in replies))
    return {"spreadsheetId": book.id} | totals | ({"responses": replies} if replies else {})


def _totals(boxes: list[Box], cells: int) -> Json:
    """How many different rows, columns and sheets were written."""
    rows = {(box.sheet, row) for box in boxes for row in range(box.top, box.bottom)}
    columns = {(box.sheet, column) for box in boxes for column in range(box.left, box.right)}
    totals = {
        "totalUpdatedRows": len(rows),
        "totalUpdatedColumns": len(columns),
        "totalUpdatedCells": cells,
        "totalUpdatedSheets": len({box.sheet for box in boxes}),
    }
    return {name: number for name, number in totals.items() if number}


def _found(book: Workbook, wanted: Json) -> list[Span]:
    return [Span(box.sheet, box.top, box.bottom, box.left, box.right) for box in boxes_of(book, wanted)]


def get_by_filter(account: "Account", request: Request) -> Reply:
    """The values that data filters find, each range with the filters that found it."""
    body = checked(request.json(), "BatchGetValuesByDataFilterRequest")
    how = _rendering_of(body)
    with looking(account, request.group(0)) as book:
        matched: dict[Span, list[Json]] = {}
        for wanted in body.get("dataFilters", []):
            for span in _found(book, wanted):
                matched.setdefault(span, []).append(wanted)
        ranges = [
            {"valueRange": values.read(book, span, how), "dataFilters": filters}
            for span, filters in matched.items()
        ]
        reply = {"spreadsheetId": book.id} | ({"valueRanges": ranges} if ranges else {})
    return Reply(masked(reply, request, "BatchGetValuesByDataFilterResponse"))


def update_by_filter(account: "Account", request: Request) -> Reply:
    """Write where data filters say."""
    body = checked(request.json(), "BatchUpdateValuesByDataFilterRequest")
    with changing(account, request.group(0)) as book:
        targets = []
        for item in body.get("data", []):
            targets += [(item, span) for span in _found(book, item.get("dataFilter", {}))]
        reply = _written(book, body, targets)
        for answer, (item, _) in zip(reply.get("responses", []), targets, strict=True):
            answer["dataFilter"] = item.get("dataFilter", {})
            del answer["spreadsheetId"]
    return Reply(masked(reply, request, "BatchUpdateValuesByDataFilterResponse"))


def clear_by_filter(account: "Account", request: Request) -> Reply:
    """Clear what data filters find."""
    body = checked(request.json(), "BatchClearValuesByDataFilterRequest")
    with changing(account, request.group(0)) as book:
        spans = [span for wanted in body.get("dataFilters", []) for span in _found(book, wanted)]
        reply = {"spreadsheetId": book.id, "clearedRanges": [values.clear(book, span) for span in spans]}
    return Reply(masked(reply, request, "BatchClearValuesByDataFilterResponse"))


ROUTES: tuple[Route, ...] = (
    ("GET", rf"{_VALUES}:batchGet", batch_get),
    ("POST", rf"{_VALUES}:batchUpdate", batch_update),
    ("POST", rf"{_VALUES}:batchClear", batch_clear),
    ("POST", rf"{_VALUES}:batchGetByDataFilter", get_by_filter),
    ("POST", rf"{_VALUES}:batchUpdateByDataFilter", update_by_filter),
    ("POST", rf"{_VALUES}:batchClearByDataFilter", clear_by_filter),
    ("POST", rf"{_VALUES}/(.+):append", append),
    ("POST", rf"{_VALUES}/(.+):clear", clear),
    ("GET", rf"{_VALUES}/(.+)", get),
    ("PUT", rf"{_VALUES}/(.+)", update),
)
