"""The coordinator's grid in a real Chromium: typing, choosing, pasting, taking back."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.grid.parts import Grid, Sheet

pytestmark = pytest.mark.browser


def test_typed_text_replaces_the_cell(grid: Grid, sheet: Sheet) -> None:
    """Typing over a cell and Enter writes it and moves on to the next row."""
    grid.select("B2")
    grid.type("Lolland")
    grid.press("Enter")
    expect(grid.cell("B2")).to_have_text("Lolland")
    grid.wait_saved()
    assert (sheet.values("B2:B3"), grid.address) == ([["Lolland"], ["Odense"]], "B3")


def test_escape_leaves_the_cell_as_it_was(grid: Grid, sheet: Sheet) -> None:
    """Esc closes the editor and writes nothing."""
    grid.select("B2")
    grid.type("Forkert")
    grid.press("Escape")
    expect(grid.cell("B2")).to_have_text("Randers")
    assert sheet.values("B2") == [["Randers"]]


def test_editing_goes_on_from_the_old_text(grid: Grid, sheet: Sheet) -> None:
    """F2 opens the cell with its text; Tab writes it and moves right."""
    grid.select("C2")
    grid.press("F2")
    grid.type(" (ny)")
    grid.press("Tab")
    grid.wait_saved()
    assert (sheet.values("C2"), grid.address) == ([["Nørrebakkeskolen (ny)"]], "D2")


def test_text_like_a_formula_stays_text_through_an_edit(grid: Grid, sheet: Sheet) -> None:
    """An applicant's text that starts with "=" is no formula after a coordinator has corrected its end."""
    grid.select("C3")
    grid.press("F2")
    expect(grid.editor).to_have_value("'=1+1 er vores motto")
    grid.type("!")
    grid.press("Enter")
    grid.wait_saved()
    assert sheet.entered("C3") == {"stringValue": "=1+1 er vores motto!"}


def test_a_typed_formula_is_a_formula(grid: Grid, sheet: Sheet) -> None:
    """A coordinator who types "=" means it."""
    grid.select("F2")
    grid.type("=1+2")
    grid.press("Enter")
    expect(grid.cell("F2")).to_have_text("3")
    assert sheet.entered("F2") == {"formulaValue": "=1+2"}


@pytest.mark.parametrize("text", ["+45 20304050", "@lone", "-ja", "04123456"])
def test_typed_text_with_a_sign_or_leading_zero_is_text(grid: Grid, sheet: Sheet, text: str) -> None:
    """Phone numbers and the like keep their plus and their zero, and are no formulas."""
    grid.select("F2")
    grid.type(text)
    grid.press("Enter")
    grid.wait_saved()
    assert sheet.entered("F2") == {"stringValue": text}


def test_a_phone_number_kept_as_text_stays_text(grid: Grid, sheet: Sheet) -> None:
    """New digits over digits that were text are text as well."""
    grid.select("E2")
    grid.type("60708090")
    grid.press("Enter")
    grid.wait_saved()
    assert sheet.entered("E2") == {"stringValue": "60708090"}


def test_markup_in_a_cell_is_shown_as_text(grid: Grid, page: Page) -> None:
    """Script and markup that an applicant wrote are shown as written and do nothing."""
    expect(grid.cell("C4")).to_have_text("<img src=x onerror=document.title='hacket'>")
    grid.select("C4")
    expect(page.locator("#content")).to_have_text("<img src=x onerror=document.title='hacket'>")
    assert page.locator("main img, #content img").count() == 0


def test_a_cpr_number_is_masked_until_the_cell_is_edited(grid: Grid) -> None:
    """A CPR number is not shown in the grid; who corrects the cell sees it there only."""
    expect(grid.cell("C5")).to_have_text("cpr ••••••-••••")
    grid.select("C5")
    grid.press("F2")
    expect(grid.editor).to_have_value("cpr 150879-1234")


def test_the_dropdown_offers_the_list(grid: Grid, sheet: Sheet) -> None:
    """A cell with a list of values offers them; arrow and Enter choose."""
    grid.select("D2")
    grid.press("F2")
    assert grid.choices == ["modtaget", "godkendt", "venteliste"]
    grid.press("ArrowDown", "ArrowDown", "Enter")
    grid.wait_saved()
    assert sheet.values("D2") == [["godkendt"]]


def test_the_dropdown_takes_other_words_where_the_list_is_advice(grid: Grid, sheet: Sheet) -> None:
    """A list that is not strict lets a coordinator write something else."""
    grid.select("D2")
    grid.type("måske")
    grid.press("Enter")
    grid.wait_saved()
    assert sheet.values("D2") == [["måske"]]


def test_the_dropdown_holds_back_other_words_where_the_list_is_strict(grid: Grid, page: Page) -> None:
    """A strict list says so beside the cell, and what was typed is still there."""
    grid.select("G2")
    grid.type("Randers")
    grid.press("Enter")
    expect(page.locator(".hint")).to_have_text("Vælg en værdi fra listen.")
    expect(grid.editor).to_have_value("Randers")


def test_delete_clears_and_undo_brings_back(grid: Grid, sheet: Sheet) -> None:
    """Delete clears the marked cells; Ctrl+Z restores them as they were, text as text."""
    grid.select("B2")
    grid.press("Shift+ArrowDown", "Shift+ArrowRight", "Delete")
    expect(grid.cell("C3")).to_have_text("")
    grid.wait_saved()
    assert sheet.values("B2:C3") == []
    grid.press("Control+z")
    expect(grid.cell("C3")).to_have_text("=1+1 er vores motto")
    assert sheet.entered("C3") == {"stringValue": "=1+1 er vores motto"}


def test_undo_leaves_what_another_has_written_since(grid: Grid, sheet: Sheet) -> None:
    """Undo never overwrites somebody else's later text; it says so."""
    grid.select("B2")
    grid.type("Lolland")
    grid.press("Enter")
    grid.wait_saved()
    sheet.write("B2", "Falster")
    grid.press("Control+z")
    expect(grid.banner).to_contain_text("Andre har rettet her siden")
    assert sheet.values("B2") == [["Falster"]]


def test_copy_and_paste_of_a_block_keeps_text_as_text(grid: Grid, sheet: Sheet) -> None:
    """A copied block is pasted cell by cell; text like a formula stays text."""
    grid.select("B2")
    grid.press("Shift+ArrowDown", "Shift+ArrowRight", "Control+c")
    grid.select("H2")
    grid.press("Control+v")
    expect(grid.cell("I3")).to_have_text("=1+1 er vores motto")
    grid.wait_saved()
    assert sheet.values("H2:I3") == [["Randers", "Nørrebakkeskolen"], ["Odense", "=1+1 er vores motto"]]
    assert sheet.entered("I3") == {"stringValue": "=1+1 er vores motto"}


def test_pasted_text_from_elsewhere_is_no_formula(grid: Grid, sheet: Sheet) -> None:
    """Tab-separated text from another program fills a block; what looks like a formula is text."""
    grid.select("H2")
    grid.paste('a\t"to\nlinjer"\n=IMPORTDATA("http://x.example")\t7\n')
    expect(grid.cell("I3")).to_have_text("7")
    grid.wait_saved()
    assert [sheet.entered(at) for at in ("H2", "I2", "H3", "I3")] == [
        {"stringValue": "a"},
        {"stringValue": "to\nlinjer"},
        {"stringValue": '=IMPORTDATA("http://x.example")'},
        {"numberValue": 7},
    ]


def test_a_protected_cell_asks_first(grid: Grid, sheet: Sheet, page: Page) -> None:
    """A protected range with a warning asks; "cancel" writes nothing, "change anyway" writes."""
    grid.select("A2")
    grid.type("K9")
    grid.press("Enter")
    page.get_by_role("button", name="Annullér").click()
    expect(grid.cell("A2")).to_have_text("K1")
    grid.select("A2")
    grid.type("K9")
    grid.press("Enter")
    page.get_by_role("button", name="Ret alligevel").click()
    grid.wait_saved()
    assert sheet.values("A2") == [["K9"]]


def test_a_new_row_is_typed_in_one_go(grid: Grid, sheet: Sheet, page: Page) -> None:
    """Typing on through a blank row, faster than the server answers, asks nothing and loses nothing."""
    grid.select("B8")
    for text in ("Fredericia", "Skovskolen", "modtaget", "20304053", "5"):
        grid.type(text)
        grid.press("Tab")
    expect(grid.cell("F8")).to_have_text("5")
    expect(page.locator(".cell.pending")).to_have_count(0)
    assert sheet.values("B8:F8") == [["Fredericia", "Skovskolen", "modtaget", 20304053, 5]]


def test_a_second_thought_in_the_same_cell_wins(grid: Grid, sheet: Sheet, page: Page) -> None:
    """A cell that is typed over again before the first text has arrived ends with the second text."""
    for text in ("Fredericia", "Fredensborg", "Frederikshavn"):
        grid.select("B2")
        grid.type(text)
        grid.press("Enter")
    expect(page.locator(".cell.pending")).to_have_count(0)
    expect(grid.cell("B2")).to_have_text("Frederikshavn")
    assert sheet.values("B2") == [["Frederikshavn"]]
