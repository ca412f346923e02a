"""What people typed into the decision columns: a coordinator's decision, or an item for a person.

The base moves to what was typed in the same transaction: nothing is taken twice and nothing overwritten.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from desk.deciding import Order, take
from desk.office import Sitting, reconciled
from integrations.journal import bases, items
from integrations.journal.chain import Facts, What
from integrations.journal.records import Base, Cells, Item
from integrations.journal.work import Work
from integrations.sync.observation import Conflict, HandEdit
from rules.base import Cell
from rules.columns import EDITABLE
from rules.moves import Move, require_allowed, settled
from rules.people import Actor, Role
from rules.programme.model import Programme
from rules.projection import projection
from rules.state import Decision, Refused, Source, Standing, Status
from rules.wording import cohort_of, status_of

COORDINATOR = Actor(name="Regnearket", email="", role=Role.COORDINATOR, source=Source.SHEET)
"""Who a hand edit is by: a spreadsheet does not say which of its editors typed."""

CONFLICT = "conflict"
SHOWN_ONLY = "shown_only"
TYPED = frozenset(
    {
        CONFLICT,
        "unknown_word",
        "move_not_allowed",
        "not_reopened",
        "cohort_missing",
        "cohort_unknown",
        "cohort_needless",
        "over_limit",
        "not_reconciled",
    }
)
"""Kinds of item about words in decision cells; while one is open, the cell stays as typed."""

RETYPED = "retyped"
"""The choice written on an item that ended because people typed something else."""


def import_edit(sitting: Sitting, edit: HandEdit, since: datetime | None) -> None:
    """Take one row's hand edit, made after `since`, the look before.

    Where the journal has moved on since it was judged, the next look will.
    """
    work, before = sitting.work, sitting.standing(edit.key)
    base = _base_of(work, edit.key)
    if (before.revision, base.receipt) != (edit.revision, edit.receipt):
        return
    edited = {one.column: one.theirs for one in edit.edits}
    typed = {**base.cells, **edited}
    bases.save(work, base.model_copy(update={"cells": typed, "settled_at": work.now}))
    _tell(work, edit)
    waiting = open_words(work, edit.key)
    # A conflict is for a person: what its cell shows may be an earlier word of ours, and nobody's edit.
    asked = {item.column for item in waiting if item.kind != CONFLICT}
    columns = (asked | set(edited)) & set(EDITABLE)
    items.resolve(work, [i.id for i in waiting if i.column in edited], by=COORDINATOR.name, choice=RETYPED)
    _keep_shown_only(work, edit, since)
    if columns & set(edited):
        addresses = {one.column: one.cell for one in edit.edits}
        _decide_or_ask(sitting, before, Words(base.cells, typed, frozenset(columns), addresses, since))


def _tell(work: Work, edit: HandEdit) -> None:
    words: Facts = {one.column: [one.base, one.theirs] for one in edit.edits}
    work.tell(What.HAND_EDIT, edit.key, after={"columns": [*sorted(words)]}, words=words)


def open_conflict(sitting: Sitting, conflict: Conflict, since: datetime | None) -> None:
    """Keep all values of a cell that both sides changed, and move the base to what stands there."""
    work, column = sitting.work, conflict.column
    if sitting.standing(conflict.key).revision != conflict.revision:
        return
    base = _base_of(work, conflict.key)
    cells = {**base.cells, column: conflict.theirs}
    bases.save(work, base.model_copy(update={"cells": cells, "settled_at": work.now}))
    item = Item(
        kind=CONFLICT,
        key=conflict.key,
        column=column,
        cell=conflict.cell,
        base={column: conflict.base},
        ours={column: conflict.ours},
        theirs={column: conflict.theirs},
        params=items.timed({}, since),
        opened_at=work.now,
    )
    items.raise_item(work, item)


def open_words(work: Work, key: str) -> tuple[Item, ...]:
    """The open items about words in one row's decision cells."""
    return tuple(item for item in items.of_key(work, key, opened_only=True) if item.kind in TYPED)


def take_words(
    sitting: Sitting, before: Standing, move: Move, *, override_reason: str = ""
) -> Decision | None:
    """Make typed words the actor's decision; None where they say what holds already. Raises Refused."""
    wanted = _meant(move, before)
    if not _changes(wanted, before):
        return None
    record = reconciled(sitting.work, before.key)
    require_allowed(sitting.programme, before, wanted, explained=False)
    return take(sitting, record, before, Order(move=wanted, override_reason=override_reason))


def foresee(programme: Programme, before: Standing, typed: Cells) -> Refused | None:
    """What the rules refuse typed words for, or None. Limits and the state of the row are left out."""
    try:
        wanted = _meant(read_words(programme, before, typed, typed.keys()), before)
        if _changes(wanted, before):
            require_allowed(programme, before, wanted, explained=False)
    except Refused as refused:
        return refused
    return None


def read_words(programme: Programme, before: Standing, typed: Cells, columns: Collection[str]) -> Move:
    """What the words in some decision cells mean; the other cells say what holds already.

    Raises Refused("unknown_word") with the column and the word.
    """
    status, cohort, remark = before.status, before.cohort, before.remark
    if "status" in columns:
        status = _status(programme, word(typed.get("status")))
    if "cohort" in columns:
        cohort = _cohort(programme, word(typed.get("cohort")))
    if "remark" in columns:
        remark = word(typed.get("remark"))
    return Move(status=status, cohort=cohort, remark=remark, reason=remark)


def word(cell: Cell) -> str:
    """A cell's words; a number without decimals as people see it."""
    if cell is None:
        return ""
    whole = isinstance(cell, float) and cell.is_integer()
    return str(int(cell) if whole else cell).strip()


@dataclass(frozen=True)
class Words:
    """What was settled, what is typed now (after `since`), which columns are in question, their addresses."""

    base: Cells
    typed: Cells
    columns: frozenset[str]
    addresses: dict[str, str]
    since: datetime | None


def _base_of(work: Work, key: str) -> Base:
    return bases.get(work, key) or Base(key=key, cells={}, settled_at=work.now)


def _decide_or_ask(sitting: Sitting, before: Standing, words: Words) -> None:
    """All words in question are one decision; refused, each cell stays as typed and is asked about."""
    try:
        move = read_words(sitting.programme, before, words.typed, words.columns)
        take_words(sitting, before, move)
    except Refused as refusal:
        for column in sorted(words.columns):
            items.raise_item(sitting.work, _question(sitting, before, words, column, refusal))
    else:
        done = [item.id for item in open_words(sitting.work, before.key) if item.column in words.columns]
        items.resolve(sitting.work, done, by=COORDINATOR.name, choice=RETYPED)


def _question(sitting: Sitting, before: Standing, words: Words, column: str, refusal: Refused) -> Item:
    return Item(
        kind=refusal.code,
        key=before.key,
        column=column,
        cell=words.addresses.get(column, ""),
        base={column: words.base.get(column)},
        ours={column: projection(sitting.programme, before, None)[column]},
        theirs={column: words.typed.get(column)},
        params=items.timed({name: str(value) for name, value in refusal.params.items()}, words.since),
        opened_at=sitting.work.now,
    )


def _keep_shown_only(work: Work, edit: HandEdit, since: datetime | None) -> None:
    """Words typed into cells that only show something (place, by, time) are kept for a person to see."""
    for one in edit.edits:
        if one.column not in EDITABLE:
            item = Item(
                kind=SHOWN_ONLY,
                key=edit.key,
                column=one.column,
                cell=one.cell,
                base={one.column: one.base},
                theirs={one.column: one.theirs},
                params=items.timed({}, since),
                opened_at=work.now,
            )
            items.raise_item(work, item)


def _meant(move: Move, before: Standing) -> Move:
    """The move as it would be settled. Raises Refused where a cohort is named that it has no use for."""
    wanted = settled(move, before)
    if move.cohort not in (wanted.cohort, before.cohort):
        raise Refused("cohort_needless", cohort=move.cohort, status=wanted.status)
    return wanted


def _changes(wanted: Move, before: Standing) -> bool:
    return (wanted.status, wanted.cohort, wanted.remark) != (before.status, before.cohort, before.remark)


def _status(programme: Programme, typed: str) -> Status:
    status = status_of(programme, typed)
    if status is None:
        raise Refused("unknown_word", column="status", word=typed)
    return status


def _cohort(programme: Programme, typed: str) -> str:
    cohort = cohort_of(programme, typed)
    if cohort is None:
        raise Refused("unknown_word", column="cohort", word=typed)
    return cohort
