"""What each sort of limit costs: the levels that decide who is in, solved again without it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from rules.allocation.face import clock
from rules.allocation.model import Allocation, CohortLimits, Problem
from rules.allocation.solving import down_to_draw
from rules.allocation.what_if import Gain, gain


class Demand(StrEnum):
    """A sort of limit. All are lifted, save `participants`, which is raised by one in every cohort."""

    PARTICIPANTS = "participants"
    GROUPS = "groups"
    MINIMA = "minima"
    MUNICIPALITY = "municipality"
    BRANCH = "branch"
    RESERVED = "reserved"
    PINS = "pins"
    RELATIONS = "relations"


@dataclass(frozen=True, slots=True)
class Cost:
    """What the levels down to the draw would reach without this demand; `gains` names those that differ.

    No gains: it costs nothing there, proved where `proven`. The first is the one that counts: a level after
    it may be worse.
    """

    demand: Demand
    gains: tuple[Gain, ...]
    proven: bool


def limit_costs(problem: Problem, answer: Allocation, *, time_limit: float | None = None) -> Iterator[Cost]:
    """What each demand that the problem makes costs, one after the other. `time_limit` is for each."""
    reached = {level.name: level.value for level in answer.levels}
    sure = all(level.proven for level in answer.levels)
    for demand in Demand:
        lifted = without_demand(problem, demand)
        if lifted == problem:
            continue
        face = down_to_draw(lifted, clock(time_limit))
        gains = (gain(level.name, reached.get(level.name, 0), level.value) for level in face.levels)
        yield Cost(demand, tuple(one for one in gains if one.better), sure and face.proven)


def without_demand(problem: Problem, demand: Demand) -> Problem:
    """The problem without this sort of limit; what was told is never lifted."""
    if demand is Demand.PINS:
        return problem.model_copy(update={"pins": tuple(pin for pin in problem.pins if pin.told)})
    if demand is Demand.RELATIONS:
        return problem.model_copy(update={"relations": ()})
    change = _LIFTED[demand]
    most = len(problem.groups)
    cohorts = tuple(cohort.model_copy(update=change(cohort, most)) for cohort in problem.cohorts)
    return problem.model_copy(update={"cohorts": cohorts})


_Lifted = Callable[[CohortLimits, int], dict[str, object]]
_LIFTED: Mapping[Demand, _Lifted] = MappingProxyType(
    {
        Demand.PARTICIPANTS: lambda cohort, _: {"participants_max": cohort.participants_max + 1},
        Demand.GROUPS: lambda cohort, most: {"groups_max": max(cohort.groups_max, most)},
        Demand.MINIMA: lambda _, __: {"groups_min": 0, "branches_min": 0},
        Demand.MUNICIPALITY: lambda _, __: {"per_municipality_max": None},
        Demand.BRANCH: lambda _, __: {"per_branch_max": None},
        Demand.RESERVED: lambda _, __: {"reserved": ()},
    }
)
