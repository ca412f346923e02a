"""Cell addresses in A1 form, 1-based. No sheet names: an address here always belongs to a known table."""

import re
from functools import lru_cache

_ADDRESS = re.compile(r"\$?([A-Za-z]{1,7})\$?([1-9][0-9]{0,8})")


@lru_cache(maxsize=1024)
def column_letters(column: int) -> str:
    """Letters of a 1-based column: 1 -> "A", 27 -> "AA". ValueError below 1."""
    if column < 1:
        raise ValueError(f"columns count from 1, not {column}")
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """1-based column of its letters: "A" -> 1, "aa" -> 27. ValueError for anything else."""
    if not (letters.isascii() and letters.isalpha()):
        raise ValueError(f"not a column: {letters!r}")
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def a1(row: int, column: int) -> str:
    """Address of one cell: (2, 3) -> "C2". ValueError below 1."""
    if row < 1:
        raise ValueError(f"rows count from 1, not {row}")
    return f"{column_letters(column)}{row}"


def parse_a1(address: str) -> tuple[int, int]:
    """(row, column) of one cell's address, absolute marks allowed: "$C$2" -> (2, 3). ValueError otherwise."""
    match = _ADDRESS.fullmatch(address.strip())
    if match is None:
        raise ValueError(f"not a cell address: {address!r}")
    return int(match[2]), column_number(match[1])


def a1_range(first_row: int, first_column: int, last_row: int, last_column: int) -> str:
    """Address of a block, or of one cell where both corners are the same."""
    first, last = a1(first_row, first_column), a1(last_row, last_column)
    return first if first == last else f"{first}:{last}"
