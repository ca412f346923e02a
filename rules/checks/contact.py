"""Contact details of a leader and of an employee representative: both get the letters."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from rules.application import Application
from rules.base import Text
from rules.checks.base import Case, Context, RowRule
from rules.checks.roles import Role, roles_of
from rules.finding import Finding


class Contact(RowRule):
    """`leader` and `representative` are questions that must be answered; `role` the representative's role.

    One finding names each person whose details are not complete, at the first cell that is blank.
    """

    placeholders: ClassVar[frozenset[str]] = frozenset({"blank"})

    kind: Literal["contact"] = "contact"
    leader: tuple[str, ...] = ("leader_name", "leader_email", "leader_phone")
    representative: tuple[str, ...] = (
        "representative_name",
        "representative_email",
        "representative_phone",
    )
    role: str = "representative_role"
    message: Text = Text(
        da="Kontaktoplysningerne på en leder er ikke udfyldt: {blank}.",
        en="A leader's contact details are not filled in: {blank}.",
    )
    question: Text | None = Text(
        da="Hvem er kontaktperson for ledelsen? Vil I sende os navn, e-mail og telefonnummer?",
        en="Who is the contact for management? Could you send us name, e-mail and phone number?",
    )
    employees: Case = Case(
        message=Text(
            da="Kontaktoplysningerne på en medarbejderrepræsentant er ikke udfyldt: {blank}.",
            en="An employee representative's contact details are not filled in: {blank}.",
        ),
        question=Text(
            da="Hvem er kontaktperson for medarbejderne? Vil I sende os navn, rolle, e-mail og "
            "telefonnummer?",
            en="Who is the contact for the employees? Could you send us name, role, e-mail and phone number?",
        ),
    )
    other_role: Case = Case(
        message=Text(
            da="Medarbejdernes kontaktperson er »{value}« og ikke valgt af medarbejderne.",
            en="The employees' contact is “{value}”, not someone elected by the employees.",
        ),
        question=Text(
            da="I skriver »{value}« som medarbejderrepræsentantens rolle. Hvem er jeres TR, FTR eller AMR?",
            en="You give “{value}” as the employee representative's role. Who is your TR, FTR or AMR?",
        ),
    )

    def check(self, application: Application, context: Context) -> Iterator[Finding]:
        """Findings on the contact columns alone; the list of participants is judged by `composition`."""
        for fields, case in ((self.leader, ""), (self.representative, "employees")):
            blank = [field for field in fields if not application.text(field)]
            if blank:
                params = {"blank": ", ".join(context.header(field) for field in blank)}
                yield self.say(application, context, blank[0], case=case, params=params)
        if roles_of(application.text(self.role)) & {Role.MANAGEMENT, Role.NEITHER}:
            yield self.say(application, context, self.role, case="other_role")
