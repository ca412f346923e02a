"""Leximin chances with proof beside a greedy draw and the nearest peer: CPU seconds, smallest chance, memory.

Run as `python -m benchmarks.allocation.lottery [PYTHON]`, where PYTHON is the interpreter of an environment
with `sortition-algorithms` from PyPI (it brings its own solvers). Each Samhold run is a process of its own,
so that its peak memory is its own. A figure that misses its aim is marked.
"""

import json
import random
import resource
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from benchmarks.allocation.instances import SHARE, instance
from benchmarks.allocation.panel import FEATURES, Panel, panel, program
from rules.allocation.engine import maximise
from rules.allocation.face import clock
from rules.allocation.lottery.committing import chances_of
from rules.allocation.lottery.leximin import leximin
from rules.allocation.lottery.rounding import TICKETS, tickets
from rules.allocation.model import DEFAULT_POLICY, Problem
from rules.allocation.solving import down_to_draw

AIMS = {(60, 2, True): 0.5, (60, 2, False): 0.5, (300, 6, True): 3.0, (300, 6, False): 5.0}
PANELS = {(150, 22): 10, (1000, 45): 20}
SEEDS = (1, 2, 3)
LIMIT = 60.0
PATIENCE = 150
"""Seconds of CPU time that the peer has."""
GREEDY = 1.4
"""Times a greedy draw's smallest chance; that draw knows no priority, so only without classes."""


def season(groups: int, cohorts: int, classes: bool, seed: int) -> dict[str, float]:
    """One season: seconds to the proved chances and to the tickets, how far these are off, and the rest."""
    problem = instance(groups, cohorts, seed, share=SHARE if classes else 0, levels=DEFAULT_POLICY)
    face = down_to_draw(problem, clock())
    started = time.process_time()
    found = chances_of(face, clock(LIMIT, time.process_time))
    seconds = time.process_time() - started
    if found is None:
        return {"seconds": seconds, "memory": memory()}
    chances = {key: float(found.chances[k]) for k, keys in enumerate(found.narrow.members) for key in keys}
    sheets = tickets(found)
    counts = Counter(key for sheet in sheets for key in sheet)
    return {
        "seconds": seconds,
        "tickets": time.process_time() - started - seconds,
        "off": max(abs(counts[key] - TICKETS * chance) for key, chance in chances.items()),
        "least": min(chance for chance in chances.values() if chance),
        "ours_empty": 1
        - sum(seated(problem, sheet) for sheet in sheets)
        / (TICKETS * sum(cohort.participants_max for cohort in problem.cohorts)),
        **greedy(problem, [key for key, chance in chances.items() if chance]),
        "cuts": found.cuts,
        "memory": memory(),
    }


def seated(problem: Problem, sheet: Mapping[str, str]) -> int:
    """How many people have a seat on a ticket."""
    return sum(group.size for group in problem.groups if group.key in sheet)


def greedy(problem: Problem, keys: list[str], draws: int = 2000) -> dict[str, float]:
    """The smallest chance, and the share of seats left empty, where groups in random order take the first
    wish that has room."""
    pinned = {pin.key: pin.cohort for pin in problem.pins}
    groups = {group.key: group for group in problem.groups}
    rooms = {cohort.id: cohort for cohort in problem.cohorts}
    draw, counts, taken = random.Random(1), Counter[str](), 0
    for _ in range(draws):
        order = sorted(groups, key=lambda key: (key not in pinned, draw.random()))
        seats: Counter[str] = Counter()
        heads: Counter[tuple[str, str]] = Counter()
        for key in order:
            group = groups[key]
            wishes = [pinned[key]] if key in pinned else [*group.wishes, *(rooms if group.anywhere else ())]
            for cohort in (rooms[c] for c in wishes if c):
                town = (cohort.id, group.municipality)
                fits = seats[cohort.id] + group.size <= cohort.participants_max
                if fits and heads[cohort.id, ""] < cohort.groups_max and heads[town] < 3:
                    seats[cohort.id] += group.size
                    heads.update([(cohort.id, ""), town])
                    counts[key] += 1
                    taken += group.size
                    break
    seats_there = draws * sum(room.participants_max for room in rooms.values())
    return {
        "greedy": min(counts[key] for key in keys) / draws,
        "empty": 1 - taken / seats_there,
    }


def ours(people: int, wanted: int) -> dict[str, float]:
    """The peer's problem, solved here."""
    pool = program(panel(people, wanted, 1))
    best = maximise(pool, [0] * pool.width).answer
    assert best is not None
    started = time.process_time()
    found = leximin(pool, pool.placed(best), clock(LIMIT, time.process_time))
    seconds = time.process_time() - started
    assert found is not None
    return {"seconds": seconds, "least": float(min(found.chances)), "memory": memory()}


def peers(python: str, problem: Panel, method: str) -> dict[str, float] | None:
    """The same by sortition-algorithms; None where it is not done within `PATIENCE`."""
    features = [f"{f},{v},{a},{b}" for (f, v), (a, b) in problem.quotas.items()]
    people = [",".join((key, *(own[f] for f in FEATURES))) for key, own in problem.people.items()]
    given = {
        "features": "\n".join(("feature,value,min,max", *features)),
        "people": "\n".join((",".join(("id", *FEATURES)), *people)),
        "wanted": problem.wanted,
        "method": method,
        "ids": list(problem.people),
    }
    script = Path(__file__).with_name("peer.py")
    try:
        done = subprocess.run(
            [python, str(script)],
            input=json.dumps(given),
            capture_output=True,
            text=True,
            check=True,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE)),
        )
    except subprocess.CalledProcessError as stopped:
        if stopped.returncode in {-signal.SIGXCPU, -signal.SIGKILL}:
            return None
        raise
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def memory() -> int:
    """Peak memory of this process, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def apart(call: str) -> dict[str, float]:
    """The result of a call, made in a process of its own."""
    code = f"import json; from benchmarks.allocation.lottery import *; print(json.dumps({call}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main(python: str | None) -> None:
    """Print both tables."""
    print("| season | seconds | aim | tickets | off | smallest chance | times greedy | empty | greedy | MB |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for (groups, cohorts, classes), aim in AIMS.items():
        for seed in SEEDS:
            name = f"{groups} x {cohorts}{', classes' if classes else ''}, {seed}"
            got = apart(f"season({groups}, {cohorts}, {classes}, {seed})")
            mark = "" if got["seconds"] <= aim else " (missed)"
            if "least" not in got:
                print(f"| {name} | {got['seconds']:.2f}{mark} | {aim} | not proved | | | | | | |")
                continue
            ratio = "" if classes else f"{got['least'] / got['greedy']:.2f}"
            ratio += " (missed)" if ratio and float(ratio) < GREEDY else ""
            missed = " (missed)" if got["off"] > 1 else ""
            print(
                f"| {name} | {got['seconds']:.2f}{mark} | {aim} | {got['tickets']:.2f} "
                f"| {got['off']:.2f}{missed} | {got['least']:.3f} | {ratio} "
                f"| {100 * got['ours_empty']:.1f} | {100 * got['empty']:.1f} | {got['memory']} |"
            )
    if python:
        _beside(python)


def _beside(python: str) -> None:
    print("\n| panel | way (Samhold: leximin) | seconds | times ours | aim | smallest chance | MB |")
    print("|---|---|---|---|---|---|---|")
    for (people, wanted), aim in PANELS.items():
        own = apart(f"ours({people}, {wanted})")
        name = f"{wanted} of {people}"
        print(f"| {name} | Samhold | {own['seconds']:.2f} | 1 | | {own['least']:.9f} | {own['memory']} |")
        peer = peers(python, panel(people, wanted, 1), "maximin")
        if peer is None:
            times = PATIENCE / own["seconds"]
            print(f"| {name} | its maximin | stopped at {PATIENCE} | at least {times:.0f} | {aim} | | |")
            continue
        times = peer["seconds"] / own["seconds"]
        mark = "" if times >= aim else " (missed)"
        print(
            f"| {name} | its maximin | {peer['seconds']:.2f} | {times:.1f}{mark} | {aim} "
            f"| {peer['least']:.9f} | {peer['memory']} |"
        )


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
