"""Looks for the first history that notices each planted bug. It can be stopped at any time, and goes on."""

import hashlib
import json
import logging
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path
from types import CodeType

from tests.simulation.bugs.catalogue import BUGS
from tests.simulation.bugs.planting import Bug, functions, planted
from tests.simulation.harshness import KINDS
from tests.simulation.planner import checks as planner
from tests.simulation.planner.history import told
from tests.simulation.run import Bench, bench, no_garbage_collector

ROOT = Path(__file__).parents[3]
PLANNER, WHOLE = "planner", "whole"
LEVELS = {PLANNER: 200, WHOLE: 10}
"""The pure planner and whole histories, the cheap ones first; how many seeds in one go, each some seconds.

After each go it is kept how far the search got.
"""
MISMADE = (AttributeError, NameError, TypeError, SyntaxError)
"""What only words that do not fit their surroundings raise: it says nothing of the simulation."""
WORDS = 160

Tell = Callable[[int], list[str]]
"""Tells the history of a seed, and says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Found:
    """How a bug has fared: seeds tried, how many of them noticed it, and the first that did."""

    level: str = PLANNER
    tried: int = 0
    kills: int = 0
    seed: int | None = None
    words: str = ""

    @property
    def share(self) -> float:
        """How often a history notices it."""
        return self.kills / self.tried if self.tried else 0.0


@contextmanager
def teller(level: str) -> Iterator[Tell]:
    """What tells the histories of a level."""
    if level == WHOLE:
        with bench() as place:
            yield partial(_whole, place)
    else:
        with no_garbage_collector():
            yield _planned


def _whole(place: Bench, seed: int) -> list[str]:
    """A whole history; seeds take the kinds by turns."""
    return place.run(seed, KINDS[tuple(KINDS)[seed % len(KINDS)]])[1]


def _planned(seed: int) -> list[str]:
    return planner.violations(told(seed))


def noticed(tell: Tell, bug: Bug, seed: int) -> list[str]:
    """What a history shows with a bug that it does not show without; nothing where it is wrong anyway.

    An exception that comes out of the history is a find too. Raises what a mismade bug raises.
    """
    with planted(bug):
        words = _wrong(tell, seed)
    return words if words and not _wrong(tell, seed) else []


def _wrong(tell: Tell, seed: int) -> list[str]:
    try:
        return tell(seed)
    except MISMADE:
        raise
    except Exception as error:  # whatever a bug makes of it
        return [f"{type(error).__name__}: {error}"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """How far to search: seeds that each bug is tried on, and at most how many more until one notices it."""

    sample: int = 20
    most: int = 2000

    def done(self, found: Found) -> bool:
        """Whether nothing is left to try."""
        return found.tried >= (self.most if found.seed is None else self.sample)


def search(state: Path, names: Sequence[str], wanted: Wanted, jobs: int, say: Callable[[str], None]) -> None:
    """Try seeds on each bug, first the planner's, then whole ones; keep in `state` how far it got."""
    known = load(state)
    with get_context("fork").Pool(jobs, maxtasksperchild=1) as pool:
        while todo := [(name, now) for name in names if (now := _next(name, known.get(name), wanted))]:
            for name, now in pool.imap_unordered(partial(_go, wanted=wanted), todo):
                known[name] = now
                _save(state, known)
                say(line(name, now))


def _next(name: str, found: Found | None, wanted: Wanted) -> Found | None:
    """Where to go on with a bug; None where nothing is left to try."""
    if found is None:
        reached = any(function.__code__ in _planned_code() for function in functions(BUGS[name]))
        return Found(PLANNER if reached else WHOLE)
    if not wanted.done(found):
        return found
    return Found(WHOLE) if found.seed is None and found.level == PLANNER else None


@cache
def _planned_code() -> frozenset[CodeType]:
    """What of the product the planner's histories run; bugs elsewhere are left to whole ones."""
    seen: set[CodeType] = set()
    sys.setprofile(lambda frame, *_: seen.add(frame.f_code))
    try:
        for seed in range(LEVELS[PLANNER]):
            told(seed)
    finally:
        sys.setprofile(None)
    return frozenset(seen)


def line(name: str, found: Found) -> str:
    """How a bug has fared, in a line."""
    if found.seed is None:
        return f"{name}: not found in {found.tried} seeds ({found.level})"
    return f"{name}: seed {found.seed} ({found.level}), {found.share:.0%} of {found.tried}: {found.words}"


def load(state: Path) -> dict[str, Found]:
    """What was found with the code as it is now; seeds mean other histories once the code has changed."""
    if not state.exists():
        return {}
    kept = json.loads(state.read_text())
    return {name: Found(**found) for name, found in kept["bugs"].items()} if kept["code"] == code() else {}


@cache
def code() -> str:
    """A fingerprint of all that makes a history what it is."""
    folders = ("desk", "integrations", "rules", "programmes", "tests/simulation")
    files = (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))
    texts = b"\0".join(path.read_bytes() for path in (*files, ROOT / "worker.py", ROOT / "tests/world.py"))
    return hashlib.sha256(texts).hexdigest()[:16]


def _go(work: tuple[str, Found], wanted: Wanted) -> tuple[str, Found]:
    """Some more seeds on one bug, in a process of its own: what it spoils goes with the process."""
    logging.disable()
    name, found = work
    with teller(found.level) as tell:
        for seed in range(found.tried, found.tried + LEVELS[found.level]):
            if wanted.done(found):
                break
            words = noticed(tell, BUGS[name], seed)
            found = replace(found, tried=seed + 1, kills=found.kills + bool(words))
            if words and found.seed is None:
                found = replace(found, seed=seed, words=words[0][:WORDS])
    return name, found


def _save(state: Path, known: Mapping[str, Found]) -> None:
    text = json.dumps({"code": code(), "bugs": {n: asdict(known[n]) for n in sorted(known)}}, indent=1)
    beside = state.with_suffix(".new")
    beside.write_text(text)
    beside.replace(state)
