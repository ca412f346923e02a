"""`python -m tests.simulation SEED [COUNT]`: tell one history and its trace, or run many of them."""

import argparse
import sys
from pathlib import Path

from tests.simulation.harshness import KINDS
from tests.simulation.run import bench
from tests.simulation.soak import Tally, commit, kind_of, load, save, soak


def arguments() -> argparse.Namespace:
    """What was asked for."""
    asked = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    asked.add_argument("seed", type=int, nargs="?", default=0, help="the first seed")
    asked.add_argument("count", type=int, nargs="?", default=1, help="how many seeds from there on")
    asked.add_argument("--kind", choices=("mix", *KINDS), default="mix", help="mix: all kinds by turns")
    asked.add_argument("--calm", dest="kind", action="store_const", const="calm", help="as --kind calm")
    asked.add_argument("--events", type=int, default=40, help="events in a history, at least")
    asked.add_argument("--jobs", type=int, default=1, help="processes side by side")
    asked.add_argument("--state", type=Path, help="where to keep how far it got, to go on from there")
    return asked.parse_args()


def tell(seed: int, kind: str, events: int) -> int:
    """Tell one history; 1 where something is wrong with it."""
    name = kind_of(seed) if kind == "mix" else kind
    with bench() as place:
        told, found = place.run(seed, KINDS[name], events)
    print(f"{seed} {name} {told.hash}", *told.trace, *found, sep="\n  ")
    return 1 if found else 0


def keep(tally: Tally, state: Path | None) -> None:
    """Say and keep how far it got."""
    save(state, tally)
    print(tally.words(), flush=True)


def main() -> int:
    """0 where nothing was wrong, 1 where something was, 2 where the state is of another run."""
    asked = arguments()
    if asked.count == 1 and asked.state is None:
        return tell(asked.seed, asked.kind, asked.events)
    try:
        tally = load(asked.state, Tally(commit=commit(), kind=asked.kind, least_events=asked.events))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    soak(asked.seed, asked.count, tally, asked.jobs, lambda now: keep(now, asked.state))
    for seed, found in tally.failed.items():
        print(seed, *found, sep="\n  ")
    print(tally.words())
    return 1 if tally.failed else 0


if __name__ == "__main__":
    sys.exit(main())
