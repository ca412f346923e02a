"""The kind of group that applies: TRIO, MED committee or working-environment group."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Literal

from rules.application import Application
from rules.base import Text
from rules.checks.base import Context, RowRule
from rules.finding import Finding
from rules.folding import words


class Group(StrEnum):
    """The three kinds of group that can apply."""

    TRIO = "trio"
    MED = "med"
    AMG = "amg"


_WORDS = {
    Group.TRIO: re.compile(r"trio(en)?"),
    Group.AMG: re.compile(r"amg|arbejdsmiljo(gruppen?)?"),
    Group.MED: re.compile(r"(lokal|omrade|forvaltnings|hoved|fag|center)?med(udvalg(et)?|s)?|udvalg(et)?"),
}


class GroupKind(RowRule):
    """`field` is the question's id; without it, the programme's. `allowed` are the kinds that may apply."""

    kind: Literal["group_kind"] = "group_kind"
    field: str = ""
    allowed: tuple[Group, ...] = (Group.TRIO, Group.MED, Group.AMG)
    message: Text = Text(
        da="»{value}« er ikke en af de grupper, der kan søge.",
        en="“{value}” is not one of the groups that can apply.",
    )
    question: Text | None = Text(
        da="I søger som »{value}«. Er I en TRIO, et MED-udvalg eller en arbejdsmiljøgruppe?",
        en="You apply as “{value}”. Are you a TRIO, a MED committee or a working-environment group?",
    )

    def check(self, application: Application, context: Context) -> Iterator[Finding]:
        """A finding where the kind is written but not one of those allowed; a blank is for `required`."""
        field = self.field or context.fields.group_kind
        written = application.meaning(field)
        if written and group_kind(written) not in self.allowed:
            yield self.say(application, context, field)


def group_kind(text: str) -> Group | None:
    """The kind that a text names, None where it names none or several: "Lokal-MED" -> MED."""
    named = [kind for kind, word in _WORDS.items() if any(map(word.fullmatch, words(text)))]
    return named[0] if len(named) == 1 else None
