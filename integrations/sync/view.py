"""What the journal knows that sync needs, of one moment."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from integrations.journal import applications, attempts, bases, decisions, items, outbox, recovery, tables
from integrations.journal.memory import Known
from integrations.journal.records import ApplicationRecord, Attempt, Base, OutboxRow
from integrations.journal.recovery import Numbers
from integrations.journal.work import Reading
from integrations.sync.observation import Trouble
from rules.base import Cell
from rules.programme.model import Programme
from rules.projection import projection
from rules.state import Decision, Standing
from rules.waitlist import places


@dataclass(frozen=True, slots=True)
class View:
    """One consistent look at the journal.

    `held`: columns by key that await a person; `sorted_away`: (key, column) whose cell came from elsewhere.
    """

    change: int
    programme: Programme
    applications: Mapping[str, ApplicationRecord]
    bases: Mapping[str, Base]
    standings: Mapping[str, Standing]
    decided: Mapping[str, Decision]
    pending: tuple[OutboxRow, ...]
    confirmed: frozenset[str]
    undecided: tuple[Attempt, ...]
    held: Mapping[str, frozenset[str]]
    sorted_away: frozenset[tuple[str, str]]
    places: Mapping[str, int]
    numbers: Numbers

    def ours(self, key: str) -> dict[str, Cell]:
        """The decision cells as the journal wants them."""
        return projection(self.programme, self.standing(key), self.places.get(key))

    def standing(self, key: str) -> Standing:
        """Where an application stands."""
        return self.standings.get(key) or Standing(key=key)


def load(look: Reading, programme: Programme) -> View:
    """Read everything in the journal's one transaction."""
    return View(
        change=look.change,
        programme=programme,
        applications=applications.by_key(look),
        bases=bases.all_bases(look),
        standings=decisions.standings(look),
        decided=decisions.by_op(look),
        pending=outbox.pending(look),
        confirmed=bases.ledger_settled(look),
        undecided=attempts.undecided(look),
        held=look.recall(tables.items, _held),
        sorted_away=look.recall(tables.items, _sorted_away),
        places=look.recall(tables.decisions, _places),
        numbers=recovery.numbers(look),
    )


def same(one: View, other: View) -> bool:
    """Whether two views were made of the very same things, whatever has been counted between them."""
    parts = (part.name for part in fields(View) if part.name != "change")
    return all(getattr(one, part) is getattr(other, part) for part in parts)


def _held(look: Reading, _before: Known | None) -> Mapping[str, frozenset[str]]:
    held: dict[str, set[str]] = {}
    for item in items.opened(look):
        if item.key and item.column:
            held.setdefault(item.key, set()).add(item.column)
    return {key: frozenset(columns) for key, columns in held.items()}


def _sorted_away(look: Reading, _before: Known | None) -> frozenset[tuple[str, str]]:
    return frozenset((i.key, i.column) for i in items.opened(look) if i.kind == Trouble.PART_SORTED)


def _places(look: Reading, _before: Known | None) -> Mapping[str, int]:
    return places(decisions.standings(look).values())
