"""`samhold validate`: the contract of its JSON, its words and its exit codes, on a Form's real columns."""

import csv
import json
import random
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

from cli.commands import app
from rules.keys import is_case_number

FORM = Path(__file__).parents[2] / "data" / "form-network.csv"
run = CliRunner().invoke


def rows_of(file: Path) -> list[list[str]]:
    """The cells of a CSV file."""
    with file.open(encoding="utf-8", newline="") as source:
        return list(csv.reader(source))


def written(file: Path, rows: list[list[str]]) -> Path:
    """A CSV file with these rows."""
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
    return file


def told(file: Path, *options: str) -> Any:
    """What validate prints as JSON."""
    result = run(app, ["validate", str(file), "--programme", "network", "--json", *options])
    return json.loads(result.stdout)


def test_network_form_is_judged_row_by_row() -> None:
    """The twelve responses of the 2024 form: three ok, eight need a person, one is not eligible."""
    outcomes = {one["row"]: one["outcome"] for one in told(FORM)["applications"]}
    person = dict.fromkeys((4, 5, 6, 8, 9, 11, 12, 13), "person")
    assert outcomes == {2: "ok", 3: "ok", 10: "ok", 7: "ineligible"} | person


def test_json_has_exactly_the_names_of_the_contract() -> None:
    """Programme, applications and table; row, key, outcome and findings; seven names per finding."""
    answer = told(FORM)
    assert (sorted(answer), answer["programme"], answer["table"]) == (
        ["applications", "programme", "table"],
        "network-2024",
        [],
    )
    assert {tuple(one) for one in answer["applications"]} == {("row", "key", "outcome", "findings")}
    names = {tuple(finding) for one in answer["applications"] for finding in one["findings"]}
    assert names == {("code", "outcome", "cell", "field", "value", "message", "question")}


def test_findings_name_the_cell_in_the_file() -> None:
    """Row 12 has its faults in the municipality, an e-mail address, a phone number and the free text."""
    (row,) = (one for one in told(FORM)["applications"] if one["row"] == 12)
    assert sorted((f["cell"], f["field"]) for f in row["findings"]) == [
        ("C12", "municipality"),
        ("O12", "representative_email"),
        ("P12", "representative_phone"),
        ("U12", "motivation"),
    ]


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_cpr_number_is_printed_nowhere(options: tuple[str, ...]) -> None:
    """The CPR number in row 12 is in neither words nor JSON."""
    result = run(app, ["validate", str(FORM), "--programme", "network", *options])
    assert "010170" not in result.output
    assert "1234" not in result.output.replace("12345", "")


def test_keys_are_case_numbers_that_the_order_of_rows_does_not_change(tmp_path: Path) -> None:
    """A shuffled file gives every response the key it had before."""
    header, *rows = rows_of(FORM)
    random.Random(1).shuffle(rows)
    shuffled = written(tmp_path / "shuffled.csv", [header, *rows])
    plain = {tuple(rows_of(FORM)[one["row"] - 1]): one["key"] for one in told(FORM)["applications"]}
    mixed = {tuple([header, *rows][one["row"] - 1]): one["key"] for one in told(shuffled)["applications"]}
    assert mixed == plain
    assert all(is_case_number(key) for key in plain.values())


def test_xlsx_is_judged_as_csv_is(tmp_path: Path) -> None:
    """The same cells in a workbook give the same applications and findings."""
    book = Workbook()
    for row in rows_of(FORM):
        book.worksheets[0].append([None if cell == "" else cell for cell in row])
    for cell in book.worksheets[0]["U"]:
        cell.data_type = "s" if cell.value else cell.data_type
    book.save(tmp_path / "form.xlsx")
    assert told(tmp_path / "form.xlsx") == told(FORM)


def test_language_is_danish_unless_english_is_asked_for() -> None:
    """The same finding in two languages, with the same code and cell."""
    danish, english = told(FORM), told(FORM, "--lang", "en")
    finding = {
        lang: answer["applications"][5]["findings"][0] for lang, answer in (("da", danish), ("en", english))
    }
    assert finding["da"]["message"] != finding["en"]["message"]
    assert (finding["da"]["code"], finding["da"]["cell"]) == (finding["en"]["code"], finding["en"]["cell"])


def test_exit_code_says_whether_anything_was_found(tmp_path: Path) -> None:
    """1 with findings, 0 where every response is ok."""
    clean = written(tmp_path / "clean.csv", [rows_of(FORM)[i] for i in (0, 1, 2, 9)])
    codes = [run(app, ["validate", str(file), "--programme", "network"]).exit_code for file in (FORM, clean)]
    assert codes == [1, 0]


def test_words_name_row_key_cell_and_question() -> None:
    """Without --json each application has its line, and each finding its cell and the question to ask."""
    result = run(app, ["validate", str(FORM), "--programme", "network", "--lang", "en"])
    lines = result.stdout.splitlines()
    assert lines[-1] == "network-2024: 3 ok, 8 needs a person, 1 not eligible"
    assert [line for line in lines if line.startswith("       F7: ")] != []


def test_file_without_known_headers_is_an_input_fault(tmp_path: Path) -> None:
    """Another table altogether: no application, a finding on the table, exit code 3, no crash."""
    file = written(tmp_path / "other.csv", [["a", "b"], ["1", "2"]])
    result = run(app, ["validate", str(file), "--programme", "network", "--json"])
    answer = json.loads(result.stdout)
    assert (result.exit_code, answer["applications"]) == (3, [])
    assert [finding["code"] for finding in answer["table"]] == ["no_headers"]


@pytest.mark.parametrize("name", ["missing.csv", "missing.xlsx"])
def test_missing_file_is_an_input_fault_in_plain_words(tmp_path: Path, name: str) -> None:
    """The error names the file, on standard error and as JSON."""
    result = run(app, ["validate", str(tmp_path / name), "--programme", "network", "--json"])
    error = json.loads(result.stdout)["error"]
    assert (result.exit_code, error["message"] in result.stderr, name in error["message"]) == (3, True, True)


def test_file_without_rights_is_told_by_reading_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No look at its rights comes before: that would end as a usage fault, without JSON."""
    file = written(tmp_path / "form.csv", rows_of(FORM))
    monkeypatch.setattr("os.access", lambda *_, **__: False)
    assert len(told(file)["applications"]) == 12


def test_unreadable_workbook_is_an_input_fault(tmp_path: Path) -> None:
    """A text file that calls itself XLSX is refused in words, not with a traceback."""
    file = tmp_path / "no.xlsx"
    file.write_text("not a workbook", encoding="utf-8")
    result = run(app, ["validate", str(file), "--programme", "network"])
    assert (result.exit_code, result.stdout, "no.xlsx" in result.stderr) == (3, "", True)


def test_programme_is_asked_for() -> None:
    """Without a programme the command is a usage fault."""
    assert run(app, ["validate", str(FORM)], env={"SAMHOLD_PROGRAMME": ""}).exit_code == 2
