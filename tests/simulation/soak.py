"""Runs of many histories, side by side, that can be stopped at any time and go on later."""

import json
import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED as FIRST
from concurrent.futures import Future, ProcessPoolExecutor, wait
from dataclasses import asdict, dataclass, field
from multiprocessing import get_context
from pathlib import Path
from threading import Event

from tests.simulation.harshness import KINDS
from tests.simulation.run import Bench, bench

ROOT = Path(__file__).parents[2]
CHUNK = 10
"""Histories in one go; after each, how far the run got is kept."""


def kind_of(seed: int) -> str:
    """Seeds take the kinds of history by turns."""
    return tuple(KINDS)[seed % len(KINDS)]


def commit() -> str:
    """What is run: the commit, with a plus where the working tree differs from it."""
    told = subprocess.run(
        ["git", "describe", "--always", "--abbrev=12", "--dirty=+"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return told.stdout.strip() or "unknown"


@dataclass
class Tally:
    """How far a run has come. `done`: the first seeds of the chunks behind it; `failed`: what was wrong."""

    commit: str = ""
    kind: str = "mix"
    least_events: int = 40
    histories: int = 0
    events: int = 0
    calls: int = 0
    batches: int = 0
    faults: int = 0
    deaths: int = 0
    seconds: float = 0.0
    done: list[int] = field(default_factory=list)
    failed: dict[str, list[str]] = field(default_factory=dict)

    def add(self, other: "Tally") -> None:
        """Take in what a chunk came to."""
        for name in ("histories", "events", "calls", "batches", "faults", "deaths", "seconds"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.done = sorted((*self.done, *other.done))
        self.failed |= other.failed

    def words(self) -> str:
        """The figures in a line."""
        return (
            f"{self.histories} histories of {self.kind}, {self.events} events, {self.calls} calls, "
            f"{self.batches} batches applied, {self.faults} faults, {self.deaths} deaths, "
            f"{self.seconds:.0f} s of CPU, {len(self.failed)} with violations ({self.commit})"
        )


def load(path: Path | None, fresh: Tally) -> Tally:
    """The tally to go on with. Raises ValueError where the file is of another commit or kind of run."""
    if path is None or not path.exists():
        return fresh
    known = Tally(**json.loads(path.read_text(encoding="utf-8")))
    said, wanted = [(t.commit, t.kind, t.least_events) for t in (known, fresh)]
    if said != wanted:
        raise ValueError(f"{path} is of {said}, not of {wanted}")
    return known


def save(path: Path | None, tally: Tally) -> None:
    """Keep the tally; a kill in the middle leaves the one before."""
    if path is not None:
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(tally), indent=1), encoding="utf-8")
        os.replace(fresh, path)


def one(place: Bench, seed: int, kind: str, events: int, tally: Tally) -> None:
    """Run one history and count it; an exception that comes out of it is a violation too."""
    name = kind_of(seed) if kind == "mix" else kind
    try:
        told, found = place.run(seed, KINDS[name], events)
    except Exception as error:  # whatever it is, the seed is to be kept
        tally.failed[f"{seed} {name}"] = [f"{type(error).__name__}: {error}"]
        return
    tally.histories += 1
    tally.events += told.events
    tally.calls += told.watch.calls
    tally.batches += told.watch.batches
    tally.faults += told.service.faults
    tally.deaths += told.replicas.deaths
    if found:
        tally.failed[f"{seed} {name}"] = found


def chunk(first: int, count: int, kind: str, events: int) -> Tally:
    """Some histories in a row."""
    tally = Tally(done=[first])
    before = os.times()
    with bench() as place:
        for seed in range(first, first + count):
            one(place, seed, kind, events, tally)
    after = os.times()
    tally.seconds = after.user + after.system - before.user - before.system
    return tally


def soak(first: int, count: int, tally: Tally, jobs: int, keep: Callable[[Tally], None]) -> None:
    """Run all chunks that are not done yet; after SIGTERM or Ctrl+C, only those that are under way."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    ahead = iter(_todo(first, count, tally))
    with ProcessPoolExecutor(jobs, mp_context=get_context("fork"), initializer=_deaf) as pool:
        running: set[Future[Tally]] = set()
        while True:
            while not stop.is_set() and len(running) < jobs and (todo := next(ahead, None)):
                running.add(pool.submit(chunk, *todo, tally.kind, tally.least_events))
            if not running:
                break
            ended, running = wait(running, return_when=FIRST)
            for future in ended:
                tally.add(future.result())
                keep(tally)


def _todo(first: int, count: int, tally: Tally) -> Iterator[tuple[int, int]]:
    done = set(tally.done)
    for start in range(first, first + count, CHUNK):
        if start not in done:
            yield start, min(CHUNK, first + count - start)


def _deaf() -> None:
    """A worker goes on to the end of its chunk; its parent says when to stop."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
