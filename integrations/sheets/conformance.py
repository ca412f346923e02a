"""Does a spreadsheet service act as the write-back relies on? Each probe tries one thing on a scratch tab."""

import time
from collections.abc import Callable

from integrations.sheets import conformance_limits, requests
from integrations.sheets.errors import BadRequest
from integrations.sheets.gateway import Gateway
from integrations.sheets.probing import TITLE, Probe, Probes, Scratch, run
from integrations.sheets.requests import Request
from integrations.sheets.snapshot import MARK

probe = Probes()


def live(gateway: Gateway, *, pause: Callable[[float], None] = time.sleep) -> list[Probe]:
    """Try everything that the write-back relies on; see `run`."""
    return run(gateway, (probe, conformance_limits.probe), pause=pause)


@probe("a batch with a used token is refused whole", "refused, nothing changed")
def _token(scratch: Scratch) -> str:
    token = requests.add_name("samhold_probe_1", scratch.sheet_id)
    scratch.gateway.apply([token])
    again = requests.add_name("samhold_probe_1", scratch.sheet_id)
    refused = scratch.refuses(requests.write(scratch.sheet_id, 1, 1, [["changed"]]), again)
    return _refusal(refused, changed=scratch.tab().cell(1, 1) is not None)


@probe("a removed token can be used again", "accepted")
def _removed(scratch: Scratch) -> str:
    token = requests.add_name("samhold_probe_2", scratch.sheet_id)
    scratch.gateway.apply([token, requests.delete_name("samhold_probe_2")])
    return "refused" if scratch.refuses(token) else "accepted"


@probe("a batch applies all or nothing", "refused, nothing changed")
def _atomic(scratch: Scratch) -> str:
    first = requests.write(scratch.sheet_id, 1, 1, [["changed"]])
    refused = scratch.refuses(first, requests.delete_name("samhold_probe_none"))
    return _refusal(refused, changed=scratch.tab().cell(1, 1) is not None)


@probe("requests apply in their order: copy first, then write", "old new")
def _order(scratch: Scratch) -> str:
    scratch.put([["old"]])
    here, there = requests.area(scratch.sheet_id, 1, 1), requests.area(scratch.sheet_id, 1, 3)
    scratch.gateway.apply(
        [requests.copy_values(here, there), requests.write(scratch.sheet_id, 1, 1, [["new"]])]
    )
    return f"{scratch.tab().cell(1, 3)} {scratch.tab().cell(1, 1)}"


@probe("copying values keeps text as text", "=1+1 0012 3.0")
def _copied(scratch: Scratch) -> str:
    scratch.put([["=1+1", "0012", 3]])
    source, target = (requests.area(scratch.sheet_id, row, 1, 1, 3) for row in (1, 2))
    scratch.gateway.apply([requests.copy_values(source, target)])
    return " ".join(str(scratch.tab().cell(2, column)) for column in (1, 2, 3))


@probe("text that looks like something else stays text", "=1+1 0012 1/2 TRUE")
def _raw(scratch: Scratch) -> str:
    scratch.put([["=1+1", "0012", "1/2", "TRUE"]])
    return " ".join(str(scratch.tab().cell(1, column)) for column in (1, 2, 3, 4))


@probe("a blank cell is copied as blank", "None")
def _blank(scratch: Scratch) -> str:
    scratch.put([["a", None], ["b", "c"]])
    source, target = (requests.area(scratch.sheet_id, row, 1, 1, 2) for row in (1, 2))
    scratch.gateway.apply([requests.copy_values(source, target)])
    return str(scratch.tab().cell(2, 2))


@probe("the reply of a batch shows the cells after it", "after")
def _reply(scratch: Scratch) -> str:
    scratch.put([["before"]])
    reply = scratch.gateway.send([requests.write(scratch.sheet_id, 1, 1, [["after"]])], [TITLE])
    return str(reply.tabs[0].cell(1, 1))


@probe("a batch whose reply asks for a missing tab is refused whole", "refused, nothing changed")
def _missing_range(scratch: Scratch) -> str:
    change = requests.write(scratch.sheet_id, 1, 1, [["changed"]])
    try:
        scratch.gateway.send([change], ["no such tab"])
        refused = False
    except BadRequest:
        refused = True
    return _refusal(refused, changed=scratch.tab().cell(1, 1) is not None)


@probe("a column's mark follows it when it moves, is renamed, or another is inserted", "4")
def _mark(scratch: Scratch) -> str:
    scratch.put([["a", "b", "c"]])
    scratch.gateway.apply([_mark_column(scratch, 2)])
    columns = {"sheetId": scratch.sheet_id, "dimension": "COLUMNS"}
    scratch.gateway.apply(
        [
            {"moveDimension": {"source": {**columns, "startIndex": 1, "endIndex": 2}, "destinationIndex": 3}},
            {"insertDimension": {"range": {**columns, "startIndex": 0, "endIndex": 1}}},
            requests.write(scratch.sheet_id, 1, 4, [["renamed"]]),
        ]
    )
    return str(scratch.tab().marks.get("probe"))


@probe("appended cells go below the last row with data", "3")
def _appended(scratch: Scratch) -> str:
    scratch.put([["a"], ["b"]])
    scratch.gateway.apply([requests.append(scratch.sheet_id, [None, "new"])])
    return str(next((n for n, row in enumerate(scratch.tab().rows, 1) if "new" in row), 0))


@probe("a sort moves whole values and leaves blank cells last", "a b None")
def _sorted(scratch: Scratch) -> str:
    scratch.put([["b"], [None], ["a"]])
    scratch.gateway.apply([_sort(scratch, 3)])
    return " ".join(str(scratch.tab().cell(row, 1)) for row in (1, 2, 3))


@probe("inserted rows push the ledger's rows down", "new old")
def _inserted(scratch: Scratch) -> str:
    scratch.put([["header"], ["old"]])
    scratch.gateway.apply(
        [requests.insert_rows(scratch.sheet_id, 2, 1), requests.write(scratch.sheet_id, 2, 1, [["new"]])]
    )
    return f"{scratch.tab().cell(2, 1)} {scratch.tab().cell(3, 1)}"


@probe("a row hidden by a filter is copied and written all the same", "kept changed")
def _filtered(scratch: Scratch) -> str:
    scratch.put([["h"], ["kept"], ["shown"]])
    hide = {"0": {"hiddenValues": ["kept"]}}
    area = requests.area(scratch.sheet_id, 1, 1, 3, 1)
    scratch.gateway.apply([{"setBasicFilter": {"filter": {"range": area, "criteria": hide}}}])
    source, target = requests.area(scratch.sheet_id, 2, 1), requests.area(scratch.sheet_id, 2, 3)
    scratch.gateway.apply(
        [requests.copy_values(source, target), requests.write(scratch.sheet_id, 2, 1, [["changed"]])]
    )
    return f"{scratch.tab().cell(2, 3)} {scratch.tab().cell(2, 1)}"


@probe("findReplace of an entire cell counts what it changed", "1 of 2", relied_on=False)
def _replaced(scratch: Scratch) -> str:
    scratch.put([["x"], ["x y"]])
    wanted = {
        "find": "x",
        "replacement": "z",
        "matchEntireCell": True,
        "range": requests.area(scratch.sheet_id, 1, 1, 2, 1),
    }
    (reply,) = scratch.gateway.apply([{"findReplace": wanted}])
    return f"{reply.get('findReplace', {}).get('occurrencesChanged', 0)} of 2"


@probe("a row's mark stays where it is in a sort", "row 1", relied_on=False)
def _row_mark(scratch: Scratch) -> str:
    scratch.put([["b"], ["a"]])
    place = {"sheetId": scratch.sheet_id, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    mark = {
        "metadataKey": "samhold.probe",
        "location": {"dimensionRange": place},
        "visibility": "DOCUMENT",
    }
    (made,) = scratch.gateway.apply([{"createDeveloperMetadata": {"developerMetadata": mark}}])
    scratch.gateway.apply([_sort(scratch, 2)])
    number = made["createDeveloperMetadata"]["developerMetadata"]["metadataId"]
    lookup = {"dataFilters": [{"developerMetadataLookup": {"metadataId": number}}], "fields": "visibility"}
    again = {"updateDeveloperMetadata": {**lookup, "developerMetadata": {"visibility": "DOCUMENT"}}}
    (found,) = scratch.gateway.apply([again])
    moved = found["updateDeveloperMetadata"]["developerMetadata"][0]["location"]["dimensionRange"]
    return f"row {moved.get('startIndex', 0) + 1}"


def _refusal(refused: bool, *, changed: bool) -> str:
    return f"{'refused' if refused else 'accepted'}, {'something' if changed else 'nothing'} changed"


def _sort(scratch: Scratch, rows: int) -> Request:
    order = [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}]
    return {"sortRange": {"range": requests.area(scratch.sheet_id, 1, 1, rows, 1), "sortSpecs": order}}


def _mark_column(scratch: Scratch, column: int) -> Request:
    place = {
        "sheetId": scratch.sheet_id,
        "dimension": "COLUMNS",
        "startIndex": column - 1,
        "endIndex": column,
    }
    mark = {
        "metadataKey": MARK,
        "metadataValue": "probe",
        "location": {"dimensionRange": place},
        "visibility": "DOCUMENT",
    }
    return {"createDeveloperMetadata": {"developerMetadata": mark}}
