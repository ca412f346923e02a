"""Looks for the first history that notices each planted bug. It can be stopped at any time, and goes on."""

import hashlib
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from tests.simulation.bugs.catalogue import BUGS
from tests.simulation.bugs.planting import Bug, planted
from tests.simulation.harshness import KINDS
from tests.simulation.planner import checks as planner
from tests.simulation.planner.history import histories
from tests.simulation.run import Bench, bench

ROOT = Path(__file__).parents[3]
ROUND = 10
"""Seeds in one go; after each, how far it got is kept."""
PLANNED = 10
"""Histories of the planner to each seed: all of them take a tenth of the time of the whole one."""
WORDS = 160


@dataclass(frozen=True, slots=True)
class Found:
    """How a bug has fared: seeds tried, how many of them noticed it, and the first that did."""

    tried: int = 0
    kills: int = 0
    seed: int | None = None
    kind: str = ""
    words: str = ""

    @property
    def share(self) -> float:
        """How often a history notices it."""
        return self.kills / self.tried if self.tried else 0.0


def kind_of(seed: int) -> str:
    """Seeds take the kinds of history by turns."""
    return tuple(KINDS)[seed % len(KINDS)]


def wrong_with(place: Bench, seed: int) -> list[str]:
    """What the histories of one seed show, in words; an exception that comes out of one is a find too.

    Each seed is a whole history and a few of the pure planner.
    """
    try:
        return [*place.run(seed, KINDS[kind_of(seed)])[1], *_planned(seed)]
    except Exception as error:  # whatever a bug makes of it
        return [f"{type(error).__name__}: {error}"]


def _planned(seed: int) -> list[str]:
    told = histories(seed * PLANNED, PLANNED)
    return [f"planner: {words}" for history in told for words in planner.violations(history)]


def noticed(place: Bench, bug: Bug, seed: int) -> list[str]:
    """What a history shows with a bug that it does not show without; nothing where it is wrong anyway."""
    with planted(bug):
        words = wrong_with(place, seed)
    return words if words and not wrong_with(place, seed) else []


@dataclass(frozen=True, slots=True)
class Wanted:
    """How far to search: seeds that each bug is tried on, and at most how many more until one notices it."""

    sample: int = 20
    most: int = 2000

    def done(self, found: Found) -> bool:
        """Whether nothing is left to try."""
        return found.tried >= (self.most if found.seed is None else self.sample)


def search(state: Path, names: Sequence[str], wanted: Wanted, jobs: int, tell: Callable[[str], None]) -> None:
    """Try seeds on each bug, and keep in `state` how far it got."""
    known = load(state)
    with get_context("fork").Pool(jobs, maxtasksperchild=1) as pool:
        while todo := [name for name in names if not wanted.done(known.get(name, Found()))]:
            work = [(name, known.get(name, Found())) for name in todo]
            for name, now in pool.imap_unordered(partial(_round, wanted=wanted), work):
                known[name] = now
                _save(state, known)
                tell(line(name, now))


def line(name: str, found: Found) -> str:
    """How a bug has fared, in a line."""
    if found.seed is None:
        return f"{name}: not found in {found.tried} seeds"
    return f"{name}: seed {found.seed} ({found.kind}), {found.share:.0%} of seeds: {found.words}"


def load(state: Path) -> dict[str, Found]:
    """What was found with the code as it is now; seeds mean other histories once the code has changed."""
    if not state.exists():
        return {}
    kept = json.loads(state.read_text())
    return {name: Found(**found) for name, found in kept["bugs"].items()} if kept["code"] == code() else {}


def code() -> str:
    """A fingerprint of all that makes a history what it is."""
    folders = ("desk", "integrations", "rules", "programmes", "tests/simulation")
    files = (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))
    texts = b"\0".join(path.read_bytes() for path in (*files, ROOT / "worker.py", ROOT / "tests/world.py"))
    return hashlib.sha256(texts).hexdigest()[:16]


def _round(work: tuple[str, Found], wanted: Wanted) -> tuple[str, Found]:
    """Some more seeds on one bug, in a process of its own: what it spoils goes with the process."""
    logging.disable()
    name, found = work
    with bench() as place:
        for seed in range(found.tried, found.tried + ROUND):
            if wanted.done(found):
                break
            words = noticed(place, BUGS[name], seed)
            found = replace(found, tried=seed + 1, kills=found.kills + bool(words))
            if words and found.seed is None:
                found = replace(found, seed=seed, kind=kind_of(seed), words=words[0][:WORDS])
    return name, found


def _save(state: Path, known: Mapping[str, Found]) -> None:
    text = json.dumps({"code": code(), "bugs": {n: asdict(known[n]) for n in sorted(known)}}, indent=1)
    beside = state.with_suffix(".new")
    beside.write_text(text)
    beside.replace(state)
