"""Deleting personal data: what is due by the programme's promise, and one case at a person's request."""

from collections.abc import Collection
from datetime import datetime

from desk.office import Office, Sitting, authorise
from integrations.journal import applications, decisions, erasing
from integrations.journal.records import ApplicationRecord
from integrations.journal.work import Reading
from rules.base import Frozen
from rules.people import Action, Actor
from rules.programme.model import Programme
from rules.retention import kept_until
from rules.state import CLOSED, Refused, Standing, Status

RETENTION = "retention"
"""In the course of what the audit chain says that data were erased which were due."""


class Due(Frozen):
    """An application whose data have been kept as long as was promised: until `since`."""

    key: str
    status: Status
    since: datetime


def due(office: Office, actor: Actor) -> tuple[Due, ...]:
    """All that are due now. See `Desk.due_for_erasure`."""
    authorise(actor, Action.ADMINISTER)
    programme = office.programme
    with office.journal.read(programme.id) as look:
        return tuple(one for _, one in _due(look, programme))


def erase_due(office: Office, actor: Actor, keys: Collection[str]) -> tuple[str, ...]:
    """Erase those of these that are due. See `Desk.erase_due`."""
    authorise(actor, Action.ADMINISTER)
    with office.sitting(actor, RETENTION) as sitting:
        found = [record for record, one in _due(sitting.work, sitting.programme) if one.key in keys]
        _erase(sitting, found)
    office.journal.compact()
    return tuple(record.key for record in found)


def erase(office: Office, actor: Actor, key: str, reason: str) -> None:
    """Erase one application. See `Desk.erase`."""
    authorise(actor, Action.ADMINISTER)
    with office.sitting(actor) as sitting:
        record = applications.get(sitting.work, key)
        if record is None:
            raise Refused("unknown_key", key=key)
        _require_erasable(sitting, record, reason)
        _erase(sitting, [record], reason.strip())
    office.journal.compact()


def _require_erasable(sitting: Sitting, record: ApplicationRecord, reason: str) -> None:
    """Who holds a place or waits for one is declined or withdrawn first: the others are told why."""
    if record.erased_at is not None:
        raise Refused("already_erased", key=record.key, at=record.erased_at)
    if not reason.strip():
        raise Refused("erasure_reason_missing")
    status = sitting.standing(record.key).status
    if status not in CLOSED and sitting.work.now <= kept_until(sitting.programme, status):
        raise Refused("erasure_still_open", key=record.key, status=status)


def _erase(sitting: Sitting, records: Collection[ApplicationRecord], reason: str = "") -> None:
    for record in records:
        erasing.erase(sitting.work, record, reason)
    if records and erasing.none_left(sitting.work):
        erasing.erase_strays(sitting.work)


def _due(look: Reading, programme: Programme) -> tuple[tuple[ApplicationRecord, Due], ...]:
    standings = decisions.standings(look)
    found = []
    for record in applications.since(look):
        status = (standings.get(record.key) or Standing(key=record.key)).status
        until = kept_until(programme, status)
        if record.erased_at is None and until < look.now:
            found.append((record, Due(key=record.key, status=status, since=until)))
    return tuple(found)
