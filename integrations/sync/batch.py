"""A plan as one atomic batch: token, ledger rows, copies of what stands there, and only then writes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from integrations.sheets import requests
from integrations.sheets.requests import Request
from integrations.sheets.snapshot import Tab
from integrations.sync.ledger import HEADER, IMAGE, IMAGE_START, Kind
from integrations.sync.plan import Plan, Step, headed, headers
from integrations.sync.sheet import Sheet
from rules.base import Cell

FIRST = 2
"""Where ledger rows are inserted: right below the ledger's header, so that no earlier row is in the way."""


def build(plan: Plan, sheet: Sheet, token: str, stale: Iterable[str]) -> list[Request]:
    """All requests, in the order in which they must apply."""
    if sheet.ledger is None:
        raise ValueError("no ledger to write to")
    ledger, tab = sheet.ledger.sheet_id, sheet.tab.sheet_id
    steps = list(plan.steps)
    if any(step.row for step in steps):
        steps.insert(0, Step(entry=headers(plan, sheet), row=sheet.header_row))
    top_down = list(enumerate(reversed(steps), start=FIRST))
    return [
        requests.add_name(token, ledger),
        *(requests.delete_name(name) for name in stale),
        *_widened(sheet.ledger),
        requests.insert_rows(ledger, FIRST, len(steps)),
        requests.write(ledger, FIRST, 1, [step.entry.own() for _, step in top_down]),
        requests.write(ledger, FIRST, len(HEADER), [[step.entry.rest()] for _, step in top_down]),
        *(copy for place, step in top_down if step.row > 0 for copy in _copies(sheet, plan, step, place)),
        *(write for step in steps if step.row > 0 for write in _writes(tab, step.row, step.block)),
        *(requests.append(tab, _line(step.block)) for step in steps if step.row < 0),
    ]


def _widened(ledger: Tab) -> Iterator[Request]:
    """Give a ledger of an earlier version the columns that it lacks."""
    there = len(ledger.rows[0])
    if (short := len(HEADER) - ledger.column_count) > 0:
        yield {"appendDimension": {"sheetId": ledger.sheet_id, "dimension": "COLUMNS", "length": short}}
    if there < len(HEADER):
        yield requests.write(ledger.sheet_id, 1, there + 1, [HEADER[there:]])


def _copies(sheet: Sheet, plan: Plan, step: Step, place: int) -> Iterator[Request]:
    """Copy a row's key, identity, receipt and decision cells, and what else is written, into the ledger."""
    extras = headed(plan) if step.entry.kind is Kind.BATCH else plan.extras
    columns = {**extras, **sheet.columns}
    pairs = [
        (columns[name], target)
        for target, name in enumerate((*IMAGE, *extras), start=IMAGE_START)
        if name in columns
    ]
    for run in _runs(pairs):
        (source, target), count = run[0], len(run)
        assert sheet.ledger is not None  # noqa: S101 - `build` has seen to it
        yield requests.copy_values(
            requests.area(sheet.tab.sheet_id, step.row, source, 1, count),
            requests.area(sheet.ledger.sheet_id, place, target, 1, count),
        )


def _runs(pairs: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Pairs in runs in which both columns count up by one: each is a single copy."""
    run: list[tuple[int, int]] = []
    for pair in pairs:
        if run and pair != (run[-1][0] + 1, run[-1][1] + 1):
            yield run
            run = []
        run.append(pair)
    if run:
        yield run


def _writes(tab: int, row: int, block: Mapping[int, Cell]) -> Iterator[Request]:
    columns = sorted(block)
    for run in _runs([(column, column) for column in columns]):
        first = run[0][0]
        yield requests.write(tab, row, first, [[block[column] for column, _ in run]])


def _line(block: Mapping[int, Cell]) -> list[Cell]:
    return [block.get(column) for column in range(1, max(block) + 1)]
