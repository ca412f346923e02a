"""What the grid's tests hold in their hands: the page, and the spreadsheet behind it."""

from typing import Any

import requests
from playwright.sync_api import Locator, Page, expect

TICKET = "ticket-of-the-test"


class Sheet:
    """The spreadsheet as another program sees it, through the REST API."""

    def __init__(self, base: str, spreadsheet_id: str) -> None:
        self.id = spreadsheet_id
        self.base = base
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {TICKET}"

    def call(self, method: str, path: str, **options: Any) -> Any:
        reply = self.session.request(
            method, f"{self.base}/v4/spreadsheets/{self.id}{path}", timeout=10, **options
        )
        assert reply.status_code == 200, reply.text
        return reply.json()

    def batch(self, *wanted: dict[str, Any]) -> Any:
        """One batchUpdate."""
        return self.call("POST", ":batchUpdate", json={"requests": list(wanted)})

    def values(self, where: str, title: str = "Svar") -> list[list[Any]]:
        """Unformatted values of a range."""
        query = {"valueRenderOption": "UNFORMATTED_VALUE"}
        found: list[list[Any]] = self.call("GET", f"/values/'{title}'!{where}", params=query).get(
            "values", []
        )
        return found

    def column(self, letter: str) -> list[Any]:
        """The values of a column down to its last one."""
        return [row[0] if row else "" for row in self.values(f"{letter}1:{letter}")]

    def entered(self, where: str) -> dict[str, Any]:
        """What was entered in one cell, with its kind."""
        query = {"ranges": f"'Svar'!{where}", "fields": "sheets.data.rowData.values.userEnteredValue"}
        rows = self.call("GET", "", params=query)["sheets"][0]["data"][0].get("rowData", [{}])
        cells = rows[0].get("values", [{}])
        found: dict[str, Any] = cells[0].get("userEnteredValue", {})
        return found

    def write(self, where: str, text: str) -> None:
        """Write text into one cell, as another person."""
        query = {"valueInputOption": "RAW"}
        self.call("PUT", f"/values/'Svar'!{where}", params=query, json={"values": [[text]]})

    def titles(self) -> list[str]:
        """The titles of the tabs."""
        found = self.call("GET", "", params={"fields": "sheets.properties.title"})
        return [sheet["properties"]["title"] for sheet in found["sheets"]]


class Grid:
    """The grid's page as a coordinator uses it."""

    def __init__(self, page: Page, sheet: Sheet, language: str = "", ticket: str = TICKET) -> None:
        self.page = page
        self.url = f"{sheet.base}/grid/{sheet.id}{language}"
        page.goto(f"{self.url}#ticket={ticket}")
        expect(self.cell("A1")).to_have_text("Sagsnr.")

    @property
    def editor(self) -> Locator:
        """The open editor."""
        return self.page.locator("textarea.editor")

    @property
    def banner(self) -> Locator:
        """The banner for what matters."""
        return self.page.locator("#banner")

    @property
    def address(self) -> str:
        """Address of the chosen cell or block."""
        return self.page.locator("#address").inner_text()

    @property
    def choices(self) -> list[str]:
        """The choices that the open editor offers."""
        return self.page.get_by_role("option").all_inner_texts()

    def cell(self, address: str) -> Locator:
        """One cell; columns A to Z."""
        return self.page.locator(f"#cell-{int(address[1:]) - 1}-{ord(address[0]) - ord('A')}")

    def select(self, address: str) -> None:
        """Click a cell."""
        self.cell(address).click()

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Type on the keyboard."""
        self.page.keyboard.type(text)

    def menu(self, menu: str, item: str) -> None:
        """Choose an item of a menu in the toolbar."""
        self.page.get_by_role("button", name=menu, exact=True).click()
        self.page.get_by_role("menuitem", name=item, exact=True).click()

    def paste(self, text: str) -> None:
        """Paste text that another program put on the clipboard."""
        self.page.evaluate(
            """(text) => {
                const clipboardData = new DataTransfer();
                clipboardData.setData("text/plain", text);
                const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
                document.activeElement.dispatchEvent(event);
            }""",
            text,
        )

    def upload(self, name: str, content: bytes) -> None:
        """Import a file."""
        with self.page.expect_file_chooser() as chooser:
            self.menu("Fil", "Importér XLSX eller CSV …")
        chooser.value.set_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})

    def wait_saved(self) -> None:
        """Wait until nothing typed is on its way."""
        expect(self.page.locator("#state")).to_have_text("Gemt")
        expect(self.page.locator(".cell.pending")).to_have_count(0)
