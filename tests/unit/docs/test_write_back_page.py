"""The page on the write-back says what the code does."""

import re
from pathlib import Path

from integrations.journal.moves import MOVES
from integrations.journal.records import OutboxState

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "write-back.md").read_text(encoding="utf-8")


def test_every_arrow_is_a_move_of_the_code() -> None:
    """The diagram shows ways that there are, and a way into and out of every state."""
    arrows = re.findall(r"^  (\w+) --> (\w+):", PAGE, re.MULTILINE)
    ways = [(OutboxState(before), OutboxState(after)) for before, after in arrows]
    assert [way for way in ways if way[1] not in MOVES[way[0]]] == []
    assert {before for before, _ in ways} == {after for _, after in ways} == set(OutboxState)


def test_every_state_is_explained_once() -> None:
    """The table says of each state what it means and what people see."""
    table = PAGE.partition("## The states")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (\w+) \|", table, re.MULTILINE)
    assert sorted(rows) == sorted(["state", *OutboxState])
