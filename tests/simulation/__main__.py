"""Command line of the simulation."""

import sys

from tests.simulation.history import CALM, HARSH
from tests.simulation.run import bench


def main() -> int:
    """Run COUNT seeds from SEED on, calm or harsh; 1 when any of them fails."""
    first = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    harshness = CALM if "calm" in sys.argv else HARSH
    failed = 0
    with bench() as place:
        for seed in range(first, first + count):
            told, found = place.run(seed, harshness)
            if found or count == 1:
                print(seed, told.hash, *(told.trace if count == 1 else ()), *found, sep="\n  ")
            failed += bool(found)
    print(f"{count} histories, {failed} with violations")
    return 1 if failed else 0


sys.exit(main())
