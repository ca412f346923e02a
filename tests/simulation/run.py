"""Runs histories: `python -m tests.simulation SEED [COUNT]` prints what is wrong with each that fails."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from integrations.journal.journal import Journal
from tests.simulation.checks import violations
from tests.simulation.history import Harshness, History, history


class Bench:
    """A folder with an empty journal to copy: migrating takes longer than a history."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._empty = folder / "empty.sqlite"
        journal = Journal(f"sqlite:///{self._empty}", lambda: datetime.now(UTC))
        journal.migrate()
        journal.close()

    def run(self, seed: int, harshness: Harshness, events: int = 40) -> tuple[History, list[str]]:
        """One history and what is wrong with it."""
        place = self._folder / f"{seed}.sqlite"
        shutil.copyfile(self._empty, place)
        told = history(seed, self._folder, f"sqlite:///{place}", harshness, events)
        found = violations(told)
        told.replicas.close()
        place.unlink()
        return told, found


@contextmanager
def bench() -> Iterator[Bench]:
    """A bench that is cleared away afterwards."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Bench(Path(folder))
