"""What the simulation itself promises: it can be replayed, stopped and resumed, and old finds stay found."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.simulation.failed import FAILED, Failed
from tests.simulation.harshness import KINDS
from tests.simulation.run import Bench
from tests.simulation.soak import CHUNK, ROOT, Tally, load, save


@pytest.mark.parametrize("failed", FAILED, ids=lambda failed: str(failed.seed))
def test_nothing_is_wrong_with_a_seed_that_once_failed(place: Bench, failed: Failed) -> None:
    """What was wrong once stays right."""
    assert place.run(failed.seed, KINDS[failed.kind])[1] == []


def told(seed: int, hash_seed: str) -> list[str]:
    """One history as another process tells it."""
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    command = [sys.executable, "-m", "tests.simulation", str(seed), "--kind", "wild"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_the_same_seed_is_the_same_history_in_any_process() -> None:
    """A failure can be replayed by its seed, whatever order a process gives its sets."""
    assert told(11, "1") == told(11, "2")


def test_a_history_has_at_least_forty_events(place: Bench) -> None:
    """Acts of people, replicas and the service, beside the worker's own looks."""
    assert place.run(5, KINDS["harsh"])[0].events == 40


def test_a_run_goes_on_where_it_was_stopped(tmp_path: Path) -> None:
    """What a chunk came to is kept, and a later run does not tell its histories again."""
    state = tmp_path / "state.json"
    command = [sys.executable, "-m", "tests.simulation", "0", str(CHUNK + 2), "--calm", "--state", str(state)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    whole = json.loads(state.read_text())
    save(state, Tally(**{**whole, "histories": CHUNK, "events": 40 * CHUNK, "done": [0]}))
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    again = json.loads(state.read_text())
    figures = (again["histories"], again["events"], again["done"])
    assert figures == (CHUNK + 2, 40 * (CHUNK + 2), [0, CHUNK])


def test_a_run_of_another_kind_is_not_gone_on_with(tmp_path: Path) -> None:
    """Figures of two commits, or of two kinds of history, are not added up."""
    save(tmp_path / "state.json", Tally(commit="one", kind="calm"))
    with pytest.raises(ValueError, match="is of"):
        load(tmp_path / "state.json", Tally(commit="two", kind="calm"))
