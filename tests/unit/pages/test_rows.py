"""What the pages show of a case in lists and headings."""

from desk import Board, Case
from pages.triage.rows import rows_of
from rules.finding import Judgement
from rules.state import Standing
from tests.unit.checks.made import NETWORK, applied


def test_cpr_numbers_are_masked_in_every_heading() -> None:
    """Name, kind and branch go into headings, tables and exports; a CPR number in them is never shown."""
    written = "Skolen 240689-1234"
    application = applied({"workplace": written, "group_kind": written, "branch": written})
    standing, judgement = Standing(key="K1"), Judgement(key="K1")
    case = Case(key="K1", basis="", application=application, judgement=judgement, standing=standing)
    (row,) = rows_of(NETWORK, Board(version=1, cases=(case,)))
    assert {row.workplace, row.group.kind, row.group.branch} == {"Skolen ••••••-••••"}
