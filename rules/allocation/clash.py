"""A smallest set of pins, relations and limits that can't all hold, where there is one.

Only pins and what must be together with them force a group in; every other demand is an upper limit. So a
smallest clash is one limit with the fewest pins and relations that overload it, or a chain of relations from
one pin to where its group can't be. Both are found exactly, without a search over all sets.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

from rules.allocation.model import Pin, Problem, Relation
from rules.allocation.pins import circles
from rules.allocation.program import Limit, LimitKind, Program, Row
from rules.state import Refused


@dataclass(frozen=True, slots=True)
class Clash:
    """Pins (by key) and relations that force more into a limit than it takes; `code` and `params` say it."""

    pins: tuple[str, ...]
    relations: tuple[Relation, ...]
    limits: int
    code: str
    params: tuple[tuple[str, object], ...] = ()

    @property
    def size(self) -> int:
        """How many demands clash."""
        return len(self.pins) + len(self.relations) + self.limits

    def refused(self) -> Refused:
        """As the desk, the pages and the command line say it."""
        together = tuple(sorted({key for relation in self.relations for key in relation.keys}))
        if not together:
            return Refused(self.code, keys=self.pins, **dict(self.params))
        return Refused(f"{self.code}_together", keys=self.pins, together=together, **dict(self.params))


def refuse_clash(problem: Problem, pins: Mapping[str, Pin], program: Program) -> None:
    """Raise Refused with a smallest set of pins, relations and limits that clash.

    Codes: `allocation_pins_beyond_` and `participants`, `groups`, `municipality`, `branch`, `reserved` or
    `apart`, and `allocation_pins_apart_by_cohort`, `allocation_not_wished`; with `_together` where relations
    take part.
    """
    if found := smallest(problem, pins, program):
        raise found.refused()


def smallest(problem: Problem, pins: Mapping[str, Pin], program: Program) -> Clash | None:
    """The smallest clash; of several the first by code and keys."""
    rings = [
        tuple(r for r in _ordered(problem.relations) if r.together and set(r.keys) <= circle)
        for circle in circles(problem.relations)
    ]
    chains = list(_chains(problem, pins, rings))
    rows = [row for row in program.rows if chains or _forced(program, row) > row.upper]
    found = chain(chains, _overloads(pins, program, rings, rows))
    return min(found, key=lambda c: (c.size, c.code, c.pins, c.params), default=None)


def _forced(program: Program, row: Row) -> int:
    """What the decided columns alone put into the row."""
    return sum(w * program.bounds[i][0] for i, w in zip(row.columns, row.weights, strict=True))


def _ordered(relations: Iterable[Relation]) -> list[Relation]:
    return sorted(relations, key=lambda r: (sorted(r.keys), r.together))


def _chains(
    problem: Problem, pins: Mapping[str, Pin], rings: Sequence[Sequence[Relation]]
) -> Iterator[Clash]:
    """From a pin along relations to a group that is pinned elsewhere, or does not wish for that cohort."""
    groups = {group.key: group for group in problem.groups}
    for ring in rings:
        for key in sorted({key for relation in ring for key in relation.keys} & pins.keys()):
            cohort = pins[key].cohort
            for other, way in _ways(key, ring):
                there = pins[other].cohort if other in pins else None
                if cohort not in ("", there) and not groups[other].will_do(cohort):
                    what = (("other", other), ("cohort", cohort))
                    yield Clash((key,), way, 0, "allocation_not_wished", what)
                elif there not in (None, cohort):
                    both = (("cohorts", (cohort, there)),)
                    yield Clash((key, other), way, 0, "allocation_pins_apart_by_cohort", both)


def _ways(key: str, ring: Sequence[Relation]) -> Iterator[tuple[str, tuple[Relation, ...]]]:
    """Every group that must be with this one, by a shortest way of relations."""
    seen, edge = {key}, [(key, tuple[Relation, ...]())]
    while edge:
        at, way = edge.pop(0)
        for relation in ring:
            for other in sorted(set(relation.keys) - seen) if at in relation.keys else ():
                seen.add(other)
                edge.append((other, (*way, relation)))
                yield other, (*way, relation)


@dataclass(frozen=True, slots=True)
class _Load:
    """Demands that force so much into a limit."""

    weight: int = 0
    pins: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()

    @property
    def size(self) -> int:
        return len(self.pins) + len(self.relations)

    def plus(self, other: "_Load") -> "_Load":
        return _Load(self.weight + other.weight, self.pins + other.pins, self.relations + other.relations)


_Heaviest = dict[int, _Load]
"""By the number of demands, the heaviest load that so many can force."""


def _overloads(
    pins: Mapping[str, Pin],
    program: Program,
    rings: Sequence[Sequence[Relation]],
    rows: Sequence[Row],
) -> Iterator[Clash]:
    for row in rows:
        if row.limit is None or row.limit.kind in (LimitKind.ONE_COHORT, LimitKind.TOGETHER):
            continue
        if load := _overload(pins, program, rings, row, row.limit):
            yield _clash(row, row.limit, load)


def _clash(row: Row, limit: Limit, load: _Load) -> Clash:
    params: list[tuple[str, object]] = [("cohort", limit.cohort)]
    if limit.kind in (LimitKind.MUNICIPALITY, LimitKind.BRANCH, LimitKind.RESERVED):
        params.append(("name", limit.names))
    if limit.kind is not LimitKind.APART:
        params += [("needed", load.weight), ("limit", row.upper)]
    limits = 1 + len(limit.names) if limit.kind is LimitKind.RESERVED else 1
    code = f"allocation_pins_beyond_{limit.kind}"
    return Clash(tuple(sorted(load.pins)), load.relations, limits, code, tuple(params))


def _overload(
    pins: Mapping[str, Pin],
    program: Program,
    rings: Sequence[Sequence[Relation]],
    row: Row,
    limit: Limit,
) -> _Load | None:
    """The fewest demands that force more into the row than it takes."""
    weight = {program.columns[i].key: w for i, w in zip(row.columns, row.weights, strict=True)}
    inside = {key for key, pin in pins.items() if pin.cohort == limit.cohort}
    bound = {key for ring in rings for relation in ring for key in relation.keys}
    loads = [{1: _Load(weight[key], (key,))} for key in sorted((inside & weight.keys()) - bound)]
    loads += [_of_ring(ring, inside, weight) for ring in rings]
    total: _Heaviest = {0: _Load()}
    for one in sorted(loads, key=lambda x: -max((load.weight for load in x.values()), default=0)):
        total = _joined(total, one)
    over = (load for load in total.values() if load.weight > row.upper)
    return min(over, key=lambda load: (load.size, -load.weight), default=None)


def _of_ring(ring: Sequence[Relation], inside: set[str], weight: Mapping[str, int]) -> _Heaviest:
    """What one ring of relations can force in: with each choice of them a pin brings in its whole piece."""
    heaviest: _Heaviest = {}
    keys = {key for relation in ring for key in relation.keys}
    for count in range(len(ring) + 1):
        for some in combinations(ring, count):
            pieces = [*circles(some), *(frozenset({k}) for k in keys - {k for r in some for k in r.keys})]
            loads: _Heaviest = {0: _Load()}
            for piece in sorted(pieces, key=sorted):
                if held := sorted(piece & inside):
                    own = tuple(r for r in some if set(r.keys) <= piece)
                    load = _Load(sum(weight.get(key, 0) for key in piece), (held[0],), own)
                    loads = _joined(loads, {load.size: load})
            for size, load in loads.items():
                if size not in heaviest or load.weight > heaviest[size].weight:
                    heaviest[size] = load
    return heaviest


def _joined(total: _Heaviest, one: _Heaviest) -> _Heaviest:
    """The heaviest loads of both, each used or not."""
    joined = dict(total)
    for size, load in sorted(total.items()):
        for more, other in sorted(one.items()):
            if size + more not in joined or load.weight + other.weight > joined[size + more].weight:
                joined[size + more] = load.plus(other)
    return joined
