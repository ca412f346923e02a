"""Who is on the list of participants: both sides represented, and a TRIO complete.

The list alone is judged; the contact columns are judged by themselves (`contact`).
"""

from collections.abc import Iterator, Sequence
from typing import ClassVar, Literal

from rules.application import Application, Participant
from rules.base import Text
from rules.checks.base import Case, Context, RowRule
from rules.checks.email import listed
from rules.checks.group_kind import Group, group_kind
from rules.checks.roles import Role, roles_of
from rules.finding import Finding

_LEADER = ("en leder", "a leader")
_UNION = ("en tillidsrepræsentant (TR)", "a union representative (TR)")
_SAFETY = ("en arbejdsmiljørepræsentant (AMR)", "a working-environment representative (AMR)")
_MANAGEMENT = ("en fra ledelsen", "someone from management")
_ELECTED = (
    "en, som medarbejderne har valgt (TR, FTR eller AMR)",
    "someone elected by the employees (TR, FTR or AMR)",
)


class Composition(RowRule):
    """`management`, `elected` and `neither` are role words that the programme adds to the known ones."""

    placeholders: ClassVar[frozenset[str]] = frozenset({"missing", "missing_en", "people"})

    kind: Literal["composition"] = "composition"
    field: str = ""
    management: tuple[str, ...] = ()
    elected: tuple[str, ...] = ()
    neither: tuple[str, ...] = ()
    message: Text = Text(
        da="På deltagerlisten mangler {missing}.", en="The list of participants lacks {missing_en}."
    )
    question: Text | None = Text(
        da="På jeres deltagerliste mangler vi {missing}. Hvem kan deltage? Skriv gerne navn, rolle "
        "og e-mail.",
        en="Your list of participants lacks {missing_en}. Who could take part? Please give name, "
        "role and e-mail.",
    )
    unclear: Case = Case(
        message=Text(
            da="På deltagerlisten mangler {missing}, medmindre det er {people}.",
            en="The list of participants lacks {missing_en}, unless that is {people}.",
        ),
        question=Text(
            da="Vil I skrive, hvilken rolle {people} har: leder, TR, AMR eller medarbejder? Vi "
            "mangler {missing}.",
            en="Could you tell us the role of {people}: leader, TR, AMR or employee? We lack {missing_en}.",
        ),
    )
    empty: Case = Case(
        message=Text(
            da="Der er ingen deltagere på listen.", en="There is nobody on the list of participants."
        ),
        question=Text(
            da="Hvem vil deltage? Skriv gerne navn, rolle og e-mail for hver.",
            en="Who will take part? Please give name, role and e-mail of each.",
        ),
    )

    def check(self, application: Application, context: Context) -> Iterator[Finding]:
        """A finding where a side is missing, or may be: an unknown role counts only where it would decide."""
        field = self.field or context.fields.participants
        people = listed(application, field)
        if not people:
            if not context.is_required(field):
                yield self.say(application, context, field, case="empty")
            return
        roles = [self._roles(person) for person in people]
        missing = _missing(roles, group_kind(application.meaning(context.fields.group_kind)))
        if missing:
            unknown = [p for p, found in zip(people, roles, strict=True) if not found]
            yield self._say_missing(application, context, field, missing, unknown)

    def _roles(self, person: Participant) -> frozenset[Role]:
        return roles_of(person.role, self.management, self.elected, self.neither)

    def _say_missing(
        self,
        application: Application,
        context: Context,
        field: str,
        missing: Sequence[tuple[str, str]],
        unknown: Sequence[Participant],
    ) -> Finding:
        params = {
            "missing": _listing([da for da, _ in missing], "og"),
            "missing_en": _listing([en for _, en in missing], "and"),
            "people": ", ".join(_named(person) for person in unknown),
        }
        case = "unclear" if unknown else ""
        return self.say(application, context, field, case=case, params=params)


def _missing(roles: Sequence[frozenset[Role]], kind: Group | None) -> list[tuple[str, str]]:
    found = frozenset[Role]().union(*roles)
    if kind is Group.TRIO:
        wanted = {Role.MANAGEMENT: _LEADER, Role.UNION: _UNION, Role.SAFETY: _SAFETY}
        return [wording for role, wording in wanted.items() if role not in found]
    missing = [] if Role.MANAGEMENT in found else [_MANAGEMENT]
    return missing if found & {Role.UNION, Role.SAFETY, Role.ELECTED} else [*missing, _ELECTED]


def _named(person: Participant) -> str:
    name = person.name or person.email
    return f"{name} ({person.role})" if name and person.role else name or person.role


def _listing(items: Sequence[str], conjunction: str) -> str:
    return f" {conjunction} ".join(filter(None, [", ".join(items[:-1]), items[-1]]))
