"""What a decision must be like before it is taken: the move, the cohort, the reason."""

from rules.base import Frozen
from rules.programme.model import Programme
from rules.state import CLOSED, Refused, Standing, Status, keeps_cohort, may_move, needs_cohort, needs_reason


class Move(Frozen):
    """What someone wants an application's standing to become."""

    status: Status
    cohort: str = ""
    remark: str = ""
    reason: str = ""


def settled(move: Move, before: Standing) -> Move:
    """The move with what follows from the state: no cohort where none means anything, the reason kept on."""
    cohort = move.cohort if keeps_cohort(move.status) else ""
    stays = move.status is before.status
    return move.model_copy(
        update={"cohort": cohort, "reason": move.reason.strip() or (before.reason if stays else "")}
    )


def require_allowed(programme: Programme, before: Standing, move: Move, *, explained: bool = True) -> None:
    """Raise Refused where the rules forbid the move.

    Codes: nothing_changes, not_reopened, move_not_allowed, cohort_missing, cohort_unknown, reason_missing.
    `explained` is False for what is typed in the sheet, which has no cell for a reason.
    """
    if (before.status, before.cohort, before.remark) == (move.status, move.cohort, move.remark):
        raise Refused("nothing_changes")
    if not may_move(before.status, move.status):
        code = "not_reopened" if before.status in CLOSED else "move_not_allowed"
        raise Refused(code, before=before.status, after=move.status)
    if needs_cohort(move.status) and not move.cohort:
        raise Refused("cohort_missing", status=move.status)
    if move.cohort and programme.cohort(move.cohort) is None:
        raise Refused("cohort_unknown", cohort=move.cohort)
    if explained and needs_reason(before.status, move.status) and not move.reason:
        raise Refused("reason_missing", before=before.status, after=move.status)
