"""The independent checker agrees with what was drawn, and names what was tampered with."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rules.allocation.lottery.committing import settle
from tests.unit.allocation.lottery.cases import committed, drawn

TOOL = Path(__file__).parents[3] / "tools" / "check_allocation.py"
Json = dict[str, Any]


@pytest.fixture(scope="module")
def published() -> str:
    """A record with draw and places, as it is published."""
    record = drawn(committed())
    placements = settle(record.commitment, record.draws[0]).placements
    return record.model_copy(update={"placements": placements}).model_dump_json()


def checked(tmp_path: Path, text: str) -> tuple[int, list[str]]:
    """The checker's exit code and lines, from an interpreter that sees none of our packages."""
    file = tmp_path / "record.json"
    file.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(TOOL), str(file)], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


def test_checker_agrees_with_an_honest_record(tmp_path: Path, published: str) -> None:
    """Hash, seed, ticket, pins and limits of a record as the software makes it."""
    assert checked(tmp_path, published) == (0, ["Hash, seed, ticket, pins and limits agree."])


def _seed(record: Json) -> None:
    record["draws"][0]["seed"] = "0" * 64


def _ticket(record: Json) -> None:
    record["draws"][0]["ticket"] = record["draws"][0]["ticket"] % 1000 + 1


def _problem(record: Json) -> None:
    record["commitment"]["problem"]["groups"][0]["size"] += 1


def _place(record: Json) -> None:
    record["placements"].pop()


def _crowd(record: Json) -> None:
    cohort = record["commitment"]["problem"]["cohorts"][0]["id"]
    for group in record["placements"]:
        group["cohort"] = cohort


@pytest.mark.parametrize(
    ("tamper", "says"),
    [
        (_seed, "the seed does not follow"),
        (_ticket, "does not follow from the seed"),
        (_problem, "the commitment has the hash"),
        (_place, "is on the ticket or has a place, but not both"),
        (_crowd, " and takes "),
    ],
)
def test_checker_names_what_was_tampered_with(
    tmp_path: Path, published: str, tamper: Callable[[Json], None], says: str
) -> None:
    """Each change of the record is found."""
    record = json.loads(published)
    tamper(record)
    code, lines = checked(tmp_path, json.dumps(record))
    assert (code, any(says in line for line in lines)) == (1, True)
