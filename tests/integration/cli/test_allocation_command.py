"""`samhold allocation`: the four steps from a terminal, on a real installation."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.commands import app

run = CliRunner().invoke
WORDS = "lærke, havre og regnvejr"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh installation on the embedded default, its sheet read and its case numbers stamped."""
    monkeypatch.setenv("SAMHOLD_HOME", str(tmp_path / "home"))
    for _ in range(2):
        told("sync", "--once")
    return tmp_path


def told(*command: str, code: int = 0) -> Any:
    """The JSON of a command that ends with this exit code."""
    result = run(app, [*command, "--json"])
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)


def test_four_steps_leave_a_record_that_checks(home: Path) -> None:
    """Commitment, words of somebody else, draw and adoption; the exported record is found sound."""
    made = told("allocation", "commit", "--by", "Anna")
    assert (made["number"], made["step"]) == (1, "committed")
    own = told("allocation", "words", "1", WORDS, "--by", "Anna", code=1)
    assert own["error"]["code"] == "allocation_seed_own"
    told("allocation", "words", "1", WORDS, "--by", "Bo")
    drawn = told("allocation", "draw", "1", "--by", "Anna")
    assert (drawn["step"], drawn["proven"]) == ("drawn", True)
    again = told("allocation", "draw", "1", "--by", "Anna", code=1)
    assert again["error"]["code"] == "allocation_drawn_already"
    assert told("allocation", "adopt", "1", "--by", "Eva")["decisions"] > 0
    (listed,) = told("allocation", "list")["allocations"]
    assert (listed["step"], listed["words"], listed["adopted_by"]) == ("adopted", WORDS, "Eva")
    run(app, ["allocation", "record", "1", "--out", str(home / "record.json")])
    checked = told("allocate", "--verify", str(home / "record.json"))
    assert (checked["faults"], checked["drawn"]) == ([], [drawn["ticket"]])
