"""The allocation problem and its answer, free of any solver's types."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from rules.base import Frozen


class Aim(StrEnum):
    """What a level of the policy is about. `limits`, `pins` and `tie_break` always hold, named or not.

    `minima`: as little as possible missing of the least numbers of groups and branches. `priority`: as many
    points as possible, each group's counted once per participant. `places`: as many participants as possible.
    `draw`: who is in among equally good answers, by lot; `earliest`: by time of application instead.
    `wishes`: as many participants as possible in their first wish, then in their second, and so on.
    `spread`: as many different branches in the cohorts as possible. `tie_break`: one answer is left.
    """

    LIMITS = "limits"
    PINS = "pins"
    MINIMA = "minima"
    PRIORITY = "priority"
    PLACES = "places"
    DRAW = "draw"
    EARLIEST = "earliest"
    WISHES = "wishes"
    SPREAD = "spread"
    TIE_BREAK = "tie_break"


DEFAULT_POLICY = (
    Aim.LIMITS,
    Aim.PINS,
    Aim.MINIMA,
    Aim.PRIORITY,
    Aim.PLACES,
    Aim.DRAW,
    Aim.WISHES,
    Aim.SPREAD,
    Aim.TIE_BREAK,
)
"""The draw stands right after the places: optimised before it, wishes and spread would leave many groups of
equal priority without any chance (Flanigan, Gölz, Gupta, Hennig, Procaccia, Nature 596, 2021, on leximin)."""


class Group(Frozen):
    """One application seen by the allocation: `size` people who stay together.

    `wishes` are cohort ids in order of preference; `anywhere` says that the other cohorts will do as well
    ("no preference"); a group without either may be placed nowhere. `criteria` are the ids of the criteria
    for priority that it meets. A blank municipality, branch or kind is unknown, and counts towards no limit.
    """

    key: str
    size: int
    wishes: tuple[str, ...] = ()
    anywhere: bool = False
    workplace: str = ""
    municipality: str = ""
    branch: str = ""
    kind: str = ""
    criteria: tuple[str, ...] = ()
    submitted: datetime | None = None

    def will_do(self, cohort: str) -> bool:
        """Whether the group wishes for this cohort, or for any."""
        return self.anywhere or cohort in self.wishes


class Criterion(Frozen):
    """A named reason to come first, worth so many points."""

    id: str
    points: int = Field(gt=0)


class Reserve(Frozen):
    """Places of a cohort that only some groups may take; the others share the rest, and leave these empty.

    A group belongs where it matches every list that is not empty.
    """

    id: str
    places: int = Field(gt=0)
    municipalities: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()

    def takes(self, group: Group) -> bool:
        """Whether the group may take a reserved place."""
        return (
            (not self.municipalities or group.municipality in self.municipalities)
            and (not self.branches or group.branch in self.branches)
            and (not self.kinds or group.kind in self.kinds)
            and (not self.criteria or not set(self.criteria).isdisjoint(group.criteria))
        )


class CohortLimits(Frozen):
    """A cohort's room. The maxima hold; the minima (`groups_min`, `branches_min`) are wishes.

    `per_municipality_max` and `per_branch_max` count groups, None is no limit; `branches_min` counts
    different branches.
    """

    id: str
    participants_max: int
    groups_max: int
    groups_min: int = 0
    per_municipality_max: int | None = None
    per_branch_max: int | None = None
    branches_min: int = 0
    reserved: tuple[Reserve, ...] = ()


class Pin(Frozen):
    """A group that must be in a cohort (or, with `cohort` "", in none): told yes already, or set by a person.

    `told` says that the group has been told yes: then it never moves, whatever is tried. `beyond_limit` says
    that a person let it in over a limit by name and reason: then the cohort's limits give way as far as its
    pins need, and no further.
    """

    key: str
    cohort: str
    reason: str = ""
    told: bool = False
    beyond_limit: bool = False


class Relation(Frozen):
    """Groups that must be in the same cohort or all without a place (`together`), or never in the same."""

    keys: tuple[str, ...] = Field(min_length=2)
    together: bool
    reason: str = ""


class Problem(Frozen):
    """Everything an allocation depends on. Order of groups and cohorts never matters to the answer.

    `levels` is the policy: its aims, the most important first. `seed` is the lottery's, from 0.
    """

    groups: tuple[Group, ...]
    cohorts: tuple[CohortLimits, ...]
    pins: tuple[Pin, ...] = ()
    relations: tuple[Relation, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    levels: tuple[Aim, ...] = DEFAULT_POLICY
    seed: int = 0


class Level(Frozen):
    """What one level of the policy reached; `proven` says that nothing better exists.

    `value` counts what is missing of the minima (`minima`, the less the better), points (`priority`),
    participants with a place (`places`), participants who got their first wish (`wishes`), their second
    (`wishes_2`) and so on, branches (`spread`), and groups with a place (`draw`, `earliest`, `tie_break`:
    proven means that the answer is the one the rule demands). `bound` is what no answer can beat, None where
    none is known. `seconds` is the time of the run that proved it; where one run proved several levels it
    stands with the first.
    """

    name: str
    value: int
    proven: bool
    bound: int | None = None
    engine: str = ""
    version: str = ""
    seconds: float = 0.0


class Placement(Frozen):
    key: str
    cohort: str


class Waiting(Frozen):
    """A place on the waitlist: rank from 1, and why (a code of the catalogue with its parameters)."""

    key: str
    rank: int
    reason: str
    params: tuple[tuple[str, str], ...] = ()


class LeftOut(Frozen):
    """A group that neither has a place nor waits for one, and why (a code of the catalogue)."""

    key: str
    reason: str


class Allocation(Frozen):
    """The answer, sorted by key and rank. Every group of the problem is in exactly one of the three lists."""

    placements: tuple[Placement, ...]
    waitlist: tuple[Waiting, ...]
    left_out: tuple[LeftOut, ...] = ()
    levels: tuple[Level, ...]
    seconds: float

    @property
    def proven(self) -> bool:
        """Whether every level is proved, so that nothing better exists and the answer is the only one."""
        return all(level.proven for level in self.levels)
