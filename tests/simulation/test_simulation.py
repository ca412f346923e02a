"""Seeded histories around the real sync, in CI; `python -m tests.simulation SEED COUNT` runs more."""

from collections.abc import Iterator

import pytest

from tests.simulation.failed import FAILED, Failed
from tests.simulation.history import CALM, HARSH, Harshness
from tests.simulation.run import Bench, bench

HISTORIES = 120
CHUNK = 20


@pytest.fixture(scope="module")
def place() -> Iterator[Bench]:
    """Where histories run."""
    with bench() as made:
        yield made


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_nothing_is_lost_or_misplaced_at_rest(place: Bench, first: int) -> None:
    """Acknowledged decisions are there, none on another row, no hand edit gone without a trace."""
    harshness: Harshness = HARSH if first % (2 * CHUNK) else CALM
    runs = ((seed, place.run(seed, harshness)[1]) for seed in range(first, first + CHUNK))
    assert {seed: found for seed, found in runs if found} == {}


@pytest.mark.parametrize("failed", FAILED, ids=lambda failed: str(failed.seed))
def test_nothing_is_wrong_with_a_seed_that_once_failed(place: Bench, failed: Failed) -> None:
    """What was wrong once stays right."""
    assert place.run(failed.seed, failed.harshness)[1] == []


def test_the_same_seed_is_the_same_history(place: Bench) -> None:
    """A failure can be replayed by its seed."""
    traces = [place.run(7, HARSH)[0].hash for _ in range(2)]
    assert traces[0] == traces[1]
