"""What happened to one application."""

from desk.office import Office
from desk.views import Event
from integrations.journal import applications, decisions
from integrations.journal.records import Cells
from integrations.journal.work import Reading
from rules.state import Decision


def history(office: Office, key: str) -> tuple[Event, ...]:
    """All decisions, oldest first, each with the answers that had changed since the one before."""
    with office.journal.read(office.programme.id) as look:
        made = decisions.history(look, key)
        before = (None, *made)[: len(made)]
        return tuple(_event(look, then, now) for then, now in zip(before, made, strict=True))


def _event(look: Reading, before: Decision | None, decision: Decision) -> Event:
    if before is None or before.basis == decision.basis:
        return Event(decision=decision)
    then = applications.answers_at(look, decision.key, before.basis)
    now = applications.answers_at(look, decision.key, decision.basis)
    known = then is not None and now is not None  # a journal rebuilt from the sheet knows the last ones only
    return Event(decision=decision, changed=different(then or {}, now or {}) if known else ())


def different(then: Cells, now: Cells) -> tuple[str, ...]:
    """Ids of the columns that say something else now than then."""
    names = dict.fromkeys((*now, *then))
    return tuple(name for name in names if _said(then.get(name)) != _said(now.get(name)))


def _said(cell: object) -> str:
    return "" if cell is None else str(cell).strip()
