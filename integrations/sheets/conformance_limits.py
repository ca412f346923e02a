"""More probes: filters, protection, limits, what Drive says, how values come back."""

from integrations.sheets import requests
from integrations.sheets.errors import BadRequest, SheetsError
from integrations.sheets.probing import Probes, Scratch
from integrations.sheets.requests import Request
from rules.base import Cell

LONGEST = 50_000
"""Characters that a cell can hold."""
probe = Probes()


@probe("a row hidden by a filter view is copied and written all the same", "kept changed")
def _filter_view(scratch: Scratch) -> str:
    scratch.put([["h"], ["kept"], ["shown"]])
    hide = {"0": {"hiddenValues": ["kept"]}}
    view = {"title": "samhold-probe", "range": requests.area(scratch.sheet_id, 1, 1, 3, 1), "criteria": hide}
    scratch.gateway.apply([{"addFilterView": {"filter": view}}])
    return _copied_over(scratch)


@probe("a row hidden by hand is copied and written all the same", "kept changed")
def _hidden_row(scratch: Scratch) -> str:
    scratch.put([["h"], ["kept"], ["shown"]])
    row = {"sheetId": scratch.sheet_id, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    hidden = {"properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}
    scratch.gateway.apply([{"updateDimensionProperties": {"range": row, **hidden}}])
    return _copied_over(scratch)


@probe("what is protected with us as its editor is copied and written all the same", "kept changed")
def _protected(scratch: Scratch) -> str:
    scratch.put([["h"], ["kept"], ["shown"]])
    area = requests.area(scratch.sheet_id, 2, 1)
    scratch.gateway.apply(
        [{"addProtectedRange": {"protectedRange": {"range": area, "description": "probe"}}}]
    )
    return _copied_over(scratch)


@probe("a strict dropdown does not refuse what a program writes", "changed", relied_on=False)
def _strict(scratch: Scratch) -> str:
    condition = {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "listed"}]}
    rule = {"range": requests.area(scratch.sheet_id, 1, 1), "rule": {"condition": condition, "strict": True}}
    scratch.gateway.apply([{"setDataValidation": rule}])
    refused = scratch.refuses(requests.write(scratch.sheet_id, 1, 1, [["changed"]]))
    return "refused" if refused else str(scratch.tab().cell(1, 1))


@probe("a cell over 50,000 characters is refused with its whole batch", "refused, nothing changed")
def _too_long(scratch: Scratch) -> str:
    batch = [requests.write(scratch.sheet_id, row, 1, [[cell]]) for row, cell in _long()]
    refused = scratch.refuses(*batch)
    return (
        f"{'refused' if refused else 'accepted'}, {'something' if scratch.tab().rows else 'nothing'} changed"
    )


@probe("a refusal names the request that is to blame", "requests[1]", relied_on=False)
def _named(scratch: Scratch) -> str:
    try:
        scratch.gateway.apply([requests.write(scratch.sheet_id, row, 1, [[cell]]) for row, cell in _long()])
    except BadRequest as error:
        return "requests[1]" if "requests[1]" in error.detail else error.detail[:60]
    return "accepted"


@probe("numbers, truth values and long ids come back as they were written", "1.5 True 8085807e40000000 0.0")
def _values(scratch: Scratch) -> str:
    row: list[Cell] = [1.5, True, "8085807e40000000", 0]
    scratch.put([row])
    return " ".join(str(scratch.tab().cell(1, column)) for column in (1, 2, 3, 4))


@probe("a sort moves the cells of a row together", "a2 b1")
def _rows_together(scratch: Scratch) -> str:
    scratch.put([["b", "b1"], ["a", "a2"]])
    order = [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}]
    scratch.gateway.apply(
        [{"sortRange": {"range": requests.area(scratch.sheet_id, 1, 1, 2, 2), "sortSpecs": order}}]
    )
    return f"{scratch.tab().cell(1, 2)} {scratch.tab().cell(2, 2)}"


@probe("Drive's count moves with a change of a cell", "moved", relied_on=False)
def _counted(scratch: Scratch) -> str:
    return _moves(scratch, requests.write(scratch.sheet_id, 1, 1, [["changed"]]))


@probe("Drive's count moves with a change that shows in no cell", "moved", relied_on=False)
def _counted_unseen(scratch: Scratch) -> str:
    return _moves(scratch, requests.add_name("samhold_probe_3", scratch.sheet_id))


@probe("Drive's count stands still while nothing changes", "still", relied_on=False)
def _still(scratch: Scratch) -> str:
    first = _count(scratch)
    return "still" if _count(scratch) == first else "moved"


def _moves(scratch: Scratch, request: Request) -> str:
    before = _count(scratch)
    scratch.gateway.apply([request])
    return "still" if _count(scratch) == before else "moved"


def _count(scratch: Scratch) -> str | None:
    """Raises what Drive refuses: then the probe shows that every look has to read."""
    found = scratch.gateway.version()
    if found is None:
        raise SheetsError("Drive gives no count")
    return found


def _long() -> list[tuple[int, str]]:
    return [(1, "short"), (2, "x" * (LONGEST + 1))]


def _copied_over(scratch: Scratch) -> str:
    """Row 2 is copied aside and then written, in one batch."""
    source, target = requests.area(scratch.sheet_id, 2, 1), requests.area(scratch.sheet_id, 2, 3)
    scratch.gateway.apply(
        [requests.copy_values(source, target), requests.write(scratch.sheet_id, 2, 1, [["changed"]])]
    )
    return f"{scratch.tab().cell(2, 3)} {scratch.tab().cell(2, 1)}"
