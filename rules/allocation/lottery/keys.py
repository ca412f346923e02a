"""Lottery keys: the same seed and case number give the same key, whoever else is in the draw."""

import hashlib
from collections.abc import Iterable


def lottery_key(seed: int, *parts: str) -> str:
    """64 hexadecimal digits from the seed and the parts (case number, perhaps cohort); lowest is drawn first.

    It depends on no position and on no other group, so one more application changes nobody's key.
    """
    return hashlib.sha256("\x1f".join((str(seed), *parts)).encode()).hexdigest()


def draw_order(seed: int, keys: Iterable[str]) -> tuple[str, ...]:
    """The keys in the order in which the lottery draws them."""
    return tuple(sorted(keys, key=lambda key: (lottery_key(seed, key), key)))
