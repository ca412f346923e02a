"""The allocation problem and its answer, free of any solver's types. A later engine fills the same interface."""

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
    """A group that must be in a cohort (or, with `cohort` "", in none): told yes already, or set by a person."""

    key: str
    cohort: str
    reason: str = ""


class Problem(Frozen):
    """Everything an allocation depends on. Order of groups and cohorts never matters to the answer."""

    groups: tuple[Group, ...]
    cohorts: tuple[CohortLimits, ...]
    pins: tuple[Pin, ...] = ()
    levels: tuple[str, ...] = ("places", "wishes")
    seed: int = 0


class Level(Frozen):
    """What one level of the policy reached; `proven` says that nothing better exists."""

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


class Allocation(Frozen):
    """The answer, sorted by key and rank."""

    placements: tuple[Placement, ...]
    waitlist: tuple[Waiting, ...]
    levels: tuple[Level, ...]
    seconds: float
