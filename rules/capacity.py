"""A cohort's two limits, people and groups, and what they leave room for."""

from collections.abc import Iterable, Mapping

from rules.base import Frozen
from rules.programme.model import Cohort, Programme
from rules.state import HOLDS_A_PLACE, Refused, Standing


class Load(Frozen):
    """How full a cohort is. Approved, confirmed and offered groups count."""

    cohort: str
    participants: int = 0
    groups: int = 0
    participants_max: int
    groups_max: int

    @property
    def participants_left(self) -> int:
        """Room for so many more people; below 0 where a limit was overridden."""
        return self.participants_max - self.participants

    @property
    def groups_left(self) -> int:
        """Room for so many more groups; below 0 where a limit was overridden."""
        return self.groups_max - self.groups

    def takes(self, size: int) -> bool:
        """Whether one more group of this size keeps to both limits."""
        return self.groups_left >= 1 and self.participants_left >= size

    def plus(self, size: int) -> "Load":
        """The load with one more group."""
        return self.model_copy(update={"participants": self.participants + size, "groups": self.groups + 1})

    def require(self, size: int) -> None:
        """Raise Refused("over_limit") where one more group of this size would break a limit."""
        if not self.takes(size):
            after = self.plus(size)
            raise Refused(
                "over_limit",
                cohort=self.cohort,
                participants=after.participants,
                participants_max=self.participants_max,
                groups=after.groups,
                groups_max=self.groups_max,
            )


def load_of(cohort: Cohort, sizes: Iterable[int]) -> Load:
    """The load of a cohort that holds groups of these sizes."""
    held = tuple(sizes)
    return Load(
        cohort=cohort.id,
        participants=sum(held),
        groups=len(held),
        participants_max=cohort.participants_max,
        groups_max=cohort.groups_max,
    )


def holders(standings: Iterable[Standing], cohort: str) -> tuple[str, ...]:
    """The keys that hold a place in a cohort."""
    return tuple(s.key for s in standings if s.cohort == cohort and s.status in HOLDS_A_PLACE)


def loads(programme: Programme, standings: Iterable[Standing], sizes: Mapping[str, int]) -> tuple[Load, ...]:
    """The load of every cohort, in the programme's order. `sizes` are people by key; an unknown size is 0."""
    known = tuple(standings)
    return tuple(
        load_of(cohort, (sizes.get(key, 0) for key in holders(known, cohort.id)))
        for cohort in programme.cohorts
    )


def more_room_needed(before: Standing, cohort: str, *, holds: bool) -> bool:
    """Whether a decision takes a place in a cohort that the group does not hold already.

    `holds` says whether the state decided on holds a place at all.
    """
    return holds and (before.status not in HOLDS_A_PLACE or before.cohort != cohort)
