"""Runs histories: `python -m tests.simulation SEED [COUNT]` prints what is wrong with each that fails."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from integrations.journal.journal import Journal
from tests.simulation.checks import violations
from tests.simulation.history import Harshness, History, begun


class Bench:
    """A folder with an empty journal to copy: migrating takes longer than a history."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._empty = folder / "empty.sqlite"
        journal = Journal(f"sqlite:///{self._empty}", lambda: datetime.now(UTC))
        journal.migrate()
        journal.close()

    @contextmanager
    def begun(self, seed: int, harshness: Harshness, chance: Random | None = None) -> Iterator[History]:
        """A history about to be told; `chance` decides what happens, in place of the seed."""
        place = self._folder / f"{seed}.sqlite"
        shutil.copyfile(self._empty, place)
        told = begun(seed, self._folder, f"sqlite:///{place}", harshness, chance)
        try:
            yield told
        finally:
            told.replicas.close()
            place.unlink()

    def run(self, seed: int, harshness: Harshness, events: int = 40) -> tuple[History, list[str]]:
        """One history and what is wrong with it."""
        with self.begun(seed, harshness) as told:
            told.run(events)
            return told, violations(told)


@contextmanager
def bench() -> Iterator[Bench]:
    """A bench that is cleared away afterwards."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Bench(Path(folder))
