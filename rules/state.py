"""Where an application stands, and the moves between states."""

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

    `basis` is the fingerprint of the answers the decision was made on; `op_id` makes a repeat the same decision.
    `undoes` is the revision whose effect it takes back, 0 for an ordinary decision.
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

    @classmethod
    def of(cls, decision: Decision) -> "Standing":
        """The standing that a decision leaves."""
        return cls(**decision.model_dump(include=set(cls.model_fields)))


class Refused(Exception):
    """A command that the rules refuse. `code` names the wording in the catalogue; nothing was changed."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params
