"""The count of calls."""

import pytest

from integrations.sheets.bucket import Bucket
from integrations.sheets.errors import QuotaExceeded


class Ticker:
    """A clock that only the test moves."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_take_beyond_the_limit_says_how_long_to_wait() -> None:
    """The call after the last allowed one is refused until the first one's minute is over."""
    clock = Ticker()
    bucket = Bucket(clock, limit=3)
    for _ in range(3):
        bucket.take("read")
        clock.now += 10
    with pytest.raises(QuotaExceeded) as refused:
        bucket.take("read")
    assert (refused.value.wait, bucket.calls) == (30.0, {"read": 3, "write": 0, "drive": 0})


def test_take_never_exceeds_the_limit_in_any_window() -> None:
    """Over an hour of eager calls no 60 seconds hold more than the limit."""
    clock = Ticker()
    bucket, made = Bucket(clock, limit=50), []
    for _ in range(36_000):
        clock.now += 0.1
        if bucket.left("write"):
            bucket.take("write")
            made.append(clock.now)
    windows = [later - earlier for earlier, later in zip(made, made[50:], strict=False)]
    assert min(windows) >= 60.0 - 1e-6


def test_take_counts_reads_and_writes_apart() -> None:
    """A full window of reads leaves the writes free."""
    bucket = Bucket(Ticker(), limit=1)
    bucket.take("read")
    bucket.take("write")
    assert (bucket.left("read"), bucket.left("write")) == (0, 0)
