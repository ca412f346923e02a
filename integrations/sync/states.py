"""Where each thing to be written stands once nothing is under way, with the reason where it cannot go on."""

from collections.abc import Iterator, Mapping

from integrations.journal.records import OutboxKind, OutboxRow, OutboxState
from integrations.sync.erasing import is_blank
from integrations.sync.judge import Judged
from integrations.sync.observation import Trouble
from integrations.sync.plan import cells_unit
from integrations.sync.sheet import Sheet
from integrations.sync.view import View
from rules.columns import DECISION
from rules.merge import same

State = tuple[OutboxState, str]
NONE: Mapping[str, str] = {}


def states(
    view: View, sheet: Sheet, judged: Judged, refused: Mapping[str, str] = NONE
) -> Iterator[tuple[OutboxRow, OutboxState, str]]:
    """Every row of the outbox whose state or reason is another now.

    `refused`: what the service does not take as it is, and why (see `isolation`).
    """
    reasons = {problem.key: problem.kind.value for problem in judged.problems if problem.key}
    for row in view.pending:
        state, reason = _state(row, view, sheet, judged, reasons.get(row.key, ""))
        refusal = refused.get(row.op_id) or refused.get(cells_unit(row.key, row.revision, 0))
        if state is OutboxState.QUEUED and refusal:
            state, reason = OutboxState.PARKED, refusal
        if (state, reason) != (row.state, row.last_error):
            yield row, state, reason


def _state(row: OutboxRow, view: View, sheet: Sheet, judged: Judged, trouble: str) -> State:
    if sheet.ledger is None:
        return OutboxState.PARKED, Trouble.LEDGER_MISSING.value
    if row.kind is OutboxKind.DECISION:
        return _decision(row, view, sheet, judged, trouble)
    if row.kind is OutboxKind.ERASE:
        return _erasure(row, view, sheet)
    if view.applications[row.key].stamped:
        return (OutboxState.SETTLED if row.op_id in view.confirmed else OutboxState.QUEUED), ""
    if sheet.missing:
        return OutboxState.PARKED, Trouble.COLUMN_MISSING.value
    gone = row.kind is OutboxKind.STAMP and row.key not in judged.waiting
    return (OutboxState.ORPHAN, Trouble.VANISHED.value) if gone else (OutboxState.QUEUED, "")


def _decision(row: OutboxRow, view: View, sheet: Sheet, judged: Judged, trouble: str) -> State:
    """A decision is settled once the ledger has it and its row shows it, or need not."""
    if row.op_id not in view.confirmed:
        return OutboxState.QUEUED, ""
    superseded = row.revision < view.standing(row.key).revision
    superseded = superseded or view.applications[row.key].erased_at is not None
    if superseded or view.programme.write_back == "ledger" or _shows(view, row.key):
        return OutboxState.SETTLED, ""
    if sheet.missing:
        return OutboxState.PARKED, Trouble.COLUMN_MISSING.value
    if trouble == Trouble.VANISHED:
        return OutboxState.ORPHAN, trouble
    if trouble or view.held.get(row.key):
        return OutboxState.CONFLICT, trouble
    return OutboxState.QUEUED, ""


def _erasure(row: OutboxRow, view: View, sheet: Sheet) -> State:
    """Settled once the ledger tells of it and nothing is left: people may have moved rows meanwhile."""
    left = any(one.key == row.key and not is_blank(one) for one in sheet.ledger_rows)
    return (OutboxState.QUEUED if left or row.op_id not in view.confirmed else OutboxState.SETTLED), ""


def _shows(view: View, key: str) -> bool:
    base, ours = view.bases.get(key), view.ours(key)
    return base is not None and all(same(base.cells.get(name), ours[name]) for name in DECISION)
