"""Case numbers, and keys for rows without one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.keys import assign_keys, case_number, is_case_number, key_for, normalised
from tests.unit.checks.made import applied


@given(st.text(), st.integers(0, 100))
def test_case_number_has_its_form_and_check_character(material: str, attempt: int) -> None:
    """A letter first, a digit second, no vowels, and a check character that holds."""
    number = case_number(material, attempt)
    assert re.fullmatch(r"[B-DF-HJ-NP-TV-X][2-9][B-DF-HJ-NP-TV-X2-9]-[B-DF-HJ-NP-TV-X2-9]{4}", number)
    assert is_case_number(number)


def test_case_number_depends_on_the_material_alone() -> None:
    """The same words give the same number, another attempt gives another."""
    assert case_number("a") == case_number("a")
    assert len({case_number("a", attempt) for attempt in range(50)}) == 50


@pytest.mark.parametrize("position", [0, 1, 2, 4, 5, 6, 7])
def test_wrong_character_is_found_out(position: int) -> None:
    """Any one character heard wrongly on the phone makes it no case number."""
    number = case_number("a")
    others = [c for c in "BCDFGHKMNPRSTVX23456789" if c != number[position]]
    assert [c for c in others if is_case_number(number[:position] + c + number[position + 1 :])] == []


def test_swapped_characters_are_found_out() -> None:
    """Two neighbours in the wrong order make it no case number."""
    for attempt in range(50):
        number = case_number("a", attempt)
        swapped = number[:5] + number[6] + number[5] + number[7:]
        assert (swapped == number) or not is_case_number(swapped)


def test_case_number_is_understood_as_people_type_it() -> None:
    """Lower case, blanks and a missing hyphen do no harm."""
    number = case_number("a")
    typed = [number.lower(), f" {number} ", number.replace("-", ""), number.replace("-", " ")]
    assert [normalised(text) for text in typed] == [number] * 4
    assert normalised("vigtig") is None


def test_keys_do_not_depend_on_the_order_of_rows() -> None:
    """Sorted another way, each application has the key that it had."""
    applications = [applied({"email": f"a{n}@b.example"}, key="", row=n + 2) for n in range(30)]
    forwards = {a.text("email"): a.key for a in assign_keys(applications)}
    backwards = {a.text("email"): a.key for a in assign_keys(applications[::-1])}
    assert forwards == backwards
    assert len(set(forwards.values())) == 30


def test_identical_rows_get_keys_of_their_own() -> None:
    """Rows with the very same words are still several applications."""
    keys = [a.key for a in assign_keys([applied({}, key="", row=row) for row in (2, 3, 4)])]
    assert len(set(keys)) == 3


def test_key_that_is_there_is_kept_by_the_first_row() -> None:
    """A copied row's second key is replaced; others are left alone."""
    key = case_number("x")
    first, copy, other = assign_keys([applied({}, key=key), applied({}, key=key), applied({}, key="")])
    assert first.key == key
    assert len({first.key, copy.key, other.key}) == 3


def test_key_for_takes_the_first_that_is_free() -> None:
    """A number that is taken is passed over."""
    application = applied({}, key="")
    first = key_for(application, ())
    assert key_for(application, {first}) != first
