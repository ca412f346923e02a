"""Three-way comparison of decision cells."""

import itertools

import pytest

from rules.base import Cell
from rules.merge import RowMerge, Verdict, judge, merge_row, same, shuffled

TABLE = {
    # base, ours, theirs: blank (-) or one of three words
    "---": Verdict.SAME,
    "--x": Verdict.EDIT,
    "-x-": Verdict.WRITE,
    "-xx": Verdict.AGREED,
    "-xy": Verdict.CONFLICT,
    "x--": Verdict.AGREED,
    "x-x": Verdict.WRITE,
    "x-y": Verdict.CONFLICT,
    "xx-": Verdict.EDIT,
    "xxx": Verdict.SAME,
    "xxy": Verdict.EDIT,
    "xy-": Verdict.CONFLICT,
    "xyx": Verdict.WRITE,
    "xyy": Verdict.AGREED,
    "xyz": Verdict.CONFLICT,
}


def _cell(letter: str) -> Cell:
    return None if letter == "-" else letter


@pytest.mark.parametrize(("case", "verdict"), TABLE.items())
def test_judge_for_every_pattern_of_three_cells(case: str, verdict: Verdict) -> None:
    """Each pattern of base, ours and theirs has one verdict."""
    base, ours, theirs = map(_cell, case)
    assert judge(base, ours, theirs) is verdict


def test_judge_table_is_exhaustive() -> None:
    """Every combination of blank and three words is one of the table's patterns under another naming."""
    patterns = set()
    for cells in itertools.product("-abc", repeat=3):
        names = dict(zip(dict.fromkeys(c for c in cells if c != "-"), "xyz", strict=False))
        patterns.add("".join(names.get(c, "-") for c in cells))
    assert patterns == set(TABLE)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (None, "", True),
        (None, None, True),
        (5, 5.0, True),
        ("5", 5.0, False),
        (True, 1, False),
        (True, True, True),
        (0, None, False),
        (False, None, False),
        ("Godkendt", "godkendt", False),
    ],
)
def test_same_compares_values_not_their_spelling_in_json(one: Cell, other: Cell, alike: bool) -> None:
    """Blank is blank however it is sent, whole numbers are numbers, but text is never a number or a tick."""
    assert (same(one, other), same(other, one)) == (alike, alike)


def test_merge_row_sorts_columns_by_verdict() -> None:
    """Columns are listed under what they call for; those that nobody touched are left out."""
    base: dict[str, Cell] = {"status": None, "cohort": "Aarhus", "remark": "a", "by": "x", "at": 1}
    ours: dict[str, Cell] = {"status": "Godkendt", "cohort": "Aarhus", "remark": "b", "by": "y", "at": 1.0}
    theirs: dict[str, Cell] = {"status": None, "cohort": "Odense", "remark": "c", "by": "y", "at": 1}
    assert merge_row(base, ours, theirs, ("status", "cohort", "remark", "by", "at")) == RowMerge(
        writes=("status",), edits=("cohort",), agreed=("by",), conflicts=("remark",)
    )


def test_merge_row_leaves_a_held_column_as_typed() -> None:
    """A cell that awaits a person is not written to."""
    merged = merge_row(
        {"status": "Måske"}, {"status": "Modtaget"}, {"status": "Måske"}, ("status",), {"status"}
    )
    assert merged == RowMerge()


def test_merge_row_takes_a_held_column_typed_over_again_as_an_edit() -> None:
    """What people type into a waiting cell is an edit: ours is only what the journal has said all along."""
    merged = merge_row({"status": "Måske"}, {"status": None}, {"status": "Godkendt"}, ("status",), {"status"})
    assert merged == RowMerge(edits=("status",))


@pytest.mark.parametrize(
    ("changes", "sorted_in_part"),
    [
        ([("a", "b"), ("b", "c"), ("c", "a")], True),
        ([("a", None), (None, "b"), ("b", "a")], True),
        ([("a", "b"), ("b", "a")], False),
        ([("a", "b"), ("b", "c"), ("c", "c")], False),
        ([], False),
    ],
)
def test_shuffled_for_columns_changed_at_once(changes: list[tuple[Cell, Cell]], sorted_in_part: bool) -> None:
    """Three or more cells with the same values in other places were sorted, not decided."""
    assert shuffled(changes) is sorted_in_part
