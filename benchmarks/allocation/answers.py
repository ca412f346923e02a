"""Questions after an allocation: why not this group, who is asked if one withdraws, what would have helped.

Run as `python -m benchmarks.allocation.answers [--seeds N] [--questions N]`. Seconds are of CPU, each the
mean (and the largest) over so many questions. Beside them the plain way: after a withdrawal all is solved
again, and so many of those told yes lose or change their place. Memory is the process's peak. "backfill" is
one line of the table "if X withdraws, Y is asked"; "backfill alone" is one that nothing was prepared for.
"""

import argparse
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from benchmarks.allocation.instances import instance
from rules.allocation import solve
from rules.allocation.backfill import Present, successions
from rules.allocation.explain.complaints import complaints
from rules.allocation.explain.smallest import Question, moving_nobody
from rules.allocation.explain.why_not import why_not
from rules.allocation.model import DEFAULT_POLICY, Allocation, Placement, Problem
from rules.allocation.queues import queues
from rules.allocation.room import without

SIZES = ((60, 2), (300, 6))
GOALS = {"why not": 0.2, "backfill": 0.03}
"""Seconds at 300 x 6."""
NOW = datetime(2026, 5, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Timed:
    """The mean and the largest of some questions, in seconds of CPU."""

    mean: float
    largest: float

    def line(self) -> str:
        """In milliseconds."""
        return f"{1000 * self.mean:8.1f} ms (largest {1000 * self.largest:.0f})"


def main() -> None:
    """Print what each question takes, and which figures are met."""
    options = argparse.ArgumentParser()
    options.add_argument("--seeds", type=int, default=3)
    options.add_argument("--questions", type=int, default=20)
    chosen = options.parse_args()
    for size in SIZES:
        for seed in range(1, chosen.seeds + 1):
            print(f"{size[0]} x {size[1]} seed {seed}", flush=True)
            measure(instance(*size, seed, levels=DEFAULT_POLICY), size, chosen.questions)


def measure(problem: Problem, size: tuple[int, int], count: int) -> None:
    """All questions on one instance."""
    answer = solve(problem)
    present = Present(answer.placements, NOW)
    out = [one.key for one in answer.waitlist][:count]
    inside = [one.key for one in answer.placements][:count]
    told = {
        "why not": timed(out, lambda key: why_not(problem, answer, key)),
        "backfill": table(problem, present, inside),
        "backfill alone": timed(inside, lambda key: list(successions(problem, present, [key]))),
        "smallest changes": timed(out, lambda key: moving_nobody(Question.of(problem, present, key))),
        "complaints": timed([""], lambda _: list(complaints(problem, answer.placements))),
        "waitlist": timed([""], lambda _: queues(problem, present)),
    }
    again: list[Allocation] = []
    plain = timed(inside[:5], lambda key: again.append(solve(without(problem, {key}))))
    for name, one in told.items():
        goal = GOALS.get(name) if size == (300, 6) else None
        met = "" if goal is None else "  met" if one.mean <= goal else f"  NOT MET, wanted {goal} s"
        print(f"  {name:<18}{one.line()}{met}", flush=True)
    moves = [moved(answer.placements, one.placements, key) for key, one in zip(inside, again, strict=False)]
    ratio = plain.mean / told["backfill"].mean
    print(f"  {'plain re-solve':<18}{plain.line()}  {ratio:.0f} x backfill; told yes and moved: {moves}")
    print(f"  peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB", flush=True)


def timed(keys: Sequence[str], ask: Callable[[str], object]) -> Timed:
    """Ask for each key in turn."""
    took = []
    for key in keys:
        started = time.process_time()
        ask(key)
        took.append(time.process_time() - started)
    return Timed(sum(took) / len(took), max(took))


def table(problem: Problem, present: Present, keys: Sequence[str]) -> Timed:
    """The table for these, one line after the other."""
    took, started = [], time.process_time()
    for _ in successions(problem, present, keys):
        took.append(time.process_time() - started)
        started = time.process_time()
    return Timed(sum(took) / len(took), max(took))


def moved(before: Sequence[Placement], after: Sequence[Placement], key: str) -> int:
    """How many of those who had a place, other than the one that withdrew, have it no more."""
    now = set(after)
    return sum(place not in now for place in before if place.key != key)


if __name__ == "__main__":
    main()
