"""What every rule shares: what it is given, and how it says what it found."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from string import Formatter
from typing import ClassVar, Self

from pydantic import model_validator

from rules.application import Application
from rules.base import Frozen, Text
from rules.checks.masking import mask
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


class Asked(Frozen):
    """What the rules may know of a question: its header, its type's name, whether it must be answered."""

    header: str
    type: str = "text"
    required: bool = False


class Context(Frozen):
    """What the rules may know besides the application: facts of the programme, never a clock."""

    fields: Fields = Fields()
    questions: Mapping[str, Asked] = {}
    cohorts: tuple[CohortName, ...] = ()
    no_preference: tuple[str, ...] = ()
    deadline: datetime | None = None
    timezone: str = "Europe/Copenhagen"

    def header(self, question: str) -> str:
        """The question's header on one line, or its id where the programme has no such question."""
        asked = self.questions.get(question)
        return " ".join(asked.header.split()) if asked else question

    def is_required(self, question: str) -> bool:
        """True where the programme marks the question as one that must be answered."""
        asked = self.questions.get(question)
        return asked is not None and asked.required

    def of_type(self, kind: str) -> tuple[str, ...]:
        """Ids of the questions of one type, in the document's order."""
        return tuple(i for i, asked in self.questions.items() if asked.type == kind)


class Case(Frozen):
    """One thing that a rule can say: wording, the question to put to the applicant, and how grave it is."""

    message: Text
    question: Text | None = None
    outcome: Outcome = Outcome.PERSON


class Saying(Frozen):
    """The wording that all rules have. `placeholders` may stand in its texts besides label and value."""

    placeholders: ClassVar[frozenset[str]] = frozenset()

    message: Text
    question: Text | None = None
    outcome: Outcome = Outcome.PERSON

    @model_validator(mode="after")
    def _placeholders_are_known(self) -> Self:
        known = self.placeholders | {"label", "value"}
        for text in _texts(self):
            for wording in (text.da, text.en):
                if unknown := _placeholders(wording) - known:
                    raise ValueError(
                        f"unknown placeholder {{{min(unknown)}}}; these are known: "
                        + ", ".join(f"{{{name}}}" for name in sorted(known))
                    )
        return self

    @property
    def name(self) -> str:
        """What the rule's findings are called: its kind, unless it says otherwise."""
        kind: str = getattr(self, "kind", "")
        return kind

    def say(
        self,
        application: Application,
        context: Context,
        field: str,
        *,
        case: str = "",
        value: str | None = None,
        params: Mapping[str, object] | None = None,
    ) -> Finding:
        """The finding of one case (an attribute's name; "" is the rule's own) at one answer.

        CPR numbers are masked in all that is shown: the value and every parameter.
        """
        chosen: Saying | Case = getattr(self, case) if case else self
        shown = mask(application.text(field) if value is None else value)
        filled = {"label": context.header(field), "value": shown, **(params or {})}
        return Finding(
            code=f"{self.name}_{case}" if case else self.name,
            outcome=chosen.outcome,
            cell=application.cell(field),
            field=field,
            value=shown,
            params=tuple((name, mask(str(given))) for name, given in filled.items()),
            message=chosen.message,
            question=chosen.question,
        )


class RowRule(Saying):
    """A rule over one application. Subclasses fix `kind`, default wording, and say what they find."""

    def check(self, application: Application, context: Context) -> Iterator[Finding]:
        """Findings on this application alone."""
        raise NotImplementedError


class TableRule(Saying):
    """A rule over several applications at once, block by block: only those of one block are compared."""

    def block(self, application: Application, context: Context) -> str:
        """What the application is compared within; "" keeps it out of every comparison."""
        raise NotImplementedError

    def check_block(
        self, applications: Sequence[Application], context: Context
    ) -> Iterator[tuple[str, Finding]]:
        """(key, finding) for the applications of one block that this rule concerns together."""
        raise NotImplementedError


def _texts(rule: Saying) -> Iterator[Text]:
    for name in type(rule).model_fields:
        part: object = getattr(rule, name)
        if isinstance(part, Text):
            yield part
        elif isinstance(part, Case):
            yield part.message
            if part.question:
                yield part.question


def _placeholders(wording: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(wording) if name is not None}
