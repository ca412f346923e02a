"""The sheet's page: the grid for coordinators, and the items that need a person."""

import time
from collections.abc import Callable, Sequence

from streamlit.testing.v1 import AppTest

from integrations.sheets import requests
from integrations.sheets_server import Disturbance, Trouble
from pages.inbox.times import when_seen
from rules.base import Cell
from rules.state import Status
from tests.office import KAREN, Office
from texts import clock, moment, speaking

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


def conflict(office: Office, key: str) -> int:
    """A status that a colleague decided and somebody typed over before it was written; the item's number."""
    office.decide(key, Status.WAITLISTED)
    written = requests.write(
        office.gateway.anchor(), office.case(key).application.row, status_column(office), [["Afslag"]]
    )
    office.gateway.apply([written])
    office.worker.tick()
    (item,) = office.at.board(KAREN).items
    assert item.kind == "conflict"
    return item.id


def in_column(office: Office, rows: Sequence[int], column: int) -> list[Cell]:
    """What stands in these rows of a column."""
    table = office.gateway.read().tabs[0].rows
    return [table[row - 1][column - 1] for row in rows]


def soon(office: Office, holds: Callable[[], bool], seconds: float = 20) -> None:
    """Let the worker go on until a condition holds: after a write of its own it looks again 2 s later."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not happen in time"
        office.worker.tick()


def shown(page: AppTest) -> str:
    """All that the page says in markup."""
    return " ".join(block.value for block in page.html)


def test_a_conflict_shows_all_sides_who_when_and_where(office: Office, visit: Visit) -> None:
    """Last agreed, ours with its person and time, theirs with the two looks, the cell, and what each does."""
    case = office.cases()[0]
    number = conflict(office, case.key)
    text = shown(visit("sheet", som="clara"))
    sides = [f"<h4>{name}</h4>" for name in ("Sidst aftalt", "I Samhold", "I arket")]
    assert [side in text for side in sides] == [True, True, True]
    (item,) = office.at.board(KAREN).items
    standing = office.case(case.key).standing
    assert standing.at is not None
    with speaking("da"):
        expected = [
            "(tomt)",
            f"Karen Holm, {moment(standing.at)}",
            f"{when_seen(item)}; arket siger ikke, hvem",
            f"{item.cell} bliver skrevet om til: Venteliste. Sagen bliver ikke ændret.",
            "Bliver din afgørelse i sagen: Status: Afslag. Den afløser det, der står i Samhold.",
        ]
    assert [words for words in expected if words not in text] == []
    assert item.id == number


def test_choosing_theirs_is_the_coordinators_decision(office: Office, visit: Visit) -> None:
    """A coordinator chooses too; the decision bears that name, and the sheet follows."""
    case = office.cases()[0]
    number = conflict(office, case.key)
    page = visit("sheet", som="clara")
    page.button(key=f"item_{number}_theirs").click().run()
    assert not page.exception
    standing = office.case(case.key).standing
    assert (standing.status, standing.by) == (Status.DECLINED, "Clara Riis")


def test_choosing_what_is_settled_by_then_is_told(office: Office, visit: Visit) -> None:
    """A colleague was quicker: the page says who, and nothing breaks."""
    number = conflict(office, office.cases()[0].key)
    page = visit("sheet", som="anna")
    office.at.resolve(KAREN, number, "ours")
    page.button(key=f"item_{number}_theirs").click().run()
    assert not page.exception
    assert [text.value for text in page.text if "Karen Holm har ordnet det" in text.value] != []


def test_a_viewer_sees_and_cannot_choose(office: Office, visit: Visit) -> None:
    """The sides are there, the buttons are not."""
    number = conflict(office, office.cases()[0].key)
    page = visit("sheet", som="david")
    keys = [button.key for button in page.button]
    assert [f"item_{number}_{code}" in keys for code in ("ours", "theirs")] == [False, False]
    assert "Afslag" in shown(page)


def test_a_word_that_cannot_count_is_not_offered(office: Office, visit: Visit) -> None:
    """An approval without a cohort would be refused: the page says so beforehand."""
    case = office.cases()[0]
    written = requests.write(
        office.gateway.anchor(), case.application.row, status_column(office), [["Godkendt"]]
    )
    office.gateway.apply([written])
    office.worker.tick()
    page = visit("sheet", som="anna")
    (item,) = office.at.board(KAREN).items
    assert [b.key for b in page.button if b.key and b.key.startswith(f"item_{item.id}_")] == [
        f"item_{item.id}_ours",
        f"item_{item.id}_open",
    ]
    assert "Kan ikke blive en afgørelse, som det står." in shown(page)


def test_a_sorted_column_is_put_back_with_one_click(office: Office, visit: Visit) -> None:
    """Many rows of one cause are one card; afterwards each row shows its own decision."""
    statuses = (Status.WAITLISTED, Status.DECLINED, Status.CLARIFICATION, Status.WITHDRAWN)
    keys = [case.key for case in office.cases()[:4]]
    for key, status in zip(keys, statuses, strict=True):
        office.decide(key, status)
    office.worker.tick()
    column, anchor = status_column(office), office.gateway.anchor()
    rows = [office.case(key).application.row for key in keys]
    words = in_column(office, rows, column)
    turned = zip(rows, words[1:] + words[:1], strict=True)
    office.gateway.apply([requests.write(anchor, row, column, [[word]]) for row, word in turned])
    soon(office, lambda: [one.kind for one in office.at.board(KAREN).items] == ["part_sorted"] * 4)
    page = visit("sheet", som="clara")
    (put_back,) = [b for b in page.button if b.key and b.key.endswith("_ours")]
    assert put_back.label == "Skriv 4 rækker på plads"
    put_back.click().run()
    assert not page.exception
    soon(office, lambda: in_column(office, rows, column) == words)
    assert office.at.board(KAREN).items == ()


def test_an_outage_is_named_and_deciding_goes_on(office: Office, visit: Visit) -> None:
    """Why, what to do, since when, how many tries, what waits; on the queue too. Then it is over."""
    office.account.plan = lambda _call: Disturbance(Trouble.STATUS, 403)
    office.worker.turn()
    office.worker.turn()
    office.decide(office.cases()[0].key, Status.WAITLISTED)
    text = shown(visit("sheet", som="anna"))
    health = office.worker.health()
    assert health.failing_since is not None
    assert health.next_try is not None
    with speaking("da"):
        tries = f"Siden {moment(health.failing_since)} · 2 forsøg · prøver igen {clock(health.next_try)}"
    why = "Adgangen er trukket tilbage: Samhold har ikke lov til at redigere arket."
    expected = [
        why,
        "Del arket med Samholds servicekonto igen, som redaktør.",
        tries,
        "Du kan roligt afgøre sager imens: de er gemt her. 1 venter på at komme i arket.",
        f"1 afgørelse. {why}",
    ]
    assert [words for words in expected if words not in text] == []
    assert why in shown(visit("queue", som="anna"))
    office.account.plan = None
    office.worker.turn()
    assert why not in shown(visit("sheet", som="anna"))


def test_a_parked_write_says_which_header_is_missing(office: Office, visit: Visit) -> None:
    """The column's name, what to do and when it is tried again; nothing offers to hide it."""
    key = office.cases()[0].key
    office.decide(key, Status.WAITLISTED)
    column = status_column(office)
    at = {"sheetId": office.gateway.anchor(), "dimension": "COLUMNS"}
    office.gateway.apply(
        [{"deleteDimension": {"range": {**at, "startIndex": column - 1, "endIndex": column}}}]
    )
    office.worker.turn()
    office.worker.turn()
    page = visit("sheet", som="anna")
    expected = [
        "1 afgørelse. Overskriften »Status« mangler i arket, så intet kan skrives i rækkerne.",
        "Ret overskriften tilbage, eller sæt kolonnen ind igen. Så går Samhold videre af sig selv.",
        "af sig selv, når det er rettet",
        key,
    ]
    assert [words for words in expected if words not in shown(page)] == []
    assert [b.key for b in page.button if b.key and b.key.endswith("_dismiss")] == []
