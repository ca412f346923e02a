"""The whole story in a real Chromium: from a response in the form to a decision in the sheet."""

import re

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect

from rules.columns import HEADERS
from tests.browser.parts import WITHIN, SheetFile, decide, field, keys_in, person, soon
from tests.conftest import RunningApp

pytestmark = pytest.mark.browser

WORKPLACE = "Børnehuset Æblehaven"


def write(page: Page, **answers: str) -> None:
    """Type into the form's text inputs, by question."""
    for question, text in answers.items():
        box = field(page, f"form_{question}").locator("input, textarea").first
        box.fill(text)
        box.blur()


def pick(page: Page, question: str, choice: str) -> None:
    """Choose one of a question's options, whether they fold into a list or not."""
    widget = field(page, f"form_{question}")
    expect(widget.locator("label").first).to_be_visible()  # until its code has come, a skeleton stands there
    if widget.get_by_role("combobox").count():
        widget.get_by_role("combobox").fill(choice)
        page.get_by_role("option", name=choice, exact=True).click()
    else:
        widget.get_by_text(choice, exact=True).click()


def fill_form(page: Page) -> None:
    """Fill in the public form as a TRIO of three would."""
    for question, choice in {
        "municipality": "Aarhus",
        "branch": "Dagtilbud",
        "sector": "Kommunen",
        "group_kind": "TRIO",
        "wish_1": "Odense",
        "wish_2": "Aarhus",
        "decided": "Ja",
    }.items():
        pick(page, question, choice)
    write(
        page,
        email="bente@aeblehaven.example",
        workplace=WORKPLACE,
        size="3",
        participants_1_name="Bente Sø",
        participants_1_role="leder",
        participants_2_name="Ulla Ravn",
        participants_2_role="TR",
        participants_3_name="Nils Å",
        participants_3_role="AMR",
        leader_name="Bente Sø",
        leader_email="bente@aeblehaven.example",
        leader_phone="86 00 00 01",
        representative_name="Ulla Ravn",
        representative_role="TR",
        representative_email="ulla@aeblehaven.example",
        representative_phone="+45 86000002",
        motivation="=IMPORTDATA(A1) er ingen formel her.",
    )


def send(page: Page) -> str:
    """Send the form, twice in a row as impatient people do; the case number on the receipt."""
    field(page, "send").get_by_role("button").dblclick()
    shown = page.locator(".sh-receipt")
    expect(shown).to_have_text(re.compile(r"^[A-Z0-9]{3}-[A-Z0-9]{4}$"), timeout=15_000)
    return shown.inner_text()


@pytest.fixture(scope="module")
def applied(browser: Browser, app: RunningApp, sheet: SheetFile) -> str:
    """The case number of an application that was sent through the public form."""
    with person(browser, app, "ingen", "ansoeg") as page:
        expect(field(page, "send")).to_be_visible(timeout=30_000)
        fill_form(page)
        return send(page)


def test_an_application_sent_twice_is_one_row_of_the_sheet(applied: str, sheet: SheetFile) -> None:
    """The response stands in the sheet once, with its key, and text that looks like a formula as text."""
    soon(lambda: applied in {row[HEADERS["key"]] for row in sheet.rows()})
    mine = [row for row in sheet.rows() if row["Arbejdsplads"] == WORKPLACE]
    assert [(row[HEADERS["key"]], row["Hvorfor vil I gerne deltage?"]) for row in mine] == [
        (applied, "=IMPORTDATA(A1) er ingen formel her.")
    ]


def test_a_consultant_approves_and_it_is_saved_then_in_the_sheet(
    browser: Browser, app: RunningApp, applied: str, sheet: SheetFile
) -> None:
    """The page says saved, then in the sheet; row and ledger name the application and its cohort."""
    with person(browser, app, "anna", f"sag?sag={applied}") as page:
        decide(page, applied, "Godkendt", cohort="Odense")
        expect(page.get_by_text("Gemt, og i arket.")).to_be_visible(timeout=WITHIN)
    assert sheet.decision(applied) == ("Godkendt", "Odense")
    assert sheet.ledger(applied) == ["approved"]


@pytest.mark.parametrize(
    "wanted",
    [("Venteliste", "waitlisted", ""), ("Afslag", "declined", "Der er flere ansøgere end pladser.")],
)
def test_a_consultant_waitlists_and_declines(
    browser: Browser, app: RunningApp, sheet: SheetFile, wanted: tuple[str, str, str]
) -> None:
    """A decision of each kind reaches its own row."""
    (status, code, reason), key = wanted, keys_in(sheet, 1)[0]
    with person(browser, app, "anna", f"sag?sag={key}") as page:
        decide(page, key, status, reason=reason)
        expect(page.get_by_text("Gemt, og i arket.")).to_be_visible(timeout=WITHIN)
    assert sheet.of(key)[HEADERS["status"]] == status
    assert sheet.ledger(key) == [code]


def test_a_second_consultant_with_an_old_page_is_told(
    browser: Browser, app: RunningApp, sheet: SheetFile
) -> None:
    """Two open the same application; who saves last is told who decided; nothing is overwritten."""
    key = keys_in(sheet, 1)[0]
    with (
        person(browser, app, "anna", f"sag?sag={key}") as anna,
        person(browser, app, "bo", f"sag?sag={key}") as bo,
    ):
        decide(anna, key, "Venteliste", save=False)
        decide(bo, key, "Afklares", save=False)
        anna.get_by_role("button", name="Gem", exact=True).click()
        expect(anna.get_by_text(re.compile("^Gemt"))).to_be_visible(timeout=WITHIN)
        bo.get_by_role("button", name="Gem", exact=True).click()
        expect(bo.get_by_text(re.compile("Anna Dam")).first).to_be_visible(timeout=WITHIN)
    soon(lambda: sheet.of(key)[HEADERS["status"]] == "Venteliste")
    assert sheet.ledger(key) == ["waitlisted"]


def test_a_coordinator_sorts_the_sheet_and_sets_a_status_by_hand(
    browser: Browser, app: RunningApp, applied: str, sheet: SheetFile
) -> None:
    """After a sort each decision stands by its own application; the hand edit is a decision in the app."""
    shown_before = {row[HEADERS["key"]]: row[HEADERS["status"]] for row in sheet.rows()}
    with person(browser, app, "clara", "arket") as clara:
        grid = clara.frame_locator('iframe[src*="/sheets/grid/"]')
        cell(grid, "B2").click(timeout=30_000)
        menu(grid, "Sortér", "Sortér hele arket Å → A")
        soon(lambda: workplaces(sheet) == sorted(workplaces(sheet), reverse=True))
        key = keys_in(sheet, 1)[0]
        row = [one[HEADERS["key"]] for one in sheet.rows()].index(key) + 2
        type_status(clara, grid, row, list(sheet.rows()[0]).index(HEADERS["status"]), "Venteliste")
        soon(lambda: sheet.ledger(key) == ["waitlisted"])
    expected = shown_before | {key: "Venteliste"}
    assert {row[HEADERS["key"]]: row[HEADERS["status"]] for row in sheet.rows()} == expected
    assert sheet.decision(applied) == ("Godkendt", "Odense")
    with person(browser, app, "anna", f"sag?sag={key}") as page:
        expect(page.get_by_text(re.compile("Regnearket")).first).to_be_visible(timeout=15_000)


def workplaces(sheet: SheetFile) -> list[str]:
    """The sort column as it stands."""
    return [str(row["Mailadresse"]) for row in sheet.rows()]


def cell(grid: FrameLocator, address: str) -> Locator:
    """One cell of the grid; columns A to Z."""
    return grid.locator(f"#cell-{int(address[1:]) - 1}-{ord(address[0]) - ord('A')}")


def menu(grid: FrameLocator, name: str, item: str) -> None:
    """Choose an item of a menu of the grid."""
    grid.get_by_role("button", name=name, exact=True).click()
    grid.get_by_role("menuitem", name=item, exact=True).click()


def type_status(page: Page, grid: FrameLocator, row: int, column: int, word: str) -> None:
    """Go to a cell by keyboard, as the sheet is wider than the window, and type into it."""
    cell(grid, "B2").click()
    for _ in range(row - 2):
        page.keyboard.press("ArrowDown")
    for _ in range(column - 1):
        page.keyboard.press("ArrowRight")
    page.keyboard.type(word)
    page.keyboard.press("Enter")
