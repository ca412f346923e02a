"""How many take part: within the limits, and as many as are listed."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from rules.application import Application
from rules.base import Text
from rules.checks.base import Case, Context, RowRule
from rules.checks.email import listed
from rules.finding import Finding


class Size(RowRule):
    """`minimum` and `maximum` are people of one application; `field` is the question for their number."""

    placeholders: ClassVar[frozenset[str]] = frozenset({"size", "listed", "minimum", "maximum"})

    kind: Literal["size"] = "size"
    field: str = ""
    minimum: int = Field(default=1, ge=0)
    maximum: int = Field(default=6, ge=1)
    message: Text = Text(
        da="Antallet af deltagere er {size}, men listen har {listed}.",
        en="The number of participants is {size}, but {listed} are listed.",
    )
    question: Text | None = Text(
        da="I skriver, at I er {size} deltagere, men på listen står der {listed}. Hvor mange kommer "
        "I, og hvem?",
        en="You write that you are {size} participants, but {listed} are listed. How many will come, "
        "and who?",
    )
    too_many: Case = Case(
        message=Text(
            da="Der er søgt plads til {size}, men højst {maximum} kan deltage fra én arbejdsplads.",
            en="Places are sought for {size}, but at most {maximum} can take part from one workplace.",
        ),
        question=Text(
            da="Der er plads til højst {maximum} fra hver arbejdsplads. Hvem af jer skal deltage?",
            en="There is room for at most {maximum} from each workplace. Who of you will take part?",
        ),
    )
    too_few: Case = Case(
        message=Text(
            da="Antallet af deltagere er {size}; det skal være mindst {minimum}.",
            en="The number of participants is {size}; it must be at least {minimum}.",
        ),
        question=Text(
            da="I skriver, at I er {size} deltagere. Hvor mange kommer I, og hvem?",
            en="You write that you are {size} participants. How many will come, and who?",
        ),
    )

    def check(self, application: Application, context: Context) -> Iterator[Finding]:
        """Findings at the number; a blank is for `required`, and then those listed are counted, each once."""
        field = self.field or context.fields.size
        value = application.value(field)
        people = len({(p.name, p.role, p.email) for p in listed(application, context.fields.participants)})
        size = value if isinstance(value, int | float) else people
        params = {
            "size": f"{size}".replace(".", ","),
            "listed": people,
            "minimum": self.minimum,
            "maximum": self.maximum,
        }
        if isinstance(value, int | float) and people and size != people:
            yield self.say(application, context, field, params=params)
        if size > self.maximum:
            yield self.say(application, context, field, case="too_many", params=params)
        elif size < self.minimum and value is not None:
            yield self.say(application, context, field, case="too_few", params=params)
