"""What looking at the sheet costs: a tick of the worker beside reading all records again with gspread.

Run as `python -m benchmarks.observe [APPLICATIONS …]`. Seconds of CPU, on the embedded server without a
network between, and as a multiple of one `get_all_records`, which neither checks nor remembers anything.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from integrations.journal.journal import Journal
from integrations.sheets.client import open_client
from integrations.sheets_server import CoreAdapter
from rules.columns import KEY
from rules.projection import serial
from tests.world import TAB, World

SIZES = (200, 2_000)
REPEATS = 3


def filled(folder: Path, applications: int) -> World:
    """A sheet of as many applications, each with its key, and a journal that knows them all."""
    folder.mkdir()
    world = World(folder, rows=applications + 2)
    headers = {question.id: question.header for question in world.programme.questions}
    names = [str(header) for header in world.people.values()[0]]
    start = serial(world.clock(), world.programme.zone)
    lines: list[dict[str, dict[str, object]]] = [
        {
            headers["timestamp"]: {"numberValue": start + number / 86400},
            headers["email"]: {"stringValue": f"skole{number}@skole.example"},
            headers["municipality"]: {"stringValue": "Aarhus"},
            headers["workplace"]: {"stringValue": f"Skole{number} Nord"},
        }
        for number in range(applications)
    ]
    rows = [{"values": [_cell(line.get(name)) for name in names]} for line in lines]
    world.people.batch({"appendCells": {"sheetId": 0, "rows": rows, "fields": "userEnteredValue"}})
    while not all(row[KEY] for row in world.people.records()):
        world.tick()
    world.tick(3)
    return world


def _cell(value: dict[str, object] | None) -> dict[str, object]:
    return {"userEnteredValue": value} if value else {}


def unchanged(world: World) -> None:
    """Nobody has changed anything."""
    world.tick()


def corrected(world: World) -> None:
    """One answer has been corrected."""
    world.people.type(2, "Arbejdsplads", f"Skole0 {world.clock.seconds()}")
    _later(world)


def _later(world: World) -> None:
    """Past the time for which the reply of a write is trusted."""
    world.clock.forward(seconds=31)
    world.worker.tick()


def forgotten(world: World) -> None:
    """A process that has just started, and remembers nothing."""
    world.journal.close()
    journal = Journal(str(world.journal.engine.url), world.clock)
    world.clock.forward(seconds=61)
    world.restart(journal, f"holder{world.clock.seconds()}")
    world.worker.tick()


def all_records(world: World) -> None:
    """Every record read again with gspread."""
    client = open_client(None, None, adapter=CoreAdapter(world.account))
    client.open_by_key(world.spreadsheet).worksheet(TAB).get_all_records()


def measure(way: Callable[[World], None], world: World) -> float:
    """The least of some runs: what else the machine does can only add."""
    took = []
    for _ in range(REPEATS):
        start = time.process_time()
        way(world)
        took.append(time.process_time() - start)
    return min(took)


WAYS = (all_records, unchanged, corrected, forgotten)


def main() -> None:
    """Measure all ways for each size and print them side by side."""
    sizes = tuple(map(int, sys.argv[1:])) or SIZES
    with TemporaryDirectory() as folder:
        for size in sizes:
            world = filled(Path(folder) / str(size), size)
            seconds = {way.__name__: measure(way, world) for way in WAYS}
            for name, took in seconds.items():
                print(f"{size:7} {name:12} {took:8.4f} s  {took / seconds['all_records']:7.3f} x")


if __name__ == "__main__":
    main()
