"""Ids shaped like Google's, from a source of randomness that the caller passes in."""

import random
import re
import string

_LETTERS = string.ascii_letters + string.digits + "-_"
_FILE_ID = re.compile(r"1[A-Za-z0-9_-]{43}\Z")


class Ids:
    """Gives out ids. A seed makes them repeatable, for simulations."""

    def __init__(self, seed: int | None = None) -> None:
        seeded = random.Random(seed)  # noqa: S311 - for simulations only
        self._random = random.SystemRandom() if seed is None else seeded

    def file(self) -> str:
        """A file id: 44 characters, the first a 1."""
        return "1" + "".join(self._random.choice(_LETTERS) for _ in range(43))

    def number(self, taken: set[int] | frozenset[int] = frozenset()) -> int:
        """A positive 31-bit number that is not in `taken`."""
        while (number := self._random.randrange(1 << 16, 1 << 31)) in taken:
            pass
        return number


def is_file_id(text: str) -> bool:
    """Whether `text` has the shape of a file id."""
    return bool(_FILE_ID.match(text))
