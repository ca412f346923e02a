"""Two applications of one workplace: same municipality, names near each other. A person decides."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, Literal

from pydantic import Field

from rules.application import Application
from rules.base import Text
from rules.checks.base import Context, TableRule
from rules.checks.workplaces import THRESHOLD, clusters, municipality_of
from rules.finding import Finding

_NAMED = 5
"""So many of the others are named; how many more there are is said in a number."""


class Duplicate(TableRule):
    """`threshold` is the likeness, 0 to 100, from which two names may mean one workplace."""

    placeholders: ClassVar[frozenset[str]] = frozenset({"others"})

    kind: Literal["duplicate"] = "duplicate"
    threshold: int = Field(default=THRESHOLD, ge=50, le=100)
    message: Text = Text(
        da="Arbejdspladsen ser ud til at have søgt mere end én gang: se også {others}.",
        en="The workplace seems to have applied more than once: see also {others}.",
    )
    question: Text | None = Text(
        da="Vi har fået mere end én ansøgning fra {value}. Hvilken af dem gælder, eller søger I som "
        "flere grupper?",
        en="We have more than one application from {value}. Which one counts, or do you apply as "
        "several groups?",
    )

    def block(self, application: Application, context: Context) -> str:
        """Only workplaces of one municipality are compared."""
        return municipality_of(application, context)

    def check_block(
        self, applications: Sequence[Application], context: Context
    ) -> Iterator[tuple[str, Finding]]:
        """One finding on each application, naming the others with the cells of their workplaces."""
        field = context.fields.workplace
        for together in clusters(applications, context, self.threshold):
            for one in together:
                others = [other for other in together if other is not one]
                named = ", ".join(_named(other, field) for other in others[:_NAMED])
                more = f" … (+{len(others) - _NAMED})" if len(others) > _NAMED else ""
                yield one.key, self.say(one, context, field, params={"others": named + more})


def _named(application: Application, field: str) -> str:
    name, cell = application.text(field), application.cell(field)
    return f"{name} ({cell})" if cell else name
