"""What every rule shares: what it is given, and how it says what it found."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from rules.application import Application
from rules.base import Frozen, Text
from rules.finding import Finding, Outcome


class CohortName(Frozen):
    """A cohort as applicants may write it in a wish."""

    id: str
    names: tuple[str, ...]


class Fields(Frozen):
    """Which question (by id) plays which part. The ids default to the domain's own names."""

    timestamp: str = "timestamp"
    email: str = "email"
    municipality: str = "municipality"
    workplace: str = "workplace"
    branch: str = "branch"
    group_kind: str = "group_kind"
    size: str = "size"
    participants: str = "participants"
    wishes: tuple[str, ...] = ("wish_1", "wish_2")


class Context(Frozen):
    """What the rules may know besides the application: facts of the programme, never a clock."""

    fields: Fields = Fields()
    cohorts: tuple[CohortName, ...] = ()
    no_preference: tuple[str, ...] = ()
    deadline: datetime | None = None
    timezone: str = "Europe/Copenhagen"


class RowRule(Frozen):
    """A rule over one application. Subclasses fix `kind`, default wording, and say what they find."""

    message: Text
    question: Text | None = None
    outcome: Outcome = Outcome.PERSON

    def check(self, application: Application, context: Context) -> Iterator[Finding]:
        """Findings on this application alone."""
        raise NotImplementedError

    def finding(self, application: Application, field: str, **params: object) -> Finding:
        """A finding of this rule at one answer, with its cell and value."""
        raise NotImplementedError  # filled in by the builder of this room


class TableRule(Frozen):
    """A rule over several applications at once; it yields (key, finding)."""

    message: Text
    question: Text | None = None
    outcome: Outcome = Outcome.PERSON

    def check_all(
        self, applications: Sequence[Application], context: Context
    ) -> Iterator[tuple[str, Finding]]:
        """Findings on the applications that this rule concerns together."""
        raise NotImplementedError
