"""Where each key of a TOML document stands."""

import tomllib
from collections.abc import Iterator

import tomlkit
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.programme.positions import Positions, first_unreadable_line

DOCUMENT = '''\
# a comment
title = "one"  # another
dotted.key."with space" = 1

[texts]
intro = """
three
lines"""
inline = { da = "x", deep.er = [1, { z = 2 }] }

[[cohorts]]
id = "a"
[[cohorts.meetings]]
day = 1
[[cohorts.meetings]]
day = 2
[cohorts.room]
name = "x"

[[cohorts]]
wishes = [
    "one",
    # in between
    "two", { a = 1 },
]
[[cohorts.meetings]]
"\\u00e6ble" = 3
'''


def test_line_of_every_kind_of_key_is_where_it_stands() -> None:
    """Tables, arrays of tables, inline tables, list elements, dotted, quoted and escaped keys."""
    positions = Positions(DOCUMENT)
    lines = {
        ("title",): 2,
        ("dotted",): 3,
        ("dotted", "key", "with space"): 3,
        ("texts",): 5,
        ("texts", "intro"): 6,
        ("texts", "inline", "deep", "er", 1, "z"): 9,
        ("cohorts", 0): 11,
        ("cohorts", 0, "id"): 12,
        ("cohorts", 0, "meetings", 0, "day"): 14,
        ("cohorts", 0, "meetings", 1, "day"): 16,
        ("cohorts", 0, "room", "name"): 18,
        ("cohorts", 1): 20,
        ("cohorts", 1, "wishes", 0): 22,
        ("cohorts", 1, "wishes", 1): 24,
        ("cohorts", 1, "wishes", 2, "a"): 24,
        ("cohorts", 1, "meetings", 0): 26,
        ("cohorts", 1, "meetings", 0, "æble"): 27,
    }
    assert {path: positions.line(path) for path in lines} == lines


def test_line_of_a_missing_key_is_that_of_its_table() -> None:
    """What is not there is reported where it should have been."""
    positions = Positions(DOCUMENT)
    assert [positions.line(path) for path in ((), ("no",), ("cohorts", 1, "id"), ("texts", "x", 0))] == [
        1,
        1,
        20,
        5,
    ]


def test_first_unreadable_line_is_where_sense_is_lost() -> None:
    """An unclosed bracket is found at its line; a sound document has none."""
    assert first_unreadable_line("a = 1\nb = [1,\n") == 2
    assert first_unreadable_line(DOCUMENT) is None


_KEYS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
_VALUES = st.recursive(
    st.integers(0, 9) | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8) | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(_KEYS, _VALUES, max_size=5))
def test_every_path_of_any_document_has_a_position(value: dict[str, object]) -> None:
    """Whatever keys and values a document has, each path of it is known."""
    text = tomlkit.dumps(value)
    positions = Positions(text)
    for path in _paths(tomllib.loads(text)):
        assert positions.knows(path), (path, text)


def _paths(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _paths(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _paths(inner, (*path, index))
