"""The process that decides and syncs is killed without warning, at any moment, and started again."""

from pathlib import Path

import pytest

from tests.kill9.loop import Loop, place

KILLS = 5


@pytest.mark.parametrize("server", [False, True], ids=["sheet inside", "sheet outside"])
def test_what_was_acknowledged_survives_kills_and_reaches_the_sheet_once(
    tmp_path: Path, journal_url: str, server: bool
) -> None:
    """After each kill all of it is there and nothing is torn; in the end the sheet says the same, once."""
    with place(tmp_path, journal_url, server=server) as at:
        loop = Loop(at, seed=9)
        loop.kill(KILLS)
        loop.drain()
    assert loop.tally.kills == KILLS
    assert loop.tally.acknowledged["decision"]
