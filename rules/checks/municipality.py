"""The municipality: one of the 98."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from rules.application import Application
from rules.base import Text
from rules.checks.base import Case, Context, RowRule
from rules.finding import Finding, Outcome
from rules.municipalities import find, is_outside, suggest


class Municipality(RowRule):
    """`field` is the question's id; without it, the programme's municipality."""

    placeholders: ClassVar[frozenset[str]] = frozenset({"suggestion"})

    kind: Literal["municipality"] = "municipality"
    field: str = ""
    message: Text = Text(
        da="»{value}« er ikke en af de 98 kommuner.", en="“{value}” is not one of the 98 municipalities."
    )
    question: Text | None = Text(
        da="I skriver »{value}« som kommune. Hvilken kommune hører arbejdspladsen til?",
        en="You give “{value}” as your municipality. Which municipality does the workplace belong to?",
    )
    near: Case = Case(
        message=Text(
            da="»{value}« er ikke en af de 98 kommuner. Mon der menes {suggestion}?",
            en="“{value}” is not one of the 98 municipalities. Perhaps {suggestion} is meant?",
        ),
        question=Text(
            da="I skriver »{value}« som kommune. Er det {suggestion} Kommune, arbejdspladsen hører til?",
            en="You give “{value}” as your municipality. Is it {suggestion} that the workplace belongs to?",
        ),
    )
    outside: Case = Case(
        message=Text(
            da="»{value}« ligger uden for de 98 kommuner.", en="“{value}” lies outside the 98 municipalities."
        ),
        outcome=Outcome.INELIGIBLE,
    )

    def check(self, application: Application, context: Context) -> Iterator[Finding]:
        """A finding where the place is not a municipality; a blank is for `required`."""
        field = self.field or context.fields.municipality
        written = application.meaning(field)
        if not written or find(written):
            return
        if is_outside(written):
            yield self.say(application, context, field, case="outside")
        elif suggestion := suggest(written):
            params = {"suggestion": suggestion.name}
            yield self.say(application, context, field, case="near", params=params)
        else:
            yield self.say(application, context, field)
