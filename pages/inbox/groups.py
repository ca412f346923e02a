"""Items of the same cause are one thing to look at, and one click."""

from collections.abc import Iterable
from dataclasses import dataclass

from desk.resolving import THEIRS, choices
from integrations.journal.records import Item


@dataclass(frozen=True)
class Group:
    """Items of one kind about one column, or a single one; oldest first."""

    items: tuple[Item, ...]

    @property
    def first(self) -> Item:
        """The one that stands for all."""
        return self.items[0]

    @property
    def single(self) -> bool:
        """Whether it is just one item."""
        return len(self.items) == 1


def grouped(items: Iterable[Item]) -> tuple[Group, ...]:
    """The items in groups, in the order of their oldest. Where words are to be weighed, each is by itself."""
    found: dict[tuple[str, str, int], list[Item]] = {}
    for item in items:
        alone = THEIRS in choices(item) or len(choices(item)) > 1
        found.setdefault((item.kind, item.column, item.id if alone else 0), []).append(item)
    return tuple(Group(tuple(group)) for group in found.values())
