"""`samhold demo`: files of invented responses that the other commands take."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.commands import app

run = CliRunner().invoke


def made(file: Path, *options: str) -> Any:
    """What demo says of the file that it writes."""
    result = run(app, ["demo", "--out", str(file), "--json", *options])
    assert result.exit_code == 0
    return json.loads(result.stdout)


def told(file: Path) -> Any:
    """What validate says of a file."""
    result = run(app, ["validate", str(file), "--programme", "network", "--json"])
    return json.loads(result.stdout)


@pytest.mark.parametrize("name", ["demo.csv", "demo.xlsx"])
def test_demo_file_holds_as_many_applications_as_asked_for(tmp_path: Path, name: str) -> None:
    """Litter between the responses is no application, in either kind of file."""
    answer = made(tmp_path / name, "--applications", "120", "--seed", "4")
    assert answer["programme"] == "network-2024"
    assert len(told(tmp_path / name)["applications"]) == 120


def test_csv_and_xlsx_hold_the_same_applications(tmp_path: Path) -> None:
    """Keys and judgements do not depend on the kind of file."""
    made(tmp_path / "demo.csv")
    made(tmp_path / "demo.xlsx")
    csv, xlsx = (told(tmp_path / f"demo.{kind}")["applications"] for kind in ("csv", "xlsx"))
    assert [(one["key"], one["outcome"]) for one in csv] == [(one["key"], one["outcome"]) for one in xlsx]


def test_same_seed_gives_the_same_file(tmp_path: Path) -> None:
    """A file can be made again; another seed gives another."""
    for name, seed in (("one.csv", "7"), ("two.csv", "7"), ("three.csv", "8")):
        made(tmp_path / name, "--seed", seed)
    one, two, three = ((tmp_path / f"{name}.csv").read_bytes() for name in ("one", "two", "three"))
    assert (one == two, one == three) == (True, False)


def test_every_kind_of_mess_is_there_and_counted(tmp_path: Path) -> None:
    """In three hundred responses each kind occurs, and the JSON says how often."""
    answer = made(tmp_path / "demo.csv", "--applications", "300")
    assert [kind for kind, number in answer["mess"].items() if number == 0] == []


def test_demo_can_be_allocated(tmp_path: Path) -> None:
    """The whole way from invented responses to a proved allocation, nobody dropped."""
    made(tmp_path / "demo.xlsx", "--applications", "150")
    result = run(app, ["allocate", str(tmp_path / "demo.xlsx"), "--programme", "network", "--json"])
    answer = json.loads(result.stdout)
    parts = [len(answer[part]) for part in ("assignments", "waitlist", "left_out")]
    places = {level["name"]: level["value"] for level in answer["levels"]}["places"]
    assert (result.exit_code, sum(parts), places) == (0, 150, 90)
    assert {level["proven"] for level in answer["levels"]} == {True}


def test_other_kinds_of_file_are_refused(tmp_path: Path) -> None:
    """Only CSV and XLSX."""
    result = run(app, ["demo", "--out", str(tmp_path / "demo.ods"), "--json"])
    assert (result.exit_code, json.loads(result.stdout)["error"]["code"]) == (3, "file_kind")


def test_demo_of_today_has_nothing_late_or_from_tomorrow(tmp_path: Path) -> None:
    """The round that is under way today: every response has come, and none after the deadline."""
    made(tmp_path / "demo.csv", "--programme", "demo")
    result = run(app, ["validate", str(tmp_path / "demo.csv"), "--programme", "demo", "--json"])
    codes = {f["code"] for one in json.loads(result.stdout)["applications"] for f in one["findings"]}
    assert (len(codes) > 3, "deadline" in codes) == (True, False)
