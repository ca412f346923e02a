"""Zero violations mean nothing where bugs are not noticed: each planted bug is, by a seed known to notice it.

The seeds are those that the last full search wrote: `python -m tests.simulation.bugs --seeds 2000 --write`.
"""

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack

import pytest

from tests.simulation.bugs.catalogue import BUGS
from tests.simulation.bugs.known import killing
from tests.simulation.bugs.planting import Bug, Misfit, bug, planted
from tests.simulation.bugs.search import LEVELS, Tell, noticed, teller

FRESH = 20
"""Seeds that no search has seen, tried on each bug until one notices it."""
OFTEN = 0.3
"""A bug that so many histories noticed in the search cannot well be missed by `FRESH` others."""
KNOWN = killing()
SALT = os.environ.get("SAMHOLD_FRESH_SEEDS", "samhold")
"""Anything that changes, such as the id of a commit: other fresh seeds."""


@pytest.fixture(scope="module")
def tellers() -> Iterator[Mapping[str, Tell]]:
    """What tells the histories of each level."""
    with ExitStack() as stack:
        yield {level: stack.enter_context(teller(level)) for level in LEVELS}


def test_each_of_forty_bugs_and_more_has_a_known_killing_seed() -> None:
    """The last search found one for each that is planted."""
    assert len(KNOWN) >= 40
    assert KNOWN.keys() == BUGS.keys()


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_a_planted_bug_is_noticed_by_its_known_seed(tellers: Mapping[str, Tell], name: str) -> None:
    """With the bug the history is wrong, without it the same history is right."""
    known = KNOWN[name]
    assert known.seed is not None
    assert noticed(tellers[known.level], BUGS[name], known.seed) != []


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_a_planted_bug_is_noticed_by_fresh_seeds(tellers: Mapping[str, Tell], name: str) -> None:
    """What many histories noticed in the search is noticed by fresh ones; the rest is only reported."""
    first = int(hashlib.sha256(f"{SALT} {name}".encode()).hexdigest()[:6], 16)
    tried, tell = range(first, first + FRESH), tellers[KNOWN[name].level]
    killer = next((seed for seed in tried if noticed(tell, BUGS[name], seed)), None)
    print(f"{name}: {'no seed' if killer is None else f'seed {killer}'} of {tried}")
    often = KNOWN[name].tried >= FRESH and KNOWN[name].share > OFTEN
    assert killer is not None or not often


def _double(number: int) -> int:
    return 2 * number


_TRIPLED: Bug = bug("tripled", "Twice is three times.", (f"{__name__}:_double", "2 *", "3 *"))


def test_a_planted_bug_is_gone_afterwards() -> None:
    """Only while it is planted does the code do otherwise."""
    with planted(_TRIPLED):
        assert _double(2) == 6
    assert _double(2) == 4


def test_a_bug_that_does_not_fit_the_code_is_refused() -> None:
    """Where the code has changed, a bug that changes nothing is not taken for one that goes unnoticed."""
    unfit = bug("unfit", "Nothing is wrong.", (f"{__name__}:_double", "4 *", "3 *"))
    with pytest.raises(Misfit), planted(unfit):
        pass


def _halved(number: int) -> int:
    return number // 2


def test_a_bug_whose_own_words_are_wrong_is_no_find() -> None:
    """What fails because its words mean nothing there says nothing of the simulation."""
    mismade = bug("mismade", "Its words mean nothing.", (f"{__name__}:_halved", "number //", "nothing //"))
    with pytest.raises(NameError):
        noticed(lambda seed: [f"{_halved(seed)}"], mismade, 1)
