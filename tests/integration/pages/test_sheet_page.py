"""The sheet's page: the grid for coordinators, and the items that need a person."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from integrations.sheets import requests
from rules.state import Status
from tests.office import KAREN, Office

Visit = Callable[..., AppTest]


def status_column(office: Office) -> int:
    """Where the status stands in the demo's sheet."""
    header = office.gateway.read().tabs[0].rows[0]
    return [str(cell) for cell in header].index("Status") + 1


def test_grid_for_a_coordinator(visit: Visit) -> None:
    """A coordinator gets the grid, with a ticket in the part of the address that is never sent."""
    page = visit("sheet", som="clara")
    assert not page.exception
    (link,) = page.link_button
    assert link.url.startswith("/sheets/grid/")
    assert "#ticket=" in link.url


def test_no_grid_for_a_consultant(visit: Visit) -> None:
    """A consultant decides on the pages and gets no ticket."""
    page = visit("sheet", som="anna")
    assert not page.exception
    assert not page.link_button


def test_unknown_word_becomes_an_item(office: Office, visit: Visit) -> None:
    """A word that is no status waits for a person; choosing ours writes the cell again."""
    case = office.cases()[0]
    column = status_column(office)
    written = requests.write(office.gateway.anchor(), case.application.row, column, [["Måske"]])
    office.gateway.apply([written])
    office.worker.tick()
    (item,) = office.at.board(KAREN).items
    page = visit("sheet", som="anna")
    assert "Måske" in "".join(block.value for block in page.html)
    page.button(key=f"item_{item.id}_ours").click().run()
    assert not page.exception
    assert office.at.board(KAREN).items == ()
    assert office.case(case.key).standing.status is Status.RECEIVED
