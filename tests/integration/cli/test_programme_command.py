"""`samhold programme`: faults with line, path and cure; the schema."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.commands import app
from integrations.programmes import document

run = CliRunner().invoke


@pytest.mark.parametrize("programme", ["network", "network-2024", "individual", "joint"])
def test_shipped_programmes_have_no_faults(programme: str) -> None:
    """Every shipped document passes, by its id and by its short name."""
    result = run(app, ["programme", "check", programme, "--json"])
    assert (result.exit_code, json.loads(result.stdout)["faults"]) == (0, [])


def test_faults_are_told_with_line_path_and_cure(tmp_path: Path) -> None:
    """A negative limit in a copy of the network is found on its line, and the exit code is 1."""
    text = document("network").replace("participants_max = 45", "participants_max = -1", 1)
    file = tmp_path / "faulty.toml"
    file.write_text(text, encoding="utf-8")
    result = run(app, ["programme", "check", str(file), "--json"])
    told = json.loads(result.stdout)
    line = text.splitlines().index("participants_max = -1") + 1
    assert (result.exit_code, told["programme"]) == (1, None)
    assert [(f["line"], f["path"]) for f in told["faults"]] == [(line, "cohorts[0].participants_max")]
    assert [sorted(f) for f in told["faults"]] == [["cure", "line", "path", "problem"]]


def test_faults_are_told_in_words_on_standard_error(tmp_path: Path) -> None:
    """Without --json each fault is a line that starts with the file."""
    file = tmp_path / "faulty.toml"
    file.write_text("version = 1\nid = 'x", encoding="utf-8")
    result = run(app, ["programme", "check", str(file)])
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"{file}: Line 2")


def test_unknown_programme_is_an_input_fault_with_the_way_out() -> None:
    """A name that is no programme and no file says which are shipped."""
    result = run(app, ["programme", "check", "nix", "--json"])
    assert result.exit_code == 3
    assert json.loads(result.stdout) == {
        "error": {
            "code": "programme_unknown",
            "message": "There is no programme 'nix'. Shipped are network-2024, individual, joint; "
            "or give the path of a document.",
        }
    }


def test_schema_is_json_schema() -> None:
    """The schema is JSON whether asked for or not."""
    plain, asked = run(app, ["programme", "schema"]), run(app, ["programme", "schema", "--json"])
    assert plain.stdout == asked.stdout
    assert json.loads(plain.stdout)["title"] == "Samhold: programme"
