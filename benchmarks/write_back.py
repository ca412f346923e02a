"""What 200 decisions cost in calls and seconds: Samhold beside three ways of writing with gspread alone.

Run as `python -m benchmarks.write_back [DECISIONS]`. All ways write the same statuses into equal sheets on
the embedded server, in one run, without a network between; the last columns are each way's calls and seconds
as a multiple of Samhold's. Samhold's one write carries a ledger row and a copy of what stood there for every
decision, which the others have not; none of the others would notice that somebody sorted the sheet meanwhile.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import gspread

from integrations.sheets.client import open_client
from integrations.sheets_server import Call, CoreAdapter, Disturbance
from rules.columns import KEY, STATUS
from rules.state import Status
from tests.world import TAB, World

Way = Callable[[World, list[str]], None]
WORD = "Venteliste"


class Counted:
    """Counts the calls that reach the server, by kind."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()

    def __call__(self, call: Call) -> Disturbance | None:
        kind = "reads" if call.method == "GET" else "writes"
        self.calls[kind if call.path.startswith("/v4/") else "drive"] += 1
        return None


def samhold(world: World, keys: list[str]) -> None:
    """One look and one atomic batch, judged by its own reply."""
    world.worker.tick()


def cell_by_cell(world: World, keys: list[str]) -> None:
    """Find the row of each case number, then update its cell."""
    sheet = _worksheet(world)
    status = sheet.row_values(1).index(STATUS) + 1
    for key in keys:
        found = sheet.find(key)
        assert found is not None
        sheet.update_cell(found.row, status, WORD)


def by_row_number(world: World, keys: list[str]) -> None:
    """Read once, then write all cells by the row numbers seen: quick, and wrong after a sort."""
    sheet = _worksheet(world)
    header, *rows = sheet.get_all_values()
    at, status = header.index(KEY), header.index(STATUS) + 1
    where = {row[at]: number for number, row in enumerate(rows, start=2)}
    cells = [gspread.Cell(where[key], status, WORD) for key in keys]
    sheet.update_cells(cells)


def whole_sheet(world: World, keys: list[str]) -> None:
    """Read all, clear the sheet, write it all again, as table-shaped tools do: once for each decision."""
    sheet = _worksheet(world)
    for key in keys:
        header, *rows = sheet.get_all_values()
        at, status = header.index(KEY), header.index(STATUS)
        for row in rows:
            if row[at] == key:
                row[status] = WORD
        sheet.clear()
        sheet.update([header, *rows])


WAYS: tuple[Way, ...] = (samhold, by_row_number, cell_by_cell, whole_sheet)


def _worksheet(world: World) -> gspread.Worksheet:
    client = open_client(None, None, adapter=CoreAdapter(world.account))
    return client.open_by_key(world.spreadsheet).worksheet(TAB)


def measure(way: Way, decisions: int, folder: Path) -> tuple[Counter[str], float]:
    """Calls and seconds of one way, on a sheet of its own with as many applications as decisions."""
    folder.mkdir()
    world = World(folder)
    keys = world.arrive(*(f"Skole{number} Nord" for number in range(decisions)))
    if way is samhold:
        for key in keys:
            world.decide(key, Status.WAITLISTED)
    world.account.plan = counted = Counted()
    start = time.perf_counter()
    way(world, keys)
    seconds = time.perf_counter() - start
    written = sum(row[STATUS] == WORD for row in world.people.records())
    assert written == decisions, f"{way.__name__} wrote {written}"
    return counted.calls, seconds


def main() -> None:
    """Measure all ways and print them side by side."""
    decisions = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with TemporaryDirectory() as folder:
        results = {way.__name__: measure(way, decisions, Path(folder) / way.__name__) for way in WAYS}
    calls, seconds = results["samhold"]
    print(f"{decisions} decisions      reads  writes  seconds   calls x  seconds x")
    for name, (counted, took) in results.items():
        times = counted.total() / calls.total(), took / seconds
        figures = f"{counted['reads']:7} {counted['writes']:7} {took:8.2f} {times[0]:9.1f} {times[1]:10.1f}"
        print(f"{name:20} {figures}")


if __name__ == "__main__":
    main()
