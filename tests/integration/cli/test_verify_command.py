"""`samhold allocate --verify`: a sound record, a tampered one, and a file that is none."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli import app
from rules.allocation.lottery.committing import settle
from tests.unit.allocation.lottery.cases import committed, drawn


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A published record with its draw."""
    file = tmp_path / "lottery.json"
    file.write_text(drawn(committed()).model_dump_json(), encoding="utf-8")
    return file


def run(*command: str) -> tuple[int, str]:
    """Exit code and standard output."""
    result = CliRunner().invoke(app, ["allocate", *command])
    return result.exit_code, result.stdout


def test_sound_record_is_said_to_be_sound(record: Path) -> None:
    """Quickly and in full, in words and JSON, without naming responses or a programme."""
    assert run("--verify", str(record), "--lang", "en")[0] == 0
    code, out = run("--verify", str(record), "--full", "--json")
    assert (code, json.loads(out)["faults"]) == (0, [])


def test_tampered_record_is_found(record: Path) -> None:
    """Another ticket than the seed gives: exit code 1 and the fault by name."""
    changed = json.loads(record.read_text(encoding="utf-8"))
    changed["draws"][0]["ticket"] = changed["draws"][0]["ticket"] % 1000 + 1
    record.write_text(json.dumps(changed), encoding="utf-8")
    code, out = run("--verify", str(record), "--json")
    assert (code, [fault["code"] for fault in json.loads(out)["faults"]]) == (1, ["ticket_wrong"])


def test_second_engine_proves_a_settled_record_again(tmp_path: Path) -> None:
    """With --double-check what followed from the draw is proved by another engine; nothing is where nobody
    has a place yet."""
    unsettled = drawn(committed())
    places = settle(unsettled.commitment, unsettled.draws[0]).placements
    file = tmp_path / "settled.json"
    file.write_text(unsettled.model_copy(update={"placements": places}).model_dump_json(), encoding="utf-8")
    code, out = run("--verify", str(file), "--double-check", "--json")
    answer = json.loads(out)
    assert (code, answer["faults"], answer["double_check"]["alone"]) == (0, [], True)
    file.write_text(unsettled.model_dump_json(), encoding="utf-8")
    code, out = run("--verify", str(file), "--double-check", "--json")
    assert (code, json.loads(out)["error"]["code"]) == (1, "lottery_not_settled")


def test_file_that_is_no_record_is_refused(tmp_path: Path) -> None:
    """Exit code 3, as for other input that can't be used."""
    file = tmp_path / "other.json"
    file.write_text('{"a": 1}', encoding="utf-8")
    assert run("--verify", str(file))[0] == 3


def test_neither_responses_nor_record_is_wrong_usage() -> None:
    """There is nothing to allocate and nothing to check."""
    assert run()[0] == 2
