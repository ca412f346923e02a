"""Concurrent clients, restarts and kills: nothing that was answered is lost, nothing is half done."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
import requests

from integrations.sheets_server import Account, MemoryStore, SqliteStore, serving
from integrations.sheets_server.store import Store

ROOT = Path(__file__).parents[3]


def append(account: Account, file_id: str, text: str) -> None:
    """Append one row."""
    account.call(
        "POST", f"/v4/spreadsheets/{file_id}/values/A1:append", {"values": [[text]]}, "valueInputOption=RAW"
    )


def column(account: Account, file_id: str) -> list[str]:
    """Column A."""
    values = account.call("GET", f"/v4/spreadsheets/{file_id}/values/A:A").get("values", [])
    return [row[0] for row in values]


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """Each kind of store."""
    return MemoryStore() if request.param == "memory" else SqliteStore(tmp_path / "sheets.sqlite")


def test_threads_lose_no_row(store: Store) -> None:
    """Rows that several threads append at once are all there."""
    account = Account(store)
    file_id = account.create("Prøve")
    names = [[f"{thread}-{i}" for i in range(10)] for thread in range(4)]

    def work(own: list[str]) -> None:
        for name in own:
            append(account, file_id, name)

    threads = [threading.Thread(target=work, args=(own,)) for own in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(column(account, file_id)) == sorted(name for own in names for name in own)


WRITER = """
import sys
from integrations.sheets_server import Account, SqliteStore
account = Account(SqliteStore(sys.argv[1]))
for i in range(15):
    account.call("POST", f"/v4/spreadsheets/{sys.argv[2]}/values/A1:append",
                 {"values": [[f"{sys.argv[3]}-{i}"]]}, "valueInputOption=RAW")
"""


def test_processes_lose_no_row(tmp_path: Path) -> None:
    """Two processes on the same file see each other's writes and lose none."""
    path = tmp_path / "sheets.sqlite"
    account = Account(SqliteStore(path))
    file_id = account.create("Prøve")
    workers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), file_id, name], cwd=ROOT)
        for name in ("a", "b")
    ]
    assert [worker.wait(timeout=60) for worker in workers] == [0, 0]
    assert sorted(column(account, file_id)) == sorted(f"{name}-{i}" for name in "ab" for i in range(15))


def everything(account: Account, file_id: str) -> Any:
    """The whole spreadsheet."""
    return account.call("GET", f"/v4/spreadsheets/{file_id}", query="includeGridData=true")


def test_everything_is_there_after_a_restart(tmp_path: Path) -> None:
    """A workbook is read back as it was, with formats, notes, formulas, metadata and moved rows."""
    path = tmp_path / "sheets.sqlite"
    account = Account(SqliteStore(path))
    file_id = account.create("Prøve")
    base = f"/v4/spreadsheets/{file_id}"
    account.call(
        "PUT",
        f"{base}/values/A1",
        {"values": [["a", 1, True, "=B1*2"], [], ["1. juni", "2027-06-01", "12%"]]},
        "valueInputOption=USER_ENTERED",
    )
    rows = {"dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    cell = {"note": "n", "dataValidation": {"condition": {"type": "NOT_BLANK"}},
            "userEnteredFormat": {"textFormat": {"bold": True}}}  # fmt: skip
    grid = {"startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 4, "endColumnIndex": 6}
    metadata = {"metadataKey": "k", "visibility": "DOCUMENT", "location": {"dimensionRange": rows}}
    account.call("POST", f"{base}:batchUpdate", {"requests": [
        {"repeatCell": {"range": grid, "cell": cell, "fields": "*"}},
        {"mergeCells": {"range": grid, "mergeType": "MERGE_ROWS"}},
        {"createDeveloperMetadata": {"developerMetadata": metadata}},
        {"insertDimension": {"range": rows}},
        {"updateDimensionProperties": {"range": rows, "properties": {"pixelSize": 40}, "fields": "*"}},
        {"addSheet": {"properties": {"title": "To", "index": 0}}},
        {"duplicateSheet": {"sourceSheetId": 0, "newSheetName": "Tre"}},
    ]})  # fmt: skip
    assert everything(Account(SqliteStore(path)), file_id) == everything(account, file_id)


def test_refused_batch_changes_nothing_in_the_file(tmp_path: Path) -> None:
    """After a refused batch memory and file still agree."""
    path = tmp_path / "sheets.sqlite"
    account = Account(SqliteStore(path))
    file_id = account.create("Prøve")
    before = everything(account, file_id)
    body = {"requests": [{"addSheet": {}}, {"deleteSheet": {"sheetId": 404}}]}
    status, _, _ = account.handle(
        "POST", f"/v4/spreadsheets/{file_id}:batchUpdate", "", json.dumps(body).encode()
    )
    assert status == 400
    assert [everything(one, file_id) for one in (account, Account(SqliteStore(path)))] == [before, before]


SERVER = """
import sys
from pathlib import Path
from integrations.sheets_server import serving
import threading
with serving(Path(sys.argv[1])) as base_url:
    print(base_url, flush=True)
    threading.Event().wait()
"""


def test_answered_writes_survive_a_kill(tmp_path: Path) -> None:
    """What was answered before the server was killed is there afterwards, whole."""
    path = tmp_path / "sheets.sqlite"
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    base_url = server.stdout.readline().strip()
    made = requests.post(f"{base_url}/v4/spreadsheets", json={}, timeout=30).json()
    url = f"{base_url}/v4/spreadsheets/{made['spreadsheetId']}/values/A1:append?valueInputOption=RAW"
    answered: list[str] = []

    def write() -> None:
        for i in range(1000):
            try:
                requests.post(url, json={"values": [[f"{i}", "whole"]]}, timeout=30).raise_for_status()
            except requests.RequestException:
                return
            answered.append(f"{i}")
            if len(answered) == 10:
                os.kill(server.pid, signal.SIGKILL)

    write()
    server.wait(timeout=30)
    server.stdout.close()
    account = Account(SqliteStore(path))
    rows = account.call("GET", f"/v4/spreadsheets/{made['spreadsheetId']}/values/A:B")["values"]
    assert rows[: len(answered)] == [[text, "whole"] for text in answered]
    assert {row[1] for row in rows} == {"whole"}
    assert len(rows) - len(answered) in (0, 1)


def test_one_changed_cell_writes_little(tmp_path: Path) -> None:
    """A changed cell writes its own row's record, not the sheet."""
    path = tmp_path / "sheets.sqlite"
    store = SqliteStore(path)
    account = Account(store)
    file_id = account.create("Prøve")
    values = [[f"{row}", "x"] for row in range(200)]
    base = f"/v4/spreadsheets/{file_id}/values"
    account.call("PUT", f"{base}/A1", {"values": values}, "valueInputOption=RAW")
    before = store.records(file_id)
    account.call("PUT", f"{base}/B7", {"values": [["y"]]}, "valueInputOption=RAW")
    assert len(store.records(file_id) - before) == 1
    with serving(account) as base_url:
        answer = requests.get(f"{base_url}{base}/A7:B7", timeout=10)
    assert answer.json()["values"] == [["6", "y"]]
