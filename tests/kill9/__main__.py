"""`python -m tests.kill9 --times 200 --database sqlite|postgresql`: kill the process under load, and look."""

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.databases import PostgresServer
from tests.kill9.loop import Loop, place, report


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """The address of an empty database."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'journal.sqlite'}"
        return
    server = PostgresServer()
    try:
        server.start()
        yield server.new_database("kill9")
    finally:
        server.stop()


def main() -> None:
    """Run the loop: half of the kills with the sheet in the killed process, half with one that survives."""
    parser = argparse.ArgumentParser(prog="python -m tests.kill9", description=__doc__)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    for server in (False, True):
        with (
            tempfile.TemporaryDirectory(prefix="kill9") as name,
            database(given.database, Path(name)) as url,
            place(Path(name), url, server=server) as at,
        ):
            loop = Loop(at, given.seed)
            loop.kill(given.times // 2)
            loop.drain()
            where = "outside" if server else "inside"
            print(f"{given.database}, sheet {where}: {report(loop)}", flush=True)


if __name__ == "__main__":
    main()
