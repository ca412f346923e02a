"""Wishes for a cohort: each one known."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from rules.application import Application
from rules.base import Text
from rules.checks.base import Context, RowRule
from rules.finding import Finding
from rules.folding import words


class Wishes(RowRule):
    """`fields` are question ids; without any, the programme's wishes. A repeated wish is no fault."""

    placeholders: ClassVar[frozenset[str]] = frozenset({"cohorts"})

    kind: Literal["wishes"] = "wishes"
    fields: tuple[str, ...] = ()
    message: Text = Text(
        da="»{value}« er ikke et af holdene ({cohorts}).",
        en="“{value}” is not one of the cohorts ({cohorts}).",
    )
    question: Text | None = Text(
        da="I ønsker holdet »{value}«, men holdene er {cohorts}. Hvilket hold passer jer bedst?",
        en="You wish for the cohort “{value}”, but the cohorts are {cohorts}. Which one suits you best?",
    )

    def check(self, application: Application, context: Context) -> Iterator[Finding]:
        """One finding for each wish that names no cohort."""
        for field in self.fields or context.fields.wishes:
            written = application.meaning(field)
            if written and not is_no_preference(written, context) and cohort_of(written, context) is None:
                params = {"cohorts": ", ".join(c.names[0] for c in context.cohorts if c.names)}
                yield self.say(application, context, field, params=params)


def cohort_of(written: str, context: Context) -> str | None:
    """The id of the cohort that a wish names, by its id, a name or an alias; None where it names none."""
    wish = words(written)
    return next((c.id for c in context.cohorts if any(words(n) == wish for n in (c.id, *c.names))), None)


def is_no_preference(written: str, context: Context) -> bool:
    """True where a wish says that any cohort will do."""
    wish = words(written)
    return any(words(phrase) == wish for phrase in context.no_preference)
