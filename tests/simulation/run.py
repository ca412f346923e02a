"""Runs histories: `python -m tests.simulation SEED [COUNT]` prints what is wrong with each that fails."""

import gc
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from integrations.journal.engine import open_engine
from integrations.journal.journal import Journal
from tests.simulation.checks import violations
from tests.simulation.history import Harshness, History, begun

SWEEP = 20
"""Histories between two collections of garbage: a collection in the middle of one costs a fifth of it."""


class Bench:
    """A folder with an empty journal to copy: migrating takes longer than a history.

    The histories share one engine, for whatever it has compiled; their files follow each other.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._empty = folder / "empty.sqlite"
        self._place = folder / "journal.sqlite"
        self._engine = open_engine(f"sqlite:///{self._place}")
        self._told = 0
        journal = Journal(f"sqlite:///{self._empty}", lambda: datetime.now(UTC))
        journal.migrate()
        journal.close()

    @contextmanager
    def begun(self, seed: int, harshness: Harshness, chance: Random | None = None) -> Iterator[History]:
        """A history about to be told; `chance` decides what happens, in place of the seed."""
        shutil.copyfile(self._empty, self._place)
        told = begun(seed, self._folder, self._engine, harshness, chance)
        try:
            yield told
        finally:
            told.replicas.close()
            self._place.unlink()
            self._sweep()

    def _sweep(self) -> None:
        self._told += 1
        if self._told % SWEEP == 0:
            gc.collect()

    def run(self, seed: int, harshness: Harshness, events: int = 40) -> tuple[History, list[str]]:
        """One history and what is wrong with it."""
        with self.begun(seed, harshness) as told:
            told.run(events)
            return told, violations(told)


@contextmanager
def bench() -> Iterator[Bench]:
    """A bench that is cleared away afterwards."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder, no_garbage_collector():
        yield Bench(Path(folder))


@contextmanager
def no_garbage_collector() -> Iterator[None]:
    """What is there already stays, and what comes is collected when a bench says so."""
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()
