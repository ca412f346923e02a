"""What hands do to the responses tab, by row and column numbers as they are at that moment."""

from collections.abc import Mapping, Sequence
from typing import Any

from integrations.sheets.requests import append, area
from rules.base import Cell
from tests.simulation.look import Look
from tests.world import World


class Hands:
    """Somebody's hands on the responses tab."""

    def __init__(self, world: World) -> None:
        self._people = world.people

    def sort(self, seen: Look, by: int, first: int, last: int, *, down: bool) -> None:
        """Sort the columns `first` to `last` by one of them."""
        order = {"dimensionIndex": by - 1, "sortOrder": "DESCENDING" if down else "ASCENDING"}
        block = area(0, 2, first, max(seen.last - 1, 1), last - first + 1)
        self._people.batch({"sortRange": {"range": block, "sortSpecs": [order]}})

    def insert(self, dimension: str, at: int) -> None:
        """Insert a blank row or column."""
        self._people.batch({"insertDimension": {"range": _line(dimension, at), "inheritFromBefore": False}})

    def delete(self, dimension: str, at: int) -> None:
        """Delete a row or column."""
        self._people.batch({"deleteDimension": {"range": _line(dimension, at)}})

    def move_column(self, at: int, before: int) -> None:
        """Move a column to stand before another."""
        place = {"source": _line("COLUMNS", at), "destinationIndex": before - 1}
        self._people.batch({"moveDimension": place})

    def copy(self, source: Mapping[str, int], target: Mapping[str, int]) -> None:
        """Copy a block, or fill one with it."""
        self._people.batch(
            {"copyPaste": {"source": source, "destination": target, "pasteType": "PASTE_NORMAL"}}
        )

    def cut(self, source: Mapping[str, int], row: int, column: int) -> None:
        """Cut a block and paste it elsewhere."""
        place = {"sheetId": 0, "rowIndex": row - 1, "columnIndex": column - 1}
        self._people.batch(
            {"cutPaste": {"source": source, "destination": place, "pasteType": "PASTE_NORMAL"}}
        )

    def append(self, cells: Sequence[Cell]) -> None:
        """A new row after the last one."""
        self._people.batch(append(0, cells))

    def put(self, row: int, column: int, cell: Any) -> None:
        """Type into a cell."""
        self._people.put(row, column, cell)

    def do(self, *requests: Mapping[str, Any]) -> None:
        """Anything else."""
        self._people.batch(*requests)


def _line(dimension: str, at: int) -> dict[str, Any]:
    return {"sheetId": 0, "dimension": dimension, "startIndex": at - 1, "endIndex": at}
