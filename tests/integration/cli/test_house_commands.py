"""`sync`, `decide`, `export`, `connect` and `sheets serve`: real files, the real server, real processes."""

import contextlib
import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gspread
import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from cli.commands import app
from integrations.programmes import read_programme
from integrations.sheets.client import open_client

SAMHOLD = Path(sys.executable).parent / "samhold"
run = CliRunner().invoke


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh installation on the embedded default: the demo with its 64 applications."""
    for name in [name for name in os.environ if name.startswith("SAMHOLD_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("SAMHOLD_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def told(*command: str, code: int = 0) -> Any:
    """The JSON of a command that ends with this exit code."""
    result = run(app, [*command, "--json"])
    assert (result.exit_code, result.exception if result.exit_code not in (0, 1, 2, 3, 4) else None) == (
        code,
        None,
    )
    return json.loads(result.stdout)


def exported(what: str = "applications") -> list[dict[str, Any]]:
    """A table of the desk, by its headers."""
    table = told("export", what)
    return [dict(zip(table["headers"], row, strict=True)) for row in table["rows"]]


@pytest.fixture
def key(home: Path) -> str:
    """The case number of an application that is ready: the sheet has been read once."""
    told("sync", "--once")
    return str(next(row["Sagsnr."] for row in exported() if row["Vurdering"] == ""))


def test_first_sync_makes_the_demo_and_reads_it(home: Path) -> None:
    """64 applications are there and have their numbers in the sheet; a second pass finds nothing to do."""
    assert told("sync", "--once") == {
        "synced": True,
        "applications": 64,
        "queued": 0,
        "unknown": 0,
        "blocked": 0,
    }
    assert told("sync", "--once")["queued"] == 0
    assert (home / "journal.sqlite").is_file()


def test_decision_is_saved_then_written_into_the_sheet(key: str) -> None:
    """decide puts it into the journal, the next pass into the sheet, in the name of who took it."""
    decision = told("decide", key, "approved", "--cohort", "odense", "--by", "Karen Holm")
    assert {name: decision[name] for name in ("key", "revision", "status", "cohort", "by")} == {
        "key": key,
        "revision": 1,
        "status": "approved",
        "cohort": "odense",
        "by": "Karen Holm",
    }
    before = told("sync", "--once")
    (row,) = (row for row in exported() if row["Sagsnr."] == key)
    assert (before["queued"], row["Status"], row["Hold"], row["Behandlet af"]) == (
        0,
        "Godkendt",
        "Odense",
        "Karen Holm",
    )


@pytest.mark.parametrize(
    ("words", "code", "exit_code"),
    [
        (("approved",), "cohort_missing", 1),
        (("declined",), "reason_missing", 1),
        (("approved", "--cohort", "skive"), "unknown_cohort", 2),
        (("perhaps",), "unknown_status", 2),
        (("waitlisted", "--revision", "7"), "stale", 1),
    ],
)
def test_refusal_is_told_with_code_and_way_out(
    key: str, words: tuple[str, ...], code: str, exit_code: int
) -> None:
    """What the rules refuse is said in words on standard error and as JSON, and nothing is changed."""
    result = run(app, ["decide", key, *words, "--json"])
    error = json.loads(result.stdout)["error"]
    assert (result.exit_code, error["code"]) == (exit_code, code)
    assert result.stderr == error["message"] + "\n"
    assert {row["Status"] for row in exported()} == {"Modtaget"}


def test_unknown_case_number_is_told(home: Path) -> None:
    """Before the sheet has been read there is nothing to decide on, and the way out is named."""
    error = told("decide", "K4T-92M7", "waitlisted", code=1)["error"]
    assert (error["code"], "samhold sync --once" in error["message"]) == ("unknown_key", True)


def test_remark_stays_when_none_is_given(key: str) -> None:
    """A later decision keeps the remark unless it brings another."""
    told("decide", key, "waitlisted", "--remark", "ringer mandag")
    assert told("decide", key, "approved", "--cohort", "aarhus")["remark"] == "ringer mandag"


def test_export_has_no_live_formula_and_no_cpr_number(key: str, tmp_path: Path) -> None:
    """CSV, XLSX and JSON of the demo, which has both formulas and CPR numbers in its texts."""
    text = run(app, ["export"]).stdout
    cells = [cell for row in csv.reader(io.StringIO(text), delimiter=";") for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
    workbook = tmp_path / "out.xlsx"
    assert told("export", "--out", str(workbook)) == {"file": str(workbook), "rows": 64}
    sheet = load_workbook(workbook).worksheets[0]
    assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []
    printed = json.dumps(told("export"))
    assert [digits for digits in ("-0000",) if digits in text or digits in printed] == []


def test_export_refuses_other_kinds_of_file(key: str, tmp_path: Path) -> None:
    """Only CSV and XLSX."""
    assert told("export", "--out", str(tmp_path / "x.pdf"), code=2)["error"]["code"] == "file_kind"


@contextlib.contextmanager
def serving(folder: Path, *options: str) -> Iterator[str]:
    """`samhold sheets serve` as a process; gives its address."""
    command = [str(SAMHOLD), "sheets", "serve", "--port", "0", "--data", str(folder / "s.sqlite"), "--json"]
    process = subprocess.Popen([*command, *options], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    printed = "".join(iter(process.stdout.readline, "}\n")) + "}"
    try:
        yield str(json.loads(printed)["url"])
    finally:
        process.terminate()
        assert process.wait(20) == 0


def spreadsheet_on(url: str, token: str | None = None) -> gspread.Spreadsheet:
    """A spreadsheet with the network form's headers, one of them in other words, and one response."""
    book = open_client(url, token).create("Svar")
    headers = [question.header for question in read_programme("network").questions]
    headers[headers.index("Kommune")] = "Hvilken kommune ligger arbejdspladsen i"
    book.sheet1.update([headers, ["21/05/2024 08.12.31", "lone@skole.example", "Randers", "Skolen"]], "A1")
    return book


@pytest.fixture
def answers(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[gspread.Spreadsheet]:
    """A served spreadsheet that the settings lead to."""
    with serving(tmp_path) as url:
        monkeypatch.setenv("SAMHOLD_SHEETS_URL", url)
        monkeypatch.setenv("SAMHOLD_PROGRAMME", "network")
        yield spreadsheet_on(url)


def test_connect_shows_before_it_changes_anything(answers: gspread.Spreadsheet) -> None:
    """Without a yes it only proposes: near headers too, and what it would add."""
    before = answers.sheet1.get_all_values()
    proposal = told("connect", answers.id, code=1)
    how = {one["question"]: (one["column"], one["how"]) for one in proposal["columns"]}
    assert (proposal["connected"], proposal["ledger"], proposal["missing"][0]) == (False, False, "Sagsnr.")
    assert (how["municipality"], how["workplace"]) == (("C", "fuzzy"), ("D", "exact"))
    assert answers.sheet1.get_all_values() == before
    assert told("sync", "--once", code=2)["error"]["code"] == "no_spreadsheet"


def test_server_that_wants_a_token_is_reached_with_it(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`SAMHOLD_SHEETS_TOKEN` opens a server that refuses all who come without its token."""
    with serving(tmp_path, "--token", "geheim") as url:
        monkeypatch.setenv("SAMHOLD_SHEETS_URL", url)
        monkeypatch.setenv("SAMHOLD_PROGRAMME", "network")
        book = spreadsheet_on(url, "geheim")
        assert told("connect", book.id, code=4)["error"]["code"] == "token_expired"
        monkeypatch.setenv("SAMHOLD_SHEETS_TOKEN", "geheim")
        assert told("connect", book.id, "--yes")["connected"] is True


def test_refused_proposal_chooses_no_spreadsheet(answers: gspread.Spreadsheet) -> None:
    """A no leaves the installation without a spreadsheet, as it was; only a yes chooses one."""
    assert run(app, ["connect", answers.id], input="n\n").exit_code == 1
    assert told("sync", "--once", code=2)["error"]["code"] == "no_spreadsheet"
    assert run(app, ["connect", answers.id], input="y\n").exit_code == 0
    assert told("sync", "--once")["applications"] == 1


def test_connect_adds_our_columns_on_the_right_once(answers: gspread.Spreadsheet) -> None:
    """After a yes the columns and the ledger are there, the form's cells as before; again changes nothing."""
    before = answers.sheet1.get_all_values()
    assert told("connect", answers.id, "--yes")["connected"] is True
    after = answers.sheet1.get_all_values()
    assert [row[: len(before[0])] for row in after] == before
    assert after[0][len(before[0]) :][:3] == ["Sagsnr.", "Status", "Hold"]
    assert [tab.title for tab in answers.worksheets()][1:] == ["_ledger"]
    assert told("connect", answers.id, "--yes")["connected"] is True
    assert answers.sheet1.get_all_values() == after


def test_connected_spreadsheet_is_synced_by_http(answers: gspread.Spreadsheet) -> None:
    """The response gets its case number in the sheet, and a decision its row."""
    told("connect", answers.id, "--yes")
    assert told("sync", "--once")["applications"] == 1
    (row,) = exported()
    told("decide", row["Sagsnr."], "waitlisted")
    told("sync", "--once")
    (record,) = answers.sheet1.get_all_records()
    assert (record["Sagsnr."], record["Status"]) == (row["Sagsnr."], "Venteliste")


def test_mapping_that_cannot_be_understood_is_a_usage_fault(answers: gspread.Spreadsheet) -> None:
    """The questions are named."""
    error = told("connect", answers.id, "--map", "town=C", code=2)["error"]
    assert (error["code"], "municipality" in error["message"]) == ("mapping", True)


def test_spreadsheet_service_that_is_away_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody answers at the address: exit code 4, in words."""
    monkeypatch.setenv("SAMHOLD_SHEETS_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("SAMHOLD_PROGRAMME", "network")
    assert told("connect", "nowhere", code=4)["error"]["code"] == "unreachable"


def test_no_spreadsheet_chosen_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With another server and no spreadsheet there is nothing to sync."""
    monkeypatch.setenv("SAMHOLD_SHEETS_URL", "http://127.0.0.1:9")
    assert told("sync", "--once", code=2)["error"]["code"] == "no_spreadsheet"


def test_served_sheets_ask_for_the_token(tmp_path: Path) -> None:
    """With --token a call without it is refused, and one with it is not."""
    with serving(tmp_path, "--token", "geheim") as url:
        with pytest.raises(gspread.exceptions.GSpreadException):
            open_client(url, None).create("Svar")
        assert open_client(url, "geheim").create("Svar").title == "Svar"


def test_serving_others_needs_a_token(tmp_path: Path) -> None:
    """Away from loopback nobody may come in without one."""
    command = ["sheets", "serve", "--host", "0.0.0.0", "--data", str(tmp_path / "s.sqlite")]
    assert told(*command, code=2)["error"]["code"] == "token_missing"


def test_setting_that_cannot_be_is_a_usage_fault(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The setting is named as it is written in the environment."""
    monkeypatch.setenv("SAMHOLD_PORT", "many")
    result = run(app, ["sync", "--once"])
    assert (result.exit_code, result.stderr.startswith("SAMHOLD_PORT: ")) == (2, True)


def test_doctor_finds_the_embedded_demo_well(home: Path) -> None:
    """Every check of a fresh installation is ok and needs no cure."""
    checks = told("doctor")["checks"]
    assert {(check["ok"], check["cure"]) for check in checks} == {(True, "")}
    assert [check["name"] for check in checks] == [
        "database",
        "credentials",
        "permission",
        "headers",
        "key_column",
        "quota",
    ]


def test_doctor_says_what_to_do(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing key file is named, in the language asked for, with the cure below it."""
    monkeypatch.setenv("SAMHOLD_GOOGLE_CREDENTIALS", str(tmp_path / "key.json"))
    monkeypatch.setenv("SAMHOLD_SPREADSHEET", "somewhere")
    result = run(app, ["doctor", "--lang", "en"])
    lines = result.stdout.splitlines()
    at = lines.index(f"!!  The key file is missing: {tmp_path / 'key.json'}")
    assert (result.exit_code, lines[at + 1].startswith("    -> Put SAMHOLD_GOOGLE_CREDENTIALS right")) == (
        1,
        True,
    )


def test_doctor_tries_the_service_on_a_scratch_spreadsheet(answers: gspread.Spreadsheet) -> None:
    """Over HTTP everything that the write-back relies on holds, and the scratch spreadsheet is gone."""
    probes = told("doctor", "--live")["probes"]
    assert [probe["name"] for probe in probes if probe["relied_on"] and not probe["ok"]] == []
    files = open_client(os.environ["SAMHOLD_SHEETS_URL"], None).list_spreadsheet_files()
    assert [file["name"] for file in files] == ["Svar"]
