"""The page on the architecture names the rooms and files that are there."""

import re
from pathlib import Path

from rules.state import MOVES, Status

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def test_the_neighbours_are_those_that_exist() -> None:
    """The tree of integrations names each folder and module, and no other."""
    tree = re.search(r"```\nintegrations/\n(.*?)```", PAGE, re.DOTALL)
    assert tree
    named = set(re.findall(r"\b(\w+(?:\.py|/(?= )))", tree[1]))
    there = {file.name for file in (ROOT / "integrations").glob("*.py")} - {"__init__.py"}
    there |= {f"{file.parent.name}/" for file in (ROOT / "integrations").glob("*/__init__.py")}
    assert named == there


def test_every_room_exists() -> None:
    """Each room of the table is a folder or a file."""
    rooms = re.findall(r"^\| `([\w./]+)` \| ", PAGE, re.MULTILINE)
    assert [room for room in rooms if room != "_ledger" and not (ROOT / room).exists()] == []


def test_the_moves_are_those_of_the_code() -> None:
    """The table of states says where one may go from each; staying goes without saying."""
    table = PAGE.partition("## States")[2].partition("\n\n## ")[0]
    said: dict[str, set[str]] = {}
    for left, right in re.findall(r"^\| ([a-z, ]+) \| ([a-z, ()]+) \|$", table, re.MULTILINE):
        for before in set(left.split(", ")) & set(Status):
            said[before] = set(re.findall("|".join(Status), right))
    moves = {str(before): set(map(str, after)) - {str(before)} for before, after in MOVES.items()}
    assert said == moves
