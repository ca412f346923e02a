"""Where an application stands, and the moves between states."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from rules.base import Frozen


class Status(StrEnum):
    """The states of an application (see `docs/architecture.md` for the moves)."""

    RECEIVED = "received"
    CLARIFICATION = "clarification"
    APPROVED = "approved"
    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    OFFERED = "offered"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


HOLDS_A_PLACE = frozenset({Status.APPROVED, Status.CONFIRMED, Status.OFFERED})
"""States that count against a cohort's limits: an offer holds its places until it is answered."""

CLOSED = frozenset({Status.DECLINED, Status.WITHDRAWN})
"""States that only reopening leads out of."""

MOVES: Mapping[Status, frozenset[Status]] = {
    Status.RECEIVED: frozenset(
        {Status.CLARIFICATION, Status.APPROVED, Status.WAITLISTED, Status.DECLINED, Status.WITHDRAWN}
    ),
    Status.CLARIFICATION: frozenset(
        {Status.RECEIVED, Status.APPROVED, Status.WAITLISTED, Status.DECLINED, Status.WITHDRAWN}
    ),
    Status.APPROVED: frozenset(Status) - {Status.OFFERED},
    Status.CONFIRMED: frozenset({Status.APPROVED, Status.WAITLISTED, Status.DECLINED, Status.WITHDRAWN}),
    Status.WAITLISTED: frozenset(Status) - {Status.CONFIRMED},
    Status.OFFERED: frozenset(
        {Status.APPROVED, Status.CONFIRMED, Status.WAITLISTED, Status.DECLINED, Status.WITHDRAWN}
    ),
    Status.DECLINED: frozenset({Status.RECEIVED}),
    Status.WITHDRAWN: frozenset({Status.RECEIVED}),
}
"""Where one may go from each state. Staying (a new cohort or remark) is always allowed."""


def may_move(before: Status, after: Status) -> bool:
    """Whether the states allow this move."""
    return before == after or after in MOVES[before]


def needs_cohort(status: Status) -> bool:
    """Whether a decision on this state must name a cohort."""
    return status in HOLDS_A_PLACE


def keeps_cohort(status: Status) -> bool:
    """Whether a cohort means anything in this state: who waits may wait for one."""
    return needs_cohort(status) or status is Status.WAITLISTED


def needs_reason(before: Status, after: Status) -> bool:
    """Whether this move must be explained: declining, and reopening what was closed."""
    return before != after and (after is Status.DECLINED or before in CLOSED)


class Source(StrEnum):
    """From where a decision came."""

    PAGE = "page"
    CLI = "cli"
    SHEET = "sheet"
    FORM = "form"
    RULE = "rule"


class Override(Frozen):
    """A person's named word to go beyond a limit."""

    by: str
    reason: str


class Decision(Frozen):
    """One revision of one application's state. Revisions of a key count 1, 2, 3 … without gap or fork.

    `basis` is the fingerprint of the answers it was made on; `op_id` makes a repeat the same decision.
    `undoes` is the revision whose effect it takes back, 0 for an ordinary decision. `since` is when the state
    began, unchanged by a new remark; with `rank` (of an allocation) it orders the waitlist. `hand` is the
    place on it that a person set, 0 for none.
    """

    op_id: str
    key: str
    revision: int
    status: Status
    cohort: str = ""
    remark: str = ""
    reason: str = ""
    by: str
    at: datetime
    source: Source
    basis: str = ""
    override: Override | None = None
    undoes: int = 0
    since: datetime | None = None
    rank: int = 0
    hand: int = 0


class Standing(Frozen):
    """Where an application stands now: its latest decision, or received at revision 0."""

    key: str
    revision: int = 0
    status: Status = Status.RECEIVED
    cohort: str = ""
    remark: str = ""
    reason: str = ""
    by: str = ""
    at: datetime | None = None
    override: Override | None = None
    since: datetime | None = None
    rank: int = 0
    hand: int = 0

    @classmethod
    def of(cls, decision: Decision) -> "Standing":
        """The standing that a decision leaves."""
        return cls.model_validate({name: getattr(decision, name) for name in cls.model_fields})


class Refused(Exception):
    """A command that the rules refuse. `code` names the wording in the catalogue; nothing was changed."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params
