"""Danish letters, cell addresses, and the columns that the software adds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.a1 import a1, a1_range, column_letters, column_number, parse_a1
from rules.columns import DECISION, HEADERS, OURS
from rules.folding import fold, same, sort_key, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Århus", "aarhus"),
        ("Børnehuset", "Boernehuset"),
        ("Børnehuset", "BORNEHUSET"),
        ("Nørre  Næstved", "nørre naestved"),
        ("Cafe\u0301", "café"),
        ("A\u030arhus", "Århus"),
        ("Höjskolen", "Højskolen"),
    ],
)
def test_fold_evens_out_spelling(one: str, other: str) -> None:
    """Case, accents, composed letters and the spellings of æ, ø and å are one."""
    assert fold(one) == fold(other)


def test_words_leave_out_punctuation() -> None:
    """Words and numbers alone count."""
    assert words("Børnehuset, afd.\n2 (øst)") == ("bornehuset", "afd", "2", "ost")
    assert same("1. prioritet", "1 prioritet")
    assert not same("1. prioritet", "2. prioritet")


def test_sorting_follows_the_danish_alphabet() -> None:
    """Æ, ø and å come last, and aa is å."""
    names = ["Aarhus", "Ærø", "Zeeland", "Ølsted", "albertslund", "Århus", "Odense", "Aabenraa", "Varde"]
    assert sorted(names, key=sort_key) == [
        "albertslund",
        "Odense",
        "Varde",
        "Zeeland",
        "Ærø",
        "Ølsted",
        "Aabenraa",
        "Aarhus",
        "Århus",
    ]


@pytest.mark.parametrize(
    ("column", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (702, "ZZ"), (703, "AAA")]
)
def test_columns_have_letters(column: int, letters: str) -> None:
    """Columns count A to Z, then AA."""
    assert (column_letters(column), column_number(letters)) == (letters, column)


@given(st.integers(1, 10**6), st.integers(1, 18278))
def test_address_can_be_parsed_back(row: int, column: int) -> None:
    """An address is its row and column, with absolute marks or without."""
    address = a1(row, column)
    assert parse_a1(address) == parse_a1(f"${column_letters(column)}${row}") == (row, column)


def test_block_has_both_corners_unless_it_is_one_cell() -> None:
    """A block of one cell is that cell."""
    assert (a1_range(2, 1, 3, 2), a1_range(2, 1, 2, 1)) == ("A2:B3", "A2")


@pytest.mark.parametrize("text", ["", "A", "1", "A0", "A1:B2", "Ark1!A1", "Æ1", "A-1"])
def test_what_is_no_address_is_refused(text: str) -> None:
    """Ranges, sheet names and halves of addresses are no cell."""
    with pytest.raises(ValueError, match="not a cell address"):
        parse_a1(text)


def test_columns_count_from_one() -> None:
    """There is no row or column 0."""
    for wrong in ((0, 1), (1, 0)):
        with pytest.raises(ValueError, match="count from 1"):
            a1(*wrong)


def test_every_column_of_the_software_has_its_own_header() -> None:
    """No two of them could be taken for each other."""
    assert set(HEADERS) == OURS | set(DECISION)
    assert len({words(header) for header in HEADERS.values()}) == len(HEADERS)
