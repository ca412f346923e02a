"""The mess that real responses have: how often each kind comes, and what the shipped rules say of it."""

from enum import StrEnum
from types import MappingProxyType


class Mess(StrEnum):
    """What is out of order in an application, or only unusual in it."""

    MUNICIPALITY_TYPO = "municipality_typo"
    MUNICIPALITY_ALIAS = "municipality_alias"
    TOWN = "town"
    OUTSIDE = "outside"
    SELF_GOVERNING = "self_governing"
    REGIONAL = "regional"
    MISSING_AMR = "missing_amr"
    NO_EMPLOYEE_SIDE = "no_employee_side"
    ALONE = "alone"
    UNKNOWN_ROLE = "unknown_role"
    MALFORMED_EMAIL = "malformed_email"
    SHORT_PHONE = "short_phone"
    CPR = "cpr"
    FORMULA = "formula"
    MESSY_LINES = "messy_lines"
    TOO_MANY = "too_many"
    SIZE_DIFFERS = "size_differs"
    DUPLICATE = "duplicate"
    OVER_LIMIT = "over_limit"
    NOT_DECIDED = "not_decided"
    EDITED = "edited"
    LATE = "late"


SHARES = MappingProxyType(
    {
        Mess.MUNICIPALITY_TYPO: 0.04,
        Mess.MUNICIPALITY_ALIAS: 0.05,
        Mess.TOWN: 0.01,
        Mess.OUTSIDE: 0.01,
        Mess.SELF_GOVERNING: 0.04,
        Mess.REGIONAL: 0.02,
        Mess.MISSING_AMR: 0.04,
        Mess.NO_EMPLOYEE_SIDE: 0.02,
        Mess.ALONE: 0.01,
        Mess.UNKNOWN_ROLE: 0.02,
        Mess.MALFORMED_EMAIL: 0.03,
        Mess.SHORT_PHONE: 0.03,
        Mess.CPR: 0.02,
        Mess.FORMULA: 0.03,
        Mess.MESSY_LINES: 0.06,
        Mess.TOO_MANY: 0.02,
        Mess.SIZE_DIFFERS: 0.02,
        Mess.DUPLICATE: 0.02,
        Mess.OVER_LIMIT: 0.02,
        Mess.NOT_DECIDED: 0.02,
        Mess.EDITED: 0.03,
        Mess.LATE: 0.03,
    }
)
"""The share of all applications that has each kind; no application has two.

DUPLICATE and OVER_LIMIT count the second application of a workplace; the first is one more.
"""

CODES = MappingProxyType(
    {
        Mess.MUNICIPALITY_TYPO: ("municipality_near",),
        Mess.TOWN: ("municipality",),
        Mess.OUTSIDE: ("municipality_outside",),
        Mess.SELF_GOVERNING: ("sector",),
        Mess.REGIONAL: ("sector_outside",),
        Mess.MISSING_AMR: ("composition",),
        Mess.NO_EMPLOYEE_SIDE: ("composition", "contact_employees"),
        Mess.ALONE: ("composition",),
        Mess.UNKNOWN_ROLE: ("composition_unclear",),
        Mess.MALFORMED_EMAIL: ("email",),
        Mess.SHORT_PHONE: ("phone",),
        Mess.CPR: ("cpr",),
        Mess.TOO_MANY: ("size_too_many",),
        Mess.SIZE_DIFFERS: ("size",),
        Mess.DUPLICATE: ("duplicate",),
        Mess.OVER_LIMIT: ("duplicate", "workplace_limit"),
        Mess.NOT_DECIDED: ("not_decided",),
        Mess.LATE: ("deadline",),
    }
)
"""The findings, sorted by code, that a shipped programme's rules have on each kind; none on the others."""


def counts(applications: int) -> dict[Mess, int]:
    """How many of so many applications have each kind."""
    return {mess: round(applications * share) for mess, share in SHARES.items()}
