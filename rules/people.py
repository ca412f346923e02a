"""Who acts, and what each role may do."""

from enum import StrEnum

from rules.base import Frozen
from rules.state import Source


class Role(StrEnum):
    """The roles, from least to most."""

    VIEWER = "viewer"
    CONSULTANT = "consultant"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"


class Action(StrEnum):
    """What a person can ask of the desk. Every command and query names one of these."""

    VIEW = "view"
    EXPORT = "export"
    EDIT_SHEET = "edit_sheet"
    RESOLVE = "resolve"
    DECIDE = "decide"
    ALLOCATE = "allocate"
    OVERRIDE = "override"
    ADMINISTER = "administer"


_LOOK = frozenset({Action.VIEW})
_COORDINATE = _LOOK | {Action.EXPORT, Action.EDIT_SHEET, Action.RESOLVE}
_CONSULT = _LOOK | {Action.EXPORT, Action.RESOLVE, Action.DECIDE, Action.ALLOCATE, Action.OVERRIDE}

ALLOWED: dict[Role, frozenset[Action]] = {
    Role.VIEWER: _LOOK,
    Role.CONSULTANT: _CONSULT,
    Role.COORDINATOR: _COORDINATE,
    Role.ADMINISTRATOR: frozenset(Action),
}
"""The whole table of permissions.

A coordinator decides by typing in the sheet, within its limits, and settles what came of it: choosing the
sheet's words in the inbox is typing them once more, so no limit can be overridden by it.
"""


class Actor(Frozen):
    """A person, or a part of the software acting by a rule, and from where they act."""

    name: str
    email: str
    role: Role
    source: Source

    @property
    def signature(self) -> str:
        """How the actor is named in decisions, in the sheet and in the ledger."""
        return self.name or self.email


def may(role: Role, action: Action) -> bool:
    """Whether this role may do this."""
    return action in ALLOWED[role]
