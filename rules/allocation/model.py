"""The allocation problem and its answer, free of any solver's types."""

from datetime import datetime

from rules.base import Frozen


class Group(Frozen):
    """One application seen by the allocation: `size` people who stay together.

    `wishes` are cohort ids in order of preference; `anywhere` says that the other cohorts will do as well
    ("no preference"); a group without either may be placed nowhere.
    """

    key: str
    size: int
    wishes: tuple[str, ...] = ()
    anywhere: bool = False
    workplace: str = ""
    municipality: str = ""
    branch: str = ""
    kind: str = ""
    submitted: datetime | None = None


class CohortLimits(Frozen):
    """A cohort's room: people and groups."""

    id: str
    participants_max: int
    groups_max: int
    groups_min: int = 0


class Pin(Frozen):
    """A group that must be in a cohort (or, with `cohort` "", in none): told yes already, or set by a person.

    `beyond_limit` says that a person let it in over a limit by name and reason: then the cohort's limits give
    way as far as its pins need, and no further.
    """

    key: str
    cohort: str
    reason: str = ""
    beyond_limit: bool = False


class Problem(Frozen):
    """Everything an allocation depends on. Order of groups and cohorts never matters to the answer.

    `levels` are the policy's aims, the most important first: `places` (as many participants as possible) and
    `wishes` (as many participants as possible in their first wish, then in their second, and so on).
    """

    groups: tuple[Group, ...]
    cohorts: tuple[CohortLimits, ...]
    pins: tuple[Pin, ...] = ()
    levels: tuple[str, ...] = ("places", "wishes")
    seed: int = 0


class Level(Frozen):
    """What one level of the policy reached; `proven` says that nothing better exists.

    `value` counts participants with a place (`places`), participants who got their first wish (`wishes`),
    their second (`wishes_2`) and so on, and groups with a place (`tie_break`: proven means that the answer is
    the only one).
    """

    name: str
    value: float
    proven: bool


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
