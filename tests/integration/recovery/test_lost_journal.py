"""A lost journal is rebuilt from the sheet, and work goes on."""

from pathlib import Path

import pytest

from integrations.sync.recovery import JournalLost
from rules.columns import HEADERS
from rules.state import Status
from tests.integration.recovery.history import (
    attempts_so_far,
    begin,
    broken_chain,
    kept,
    lose_journal,
    places,
    rows_told_twice,
    shown,
    standings,
    told,
)

SEEDS = (1, 2, 3)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_was_decided_is_the_same_after_the_journal_was_lost(
    tmp_path: Path, journal_url: str, seed: int
) -> None:
    """Decisions, revisions, standings, ranks, places and the sheet's cells are equal; work goes on."""
    was = begin(tmp_path, journal_url, seed)
    was.live(40)
    world = was.world
    before = kept(world), standings(world), places(world), shown(world)
    used, asked = attempts_so_far(world), {key for _, key in world.problems()}
    lose_journal(world)
    with pytest.raises(JournalLost):
        world.worker.tick()
    assert world.worker.rebuild()
    assert (kept(world), standings(world), places(world), shown(world)) == before
    assert attempts_so_far(world) > used
    assert {key for _, key in world.problems()} == asked
    was.live(30)
    assert was.acknowledged.items() <= kept(world).items()
    assert (told(world), rows_told_twice(world), broken_chain(world)) == (kept(world), [], None)


def test_words_typed_while_there_was_no_journal_become_a_question(tmp_path: Path, journal_url: str) -> None:
    """Nothing is imported and nothing overwritten: the cell stays, and a person chooses."""
    was = begin(tmp_path, journal_url)
    world, (key, *_) = was.world, was.keys
    was.decide(key, Status.APPROVED)
    world.tick(2)
    before = kept(world)
    lose_journal(world)
    world.people.type(world.people.row_of(key), HEADERS["status"], "Afslag")
    world.worker.rebuild()
    world.tick(3)
    assert kept(world) == before
    assert world.problems() == [("conflict", key)]
    assert world.people.shown(key)[HEADERS["status"]] == "Afslag"
