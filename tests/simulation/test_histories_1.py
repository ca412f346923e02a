"""The first half of the histories that CI tells: calm, harsh and wild by turns."""

import pytest

from tests.simulation.run import Bench
from tests.simulation.share import chunks, wrong


@pytest.mark.parametrize("first", chunks(0))
def test_nothing_is_wrong_at_any_write_nor_at_rest(place: Bench, first: int) -> None:
    """No decision is lost, doubled or elsewhere, and whatever needs a person is named."""
    assert wrong(place, first) == {}
