"""Connecting a spreadsheet: our columns to the right of the form's, their marks, and the ledger tab.

Existing columns and rows are never changed, and connecting twice changes nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count

from integrations.sheets import requests
from integrations.sheets.gateway import Gateway
from integrations.sheets.requests import Request
from integrations.sheets.snapshot import MARK, TAB_MARK, SheetSnapshot, Tab
from integrations.sync.find import as_table, marked, sound
from integrations.sync.ledger import HEADER
from rules.base import Frozen
from rules.columns import HEADERS, LEDGER_TAB
from rules.programme.model import Programme
from rules.reading import Layout, find_layout

FIRST_LEDGER = 1_957_000
"""The lowest id that a ledger tab is given."""
LEDGER_ROWS = 1000
"""Rows of a new ledger: looks take in a fixed window, which must lie within the tab."""


class NoResponses(Exception):
    """No tab of the spreadsheet has the headers of this programme's form."""


class Proposal(Frozen):
    """What connecting would do: on which tab, which columns are understood, which would be added, in order.

    `layout` may be changed by the person who connects, before they say yes.
    """

    spreadsheet: str
    tab: str
    layout: Layout
    unmarked: tuple[str, ...]
    missing: tuple[str, ...]
    new_ledger: bool

    @property
    def connected(self) -> bool:
        """Whether there is nothing left to do."""
        return not (self.unmarked or self.missing or self.new_ledger)


def propose(gateway: Gateway, programme: Programme) -> Proposal:
    """Look for the responses tab and say what connecting would add. Raises NoResponses; changes nothing."""
    return _proposal(*_find(gateway, programme))


def connect(
    gateway: Gateway,
    programme: Programme,
    layout: Layout | None = None,
    *,
    ledger_rows: int = LEDGER_ROWS,
) -> Proposal:
    """Add what is missing, in one atomic batch; what had to be added. Raises NoResponses.

    `layout` says where the questions are, where a person has corrected what was found.
    """
    snapshot, tab, found = _find(gateway, programme)
    layout = layout or found
    batch = [*_tab_mark(tab), *_columns(programme, tab, layout), *_ledger(snapshot, ledger_rows)]
    if batch:
        gateway.apply(batch)
    return _proposal(snapshot, tab, layout)


def renew_ledger(gateway: Gateway, programme: Programme, last: int) -> None:
    """Make a ledger tab where there is none that can be used; one that was damaged is kept under its number.

    `last` is the highest number of a batch that was ever sent: the tab's id is above those of all tabs that
    such a batch may still mean.
    """
    snapshot, _, _ = _find(gateway, programme)
    old = snapshot.tab(role="ledger") or snapshot.tab(title=LEDGER_TAB)
    if old is not None and sound(next(iter(gateway.look([old.title]).tabs), None)):
        return
    kept = tuple(tab for tab in snapshot.tabs if tab is not old)
    batch = [*_retired(old), *_ledger(replace(snapshot, tabs=kept), LEDGER_ROWS, FIRST_LEDGER + last)]
    gateway.apply(batch)


def _retired(old: Tab | None) -> Iterator[Request]:
    if old is not None:
        lookup = {"metadataKey": TAB_MARK, "metadataLocation": {"sheetId": old.sheet_id}}
        yield {"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": lookup}}}
        properties = {"sheetId": old.sheet_id, "title": f"{LEDGER_TAB} {old.sheet_id}"}
        yield {"updateSheetProperties": {"properties": properties, "fields": "title"}}


def _proposal(snapshot: SheetSnapshot, tab: Tab, layout: Layout) -> Proposal:
    return Proposal(
        spreadsheet=snapshot.title,
        tab=tab.title,
        layout=layout,
        unmarked=tuple(name for name in layout.columns if tab.marks.get(name) != layout.columns[name]),
        missing=tuple(name for name in HEADERS if f"@{name}" not in layout.columns),
        new_ledger=snapshot.tab(role="ledger") is None,
    )


def _find(gateway: Gateway, programme: Programme) -> tuple[SheetSnapshot, Tab, Layout]:
    outline = gateway.outline()
    titles = [tab.title for tab in outline.tabs if tab.role != "ledger" and tab.title != LEDGER_TAB]
    snapshot = gateway.look(titles)
    known = [tab for tab in snapshot.tabs if tab.role == "responses"] or list(snapshot.tabs)
    tried = [(tab, marked(find_layout(programme, as_table(tab))[0], tab)) for tab in known]
    tab, layout = max(tried, key=lambda pair: _questions(pair[1]), default=(None, Layout()))
    if tab is None or not _questions(layout):
        raise NoResponses(outline.title)
    ledger = tuple(t for t in outline.tabs if t.title == LEDGER_TAB or t.role == "ledger")
    whole = SheetSnapshot(
        outline.spreadsheet_id, outline.title, outline.time_zone, (*snapshot.tabs, *ledger), snapshot.named
    )
    return whole, tab, layout


def _questions(layout: Layout) -> int:
    return sum(not name.startswith("@") for name in layout.columns)


def _tab_mark(tab: Tab) -> Iterator[Request]:
    if tab.role != "responses":
        yield _mark({"sheetId": tab.sheet_id}, TAB_MARK, "responses")


def _columns(programme: Programme, tab: Tab, layout: Layout) -> Iterator[Request]:
    """Marks on what is there, then what is missing to the right of everything that has a value."""
    for name, column in layout.columns.items():
        if tab.marks.get(name) != column:
            yield _mark_column(tab, column, name)
    missing = [name for name in HEADERS if f"@{name}" not in layout.columns]
    first = max((len(row) for row in tab.rows), default=0) + 1
    short = first + len(missing) - 1 - tab.column_count
    if missing and short > 0:
        yield {"appendDimension": {"sheetId": tab.sheet_id, "dimension": "COLUMNS", "length": short}}
    for column, name in enumerate(missing, start=first):
        yield requests.write(tab.sheet_id, layout.header_row, column, [[HEADERS[name]]])
        yield _mark_column(tab, column, f"@{name}")
        yield from _furnish(programme, tab, layout.header_row, name, column)


def _furnish(programme: Programme, tab: Tab, header_row: int, name: str, column: int) -> Iterator[Request]:
    """Dropdowns that allow other words too, times shown as times, the receipts out of sight."""
    below = {
        "sheetId": tab.sheet_id,
        "startRowIndex": header_row,
        "startColumnIndex": column - 1,
        "endColumnIndex": column,
    }
    if name in ("status", "cohort"):
        yield _dropdown(below, _words(programme, name))
    if name == "at":
        shown = {"userEnteredFormat": {"numberFormat": {"type": "DATE_TIME", "pattern": "dd-mm-yyyy hh:mm"}}}
        yield {"repeatCell": {"range": below, "cell": shown, "fields": "userEnteredFormat.numberFormat"}}
    if name == "receipt":
        hidden = {"properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}
        yield {"updateDimensionProperties": {"range": _whole(tab, column), **hidden}}


def _words(programme: Programme, name: str) -> list[str]:
    if name == "status":
        return [wording.text.da for wording in programme.statuses.values()]
    return [cohort.name.da for cohort in programme.cohorts]


def _dropdown(area: Mapping[str, int], words: list[str]) -> Request:
    condition = {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": word} for word in words]}
    rule = {"condition": condition, "strict": False, "showCustomUi": True}
    return {"setDataValidation": {"range": dict(area), "rule": rule}}


def _ledger(snapshot: SheetSnapshot, rows: int, first: int = FIRST_LEDGER) -> Iterator[Request]:
    """The ledger tab: nobody but us writes there, everybody may look."""
    if snapshot.tab(role="ledger"):
        return
    taken = {tab.sheet_id for tab in snapshot.tabs}
    sheet_id = next(number for number in count(first) if number not in taken)
    size = {"rowCount": rows, "columnCount": len(HEADER), "frozenRowCount": 1}
    properties = {"sheetId": sheet_id, "title": LEDGER_TAB, "gridProperties": size}
    yield {"addSheet": {"properties": properties}}
    yield _mark({"sheetId": sheet_id}, TAB_MARK, "ledger")
    yield requests.write(sheet_id, 1, 1, [HEADER])
    protection = {"range": {"sheetId": sheet_id}, "description": "Samhold", "editors": {"users": []}}
    yield {"addProtectedRange": {"protectedRange": protection}}


def _whole(tab: Tab, column: int) -> dict[str, object]:
    return {
        "sheetId": tab.sheet_id,
        "dimension": "COLUMNS",
        "startIndex": column - 1,
        "endIndex": column,
    }


def _mark_column(tab: Tab, column: int, name: str) -> Request:
    return _mark({"dimensionRange": _whole(tab, column)}, MARK, name)


def _mark(location: Mapping[str, object], key: str, value: str) -> Request:
    """Marks are visible to every program with access: another installation sees that the sheet is taken."""
    mark = {
        "metadataKey": key,
        "metadataValue": value,
        "location": dict(location),
        "visibility": "DOCUMENT",
    }
    return {"createDeveloperMetadata": {"developerMetadata": mark}}
