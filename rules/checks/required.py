"""Questions that must be answered."""

from collections.abc import Iterator
from typing import Literal

from rules.application import Application
from rules.base import Text
from rules.checks.base import Context, RowRule
from rules.finding import Finding


class Required(RowRule):
    """`fields` are question ids; without any, all questions that the programme marks as required."""

    kind: Literal["required"] = "required"
    fields: tuple[str, ...] = ()
    message: Text = Text(da="»{label}« er ikke udfyldt.", en="“{label}” is not filled in.")
    question: Text | None = Text(
        da="I jeres ansøgning mangler svaret på »{label}«. Vil I sende os det?",
        en="Your application has no answer to “{label}”. Could you send it to us?",
    )

    def check(self, application: Application, context: Context) -> Iterator[Finding]:
        """One finding for each question left blank."""
        for field in self.fields or _marked(context):
            if not application.text(field):
                yield self.say(application, context, field)


def _marked(context: Context) -> Iterator[str]:
    return (i for i, asked in context.questions.items() if asked.required)
