"""All levels proved: Samhold beside plain HiGHS level by level, scipy and CP-SAT, on instances from seeds.

Run as `python -m benchmarks.allocation.solving [--large] [--seeds N] [--share PART] [--limit SECONDS]`.
Each way solves the same levels of the same instance (minima, priority, places, wishes, spread, tie-break) in
a process of its own; seconds are of CPU without imports, memory is the peak of that process. CP-SAT and scipy
are installed on the first run into an environment of their own beside this file; CP-SAT's protobuf is not the
application's.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.allocation.instances import SHARE, instance
from rules.allocation.building import build
from rules.allocation.levels import before_draw, objectives
from rules.allocation.model import Problem
from rules.allocation.tie import tie_weights

Told = dict[str, float | bool | list[int]]
HERE = Path(__file__).parent
ENVIRONMENT = HERE / ".venv"
OTHERS = ("ortools==9.15.6755", "scipy==1.16.3")
SIZES = ((60, 2), (300, 6), (2000, 40))
LARGE = (20_000, 400)
WAYS = ("samhold", "highs_dense", "scipy", "cp_sat")
GOALS = {(60, 2): 0.1, (300, 6): 0.5, LARGE: 60.0}
"""Seconds within which all levels shall be proved."""
RATIOS = {"highs_dense": 0.5, "cp_sat": 0.1}
"""At 2,000 x 40: at most so much of the other's time."""


def main() -> None:
    """Print one line per size, seed and way, then which figures are met."""
    options = argparse.ArgumentParser()
    options.add_argument("--large", action="store_true", help="also 20,000 x 400, Samhold alone")
    options.add_argument("--seeds", type=int, default=3)
    options.add_argument("--share", type=float, default=SHARE, help="part of the groups with a criterion")
    options.add_argument("--limit", type=float, default=300.0, help="seconds for each way and instance")
    chosen = options.parse_args()
    sizes = [(size, WAYS) for size in SIZES] + ([(LARGE, WAYS[:1])] if chosen.large else [])
    for size, ways in sizes:
        for seed in range(1, chosen.seeds + 1):
            told = {way: run(way, size, seed, chosen) for way in ways}
            for way, one in told.items():
                print(line(size, seed, way, one, told["samhold"]), flush=True)
            for verdict in verdicts(size, told):
                print(f"    {verdict}", flush=True)


def run(way: str, size: tuple[int, int], seed: int, chosen: argparse.Namespace) -> Told:
    """Seconds, megabytes, whether all levels were proved, and their values; {} where the time ran out."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "instance.json"
        problem = instance(*size, seed, share=chosen.share)
        file.write_text(problem.model_dump_json() if way == "samhold" else neutral(problem))
        python = str(others()) if way in ("cp_sat", "scipy") else sys.executable
        command = [python, "-m", "benchmarks.allocation.ways", way, str(file), str(chosen.limit)]
        try:
            done = subprocess.run(
                command,
                capture_output=True,
                text=True,
                check=True,
                timeout=4 * chosen.limit,
                cwd=HERE.parents[1],
            )
        except subprocess.TimeoutExpired:
            return {}
    told: Told = json.loads(done.stdout)
    return told


def neutral(problem: Problem) -> str:
    """The instance as bounds, rows and the levels' weights, for those who know nothing of Samhold."""
    program = build(problem)
    goals = [list(o.weights) for o in objectives(problem, program, before_draw(problem))]
    goals.append(tie_weights(program, problem.seed, 0))
    rows = [(row.columns, row.weights, row.lower, row.upper) for row in program.rows if row.columns]
    return json.dumps({"bounds": program.bounds, "rows": rows, "goals": goals})


def others() -> Path:
    """The interpreter that has CP-SAT and scipy."""
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *OTHERS], check=True)
    return python


def line(size: Sequence[int], seed: int, way: str, told: Told, own: Told) -> str:
    """One way on one instance."""
    name = f"{size[0]:>6} x {size[1]:<3} seed {seed}  {way:<12}"
    if not told:
        return f"{name} no end within the time"
    seconds, first = float(str(told["seconds"])), float(str(own["seconds"]))
    same = "" if told["values"] == own["values"] else "  OTHER VALUES"
    proved = "proved" if told["proven"] else "NOT PROVED"
    return f"{name} {seconds:8.2f} s  {seconds / first:6.1f} x  {told['megabytes']:>6.0f} MB  {proved}{same}"


def verdicts(size: tuple[int, int], told: dict[str, Told]) -> list[str]:
    """Which figures this instance meets, and which not."""
    own = float(str(told["samhold"]["seconds"]))
    found = []
    if size in GOALS:
        kept = own <= GOALS[size] and bool(told["samhold"]["proven"])
        after = "" if told["samhold"]["proven"] else " without proof"
        found.append(f"{'met' if kept else 'NOT MET'}: {own:.2f} s{after}, wanted {GOALS[size]} s")
    for way, ratio in RATIOS.items() if size == (2000, 40) else ():
        found.append(beside(way, ratio, own, told))
    return found


def beside(way: str, ratio: float, own: float, told: dict[str, Told]) -> str:
    """Whether Samhold's proof took at most that share of another way's time.

    Where the other has no proof, it needs at least what it has used: that can meet the figure too, but never
    does so by itself.
    """
    used = float(str(told[way]["seconds"])) if told[way] else 0.0
    kept = bool(told["samhold"]["proven"]) and own <= ratio * used
    after = "" if told[way] and told[way]["proven"] else f" (no proof after {used:.2f} s)"
    return f"{'met' if kept else 'NOT MET'}: {own:.2f} s, wanted {ratio} of {way}'s {used:.2f} s{after}"


if __name__ == "__main__":
    main()
