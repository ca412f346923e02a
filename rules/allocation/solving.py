"""Solve an allocation: level after level, each proved and pinned before the next, until one answer is left.

After the policy's levels many answers are equally good, and a solver's internals would decide between them.
So the last level lets the groups choose in lottery order (random serial dictatorship on the answers that are
left): each group in turn gets a place if some best answer gives it one; then, in the same order, each placed
group gets the best of its cohorts that is still possible. One answer is left, whatever engine finds it.
"""

import time
from collections.abc import Callable, Iterator, Sequence

from rules.allocation.engine import maximise
from rules.allocation.lottery import draw_order, lottery_key
from rules.allocation.model import Allocation, Level, Placement, Problem
from rules.allocation.program import Program, Row, build, columns_of
from rules.allocation.waitlist import left_out, waitlist

BLOCK = 12
"""Questions of the lottery settled in one run: weights up to 2**11 stay far from the engine's tolerance."""


def solve(
    problem: Problem,
    *,
    time_limit: float | None = None,
    stopwatch: Callable[[], float] = time.perf_counter,
) -> Allocation:
    """The best allocation of a problem, with proof, and the order in which the others wait.

    `time_limit` in seconds over all levels: when it runs out, the best found is given and what is not proved
    says so. Raises `Refused` (see `rules.allocation.pins.pinned`) where no allocation can keep the pins.
    """
    started = stopwatch()
    search = _Search(build(problem), lambda: _left(time_limit, stopwatch() - started))
    levels = [search.level(name, weights) for name, weights in _levels(problem, search.program)]
    levels.append(search.tie_break(problem.seed))
    chosen = [column for column, x in zip(search.program.columns, search.best, strict=True) if x]
    placements = tuple(Placement(key=column.key, cohort=column.cohort) for column in chosen)
    return Allocation(
        placements=placements,
        waitlist=waitlist(problem, placements),
        left_out=left_out(problem, placements),
        levels=tuple(levels),
        seconds=stopwatch() - started,
    )


def _left(time_limit: float | None, used: float) -> float | None:
    return None if time_limit is None else max(time_limit - used, 0.0)


def _levels(problem: Problem, program: Program) -> Iterator[tuple[str, tuple[int, ...]]]:
    for level in problem.levels:
        if level == "places":
            yield level, tuple(column.size for column in program.columns)
        if level == "wishes":
            for rank in sorted({column.rank for column in program.columns} - {0}):
                name = level if rank == 1 else f"{level}_{rank}"
                yield name, tuple(column.size * (column.rank == rank) for column in program.columns)


class _Search:
    """The best answer so far, and the program that every answer at least as good fulfils."""

    def __init__(self, program: Program, left: Callable[[], float | None]) -> None:
        self.program = program
        self.left = left
        self.best = tuple(low for low, _ in program.bounds)
        self.proven = True
        self.own = columns_of(program.columns)
        self.held: set[tuple[int, ...]] = set()

    def improve(self, weights: Sequence[int]) -> bool:
        """Look for a better answer by these weights; False where the time ran out before a proof."""
        left = self.left()
        if not self.proven or left == 0:
            self.proven = False
            return False
        found = maximise(self.program, weights, left)
        if found.answer is not None and _value(weights, found.answer) > _value(weights, self.best):
            self.best = found.answer
        self.proven = found.proven
        return found.proven

    def level(self, name: str, weights: tuple[int, ...]) -> Level:
        """Reach one level's best value and hold it from here on."""
        proven = self.improve(weights)
        value = _value(weights, self.best)
        self.program = self.program.with_floor(weights, value)
        return Level(name=name, value=value, proven=proven)

    def tie_break(self, seed: int) -> Level:
        """Let the groups choose in lottery order until one answer is left."""
        order = draw_order(seed, self.own)
        self._choose([self.own[key] for key in order])
        self._choose([(i,) for key in order for i in self._preferred(seed, self.own[key])])
        return Level(name="tie_break", value=sum(self.best), proven=self.proven)

    def _preferred(self, seed: int, columns: Sequence[int]) -> list[int]:
        """A group's columns, the best wish first; equal wishes by a lottery of their own."""
        named = [(i, self.program.columns[i]) for i in columns]
        named.sort(key=lambda n: (n[1].rank, lottery_key(seed, n[1].key, n[1].cohort), n[1].cohort))
        return [i for i, _ in named]

    def _choose(self, questions: Sequence[tuple[int, ...]]) -> None:
        """Settle questions ("one of these columns?") one after the other: yes wherever it is possible."""
        at = 0
        while at < len(questions):
            if self._settled(questions[at]):
                at += 1
                continue
            block = [q for q in questions[at:] if not self._decided(q)][:BLOCK]
            if not self._ask(block):
                return
            for question in block:
                self._hold(question)

    def _settled(self, question: tuple[int, ...]) -> bool:
        """Yes already in the best answer, so it is possible; or nothing left to decide."""
        if self._decided(question):
            return True
        if any(self.best[i] for i in question):
            self._hold(question)
            return True
        return False

    def _decided(self, question: tuple[int, ...]) -> bool:
        bounds = [self.program.bounds[i] for i in question]
        return question in self.held or (1, 1) in bounds or all(low == high for low, high in bounds)

    def _ask(self, block: Sequence[tuple[int, ...]]) -> bool:
        weights = [0] * len(self.program.columns)
        for place, question in enumerate(reversed(block)):
            for i in question:
                weights[i] = 1 << place
        return self.improve(weights)

    def _hold(self, question: tuple[int, ...]) -> None:
        """From here on the question has the answer that the best answer gives it."""
        self.held.add(question)
        if not any(self.best[i] for i in question):
            self.program = self.program.with_fixed(question, 0)
        elif len(question) == 1:
            siblings = self.own[self.program.columns[question[0]].key]
            self.program = self.program.with_fixed(siblings, 0).with_fixed(question, 1)
        else:
            self.program = self.program.with_rows(Row(question, (1,) * len(question), 1, 1))


def _value(weights: Sequence[int], answer: Sequence[int]) -> int:
    return sum(w * x for w, x in zip(weights, answer, strict=True))
