"""CPR numbers that landed in a text. Wherever text is shown they are masked (`rules.checks.masking`)."""

from collections.abc import Iterator
from typing import Literal

from rules.application import Application
from rules.base import Text
from rules.checks.base import Context, RowRule
from rules.checks.masking import find, mask
from rules.finding import Finding

__all__ = ["Cpr", "find", "mask"]


class Cpr(RowRule):
    """Every answer but the time stamp is searched."""

    kind: Literal["cpr"] = "cpr"
    message: Text = Text(
        da="Der står et CPR-nummer i »{label}«. Det er skjult her og bør slettes i arket.",
        en="There is a CPR number in “{label}”. It is hidden here and should be deleted in the sheet.",
    )
    question: Text | None = Text(
        da="I har skrevet et CPR-nummer i jeres ansøgning. Det har vi ikke brug for, og vi sletter det. "
        "Skriv det venligst ikke igen.",
        en="You have written a CPR number in your application. We do not need it and will delete it. "
        "Please do not write it again.",
    )

    def check(self, application: Application, context: Context) -> Iterator[Finding]:
        """One finding for each answer that holds a CPR number."""
        if not find("\n".join(answer.text for answer in application.answers.values())):
            return
        for field, answer in application.answers.items():
            if field != context.fields.timestamp and find(answer.text):
                yield self.say(application, context, field)
