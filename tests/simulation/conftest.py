"""Where histories run."""

from collections.abc import Iterator

import pytest

from tests.simulation.run import Bench, bench


@pytest.fixture(scope="module")
def place() -> Iterator[Bench]:
    """A bench for the tests of a module."""
    with bench() as made:
        yield made
