"""`python -m tests.simulation.bugs [NAME …]`: looks for a history that notices each planted bug.

The pure planner's histories come first; whole ones are told of the bugs that none of those notices.
"""

import argparse
import sys
from pathlib import Path

from tests.simulation.bugs.catalogue import BUGS
from tests.simulation.bugs.known import write
from tests.simulation.bugs.search import Wanted, line, load, search


def main() -> int:
    """Search, say what was found, and with --write keep it for CI; 1 while a bug is not found."""
    asked = argparse.ArgumentParser(prog="python -m tests.simulation.bugs", description=__doc__)
    asked.add_argument("names", nargs="*", metavar="NAME", help="some bugs only", default=[])
    asked.add_argument("--seeds", type=int, default=2000, help="seeds to try on each bug and level at most")
    asked.add_argument("--sample", type=int, default=20, help="seeds to try on each bug at least")
    asked.add_argument("--state", type=Path, default=Path("bugs.state.json"), help="where it goes on from")
    asked.add_argument("--jobs", type=int, default=1, help="processes")
    asked.add_argument("--write", action="store_true", help="keep what was found in killing.json, for CI")
    wanted = asked.parse_args()
    names = wanted.names or list(BUGS)
    reach = Wanted(min(wanted.sample, wanted.seeds), wanted.seeds)
    search(wanted.state, names, reach, wanted.jobs, lambda told: print(told, flush=True))
    found = load(wanted.state)
    missed = [name for name in names if found[name].seed is None]
    print(f"{len(names)} bugs, {len(missed)} not found", *(line(n, found[n]) for n in missed), sep="\n  ")
    if wanted.write:
        write(found)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
