"""After journal or sheet was lost, or put back from an older copy: each learns from the other."""

from collections.abc import Callable, Iterator
from datetime import datetime

from integrations.journal import applications, bases, decisions, erasing, items, leases, outbox, recovery
from integrations.journal.chain import What
from integrations.journal.journal import Journal
from integrations.journal.records import Item, Lease, OutboxState
from integrations.journal.work import Work
from integrations.sheets import requests
from integrations.sheets.gateway import Gateway
from integrations.sheets.snapshot import SheetSnapshot
from integrations.sync import store
from integrations.sync.assess import assess
from integrations.sync.find import Finder
from integrations.sync.healing import Healer, Healing, ahead, behind, highest, outbox_rows
from integrations.sync.judge import Judged
from integrations.sync.sheet import Sheet
from integrations.sync.view import View, load
from rules.base import Cell
from rules.columns import EDITABLE
from rules.programme.model import Programme

RESERVE = 32
"""Tokens used up ahead of the highest one known: a batch that the journal has forgotten may still be on its
way, and the batches between it and the last known one may have left no trace."""


class JournalLost(Exception):
    """The ledger is not empty but the journal is: a person must say that it is to be rebuilt from there."""


class NoLedger(Exception):
    """There is nothing to rebuild from: the tab with the ledger, or that with the responses, is gone."""


def strange(view: View, sheet: Sheet) -> bool:
    """Whether one of the two knows less than it should. Raises JournalLost where the journal is empty."""
    if sheet.ledger is None or sheet.missing:
        return False  # these troubles are told first
    if not view.applications and not view.numbers.last and highest(sheet):
        raise JournalLost
    return ahead(view, sheet) or behind(view, sheet)


class Recovery:
    """Brings a journal and a sheet together again."""

    def __init__(
        self,
        journal: Journal,
        programme: Callable[[], Programme],
        gateway: Gateway,
        clock: Callable[[], datetime],
    ) -> None:
        self._journal = journal
        self._programme = programme
        self._gateway = gateway
        self._clock = clock

    def plan(self) -> Healing:
        """What `heal` would do now; nothing is changed. Raises NoLedger."""
        programme = self._programme()
        with self._journal.read(programme.id) as look:
            view = load(look, programme)
        return Healer(view, self._look()[1], self._clock()).run()

    def heal(self, lease: Lease) -> SheetSnapshot:
        """Store what the ledger tells, queue what it has lost; the look on which that was done.

        Tokens come first: from then on no batch can apply that the journal does not know. Raises NoLedger,
        StillUnknown, LeaseLost.
        """
        programme = self._programme()
        with self._journal.write(programme.id) as work:
            leases.require(work, lease)
            last = recovery.numbers(work).last
        number = self._use_up(last)
        snapshot, sheet = self._look()
        with self._journal.write(programme.id) as work:
            leases.require(work, lease)
            self._settle(work, sheet)
            healing = Healer(load(work, programme), sheet, self._clock()).run()
            _keep(work, healing)
            recovery.raise_numbers(work, number, store.token_of(number), lease.fence)
            self._ask(work, healing, sheet)
            work.tell(What.REBUILT, after=counts(healing))
        return snapshot

    def _look(self) -> tuple[SheetSnapshot, Sheet]:
        snapshot = self._gateway.whole()
        found = Finder().find(self._programme(), snapshot)
        if found is None or found[0].ledger is None:
            raise NoLedger
        return snapshot, found[0]

    def _use_up(self, last: int) -> int:
        """Take the tokens that come next, in one call; the highest of them."""
        _, sheet = self._look()
        first = max(last, highest(sheet)) + 1
        anchor = self._gateway.anchor()
        names = (store.token_of(number) for number in range(first, first + RESERVE))
        self._gateway.apply([requests.add_name(name, anchor) for name in names])
        return first + RESERVE - 1

    def _settle(self, work: Work, sheet: Sheet) -> None:
        """What was sent before goes first, by the whole ledger: a look takes in its newest rows only."""
        view = load(work, self._programme())
        if view.undecided:
            store.keep(work, view, assess(view, sheet, self._clock()))

    def _ask(self, work: Work, healing: Healing, sheet: Sheet) -> None:
        """Words in rows that the journal has just learned of are asked about: it may have known them before.

        The base moves to them, as with every conflict, so that nothing is taken twice.
        """
        view = load(work, self._programme())
        learned = {base.key: base for base in healing.bases}
        for key, column, cell, before, typed in _typed(assess(view, sheet, self._clock()).judged):
            if key in learned:
                cells = {**learned[key].cells, column: typed}
                learned[key] = learned[key].model_copy(update={"cells": cells})
                bases.save(work, learned[key])
                item = Item(
                    kind="conflict" if column in EDITABLE else "shown_only",
                    key=key,
                    column=column,
                    cell=cell,
                    base={column: before},
                    ours={column: view.ours(key).get(column)},
                    theirs={column: typed},
                    opened_at=work.now,
                )
                items.raise_item(work, item)


def _typed(judged: Judged) -> Iterator[tuple[str, str, str, Cell, Cell]]:
    """Every cell that people changed: key, column, address, what was settled, what stands there."""
    for edit in judged.edits:
        for one in edit.edits:
            yield edit.key, one.column, one.cell, one.base, one.theirs
    for one_sided in judged.conflicts:
        yield one_sided.key, one_sided.column, one_sided.cell, one_sided.base, one_sided.theirs


def _keep(work: Work, healing: Healing) -> None:
    """Store it; the decisions that make room go first."""
    applications.add(work, *healing.applications)
    applications.save(work, *healing.stamped)
    for op_id, revision in healing.renumbered:
        recovery.renumber(work, op_id, revision)
    for decision in healing.decisions:
        decisions.add(work, decision)
    outbox.queue(work, *outbox_rows(healing, work.now))
    bases.settle_ledger(work, [(op, row.key, row.revision) for op, row in healing.confirmed.items()])
    if healing.missing:
        recovery.forget_ledger(work, healing.missing)
        outbox.mark(work, healing.missing, OutboxState.QUEUED)
    for base in healing.bases:
        bases.save(work, base)
    for item in healing.items:
        items.raise_item(work, item)
    for record in (applications.get(work, key) for key in healing.erased):
        if record is not None:
            erasing.erase(work, record)


def counts(healing: Healing) -> dict[str, int]:
    """How much of each there is to do."""
    return {
        "applications": len(healing.applications),
        "decisions": len(healing.decisions),
        "renumbered": len(healing.renumbered),
        "rewritten": len(healing.missing),
        "rows": len(healing.bases),
        "questions": len(healing.items),
    }
