"""Whatever is asked, the server answers or refuses, and its file always holds what it shows."""

import json
import random
from pathlib import Path
from typing import Any

import pytest

from integrations.sheets_server import Account, Ids, SqliteStore
from integrations.sheets_server.batch import HANDLERS
from integrations.sheets_server.schema import schemas

SHAPES = schemas()
TEXTS = ["", "a", "=A1+B2", "=SUM(A:A)", "x y", "1", "D3", "Svar!A1", "=Svar!C3", ","]
NUMBERS = [0, 0, 1, 2, 3, 5, -1, 19, 20, 1000]


class Asker:
    """Makes requests of any kind, mostly possible ones."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def request(self) -> dict[str, Any]:
        """One request of a batch."""
        kind = self._random.choice(sorted(HANDLERS))
        return {kind: self._message(SHAPES["Request"][kind], 1)}

    def _any(self, kind: Any, depth: int) -> Any:
        pick = self._random
        if isinstance(kind, list):
            return [self._any(kind[0], depth + 1) for _ in range(pick.randint(0, 3))]
        if isinstance(kind, dict):
            return {} if "*" in kind else pick.choice(kind["enum"])
        if kind in SHAPES:
            return self._message(kind, depth)
        plain: dict[str, list[Any]] = {
            "int32": NUMBERS,
            "boolean": [True, False],
            "double": [0, 1.5, 1e20],
            "float": [0, 0.5],
            "google-fieldmask": ["*", "*", "*", "userEnteredValue", "note", "range"],
        }
        return pick.choice(plain.get(kind, TEXTS))

    def _message(self, name: str, depth: int) -> dict[str, Any]:
        pick = self._random
        top, left = pick.randrange(5), pick.randrange(4)
        if name == "GridRange":
            box = {"startRowIndex": top, "endRowIndex": top + pick.randint(1, 3)}
            box |= {"startColumnIndex": left, "endColumnIndex": left + pick.randint(0, 2)}
            return {side: at for side, at in box.items() if pick.random() < 0.9}
        if name == "DimensionRange":
            dimension = pick.choice(["ROWS", "COLUMNS"])
            return {"dimension": dimension, "startIndex": left, "endIndex": left + pick.randint(1, 2)}
        likely = 0.75 if depth < 2 else 0.35
        return {
            field: self._any(kind, depth + 1)
            for field, kind in SHAPES[name].items()
            if depth < 7 and pick.random() < (0.2 if field.endswith("heetId") else likely)
        }


@pytest.mark.parametrize("seed", range(6))
def test_any_request_is_answered_and_kept(seed: int, tmp_path: Path) -> None:
    """Each request is done or refused with a 400; a server that opens the file afterwards shows the same."""
    path = tmp_path / "sheets.sqlite"
    account, asker = Account(SqliteStore(path), ids=Ids(seed)), Asker(seed)
    grid = {"rowCount": 20, "columnCount": 8}
    sheets = [{"properties": {"title": "Svar", "gridProperties": grid}}]
    base = f"/v4/spreadsheets/{account.create('Prøve', {'sheets': sheets})}"
    values = {"values": [[1, "x", "=A1+1"], ["2027-06-30", None, "=SUM(A1:B1)"], [True, "'5"]]}
    account.call("PUT", f"{base}/values/Svar!A1", values, "valueInputOption=USER_ENTERED")
    statuses = {
        account.handle(
            "POST", f"{base}:batchUpdate", "", json.dumps({"requests": [asker.request()]}).encode()
        )[0]
        for _ in range(40)
    }
    assert statuses <= {200, 400}
    shown, kept = (
        one.call("GET", base, query="includeGridData=true") for one in (account, Account(SqliteStore(path)))
    )
    assert kept == shown
