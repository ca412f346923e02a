"""Decide and undo. Each is one transaction: checked against what is true then, kept with its outbox row."""

from collections.abc import Iterable

from pydantic import Field

from desk.history import different
from desk.office import Office, Sitting, authorise, layout_in, reconciled, room, size_of
from integrations.journal import applications, decisions
from integrations.journal.records import ApplicationRecord
from integrations.journal.work import Reading
from rules.base import Frozen
from rules.capacity import more_room_needed
from rules.moves import Move, require_allowed, settled
from rules.people import Action, Actor
from rules.state import HOLDS_A_PLACE, Decision, Override, Refused, Standing, Status


class Seen(Frozen):
    """What was on the screen: the standing's revision and the fingerprint of the answers."""

    revision: int
    basis: str


class Order(Frozen):
    """What someone asks for: the move, why a limit may be broken, the id that makes a repeat the same.

    `rank` is the place that an allocation gave on the waitlist, `hand` the one that a person set.
    """

    move: Move
    override_reason: str = ""
    op_id: str = ""
    rank: int = 0
    hand: int = 0


class Place(Frozen):
    """A place on the waitlist, from 1, that somebody sets by hand, and why."""

    number: int = Field(ge=1)
    reason: str


def decide(office: Office, actor: Actor, key: str, order: Order, seen: Seen) -> Decision:
    """Take a decision. See `Desk.decide`."""
    authorise(actor, Action.DECIDE)
    with office.sitting(actor) as sitting:
        if order.op_id and (done := decisions.by_op_id(sitting.work, order.op_id)):
            return done
        record = reconciled(sitting.work, key)
        before = require_fresh(sitting.work, record, seen)
        wanted = order.model_copy(update={"move": settled(order.move, before)})
        require_allowed(sitting.programme, before, wanted.move)
        return take(sitting, record, before, wanted)


def undo(office: Office, actor: Actor, key: str, revision: int, override_reason: str) -> Decision:
    """Restore the standing before the latest decision. See `Desk.undo`."""
    authorise(actor, Action.DECIDE)
    with office.sitting(actor) as sitting:
        record = reconciled(sitting.work, key)
        before = require_fresh(sitting.work, record, Seen(revision=revision, basis=record.fingerprint))
        if before.revision == 0:
            raise Refused("nothing_to_undo", key=key)
        earlier = _standing_at(decisions.history(sitting.work, key), key, before.revision - 1)
        order = Order(move=_back_to(earlier), override_reason=override_reason)
        override = require_room(sitting, record, before, order)
        made = next_decision(sitting, record, before, order)
        back = {"undoes": before.revision, "since": earlier.since, "rank": earlier.rank, "hand": earlier.hand}
        return sitting.keep(made.model_copy(update={**back, "override": override}))


def rerank(office: Office, actor: Actor, key: str, place: Place, seen: Seen) -> Decision:
    """Set a place on the waitlist by hand. See `Desk.rerank`."""
    authorise(actor, Action.DECIDE)
    with office.sitting(actor) as sitting:
        record = reconciled(sitting.work, key)
        before = require_fresh(sitting.work, record, seen)
        if before.status is not Status.WAITLISTED:
            raise Refused("not_waiting", key=key, status=before.status)
        if not place.reason.strip():
            raise Refused("rank_reason_missing")
        kept = {"status": before.status, "cohort": before.cohort, "remark": before.remark}
        move = Move.model_validate({**kept, "reason": place.reason.strip()})
        return take(sitting, record, before, Order(move=move, hand=place.number))


def take(sitting: Sitting, record: ApplicationRecord, before: Standing, order: Order) -> Decision:
    """Keep an order that the rules allow, if there is room. Raises Refused (see `require_room`)."""
    override = require_room(sitting, record, before, order)
    made = next_decision(sitting, record, before, order)
    return sitting.keep(made.model_copy(update={"override": override}))


def require_fresh(look: Reading, record: ApplicationRecord, seen: Seen) -> Standing:
    """The present standing. Raises Refused: stale, or answers_changed with the fields that changed."""
    standing = decisions.latest(look, record.key)
    if standing.revision != seen.revision:
        said = {"by": standing.by, "status": standing.status, "at": standing.at}
        raise Refused("stale", revision=standing.revision, **said)
    if record.fingerprint != seen.basis:
        fields = changed_fields(look, record, seen.basis)
        raise Refused("answers_changed", fields=fields, basis=record.fingerprint)
    return standing


def changed_fields(look: Reading, record: ApplicationRecord, basis: str) -> tuple[str, ...]:
    """Ids of the questions whose answers differ between then (by fingerprint) and now."""
    return different(applications.answers_at(look, record.key, basis) or {}, record.cells)


def require_room(
    sitting: Sitting, record: ApplicationRecord, before: Standing, order: Order
) -> Override | None:
    """Hold an order to the cohort's limits; the override that lets it go beyond, if one is needed.

    Raises Refused: over_limit without a reason to override, not_allowed for who may not override.
    """
    status, cohort = order.move.status, order.move.cohort
    if status not in HOLDS_A_PLACE:
        return None
    if not more_room_needed(before, cohort, holds=True):
        return before.override
    load = room(sitting.work, sitting.programme, cohort, leaving=(record.key,))
    size = size_of(sitting.programme, record, layout_in(sitting.work))
    reason = order.override_reason.strip()
    if load.takes(size) or not reason:
        load.require(size)
        return None
    authorise(sitting.actor, Action.OVERRIDE)
    return Override(by=sitting.actor.signature, reason=reason)


def next_decision(sitting: Sitting, record: ApplicationRecord, before: Standing, order: Order) -> Decision:
    """The decision that follows a standing. A state that goes on keeps its start and its rank."""
    now, move, actor = sitting.office.clock(), order.move, sitting.actor
    stays = move.status is before.status
    return Decision(
        op_id=order.op_id or sitting.office.new_id(),
        key=before.key,
        revision=before.revision + 1,
        status=move.status,
        cohort=move.cohort,
        remark=move.remark,
        reason=move.reason,
        by=actor.signature,
        at=now,
        source=actor.source,
        basis=record.fingerprint,
        since=before.since if stays and before.since else now,
        rank=before.rank if stays else order.rank,
        hand=order.hand or (before.hand if stays else 0),
    )


def _back_to(earlier: Standing) -> Move:
    return Move(status=earlier.status, cohort=earlier.cohort, remark=earlier.remark, reason=earlier.reason)


def _standing_at(history: Iterable[Decision], key: str, revision: int) -> Standing:
    found = (Standing.of(decision) for decision in history if decision.revision == revision)
    return next(found, Standing(key=key))
