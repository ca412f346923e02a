"""Settling an item of the inbox: a person chooses between what we have and what the sheet has."""

from collections.abc import Iterable

from desk.hand_edits import SHOWN_ONLY, TYPED, open_words, read_words, take_words
from desk.office import Office, Sitting, authorise
from integrations.journal import applications, bases, items
from integrations.journal.records import Item
from integrations.journal.work import Work
from integrations.sync.observation import Trouble
from rules.base import Cell, Frozen
from rules.columns import EDITABLE
from rules.moves import Move
from rules.people import Action, Actor
from rules.state import Refused

OURS = "ours"
"""The sheet is to say what the journal says: the cell is written again."""
THEIRS = "theirs"
"""What was typed counts: it becomes the decision of whoever chooses."""
SAME = "same"
"""A row whose time stamp and e-mail have both changed is the same application, corrected."""
DISMISS = "dismiss"
"""Seen: nothing is changed, and the item does not come back while its cause lasts."""


MOVED = frozenset({Trouble.PART_SORTED, Trouble.FOREIGN_RECEIPT})
"""Kinds of item about decision cells that have come into a row from elsewhere, or have left it."""


def choices(item: Item) -> tuple[str, ...]:
    """What a person can choose."""
    if item.kind in TYPED and item.column in EDITABLE:
        return (OURS, THEIRS)
    if item.kind == Trouble.IDENTITY and item.key:
        return (SAME, DISMISS)
    return (OURS,) if item.kind in {*TYPED, *MOVED, SHOWN_ONLY} else (DISMISS,)


def typed_beside(item: Item, opened: Iterable[Item]) -> dict[str, Cell]:
    """All words that wait in the row of an item, by column: they are taken together."""
    waiting = (one for one in opened if one.key == item.key and THEIRS in choices(one))
    return {name: cell for one in waiting for name, cell in (one.theirs or {}).items()}


class Choice(Frozen):
    """What a person chose, and why."""

    choice: str
    reason: str = ""
    override_reason: str = ""


def resolve(office: Office, actor: Actor, item_id: int, wanted: Choice) -> None:
    """Settle one item. See `Desk.resolve`."""
    authorise(actor, Action.RESOLVE)
    with office.sitting(actor) as sitting:
        item = items.get(sitting.work, item_id)
        if item is None:
            raise Refused("unknown_item", item=item_id)
        if item.resolved_at is not None:
            raise Refused("item_settled", by=item.resolved_by, at=item.resolved_at, choice=item.choice)
        if wanted.choice not in choices(item):
            raise Refused("unknown_choice", choice=wanted.choice)
        if wanted.choice == THEIRS:
            _take_theirs(sitting, item, wanted)
        elif wanted.choice == SAME:
            _keep_identity(sitting, item)
        elif item.kind in MOVED:
            _put_back(sitting, item)
        else:
            items.resolve(sitting.work, (item_id,), by=actor.signature, choice=wanted.choice)


def _keep_identity(sitting: Sitting, item: Item) -> None:
    """Know the application by what its row held; the next look takes it in, if that still stands there.

    Where that is what another application is known by, cells were sorted or copied: nobody can mean it.
    """
    record = applications.get(sitting.work, item.key)
    if record is None:
        raise Refused("unknown_key", key=item.key)
    email = str((item.theirs or {}).get("email") or "")
    stamp = str(item.params["stamp"])
    others = (one for one in applications.since(sitting.work) if one.key != item.key)
    if other := next((one for one in others if stamp and one.stamp == stamp), None):
        raise Refused("identity_taken", key=other.key)
    known = {"stamp": stamp, "email": email}
    applications.save(sitting.work, record.model_copy(update=known))
    items.resolve(sitting.work, (item.id,), by=sitting.actor.signature, choice=SAME)


def _put_back(sitting: Sitting, item: Item) -> None:
    """Rows are to show their own decisions again: what stands there counts as seen, so ours is written.

    A column that was sorted is put back as a whole: what is left of it would look like a run of decisions.
    """
    concerned = [item]
    if item.kind == Trouble.PART_SORTED:
        about = (item.kind, item.column)
        concerned = [one for one in items.opened(sitting.work) if (one.kind, one.column) == about]
    for one in concerned:
        _count_as_seen(sitting.work, one)
    items.resolve(sitting.work, [one.id for one in concerned], by=sitting.actor.signature, choice=OURS)


def _count_as_seen(work: Work, item: Item) -> None:
    """Move the base to what the row holds: of a sorted column to its cell, of a strange row to all of it."""
    base, found = bases.get(work, item.key), dict(item.theirs or {})
    if base is None:
        return
    receipt = str(found.pop("receipt", None) or "")
    if item.kind == Trouble.PART_SORTED:
        found = {item.column: found.get(item.column)}
    moved = {"cells": {**base.cells, **found}, "receipt": receipt, "settled_at": work.now}
    bases.save(work, base.model_copy(update=moved))


def _take_theirs(sitting: Sitting, item: Item, wanted: Choice) -> None:
    """All words typed in the row are taken together: a status may need the cohort typed beside it."""
    waiting = tuple(i for i in open_words(sitting.work, item.key) if i.column in EDITABLE)
    typed = typed_beside(item, waiting)
    before = sitting.standing(item.key)
    move = read_words(sitting.programme, before, typed, typed.keys())
    explained = Move(
        status=move.status, cohort=move.cohort, remark=move.remark, reason=wanted.reason or move.reason
    )
    take_words(sitting, before, explained, override_reason=wanted.override_reason)
    items.resolve(sitting.work, [one.id for one in waiting], by=sitting.actor.signature, choice=THEIRS)
