"""How many may come from one workplace, over all its applications."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, Literal

from pydantic import Field

from rules.application import Application
from rules.base import Text
from rules.checks.base import Context, TableRule
from rules.checks.email import listed
from rules.checks.workplaces import THRESHOLD, clusters, municipality_of
from rules.finding import Finding
from rules.folding import fold


class WorkplaceLimit(TableRule):
    """`maximum` people; somebody listed twice counts once. One application alone is judged by `size`."""

    placeholders: ClassVar[frozenset[str]] = frozenset({"total", "maximum", "applications"})

    kind: Literal["workplace_limit"] = "workplace_limit"
    maximum: int = Field(default=6, ge=1)
    threshold: int = Field(default=THRESHOLD, ge=50, le=100)
    message: Text = Text(
        da="Arbejdspladsen har i alt {total} deltagere på {applications} ansøgninger; højst "
        "{maximum} kan deltage.",
        en="The workplace has {total} participants on {applications} applications; at most {maximum} "
        "can take part.",
    )
    question: Text | None = Text(
        da="Fra {value} er der i alt tilmeldt {total} på {applications} ansøgninger, og højst "
        "{maximum} kan deltage. "
        "Hvem skal med?",
        en="From {value}, {total} people are signed up on {applications} applications, and at most "
        "{maximum} can take "
        "part. Who will come?",
    )

    def block(self, application: Application, context: Context) -> str:
        """Only workplaces of one municipality are compared."""
        return municipality_of(application, context)

    def check_block(
        self, applications: Sequence[Application], context: Context
    ) -> Iterator[tuple[str, Finding]]:
        """One finding on each application of a workplace that sends too many."""
        for together in clusters(applications, context, self.threshold):
            total = people_of(together, context)
            if total > self.maximum:
                params = {"total": total, "maximum": self.maximum, "applications": len(together)}
                for one in together:
                    yield one.key, self.say(one, context, context.fields.workplace, params=params)


def people_of(applications: Sequence[Application], context: Context) -> int:
    """How many people the applications are about: those listed, each once, and those only counted.

    By their names: colleagues often give one address for all.
    """
    known, unlisted = set[str](), 0
    for application in applications:
        people = listed(application, context.fields.participants)
        known.update(fold(person.name or person.email) for person in people)
        size = application.value(context.fields.size)
        if isinstance(size, int | float):
            unlisted += max(0, int(size) - len(people))
    return len(known) + unlisted
