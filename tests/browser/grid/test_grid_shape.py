"""The coordinator's grid in a real Chromium: rows, columns, order, tabs, files, and other people."""

import io
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Browser, Page, expect

from tests.browser.grid.parts import TICKET, Grid, Sheet

pytestmark = pytest.mark.browser

KEYS = ["Sagsnr.", "K1", "K2", "K3", "K4"]


def test_a_row_is_inserted_above_and_below(grid: Grid, sheet: Sheet) -> None:
    """A blank row comes above the chosen one, another below, and undo takes both away."""
    grid.select("B3")
    grid.menu("Rækker", "Indsæt række over")
    expect(grid.cell("A4")).to_have_text("K2")
    grid.select("B4")
    grid.menu("Rækker", "Indsæt række under")
    expect(grid.cell("A6")).to_have_text("K3")
    assert sheet.column("A") == ["Sagsnr.", "K1", "", "K2", "", "K3", "K4"]
    grid.press("Control+z", "Control+z")
    expect(grid.cell("A5")).to_have_text("K4")
    assert sheet.column("A") == KEYS


def test_a_row_is_deleted_and_brought_back(grid: Grid, sheet: Sheet) -> None:
    """A deleted row goes with all it held; undo puts it back between its neighbours."""
    grid.select("B3")
    grid.menu("Rækker", "Slet rækker")
    expect(grid.cell("A3")).to_have_text("K3")
    assert sheet.column("A") == ["Sagsnr.", "K1", "K3", "K4"]
    grid.press("Control+z")
    expect(grid.cell("A3")).to_have_text("K2")
    assert (sheet.column("A"), sheet.entered("C3")) == (KEYS, {"stringValue": "=1+1 er vores motto"})


def test_the_whole_sheet_is_sorted_below_its_header(grid: Grid, sheet: Sheet) -> None:
    """Sorting moves whole rows and leaves the frozen header; undo restores the order."""
    grid.select("B2")
    grid.menu("Sortér", "Sortér hele arket A → Å")
    expect(grid.cell("B2")).to_have_text("Odense")
    assert sheet.values("A1:B5") == [
        ["Sagsnr.", "Kommune"], ["K2", "Odense"], ["K1", "Randers"], ["K4", "Tårnby"], ["K3", "Vejle"],
    ]  # fmt: skip
    grid.press("Control+z")
    expect(grid.cell("B2")).to_have_text("Randers")
    assert sheet.column("A") == KEYS


def test_only_the_selection_is_sorted_when_asked(grid: Grid, sheet: Sheet) -> None:
    """Sorting the selection moves those cells alone, as people do by mistake in any spreadsheet."""
    grid.select("B2")
    grid.press("Shift+ArrowDown")
    grid.menu("Sortér", "Sortér kun markeringen A → Å")
    expect(grid.cell("B2")).to_have_text("Odense")
    assert sheet.values("A2:B3") == [["K1", "Odense"], ["K2", "Randers"]]


def test_a_column_moves_and_moves_back(grid: Grid, sheet: Sheet) -> None:
    """A column moves one place to the right; the selection goes with it, undo moves it back."""
    grid.select("B2")
    grid.menu("Kolonner", "Flyt kolonne til højre")
    expect(grid.cell("C1")).to_have_text("Kommune")
    assert (sheet.values("A1:C1"), grid.address) == ([["Sagsnr.", "Arbejdsplads", "Kommune"]], "C2")
    grid.press("Control+z")
    expect(grid.cell("B1")).to_have_text("Kommune")
    assert sheet.values("A1:C1") == [["Sagsnr.", "Kommune", "Arbejdsplads"]]


def test_a_column_is_inserted_and_deleted(grid: Grid, sheet: Sheet, page: Page) -> None:
    """A blank column comes to the left; deleting a column with answers asks, and can be undone."""
    grid.select("B2")
    grid.menu("Kolonner", "Indsæt kolonne til venstre")
    expect(grid.cell("C1")).to_have_text("Kommune")
    grid.select("C2")
    grid.menu("Kolonner", "Slet kolonne")
    expect(page.get_by_role("dialog")).to_contain_text("Slet kolonnen »Kommune«?")
    page.get_by_role("button", name="Slet", exact=True).click()
    expect(grid.cell("C1")).to_have_text("Arbejdsplads")
    assert sheet.values("A1:C1") == [["Sagsnr.", "", "Arbejdsplads"]]
    grid.press("Control+z")
    expect(grid.cell("C1")).to_have_text("Kommune")
    assert sheet.values("C2:C3") == [["Randers"], ["Odense"]]


def test_a_header_is_renamed(grid: Grid, sheet: Sheet) -> None:
    """Renaming edits the header's cell wherever one stands in the column."""
    grid.select("B4")
    grid.menu("Kolonner", "Omdøb overskrift")
    expect(grid.editor).to_have_value("Kommune")
    grid.press("Control+a")
    grid.type("Kommunens navn")
    grid.press("Enter")
    grid.wait_saved()
    assert sheet.values("B1") == [["Kommunens navn"]]


def test_a_hidden_column_is_not_shown(grid: Grid, page: Page) -> None:
    """Hidden columns are left out, and the arrows step over them."""
    assert page.locator("#cell-0-9").count() == 0
    grid.select("I2")
    grid.press("ArrowRight")
    assert grid.address == "K2"


def test_tabs_are_switched(grid: Grid, page: Page) -> None:
    """Each tab of the spreadsheet can be looked at."""
    page.get_by_role("tab", name="Noter").click()
    expect(grid.cell("A1")).to_have_text("En note")


def test_the_keyboard_leads_everywhere(grid: Grid) -> None:
    """Arrows, Home, End, Page keys and Ctrl+arrows move as in any spreadsheet."""
    grid.select("B2")
    grid.press("ArrowDown", "ArrowRight", "End")
    far = grid.address
    grid.press("Home", "Control+ArrowDown")
    assert (far, grid.address) == ("Z3", "A5")


def test_the_ticket_leaves_the_address(grid: Grid, page: Page) -> None:
    """The ticket is taken out of the address, and a reload still works."""
    assert page.url == grid.url
    page.reload()
    expect(grid.cell("A2")).to_have_text("K1")


def test_a_stranger_sees_no_cell(sheet: Sheet, page: Page) -> None:
    """Without a valid ticket the page holds nothing and says what to do."""
    page.goto(f"{sheet.base}/grid/{sheet.id}#ticket=forkert")
    expect(page.locator("#banner")).to_contain_text("Adgangen er udløbet")
    assert page.locator(".cell").count() == 0


def test_english_is_spoken_when_asked(page: Page, sheet: Sheet) -> None:
    """`?lang=en` turns the page English, its language mark too."""
    Grid(page, sheet, "?lang=en")
    expect(page.get_by_role("button", name="Rows", exact=True)).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "en"


def test_another_persons_change_appears_by_itself(grid: Grid, sheet: Sheet) -> None:
    """What somebody else writes is on the screen some seconds later."""
    sheet.write("B3", "Ærø")
    expect(grid.cell("B3")).to_have_text("Ærø")


def test_an_edit_follows_its_row(grid: Grid, sheet: Sheet) -> None:
    """While one types, another inserts a row above: the text lands in the row it was meant for."""
    grid.select("B4")
    grid.type("Billund")
    span = {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    sheet.batch({"insertDimension": {"range": span}})
    grid.press("Enter")
    grid.wait_saved()
    expect(grid.cell("B5")).to_have_text("Billund")
    assert sheet.values("A2:B5") == [[], ["K1", "Randers"], ["K2", "Odense"], ["K3", "Billund"]]


def test_an_edit_follows_its_row_through_a_sort(grid: Grid, sheet: Sheet) -> None:
    """While the editor is open, another sorts the sheet: the editor moves with its row."""
    grid.select("B4")
    grid.press("F2")
    area = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 5, "startColumnIndex": 0, "endColumnIndex": 26}
    specs = [{"dimensionIndex": 0, "sortOrder": "DESCENDING"}]
    sheet.batch({"sortRange": {"range": area, "sortSpecs": specs}})
    expect(grid.cell("A3")).to_have_text("K3")
    grid.type("!")
    grid.press("Enter")
    grid.wait_saved()
    assert sheet.values("A2:B5") == [["K4", "Tårnby"], ["K3", "Vejle!"], ["K2", "Odense"], ["K1", "Randers"]]


@pytest.mark.parametrize(("answer", "expected"), [("Skriv min tekst", "Mors"), ("Drop min tekst", "Samsø")])
def test_two_people_in_one_cell_are_told(
    grid: Grid, sheet: Sheet, page: Page, answer: str, expected: str
) -> None:
    """When another wrote in the cell meanwhile, nobody's text is overwritten or dropped without an answer."""
    grid.select("B2")
    grid.type("Mors")
    sheet.write("B2", "Samsø")
    grid.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("I B2 står der nu »Samsø«")
    grid.press("Escape", "Escape")
    page.get_by_role("button", name=answer).click()
    expect(grid.cell("B2")).to_have_text(expected)
    expect(page.locator(".cell.pending")).to_have_count(0)
    assert sheet.values("B2") == [[expected]]


def test_what_is_typed_waits_for_a_server_that_is_gone(grid: Grid, sheet: Sheet, page: Page) -> None:
    """While the server is out of reach the text stays on the page; it is written once it answers."""
    page.context.set_offline(True)
    grid.select("B2")
    grid.type("Fanø")
    grid.press("Enter")
    expect(grid.banner).to_contain_text("Serveren svarer ikke")
    expect(grid.cell("B2")).to_have_text("Fanø")
    page.context.set_offline(False)
    expect(grid.banner).to_be_hidden()
    grid.wait_saved()
    assert sheet.values("B2") == [["Fanø"]]


def test_a_renewed_ticket_sends_what_waits(grid: Grid, sheet: Sheet, page: Page) -> None:
    """When access has run out, the text waits; a new ticket in the address sends it."""
    page.evaluate("location.hash = '#ticket=udløbet'")
    expect(grid.banner).to_contain_text("Adgangen er udløbet")
    grid.select("B2")
    grid.type("Fanø")
    grid.press("Enter")
    page.evaluate(f"location.hash = '#ticket={TICKET}'")
    grid.wait_saved()
    assert sheet.values("B2") == [["Fanø"]]


def test_two_browsers_see_each_other(grid: Grid, sheet: Sheet, browser: Browser) -> None:
    """What one coordinator writes, the other sees, and their edits do not hurt each other."""
    context = browser.new_context()
    other = Grid(context.new_page(), sheet)
    grid.select("B2")
    grid.type("Ishøj")
    other.select("B3")
    other.type("Solrød")
    grid.press("Enter")
    other.press("Enter")
    expect(grid.cell("B3")).to_have_text("Solrød")
    expect(other.cell("B2")).to_have_text("Ishøj")
    context.close()
    assert sheet.values("B2:B3") == [["Ishøj"], ["Solrød"]]


def test_a_workbook_is_exported_without_live_formulas(grid: Grid, sheet: Sheet, page: Page) -> None:
    """The exported XLSX has all tabs; formulas are results, text like formulas is text, CPR is masked."""
    grid.select("H2")
    grid.type("=1+2")
    grid.press("Enter")
    expect(grid.cell("H2")).to_have_text("3")
    with page.expect_download() as download:
        grid.menu("Fil", "Eksportér som XLSX")
    book = load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    cells = [(book["Svar"][at].value, book["Svar"][at].data_type) for at in ("C3", "C5", "H2")]
    assert (download.value.suggested_filename, book.sheetnames) == ("Netværk.xlsx", ["Svar", "Noter"])
    assert cells == [("=1+1 er vores motto", "s"), ("cpr ••••••-••••", "s"), (3, "n")]


def test_a_tab_is_exported_as_csv(grid: Grid, page: Page) -> None:
    """The exported CSV opens in Danish Excel, and text like a formula carries an apostrophe."""
    with page.expect_download() as download:
        grid.menu("Fil", "Eksportér fanen som CSV")
    lines = Path(download.value.path()).read_text("utf-8-sig").splitlines()
    assert lines[2].split(";")[:3] == ["K2", "Odense", "'=1+1 er vores motto"]


def test_a_workbook_is_imported_as_new_tabs(grid: Grid, sheet: Sheet, page: Page) -> None:
    """An imported file becomes new tabs; what was there stays, and no formula comes alive."""
    book, content = Workbook(), io.BytesIO()
    book.worksheets[0].title = "Svar"
    book.worksheets[0].append(["Sagsnr.", "=1+1"])
    book.save(content)
    grid.upload("fil.xlsx", content.getvalue())
    expect(page.get_by_role("tab", name="Svar (2)")).to_have_attribute("aria-selected", "true")
    expect(grid.cell("B1")).to_have_text("=1+1")
    assert (sheet.titles(), sheet.column("A")) == (["Svar", "Noter", "Svar (2)"], KEYS)


def test_a_file_that_is_none_is_refused_in_words(grid: Grid, sheet: Sheet) -> None:
    """A broken file changes nothing, and the page says what is wrong with it."""
    grid.upload("fil.xlsx", b"nej")
    expect(grid.banner).to_contain_text("Filen kan ikke læses")
    assert sheet.titles() == ["Svar", "Noter"]
