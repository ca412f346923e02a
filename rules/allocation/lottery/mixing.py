"""The mix of sizes: which whole mix is nearest to a fractional one, so that answers with it are likely.

What makes a program with group sizes hard is which sizes go where. A *mix* says how many columns of each kind
(alike in every row that counts more than heads) an answer chooses; beside a mix only rows of heads are left,
and the relaxed program then nearly always gives whole answers.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from rules.allocation import engine
from rules.allocation.lottery.linear import Vector
from rules.allocation.lottery.merging import Merged
from rules.allocation.program import Program, Row

Mix = tuple[int, ...]
_SCALE = 1000
_SUBSETS = 7
"""Kinds among which every subset is looked at: 127 rows; of more, each kind alone and all together."""


def kinds_of(program: Program) -> tuple[tuple[int, ...], ...]:
    """The columns by kind; none where no row counts more than heads."""
    weighs: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, row in enumerate(program.rows):
        if any(abs(w) > 1 for w in row.weights):
            for i, weight in zip(row.columns, row.weights, strict=True):
                weighs[i].append((number, weight))
    found: dict[tuple[tuple[int, int], ...], list[int]] = defaultdict(list)
    for i, own in sorted(weighs.items()):
        found[tuple(own)].append(i)
    return tuple(tuple(columns) for columns in found.values())


class Mixer:
    """Finds the whole mix nearest to a fractional one, within the rows that speak of kinds only."""

    def __init__(self, merged: Merged) -> None:
        self.kinds = kinds_of(merged.program)
        self._most = [sum(merged.program.bounds[i][1] for i in kind) for kind in self.kinds]
        self._of = {i: j for j, kind in enumerate(self.kinds) for i in kind}
        self._rows = list(self._speaking(merged.program))
        self._later = list(self._supplies(merged))

    def mix(self, answer: Sequence[float] | Vector) -> Vector:
        """How many of each kind the answer chooses."""
        values = np.asarray(answer, dtype=float)
        return np.array([values[list(kind)].sum() for kind in self.kinds])

    def nearest(self, mix: Vector) -> Mix | None:
        """The nearest whole mix, at most two beyond each count; rows of supply come in once one is broken."""
        base = np.maximum(np.floor(mix + 1e-6) - 1, 0).astype(int)
        while True:
            found = self._near(mix, base)
            if found is None:
                return None
            broken = [row for row in self._later if not row.holds(found)]
            if not broken:
                return found
            self._rows += broken
            self._later = [row for row in self._later if row not in broken]

    def _near(self, mix: Vector, base: NDArray[np.int64]) -> Mix | None:
        """Three steps up from the base for each kind, each worth what it brings nearer."""
        bounds: list[tuple[int, int]] = []
        weights: list[int] = []
        for low, aim, most in zip(base.tolist(), mix.tolist(), self._most, strict=True):
            for step in range(1, 4):
                bounds.append((0, int(low + step <= most)))
                nearer = abs(low + step - 1 - aim) - abs(low + step - aim)
                weights.append(round(_SCALE * nearer))
        rows = [
            Row(
                tuple(3 * j + step for j in row.columns for step in range(3)),
                tuple(w for w in row.weights for _ in range(3)),
                row.lower - row.total(base.tolist()),
                row.upper - row.total(base.tolist()),
            )
            for row in self._rows
        ]
        answer = engine.maximise(Program((), (), tuple(bounds), tuple(rows)), weights).answer
        if answer is None:
            return None
        return tuple(low + sum(answer[3 * j : 3 * j + 3]) for j, low in enumerate(base.tolist()))

    def _speaking(self, program: Program) -> Iterator[Row]:
        """The rows in which all open columns of a kind weigh alike, or none."""
        for row in program.rows:
            weights: dict[int, list[int]] = defaultdict(list)
            for i, weight in zip(row.columns, row.weights, strict=True):
                weights[self._of.get(i, -1)].append(weight)
            if -1 not in weights and all(
                len(set(own)) == 1 and len(own) == sum(_open(program, i) for i in self.kinds[j])
                for j, own in weights.items()
            ):
                yield Row(tuple(weights), tuple(own[0] for own in weights.values()), row.lower, row.upper)

    def _supplies(self, merged: Merged) -> Iterator[Row]:
        """How many some kinds can and must have between them, from the classes that are in them (Hall)."""
        for members, classes in self._families(merged):
            supply = [_supply(merged, k) for k in classes]
            caps = np.array([self._caps(merged, k, members) for k in classes])
            count = len(members)
            every = (
                range(1, 1 << count)
                if count <= _SUBSETS
                else (*(1 << b for b in range(count)), (1 << count) - 1)
            )
            for chosen in every:
                inside = np.array([bool(chosen >> b & 1) for b in range(count)])
                most = np.minimum([high for _, high in supply], caps[:, inside].sum(1)).sum()
                least = np.maximum([low for low, _ in supply] - caps[:, ~inside].sum(1), 0).sum()
                kinds = tuple(j for j, used in zip(members, inside.tolist(), strict=True) if used)
                yield Row(kinds, (1,) * len(kinds), int(least), int(most))

    def _caps(self, merged: Merged, k: int, members: Sequence[int]) -> list[int]:
        caps = dict.fromkeys(members, 0)
        for i in merged.own[k]:
            caps[self._of[i]] += merged.program.bounds[i][1]
        return list(caps.values())

    def _families(self, merged: Merged) -> Iterator[tuple[list[int], list[int]]]:
        """Kinds that share classes, however indirectly, with the classes; those of no kind are left out."""
        family = list(range(len(self.kinds)))
        mine = {
            k: {self._of[i] for i in own}
            for k, own in enumerate(merged.own)
            if all(i in self._of for i in own)
        }
        for kinds in mine.values():
            joined = {family[j] for j in kinds}
            family = [min(joined) if f in joined else f for f in family]
        for name in sorted(set(family)):
            members = [j for j, f in enumerate(family) if f == name]
            classes = [k for k, kinds in mine.items() if kinds and family[min(kinds)] == name]
            if classes:
                yield members, classes


def _open(program: Program, column: int) -> bool:
    low, high = program.bounds[column]
    return low < high


def _supply(merged: Merged, k: int) -> tuple[int, int]:
    """How many members of a class are in at least and at most, by its own bounds and row."""
    own = merged.own[k]
    bounds = [merged.program.bounds[i] for i in own]
    low, high = sum(low for low, _ in bounds), min(sum(high for _, high in bounds), len(merged.members[k]))
    return (len(merged.members[k]) if k in merged.full else low), high
