"""`samhold programme`: faults with line, path and cure; the schema."""

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.commands import app
from desk import open_desk
from integrations.programmes import document
from integrations.settings import Settings

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


@pytest.fixture
def network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation with the network course in force; a file with its document, to be changed."""
    for name in [name for name in os.environ if name.startswith("SAMHOLD_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("SAMHOLD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SAMHOLD_PROGRAMME", "network")
    open_desk(Settings())
    file = tmp_path / "network.toml"
    file.write_text(document("network"), encoding="utf-8")
    return file


def change(file: Path, old: str, new: str) -> None:
    """Replace something in a document."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_changed_document_is_put_in_force(network: Path) -> None:
    """The new version counts for whoever opens the desk, and the same text again is no new version."""
    change(network, "participants_max = 45", "participants_max = 50")
    told = [run(app, ["programme", "use", str(network), "--json"]) for _ in range(2)]
    assert [(one.exit_code, json.loads(one.stdout)) for one in told] == [
        (0, {"programme": "network-2024", "version": 2})
    ] * 2
    assert open_desk(Settings()).programme.cohorts[0].participants_max == 50


def test_an_open_desk_takes_a_new_version_up_at_once(network: Path) -> None:
    """A running app needs no restart."""
    desk = open_desk(Settings())
    change(network, 'da = "Modtaget"', 'da = "Kommet ind"')
    assert run(app, ["programme", "use", str(network)]).exit_code == 0
    assert next(iter(desk.programme.statuses.values())).text.da == "Kommet ind"


@pytest.mark.parametrize(
    ("old", "new", "code", "end"),
    [
        ('id = "network-2024"', 'id = "network-2025"', "other_programme", 1),
        ("participants_max = 45", "participants_max = -1", "programme_faults", 3),
    ],
)
def test_another_programme_and_a_faulty_document_are_refused(
    network: Path, old: str, new: str, code: str, end: int
) -> None:
    """Nothing changes, and the way out is said."""
    change(network, old, new)
    result = run(app, ["programme", "use", str(network), "--json"])
    assert (result.exit_code, json.loads(result.stdout)["error"]["code"]) == (end, code)
    assert open_desk(Settings()).programme.cohorts[0].participants_max == 45
