"""One cell's value: numbers, phones, choices, yes and no."""

import pytest

from rules.base import Cell, Text
from rules.programme.model import Option
from rules.reading.cells import choice, choices, is_error, number, phone, text_of, yes_no

OPTIONS = (
    Option(value="Skole, SFO og klub", aliases=("Skoler",)),
    Option(value="Ældrepleje", label=Text(da="Ældre og pleje", en="Elderly care")),
    Option(value="Kultur"),
)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (None, ""),
        (3.0, "3"),
        (3, "3"),
        (2.5, "2,5"),
        (True, "SAND"),
        (86123456.0, "86123456"),
        (" x ", " x "),
    ],
)
def test_text_is_what_a_person_reads(raw: Cell, text: str) -> None:
    """A whole number has no point, whatever type it came as, and text keeps its blanks."""
    assert text_of(raw) == text


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("3", 3),
        (3.0, 3),
        (" 3 ", 3),
        ("3,0", 3),
        ("3.5", 3.5),
        ("2,5", 2.5),
        ("1.234", 1234),
        ("-1", -1),
        ("3 personer", 3),
        ("Otte", 8),
        ("otte deltagere", 8),
        ("3 stk.", 3),
    ],
)
def test_number_is_read_as_people_write_it(raw: Cell, value: float) -> None:
    """Digits, number words, Danish points and commas, and a unit for people are understood."""
    assert number(raw) == value


@pytest.mark.parametrize(
    "raw",
    ["", None, True, "mange", "3-4", "ca. 4", "3+1", "3 timer", "1e5", "9" * 400, float("inf"), float("nan")],
)
def test_number_that_is_not_plain_is_left_to_a_person(raw: Cell) -> None:
    """Guesses, ranges and sums are no number."""
    assert number(raw) is None


@pytest.mark.parametrize(
    "raw",
    [
        "86123456",
        "86 12 34 56",
        "+45 86123456",
        "0045 86 12 34 56",
        "+4586123456",
        86123456.0,
        "86.12.34.56",
        "86-12-34-56",
        "86123456.0",
        86123456,
        4586123456.0,
        " 8612 3456 ",
        "(+45) 86123456",
    ],
)
def test_phone_is_its_eight_digits(raw: Cell) -> None:
    """Blanks, separators and the country code don't count, and a sheet's number is text again."""
    assert phone(raw) == "86123456"


@pytest.mark.parametrize("written", ["5692000", "+46 86123456", "861234567", "ring til Lone"])
def test_phone_that_is_none_stays_as_written(written: str) -> None:
    """What hasn't eight digits is kept, so that the rule can show it."""
    assert phone(written) == written


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("Ja", True),
        ("nej", False),
        (" JA ", True),
        ("ja.", True),
        (True, True),
        (False, False),
        ("TRUE", True),
        ("SAND", True),
        ("FALSK", False),
        (1, True),
        (1.0, True),
        (0, False),
        ("yes", True),
        ("no", False),
        ("Ja, delvist", None),
        ("måske", None),
        ("", None),
        (2, None),
    ],
)
def test_yes_and_no_are_read_in_both_languages(raw: Cell, value: bool | None) -> None:
    """Words, tick boxes and 1 and 0 are understood; anything else is neither."""
    assert yes_no(raw) is value


@pytest.mark.parametrize(
    ("written", "option"),
    [
        ("Ældrepleje", "Ældrepleje"),
        ("aeldrepleje ", "Ældrepleje"),
        ("ældre og pleje", "Ældrepleje"),
        ("Elderly care", "Ældrepleje"),
        ("skoler", "Skole, SFO og klub"),
        ("skole SFO og klub", "Skole, SFO og klub"),
        ("Noget andet", "Noget andet"),
    ],
)
def test_choice_is_the_option_however_spelled(written: str, option: str) -> None:
    """Labels, aliases and Danish folding lead to the option; an "other" stays as written."""
    assert choice(written, OPTIONS) == option


@pytest.mark.parametrize(
    ("written", "chosen"),
    [
        ("Skole, SFO og klub, Kultur", ("Skole, SFO og klub", "Kultur")),
        ("Kultur, Ældrepleje, Kultur", ("Kultur", "Ældrepleje")),
        ("Kultur, Hjemme, hos os", ("Kultur", "Hjemme", "hos os")),
        ("kultur; aeldrepleje", ("Kultur", "Ældrepleje")),
        ("Kultur\nSkoler", ("Kultur", "Skole, SFO og klub")),
        (", ,", ()),
    ],
)
def test_choices_may_contain_commas(written: str, chosen: tuple[str, ...]) -> None:
    """Options joined with ", " are told apart even where one of them holds a comma."""
    assert choices(written, OPTIONS) == chosen


@pytest.mark.parametrize(
    ("raw", "error"), [("#REF!", True), (" #N/A ", True), ("#DIV/0!", True), ("#1", False), (None, False)]
)
def test_error_values_are_known(raw: Cell, error: bool) -> None:
    """A formula's error is no answer."""
    assert is_error(raw) is error
