"""What a rule says of an application."""

from enum import StrEnum

from rules.base import Frozen, Language, Text


class Outcome(StrEnum):
    """How a rule judges. Self-governing institutions are why pass or fail is not enough (see the domain)."""

    OK = "ok"
    PERSON = "person"
    INELIGIBLE = "ineligible"

    @property
    def weight(self) -> int:
        """Order of gravity, 0 (ok) to 2 (not eligible): the gravest finding decides for the application."""
        return list(Outcome).index(self)


class Finding(Frozen):
    """One result of one rule on one application, or of the reader on one cell of the table.

    `cell` is the A1 address in the file or sheet, without sheet name; "" where nothing can be pointed at.
    `value` is what stood there, CPR numbers masked. `params` fill the placeholders of both texts.
    """

    code: str
    outcome: Outcome
    cell: str = ""
    field: str = ""
    value: str = ""
    params: tuple[tuple[str, str], ...] = ()
    message: Text
    question: Text | None = None

    def say(self, language: Language = "da") -> str:
        """The message in one language."""
        return self.message.say(language, **dict(self.params))

    def ask(self, language: Language = "da") -> str:
        """The question to put to the applicant, or "" where there is none."""
        return self.question.say(language, **dict(self.params)) if self.question else ""


class Judgement(Frozen):
    """All findings on one application; the gravest decides."""

    key: str
    findings: tuple[Finding, ...] = ()

    @property
    def outcome(self) -> Outcome:
        return max((f.outcome for f in self.findings), key=lambda o: o.weight, default=Outcome.OK)
