"""The facts of a rationale: what an allocation weighed and reached, in numbers, without a single group."""

from collections import Counter
from collections.abc import Iterable

from pydantic import AwareDatetime

from rules.allocation.explain.complaints import Against, complaints
from rules.allocation.explain.limit_costs import Cost, Demand
from rules.allocation.lottery.record import BILLION, Method, Record, Verdict
from rules.allocation.model import Aim, Allocation, CohortLimits, Level, Problem
from rules.base import Frozen


class CohortFacts(Frozen):
    """How full a cohort is, and its limits."""

    id: str
    participants: int
    participants_max: int
    groups: int
    groups_min: int
    groups_max: int
    branches: int
    branches_min: int
    per_municipality_max: int | None
    per_branch_max: int | None
    reserved: int


class LotteryFacts(Frozen):
    """The draw: how many groups it was about, the smallest chance of those in billionths, and what was drawn.

    `ticket` is 0 where nothing is drawn yet, or an order was drawn.
    """

    method: Method
    always: int
    never: int
    drawn_for: int
    smallest: int
    tickets: int
    digest: str
    ticket: int = 0
    source: str = ""
    drawn_at: AwareDatetime | None = None


class CostFacts(Frozen):
    """What a demand costs: the first level that would be better without it, and by how much (or "" and 0)."""

    demand: Demand
    level: str = ""
    better: int = 0
    proven: bool = True


class ComplaintFacts(Frozen):
    """So many possible complaints have this against them."""

    against: Against
    what: str
    count: int


class Rationale(Frozen):
    """All that a rationale says. Groups and people are counted, never named."""

    groups: int
    participants: int
    groups_placed: int
    participants_placed: int
    waiting: int
    left_out: int
    told: int
    pinned: int
    levels_wanted: tuple[Aim, ...]
    levels: tuple[Level, ...]
    proven: bool
    cohorts: tuple[CohortFacts, ...]
    costs: tuple[CostFacts, ...] = ()
    complaints: tuple[ComplaintFacts, ...] = ()
    lottery: LotteryFacts | None = None


def rationale(
    problem: Problem, answer: Allocation, *, costs: Iterable[Cost] = (), record: Record | None = None
) -> Rationale:
    """The facts of an allocation; `record` is the published lottery behind it, where there is one."""
    sizes = {group.key: group.size for group in problem.groups}
    told = sum(pin.told for pin in problem.pins)
    counts = Counter((c.against, c.what) for c in complaints(problem, answer.placements))
    return Rationale(
        groups=len(sizes),
        participants=sum(sizes.values()),
        groups_placed=len(answer.placements),
        participants_placed=sum(sizes[p.key] for p in answer.placements),
        waiting=len(answer.waitlist),
        left_out=len(answer.left_out),
        told=told,
        pinned=len(problem.pins) - told,
        levels_wanted=problem.levels,
        levels=answer.levels,
        proven=answer.proven,
        cohorts=tuple(_cohort(problem, answer, c) for c in sorted(problem.cohorts, key=lambda c: c.id)),
        costs=tuple(_cost(cost) for cost in costs),
        complaints=tuple(
            ComplaintFacts(against=against, what=what, count=count)
            for (against, what), count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        ),
        lottery=_lottery(record) if record else None,
    )


def _cohort(problem: Problem, answer: Allocation, limits: CohortLimits) -> CohortFacts:
    keys = {p.key for p in answer.placements if p.cohort == limits.id}
    inside = [group for group in problem.groups if group.key in keys]
    return CohortFacts(
        id=limits.id,
        participants=sum(group.size for group in inside),
        participants_max=limits.participants_max,
        groups=len(inside),
        groups_min=limits.groups_min,
        groups_max=limits.groups_max,
        branches=len({group.branch for group in inside} - {""}),
        branches_min=limits.branches_min,
        per_municipality_max=limits.per_municipality_max,
        per_branch_max=limits.per_branch_max,
        reserved=sum(reserve.places for reserve in limits.reserved),
    )


def _cost(cost: Cost) -> CostFacts:
    if not cost.gains:
        return CostFacts(demand=cost.demand, proven=cost.proven)
    first = cost.gains[0]
    return CostFacts(demand=cost.demand, level=first.name, better=first.better, proven=cost.proven)


def _lottery(record: Record) -> LotteryFacts:
    chances = record.commitment.chances
    verdicts = Counter(one.verdict for one in chances.groups)
    drawn = record.draws[0] if record.draws else None
    return LotteryFacts(
        method=chances.method,
        always=verdicts[Verdict.ALWAYS],
        never=verdicts[Verdict.NEVER],
        drawn_for=verdicts[Verdict.CHANCE],
        smallest=min((g.chance for g in chances.groups if g.verdict is Verdict.CHANCE), default=BILLION),
        tickets=len(record.commitment.tickets),
        digest=record.digest,
        ticket=drawn.ticket if drawn else 0,
        source=drawn.outside.source if drawn else "",
        drawn_at=drawn.drawn_at if drawn else None,
    )
