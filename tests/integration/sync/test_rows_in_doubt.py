"""Rows without a key that hold the same: each is named, and naming them comes to an end."""

import pytest

from desk.resolving import SAME
from rules.columns import KEY, STATUS
from rules.state import Refused
from tests.world import KAREN, World


def quiet(world: World) -> bool:
    """Whether another look changes nothing."""
    before = world.journal.changed(world.programme.id)
    world.tick(2)
    return world.journal.changed(world.programme.id) == before


def test_two_rows_without_a_time_stamp_are_two_items(world: World) -> None:
    """Once, one item went to and fro between them, and every look found something new."""
    world.arrive("Nord skole", "Syd skole")
    world.people.respond("Øst skole", "", timestamp=None)
    world.people.respond("Vest skole", "", timestamp=None)
    world.tick(2)
    assert world.problems() == [("identity", ""), ("identity", "")]
    assert quiet(world)


def test_the_same_word_beside_two_blank_rows_is_two_items(world: World) -> None:
    """Words on rows that hold no response are told of row by row, also where they are the same."""
    world.arrive("Nord skole")
    world.people.type(5, STATUS, "måske")
    world.people.type(7, STATUS, "måske")
    world.tick(2)
    assert world.problems() == [("stray_words", ""), ("stray_words", "")]
    assert quiet(world)


def test_copies_of_one_row_share_an_item(world: World) -> None:
    """Three copies of a response before its key are one application and one item."""
    world.people.respond("Nord skole", "nord@skole.example")
    for row in (3, 4, 5):
        world.people.copy_row(2, row)
    world.tick(3)
    key = next(str(row[KEY]) for row in world.people.records() if row[KEY])
    assert world.problems() == [("key_missing", key)]
    assert quiet(world)


def test_a_row_that_bears_anothers_answers_is_not_the_same_application(world: World) -> None:
    """Answers sorted apart from their keys: whose they are is known, and no click says otherwise."""
    north, south = world.arrive("Nord skole", "Syd skole")
    world.people.sort_columns("Arbejdsplads", 1, 4, descending=True)
    world.tick(2)
    items = {item.key: item for item in world.desk.board(KAREN).items}
    assert sorted(items) == sorted((north, south))
    with pytest.raises(Refused) as refusal:
        world.desk.resolve(KAREN, items[north].id, SAME)
    assert (refusal.value.code, refusal.value.params) == ("identity_taken", {"key": south})
