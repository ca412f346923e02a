"""Switches for what Google leaves open, and the limits; the defaults are the pessimistic answers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Behaviour:
    """How the server acts where Google's documentation is silent.

    `metadata_follows_sort`: whether metadata bound to a row moves with it in a sort.
    `entire_cell_replace`: whether findReplace with matchEntireCell honours the whole cell.
    """

    metadata_follows_sort: bool = False
    entire_cell_replace: bool = True
    metadata_characters: int = 30_000
    cells: int = 10_000_000
